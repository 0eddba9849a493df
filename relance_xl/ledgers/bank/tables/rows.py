"""A bank's CSV or Excel export: columns found by their names, each row an operation."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from relance_xl.domain.matching.operations import Operation
from relance_xl.domain.wording import typeset
from relance_xl.ledgers.bank.parts.codes import of_label
from relance_xl.ledgers.bank.parts.statements import Part, Sums
from relance_xl.ledgers.bank.tables.columns import BankColumns, columns_of, find_columns, is_enough
from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.ledgers.common.spelling import condensed, spaced
from relance_xl.ledgers.lists.values import DateOrder, amount, day, decimal_mark, order_of
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_LONGEST, _MOST_LINES, _MOST_ROWS = 100_000, 12, 2_000_000
SEPARATORS = (";", "\t", ",", "|")
_DONE = frozenset({"", "settled", "completed", "execute", "executed", "comptabilise", "termine", "booked", "regle"})
_SUMMARY = re.compile(r"(?:solde|total|sous-total|nombre)\b", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"')
_AMOUNTS = ("amount", "debit", "credit", "balance")
_BOUNDS = typeset("une opération par ligne, 100 000 caractères et 2 000 000 lignes au plus")
Rows = Sequence[tuple[int, Sequence[Value]]]


def read_csv(path: Path, mapping: Mapping[str, str]) -> Iterator[Part]:
    """The operations of a bank's delimited text; DataError when no separator gives a day and an amount."""
    lines = read_lines(path)
    best: Rows = []
    for separator in SEPARATORS:
        sample = list(rows_of(lines[:200], separator))
        if find_columns([row for _, row in sample], mapping) is not None:
            best = list(rows_of(lines, separator))
            break
    yield from read_table(best or [(1, [line.strip()]) for line in lines[:20]], path.name, mapping)


def read_lines(path: Path) -> list[str]:
    """The lines of a text.  DataError when one has more than 100,000 characters, or when they pass two millions.

    Nothing is cut: an operation that was left out unsaid would be a payment lost.
    """
    lines: list[str] = []
    with opened_text(path, text_form(path)) as (_, stream):
        while line := stream.readline(_LONGEST):
            if len(line) == _LONGEST or len(lines) == _MOST_ROWS:
                long = "Cette ligne est trop longue pour un relevé"
                what = long if len(line) == _LONGEST else "Le fichier a trop de lignes pour un relevé"
                raise DataError(Problem(file=path.name, line=len(lines) + 1, what=what, expected=_BOUNDS))
            lines.append(line)
    return lines


def rows_of(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[Value]]]:
    """The rows with their lines; a quoted field may run over a dozen lines, an unclosed quote costs its own line."""
    at = 0
    while at < len(lines):
        size, text = 1, lines[at]
        while text.count('"') % 2 and size < _MOST_LINES and at + size < len(lines):
            text += lines[at + size]
            size += 1
        if text.count('"') % 2:
            size, text = 1, lines[at].replace('"', "")
        try:
            row: list[Value] = list(next(csv.reader(text.splitlines(keepends=True), delimiter=separator), []))
        except csv.Error:
            row = [text.strip()[:80]]
        yield at + 1, row
        at += size


def read_table(rows: Rows, file: str, mapping: Mapping[str, str]) -> Iterator[Part]:
    """The operations of rows of cells; a row that cannot be read is refused alone.

    DataError when no row names a day and an amount.
    """
    found = find_columns([row for _, row in rows], mapping)
    if found is None:
        raise _no_header(rows, file)
    reading = _Reading(file, found, _Habits.of(rows[found.row + 1 :], found))
    reading.stated = dict(filter(None, (_stated(row) for _, row in rows)))
    for line, row in rows[found.row + 1 :]:
        yield from reading.taken(line, row, mapping)
    yield from reading.ended()


