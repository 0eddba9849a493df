"""« Tableau de bord »: who owes what since when, on `Accueil`, on the terminal and in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from relance_xl.actions.common.home import date_charges, show_balances
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain import kinds
from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.ageing import Aged, balance_by_level
from relance_xl.domain.money.balances import Balances, balances
from relance_xl.domain.money.charge_details import ChargeDetail, ChargesDetailed, charge_details
from relance_xl.domain.money.outstanding import Outstanding, days_outstanding
from relance_xl.domain.money.rate_checks import rate_problems
from relance_xl.domain.wording import counted, french_amount
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_criteria

EURO = "EUR"
"""The currency of the recovery fee (C. com. D441-5)."""


@dataclass(slots=True, kw_only=True)
class DashboardReport(Report):
    """The figures on `as_of`, in the currency `reference` unless they say otherwise.

    Attributes:
        levels: what is overdue by level reached.
        dso: days of sales outstanding by count-back, or why they are not told.
    """

    as_of: date
    reference: str
    ledger: Ledger
    balances: Balances
    levels: tuple[Aged, ...]
    dso: Outstanding


def dashboard(book: Book, run: Run) -> DashboardReport:
    """The aged balance in total, by customer, currency, manager and level, on the sheets too."""
    _, stated, faults = read_criteria(book)
    ledger, found = read_ledger(book)
    ledger = in_customers_currencies(ledger)
    as_of, reference = run.date(stated), ledger.company.reference_currency
    figures = balances(ledger, as_of)
    dso = days_outstanding(ledger, as_of)
    show_balances(book, ledger, figures, as_of, dso)
    charges = charge_details(ledger, as_of)
    _show_charges(book, charges, as_of)
    date_charges(book, as_of)
    late = figures.whole.overdue_share * 100
    return DashboardReport(
        summary=f"Encours au {as_of:%d/%m/%Y} : {french_amount(figures.whole.total, reference)}, dont "
        f"{french_amount(figures.whole.overdue, reference)} échus ({late:.0f} %), chez "
        f"{counted(len(figures.customers), 'client', 'clients')}.",
        problems=[*faults, *found, *_without_rate(figures, as_of), *rate_problems(ledger, as_of)],
        as_of=as_of,
        reference=reference,
        ledger=ledger,
        balances=figures,
        levels=balance_by_level(ledger, as_of),
        dso=dso,
    )


def _show_charges(book: Book, charges: ChargesDetailed, as_of: date) -> None:
    """Fill the sheet `Pénalités`: each stretch of days at one rate, then a total for each currency."""
    if schema.CHARGE_DETAILS.name not in book.table_names():
        return
    rows = [_charge_row(detail) for detail in charges.details]
    currencies = sorted({detail.currency for detail in charges.details} | ({EURO} if charges.details else set()))
    for currency in currencies:
        interest = sum((each.interest.amount for each in charges.details if each.interest and
                        each.currency == currency), ZERO)  # fmt: skip
        fee = sum((each.fee for each in charges.details), ZERO) if currency == EURO else ZERO
        title = f"Total {currency} au {as_of:%d/%m/%Y}"
        rows.append({"name": title, "currency": currency, "interest": interest or None, "fee": fee or None})
    book.replace_rows(schema.CHARGE_DETAILS.name, *laid_out(schema.CHARGE_DETAILS, rows))


def _charge_row(detail: ChargeDetail) -> Fields:
    item, part = detail.item, detail.interest
    row: dict[str, Written] = {
        "customer": item.customer,
        "name": detail.customer.name,
        "invoice": item.invoice,
        "due_date": item.due_date,
        "currency": detail.currency,
        "fee": detail.fee or None,
    }
    if part:
        row |= {"first": part.first, "last": part.last, "days": part.days, "base": part.base}
        row |= {"rate": part.rate, "interest": part.amount}
    return row


def _without_rate(figures: Balances, as_of: date) -> list[Problem]:
    return [
        Problem(
            what=f"Aucun cours pour {currency} au {as_of:%d/%m/%Y} : ses lignes ne sont comptées que dans leur devise",
            expected="un cours dans la feuille Taux",
            sheet=schema.EXCHANGE_RATES.sheet,
            value=currency,
            kind=kinds.NO_RATE,
            severity=Severity.WARNING,
        )
        for currency in figures.missing_currencies
    ]
