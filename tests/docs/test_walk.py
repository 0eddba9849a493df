"""The walk of `docs/architecture.md` is the one that an invoice line takes: every function that it names is called."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from relance_xl.actions.setup.company import new_company
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.tables.sheets.parameters import write_parameters
from tests.docs.pages import Cited, cited, text_of
from tests.places import ROOT

PAGE = text_of(ROOT / "docs" / "architecture.md")
WALK = PAGE.split("## The life of one invoice line")[1].split("\n## ")[0]
STEPS = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |^\S|\Z)", WALK, flags=re.DOTALL | re.MULTILINE)
LEDGER = (
    ("1", "20260105", "411000", "DUPONT", "FA-102", "1200,00", "0,00", ""),
    ("1", "20260105", "701000", "", "FA-102", "0,00", "1200,00", ""),
    ("2", "20260106", "411000", "DUPONT", "FA-103", "300,00", "0,00", "AAA"),
    ("2", "20260106", "701000", "", "FA-103", "0,00", "300,00", ""),
    ("3", "20260110", "411000", "DUPONT", "FA-103", "0,00", "100,00", "AAA"),
    ("3", "20260110", "512000", "", "FA-103", "100,00", "0,00", ""),
)
LIST = "Client;Nom;Facture;Date;Échéance;Montant TTC\nDURAND;Durand;D-1;05/01/2026;05/02/2026;80,00\n"


@contextmanager
def heard(called: set[tuple[str, str]]) -> Iterator[None]:
    """Fill `called` with the file and the qualified name of every function of ours that is entered."""
    met: set[tuple[str, str]] = set()

    def hear(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            met.add((frame.f_code.co_filename, frame.f_code.co_qualname))

    before = sys.getprofile()
    sys.setprofile(hear)
    try:
        yield
    finally:
        sys.setprofile(before)
    called |= {(Path(file).relative_to(ROOT).as_posix(), name) for file, name in met if Path(file).is_relative_to(ROOT)}


def ledger_of(lines: Sequence[Sequence[str]]) -> str:
    """A FEC of these lines: number, day, account, customer, document, debit, credit, letter."""
    rows = ["\t".join(COLUMNS)]
    for number, day, account, customer, document, debit, credit, letter in lines:
        stated = {
            "JournalCode": "BQ" if account == "512000" else "VE",
            "EcritureNum": number,
            "EcritureDate": day,
            "CompteNum": account,
            "CompteLib": account,
            "CompAuxNum": customer,
            "CompAuxLib": customer.title(),
            "PieceRef": document,
            "PieceDate": day,
            "EcritureLib": document,
            "Debit": debit,
            "Credit": credit,
            "EcritureLet": letter,
            "ValidDate": day,
        }
        rows.append("\t".join(stated.get(column, "") for column in COLUMNS))
    return "\r\n".join(rows) + "\r\n"


def with_addresses(book: WorkbookFile) -> None:
    """Give every customer the address that the ledger has not."""
    rows = len(book.read_table("tClients").rows)
    address = {"Adresse 1": "2 quai Ouest", "Code postal": "29200", "Ville": "Brest"}
    book.update_columns("tClients", {header: [value] * rows for header, value in address.items()})
    book.save()


def walk(folder: Path) -> None:
    """The life of FA-102: imported, searched, issued, searched and issued again, undone."""
    new_company(folder, WorkbookFile, {})
    workbook = folder / "Relances.xlsm"
    book = WorkbookFile(workbook)
    write_parameters(book, {"Société": "Vauban", "Adresse": "1 rue du Port, 29200 Brest"})
    book.save()
    (folder / "123456789FEC20261231.txt").write_text(ledger_of(LEDGER), encoding="utf-8")
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    for command in (
        ("importer", str(workbook), str(folder / "123456789FEC20261231.txt")),
        ("importer", str(workbook), str(folder / "liste.csv"), "--partiel"),
        ("rechercher", str(workbook), "--au", "2026-03-16"),
        ("lettres", str(workbook)),
        ("rechercher", str(workbook), "--au", "2026-03-30"),  # level 2: the first one that grants a deadline
        ("lettres", str(workbook)),
        ("annuler", str(workbook)),
    ):
        assert main(command) in {0, 1}, command
        if command[0] == "importer":
            with_addresses(WorkbookFile(workbook))


def is_met(each: Cited, called: set[tuple[str, str]]) -> bool:
    return (each.path, each.name) in called or (not each.name and any(file.startswith(each.path) for file, _ in called))


def test_every_function_of_the_walk_is_called_on_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    called: set[tuple[str, str]] = set()
    with heard(called):
        walk(tmp_path / "Vauban")
    capsys.readouterr()

    missed = [
        f"{number}: {each.path}::{each.name}"
        for number, text in STEPS
        for each in cited(text)
        if not is_met(each, called)
    ]
    assert missed == []


def test_the_walk_has_its_steps() -> None:
    assert [int(number) for number, _ in STEPS] == list(range(1, len(STEPS) + 1))
    assert len(STEPS) == 12
    assert all(list(cited(text)) for _, text in STEPS)
