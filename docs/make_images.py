"""Make the pictures of the documentation from the sample company.

    python docs/make_images.py

Runs the demonstration in a scratch folder, prints the workbook and some letters to PDF with LibreOffice, and keeps the
pages named in `SHEETS` and `LETTERS` as PNG in `docs/images/`.  Needs soffice, pdftotext and pdftoppm.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

IMAGES = Path(__file__).with_name("images")
SHEETS = {"Accueil": "accueil", "Relances": "relances", "Appels": "appels"}
LETTERS = {1: "lettre-1", 2: "lettre-2", 3: "lettre-3"}
RESOLUTION = 96
CARD = "HAVR01"
"""Whose card is shown."""
SHEET_TOP = ["-x", "0", "-y", "30", "-W", "1754", "-H", "700"]
"""The upper part of a sheet's page."""
HOME = ["-x", "0", "-y", "30", "-W", "1754", "-H", "1130"]
FRENCH_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>fr-FR</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def main() -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        speak_french(scratch)
        _run("demo", str(scratch / "demo"))
        letters = {level: _french_run(scratch, level) for level in LETTERS}
        for level, name in LETTERS.items():
            picture(pdf(letters[level], scratch), 1, name)
        printed = pdf(at_the_telephone(scratch, made=True), scratch)
        for sheet, name in SHEETS.items():
            picture(printed, _page_of(printed, f"– {sheet}"), name, HOME if sheet == "Accueil" else SHEET_TOP)


def at_the_telephone(scratch: Path, *, made: bool = False) -> Path:
    """The sample company's workbook, searched, its calls listed, nothing sent; `made` by a demonstration already."""
    if not made:
        _run("demo", str(scratch / "demo"))
    workbook = scratch / "demo" / "Relances.xlsm"
    for _ in ("bills", "messages", "letters"):
        _run("annuler", str(workbook))
    for step in (["rechercher"], ["appels"], ["fiche", CARD], ["verifier"], ["bilan"]):
        _run(step[0], str(workbook), *step[1:], "--au", "2026-03-16")
    return workbook


def _run(*command: str) -> None:
    """Run one command; the sample company has faults on purpose, which is no failure here."""
    done = subprocess.run([sys.executable, "-m", "relance_xl", *command], check=False, stdout=subprocess.DEVNULL)
    if done.returncode > 1:
        raise SystemExit(done.returncode)


def _french_run(scratch: Path, level: int) -> Path:
    """The print run of a level, which names its template when the level has letters in English too."""
    runs = sorted(scratch.glob(f"demo/Lettres/*/À imprimer – niveau {level}*.docx"))
    return next(path for path in runs if not path.stem.endswith(".en"))


def speak_french(scratch: Path) -> None:
    """Give the scratch profile of LibreOffice the French way to write dates and amounts."""
    user = scratch / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(FRENCH_PROFILE, encoding="utf-8")


def pdf(document: Path, scratch: Path) -> Path:
    """The document as LibreOffice prints it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(scratch), str(document)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return scratch / f"{document.stem}.pdf"


def _page_of(pdf: Path, footer: str) -> int:
    """The first page, counted from 1, that bears these words."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return next(number for number, page in enumerate(text.split("\f"), start=1) if footer in page)


def picture(pdf: Path, page: int, name: str, part: Sequence[str] = ()) -> None:
    """Keep one page, or a part of it, as `docs/images/name.png`."""
    place = pdf.with_name(name)
    resolution = 150 if part else RESOLUTION
    command = ["pdftoppm", "-png", "-r", str(resolution), "-f", str(page), "-l", str(page), "-singlefile", *part]
    subprocess.run([*command, str(pdf), str(place)], check=True)
    shutil.move(place.with_suffix(".png"), IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
