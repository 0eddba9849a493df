"""The QR code of a transfer and the company's logo, in letters and print runs."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from relance_xl.documents.contents.context import Extras
from relance_xl.documents.contents.payment_code import payment_code
from relance_xl.documents.contents.qr import qr_png
from relance_xl.documents.letters import write_letters
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.documents.word.pictures import Picture
from relance_xl.problems import DataError, Severity
from tests.documents.merge.equality_templates import Made, notes, p, reference
from tests.documents.packages_read import TEMPLATES, check_schema, has_tags, members
from tests.documents.samples import COMPANY, CUSTOMER, line, reminder
from tests.documents.templates_made import blank, merged, saved, with_paragraphs

LOGO = qr_png(b"un logo qui est une image")


def pixels(png: bytes) -> tuple[int, list[int]]:
    """Width and 8-bit pixels of a 1-bit PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">2I", png[16:24])
    start = png.index(b"IDAT")
    length = struct.unpack(">I", png[start - 4 : start])[0]
    raw = zlib.decompress(png[start + 4 : start + 4 + length])
    stride = (width + 7) // 8 + 1
    assert len(raw) == stride * height
    rows: list[bytes] = []
    for row in range(height):  # filter 0, or 2 and no difference from the row above
        line = raw[row * stride + 1 : (row + 1) * stride]
        assert raw[row * stride] == 0 or not any(line)
        rows.append(rows[-1] if raw[row * stride] else line)
    return width, [255 * (row[column // 8] >> (7 - column % 8) & 1) for row in rows for column in range(width)]


def read(png: bytes) -> bytes:
    zxing = pytest.importorskip("zxingcpp", reason="the QR reader is not installed")
    width, grey = pixels(png)
    [found] = zxing.read_barcodes(memoryview(bytes(grey)).cast("B", (len(grey) // width, width)))
    return bytes(found.bytes)


@pytest.mark.parametrize("length", [1, 14, 15, 42, 43, 84, 106, 122, 152, 153, 180, 181, 213, 251, 287, 331])
def test_a_code_of_each_size_is_read_back(length: int) -> None:
    data = bytes(33 + 7 * rank % 90 for rank in range(length))

    assert read(qr_png(data)) == data


def test_a_code_has_its_finder_patterns_and_its_quiet_zone() -> None:
    width, grey = pixels(qr_png(b"A"))

    modules = [
        [grey[(4 * row + 1) * width + 4 * column + 1] == 0 for column in range(width // 4)] for row in range(width // 4)
    ]
    assert width // 4 == 21 + 8
    assert not any(modules[row][column] for row in range(4) for column in range(width // 4))
    assert modules[4][4:11] == [True] * 7
    assert modules[5][4:11] == [True, False, False, False, False, False, True]
    assert modules[4][18:25] == [True] * 7
    assert modules[24][4:11] == [True] * 7


def test_too_long_a_text_has_no_code() -> None:
    with pytest.raises(ValueError, match="332"):
        qr_png(b"x" * 332)


def test_a_payment_code_follows_the_epc_standard() -> None:
    code = payment_code(
        "Menuiserie Vallier & Fils", "FR76 3000 4000 0312 3456 7890 143", "BNPAFRPP", Decimal(1400), "R 1"
    )

    assert isinstance(code, Picture)
    assert read(code._png).decode().split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "BNPAFRPP",
        "Menuiserie Vallier & Fils",
        "FR7630004000031234567890143",
        "EUR1400.00",
        "",
        "",
        "R 1",
    ]


@pytest.mark.parametrize(("iban", "amount"), [("", "10"), ("FR76", "0"), ("FR76", "-5"), ("FR76", "1000000000")])
def test_what_cannot_be_paid_by_a_transfer_has_no_code(iban: str, amount: str) -> None:
    assert payment_code("Société", iban, "", Decimal(amount), "") is None


def test_each_letter_bears_its_own_code(tmp_path: Path) -> None:
    reminders = [reminder(1, (line("A", "100"),)), reminder(1, (line("B", "250"),), replace(CUSTOMER, code="C2"))]

    written = write_letters(reminders, COMPANY, TEMPLATES, tmp_path, extras=lambda _: Extras(payment_code=True))

    amounts = [read(png).decode().split("\n")[7] for one in written.letters for png in codes(one.path)]
    assert amounts == ["EUR100.00", "EUR250.00"]
    together = [read(png).decode().split("\n")[7] for png in codes(written.print_runs[0].path)]
    assert together == ["EUR100.00", "EUR250.00"]
    assert not has_tags(written.letters[0].path.read_bytes())
    check_schema(*(one.path for one in written.letters), written.print_runs[0].path)


def codes(path: Path) -> list[bytes]:
    """The codes that a document shows, in the order of its text."""
    parts = members(path.read_bytes())
    targets = dict(re.findall(r'Id="(rIdQ\w+)"[^>]*Target="([^"]+)"', parts["word/_rels/document.xml.rels"].decode()))
    shown = re.findall(r'r:embed="(rIdQ\w+)"', parts["word/document.xml"].decode())
    return [parts[f"word/{targets[relation]}"] for relation in shown]


def test_a_letter_not_in_euros_only_has_no_code(tmp_path: Path) -> None:
    given = reminder(1, (line("A", "100"), line("B", "5", currency="USD")))

    [letter] = write_letters([given], COMPANY, TEMPLATES, tmp_path, extras=lambda _: Extras(payment_code=True)).letters

    assert codes(letter.path) == []


def test_a_template_reaches_nothing_of_a_picture(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "{{ qr._png }}")

    with pytest.raises(DataError, match="Balise interdite"):
        merged(path, {"qr": Picture(LOGO, 1000, "x")})


def test_the_company_s_logo_stands_in_the_letterhead(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(LOGO)
    company = replace(COMPANY, logo=str(tmp_path / "logo.png"))

    written = write_letters([reminder(1), reminder(1)], company, TEMPLATES, tmp_path)

    for path in (written.letters[0].path, written.print_runs[0].path):
        parts = members(path.read_bytes())
        assert parts["word/media/logo.png"] == LOGO
        [header] = [parts[name] for name in parts if name.startswith("word/header") and b'name="logo"' in parts[name]]
        assert b'cx="648000" cy="648000"' in header
        assert b'r:embed="rId1"' in header
    check_schema(written.letters[0].path, written.print_runs[0].path)


def test_without_a_logo_the_letterhead_has_no_picture(tmp_path: Path) -> None:
    [letter] = write_letters([reminder(1)], COMPANY, TEMPLATES, tmp_path).letters

    assert b"<w:drawing>" not in members(letter.path.read_bytes())["word/header1.xml"]


@pytest.mark.parametrize("content", [None, b"rien d'une image"])
def test_a_logo_that_cannot_be_used_is_said_and_the_letters_go_without(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "logo.png").write_bytes(content)
    templates = tmp_path / "Modèles"
    templates.mkdir()
    said = "{{ client.nom }} {{ total }} {% if societe.logo %}avec{% else %}sans{% endif %}"
    with_paragraphs(templates, said, name="lettre_1.docx")

    written = write_letters([reminder(1)], replace(COMPANY, logo="logo.png"), templates, tmp_path / "x")

    [warning] = written.problems
    assert warning.severity is Severity.WARNING
    assert "n'est pas imprimé" in warning.what
    assert b"sans" in members(written.letters[0].path.read_bytes())["word/document.xml"]


@pytest.mark.parametrize("source", ["{{ qr }}", "{% set code = qr %}{{ code }}", "{% if qr %}{{qr}}{% endif %}"])
def test_a_picture_travels_with_its_letter_however_the_template_names_it(source: str, tmp_path: Path) -> None:
    parts = members(merged(with_paragraphs(tmp_path, source), {"qr": Picture(LOGO, 1000, "x")}))

    [media] = [name for name in parts if name.startswith("word/media/rIdQ")]
    assert parts[media] == LOGO
    assert b'Extension="png"' in parts["[Content_Types].xml"]
    [number] = re.findall(rb'<wp:docPr id="(\d+)"', parts["word/document.xml"])
    assert 0 < int(number) < 2**31


def test_a_picture_shown_twice_has_two_numbers(tmp_path: Path) -> None:
    parts = members(merged(with_paragraphs(tmp_path, "{{ qr }} {{ qr }}"), {"qr": Picture(LOGO, 1000, "x")}))

    assert re.findall(rb'<wp:docPr id="(\d+)"', parts["word/document.xml"]) == [b"1001", b"1002"]


@pytest.mark.parametrize("name", ["header1", "footer1", "footnotes"])
def test_a_picture_travels_with_the_part_that_shows_it(name: str, tmp_path: Path) -> None:
    shown = p("{% if qr %}{{ qr }}{% endif %}")
    made = (
        Made(body=p("x", reference(name)), notes={name: notes(name, "{{ qr }}")})
        if name == "footnotes"
        else Made(body=p("x"), margins={name: shown})
    )
    template = WordTemplate(Path("modele.docx"), letter_environment(), made.docx())
    path = tmp_path / "lettre.docx"

    path.write_bytes(template.letter({"qr": Picture(LOGO, 1000, "x")}))
    without = members(template.letter({"qr": ""}))

    parts = members(path.read_bytes())
    [relation] = re.findall(r'r:embed="(rIdQ\w+)"', parts[f"word/{name}.xml"].decode())
    assert f'Id="{relation}"' in parts[f"word/_rels/{name}.xml.rels"].decode()
    assert parts[f"word/media/{relation}.png"] == LOGO
    assert b'Extension="png"' in parts["[Content_Types].xml"]
    assert f"word/_rels/{name}.xml.rels" not in without
    check_schema(path)


def test_a_picture_in_several_parts_is_written_once_and_their_relationships_stay(tmp_path: Path) -> None:
    document = blank()
    document.add_paragraph("{{ qr }}")
    document.sections[0].footer.paragraphs[0].text = "{{ qr }}"
    header = document.sections[0].header
    header.paragraphs[0].text = "{{ qr }}"
    header.paragraphs[0].add_run().add_picture(BytesIO(LOGO))
    path = saved(document, tmp_path)

    letter = merged(path, {"qr": Picture(LOGO[:-1], 1000, "x")})

    with zipfile.ZipFile(BytesIO(letter)) as package:
        names = package.namelist()
    assert len(names) == len(set(names))
    drawings = re.findall(rb'<wp:docPr id="(\d+)"', b"".join(members(letter).values()))
    assert len(drawings) == len(set(drawings)) == 4
    relations = members(letter)["word/_rels/header1.xml.rels"].decode()
    assert re.findall(r'Id="(rId\d)"', relations) == ["rId1"]
    assert len(re.findall(r'Id="rIdQ\w+"', relations)) == 1


def test_a_picture_is_shown_by_a_document_that_had_no_relationships() -> None:
    made = Made(body=p("{{ qr }}"), related=False)

    letter = WordTemplate(Path("modele.docx"), letter_environment(), made.docx()).letter(
        {"qr": Picture(LOGO, 1000, "x")}
    )

    assert re.search(rb'Id="rIdQ\w+"', members(letter)["word/_rels/document.xml.rels"])
