"""The letter of the merge benchmark, the same in the tags of each peer: 2 pages, 5 invoices, as Word saves it.

Header with the customer's reference, footer with page numbers, address, table of invoices, list, bill of exchange.
"""

# ruff: noqa: SLF001 - python-docx gives its XML by private names only

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from relance_xl.documents.languages.choice import FRENCH

amount = FRENCH.amount
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = ("Dupont & Fils SARL", "Établissements Lefèvre", "Boulangerie « Au Bon Pain »", "Martin <Bâtiment> SAS")
STREETS = ("rue de la République", "avenue Jean Jaurès", "chemin des Écoliers", "boulevard Voltaire")
TOWNS = ("69003 LYON", "75011 PARIS", "13001 MARSEILLE", "38000 GRENOBLE")
COLUMNS = ("num", "date", "echeance", "montant", "paye", "solde", "retard")
TITLES = ("Facture", "Date", "Échéance", "Montant TTC", "Réglé", "Solde dû", "Retard (j)")
BEFORE, AFTER = (
    part.strip().splitlines()
    for part in (Path(__file__).parent / "merge_peers" / "letter.txt").read_text(encoding="utf-8").split("[tableau]")
)
BILL = (
    ("À", "lieu"), ("Le", "date_lettre"), ("Échéance", "traite_echeance"), ("Montant", "total"),
    ("Réf. tireur", "reference"), ("Code tiré", "code"), ("Tiré", "nom"), ("Adresse", "rue"),
    ("Ville", "ville"), ("IBAN tiré", "iban_client"), ("Banque", "banque"), ("BIC", "bic"),
)  # fmt: skip
ORDER = "Contre cette lettre de change stipulée SANS FRAIS, veuillez payer la somme de [[en_lettres]]."

Field = Callable[[str], str]
TAGS: dict[str, tuple[Field, Field, str, str]] = {
    "docxtpl": ("{{{{ {} }}}}".format, "{{{{ f.{} }}}}".format, "{%tr for f in factures %}", "{%tr endfor %}"),
    "docxtemplater": ("{{{}}}".format, "{{{}}}".format, "{#factures}", "{/factures}"),
    "mailmerge": ("\x01{}\x02".format, "\x01{}\x02".format, "", ""),
}


def context(rank: int, invoices: int = 5) -> dict[str, Any]:
    """The data of one letter, always the same for a rank."""
    chance = random.Random(rank)  # noqa: S311 - made-up data
    lines, total = [], Decimal(0)
    for _ in range(invoices):
        due = Decimal(chance.randint(5000, 900000)) / 100
        paid = (due * chance.choice((0, 0, 0, 1, 2)) / 4).quantize(Decimal("0.01"))
        total += due - paid
        day = f"{chance.randint(10, 28)}/0{chance.randint(1, 9)}/2025"
        number = f"FA2025-{chance.randint(1, 99999):05d}"
        values = (number, day, day, amount(due), amount(paid), amount(due - paid), str(chance.randint(1, 150)))
        lines.append(dict(zip(COLUMNS, values, strict=True)))
    fixed = {
        "contact": "À l'attention de la direction", "batiment": "Bâtiment B", "date_lettre": "15/03/2026",
        "lrar": "1A 123 456 7890 1", "objet": "Mise en demeure de payer", "precedente": "28/02/2026", "taux": "12,15 %",
        "iban": "FR76 3000 4000 0312 3456 7890 143", "iban_client": "FR76 1234 5678 9012 3456 7890 123",
        "bic": "CREXFRPP", "lieu": "Lyon",
        "banque": "Crédit Exemple", "signataire": "Jeanne Martin", "traite_echeance": "30/04/2026",
        "en_lettres": "douze mille trois cent quarante-cinq euros et soixante-sept centimes",
    }  # fmt: skip
    return fixed | {
        "code": f"C{rank:05d}", "nom": f"{chance.choice(NAMES)} {rank}", "ville": chance.choice(TOWNS),
        "rue": f"{chance.randint(1, 200)}, {chance.choice(STREETS)}", "reference": f"REL-{rank:05d}",
        "factures": lines, "nombre": str(invoices), "total": amount(total), "penalites": amount(total / 80),
        "indemnites": amount(40 * invoices), "exigible": amount(total + total / 80 + 40 * invoices),
    }  # fmt: skip


