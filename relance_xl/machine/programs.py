"""Excel, Word and LibreOffice: whether this computer has them, and where.  Looked for here and nowhere else."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

MAC_EXCEL = Path("/Applications/Microsoft Excel.app")
WORD = "Word.Application"
_EXCEL = "Excel.Application"
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)


def libreoffice() -> Path | None:
    """LibreOffice's program, under one of its two names or in one of its usual places; None without it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return next((Path(path) for path in (found, *_USUAL_PLACES) if path and Path(path).is_file()), None)


def excel() -> bool:
    """Whether this computer has Excel."""
    return MAC_EXCEL.exists() if sys.platform == "darwin" else _known_to_windows(_EXCEL)


def word() -> bool:
    """Whether this computer has Word and what drives it: Windows, and pywin32, which comes with xlwings there."""
    return _known_to_windows(WORD)


def _known_to_windows(program: str) -> bool:
    """Whether the registry names the program and it can be driven."""
    try:
        importlib.import_module("win32com.client")
        importlib.import_module("pywintypes").IID(program)
    except Exception:  # noqa: BLE001 - COM raises its own kind, which only Windows knows
        return False
    return True
