"""Random weeks of a company: what it is owed, the files that say so well or badly, and what the imports make of them.

`python -m tests.ledgers.update.random_weeks 20000` plays as many companies and prints the faults found.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.ledgers.common.imported import Imported, Nature
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.ledgers.update.laid_beside import Beside, LastImport, doubts_of
from relance_xl.ledgers.update.merge import Merge, merge

START = date(2026, 1, 5)
WEEKS = 4
NAMES = ("Duval", "Epi Bio", "Nori", "Garage du Lac", "Zed", "Martin & Fils")
AMOUNTS = ("100.00", "100.00", "250.00", "1200.00", "89.90", "1200.01")
HEADER = ("Code client", "Nom", "Facture", "Date", "Échéance", "Montant TTC", "Reste dû", "Statut")


@dataclass(slots=True)
class Debt:
    """One line that the company is owed; `paid` is what has come in."""

    customer: str
    number: str
    issued: date
    due: date
    amount: Decimal
    paid: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Fault:
    """What an import did wrong, unasked."""

    what: str
    debt: str


@dataclass(slots=True)
class Company:
    """The truth, and beside it the workbook."""

    random: Random
    debts: list[Debt] = field(default_factory=list)
    rows: list[OpenItem] = field(default_factory=list)
    customers: dict[str, Customer] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    of_row: dict[int, Debt] = field(default_factory=dict)
    last: LastImport | None = None
    ledger: bool = False
    faults: list[Fault] = field(default_factory=list)
    written: int = 0
    asked: int = 0

    def goes_on(self, week: int) -> None:
        """A week of business: new invoices, some in two instalments, payments whole and in part."""
        for debt in self.debts:
            chance = self.random.random()
            if debt.left and chance < 0.25:
                debt.paid = debt.amount if chance < 0.18 else (debt.amount / 2).quantize(Decimal("0.01"))
        for _ in range(self.random.randint(1 if week else 4, 5 if week else 10)):
            self.invoiced(week)

    def invoiced(self, week: int) -> None:
        code = f"C{self.random.randint(1, len(NAMES))}"
        self.names.setdefault(code, NAMES[int(code[1:]) - 1])
        issued = START + timedelta(days=7 * week + self.random.randint(0, 6))
        number = f"FA-{len({debt.number for debt in self.debts}) + 101}"
        for instalment in range(1 if self.random.random() < 0.85 else 2):
            self.debts.append(
                Debt(customer=code, number=number, issued=issued, due=issued + timedelta(days=30 * (instalment + 1)),
                     amount=Decimal(self.random.choice(AMOUNTS)))
            )  # fmt: skip


def file_of(company: Company, week: int) -> tuple[Imported, list[Debt]]:
    """The week's file, as badly written as a week brings, and the debts that it means to state."""
    random = company.random
    stated = [debt for debt in company.debts if debt.left or (not company.ledger and random.random() < 0.5)]
    if random.random() < 0.12:  # an older file, or one cut short
        until = START + timedelta(days=7 * random.randint(0, week) + 3)
        stated = [debt for debt in stated if debt.issued <= until]
    if company.ledger and random.random() < 0.12:  # a ledger of a later period, nothing carried forward
        since = START + timedelta(days=7 * random.randint(0, week))
        stated = [debt for debt in stated if debt.issued >= since]
    if random.random() < 0.4:
        random.shuffle(stated)
    rows = [list(_row(company, debt)) for debt in stated]
    _respelt(random, rows)
    _damaged(random, rows)
    imported = read_list([HEADER, *rows], "liste.csv", ListOptions(customers=company.customers))
    if company.ledger:
        first = min((debt.issued for debt in stated), default=None)
        imported = replace(imported, nature=Nature.LEDGER, accounts=("411", "4191"), first_entry=first, settled=())
    return imported, stated


def _row(company: Company, debt: Debt) -> Sequence[str]:
    status = "Payée" if not debt.left else "Partiellement payée" if debt.paid else "À payer"
    return (debt.customer, company.names[debt.customer], debt.number, f"{debt.issued:%d/%m/%Y}", f"{debt.due:%d/%m/%Y}",
            str(debt.amount), str(debt.left), status)  # fmt: skip


