"""The file that keeps what went wrong inside the program, on this machine and nowhere else."""

from __future__ import annotations

import os
import platform
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from relance_xl import __version__
from relance_xl.machine.plain_text import plain

NAME = "relance-xl"
KEPT = 20
"""Older files are removed."""
_LONGEST = 1 << 20
"""Characters of one file: the end of a traceback says where it broke."""
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def log_folder(platform_name: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Where this system keeps a user's logs."""
    if platform_name == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / NAME / "Logs"
    if platform_name == "darwin":
        return Path.home() / "Library" / "Logs" / NAME
    state = environment.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / NAME


def write_log(
    name: str, error: BaseException, now: datetime, folder: Path | None = None, *, kind: str = "bouton"
) -> Path | None:
    """The file that holds `error`, raised by the button or the command `name`; None where it cannot be written.

    It tells the program's lines and the error's text; neither the workbook's cells nor any password is read for it.
    Its name is made of letters, its text holds no order to a terminal, and nobody else reads it (N-107).
    """
    place = (folder or log_folder()) / f"{now:%Y-%m-%d-%H%M%S}-{_NO_NAME.sub('-', name)[:60]}.log"
    header = (
        f"relance-xl {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{now:%Y-%m-%d %H:%M:%S}, {kind} « {plain(name)} »\n\n"
    )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = header + plain("".join(traceback.format_exception(error)))[-_LONGEST:]
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        for old in sorted(place.parent.glob("*.log"))[:-KEPT]:
            old.unlink()
    except OSError:
        return place if place.is_file() else None
    return place


def where_told(log: Path | None) -> str:
    """The sentence that says where the detail is; "" when it is nowhere."""
    return f"Le détail est dans « {log} » : joignez ce fichier si vous signalez le problème." if log else ""
