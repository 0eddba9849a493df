"""Asking the user which files to import, with the window of the program he is in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

TITLE = "Le fichier à importer : grand livre, liste de factures, relevé bancaire, ou message revenu"
PATTERNS = (
    *("*.txt", "*.csv", "*.tsv", "*.xlsx", "*.xlsm", "*.xls", "*.ods"),
    *("*.xml", "*.ofx", "*.qfx", "*.sta", "*.mt940", "*.940", "*.qif", "*.120", "*.asc", "*.dat"),
    *("*.eml", "*.mbox"),
)


def choose_files(app: Any, platform: str = sys.platform) -> tuple[Path, ...]:
    """The files chosen; none when the user gives up.  `app` is an xlwings App.

    In this order: the engine's own window when it has one (`choose_files` of our LibreOffice engine), Excel's on
    Windows, the system's on macOS, and tkinter's elsewhere.
    """
    own = getattr(app.impl, "choose_files", None)
    if own is not None:
        return tuple(map(Path, own(TITLE, PATTERNS)))
    if platform == "win32":
        return _excel_for_windows(app)
    if platform == "darwin":
        return _macos()
    return _tkinter()


def _excel_for_windows(app: Any) -> tuple[Path, ...]:
    """GetOpenFilename: False, or the names."""
    filters = f"Grands livres et listes,{';'.join(PATTERNS)},Tous les fichiers,*.*"
    chosen = app.api.GetOpenFilename(filters, 1, TITLE, "", True)
    return tuple(map(Path, chosen)) if isinstance(chosen, tuple | list) else ()


MAC_SCRIPT = (
    f'set chosen to choose file with prompt "{TITLE}" with multiple selections allowed',
    'set names to ""',
    "repeat with each in chosen",
    "set names to names & POSIX path of each & linefeed",
    "end repeat",
    "names",
)


def _macos() -> tuple[Path, ...]:
    """The system's own window; osascript fails when the user gives up."""
    command = ["/usr/bin/osascript", *(part for line in MAC_SCRIPT for part in ("-e", line))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    return tuple(Path(line) for line in answer.stdout.splitlines() if line) if answer.returncode == 0 else ()


def _tkinter() -> tuple[Path, ...]:
    from tkinter import Tk, filedialog  # noqa: PLC0415 - not on every machine, and of no use elsewhere

    root = Tk()
    root.withdraw()
    try:
        chosen = filedialog.askopenfilenames(
            title=TITLE, filetypes=[("Grands livres et listes", PATTERNS), ("Tous les fichiers", "*")]
        )
    finally:
        root.destroy()
    return tuple(map(Path, chosen))
