"""One run at a time on a company, whoever starts it and from wherever: N-92, N-101."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.books.memory import MemoryBook
from relance_xl.buttons.running import Surroundings, click
from relance_xl.cli.main import main
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine.leases import Leased, held, holder_of, is_live, lease_of, leased
from tests.buttons.test_clicks import Screen
from tests.places import ROOT

NO_ONE = Surroundings(choose=lambda: pytest.fail("no file is asked for"), show=pytest.fail)


def test_n101_a_second_run_is_refused_by_name_and_the_first_one_leaves_nothing(tmp_path: Path) -> None:
    """N-101"""
    workbook = tmp_path / "Relances.xlsm"
    with leased(workbook, "lettres"), pytest.raises(Leased) as refused, leased(workbook, "importer"):
        pytest.fail("two runs at once")

    assert refused.value.exit_code == 3
    assert "(lettres)" in str(refused.value)
    assert refused.value.holder is not None
    assert refused.value.holder.process == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_n92_a_lease_that_beats_is_respected_and_one_that_does_not_is_taken_over(tmp_path: Path) -> None:
    """N-92"""
    place = tmp_path / "bail"
    with held(place, "Relances.xlsm", "lettres", beat=0.05) as first:
        foreign = json.dumps(asdict(first) | {"machine": "PC-12", "token": "autre"})
        time.sleep(0.3)
        assert is_live(place, stale=0.2)
        place.write_text(foreign, encoding="utf-8")  # somebody of another machine has taken it over: no more beat
        time.sleep(0.3)
        assert not is_live(place, stale=0.2)
        with pytest.raises(Leased, match="PC-12"), held(place, "Relances.xlsm", "appels", stale=60):
            pytest.fail("a live lease was taken")
        with held(place, "Relances.xlsm", "appels", stale=0.2) as second:
            assert holder_of(place) == second
    assert not place.exists()


def test_n92_a_lease_dated_by_a_clock_since_set_back_is_judged_by_whether_it_beats(tmp_path: Path) -> None:
    """N-92"""
    place = tmp_path / "bail"
    with held(place, "Relances.xlsm", "lettres", beat=60) as first:
        place.write_text(json.dumps(asdict(first) | {"machine": "PC-12", "token": "autre"}), encoding="utf-8")
        tomorrow = time.time() + 86400
        os.utime(place, (tomorrow, tomorrow))
        assert not is_live(place, stale=0.1)
        timer = threading.Timer(0.05, place.touch)
        timer.start()
        assert is_live(place, stale=2.0)  # looked at for 0.4 s: its owner has beaten meanwhile
        timer.join()
        place.unlink()


@pytest.mark.parametrize("stated", [{"process": "12"}, {"user": 3}, {"token": None}, {"process": True}])
def test_a_lease_that_says_what_cannot_be_names_nobody(tmp_path: Path, stated: dict[str, object]) -> None:
    place = tmp_path / "bail"
    with held(place, "Relances.xlsm", "lettres", beat=60) as first:
        place.write_text(json.dumps(asdict(first) | stated), encoding="utf-8")
        assert holder_of(place) is None
        assert is_live(place)
        place.unlink()


@pytest.mark.parametrize("name", ["fichier.txt/Relances.xlsm", f"{'n' * 300}.xlsm"])
def test_where_no_workbook_can_be_the_sentence_names_it_and_not_its_lease(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier.txt").touch()

    assert main(["verifier", str(tmp_path / name)]) == 3

    said = "".join(capsys.readouterr())
    assert "Relances.xlsm" in said or "n.xlsm" in said
    assert ".heure-" not in said
    assert "en-cours" not in said


def test_who_has_lost_his_lease_does_not_remove_that_of_the_next(tmp_path: Path) -> None:
    place = tmp_path / "bail"
    with held(place, "Relances.xlsm", "lettres", beat=60) as first:
        foreign = json.dumps(asdict(first) | {"token": "autre"})
        place.write_text(foreign, encoding="utf-8")
    assert place.read_text(encoding="utf-8") == foreign


@pytest.mark.skipif(not Path("/proc/sys/kernel/random/boot_id").exists(), reason="only Linux names its starts")
def test_n92_the_lease_of_a_killed_process_of_this_machine_is_taken_over_at_once(tmp_path: Path) -> None:
    """N-92"""
    workbook = tmp_path / "Relances.xlsm"
    script = (
        "import sys, time; from pathlib import Path; from relance_xl.machine.leases import leased\n"
        "with leased(Path(sys.argv[1]), 'lettres'): print('ici', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(workbook)], stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(Leased), leased(workbook, "appels"):
            pytest.fail("a live lease was taken")
        child.kill()
    with leased(workbook, "appels"):
        assert holder_of(lease_of(workbook)) is not None


def test_of_those_who_find_a_dead_lease_together_one_gets_it(tmp_path: Path) -> None:
    """N-92, with real processes that start at one moment."""
    workbook = tmp_path / "Relances.xlsm"
    lease_of(workbook).write_text("", encoding="utf-8")
    os.utime(lease_of(workbook), (0, 0))
    script = (
        "import sys, time; from pathlib import Path; from relance_xl.machine.leases import Leased, leased\n"
        "time.sleep(max(0, float(sys.argv[2]) - time.time()))\n"
        "try:\n    with leased(Path(sys.argv[1]), 'lettres'): time.sleep(2)\n"
        "except Leased: raise SystemExit(3)"
    )
    start = str(time.time() + 1)
    several = [subprocess.Popen([sys.executable, "-c", script, str(workbook), start], cwd=ROOT) for _ in range(6)]

    assert sorted(each.wait() for each in several) == [0, 3, 3, 3, 3, 3]


def test_n101_single_commands_and_buttons_respect_the_lease(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """N-101"""
    assert main(["nouveau", str(tmp_path / "Dupont"), "--json"]) == 0
    workbook = tmp_path / "Dupont" / "Relances.xlsm"
    before = workbook.read_bytes()
    screen = Screen()
    capsys.readouterr()
    with leased(workbook, "importer"):
        assert main(["rechercher", str(workbook)]) == 3
        assert "Une autre action est en cours" in capsys.readouterr().out.replace(NO_BREAK, " ")
        assert main(["rechercher", str(workbook), "--simulation", "--json"]) in {0, 1}
        click("rechercher", MemoryBook.empty(workbook), screen, NO_ONE, datetime(2026, 3, 16))
    assert "Une autre action est en cours" in screen.last
    assert workbook.read_bytes() == before


TYPED = {
    "importer": ["export.txt"],
    "banque": ["releve.txt"],
    "fiche": ["C1"],
    "retours": ["retour.eml"],
    "reparer": [],
    "mettre-a-jour": [],
}
"""What a command cannot do without, beside the workbook."""


@pytest.mark.parametrize(
    "command", sorted({row.command.name for row in ACTIONS.values() if row.command} | {"reparer", "mettre-a-jour"})
)
def test_n101_every_command_waits_for_the_one_that_is_at_work(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """N-101: whatever it writes, e-mails or cells; the workbook is not even opened."""
    workbook = tmp_path / "Relances.xlsm"
    workbook.write_bytes(b"what nobody reads")
    with leased(workbook, "importer"):
        assert main([command, str(workbook), *TYPED.get(command, [])]) == 3

    assert "Une autre action est en cours" in capsys.readouterr().out.replace(NO_BREAK, " ")
    assert [file.name for file in tmp_path.iterdir()] == [workbook.name]


@pytest.mark.parametrize("button", sorted(row.name for row in ACTIONS.values() if row.macro))
def test_n101_every_button_waits_too(tmp_path: Path, button: str) -> None:
    """N-101"""
    workbook = tmp_path / "Relances.xlsm"
    screen = Screen()
    with leased(workbook, "importer"):
        click(button, MemoryBook.empty(workbook), screen, NO_ONE, datetime(2026, 3, 16))

    assert "Une autre action est en cours" in screen.last


def test_n101_of_two_who_make_one_company_one_makes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """N-101"""
    folder = tmp_path / "Dupont"
    folder.mkdir()
    with leased(folder / "Relances.xlsm", "nouveau"):
        assert main(["nouveau", str(folder)]) == 3
        assert "Une autre action est en cours" in capsys.readouterr().out.replace(NO_BREAK, " ")
    assert list(folder.iterdir()) == []


def test_a_lease_that_names_nobody_is_respected_while_it_is_young(tmp_path: Path) -> None:
    place = tmp_path / "bail"
    place.write_text("illisible", encoding="utf-8")

    with (
        pytest.raises(Leased, match=r"Une autre action est en cours\. Attendu"),
        held(place, "Relances.xlsm", "lettres"),
    ):
        pytest.fail("the lease of somebody was taken")
