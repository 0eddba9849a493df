"""From a line of `Relances`, of `Appels` or of `Contrôle` to the cell it speaks of, in the file itself (S2-04)."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.machine import shipped
from relance_xl.tables.sheets.parameters import write_parameters
from tests.postal import ADDRESS, OWNER

ITEMS = ("Client", "Facture", "Échéance", "Montant", "Pièce")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook searched, listed and checked, with one fault in it."""
    path = tmp_path_factory.mktemp("company") / "Relances.xlsm"
    path.write_bytes(shipped.workbook().read_bytes())
    copy_templates(path.parent / "Modèles")
    book = WorkbookFile(path)
    book.replace_rows(
        "tClients",
        ("Code", "Nom", "Groupe", *ADDRESS),
        [["C1", "Dupont", 1, *ADDRESS.values()], ["C2", "Martin", None, *ADDRESS.values()]],
    )
    book.replace_rows(
        "tFactures",
        ITEMS,
        [["C2", "F0", date(2026, 2, 1), 10, None], ["C1", "F1", date(2026, 1, 1), 100, "F1.pdf"]],
    )
    write_parameters(book, OWNER)
    run = Run(now=datetime(2026, 3, 15, 9, 30))
    search(book, run)
    fill_phone_list(book, run)
    verify(book, run)
    book.save()
    return path


def leads(file: Path, sheet: str, text: str) -> tuple[str, object]:
    """Where the cell that shows `text` leads: its target, and what stands there when it is a cell of the workbook."""
    book = openpyxl.load_workbook(file, keep_vba=True)
    linked = (cell for row in book[sheet].iter_rows() for cell in row if cell.hyperlink and str(cell.value) == text)
    link = next(linked).hyperlink
    assert link is not None
    target = f"#{link.location}" if link.location else str(link.target)
    inside = re.fullmatch(r"#'(.+)'!([A-Z]+\d+)", target)
    return target, book[inside[1]].cell(*coordinate_to_tuple(inside[2])).value if inside else None


@pytest.mark.parametrize("sheet", ["Relances", "Appels"])
def test_s2_04_the_invoice_leads_to_its_row_of_factures(file: Path, sheet: str) -> None:
    target, there = leads(file, sheet, "F1")

    assert "Factures" in target
    assert there == "F1"


@pytest.mark.parametrize("sheet", ["Relances", "Appels"])
def test_s2_04_the_piece_leads_to_the_document(file: Path, sheet: str) -> None:
    target, _ = leads(file, sheet, "F1.pdf")

    assert target.endswith("F1.pdf")


def test_a1_a_fault_leads_to_the_cell_to_mend(file: Path) -> None:
    book = openpyxl.load_workbook(file, keep_vba=True)
    (group,) = (cell.coordinate for row in book["Clients"].iter_rows() for cell in row if cell.value == "Groupe")
    row = next(cell.row for line in book["Clients"].iter_rows() for cell in line if cell.value == "Martin")
    wanted = f"{re.sub('[0-9]', '', group)}{row}"

    target, there = leads(file, "Contrôle", wanted)

    assert target.endswith(f"'Clients'!{wanted}")
    assert there is None
