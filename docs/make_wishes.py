"""Make the pictures of the wishes in `docs/modeles.md`: a letter before and after each change made to a template.

    python docs/make_wishes.py

Each change is made here as Word makes it, on the template shipped; the letters are those of a sample customer.  Needs
soffice and pdftoppm.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from relance_xl.documents.contents.context import letter_context  # noqa: E402 - started from anywhere
from relance_xl.documents.merge.letterhead import with_logo  # noqa: E402
from relance_xl.documents.merge.template import WordTemplate  # noqa: E402
from relance_xl.documents.pdf.convert import write_pdfs  # noqa: E402
from relance_xl.documents.sandbox.environment import letter_environment  # noqa: E402
from relance_xl.documents.templates.preparation import repacked  # noqa: E402
from relance_xl.domain.vocabulary import CustomerKind  # noqa: E402
from relance_xl.ooxml.opening import unpacked  # noqa: E402
from tests.documents.samples import COMPANY, reminder  # noqa: E402

IMAGES = HERE / "images"
TEMPLATE = HERE.parent / "letter_templates" / "lettre_1.docx"
BODY = "word/document.xml"
RESOLUTION = 75
HEAD, MIDDLE = (0, 230), (250, 320)
"""Of a page, what is shown: from which line of the picture, how many lines."""
PAID = 5
"""The column « Déjà réglé »."""

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a user wishes of a template.

    Attributes:
        name: of its pictures, `souhait-…-avant.png` and `souhait-…-apres.png`.
        consumer: the letter shown is a private person's.
        part: what is shown of the page.
    """

    name: str
    change: Change
    consumer: bool = False
    part: tuple[int, int] = MIDDLE


def in_body(change: Callable[[str], str]) -> Change:
    """The change of a template's body."""

    def changed(template: bytes) -> bytes:
        parts = unpacked(template)
        parts[BODY] = change(parts[BODY].decode()).encode()
        return repacked(parts)

    return changed


def without_column(body: str) -> str:
    """« Déjà réglé » removed from the table of the invoices, as « Supprimer la colonne » does."""
    start = body.index('<w:tbl><w:tblPr><w:tblStyle w:val="Tableaudesfactures"/>')
    end = body.index("</w:tbl>", start)
    table = body[start:end]
    widths = re.findall(r'<w:gridCol w:w="\d+"/>', table)
    table = table.replace("".join(widths), "".join(widths[:PAID] + widths[PAID + 1 :]))
    return body[:start] + re.sub(r"<w:tr>.*?</w:tr>", _shorter, table) + body[end:]


def _shorter(row: re.Match[str]) -> str:
    """A row without what stands in the column."""
    position = 0
    for cell in re.finditer(r"<w:tc>.*?</w:tc>", row[0]):
        spanned = re.search(r'<w:gridSpan w:val="(\d+)"/>', cell[0])
        span = int(spanned[1]) if spanned else 1
        if position <= PAID < position + span:
            less = cell[0].replace(f'gridSpan w:val="{span}"', f'gridSpan w:val="{span - 1}"') if span > 1 else ""
            return row[0][: cell.start()] + less + row[0][cell.end() :]
        position += span
    return row[0]


def paragraph(text: str) -> str:
    """A paragraph of the letter's body."""
    return f'<w:p><w:pPr><w:pStyle w:val="Corpsdelettre"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


FOR_CONSUMERS = "Vous êtes un particulier : notre médiateur est à votre disposition, gratuitement."
CONSUMER_PARAGRAPHS = "".join(
    map(paragraph, ("{%p if client.particulier %}", FOR_CONSUMERS, "{%p endif %}")),
)


def with_sentence(body: str) -> str:
    """A sentence for private persons put above « Règlement par virement »."""
    start = body.rindex("<w:p>", 0, body.index("Règlement par virement"))
    return body[:start] + CONSUMER_PARAGRAPHS + body[start:]


def in_green(template: bytes) -> bytes:
    """The titles in green, by the styles."""
    parts = unpacked(template)
    blue = re.search(r'<w:color w:val="([0-9A-F]{6})"/>', parts["word/styles.xml"].decode())
    if blue is None:
        raise ValueError("the styles have no colour")
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(blue[1].encode(), b"2E7D32")
    return repacked(parts)


def with_a_logo(template: bytes) -> bytes:
    """The logo named in « Paramètres », in the place kept for it."""
    with tempfile.TemporaryDirectory() as folder:
        logo = Path(folder) / "logo.png"
        logo.write_bytes(drawn_logo())
        return with_logo(template, logo)


def drawn_logo(width: int = 150, height: int = 45) -> bytes:
    """A plain logo: a disc and two bars."""

    def shade(x: int, y: int) -> bytes:
        disc = (x - 22) ** 2 + (y - 22) ** 2 < 400
        bars = x > 55 and (12 <= y < 20 or (26 <= y < 34 and x < 120))
        return b"\x1f\x4e\x8c" if disc or bars else b"\xff\xff\xff"

    rows = b"".join(b"\0" + b"".join(shade(x, y) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


WISHES = (
    Wish(name="logo", change=with_a_logo, part=HEAD),
    Wish(name="colonne", change=in_body(without_column)),
    Wish(name="particuliers", change=in_body(with_sentence), consumer=True),
    Wish(name="couleur", change=in_green),
)


def letter(wish: Wish, *, changed: bool) -> bytes:
    """A sample letter of the template, as it is shipped or changed."""
    data = TEMPLATE.read_bytes()
    template = WordTemplate(TEMPLATE, letter_environment(), wish.change(data) if changed else data)
    kind = CustomerKind.CONSUMER if wish.consumer else CustomerKind.BUSINESS
    company = replace(COMPANY, logo="logo.png") if changed and wish.change is with_a_logo else COMPANY
    context = letter_context(reminder(1, kind=kind), company)
    return template.letter(context)


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for wish in WISHES:
            for state, changed in (("avant", False), ("apres", True)):
                path = Path(folder) / f"souhait-{wish.name}-{state}.docx"
                path.write_bytes(letter(wish, changed=changed))
                paths[path] = wish
        write_pdfs(list(paths))
        for path, wish in paths.items():
            top, height = wish.part
            part = ["-x", "0", "-y", str(top), "-W", "620", "-H", str(height)]
            command = ["pdftoppm", "-png", "-r", str(RESOLUTION), "-f", "1", "-singlefile", *part]
            subprocess.run([*command, str(path.with_suffix(".pdf")), str(IMAGES / path.stem)], check=True)


if __name__ == "__main__":
    main()
