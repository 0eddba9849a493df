"""N-91: `Cabinet.xlsm` and its buttons: all companies refreshed, one opened, letters for those chosen."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cabinet import desk
from relance_xl.cli.main import main
from relance_xl.machine import shipped
from relance_xl.machine.interpreter import interpreter_cells
from tests.cabinet.firms import make_company, with_templates
from tests.cabinet.test_firm import here
from workbook import firm as drawn
from workbook.vba.modules import FIRM_BUTTONS, firm_modules

NOW = datetime(2026, 3, 16, 6, 12)


@dataclass
class Screen:
    """The user: what he is told, and what he answers."""

    answer: str = "yes"
    status_bar: str | bool = "…"
    told: list[tuple[str, str]] = field(default_factory=list)

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str:
        assert title == "Cabinet"
        self.told.append((prompt, mode))
        return self.answer if buttons == "yes_no" else "ok"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = with_templates(tmp_path / "Cabinet Roche")
    for name in ("Alpha", "Bêta"):
        make_company(
            made / name, name, **{"Mandat de relance du": date(2025, 1, 1), "Dossier des modèles": "../Modèles"}
        )
    assert main(["cabinet", "nouveau", str(made)]) == 0
    return made


def click(root: Path, name: str, screen: Screen, selected: Sequence[int] = (0, 0)) -> list[Path]:
    """Click a button of the closed table; the workbooks that were opened."""
    opened: list[Path] = []
    book = WorkbookFile(root / "Cabinet.xlsm")
    first, last = selected
    given = desk.Click(
        book=book, app=screen, now=NOW, selected=(first, last), open_file=opened.append, engine=here
    )  # fmt: skip
    desk.done(name, given)
    book.save()
    return opened


def rows(root: Path) -> dict[object, dict[str, object]]:
    grid = WorkbookFile(root / "Cabinet.xlsm").read_table("tCabinet")
    found = [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]
    return {row["Société"]: dict(row) for row in found if row["Société"]}


def test_n91_the_buttons_refresh_open_and_write_letters_for_the_selection(root: Path) -> None:
    """N-91"""
    screen = Screen()
    click(root, "actualiser", screen)
    assert {name: (row["État"], row["Encours"]) for name, row in rows(root).items()} == {
        "Alpha": ("À relancer", 1150), "Bêta": ("À relancer", 1150)
    }  # fmt: skip
    assert (screen.told[-1][1], screen.status_bar) == ("info", False)
    assert (root / "Cabinet.xlsx").exists()

    assert click(root, "ouvrir", screen, (4, 4)) == [root / "Alpha" / "Relances.xlsm"]
    before = (root / "Cabinet.xlsx").read_bytes()
    click(root, "lettres", screen, (5, 5))
    assert "1 lettre pour 1 société" in screen.told[-2][0].replace("\xa0", " ")
    assert list((root / "Bêta" / "Lettres").rglob("*.docx"))
    assert not (root / "Alpha" / "Lettres").exists()
    assert set(rows(root)) == {"Alpha", "Bêta"}
    assert rows(root)["Bêta"]["Dernière relance"] == date(2026, 3, 16)
    assert (root / "Cabinet.xlsx").read_bytes() == before
    click(root, "appels", screen, (4, 4))
    calls = WorkbookFile(root / "Alpha" / "Relances.xlsm").read_table("tAppels")
    assert calls.rows[0][calls.headers.index("Client")] == "D"


def test_n91_a_button_that_cannot_do_its_work_says_why(root: Path) -> None:
    """N-91"""
    screen = Screen(answer="no")
    for name, selected in (("ouvrir", (4, 4)), ("lettres", (900, 900)), ("inconnu", (0, 0))):
        click(root, name, screen, selected)
        assert screen.told[-1][1] == "critical", name
    click(root, "actualiser", screen)
    (root / "Alpha" / "Relances.xlsm").unlink()
    assert click(root, "ouvrir", screen, (4, 4)) == []
    assert "n'est plus là" in screen.told[-1][0].replace("\u2019", "'")
    click(root, "lettres", screen, (4, 5))
    assert screen.told[-1][0].startswith("Rien n")
    assert len(rows(root)) == 2


def test_cabinet_nouveau_replaces_nothing_and_rehearses(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cabinet", "nouveau", str(root)]) == 3
    capsys.readouterr()
    assert main(["cabinet", "nouveau", str(root / "autre"), "--simulation", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["message"].startswith("Simulation")
    assert not (root / "autre").exists()
    assert main(["cabinet", str(root), "verifier", "--simulation", "--processus", "1"]) == 0


def test_cabinet_xlsm_is_what_its_drawing_gives_and_each_button_has_its_macro(tmp_path: Path) -> None:
    assert drawn.build(tmp_path / "Cabinet.xlsm").read_bytes() == shipped.firm_workbook().read_bytes()
    with zipfile.ZipFile(shipped.firm_workbook()) as parts:
        vml = b"".join(parts.read(name) for name in parts.namelist() if "vmlDrawing" in name).decode()
    (relance,) = (module.source for module in firm_modules() if module.name == "Relance")
    subs = dict(re.findall(r'Public Sub (\w+)\(\)\n    Launch "([a-z-]+)"\nEnd Sub', relance))

    assert re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", vml) == list(FIRM_BUTTONS)
    assert subs == FIRM_BUTTONS
    assert "relance_xl.cabinet import desk; desk.run(" in relance
    assert "import buttons" not in relance


def test_the_table_of_a_firm_is_bound_again_and_is_no_companys_workbook(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / "Cabinet.xlsm"
    book = WorkbookFile(place)
    book.set_names(dict.fromkeys(interpreter_cells(), "/parti/python"))
    book.save()
    shutil.rmtree(root / "Modèles")
    assert main(["reparer", str(place)]) == 0
    assert not (root / "Modèles").exists()
    assert "Les boutons appellent désormais" in capsys.readouterr().out
    before = place.read_bytes()
    assert main(["mettre-a-jour", str(place)]) == 1
    assert place.read_bytes() == before