def _respelt(random: Random, rows: list[list[str]]) -> None:
    """Codes, numbers, names written another way in the whole file; one document's day corrected."""
    if random.random() < 0.15:
        for row in rows:
            row[0] = f"411{row[0]}"
    if random.random() < 0.15:
        for row in rows:
            row[2] = random.choice((row[2].replace("-", ""), row[2].lower(), row[2].replace("-", " ")))
    if random.random() < 0.15:
        changed = random.choice(NAMES)
        for row in rows:
            row[1] = f"{row[1]} SARL" if row[1] == changed else row[1]
    if rows and random.random() < 0.15:
        row = random.choice(rows)
        day = date(int(row[4][6:]), int(row[4][3:5]), int(row[4][:2])) + timedelta(days=random.randint(1, 10))
        row[4] = f"{day:%d/%m/%Y}"


def _damaged(random: Random, rows: list[list[str]]) -> None:
    """Rows that cannot be trusted."""
    for row in rows:
        if random.random() < 0.05:
            place, text = random.choice(
                ((4, "31/02/2026"), (6, "abc"), (2, ""), (0, ""), (7, "bizarre"), (5, "1.2.3"), (3, "hier"), (6, "9e9"))
            )
            row[place] = text
            if not place:
                row[1] = ""


def week_of(company: Company, week: int) -> None:
    """One week: business, a file, an import, which is written when nothing is doubtful, and judged."""
    company.goes_on(week)
    imported, _ = file_of(company, week)
    merged = merge(
        company.customers, company.rows, imported, default_group=1, imported_on=START + timedelta(days=7 * week + 7)
    )
    beside = Beside(customers=frozenset(company.customers), items=company.rows, last=company.last)
    if doubts_of(merged, beside):
        company.asked += 1
        return
    company.written += 1
    _written(company, merged)
    company.last = LastImport(
        source="liste.csv", nature=imported.nature, last_entry=imported.last_entry, accounts=imported.accounts
    )
    _reminded(company)


def _written(company: Company, merged: Merge) -> None:
    before = {row.row: row for row in company.rows}
    after = {change.before.row: change.after for change in (*merged.changed, *merged.settled)}
    company.rows = [after.get(row.row, row) for row in company.rows]
    for row in company.rows:
        debt, was = company.of_row[row.row], before[row.row]
        if was.open_amount and not row.open_amount and debt.left:
            company.faults.append(Fault("soldée à tort", f"{debt.customer} {debt.number}"))
        if row.level != was.level or row.last_reminder != was.last_reminder or row.note.split(" – ")[0] != "vu":
            company.faults.append(Fault("remise à zéro", f"{debt.customer} {debt.number}"))
    company.customers |= {customer.code: customer for customer in merged.new_customers}
    for number, item in enumerate(merged.new_items, len(company.rows) + 2):
        company.rows.append(replace(item, row=number, level=1, note="vu"))
        _known(company, number, item)
    company.customers = {
        code: replace(each, row=place) for place, (code, each) in enumerate(company.customers.items(), 2)
    }


def _known(company: Company, row: int, item: OpenItem) -> None:
    """Which debt a new row stands for; one that a row already stands for is doubled."""
    bare = "".join(filter(str.isdigit, item.invoice))
    meant = [debt for debt in company.debts if debt.number.endswith(bare) and debt.issued == item.issue_date]
    free = [debt for debt in meant if not any(debt is taken for taken in company.of_row.values())]
    debt = min(free, key=lambda each: (each.amount != item.amount, abs((each.due - item.due_date).days)), default=None)
    if debt is None:
        company.faults.append(Fault("en double", f"{item.customer} {item.invoice}"))
        debt = meant[0] if meant else Debt(item.customer, item.invoice, START, item.due_date, item.amount)
    company.of_row[row] = debt


def _reminded(company: Company) -> None:
    """A reminder a week for some."""
    day = START + timedelta(days=len(company.rows))
    company.rows = [
        replace(row, level=row.level + 1, last_reminder=day)
        if row.open_amount and company.random.random() < 0.3 and row.level < 3
        else row
        for row in company.rows
    ]


def played(seed: int) -> Company:
    """A company's first weeks."""
    random = Random(seed)  # noqa: S311 - a game, no secret
    company = Company(random, ledger=random.random() < 0.5)
    for week in range(WEEKS):
        week_of(company, week)
    return company


if __name__ == "__main__":
    faults: Counter[str] = Counter()
    written = asked = 0
    for seed in range(int(sys.argv[1])):
        company = played(seed)
        written, asked = written + company.written, asked + company.asked
        if company.faults:
            faults.update(fault.what for fault in company.faults)
            if sum(faults.values()) < 12:
                sys.stdout.write(f"{seed} {company.ledger} {company.faults}\n")
    sys.stdout.write(f"{written} imports faits, {asked} demandés ; fautes : {dict(faults)}\n")
