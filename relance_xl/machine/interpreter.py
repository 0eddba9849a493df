"""Which Python the workbook's buttons start, as `xlwings.conf` must state it, and which Python would not last."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from relance_xl.problems import Problem, UsageError

WINDOWS_CELL, MAC_CELL = "interpreter_win", "interpreter_mac"
"""Named cells of the hidden sheet `xlwings.conf`."""

_PREFIXES = ("APPDATA", "LOCALAPPDATA", "USERPROFILE")
"""Environment variables that xlwings expands: the same workbook then serves a colleague with the same set-up."""

INSTALL = "uv tool install . --python 3.12"
"""From the program's own folder: it is published on no index of packages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python: its program, and the folders of its environment and of the Python below it."""

    executable: str = sys.executable
    environment_folder: str = sys.prefix
    base_folder: str = sys.base_prefix
    platform: str = sys.platform

    def path(self, text: str) -> PurePath:
        """A path of its system."""
        return PureWindowsPath(text) if self.platform == "win32" else PurePosixPath(text)


THIS = Interpreter()


def interpreter_cell(platform: str = sys.platform) -> str:
    """The named cell that this system's Excel reads; LibreOffice on Linux reads none."""
    return WINDOWS_CELL if platform == "win32" else MAC_CELL


def interpreter_cells(
    executable: str = sys.executable, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Named cell → the interpreter's path; only this system's cell, the other keeps what it says."""
    stated = _portable(executable, environment) if platform == "win32" else executable
    return {interpreter_cell(platform): stated}


def lasting_interpreter_cells() -> dict[str, str]:
    """The same, for a workbook that must still find its Python tomorrow.  UsageError when it would not."""
    fault = short_lived()
    if fault is not None:
        raise UsageError(fault)
    return interpreter_cells()


def short_lived(interpreter: Interpreter = THIS, environment: Mapping[str, str] = os.environ) -> Problem | None:
    """Why no workbook can be bound to this Python, with what to do instead; None when it can."""
    for folder in (interpreter.executable, interpreter.environment_folder, interpreter.base_folder):
        why = _why_short_lived(interpreter.path(folder), environment)
        if why:
            return Problem(
                what=f"{why} ({interpreter.executable}) : les boutons du classeur ne le retrouveraient pas",
                expected=f"un Python installé pour durer (« {INSTALL} », depuis le dossier du programme)",
            )
    return None


def _why_short_lived(path: PurePath, environment: Mapping[str, str]) -> str:
    cache = environment.get("UV_CACHE_DIR")
    if (cache and path.is_relative_to(cache)) or _UV_CACHE.search(path.as_posix()):
        return "Ce Python est dans le cache de uvx, qui peut être vidé à tout moment"
    if _PIPX_CACHE.search(path.as_posix()):
        return "Ce Python est dans le cache de pipx run, vidé au bout de quelques jours"
    if any(part.casefold() == "windowsapps" for part in path.parts):
        return "Ce Python vient du Microsoft Store, qui le cache aux autres programmes"
    return ""


_UV_CACHE = re.compile(r"/uv(/cache)?/(archive|environments|builds)-v\d+/", re.IGNORECASE)
_PIPX_CACHE = re.compile(r"/pipx/\.cache/|/\.cache/pipx/", re.IGNORECASE)


def _portable(executable: str, environment: Mapping[str, str]) -> str:
    path = PureWindowsPath(executable)
    for name in _PREFIXES:
        folder = environment.get(name)
        if folder and path.is_relative_to(PureWindowsPath(folder)):
            return str(PureWindowsPath(f"%{name}%") / path.relative_to(PureWindowsPath(folder)))
    return executable


def expanded(stated: str, environment: Mapping[str, str] = os.environ) -> str:
    """The path that `xlwings.conf` states, its `%VARIABLE%` replaced as Excel for Windows does."""
    known = {name.upper(): value for name, value in environment.items()}
    return re.sub(r"%([^%]+)%", lambda found: known.get(found[1].upper(), found[0]), stated)
