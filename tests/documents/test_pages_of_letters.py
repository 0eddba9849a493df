"""The pages of the letters as LibreOffice lays them out: what may not be parted, and where the address stands.

One call renders the letters that lie about a page's end; the whole range of 1 to 40 lines was looked at when the
layout was made.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from relance_xl.documents.contents.context import Extras, bill_context, letter_context
from relance_xl.documents.languages.choice import FRENCH, LANGUAGES
from relance_xl.documents.languages.language import Language
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.pdf.convert import write_pdfs
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.outcome import ReminderLine
from relance_xl.domain.vocabulary import ItemKind
from tests.documents.packages_read import TEMPLATES
from tests.documents.samples import AS_OF, COMPANY, CUSTOMER, GROUP, charged, line, reminder
from tests.documents.test_shipped_letters import BILL
from tests.programs import needs

pytestmark = pytest.mark.libreoffice
MILLIMETRE = 72 / 25.4
COUNTS = {1: (1, 10, 11, 25), 2: (1, 4, 5, 6, 25), 3: (1, 2, 3, 4, 25)}


@dataclass(frozen=True)
class Marks:
    """What is looked for in one language."""

    last: str
    closing: str
    heading: str
    payment: str
    bill: str
    bill_end: str


MARKS = {
    "": Marks(
        last=r"(Pour\s+toute\s+question|Nous\s+restons|Si\s+votre\s+envoi)",
        closing="Nous vous prions",
        heading=r"Facture\s+Date\s+Échéance",
        payment="Règlement par virement",
        bill=r"^\s*LETTRE DE CHANGE\s*$",
        bill_end="SIGNATURE DU TIREUR",
    ),
    ".en": Marks(
        last=r"(For\s+any\s+question|remain\s+at\s+your|in\s+the\s+meantime)",
        closing="Yours faithfully",
        heading=r"Invoice\s+Date\s+Due",
        payment="Payment by bank transfer",
        bill=r"^\s*BILL OF EXCHANGE\s*$",
        bill_end="SIGNATURE OF THE DRAWER",
    ),
}
SETS: dict[str, Language] = {"": FRENCH, ".en": LANGUAGES["en"]}


def lines_of(count: int) -> tuple[ReminderLine, ...]:
    return tuple(line(f"FA-2026-{rank:04d}", "1200", "30" if rank % 5 == 0 else "0") for rank in range(count))


def options(lines: tuple[ReminderLine, ...]) -> Iterator[tuple[str, Extras]]:
    charges = charged("12.34", "80", lines[0])
    bill = Extras(charges=charges, bill_maturity=date(2026, 3, 20), payment_code=True)
    yield "plain", Extras()
    yield "code", Extras(charges=charges, payment_code=True, registered_number="1A 2")
    yield "bill", bill
    yield (
        "all",
        Extras(charges=charges, bill_maturity=bill.bill_maturity, payment_code=True, statement=lines),
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each letter, by its name."""
    needs("pdftotext")
    folder = tmp_path_factory.mktemp("lettres")
    for suffix, language in SETS.items():
        environment = letter_environment(language)
        for level, counts in COUNTS.items():
            template = WordTemplate(TEMPLATES / f"lettre_{level}{suffix}.docx", environment)
            for count in counts if not suffix else counts[:3]:
                lines = (*lines_of(count), line("AV-26-0031", "-80", kind=ItemKind.CREDIT_NOTE))
                for option, extras in options(lines):
                    context = letter_context(reminder(level, lines), COMPANY, extras, language=language)
                    (folder / f"{level}-{count}-{option}{suffix}.docx").write_bytes(template.letter(context))
        bill = bill_context(BILL, CUSTOMER, GROUP, COMPANY, AS_OF, language=language)
        template = WordTemplate(TEMPLATES / f"traite{suffix}.docx", environment)
        (folder / f"traite{suffix}.docx").write_bytes(template.letter(bill))
    made = write_pdfs(sorted(folder.glob("*.docx")))
    return {path.name.removesuffix(".pdf"): pages_of(path) for path in made}


def pages_of(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def body(page: str) -> str:
    """The page without its footer."""
    return page.partition(f"{COMPANY.name} – {COMPANY.address[0]}")[0]


def marks(name: str) -> Marks:
    return MARKS[".en" if name.endswith(".en") else ""]


def test_the_closing_and_the_signature_stand_with_the_last_paragraph(pages: dict[str, list[str]]) -> None:
    for name, texts in pages.items():
        (page,) = [page for page in texts if marks(name).closing in page]

        assert re.search(marks(name).last, page), name
        assert "Jeanne Vallier" in page, name


def test_no_heading_stands_alone_at_the_bottom_and_no_bill_is_broken(pages: dict[str, list[str]]) -> None:
    for name, texts in pages.items():
        for page in texts:
            text = body(page)

            assert not re.search(marks(name).heading, text.rstrip().splitlines()[-1]), name
            assert marks(name).payment not in text or "IBAN" in text, name
            if re.search(marks(name).bill, text, re.MULTILINE):
                assert marks(name).bill_end in text, name


def test_no_page_is_empty_below_its_head(pages: dict[str, list[str]]) -> None:
    for name, texts in pages.items():
        for page in texts[1:]:
            assert len(body(page).strip().splitlines()) > 1, name


def test_the_short_letters_take_one_page(pages: dict[str, list[str]]) -> None:
    assert [len(pages[name]) for name in ("1-1-code", "2-1-code", "3-1-code", "traite", "1-1-code.en")] == [1] * 5


def test_the_address_has_play_in_the_window_and_the_date_never_shows_in_it(tmp_path: Path) -> None:
    path = tmp_path / "lettre.docx"
    template = WordTemplate(TEMPLATES / "lettre_3.docx", letter_environment())
    path.write_bytes(template.letter(letter_context(reminder(3), COMPANY)))
    (made,) = write_pdfs([path])
    done = subprocess.run(["pdftotext", "-bbox", "-l", "1", made, "-"], capture_output=True, check=True)
    places = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', done.stdout.decode()
    )
    millimetres = [(*(float(each) / MILLIMETRE for each in box), text) for *box, text in places]

    address = [box for box in millimetres if box[0] > 105 and 50 < box[1] < 90]
    assert [box[4] for box in address][-3:] == ["42000", "SAINT", "ETIENNE"]
    assert 113 <= min(box[0] for box in address) <= 115
    assert min(box[1] for box in address) >= 57
    assert max(box[2] for box in address) <= 192
    assert max(box[3] for box in address) <= 86
    [(top, _)] = [(box[1], box[4]) for box in millimetres if box[4] == "mars" and box[1] > 88][:1]
    assert top >= 97
