"""Make the pictures that only a screen shows: each button, the workbook's sheets, and the film of a week.

    python -m docs.make_screens [buttons|sheets|film]

Opens the sample company in a LibreOffice of its own, on a screen of its own, and clicks as a user does.  Needs soffice,
Xvfb, xdotool and ImageMagick.  Writes `docs/images/boutons/`, `docs/images/ecran-….png` and `docs/images/semaine.gif`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from relance_xl.libreoffice.launcher import Window
from relance_xl.libreoffice.soffice import Soffice
from tests.libreoffice.conftest import sample_company
from tests.libreoffice.desktop import User, screen
from workbook.buttons import BUTTONS

IMAGES: Final = Path(__file__).with_name("images")
BUTTON_IMAGES: Final = IMAGES / "boutons"
DAY: Final = datetime(2026, 3, 16)  # noqa: DTZ001 - a cell's date has no time zone
EDGE: Final = 0
"""Pixels kept around a button."""
SCREENS: Final = {
    "Accueil": "ecran-accueil",
    "Relances": "ecran-relances",
    "Aide": "ecran-aide",
    "Contrôle": "ecran-controle",
}
FRAME: Final = ["-crop", "1540x780+0+118", "+repage"]
"""The sheet, without the title bar and the menus above it."""
FONT: Final = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
FILM_WIDTH: Final = 960
WEEK: Final = (
    ("Accueil", "Relance_Verifier", "1. Vérifier : les anomalies, chacune avec sa cellule"),
    ("Accueil", "Relance_Rechercher", "2. Rechercher : qui relancer, et pourquoi. Aucun niveau ne change"),
    ("Accueil", "Relance_ListeAppels", "3. Téléphoner : la liste d'appels"),
    ("Accueil", "Relance_Lettres", "4. Lettres : les documents, puis niveaux, dates et journal"),
    ("Accueil", "Relance_Annuler", "5. Se raviser : le dernier lot est défait"),
)


@contextmanager
def _user(folder: Path) -> Iterator[User]:
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    with screen() as environment, Soffice(headless=False, environment=environment) as office:
        window = Window(office, sample_company(folder / "Ateliers Vauban"))
        yield User(window.app, environment)
        window.document.setModified(False)
        window.document.close(True)


def _convert(*command: str) -> None:
    subprocess.run(["convert", *command], check=True)


def _settled(user: User, name: str) -> Path:
    """A picture of the screen, once two of them are the same."""
    before = b""
    for _ in range(40):
        picture = user.look(name)
        now = subprocess.run(["convert", str(picture), "rgb:-"], check=True, capture_output=True).stdout
        if now == before:
            return picture
        before = now
        time.sleep(0.2)
    return picture


def buttons(user: User) -> None:
    """A picture of each button of the workbook, cut out of its sheet."""
    BUTTON_IMAGES.mkdir(parents=True, exist_ok=True)
    done: set[str] = set()
    for sheet, shown in BUTTONS.items():
        user.show(sheet)
        user.book.sheets[sheet].range("A1").select()
        picture = None
        for action in shown:
            if action.name in done:
                continue
            user.button(sheet, action.macro)
            picture = picture or _settled(user, f"boutons-{sheet}")
            x, y, width, height = _place(user, sheet, action.macro)
            if x < 0 or y < 0:
                continue
            cut = f"{width + 2 * EDGE}x{height + 2 * EDGE}+{x - EDGE}+{y - EDGE}"
            _convert(str(picture), "-crop", cut, "+repage", "-strip", str(BUTTON_IMAGES / f"{action.name}.png"))
            done.add(action.name)


def _place(user: User, sheet: str, macro: str) -> tuple[int, int, int, int]:
    shape = next(each for each in user.book.sheets[sheet].impl.shapes if each.macro.endswith(f".{macro}"))
    context = user.book.api.CurrentController.getControl(shape.xl).AccessibleContext
    place, size = context.getLocationOnScreen(), context.getSize()
    return place.X, place.Y, size.Width, size.Height


def sheets(user: User) -> None:
    """The screen before sheets that matter, once searched."""
    user.click("Accueil", "Relance_Verifier")
    user.answer()
    user.click("Accueil", "Relance_Rechercher")
    user.answer()
    for sheet, name in SCREENS.items():
        user.show(sheet)
        _convert(
            str(_settled(user, name)),
            *FRAME,
            "-resize",
            "1200x",
            "-colors",
            "96",
            "-strip",
            str(IMAGES / f"{name}.png"),
        )


def film(user: User) -> None:
    """A week, click by click: the sheet before, the message, the sheet that it leads to."""
    frames: list[tuple[Path, int, str]] = []
    user.book.names["date_relance"].refers_to_range.value = DAY
    user.show("Accueil")
    frames.append((_settled(user, "film-0"), 200, "Accueil : la semaine, dans l'ordre"))
    for number, (sheet, macro, said) in enumerate(WEEK, start=1):
        user.click(sheet, macro)
        while True:
            user.answer(f"film-{number}a")
            time.sleep(1)
            if user.box() is None:
                break
        frames.append((Path("artefacts") / f"film-{number}a.png", 220, said))
        frames.append((_settled(user, f"film-{number}b"), 260, said))
        if macro == "Relance_Lettres":
            frames.append((_letter(), 320, "Une lettre, prête pour l'enveloppe à fenêtre"))
    _assemble(frames)


def _letter() -> Path:
    """The upper part of a letter, on a ground as large as the screen."""
    picture = Path("artefacts") / "film-lettre.png"
    _convert(str(IMAGES / "lettre-3.png"), "-crop", "794x780+0+20", "+repage", "-background", "#66737F", "-gravity",
             "north", "-extent", "1540x780", "-splice", "0x118", str(picture))  # fmt: skip
    return picture


def _assemble(frames: list[tuple[Path, int, str]]) -> None:
    """The animated picture, each frame with its sentence, its time in hundredths of a second."""
    command = ["-loop", "0"]
    band = ["-gravity", "south", "-background", "#1F3A5F", "-splice", "0x40", "-fill", "white", "-font", FONT]
    for picture, hold, said in frames:
        text = ["-pointsize", "20", "-annotate", "+0+8", said]
        command += [
            "(",
            str(picture),
            *FRAME,
            "-resize",
            f"{FILM_WIDTH}x",
            *band,
            *text,
            "-set",
            "delay",
            str(hold),
            ")",
        ]
    _convert(*command, "+dither", "-colors", "40", "-layers", "OptimizePlus", "-strip", str(IMAGES / "semaine.gif"))


PARTS: Final = {"buttons": buttons, "sheets": sheets, "film": film}


def main() -> None:
    """Make every picture of the screen, or those named."""
    for name in sys.argv[1:] or PARTS:
        with tempfile.TemporaryDirectory() as folder, _user(Path(folder)) as user:
            PARTS[name](user)


if __name__ == "__main__":
    main()
