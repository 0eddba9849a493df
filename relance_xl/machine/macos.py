"""The script that lets Excel for Mac start Python: one file a user, named after the xlwings module of the workbook."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

FOLDER = Path("Library/Application Scripts/com.microsoft.Excel")


def script(module_version: str, home: Path | None = None) -> Path:
    """Where Excel looks for it, for a workbook whose module `xlwings` has this version."""
    return (home or Path.home()) / FOLDER / f"xlwings-{module_version}.applescript"


def install_script(module_version: str, home: Path | None = None) -> Path:
    """Put it there, as `xlwings runpython install` does; the place.

    The installed xlwings' script also serves a workbook made with another version: it only starts a program.
    """
    place = script(module_version, home)
    place.parent.mkdir(parents=True, exist_ok=True)
    installed = files("xlwings").joinpath(f"xlwings-{version('xlwings')}.applescript")
    with installed.open("rb") as source, place.open("wb") as target:
        shutil.copyfileobj(source, target)
    return place
