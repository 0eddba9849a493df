"""Print the sheets that are read on paper, say how large their type is there, and keep a picture of each.

    python docs/make_papers.py

Works on the sample company, after its search and its list of calls, printed by LibreOffice; the size of each word is
that of its box against the one of « page », which stands above every page in `MARGIN_SIZE` points.  Needs soffice,
pdftotext and pdftoppm, and Calibri or its twin Carlito.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import make_images  # noqa: E402 - started from anywhere

from relance_xl.domain import sheets  # noqa: E402
from workbook.drawing.paper import MARGIN_SIZE  # noqa: E402

PRINTED = {
    sheets.HOME: "accueil",
    sheets.PROPOSALS: "relances",
    sheets.CARD: "fiche",
    sheets.CALLS: "appels",
    sheets.AGED_BALANCE: "balance-agee",
    sheets.CHARGES: "penalites",
    sheets.CONTROL: "controle",
}
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)


def main() -> None:
    """Print the sizes, by sheet, and make the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        make_images.speak_french(scratch)
        printed = make_images.pdf(make_images.at_the_telephone(scratch), scratch)
        boxes = pages(printed)
        for sheet, name in PRINTED.items():
            its = [number for number, words in enumerate(boxes, start=1) if heading(words) == sheet]
            sizes = sorted(size for number in its for _, size in type_of(boxes[number - 1]))
            least = "  ".join(f"{word} {size:.1f}" for word, size in smallest(boxes[number - 1] for number in its))
            sys.stdout.write(f"{sheet}: {len(its)} p., {sizes[0]:.1f} to {sizes[-1]:.1f} pt; smallest: {least}\n")
            make_images.picture(printed, its[0], f"papier-{name}")


Word = tuple[str, float, float]
"""The word, how far from the top it stands, how high it is."""


def pages(pdf: Path) -> list[list[Word]]:
    """The words of each page, from the top down."""
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return [
        sorted(
            (
                (html.unescape(word), float(top), float(bottom) - float(top))
                for _, top, _, bottom, word in _WORD.findall(page)
            ),
            key=lambda word: word[1],
        )
        for page in _PAGE.findall(said)
    ]


def heading(words: list[Word]) -> str:
    """The sheet's name, which stands above the page."""
    return " ".join(word for word, top, _ in words if abs(top - words[0][1]) < 2 and not _numbered(word))


def _numbered(word: str) -> bool:
    return word == "page" or re.fullmatch(r"\d+/\d+", word) is not None


def type_of(words: list[Word]) -> Iterator[tuple[str, float]]:
    """Each word of the page with its size in points."""
    unit = next(height for word, _, height in words if word == "page") / MARGIN_SIZE
    yield from ((word, height / unit) for word, _, height in words)


def smallest(of_pages: Iterator[list[Word]]) -> list[tuple[str, float]]:
    """Five words of the smallest type."""
    found = {word: size for words in of_pages for word, size in type_of(words)}
    return sorted(found.items(), key=lambda each: each[1])[:5]


if __name__ == "__main__":
    main()
