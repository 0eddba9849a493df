"""What the user typed in `Appels` while on the telephone, each result matched to its line of `Factures`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import OpenItem
from relance_xl.domain.vocabulary import CallOutcome
from relance_xl.domain.wording import french_amount
from relance_xl.problems import Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, read_records

RESULT = ("outcome", "promised_on", "promised_amount", "note")
PROMISE = f"« {CallOutcome.PROMISE} »"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCall:
    """One result: its line, its worksheet row in `Appels`, and what was typed; no outcome for a note alone."""

    item: OpenItem
    row: int
    outcome: CallOutcome | None
    promised_on: date | None
    promised_amount: Decimal | None
    note: str


def read_calls(
    book: Book, items: Iterable[OpenItem], as_of: date, reference: str
) -> tuple[list[TypedCall], list[Problem]]:
    """The results that can be recorded, and the faults by cell; a result with an error is not among the first."""
    records = read_records(book.read_table(schema.CALLS.name), schema.CALLS)
    waiting: dict[tuple[str, str, date], list[OpenItem]] = defaultdict(list)
    for item in sorted(items, key=lambda item: _kept_quiet(item, as_of)):
        waiting[item.customer, item.invoice, item.due_date].append(item)
    calls: list[TypedCall] = []
    problems = list(records.problems)
    for record in range(len(records.rows)):
        taken = _take(records, record, waiting)
        if not any(records.get(name)[record] for name in RESULT) or record in records.faulty:
            continue
        if taken is None:
            problems.append(_gone(records, record))
            continue
        faults = list(_faults(records, record, taken, as_of, reference))
        problems += faults
        if not errors(faults):
            calls.append(_call(records, record, taken))
    return calls, problems


def _kept_quiet(item: OpenItem, as_of: date) -> bool:
    """Whether the phone list does not show the line: of lines alike, the one shown is the one that was called."""
    promised = item.promised_on is not None and item.promised_on >= as_of
    return promised or item.exclusion is not None or is_settled(item)


def _take(records: Records, record: int, waiting: dict[tuple[str, str, date], list[OpenItem]]) -> OpenItem | None:
    """The line of this row: of lines alike the one of this balance, else the first that no row has taken."""
    key = tuple(records.get(name)[record] for name in ("customer", "invoice", "due_date"))
    alike = waiting.get(key, [])
    if not alike:
        return None
    balance = records.get("open_amount")[record]
    item = next((each for each in alike if each.open_amount == balance), alike[0])
    alike.remove(item)
    return item


def _call(records: Records, record: int, item: OpenItem) -> TypedCall:
    outcome: Any = records.get("outcome")[record]
    return TypedCall(
        item=item,
        row=records.rows[record],
        outcome=CallOutcome(outcome) if outcome else None,
        promised_on=records.get("promised_on")[record],
        promised_amount=records.get("promised_amount")[record],
        note=records.get("note")[record] or "",
    )


def _faults(records: Records, record: int, item: OpenItem, as_of: date, reference: str) -> Iterator[Problem]:
    """A promise needs a date to come; a date or an amount needs a promise; an amount above the balance is told."""
    promised, amount = records.get("promised_on")[record], records.get("promised_amount")[record]
    outcome = records.get("outcome")[record]
    if outcome == CallOutcome.PROMISE and promised is None:
        yield _fault(records, record, "promised_on", f"La promesse sur {item.invoice} n'a pas de date",
                     "la date promise, jj/mm/aaaa")  # fmt: skip
    if outcome != CallOutcome.PROMISE and (promised is not None or amount is not None):
        given = "promised_on" if promised is not None else "promised_amount"
        header = schema.CALLS.column(given).header
        yield _fault(records, record, given, f"« {header} » est rempli pour {item.invoice} sans promesse",
                     f"{PROMISE} dans « Résultat », ou une cellule vide")  # fmt: skip
    if promised is not None and promised < as_of:
        yield _fault(records, record, "promised_on", f"La promesse sur {item.invoice} est déjà passée",
                     f"une date à partir du {as_of:%d/%m/%Y}")  # fmt: skip
    if amount is not None and amount <= 0:
        yield _fault(records, record, "promised_amount", f"Le montant promis sur {item.invoice} n'est pas positif",
                     "un montant positif, ou une cellule vide")  # fmt: skip
    elif amount is not None and amount > item.open_amount:
        balance = french_amount(item.open_amount, item.currency or reference)
        yield _fault(records, record, "promised_amount",
                     f"Le montant promis sur {item.invoice} dépasse son solde ({balance})",
                     "au plus le solde ; reportez la promesse sur les autres lignes du client qu'elle couvre",
                     Severity.WARNING)  # fmt: skip
    if is_settled(item):
        yield _fault(records, record, "invoice", f"{item.invoice} est soldée depuis la liste d'appels",
                     "« Liste d'appels » à refaire", Severity.WARNING)  # fmt: skip


def _gone(records: Records, record: int) -> Problem:
    invoice = records.get("invoice")[record] or ""
    return _fault(records, record, "invoice", f"La ligne {invoice} n'est plus dans « Factures », ou y porte une erreur",
                  "« Liste d'appels » à refaire")  # fmt: skip


def _fault(
    records: Records, record: int, field: str, what: str, expected: str, severity: Severity = Severity.ERROR
) -> Problem:
    value = records.get(field)[record]
    return Problem(
        what=what,
        expected=expected,
        sheet=records.grid.sheet,
        cell=records.cell(field, record),
        value=f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or ""),
        severity=severity,
    )
