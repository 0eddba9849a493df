"""Our macros run by LibreOffice, where one line it cannot compile would silence every button without a word."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relance_xl.libreoffice.soffice import Soffice, is_installed
from tests.programs import unavailable
from workbook.buttons import MACROS, STEPS

pytestmark = pytest.mark.libreoffice

RUN_PYTHON = """\
Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Sheets("Journal").Range("A500").Value = PythonCommand
End Function
"""
"""The one function of xlwings' module that ours calls; it writes down what it was asked."""

Asked = Callable[[str], str]


@pytest.fixture(scope="module")
def asked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Runs a macro; what it asked of Python."""
    if not is_installed():
        unavailable("LibreOffice has no Python module on this machine")
    copy = shutil.copy(built, tmp_path_factory.mktemp("macros") / "Relances.xlsm")
    with Soffice(headless=True) as office:
        document = office.open(Path(copy), hidden=True)
        library = document.BasicLibraries.getByName("VBAProject")
        library.replaceByName("xlwings", RUN_PYTHON)
        library.replaceByName("Dictionary", "Rem Attribute VBA_ModuleType=VBAClassModule\nOption ClassModule\n")
        cell = document.Sheets.getByName("Journal").getCellRangeByName("A500")

        def run(macro: str) -> str:
            cell.String = ""
            url = f"vnd.sun.star.script:VBAProject.Relance.{macro}?language=Basic&location=document"
            document.getScriptProvider().getScript(url).invoke((), (), ())
            return str(cell.String)

        yield run
        document.close(True)


@pytest.mark.parametrize("macro", MACROS)
def test_every_macro_reaches_python(asked: Asked, macro: str) -> None:
    assert asked(macro).startswith("from relance_xl import buttons; buttons.run('")


def test_a_macro_asks_for_its_own_action(asked: Asked) -> None:
    assert [asked(step.macro).split("'")[1] for step in STEPS] == [step.name for step in STEPS]
