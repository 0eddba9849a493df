"""From a mouse click to its message box: the sample company in a real LibreOffice, on a screen of its own.

    python benchmarks/click_to_result.py

Needs Xvfb and xdotool.  The wall clock counts everything a user waits for.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from relance_xl.libreoffice.launcher import Window
from relance_xl.libreoffice.soffice import Soffice
from tests.libreoffice.conftest import sample_company
from tests.libreoffice.desktop import User, screen, wait_for

LIMIT = 3.0
"""Seconds from the click on « Rechercher » to the message box."""
CLICKS = (
    ("Accueil", "Relance_Verifier"),
    ("Accueil", "Relance_Rechercher"),
    ("Accueil", "Relance_Rechercher"),
    ("Relances", "Relance_ToutDeselectionner"),
    ("Relances", "Relance_ToutSelectionner"),
    ("Relances", "Relance_ListeAppels"),
    ("Relances", "Relance_RazFiltre"),
)


def main() -> int:
    """Print the seconds of each click; 0 when the second search is fast enough."""
    with tempfile.TemporaryDirectory() as folder, screen() as environment:
        path = sample_company(Path(folder) / "demo")
        start = time.perf_counter()
        with Soffice(headless=False, environment=environment) as office:
            window = Window(office, path)
            print(f"{time.perf_counter() - start:5.2f} s  ouvrir")
            user = User(window.app, environment)
            seconds = {macro: timed(user, sheet, macro) for sheet, macro in CLICKS}
            window.document.setModified(False)
            window.document.close(True)
    return 0 if seconds["Relance_Rechercher"] < LIMIT else 1


def timed(user: User, sheet: str, macro: str) -> float:
    """The seconds from the click to the message box, printed too."""
    user.show(sheet)
    place = user.button(sheet, macro)
    start = time.perf_counter()
    user.press(*place)
    wait_for(user.box, "the message box")
    seconds = time.perf_counter() - start
    said = user.answer().splitlines()[0]
    print(f"{seconds:5.2f} s  {macro}: {said}")
    return seconds


if __name__ == "__main__":
    raise SystemExit(main())
