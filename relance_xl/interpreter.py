"""Which Python the workbook's buttons start, as `xlwings.conf` must state it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import PureWindowsPath

WINDOWS_CELL, MAC_CELL = "interpreter_win", "interpreter_mac"
"""Named cells of the hidden sheet `xlwings.conf`."""

_PREFIXES = ("APPDATA", "LOCALAPPDATA", "USERPROFILE")
"""Environment variables that xlwings expands: the same workbook then serves a colleague with the same set-up."""


def interpreter_cells(
    executable: str = sys.executable, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Named cell → the interpreter's path; only this system's cell, the other keeps what it says."""
    if platform == "win32":
        return {WINDOWS_CELL: _portable(executable, environment)}
    return {MAC_CELL: executable}


def _portable(executable: str, environment: Mapping[str, str]) -> str:
    path = PureWindowsPath(executable)
    for name in _PREFIXES:
        folder = environment.get(name)
        if folder and path.is_relative_to(PureWindowsPath(folder)):
            return str(PureWindowsPath(f"%{name}%") / path.relative_to(PureWindowsPath(folder)))
    return executable
