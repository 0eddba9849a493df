"""What a firm sees of a company: its figures, its debtors, its faults."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from relance_xl.cabinet.company.jobs import Debtor, Fault, Figures
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.balances import Balances
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.vocabulary import Channel, ItemKind
from relance_xl.domain.wording import folded, typeset
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day, shown
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.bank import read_bank_rows
from relance_xl.tables.sheets.imports import read_imports
from relance_xl.tables.sheets.ledger import latest_reminder

MOST_FAULTS = 20
"""Faults told of one company: the rest stands in its own « Contrôle »."""
_SIREN = frozenset({"siren", "siret", "n° siren", "n° siret"})
_PAYMENTS = frozenset({ItemKind.PAYMENT, ItemKind.DEPOSIT})


def figures_of(
    book: Book,
    ledger: Ledger,
    balance: Balances,
    proposed: Sequence[ProposedLine],
    problems: Sequence[Problem],
    as_of: date,
) -> Figures:
    """The figures on `as_of`; `proposed` is what a search answers, held lines included."""
    leaving = [line for line in proposed if line.level is not None]
    reached = {channel: {line.customer.code for line in leaving if line.channel is channel} for channel in Channel}
    open_items = [item for item in ledger.items if not is_settled(item)]
    wrong = sum(problem.severity is Severity.ERROR for problem in problems)
    return Figures(
        currency=ledger.company.reference_currency,
        brackets=tuple(balance.whole.amounts),
        levels=dict(sorted(Counter(line.level for line in leaving if line.level is not None).items())),
        letters=len(reached[Channel.LETTER]),
        emails=len(reached[Channel.EMAIL]),
        calls=len(reached[Channel.PHONE]),
        broken=sum(
            item.promised_on is not None and item.promised_on < as_of and item.open_amount > 0 for item in open_items
        ),
        unmatched=sum(item.kind in _PAYMENTS and item.open_amount < 0 for item in open_items)
        + sum(row.waits for row in read_bank_rows(book)),
        errors=wrong,
        warnings=len(problems) - wrong,
        last_import=last_import(book),
        last_reminder=latest_reminder(ledger.items),
        missing_rates=balance.missing_currencies,
    )


def last_import(book: Book) -> date | None:
    """The last entry imported: of the last import that stands, else as `Accueil` says it; None when nothing was."""
    stated = next((line.last_entry for line in reversed(read_imports(book)) if not line.cancelled), None)
    if stated is not None:
        return stated
    try:
        return day(book.read_names().get(schema.LAST_IMPORT))
    except CellFault:
        return None


def debtors_of(book: Book, balance: Balances) -> tuple[Debtor, ...]:
    """Those who owe something, the biggest first, by what recognises them in another company's books (N-91).

    A SIREN, or a SIRET, which begins with it, comes from a column that the user has added to `Clients`.  Without one,
    the name and the postcode: a likeness, not a proof.  Nobody without either.
    """
    numbers = _sirens(book)
    found: list[Debtor] = []
    for customer, ages in balance.customers:
        siren = numbers.get(customer.code, "")
        alike = f"{folded(customer.name)}|{folded(customer.postal_code)}" if customer.postal_code else ""
        if ages.total > ZERO and (siren or alike):
            found.append(
                Debtor(
                    key=siren or alike,
                    certain=bool(siren),
                    code=customer.code,
                    name=customer.name,
                    owed=ages.total,
                    overdue=ages.overdue,
                )
            )
    return tuple(found)


def _sirens(book: Book) -> Mapping[str, str]:
    """Code of the customer → his nine digits, for whom a column states them."""
    grid = book.read_table(schema.CUSTOMERS.name)
    headers = [folded(header) for header in grid.headers]
    code = headers.index(folded(schema.CUSTOMERS.column("code").header))
    places = [place for place, header in enumerate(headers) if header in _SIREN]
    return {shown(row[code]).strip(): digits for row in grid.rows for place in places
            if len(digits := re.sub(r"\D", "", shown(row[place]))[:9]) == 9}  # fmt: skip


def faults_of(problems: Sequence[Problem]) -> Iterator[Fault]:
    """Errors first, at most `MOST_FAULTS`."""
    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    for problem in ordered[:MOST_FAULTS]:
        yield Fault(
            severity=problem.severity.value,
            sheet=problem.sheet or problem.file,
            cell=problem.cell,
            message=typeset(problem.message),
        )
