"""« Liste d'appels »: who to call, for what; no level and no date changes (S2-14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from relance_xl.actions.common.gathering import gather
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, documents_folder
from relance_xl.domain.issue.phone import Call, phone_list
from relance_xl.domain.model import OpenItem
from relance_xl.domain.wording import counted, typeset
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.records import read_records
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.proposals import read_reviews, reviews
from relance_xl.tables.sheets.writing import (
    Place,
    call_places,
    call_rows,
    document_link,
    invoice_column,
    item_link,
    replace_present,
)

OUTCOME = ("outcome", "promised_on", "promised_amount", "note")
"""What the user types while on the telephone."""
OUT_OF_LIST = typeset("✎ Tapé avant que la ligne quitte la liste : à enregistrer")
"""« Suivi » of a row that is there only for what was typed in it."""


@dataclass(slots=True, kw_only=True)
class PhoneReport(Report):
    """The calls to make on `as_of`; `reference` is the reference currency."""

    as_of: date
    reference: str
    calls: tuple[Call, ...]


def fill_phone_list(book: Book, run: Run) -> PhoneReport:
    """Fill `Appels` with the lines ticked in `Relances`; what was typed and not recorded yet is kept.

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
    invoices, folder = invoice_column(book), documents_folder(book, company)
    rows = call_rows(calls, reference, invoices, folder)
    standing = _standing(book)
    beyond = _give_back(standing, rows, call_places(calls))
    rows = _together(rows, [_as_it_stood(row, given.ledger.items, invoices, folder) for row in beyond], standing)
    replace_present(book, schema.CALLS, rows, {"document", "follow_up"})
    customers = len({call.customer.code for call in calls})
    summary = (
        f"{counted(customers, 'client', 'clients')} à appeler pour "
        f"{counted(len(calls), 'ligne', 'lignes')} : voyez la feuille « Appels »."
    )
    if beyond:
        told = counted(
            len(beyond),
            "résultat tapé hors de cette liste est gardé",
            "résultats tapés hors de cette liste sont gardés",
        )
        summary += f" {told} : « Enregistrer les appels » {'les' if len(beyond) > 1 else 'le'} note."
    return PhoneReport(summary=typeset(summary), problems=problems, as_of=given.as_of, reference=reference, calls=calls)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row of `Appels` before it is filled again: its place, its balance, and its cells, unconverted."""

    place: Place
    balance: Decimal | None
    cells: Fields

    @property
    def opens(self) -> bool:
        """Whether it is the row of a whole customer."""
        return self.place[1:] == ("", None)

    @property
    def typed(self) -> Fields:
        """What the user typed there, whether it can be read or not."""
        typed = {field: self.cells[field] for field in OUTCOME}
        return typed if any(value is not None for value in typed.values()) else {}


def _standing(book: Book) -> list[_Standing]:
    records = read_records(book.read_table(schema.CALLS.name), schema.CALLS)
    raw = RawCells(book, schema.CALLS)
    known = zip(*(records.get(field) for field in ("customer", "invoice", "due_date", "open_amount")), strict=True)
    return [
        _Standing(
            (customer, invoice or "", due),
            balance,
            {column.field: raw.get(column.field, row) for column in schema.CALLS.columns},
        )
        for row, (customer, invoice, due, balance) in zip(records.rows, known, strict=True)
    ]


def _give_back(
    standing: Iterable[_Standing], rows: Sequence[dict[str, Written]], places: Iterable[Place]
) -> list[_Standing]:
    """Put into `rows`, each at its place, what was typed for it; the rows typed in that are no longer listed.

    Of lines alike, one of the same balance first.
    """
    waiting: dict[Place, list[_Standing]] = defaultdict(list)
    for present in standing:
        waiting[present.place].append(present)
    to_fill = list(zip(rows, places, strict=True))
    for same in (True, False):
        left = []
        for row, place in to_fill:
            alike = (each for each in waiting[place] if not same or each.balance == row["open_amount"])
            if (found := next(alike, None)) is None:
                left.append((row, place))
            else:
                waiting[place].remove(found)
                row.update(found.typed)
        to_fill = left
    unlisted = [each for several in waiting.values() for each in several if each.typed]
    return sorted(unlisted, key=lambda each: not each.opens)


def _as_it_stood(
    row: _Standing, items: Iterable[OpenItem], invoices: str, folder: PurePath | None
) -> dict[str, Written]:
    """The row again, its links remade, and said to be out of the list."""
    again = {**row.cells, "follow_up": OUT_OF_LIST}
    for item in items:
        if (item.customer, item.invoice, item.due_date) == row.place:
            again |= {"invoice": item_link(item, invoices), "document": document_link(item, folder)}
            break
    return again


def _together(
    rows: Iterable[dict[str, Written]], beyond: Iterable[dict[str, Written]], standing: Iterable[_Standing]
) -> list[dict[str, Written]]:
    """The list's rows, each customer's followed by his rows beyond it; the customers who left the list come last."""
    blocks: dict[Written, list[dict[str, Written]]] = {}
    for row in rows:
        blocks.setdefault(row["customer"], []).append(row)
    opening: dict[Written, dict[str, Written]] = {
        row.cells["customer"]: dict(row.cells) for row in standing if row.opens
    }
    for row in beyond:
        code = row["customer"]
        if code not in blocks:
            blocks[code] = [opening[code]] if code in opening and row["invoice"] else []
        blocks[code].append(row)
    return [row for block in blocks.values() for row in block]
