"""The print run: all the letters of a level in one document, each as it is alone."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from relance_xl.documents.contents.context import Context, Extras, letter_context
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.assembly import write_print_run
from relance_xl.documents.sandbox.environment import letter_environment
from tests.documents.merge.test_template import with_footnote
from tests.documents.packages_read import TEMPLATES, W, check_schema, members, text_of
from tests.documents.samples import AS_OF, COMPANY, CUSTOMER, line, reminder
from tests.documents.templates_made import blank, saved, with_paragraphs

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = [{"nom": f"Client {number} & Fils"} for number in range(3)]


def letters(number: int, level: int = 2) -> list[Context]:
    made = []
    for rank in range(number):
        customer = replace(CUSTOMER, code=f"C{rank:04d}", name=f"Client {rank} & Fils")
        lines = tuple(line(f"FA-{rank}-{one}", f"{100 + one}.10", level=level) for one in range(1 + rank % 7))
        extras = Extras(bill_maturity=AS_OF if rank % 2 else None)
        made.append(letter_context(reminder(level, lines, customer), COMPANY, extras))
    return made


def template_of(path: Path) -> WordTemplate:
    return WordTemplate(path, letter_environment())


def run_of(path: Path, contexts: list[dict[str, Any]], folder: Path, *, duplex: bool = False) -> dict[str, bytes]:
    target = folder / "tirage.docx"
    assert write_print_run(template_of(path), contexts, target, duplex=duplex).letters == len(contexts)
    return members(target.read_bytes())


def body_of(parts: dict[str, bytes]) -> etree._Element:
    body = etree.fromstring(parts["word/document.xml"]).find(f"{W}body")
    assert body is not None
    return body


def sections(parts: dict[str, bytes]) -> list[etree._Element]:
    return list(body_of(parts).iter(f"{W}sectPr"))


def split_letters(parts: dict[str, bytes]) -> list[list[str]]:
    """The text of each letter's paragraphs: a letter ends with the paragraph that carries a section."""
    found: list[list[str]] = [[]]
    for element in body_of(parts):
        for paragraph in element.iter(f"{W}p"):
            nodes = paragraph.iter(f"{W}t", f"{W}br")
            text = "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in nodes)
            carries = paragraph.find(f"{W}pPr/{W}sectPr") is not None
            if text or not carries:
                found[-1].append(text)
            if carries:
                found.append([])
    return [[line for text in paragraphs for line in text.split("\n") if line] for paragraphs in found]


def margins_of(parts: dict[str, bytes], section: etree._Element, kind: str) -> str:
    """The text of the headers or footers of a section."""
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*?Target="([^"]+)"', parts["word/_rels/document.xml.rels"].decode()))
    texts = []
    for reference in section.iter(f"{W}{kind}Reference"):
        root = etree.fromstring(parts["word/" + targets[reference.attrib[f"{R}id"]]])
        texts.append("".join(node.text or "" for node in root.iter(f"{W}t", f"{W}instrText")))
    return "\n".join(texts)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_every_letter_of_a_run_has_the_text_of_its_single_file(tmp_path: Path, level: int) -> None:
    contexts = letters(9, level)
    template = template_of(TEMPLATES / f"lettre_{level}.docx")

    parts = run_of(template.path, contexts, tmp_path)

    singles = [[text for text in text_of(template.letter(context)).split("\n") if text] for context in contexts]
    assert split_letters(parts) == singles


def test_each_letter_has_its_own_reference_in_its_headers(tmp_path: Path) -> None:
    contexts = letters(5)

    parts = run_of(TEMPLATES / "lettre_2.docx", contexts, tmp_path)

    headers = [margins_of(parts, section, "header") for section in sections(parts)]
    assert len(headers) == 5
    for rank, header in enumerate(headers):
        assert f"Client {rank} & Fils" in header
        assert header.count("Client ") == 1


def test_a_header_that_is_the_same_for_all_is_written_once(tmp_path: Path) -> None:
    parts = run_of(TEMPLATES / "lettre_2.docx", letters(5), tmp_path)

    letterheads = [
        name for name in parts if re.match(r"word/header\d+\.xml", name) and b"rue des Artisans" in parts[name]
    ]
    assert len(letterheads) == 1


