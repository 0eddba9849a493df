"""What stands in the way of LibreOffice, or of Excel, is one French sentence; the host is imitated at its own door."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from relance_xl.libreoffice import opening, soffice
from relance_xl.libreoffice.doubles import attach_python
from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.machine import programs
from relance_xl.problems import DataError, FileUnavailable


def test_a_machine_without_libreoffice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(programs, "_USUAL_PLACES", ())

    with pytest.raises(FileUnavailable, match="LibreOffice n'est pas installé sur cet ordinateur"):
        soffice.program()


@pytest.mark.parametrize(
    ("folders", "told"),
    [
        (False, "qui relie Python .* à LibreOffice, est introuvable"),
        (True, "de ce LibreOffice n'est pas fait pour Python"),
    ],
)
def test_a_python_that_cannot_speak_to_libreoffice_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, *, folders: bool
) -> None:
    (tmp_path / "uno.py").write_text("import pyuno_of_another_python\n", encoding="utf-8")
    monkeypatch.setattr(uno_bridge, "FOLDERS", (str(tmp_path),) if folders else ())
    monkeypatch.setitem(sys.modules, "uno", None)

    with pytest.raises(FileUnavailable, match=told):
        uno_bridge.uno.__wrapped__()


@pytest.mark.libreoffice
def test_a_libreoffice_that_ends_at_once_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(broken))

    with pytest.raises(FileUnavailable, match="LibreOffice ne démarre pas"), soffice.Soffice(headless=True):
        pytest.fail("it answers nothing")


@pytest.mark.libreoffice
def test_a_workbook_that_libreoffice_does_not_open_is_told(tmp_path: Path) -> None:
    desktop = SimpleNamespace(loadComponentFromURL=lambda *_: None)
    office = soffice.Soffice(headless=True)
    office.context = SimpleNamespace(ServiceManager=SimpleNamespace(createInstanceWithContext=lambda *_: desktop))

    with pytest.raises(FileUnavailable, match="LibreOffice n'a pas pu ouvrir ce classeur"):
        office.open(tmp_path / "Relances.xlsm", hidden=True)


class _Library(dict[str, str]):
    """A library of macros, as LibreOffice gives it."""

    hasByName = dict.__contains__  # noqa: N815 - LibreOffice's own names
    getByName = dict.__getitem__  # noqa: N815
    replaceByName = dict.__setitem__  # noqa: N815

    @property
    def ElementNames(self) -> tuple[str, ...]:  # noqa: N802
        return tuple(self)


def _document(libraries: dict[str, _Library]) -> SimpleNamespace:
    script = SimpleNamespace(invoke=lambda *_: ("", (), ()))
    provider = SimpleNamespace(getScript=lambda _url: script)
    held = SimpleNamespace(hasByName=libraries.__contains__, getByName=libraries.__getitem__)
    return SimpleNamespace(BasicLibraries=held, isModified=lambda: False, getScriptProvider=lambda: provider)


@pytest.mark.parametrize(
    ("libraries", "told"),
    [
        ({}, "Ce classeur n'a pas les macros de relance-xl : ses boutons ne feraient rien"),
        ({"VBAProject": _Library(xlwings="")}, "LibreOffice ne comprend pas les macros de ce classeur"),
    ],
    ids=["absentes", "incomprises"],
)
def test_macros_that_libreoffice_cannot_run_are_told(libraries: dict[str, _Library], told: str) -> None:
    with pytest.raises(DataError, match=told):
        attach_python(_document(libraries), None)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no Excel to refuse")
def test_an_excel_that_does_not_open_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable, match=r"Excel n'a pas pu ouvrir « Relances\.xlsm »"):
        opening.open_in_excel(tmp_path / "Relances.xlsm")
