"""« Liste d'appels »: who to call, for what; no level and no date changes (S2-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from relance_xl.actions.common.gathering import gather
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, documents_folder
from relance_xl.domain.issue.phone import Call, phone_list
from relance_xl.domain.wording import counted
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import read_records
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.proposals import read_reviews, reviews
from relance_xl.tables.sheets.writing import Place, call_places, call_rows, invoice_column, replace_present

OUTCOME = ("outcome", "promised_on", "promised_amount", "note")
"""What the user types while on the telephone."""


@dataclass(slots=True, kw_only=True)
class PhoneReport(Report):
    """The calls to make on `as_of`; `reference` is the reference currency."""

    as_of: date
    reference: str
    calls: tuple[Call, ...]


def fill_phone_list(book: Book, run: Run) -> PhoneReport:
    """Fill `Appels` with the lines ticked in `Relances`; results typed for a line still listed are kept.

    No template is needed (S0-04).
    """
    given = gather(book, run)
    reviewed, faults = read_reviews(book, given.ledger.items)
    calls = phone_list(given.ledger, given.criteria, given.as_of, reviews(reviewed))
    problems = [*given.problems, *faults]
    company = given.ledger.company
    reference = company.reference_currency
    if not calls:
        summary = "Aucune ligne cochée dans « Relances » : rien à appeler. Lancez « Rechercher », puis cochez."
        return PhoneReport(summary=summary, problems=problems, as_of=given.as_of, reference=reference, calls=())
    rows = call_rows(calls, reference, invoice_column(book), documents_folder(book, company))
    typed = _typed(book)
    for row, place in zip(rows, call_places(calls), strict=True):
        row.update(typed.get(place, {}))
    replace_present(book, schema.CALLS, rows, {"document", "follow_up"})
    customers = len({call.customer.code for call in calls})
    summary = (
        f"{counted(customers, 'client', 'clients')} à appeler pour "
        f"{counted(len(calls), 'ligne', 'lignes')} : voyez la feuille « Appels »."
    )
    return PhoneReport(summary=summary, problems=problems, as_of=given.as_of, reference=reference, calls=calls)


def _typed(book: Book) -> dict[Place, Fields]:
    """What stands in the columns of the outcome, by customer, invoice and due date."""
    records = read_records(book.read_table(schema.CALLS.name), schema.CALLS)
    columns: list[Any] = [records.get(field) for field in OUTCOME]
    return {
        (customer, invoice or "", due): {
            field: column[record] or None for field, column in zip(OUTCOME, columns, strict=True)
        }
        for record, (customer, invoice, due) in enumerate(
            zip(records.get("customer"), records.get("invoice"), records.get("due_date"), strict=True)
        )
        if any(column[record] for column in columns)
    }
