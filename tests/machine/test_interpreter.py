"""Which Python a workbook may be bound to, and how its path is written."""

from __future__ import annotations

import sys

import pytest

from relance_xl.machine.interpreter import (
    MAC_CELL,
    WINDOWS_CELL,
    Interpreter,
    expanded,
    interpreter_cells,
    lasting_interpreter_cells,
    short_lived,
)

APPDATA = {"APPDATA": r"C:\Users\Anne\AppData\Roaming", "USERPROFILE": r"C:\Users\Anne"}
TOOL = r"C:\Users\Anne\AppData\Roaming\uv\tools\relance-xl\Scripts\python.exe"


def _interpreter(executable: str, platform: str = "linux", base: str = "/usr") -> Interpreter:
    folder = executable.rsplit("/", 2)[0] if platform == "linux" else executable.rsplit("\\", 2)[0]
    return Interpreter(executable=executable, environment_folder=folder, base_folder=base, platform=platform)


def test_a_path_in_the_user_s_folder_is_written_for_every_user_of_windows() -> None:
    portable = r"%APPDATA%\uv\tools\relance-xl\Scripts\python.exe"

    assert interpreter_cells(TOOL, "win32", APPDATA) == {WINDOWS_CELL: portable}
    assert expanded(portable, APPDATA) == TOOL


def test_the_nearest_variable_is_taken() -> None:
    cells = interpreter_cells(r"C:\Users\Anne\venv\Scripts\python.exe", "win32", APPDATA)

    assert cells == {WINDOWS_CELL: r"%USERPROFILE%\venv\Scripts\python.exe"}


def test_another_place_of_windows_is_written_as_it_is() -> None:
    assert interpreter_cells(r"D:\py\python.exe", "win32", APPDATA) == {WINDOWS_CELL: r"D:\py\python.exe"}


def test_macos_has_its_own_cell() -> None:
    assert interpreter_cells("/opt/venv/bin/python", "darwin", {}) == {MAC_CELL: "/opt/venv/bin/python"}


def test_an_unknown_variable_stays_as_it_is_written() -> None:
    assert expanded(r"%INCONNU%\python.exe", {}) == r"%INCONNU%\python.exe"


@pytest.mark.parametrize(
    ("interpreter", "named"),
    [
        (_interpreter("/home/a/.cache/uv/archive-v0/Xy12/bin/python"), "uvx"),
        (_interpreter("/home/a/.cache/uv/environments-v2/relance-xl-1/bin/python"), "uvx"),
        (_interpreter(r"C:\Users\A\AppData\Local\uv\cache\archive-v0\x\Scripts\python.exe", "win32", "C:\\py"), "uvx"),
        (_interpreter("/home/a/.local/share/pipx/.cache/ab12/bin/python"), "pipx run"),
        (_interpreter(r"C:\Users\A\AppData\Local\Microsoft\WindowsApps\python.exe", "win32", "C:\\py"), "Store"),
        (
            _interpreter(r"C:\venv\Scripts\python.exe", "win32", r"C:\Program Files\WindowsApps\PythonSoftware.3.12"),
            "Microsoft Store",
        ),
    ],
)
def test_a_python_that_will_not_last_is_refused_with_the_reason(interpreter: Interpreter, named: str) -> None:
    problem = short_lived(interpreter, {})

    assert problem is not None
    assert named in problem.what
    assert "uv tool install ." in problem.expected


@pytest.mark.parametrize(
    "interpreter",
    [
        _interpreter("/home/a/.local/share/uv/tools/relance-xl/bin/python"),
        _interpreter(TOOL, "win32", r"C:\Users\Anne\AppData\Roaming\uv\python\cpython-3.12"),
        _interpreter("/home/a/archive-v0/venv/bin/python"),
        _interpreter("/home/a/.local/share/pipx/venvs/relance-xl/bin/python"),
    ],
)
def test_an_installed_python_is_accepted(interpreter: Interpreter) -> None:
    assert short_lived(interpreter, {}) is None


def test_a_cache_elsewhere_is_found_by_its_variable() -> None:
    interpreter = _interpreter("/mnt/cache/archive-v0/x/bin/python")

    assert short_lived(interpreter, {}) is None
    assert short_lived(interpreter, {"UV_CACHE_DIR": "/mnt/cache"}) is not None


def test_this_python_is_what_a_new_workbook_gets() -> None:
    assert sys.executable in lasting_interpreter_cells().values()
