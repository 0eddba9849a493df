"""« relance-xl ouvrir » in a process of its own: the window opens, its buttons work, closing it ends the command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.machine.programs import excel
from tests.libreoffice.desktop import screen, wait_for

pytestmark = [pytest.mark.libreoffice]
PIPE = "relance-xl-essai"


def test_there_is_no_excel_on_linux() -> None:
    assert not excel()


def test_a_missing_workbook_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ouvrir", str(tmp_path / "absent.xlsm")]) == 3
    assert "introuvable" in capsys.readouterr().out


def test_a_workbook_open_elsewhere_is_not_opened(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = company.with_name(f".~lock.{company.name}#")
    lock.write_text(",dupont,poste,16.03.2026 09:30,file:///profil;", encoding="utf-8")
    try:
        assert main(["ouvrir", str(company)]) == 3
        assert "ouvert dans LibreOffice par dupont" in capsys.readouterr().out
    finally:
        lock.unlink()


def test_a_workbook_without_our_macros_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import xlsxwriter  # noqa: PLC0415 - for this test only

    path = tmp_path / "Autre.xlsx"
    xlsxwriter.Workbook(str(path)).close()
    with screen() as environment, pytest.MonkeyPatch.context() as here:
        for name, value in environment.items():
            here.setenv(name, value)
        assert main(["ouvrir", str(path)]) == 1

    assert "n'a pas les macros de relance-xl" in capsys.readouterr().out


def test_the_command_lives_as_long_as_the_window(company: Path) -> None:
    with screen() as environment:
        command = subprocess.Popen(
            [sys.executable, "-m", "relance_xl", "ouvrir", str(company)],
            env={**os.environ, **environment, "RELANCE_XL_PIPE": PIPE},
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert command.stdout is not None
        said = command.stdout.readline()
        assert "Ses boutons marchent" in said.replace("\u00a0", " ")

        desktop = uno_bridge.service(uno_bridge.context(PIPE), "com.sun.star.frame.Desktop")
        document = wait_for(desktop.getCurrentComponent, "the document")
        document.Sheets.getByName("Clients").getCellRangeByName("B2").setDataArray((("Saisi dans la fenêtre",),))
        document.store()
        assert command.poll() is None
        document.close(True)

        assert command.wait(timeout=30) == 0
        time.sleep(0.1)
        assert "Le classeur est fermé." in command.stdout.read()
        command.stdout.close()
    assert WorkbookFile(company).read_table("tClients").rows[0][1] == "Saisi dans la fenêtre"
    assert not company.with_name(f".~lock.{company.name}#").exists()
