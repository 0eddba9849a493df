"""The macros' text: one for each button, no drift, and what they do when they are run."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings
from lxml import etree

from relance_xl import buttons as clicks
from relance_xl.actions.catalogue.shape import Action
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine.interpreter import WINDOWS_CELL
from tests.places import ROOT
from tests.workbook.conftest import Parts
from workbook import ribbon
from workbook.buttons import BUTTONS
from workbook.vba.modules import SOURCES, project_modules

RELANCE = (SOURCES / "Relance.bas").read_text("ascii")
SUB = re.compile(r'^Public Sub (\w+)\(\)\n    Launch "([a-z-]+)"\nEnd Sub$', re.MULTILINE)
SUBS: dict[str, str] = dict(SUB.findall(RELANCE))
PUBLIC = set(re.findall(r"^Public Sub (\w+)\(", RELANCE, re.MULTILINE))
ALL_BUTTONS = {button.macro: button for shown in BUTTONS.values() for button in shown}
TEXTS = {module.name: module.text().decode("cp1252") for module in project_modules()}


def test_each_button_has_its_macro_and_each_macro_asks_for_its_button_s_action() -> None:
    assert {macro: button.name for macro, button in ALL_BUTTONS.items()} == SUBS


def test_each_action_that_a_button_asks_for_exists_and_none_is_out_of_reach() -> None:
    assert {button.name for button in ALL_BUTTONS.values()} == set(clicks.ACTIONS)


def test_what_the_sheets_buttons_call_exists_in_the_macros(parts: Parts) -> None:
    drawn = b"".join(content for name, content in parts.items() if "vmlDrawing" in name).decode()
    called = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawn)

    assert set(called) == PUBLIC - {ribbon.CALLBACK}
    assert len(called) == sum(len(shown) for shown in BUTTONS.values())


def _controls() -> list[etree._Element]:
    return list(etree.fromstring(ribbon.document().encode()).iter(f"{{{ribbon.NAMESPACE}}}button"))


def test_the_ribbon_offers_every_action_once() -> None:
    controls = _controls()

    assert sorted(control.attrib["tag"] for control in controls) == sorted(clicks.ACTIONS)
    assert {control.attrib["onAction"] for control in controls} == {ribbon.CALLBACK}
    assert ribbon.CALLBACK in PUBLIC
    assert len({control.attrib["id"] for control in controls}) == len(controls)


def test_each_control_of_the_ribbon_has_keys_of_its_own() -> None:
    keys = [control.attrib["keytip"] for control in _controls()]

    assert len(set(keys)) == len(keys)
    assert {len(each) for each in keys} == {2}, "none is the beginning of another"
    assert all(each.isascii() and each.isalnum() and each.isupper() for each in keys)


def test_the_ribbon_says_what_the_buttons_say() -> None:
    said = {button.name: button.caption for button in ALL_BUTTONS.values()}

    assert {control.get("tag"): control.get("label") for control in _controls()} == said


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_module_s_text_is_what_the_editor_of_excel_takes(name: str) -> None:
    text = TEXTS[name]

    assert text.isascii()
    assert "\n" not in text.replace("\r\n", "")
    assert max(map(len, text.split("\r\n"))) <= 1023
    assert text.startswith(f'Attribute VB_Name = "{name}"\r\n')


def test_xlwings_module_is_the_installed_one_and_no_other_may_be_installed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    installed = Path(xlwings.__file__).with_name("xlwings.bas").read_text("ascii")

    assert f'XLWINGS_VERSION As String = "{xlwings.__version__}"' in TEXTS["xlwings"]
    assert f"xlwings=={xlwings.__version__}" in declared
    assert TEXTS["xlwings"].replace("\r\n", "\n").rstrip() == installed.rstrip()


def test_the_notices_of_what_we_embed_are_kept() -> None:
    assert "xlwings is distributed under a BSD 3-clause license" in TEXTS["xlwings"]
    assert "(c) Tim Hall" in TEXTS["Dictionary"]
    assert "@license: MIT" in TEXTS["Dictionary"]


def test_no_macro_bears_its_module_s_name() -> None:
    """`[0]!Relance` would be ambiguous."""
    assert not PUBLIC & set(TEXTS)


AROUND = """
Private asked As String
Public Function RunPython(PythonCommand As String)
    asked = PythonCommand
End Function
Public Function LastAsked() As String
    LastAsked = asked
End Function
Public Function GetAttr(path As String) As Long
    If InStr(path, "python") = 0 Then GetAttr = vbDirectory
    If InStr(path, "parti") > 0 Then Err.Raise 53
End Function
Public Function Environ(name As String) As String
    If name = "APPDATA" Then Environ = "C:\\parti"
End Function
"""
"""What surrounds our module: xlwings' RunPython, watched, and a machine, for pyOpenVBA gives its VBA none."""

Open = Callable[..., Any]
PYTHON = r"C:\ici\python.exe"


@pytest.fixture
def excel(built: Path, tmp_path: Path) -> Open:
    """Opens the workbook, bound to the interpreter given, in an interpreter of VBA that holds our module."""
    applications = pytest.importorskip("pyopenvba.apps.excel", reason="pyOpenVBA is not installed")

    def opened(interpreter: str, name: str = "Relances.xlsm") -> Any:
        copy = tmp_path / name
        shutil.copyfile(built, copy)
        book = WorkbookFile(copy)
        book.set_names({WINDOWS_CELL: interpreter})
        book.save()
        application = applications.ExcelApplication.open(str(copy), with_vba=False)
        application.add_module(AROUND, name="xlwings")
        application.add_module(RELANCE, name="Relance")
        return application

    return opened


@pytest.mark.parametrize("button", ALL_BUTTONS.values(), ids=lambda button: button.name)
def test_a_click_hands_the_action_over_to_python(excel: Open, button: Action) -> None:
    application = excel(PYTHON)
    application.run(button.macro)

    assert application.run("LastAsked") == f"from relance_xl import buttons; buttons.run('{button.name}')"
    assert application.dialogs == []


def test_a_python_that_is_gone_is_said_with_the_command_that_mends_it(excel: Open) -> None:
    application = excel(r"C:\parti\python.exe")
    application.run("Relance_Rechercher")
    (kind, text, title, *_rest) = application.dialogs[0]

    assert (kind, title) == ("MsgBox", "Relances")
    assert text.startswith(f"Python n'est plus là où ce classeur le cherche{NO_BREAK}:\r\nC:\\parti\\python.exe")
    assert 'relance-xl reparer "' in text
    assert "Relances.xlsm" in text
    assert application.run("LastAsked") == ""


def test_a_folder_is_no_python(excel: Open) -> None:
    application = excel("C:\\ici")
    application.run("Relance_Rechercher")

    assert len(application.dialogs) == 1


def test_a_variable_of_windows_is_replaced(excel: Open) -> None:
    application = excel(r"%APPDATA%\python.exe")
    application.run("Relance_Rechercher")

    assert r"C:\parti\python.exe" in application.dialogs[0][1]


def test_a_workbook_that_never_knew_python_says_so(excel: Open) -> None:
    application = excel("")
    application.run("Relance_Lettres")

    assert application.dialogs[0][1].startswith("Ce classeur ne sait pas encore où est Python.")
    assert application.run("LastAsked") == ""


def test_a_name_that_xlwings_would_cut_is_refused(excel: Open) -> None:
    application = excel(PYTHON, "Relances=2026.xlsm")
    application.run("Relance_Lettres")

    assert "le signe «\u00a0=\u00a0»" in application.dialogs[0][1]
    assert application.run("LastAsked") == ""