def test_a_header_and_a_footer_of_the_same_text_are_two_parts(tmp_path: Path) -> None:
    document = blank()
    document.add_paragraph("{{ nom }}")
    document.sections[0].header.paragraphs[0].text = "{{ nom }}"
    document.sections[0].footer.paragraphs[0].text = "{{ nom }}"

    parts = run_of(saved(document, tmp_path), NAMES, tmp_path)

    relations = dict(re.findall(r'Id="([^"]+)"[^>]*?Target="([^"]+)"', parts["word/_rels/document.xml.rels"].decode()))
    for section in sections(parts):
        for kind in ("header", "footer"):
            [reference] = section.iter(f"{W}{kind}Reference")
            assert relations[str(reference.attrib[f"{R}id"])].startswith(kind)


def test_no_part_is_left_over_and_none_is_missing(tmp_path: Path) -> None:
    parts = run_of(TEMPLATES / "lettre_2.docx", letters(3), tmp_path)

    targets = set(re.findall(r'Target="([^"]+)"', parts["word/_rels/document.xml.rels"].decode()))
    types = set(re.findall(r'PartName="/word/([^"]+)"', parts["[Content_Types].xml"].decode())) - {"document.xml"}
    present = {name.removeprefix("word/") for name in parts if re.match(r"word/[^_/]+\.xml", name)} - {"document.xml"}
    assert targets == types == present


def test_pages_are_numbered_again_from_one_in_each_letter(tmp_path: Path) -> None:
    parts = run_of(TEMPLATES / "lettre_1.docx", letters(4, 1), tmp_path)

    for section in sections(parts):
        numbering, start = section.find(f"{W}pgNumType"), section.find(f"{W}type")
        assert numbering is not None
        assert start is not None
        assert numbering.attrib[f"{W}start"] == "1"
        assert start.attrib[f"{W}val"] == "nextPage"


def test_the_number_of_pages_is_the_letter_s_in_word_and_in_libreoffice(tmp_path: Path) -> None:
    parts = run_of(TEMPLATES / "lettre_1.docx", letters(3, 1), tmp_path)

    footers = [data.decode() for name, data in parts.items() if name.startswith("word/footer")]
    body = parts["word/document.xml"].decode()
    assert len(footers) == 3
    for footer in footers:
        assert "NUMPAGES" not in footer
        [end] = re.findall(r'instr=" SECTIONPAGES "><w:fldSimple w:instr=" PAGEREF (fin_de_lettre_\d) ">', footer)
        assert body.count(f'w:name="{end}"') == 1


def test_a_page_count_made_of_a_complex_field_is_the_letter_s_too(tmp_path: Path) -> None:
    document = blank()
    document.add_paragraph("{{ nom }}")
    paragraph = document.sections[0].footer.paragraphs[0]
    for kind, text in (
        ("begin", ""),
        ("", " NUMPAGES   \\* MERGEFORMAT "),
        ("separate", ""),
        ("result", "9"),
        ("end", ""),
    ):
        inner = {
            "": f'<w:instrText xml:space="preserve">{text}</w:instrText>',
            "result": f"<w:t>{text}</w:t>",
        }.get(kind, f'<w:fldChar w:fldCharType="{kind}"/>')
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))

    parts = run_of(saved(document, tmp_path), NAMES, tmp_path)

    footers = [data.decode() for name, data in parts.items() if name.startswith("word/footer")]
    assert len(footers) == 3
    assert all(re.search(r" SECTIONPAGES .*separate.*PAGEREF fin_de_lettre_\d .*end", footer) for footer in footers)


def test_letters_printed_on_both_sides_begin_on_a_right_hand_page(tmp_path: Path) -> None:
    parts = run_of(TEMPLATES / "lettre_1.docx", letters(2, 1), tmp_path, duplex=True)

    assert re.findall(r'<w:type w:val="(\w+)"', parts["word/document.xml"].decode()) == ["oddPage", "oddPage"]


