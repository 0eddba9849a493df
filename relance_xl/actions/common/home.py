"""What every action that changes a sum leaves up to date: `Accueil`, `Balance âgée`, and the head of `Pénalités`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import Ledger
from relance_xl.domain.money.ageing import AgedBalance
from relance_xl.domain.money.balances import Ages, Balances, balances, manager_of
from relance_xl.domain.money.outstanding import Outstanding, days_outstanding
from relance_xl.domain.search.calls import broken_promises
from relance_xl.domain.wording import folded, typeset
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.rows import Fields, laid_out

_SHARE = Decimal("0.0001")


def refresh_home(book: Book, ledger: Ledger, as_of: date) -> None:
    """Bring the aged balance of `Accueil`, its chart, the sheet `Balance âgée` and the promises not kept up to date.

    `Pénalités`, whose calculation is long, says in its head that it is the older one.  What an older workbook has no
    place for is left out.
    """
    ledger = in_customers_currencies(ledger)
    show_balances(book, ledger, balances(ledger, as_of), as_of, days_outstanding(ledger, as_of))
    names = book.read_names()
    told: dict[str, Written] = {schema.BROKEN_PROMISES: typeset(broken_promises(ledger, as_of).sentence) or None}
    calculated = _day(names, schema.CHARGES_DAY)
    if calculated is not None:
        told[schema.CHARGES_TOLD] = typeset(
            f"Calculées au {calculated:%d/%m/%Y} ; Accueil est plus récent (au {as_of:%d/%m/%Y}) : "
            "« Tableau de bord » les refait"
        )
    _set_known(book, names, told)


def show_balances(book: Book, ledger: Ledger, figures: Balances, as_of: date, dso: Outstanding) -> None:
    """Fill the balance of `Accueil` and the sheet `Balance âgée` alike, date them, and tell the DSO if it is known."""
    _show_aged_balance(book, figures.aged)
    _show_customers(book, ledger, figures, as_of)
    _set_known(book, book.read_names(), {schema.BALANCE_DAY: as_of, schema.DSO: dso.days})


def date_charges(book: Book, as_of: date) -> None:
    """Say in the head of `Pénalités` that they have just been calculated."""
    told: dict[str, Written] = {schema.CHARGES_DAY: as_of, schema.CHARGES_TOLD: f"Calculées au {as_of:%d/%m/%Y}"}
    _set_known(book, book.read_names(), told)


def _set_known(book: Book, names: Mapping[str, Value], told: Mapping[str, Written]) -> None:
    known = {name: value for name, value in told.items() if name in names}
    if known:
        book.set_names(known)


def _day(names: Mapping[str, Value], name: str) -> date | None:
    try:
        return day(names.get(name))
    except CellFault:
        return None


def _show_aged_balance(book: Book, balance: AgedBalance) -> None:
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


def _show_customers(book: Book, ledger: Ledger, figures: Balances, as_of: date) -> None:
    """Fill the printable sheet `Balance âgée`: a line a customer, then the total; nothing owed is left blank."""
    if schema.CUSTOMER_BALANCES.name not in book.table_names():
        return
    rows = [
        _balance_row(customer.code, customer.name, ages, manager_of(ledger, customer))
        for customer, ages in sorted(figures.customers, key=lambda pair: (folded(pair[0].name), pair[0].code))
    ]
    rows.append(_balance_row("", f"Total au {as_of:%d/%m/%Y}", figures.whole, ""))
    book.replace_rows(schema.CUSTOMER_BALANCES.name, *laid_out(schema.CUSTOMER_BALANCES, rows))


def _balance_row(code: str, name: str, ages: Ages, manager: str) -> Fields:
    brackets = {f"bracket_{number}": amount or None for number, amount in enumerate(ages.amounts)}
    return {"customer": code or None, "name": name, **brackets, "total": ages.total, "manager": manager or None}
