"""The file that keeps what went wrong inside the program, on this machine and nowhere else."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from relance_xl import __version__

NAME = "relance-xl"
KEPT = 20
"""Older files are removed."""


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
    """
    place = (folder or log_folder()) / f"{now:%Y-%m-%d-%H%M%S}-{name}.log"
    header = (
        f"relance-xl {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{now:%Y-%m-%d %H:%M:%S}, {kind} « {name} »\n\n"
    )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(header + "".join(traceback.format_exception(error)), encoding="utf-8")
        for old in sorted(place.parent.glob("*.log"))[:-KEPT]:
            old.unlink()
    except OSError:
        return place if place.is_file() else None
    return place


def where_told(log: Path | None) -> str:
    """The sentence that says where the detail is; "" when it is nowhere."""
    return f"Le détail est dans « {log} » : joignez ce fichier si vous signalez le problème." if log else ""
