"""What is written into the sheets: links, problems, colours, single cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.issue.phone import phone_list
from relance_xl.domain.model import OpenItem, ReminderLevel
from relance_xl.domain.outcome import Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.problems import DataError, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Link
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.writing import (
    call_rows,
    colours,
    document_link,
    item_link,
    proposal_rows,
    set_cells,
    write_colours,
)
from tests.domain.builders import item, ledger
from tests.tables.sheets.test_proposals import sheet

RUN = date(2025, 8, 10)


def empty() -> MemoryBook:
    return MemoryBook.empty(Path("Relances.xlsm"))


def test_s2_04_an_invoice_leads_to_its_row_and_its_piece_to_the_document() -> None:
    line = item(row=12, document="2025/FA-1.pdf")
    shown = propose(ledger([line]), Criteria(), RUN).lines
    folder = PurePosixPath("/pieces")
    (proposal,) = proposal_rows(shown, "EUR", "'Factures'!B", folder)

    assert proposal["invoice"] == Link("#'Factures'!B12", "F1")
    assert proposal["document"] == Link("/pieces/2025/FA-1.pdf", "FA-1.pdf")

    ticked = {one.key: Review(ticked=True, level=one.level, channel=one.channel) for one in shown}
    calls = phone_list(ledger([line]), Criteria(), RUN, ticked)
    opening, call = call_rows(calls, "EUR", "'Factures'!B", folder)
    assert (opening["customer"], opening.get("invoice"), opening["customer_total"]) == ("C1", None, Decimal(100))
    assert call["invoice"] == Link("#'Factures'!B12", "F1")
    assert call["document"] == Link("/pieces/2025/FA-1.pdf", "FA-1.pdf")


def test_s2_04_a_line_from_elsewhere_leads_nowhere() -> None:
    assert item_link(item(), "'Factures'!B") == "F1"
    assert document_link(item(), None) is None


@pytest.mark.parametrize(
    ("document", "folder", "target"),
    [
        ("/archives/FA-1.pdf", PurePosixPath("/pieces"), "/archives/FA-1.pdf"),
        ("FA-1.pdf", None, "FA-1.pdf"),
        ("FA-1.pdf", PurePosixPath("/pieces"), "/pieces/FA-1.pdf"),
    ],
)
def test_a_bare_name_is_looked_for_in_the_folder(document: str, folder: PurePosixPath | None, target: str) -> None:
    assert document_link(item(document=document), folder) == Link(target, "FA-1.pdf")


def test_a_blank_currency_shows_the_reference_and_nothing_paid_shows_blank() -> None:
    (row,) = proposal_rows(propose(ledger([item()]), Criteria(), RUN).lines, "CHF", "'Factures'!B")

    assert (row["currency"], row["paid"], row["open_amount"]) == ("CHF", None, Decimal(100))


def test_a_named_field_becomes_the_cell_where_the_user_has_put_its_column() -> None:
    book = empty().fill("tParametres", [{"Paramètre": "Modes de règlement exclus", "Valeur": "LCR"}])
    book.tables["tClients"].headers = ("Nom", "Groupe", "Code")

    def cell(**place: object) -> str:
        (found,) = located(book, [Problem(what="?", **place)])  # type: ignore[arg-type]
        return found.cell

    assert cell(sheet="Clients", row=9, field="group") == "B9"
    assert cell(sheet="Clients", row=9, field="email") == "A9"
    assert cell(sheet="Clients", row=9, field="group", cell="Z1") == "Z1"
    assert cell(sheet="Clients", field="group") == ""
    assert cell(sheet="Paramètres", field="excluded_payment_methods") == "B8"
    assert cell(sheet="Relances", field="as_of") == book.name_address("date_relance")[1]
    assert cell(sheet="Relances", row=9, field="level_proposed") == "J9"
    del book.names["date_relance"], book.tables["tClients"]
    assert cell(sheet="Relances", field="as_of") == ""
    assert cell(sheet="Clients", row=9, field="group") == ""


def test_s2_23_the_row_for_all_groups_gives_the_colours_of_a_level() -> None:
    own = ReminderLevel(number=1, group=2, fill_colour="#111111")
    general = ReminderLevel(number=1, fill_colour="#222222", text_colour="#333333")
    alone = ReminderLevel(number=2, group=2, fill_colour="#444444")

    assert colours([own, general, alone]) == {1: ("#222222", "#333333"), 2: ("#444444", "")}


def test_s2_23_every_coloured_table_present_is_coloured() -> None:
    book = empty()
    del book.tables["tNiveaux"]

    write_colours(book, [ReminderLevel(number=1, fill_colour="#222222")])

    assert book.colours == {"tFactures": {1: ("#222222", "")}, "tRelances": {1: ("#222222", "")}}


def test_single_cells_are_overwritten_and_the_others_keep_their_value() -> None:
    book = sheet({"Client": "C1", "Relancer": "oui"}, {"Client": "C2", "Relancer": "oui"})

    set_cells(book, schema.PROPOSALS, {})
    set_cells(book, schema.PROPOSALS, {9: {"ticked": "non"}})

    assert [row["Relancer"] for row in book.rows("tRelances")] == ["oui", "non"]


def test_a_value_for_a_column_that_is_gone_is_refused_not_lost() -> None:
    book = sheet({"Client": "C1"})
    book.tables["tRelances"].headers = tuple(
        "Mon canal" if header == "Canal" else header for header in book.tables["tRelances"].headers
    )

    set_cells(book, schema.PROPOSALS, {8: {"channel": None}})
    with pytest.raises(DataError, match=r"La colonne «.Canal.» manque"):
        set_cells(book, schema.PROPOSALS, {8: {"channel": "Courrier"}})


def test_a_line_is_open_for_what_is_not_paid() -> None:
    assert OpenItem(customer="C", invoice="F", due_date=RUN, amount=Decimal(9), paid=Decimal(4)).open_amount == 5
