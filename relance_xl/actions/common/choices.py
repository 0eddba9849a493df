"""What a person chose in `Banque`: what of it can be settled, and why the rest cannot (N-82)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from relance_xl.domain.matching.choosing import Choice, Chooser, Chosen
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.model import Ledger
from relance_xl.domain.wording import french_amount
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.sheets.bank import BankRow


@dataclass(slots=True)
class Work:
    """The choices followed so far, on what the ones before have left open."""

    ledger: Ledger
    debts: Debts
    chooser: Chooser
    done: list[tuple[BankRow, Chosen]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def follow(self, row: BankRow) -> None:
        """Settle what the row's choice says, or say why it cannot be."""
        choice = Choice(
            amount=row.amount,
            currency=row.currency or self.ledger.company.reference_currency,
            customer=row.customer,
            invoices=row.invoices,
        )
        chosen = self.chooser.settled(choice)
        if chosen.fault:
            self.problems.append(_fault(row, chosen.fault, Severity.ERROR))
            return
        if chosen.rest:
            rest = french_amount(chosen.rest, choice.currency)
            self.problems.append(_fault(row, f"{rest} sont payés en trop et ne règlent rien", Severity.WARNING))
        self.debts.settle(chosen.allocations)
        self.done.append((row, chosen))


def followed(ledger: Ledger, rows: Iterable[BankRow]) -> Work:
    """Every choice of `rows`, one after the other; nothing is written."""
    debts = Debts(ledger.items, ledger.customers, ledger.company.reference_currency)
    names = {customer.code: customer.name for customer in ledger.customers.values()}
    work = Work(ledger, debts, Chooser(debts, names))
    for row in rows:
        if row.is_chosen:
            work.follow(row)
    return work


def _fault(row: BankRow, what: str, severity: Severity) -> Problem:
    amount = french_amount(row.amount, row.currency or "EUR")
    return Problem(
        what=f"Encaissement du {row.booked_on:%d/%m}, {amount} : {what}",
        sheet=schema.BANK.sheet,
        row=row.row,
        field="invoices" if row.customer else "customer",
        value=row.invoices or row.customer,
        severity=severity,
    )
