"""What the user typed in `Appels` while on the telephone, each result matched to its line of `Factures`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.vocabulary import CallOutcome, ItemKind
from relance_xl.domain.wording import french_amount
from relance_xl.problems import Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, read_records, refuse_without

RESULT = ("outcome", "promised_on", "promised_amount", "note")
_TOLD = ("customer", "invoice", "due_date", *RESULT)
"""Without one of these columns what was typed would be lost, or count for all lines of its customer (N-64)."""
NOTED = "✓ Noté"
"""How « Suivi » begins where a result was recorded since the list was made."""
PROMISE = f"« {CallOutcome.PROMISE} »"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCall:
    """One result: its line, its worksheet row in `Appels`, and what was typed; no outcome for a note alone.

    `until` is the day promised or, for « À rappeler », that of the next call.
    """

    item: OpenItem
    row: int
    outcome: CallOutcome | None
    until: date | None
    promised_amount: Decimal | None
    note: str

    @property
    def promised_on(self) -> date | None:
        """The day promised."""
        return None if self.outcome is CallOutcome.TO_CALL_BACK else self.until

    @property
    def call_back_on(self) -> date | None:
        """The day on which the customer wants to be called again."""
        return self.until if self.outcome is CallOutcome.TO_CALL_BACK else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What a result is about: an invoice, or all that a customer owes; `currency` is "" for several."""

    name: str
    owed: Decimal
    currency: str
    settled: bool = False


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The rows of `Appels`, read one after the other."""

    records: Records
    items: Sequence[OpenItem]
    as_of: date
    reference: str
    calls: list[TypedCall] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    listed: dict[str, list[OpenItem]] = field(default_factory=lambda: defaultdict(list))
    typed: set[int] = field(default_factory=set)

    def line(self, record: int, item: OpenItem | None) -> None:
        """The row of one line."""
        if item is not None:
            self.listed[item.customer].append(item)
        if not _is_typed(self.records, record):
            return
        if item is not None:
            self.typed.add(id(item))
        if record in self.records.faulty:
            return
        if item is None:
            self.problems.append(_gone(self.records, record))
            return
        whole = _Whole(
            name=item.invoice,
            owed=item.open_amount,
            currency=item.currency or self.reference,
            settled=is_settled(item),
        )
        if self._is_right(record, whole):
            self.calls.append(_call(self.records, record, item))

    def opening(self, record: int) -> None:
        """The row that opens a customer: what is typed there counts for his lines that nothing was typed for."""
        if not _is_typed(self.records, record) or record in self.records.faulty:
            return
        lines = self._lines_of(record)
        customer = self.records.get("customer")[record]
        if not lines:
            expected = "un résultat sur une ligne du client"
            self.problems.append(
                _fault(self.records, record, "customer", f"Aucune ligne de {customer} n'est en retard", expected)
            )
            return
        currencies = {item.currency or self.reference for item in lines}
        whole = _Whole(
            name=customer,
            owed=sum((item.open_amount for item in lines), ZERO),
            currency=currencies.pop() if len(currencies) == 1 else "",
        )
        if self._is_right(record, whole):
            self.typed.update(map(id, lines))
            self.calls += _shared(_call(self.records, record, lines[0]), lines)

    def _lines_of(self, record: int) -> list[OpenItem]:
        """The customer's lines listed and, but for a dispute or a mere note, those overdue that the list leaves out."""
        customer, outcome = (self.records.get(name)[record] for name in ("customer", "outcome"))
        lines = list(self.listed[customer])
        if outcome and outcome != CallOutcome.DISPUTE:
            known = {id(item) for item in lines}
            lines += [item for item in self.items if id(item) not in known and self._is_late(item, customer)]
        lines = [item for item in lines if id(item) not in self.typed and not is_settled(item)]
        return sorted(lines, key=lambda item: item.due_date)

    def _is_late(self, item: OpenItem, customer: str) -> bool:
        late = item.open_amount > 0 and item.kind is ItemKind.INVOICE and item.days_overdue(self.as_of) > 0
        return item.customer == customer and late and not _kept_quiet(item, self.as_of)

    def _is_right(self, record: int, whole: _Whole) -> bool:
        faults = list(_faults(self.records, record, whole, self.as_of))
        self.problems += faults
        return not errors(faults)


