"""The companies last opened by this user, kept in a small file of his own on this machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from relance_xl.machine.logs import NAME

KEPT = 12
_FILE = "recents.json"


def settings_folder(platform_name: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Where this system keeps a user's own settings of a program."""
    if platform_name == "win32":
        roaming = environment.get("APPDATA")
        return (Path(roaming) if roaming else Path.home() / "AppData" / "Roaming") / NAME
    if platform_name == "darwin":
        return Path.home() / "Library" / "Application Support" / NAME
    stated = environment.get("XDG_CONFIG_HOME")
    return (Path(stated) if stated else Path.home() / ".config") / NAME


def recent(folder: Path | None = None) -> list[Path]:
    """The workbooks last opened that are still there, the latest first; none when the file says nothing sensible."""
    try:
        kept = json.loads(((folder or settings_folder()) / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    names = [Path(each) for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
    return [path for path in names[:KEPT] if os.path.isfile(path)]  # noqa: PTH113 - Path's own raises for a drive that is away


def remember(workbook: Path, folder: Path | None = None) -> None:
    """Put the workbook at the head of the list; a list that cannot be kept is no reason to stop."""
    place = folder or settings_folder()
    paths = [workbook, *(path for path in recent(place) if path != workbook)][:KEPT]
    with suppress(OSError, ValueError):
        place.mkdir(parents=True, exist_ok=True)
        half = place / f"{_FILE}.tmp"
        half.write_text(json.dumps([str(path) for path in paths], ensure_ascii=False), encoding="utf-8")
        half.replace(place / _FILE)
