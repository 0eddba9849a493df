"""The aged balance on `Accueil` with its chart, and the promises not kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from relance_xl.domain.model import Ledger
from relance_xl.domain.money.ageing import AgedBalance, aged_balance
from relance_xl.domain.search.calls import broken_promises
from relance_xl.domain.wording import typeset
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.rows import Fields, laid_out

_SHARE = Decimal("0.0001")


def refresh_home(book: Book, ledger: Ledger, as_of: date) -> None:
    """Bring the aged balance of `Accueil`, its chart and the promises not kept up to date.

    What an older workbook has no place for is left out.
    """
    show_aged_balance(book, aged_balance(ledger, as_of))
    if schema.BROKEN_PROMISES in book.read_names():
        book.set_names({schema.BROKEN_PROMISES: typeset(broken_promises(ledger, as_of).sentence) or None})


def show_aged_balance(book: Book, balance: AgedBalance) -> None:
    """Always the five brackets, so that the chart keeps its cells; shares go from 0 to 1."""
    if schema.AGED_BALANCE.name not in book.table_names():
        return
    rows: list[Fields] = [
        {
            "bracket": row.label,
            "amount": row.amount,
            "lines": row.lines,
            "share": balance.share(row).quantize(_SHARE),
        }
        for row in balance.rows
    ]
    book.replace_rows(schema.AGED_BALANCE.name, *laid_out(schema.AGED_BALANCE, rows))
