"""What operations settle, written into `Réglé`, with a line of the journal for each, so that all can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from relance_xl.actions.batches.recording import heading
from relance_xl.actions.common.run import Run
from relance_xl.domain.matching.operations import Allocation
from relance_xl.domain.model import ZERO, Ledger, OpenItem
from relance_xl.domain.vocabulary import JournalEntry
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.sheets.journal import add_lines
from relance_xl.tables.sheets.writing import set_cells


def settle(
    book: Book, run: Run, batch: str, ledger: Ledger, allocations: Iterable[Allocation], document: str = ""
) -> Ledger:
    """Writes what is settled of each item and the journal; the ledger as it is afterwards.

    Several parts of one item make one line.  With a `document` (the statement's file), one line more stands for the
    batch itself, so that a statement that settles nothing can be undone too.
    """
    received: dict[int, Decimal] = {}
    for part in allocations:
        received[part.item] = received.get(part.item, ZERO) + part.amount
    changed = {index: total for index, total in received.items() if total}
    lines = _lines(heading(run, batch), ledger, changed)
    first = [{**heading(run, batch), "nature": JournalEntry.STATEMENT.value, "document": document}] if document else []
    if first or changed:
        add_lines(book, [*first, *lines])
    items = list(ledger.items)
    for index, total in changed.items():
        items[index] = replace(items[index], paid=items[index].paid + total)
    set_cells(book, schema.ITEMS, {items[index].row: {"paid": items[index].paid or None} for index in changed})
    return replace(ledger, items=tuple(items))


def _lines(
    heading: Mapping[str, Written], ledger: Ledger, received: Mapping[int, Decimal]
) -> Iterator[dict[str, Written]]:
    for index, total in received.items():
        item: OpenItem = ledger.items[index]
        yield {
            **heading,
            "nature": JournalEntry.PAYMENT.value,
            "customer": item.customer,
            "invoice": item.invoice,
            "due_date": item.due_date,
            "open_amount": item.open_amount,
            "currency": item.currency or ledger.company.reference_currency,
            "received": total,
        }


def invoices_told(ledger: Ledger, allocations: Sequence[Allocation]) -> str:
    """« FA-1 ; FA-2 », each once."""
    return " ; ".join(dict.fromkeys(ledger.items[part.item].invoice for part in allocations))
