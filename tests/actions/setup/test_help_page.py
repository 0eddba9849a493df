"""`Aide.html` stands beside the workbook, left by « nouveau » and « mettre-a-jour », never over somebody's file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from relance_xl.actions.setup.company import new_company
from relance_xl.actions.setup.help_page import MARK, PAGE, leave_help
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.machine import shipped
from relance_xl.machine.scratch import PREFIX

OLD = Path(__file__).with_name("classeur_0_1_0.xlsm")


def test_a_new_company_has_the_page_beside_its_workbook(tmp_path: Path) -> None:
    new_company(tmp_path / "Vauban", WorkbookFile, {})

    assert (tmp_path / "Vauban" / PAGE).read_bytes() == shipped.help_page().read_bytes()


def test_a_page_of_another_version_is_replaced(tmp_path: Path) -> None:
    (tmp_path / PAGE).write_bytes(MARK + b"\nautrefois")
    leave_help(tmp_path)

    assert (tmp_path / PAGE).read_bytes() == shipped.help_page().read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == [PAGE]


def test_a_file_of_somebody_of_this_name_stays(tmp_path: Path) -> None:
    (tmp_path / PAGE).write_text("la page du cabinet", encoding="utf-8")
    leave_help(tmp_path)

    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "la page du cabinet"


def test_n104_what_a_killed_run_left_is_swept_though_the_page_be_there(tmp_path: Path) -> None:
    """N-104"""
    leave_help(tmp_path)
    (tmp_path / f"{PREFIX}0123456789ab").mkdir()
    lease = tmp_path / f"{PREFIX}0123456789ab.bail"
    lease.touch()
    os.utime(lease, (0, 0))
    leave_help(tmp_path)

    assert [each.name for each in tmp_path.iterdir()] == [PAGE]


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    leave_help(tmp_path / "absent")

    assert list(tmp_path.iterdir()) == []


def test_an_older_workbook_gets_the_sheet_and_the_page_and_a_rehearsal_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = Path(shutil.copy(OLD, tmp_path / "Relances.xlsm"))
    main(["mettre-a-jour", str(workbook), "--simulation"])
    assert not (tmp_path / PAGE).exists()

    assert main(["mettre-a-jour", str(workbook)]) == 0
    assert (tmp_path / PAGE).is_file()
    assert "Aide" in WorkbookFile(workbook).sheet_names()
    assert "Aide" in capsys.readouterr().out
