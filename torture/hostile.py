"""Hostile texts by every road of an import into every output: no formula, no order to the terminal, no file elsewhere.

`python torture/hostile.py`: each text is the name, the code, the invoice number and the address of a customer of its
own; the commands are run for real, and what they wrote is read by other readers than ours.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
from lxml import etree

from relance_xl.cli.main import main
from relance_xl.machine.plain_text import plain
from relance_xl.ooxml.namespaces import W
from torture.ledger import settle

DAY = "2026-03-16"
TEXTS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://client.example","x")', "\t=1+1",
    '=WEBSERVICE("http://client.example")', "{=1+1}", "'=1+1", "_xFFFE_", "_x0041_", "\x1b[2J", "\x1b]0;titre\x07",
    "\u202efdp.exe", "\x9b31m", "\u2028ligne", "a\x00b", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x",
    "CON", "NUL.txt", "a" * 300, "a/b", "~root", "$HOME", "`id`", "$(id)", "; rm -rf x", "{{ 7*7 }}", "{% raw %}",
    "{{ ''.__class__ }}", "{%p for x in y %}", "</w:t></w:r>", "<w:fldSimple w:instr='DDEAUTO c'/>", "&lt;&amp;", "]]>",
    "<script>alert(1)</script>", "<img src='http://client.example/x.png'>", "Bcc: x@client.example",
    "a\r\nBcc: x@client.example",
    "%s%n%d", "Robert'); DROP TABLE x;--", "[bold red]x[/]", "\\x1b[2J", "🙂" * 30, "e\u0301" * 50, "ﷺ" * 20, "\ufeffx",
    "#REF!", "TRUE", "1E999", "31/02/2026", "«\u00a0x\u00a0»", "INCLUDETEXT c:\\x", "file:///etc/passwd",
    "\\\\serveur\\x",
    "javascript:alert(1)", "=-1", "%0d%0aBcc:x@client.example",
)  # fmt: skip
"""By hand: formulas of spreadsheets, terminals, paths, templates, XML, headers of messages."""


def lists(folder: Path) -> None:
    """A list of invoices and one of customers, in which each text stands in each place."""
    with (folder / "factures.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Client", "Nom", "Facture", "Date", "Echeance", "Montant"])
        for number, text in enumerate(TEXTS):
            for place in range(3):
                cells = [f"H{number}-{place}", f"Client {number}-{place}", f"FA-{number}-{place}"]
                cells[place] = f"{text} {number}" if place != 1 else text
                out.writerow([*cells, "01/01/2026", "20/01/2026", "100,00"])
    with (folder / "clients.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Code", "Nom", "Adresse 1", "Code postal", "Ville", "E-mail", "Contact", "Note"])
        for number, text in enumerate(TEXTS):
            out.writerow([f"H{number}-1", text, text, "69001", text, f"c{number}@client.example", text, text])


def said(folder: Path, typed: list[str]) -> str:
    """What a command prints, at a terminal and as JSON."""
    here, heard = Path.cwd(), io.StringIO()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
            code = main([*typed, "--au", DAY])
    finally:
        os.chdir(here)
    if code not in {0, 1}:
        raise SystemExit(f"{typed}: {code} {heard.getvalue()[-1000:]!r}")
    return heard.getvalue()


def formulas(workbook: Path, known: set[str]) -> Iterator[str]:
    """Cells that openpyxl takes for formulas and that the shipped workbook did not have."""
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and _shape(cell.value) not in known:
                    yield f"{sheet.title}!{cell.coordinate}: {cell.value}"[:120]


def _shape(formula: object) -> str:
    return re.sub(r"\d+", "0", str(getattr(formula, "text", formula)))


def shapes(workbook: Path) -> set[str]:
    """The formulas of a workbook, their rows left out."""
    cells = (cell for sheet in openpyxl.load_workbook(workbook).worksheets for row in sheet.iter_rows() for cell in row)
    return {_shape(cell.value) for cell in cells if cell.data_type == "f"}


def in_letters(folder: Path) -> Iterator[str]:
    """Fields and links out of the package that no shipped template has."""
    for place in folder.rglob("*.docx"):
        if "Modèles" in place.parts:
            continue
        with zipfile.ZipFile(place) as package:
            for name in package.namelist():
                part = package.read(name).decode("utf-8", "replace")
                if name.endswith(".rels") and 'TargetMode="External"' in part and "mailto:" not in part:
                    yield f"{place.name} {name}: a link out of the package"
                if any(re.search(r"(?i)DDE|INCLUDE|LINK", code) for code in _codes(part)):
                    yield f"{place.name} {name}: a field that fetches"


def _codes(part: str) -> Iterator[str]:
    """What the fields of a part say, as an XML reader sees them."""
    if "instr" in part:
        for element in etree.fromstring(part.encode()).iter(f"{W}instrText", f"{W}fldSimple"):
            yield element.get(f"{W}instr") or element.text or ""


def in_messages(folder: Path) -> Iterator[str]:
    """Headers that nobody asked for."""
    wanted = {"from", "to", "cc", "reply-to", "subject", "date", "message-id", "x-relance", "x-unsent", "mime-version",
              "content-type", "content-transfer-encoding"}  # fmt: skip
    for place in folder.rglob("*.eml"):
        message = message_from_bytes(place.read_bytes(), policy=policy.default)
        if more := {name.casefold() for name in message} - wanted:
            yield f"{place.name}: {more}"
        html = message.get_body(("html",))
        if html is not None and re.search(r"(?i)<script|<img[^>]+http|<form", html.get_content()):
            yield f"{place.name}: HTML that does something"


def asked() -> int:
    """Everything; the number of faults."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-") as home:
        folder = Path(home) / "co"
        said(Path(home), ["nouveau", str(folder)])
        workbook = folder / "Relances.xlsm"
        known = shapes(workbook)
        settle(workbook)
        lists(folder)
        outside = sorted(Path(home).iterdir())
        for typed in (["importer", workbook.name, "factures.csv", "--confirmer"],
                      ["importer", workbook.name, "clients.csv", "--confirmer"],
                      ["verifier", workbook.name], ["rechercher", workbook.name], ["appels", workbook.name],
                      ["lettres", workbook.name], ["annuler", workbook.name],
                      ["rechercher", workbook.name, "--methode", "E-mail"], ["mails", workbook.name],
                      ["bilan", workbook.name]):  # fmt: skip
            for more in ([], ["--json"]) if typed[0] in {"verifier", "bilan"} else ([],):
                heard = said(folder, [*typed, *more])
                if os.environ.get("TORTURE_TALK"):
                    print(typed, heard[-700:])
                if plain(heard) != heard:
                    faults.append(f"{typed[0]}: an order to the terminal: {heard[:80]!r}")
                faults += [f"{typed[0]}: {found}" for found in formulas(workbook, known)]
        letters, messages = list(folder.rglob("*.docx")), list(folder.rglob("*.eml"))
        faults += [*in_letters(folder), *in_messages(folder)]
        if sorted(Path(home).iterdir()) != outside:
            faults.append("a file outside the company's folder")
        faults += [
            f"a name that gives orders: {each.name!r}" for each in folder.rglob("*") if plain(each.name) != each.name
        ]
    print("\n| hostile | texts | roads | letters and runs | messages | failed |\n|---|---:|---:|---:|---:|---:|")
    print(f"| all | {len(TEXTS)} | {len(TEXTS) * 8} | {len(letters)} | {len(messages)} | {len(faults)} |")
    for fault in faults[:30]:
        print(f"- {fault}")
    return min(len(faults), 100)


if __name__ == "__main__":
    sys.exit(asked())