def test_numbered_lists_start_again_in_each_letter(tmp_path: Path) -> None:
    document = blank()
    for text in ("{{ nom }}", "deux"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("puce", style="List Bullet")

    parts = run_of(saved(document, tmp_path), NAMES, tmp_path)

    used = re.findall(r'<w:numId w:val="(\d+)"/>', parts["word/document.xml"].decode())
    assert len(used) == 6
    assert len(set(used)) == 3
    numbering = parts["word/numbering.xml"].decode()
    for number in set(used):
        assert re.search(rf'<w:num w:numId="{number}">.*?<w:startOverride w:val="1"/>', numbering)


def test_bookmarks_and_what_points_to_them_stay_within_their_letter(tmp_path: Path) -> None:
    document = blank()
    paragraph = document.add_paragraph("{{ nom }}")
    for xml in (
        '<w:bookmarkStart {} w:id="3" w:name="Total"/>',
        '<w:bookmarkEnd {} w:id="3"/>',
        '<w:fldSimple {} w:instr=" REF Total "/>',
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))

    text = run_of(saved(document, tmp_path), NAMES, tmp_path)["word/document.xml"].decode()

    assert re.findall(r'w:name="(Total\w*)"', text) == ["Total_0", "Total_1", "Total_2"]
    assert re.findall(r" REF (\w+) ", text) == ["Total_0", "Total_1", "Total_2"]
    starts = re.findall(r'<w:bookmarkStart [^>]*w:id="(\d+)"', text)
    assert len(starts) == len(set(starts)) == 6


def test_each_letter_has_its_own_footnotes(tmp_path: Path) -> None:
    parts = run_of(with_footnote(tmp_path), NAMES, tmp_path)

    text = parts["word/document.xml"].decode()
    notes = parts["word/footnotes.xml"].decode()
    references = re.findall(r'<w:footnoteReference [^>]*?w:id="(\d+)"', text)
    assert len(set(references)) == 3
    for rank, reference in enumerate(references):
        assert re.search(rf'<w:footnote w:id="{reference}">.*?Voir Client {rank} &amp; Fils', notes)
    assert text.count('<w:numRestart w:val="eachSect"/>') == 3


def test_a_template_of_two_sections_keeps_them(tmp_path: Path) -> None:
    document = blank()
    document.add_paragraph("{{ nom }}")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("annexe")

    parts = run_of(saved(document, tmp_path), NAMES, tmp_path)

    assert len(sections(parts)) == 6
    assert parts["word/document.xml"].decode().count('<w:pgNumType w:start="1"/>') == 3


def test_a_table_that_changes_shape_is_repaired_in_a_run_too(tmp_path: Path) -> None:
    document = blank()
    table = document.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("{%tc for c in nom %}", "{{ c }}", "{%tc endfor %}"), strict=True):
        cell.text = text
    document.add_paragraph("fin")

    parts = run_of(saved(document, tmp_path), [{"nom": "abcd"}, {"nom": "xy"}], tmp_path)

    grids = [len(list(table.iter(f"{W}gridCol"))) for table in body_of(parts).iter(f"{W}tbl")]
    assert grids == [4, 2]


def test_drawings_have_one_number_each(tmp_path: Path) -> None:
    picture = (
        f'<w:r {nsdecls("w", "wp", "a", "pic", "r")}><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>'
        '<wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r>'
    )
    document = blank()
    document.add_paragraph("{{ nom }}")._p.append(parse_xml(picture))
    document.sections[0].header.paragraphs[0].text = "{{ nom }}"
    document.sections[0].header.paragraphs[0]._p.append(parse_xml(picture))

    parts = run_of(saved(document, tmp_path), NAMES, tmp_path)

    numbers = [number for data in parts.values() for number in re.findall(rb'<wp:docPr [^>]*?\bid="(\d+)"', data)]
    assert len(numbers) == len(set(numbers)) == 6


def test_one_letter_is_a_run(tmp_path: Path) -> None:
    parts = run_of(with_paragraphs(tmp_path, "{{ nom }}"), NAMES[:1], tmp_path)

    assert split_letters(parts) == [["Client 0 & Fils"]]


def test_runs_follow_the_schema(tmp_path: Path) -> None:
    paths = []
    for level in (1, 2, 3):
        path = tmp_path / f"{level}.docx"
        write_print_run(template_of(TEMPLATES / f"lettre_{level}.docx"), letters(4, level), path, duplex=level == 2)
        paths.append(path)

    check_schema(*paths)


def test_memory_does_not_grow_with_the_letters(tmp_path: Path) -> None:
    template = template_of(with_paragraphs(tmp_path, "{{ nom }} " * 50))
    used = []
    for number in (50, 1000):
        tracemalloc.start()
        write_print_run(template, ({"nom": f"Client {rank}"} for rank in range(number)), tmp_path / "tirage.docx")
        used.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert used[1] - used[0] < 500_000