def read_calls(
    book: Book, items: Iterable[OpenItem], as_of: date, reference: str
) -> tuple[list[TypedCall], list[Problem]]:
    """The results that can be recorded, and the faults by cell; a result with an error is not among the first.

    A row without an invoice counts for all lines of its customer, unless a result was typed for the line (N-35).
    DataError when a column is missing that a result needs.
    """
    records = read_records(refuse_without(book.read_table(schema.CALLS.name), schema.CALLS, _TOLD), schema.CALLS)
    rows = tuple(items)
    waiting: dict[tuple[str, str, date], list[OpenItem]] = defaultdict(list)
    for item in sorted(rows, key=lambda item: _kept_quiet(item, as_of)):
        waiting[item.customer, item.invoice, item.due_date].append(item)
    reading = _Reading(records=records, items=rows, as_of=as_of, reference=reference, problems=list(records.problems))
    opening = [record for record in range(len(records.rows)) if _opens(records, record)]
    for record in range(len(records.rows)):
        if record not in opening:
            reading.line(record, _take(records, record, waiting))
    for record in opening:
        reading.opening(record)
    return reading.calls, reading.problems


def _opens(records: Records, record: int) -> bool:
    customer, invoice, due = (records.get(name)[record] for name in ("customer", "invoice", "due_date"))
    return bool(customer) and not invoice and due is None


def _is_typed(records: Records, record: int) -> bool:
    return any(records.get(name)[record] for name in RESULT)


def _shared(call: TypedCall, lines: Sequence[OpenItem]) -> Iterator[TypedCall]:
    """The call about each line; a sum promised goes to the oldest ones first, and no line without a share."""
    left = call.promised_amount
    for item in lines:
        if left is None:
            yield replace(call, item=item)
        elif left > 0:
            share = min(left, item.open_amount)
            left -= share
            yield replace(call, item=item, promised_amount=share)


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
        until=records.get("promised_on")[record],
        promised_amount=records.get("promised_amount")[record],
        note=records.get("note")[record] or "",
    )


def _faults(records: Records, record: int, whole: _Whole, as_of: date) -> Iterator[Problem]:
    """A promise needs a date to come; a date or an amount needs a promise; an amount above the balance is told."""
    name = whole.name
    until, amount = records.get("promised_on")[record], records.get("promised_amount")[record]
    outcome = records.get("outcome")[record]
    if outcome == CallOutcome.PROMISE and until is None:
        yield _fault(records, record, "promised_on", f"La promesse sur {name} n'a pas de date",
                     "la date promise, jj/mm/aaaa")  # fmt: skip
    if outcome not in {CallOutcome.PROMISE, CallOutcome.TO_CALL_BACK} and until is not None:
        yield _without_promise(records, record, "promised_on", name)
    elif outcome != CallOutcome.PROMISE and amount is not None:
        yield _without_promise(records, record, "promised_amount", name)
    if until is not None and until < as_of:
        back = outcome == CallOutcome.TO_CALL_BACK
        what = f"Le rappel sur {name} est déjà passé" if back else f"La promesse sur {name} est déjà passée"
        yield _fault(records, record, "promised_on", what, f"une date à partir du {as_of:%d/%m/%Y}")
    if amount is not None:
        yield from _amount_faults(records, record, whole, amount)
    if whole.settled:
        yield _fault(records, record, "invoice", f"{name} est soldée depuis la liste d'appels",
                     "« Liste d'appels » à refaire", Severity.WARNING)  # fmt: skip


def _without_promise(records: Records, record: int, field: str, name: str) -> Problem:
    what = f"« {schema.CALLS.column(field).header} » est rempli pour {name} sans promesse"
    return _fault(records, record, field, what, f"{PROMISE} dans « Résultat », ou une cellule vide")


def _amount_faults(records: Records, record: int, whole: _Whole, amount: Decimal) -> Iterator[Problem]:
    if amount <= 0:
        yield _fault(records, record, "promised_amount", f"Le montant promis sur {whole.name} n'est pas positif",
                     "un montant positif, ou une cellule vide")  # fmt: skip
    elif not whole.currency:
        yield _fault(records, record, "promised_amount", f"{whole.name} doit dans plusieurs devises",
                     "le montant promis sur chacune de ses lignes")  # fmt: skip
    elif amount > whole.owed:
        yield _fault(records, record, "promised_amount",
                     f"Le montant promis sur {whole.name} dépasse son solde "
                     f"({french_amount(whole.owed, whole.currency)})",
                     "au plus le solde ; reportez la promesse sur les autres lignes du client qu'elle couvre",
                     Severity.WARNING)  # fmt: skip


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
