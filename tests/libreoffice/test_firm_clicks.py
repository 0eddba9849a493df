"""N-91: the buttons of `Cabinet.xlsm` in a real LibreOffice, with the mouse: refreshed, one opened, letters for one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cabinet import desk
from relance_xl.cabinet.beginning import new_firm
from relance_xl.libreoffice.launcher import Window
from relance_xl.libreoffice.soffice import Soffice
from tests.cabinet.firms import make_company
from tests.libreoffice.desktop import User, screen, wait_for

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


@pytest.fixture
def firm(tmp_path: Path, state: Path) -> Iterator[User]:
    """Somebody in front of the table of a firm of two companies."""
    del state
    copy_templates(tmp_path / "Modèles")
    for name in ("Alpha", "Bêta"):
        make_company(
            tmp_path / name, name, **{"Mandat de relance du": date(2025, 1, 1), "Dossier des modèles": "../Modèles"}
        )
    new_firm(tmp_path, {})
    with screen() as environment, Soffice(headless=False, environment=environment) as office:
        window = Window(office, tmp_path / "Cabinet.xlsm")
        yield User(window.app, environment)
        window.document.setModified(False)
        window.document.close(True)


def test_n91_the_buttons_of_a_firm_work_under_the_mouse(
    firm: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-91"""
    firm.click("Cabinet", "Relance_CabinetActualiser")
    assert firm.answer().startswith("2 sociétés faites sur 2")
    shown = firm.rows("tCabinet")
    assert {(row["Société"], row["État"], row["Encours"]) for row in shown} == {
        ("Alpha", "À relancer", 1150), ("Bêta", "À relancer", 1150)
    }  # fmt: skip
    assert (tmp_path / "Cabinet.xlsx").exists()
    firm.look("cabinet-xlsm")

    table = firm.book.sheets["Cabinet"].tables["tCabinet"].range
    firm.press_cell(table.row + 1, table.column)
    started: list[list[str]] = []
    there = SimpleNamespace(Popen=lambda command, **_: started.append(command), DEVNULL=subprocess.DEVNULL)
    monkeypatch.setattr(desk, "subprocess", there)
    firm.click("Cabinet", "Relance_CabinetOuvrir")
    wait_for(lambda: started, "the command that opens a workbook")
    chosen = Path(started[0][-1])
    assert (started[0][-2], chosen) == ("ouvrir", tmp_path / shown[0]["Classeur"])

    firm.click("Cabinet", "Relance_CabinetLettres")
    assert firm.answer().startswith("1 lettre pour 1 société")
    firm.answer()
    lines = WorkbookFile(chosen).read_table("tJournal")
    assert [(chosen.parent / str(row[lines.headers.index("Document")])).is_file() for row in lines.rows] == [True]
