"""Opening a file or a folder with the program that this computer has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

LINUX = ("xdg-open", "gio", "kde-open")
"""What opens a file on a Linux desktop, whichever is there."""

_STARTED: Final[list[subprocess.Popen[bytes]]] = []
"""What was started and nobody waits for: it goes on as long as its window."""


def open_outside(path: Path, platform: str = sys.platform) -> bool:
    """Ask the system to open it, and go on; false where nobody can.  OSError when the system refuses."""
    if platform == "win32":
        os.startfile(path)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - the user's own document; Windows alone has it
        return True
    command = ["/usr/bin/open"] if platform == "darwin" else _linux()
    if not command:
        return False
    started = subprocess.Popen(  # noqa: S603 - the user's own document
        [*command, str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _STARTED.append(started)
    return True


def _linux() -> list[str]:
    found = next((name for name in LINUX if shutil.which(name)), "")
    return [found, "open"] if found == "gio" else [found] * bool(found)