def _stated(row: Sequence[Value]) -> tuple[str, Decimal] | None:
    """« Solde en fin de période ; … ; 32127,23 »: the balance that a row beside the table states."""
    first = condensed(cells.shown(row[0])) if row else ""
    found = re.match(r"soldeen(?:(d\w?but)|fin)", first)
    if not found:
        return None
    try:
        value = next((amount(cell, ",") for cell in reversed(row[1:]) if not cells.is_blank(cell)), None)
    except cells.CellFault:
        return None
    return None if value is None else ("opening" if found[1] else "closing", value)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the whole columns are written."""

    order: DateOrder
    marks: Mapping[str, str]

    @classmethod
    def of(cls, body: Rows, found: BankColumns) -> _Habits:
        """The order of the days that they prove, else day first; the decimal mark of each column of amounts."""
        seen = order_of(_column(body, found, "day"))
        order = seen.order if seen.order is not None and not seen.mixed else DateOrder.DAY_FIRST
        marks = {name: decimal_mark(_column(body, found, name)) for name in _AMOUNTS if name in found.columns}
        return cls(order, marks)


def _column(body: Rows, found: BankColumns, name: str) -> list[Value]:
    place = found.columns[name]
    return [_clean(row[place]) if place < len(row) else None for _, row in body]


def _clean(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    bare = value.strip()
    formula = _FORMULA.fullmatch(bare)
    return (formula[1] if formula else bare.removeprefix("'")).replace("\u00a0", " ")


@dataclass(slots=True)
class _Reading:
    """Where the reading of one table stands."""

    file: str
    found: BankColumns
    habits: _Habits
    stated: dict[str, Decimal] = field(default_factory=dict)
    rank: int = 0
    sums: Sums | None = None
    balances: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    left_out: int = 0

    def taken(self, line: int, row: Sequence[Value], mapping: Mapping[str, str]) -> Iterator[Part]:
        """What one row brings."""
        if all(cells.is_blank(value) for value in row):
            return
        again = columns_of(0, row, mapping)
        if is_enough(again) and len(again.columns) >= len(self.found.columns) - 1:
            yield from self.ended()
            self.rank, self.sums, self.balances = self.rank + 1, None, []
            return
        when = self._cell(row, "day")
        if cells.is_blank(when) or _SUMMARY.match(cells.shown(row[0]).strip()):
            return
        if condensed(self._text(row, "status")) not in _DONE:
            self.left_out += 1
            return
        yield from self._operation(line, row, when)

    def _operation(self, line: int, row: Sequence[Value], when: Value) -> Iterator[Part]:
        sums = self.sums = self.sums or Sums(self._text(row, "account"), self._currency(row), self.rank)
        try:
            value, booked = self._amount(row), self._day(when)
            balance = amount(self._cell(row, "balance"), self.habits.marks.get("balance", ""))
        except cells.CellFault as fault:
            sums.refused += 1
            yield Problem(
                file=self.file,
                line=line,
                what=f"{fault.what} : l'opération est laissée de côté",
                expected=fault.expected,
            )
            return
        sums.add(booked, value)
        if balance is not None:
            self.balances.append((value, balance))
        yield self._made(line, row, booked, value)

    def _made(self, line: int, row: Sequence[Value], booked: date, value: Decimal) -> Operation:
        texts = [self._place(row, place) for place in self.found.texts]
        label = spaced(self._text(row, "label"))
        payer = spaced(self._text(row, "payer"))
        label = label or " ".join(dict.fromkeys(filter(None, (payer, *texts))))
        return Operation(
            booked_on=booked,
            amount=value,
            currency=self._currency(row),
            label=label,
            texts=tuple(dict.fromkeys(filter(None, texts))),
            reference=self._text(row, "reference"),
            payer=payer,
            payer_iban=self._text(row, "payer_iban").replace(" ", ""),
            meaning=of_label(label, value),
            account=self._text(row, "account"),
            file=self.file,
            line=line,
            statement=self.rank,
        )

    def _day(self, when: Value) -> date:
        found = day(when, self.habits.order)
        if found is None:
            raise cells.CellFault("La date est vide", self.habits.order.value)
        return found

    def _amount(self, row: Sequence[Value]) -> Decimal:
        """The signed amount, from the debit and the credit when both columns are there."""
        if {"debit", "credit"} <= self.found.columns.keys():
            debit, credit = self._figure(row, "debit"), self._figure(row, "credit")
            if bool(debit) == bool(credit):
                raise cells.CellFault("Le débit et le crédit sont tous deux " + ("remplis" if debit else "vides"))
            return abs(credit) if credit else -abs(debit or Decimal(0))
        value = self._figure(row, "amount")
        if value is None:
            raise cells.CellFault("Le montant est vide", cells.AMOUNT_EXPECTED)
        return value

    def _figure(self, row: Sequence[Value], name: str) -> Decimal | None:
        return amount(self._cell(row, name), self.habits.marks.get(name, ""))

    def _cell(self, row: Sequence[Value], name: str) -> Value:
        place = self.found.columns.get(name, -1)
        return _clean(row[place]) if 0 <= place < len(row) else None

    def _text(self, row: Sequence[Value], name: str) -> str:
        return cells.shown(self._cell(row, name)).strip()

    def _place(self, row: Sequence[Value], place: int) -> str:
        return spaced(cells.shown(_clean(row[place]))) if place < len(row) else ""

    def _currency(self, row: Sequence[Value]) -> str:
        return self._text(row, "currency").upper()[:3] or "EUR"

    def ended(self) -> Iterator[Part]:
        """The statement of the rows read so far; its balance checked in both orders where there is one."""
        if self.left_out:
            what = f"{self.left_out} opération(s) en attente, refusée(s) ou annulée(s) par la banque : non reprises"
            yield Problem(file=self.file, what=what, severity=Severity.WARNING)
            self.left_out = 0
        sums = self.sums or Sums("", "EUR", self.rank)
        opening, closing, broken = self._ends()
        ended = sums.ended(opening, closing, refused=int(broken))
        yield ended

    def _ends(self) -> tuple[Decimal | None, Decimal | None, bool]:
        if not self.balances:
            return self.stated.get("opening"), self.stated.get("closing"), False
        for chain in (self.balances, self.balances[::-1]):
            pairs = pairwise(chain)
            if all(before[1] + after[0] == after[1] for before, after in pairs):
                return chain[0][1] - chain[0][0], chain[-1][1], False
        first, last = self.balances[0], self.balances[-1]
        return first[1] - first[0], last[1], True


def _no_header(rows: Rows, file: str) -> DataError:
    seen = next((row for _, row in rows if any(not cells.is_blank(value) for value in row)), ())
    shown = " ; ".join(cells.shown(value) for value in seen)[:80].strip()
    what = "Ce fichier n'est pas un relevé reconnu : aucune ligne ne nomme une date et un montant"
    return DataError(Problem(file=file, what=what, expected="un relevé bancaire", value=shown))