def build(peer: str, *, fallback: bool = False, loop: bool = False, code: bool = False, shared: bool = False) -> bytes:
    """The template in the tags of a peer.

    `fallback` gives docxtpl's a table that may change shape; `loop` puts all the letters in one, for docxtpl;
    `code` gives it the place of a QR code; `shared` has the same header and footer in all the letters, as `loop` has.
    """
    field = TAGS[peer][0]
    document = Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)

    def say(paragraph: Paragraph, text: str) -> None:
        _write(paragraph, re.sub(r"\[\[(\w+)\]\]", lambda found: field(("l." if loop else "") + found[1]), text))

    header, footer = document.sections[0].header, document.sections[0].footer
    say(
        header.paragraphs[0],
        "Société Exemple SAS – 12, rue des Entrepreneurs" + ("" if loop or shared else " – réf. [[code]]"),
    )
    say(footer.paragraphs[0], "SAS au capital de 500 000 € – RCS Lyon 123 456 789 – page ")
    for name in ("PAGE",) if shared else ("PAGE", "NUMPAGES"):
        footer.paragraphs[0]._p.append(_word_field(name, "1"))
    if loop:
        document.add_paragraph("{%p for l in lettres %}")
    for text in BEFORE:
        say(document.add_paragraph(), text)
    _add_invoices(document, peer, fallback=fallback, loop=loop)
    for text in AFTER:
        say(document.add_paragraph(style="List Bullet" if text.startswith("- ") else None), text.removeprefix("- "))
    if code:
        document.add_paragraph("{{ qr }}")
    document.add_paragraph("LETTRE DE CHANGE").paragraph_format.page_break_before = True
    bill = document.add_table(6, 4, "Table Grid")
    for rank, (label, name) in enumerate(BILL):
        cells = bill.rows[rank // 2].cells
        _write(cells[rank % 2 * 2].paragraphs[0], label)
        say(cells[rank % 2 * 2 + 1].paragraphs[0], f"[[{name}]]")
    say(document.add_paragraph(), ORDER)
    if loop:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("{%p endfor %}")
    saved = BytesIO()
    document.save(saved)
    return _as_word_saves(saved.getvalue())


def _add_invoices(document: WordDocument, peer: str, *, fallback: bool, loop: bool) -> None:
    field, line, opening, closing = TAGS[peer]
    total = ["Total", "", "", "", "", field(("l." if loop else "") + "total"), ""]
    rows = [list(TITLES), [line(name) for name in COLUMNS], total]
    if peer == "docxtpl":
        source = opening.replace("in factures", "in l.factures") if loop else opening
        rows[1:2] = [[source], rows[1], [closing]]
        if fallback:
            rows += [["{%tr if nombre == '0' %}"], ["aucune"], ["{%tr endif %}"]]
    elif opening:
        rows[1][0], rows[1][-1] = opening + rows[1][0], rows[1][-1] + closing
    table = document.add_table(0, len(COLUMNS), "Table Grid")
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            _write(cell.paragraphs[0], text)
    if fallback:
        conditional = table.rows[-2]._tr
        conditional.append(deepcopy(conditional.tc_lst[-1]))


def _write(paragraph: Paragraph, text: str) -> None:
    """Runs, **bold**, and merge fields between marks."""
    for number, piece in enumerate(re.split(r"\*\*", text)):
        for part in re.split("(\x01[^\x02]*\x02)", piece):
            if part.startswith("\x01"):
                paragraph._p.append(_word_field(f"MERGEFIELD {part[1:-1]} \\* MERGEFORMAT", f"«{part[1:-1]}»"))
            elif part:
                paragraph.add_run(part).bold = True if number % 2 else None


def _word_field(instruction: str, shown: str) -> Any:
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
    )


def _as_word_saves(data: bytes) -> bytes:
    """No needless parts; revision marks on paragraphs and rows, a format on every run, as Word writes them."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    for name in ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg"):
        parts.pop(name, None)
    for name, part in parts.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            parts[name] = re.sub(rb"<(?:Relationship|Override) [^>]*(?:stylesWithEffects|thumbnail)[^>]*/>", b"", part)
        elif re.match(r"word/(document|header\d|footer\d)\.xml$", name):
            parts[name] = _marked(part)
    parts["word/styles.xml"] = _pruned(parts["word/styles.xml"])
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return saved.getvalue()


def _marked(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    new = etree.Element(root.tag, nsmap=cast("dict[str, str]", root.nsmap) | {"w14": W14, "mc": MC})
    new.set(f"{{{MC}}}Ignorable", "w14")
    new.extend(list(root))
    for number, paragraph in enumerate(new.iter(f"{W}p", f"{W}tr"), 1):
        paragraph.set(f"{{{W14}}}paraId", f"{number:08X}")
        for mark in (
            ("rsidR", "rsidRPr") if paragraph.tag == f"{W}tr" else ("rsidR", "rsidRDefault", "rsidP", "rsidRPr")
        ):
            paragraph.set(f"{W}{mark}", f"00{number * 7919 % 0xFFFFFF:06X}")
    for run in new.iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            run.insert(0, look)
        fonts = etree.Element(f"{W}rFonts")
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(f"{W}{name}", "Arial")
        look.insert(0, fonts)
        etree.SubElement(look, f"{W}lang").set(f"{W}val", "fr-FR")
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _pruned(xml: bytes) -> bytes:
    """The styles without the ninety table styles that nothing uses."""
    root = etree.fromstring(xml)
    for style in root.findall(f"{W}style"):
        unused = style.get(f"{W}type") == "table" and style.get(f"{W}styleId") not in {"TableGrid", "TableNormal"}
        if unused:
            root.remove(style)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_templates(folder: Path) -> None:
    """The template of each peer, in `folder`."""
    for peer in TAGS:
        (folder / f"{peer}.docx").write_bytes(build(peer))
    (folder / "fallback.docx").write_bytes(build("docxtpl", fallback=True))
    (folder / "code.docx").write_bytes(build("docxtpl", code=True))
    (folder / "shared.docx").write_bytes(build("docxtpl", shared=True))
    (folder / "loop.docx").write_bytes(build("docxtpl", loop=True))
