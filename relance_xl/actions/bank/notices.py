"""The same money told twice: by a notice of the day (camt.054, camt.052), and by the statement that holds it.

A statement tells all that was booked, so a notice's entry is the statement's of that account, day, amount and currency;
each explains one other.  What tells more is kept, and remembers the fingerprints of what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from relance_xl.domain.matching.operations import Operation
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.bank import BankRow
from relance_xl.tables.sheets.writing import set_cells

_NOTICE, _ENTRY, _ALSO, PART = "/n", "/e", "=", "#"

EntryKey = tuple[str, date, Decimal, str]
"""Account, day, amount, currency: what a statement and a notice say alike of one entry."""
Entry = tuple[EntryKey, str]
"""With where it stands: its file, its statement there, its rank among equal ones."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One operation with its fingerprint."""

    operation: Operation
    fingerprint: str

    @property
    def entry(self) -> Entry:
        """The entry of the statement or notice that it is, or is a part of."""
        operation = self.operation
        whole = operation.amount if operation.entry is None else operation.entry
        place = f"{operation.file}:{operation.statement}:{operation.entry_rank}"
        return (operation.account, operation.booked_on, whole, operation.currency), place

    def kept_print(self, also: Sequence[str]) -> str:
        """The fingerprint as `Banque` keeps it, with those it stands for; a notice or a part names its entry too."""
        operation = self.operation
        (_, _, whole, _), _ = self.entry
        kind = _NOTICE if operation.notice else _ENTRY if operation.entry is not None else ""
        place = f"{kind}{whole}:{operation.statement}:{operation.entry_rank}" if kind else ""
        return _ALSO.join((f"{self.fingerprint}{place}", *also))


def prints_of(kept: str) -> tuple[str, ...]:
    """The operation's own fingerprint, its deposit's, and those it stands for, of what `Banque` keeps; none of ""."""
    own, *also = kept.split(_ALSO)
    mine = own.partition("/")[0]
    deposit = mine.partition(PART)[0]
    return tuple(dict.fromkeys((mine, deposit, *also))) if own else ()


@dataclass(slots=True)
class Once:
    """New operations by fingerprint, none of them told twice; and which fingerprints stand for which others."""

    new: dict[str, Brought] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=dict)

    def stand_for(self, kept: str, others: Iterable[str]) -> None:
        """What has the first fingerprint stands for the others, which are not new any more."""
        for other in others:
            self.also.setdefault(kept, []).append(other)
            if other != kept:
                self.new.pop(other, None)


_Entries = dict[Entry, list[Brought]]


def told_once(new: Mapping[str, Brought], again: Iterable[Brought], rows: Sequence[BankRow]) -> Once:
    """The new operations less those whose money the other kind of document tells, in `rows` or in `new`.

    `again` are those whose very fingerprint came before: they are explained, and explain nothing else.
    """
    once = Once(dict(new))
    fresh: dict[bool, _Entries] = {True: {}, False: {}}
    for each in new.values():
        fresh[each.operation.notice].setdefault(each.entry, []).append(each)
    free = _free(rows)
    if not (free[True] or fresh[True]):
        return once
    for each in again:
        is_notice = each.operation.notice
        pool = free[not is_notice].get(each.entry[0], [])
        first = new.get(each.fingerprint)
        if each.fingerprint in pool:
            pool.remove(each.fingerprint)
            once.stand_for(each.fingerprint, [each.fingerprint])
        elif first is not None and first.entry in fresh[not is_notice]:
            del fresh[not is_notice][first.entry]
            once.stand_for(each.fingerprint, [each.fingerprint])
    for is_notice in (False, True):
        _explained_by_rows(fresh[is_notice], free[not is_notice], once)
    _explained_by_each_other(fresh[True], fresh[False], once)
    return once


def _free(rows: Iterable[BankRow]) -> dict[bool, dict[EntryKey, list[str]]]:
    """Of notices and of statements, the entries in `Banque` that stand for no other yet, each by a fingerprint."""
    entries: dict[tuple[bool, EntryKey, str], str] = {}
    taken: set[tuple[bool, EntryKey, str]] = set()
    for row in rows:
        first, *also = row.fingerprint.split(_ALSO)
        own, _, told = first.partition("/")
        amount, place = row.amount, own
        with suppress(InvalidOperation):
            whole, _, rank = told[1:].partition(":")
            amount, place = Decimal(whole), f"{row.batch}:{row.file}:{rank}"
        entry = told[:1] == _NOTICE[1], (row.account, row.booked_on, amount, row.currency), place
        entries.setdefault(entry, own)
        if also:
            taken.add(entry)
    free: dict[bool, dict[EntryKey, list[str]]] = {True: {}, False: {}}
    for entry, own in entries.items():
        if entry not in taken:
            is_notice, key, _ = entry
            free[is_notice].setdefault(key, []).append(own)
    return free


def _explained_by_rows(fresh: _Entries, free: Mapping[EntryKey, list[str]], once: Once) -> None:
    for entry in list(fresh):
        if pool := free.get(entry[0]):
            once.stand_for(pool.pop(0), (part.fingerprint for part in fresh.pop(entry)))


def _explained_by_each_other(notices: _Entries, statements: _Entries, once: Once) -> None:
    """Of a statement and a notice read together, what says less of each entry that both tell gives way."""
    by_key: dict[EntryKey, list[list[Brought]]] = {}
    for (key, _), parts in notices.items():
        by_key.setdefault(key, []).append(parts)
    for (key, _), parts in statements.items():
        if same := by_key.get(key):
            less, more = sorted((parts, same.pop(0)), key=_says)
            once.stand_for(more[0].fingerprint, (part.fingerprint for part in less))


def _says(parts: Sequence[Brought]) -> tuple[int, int]:
    """How much an entry tells: the payments that it is taken apart into, then the words of its payers and motifs."""
    words = sum(len(part.operation.payer) + sum(map(len, part.operation.texts)) for part in parts)
    return len(parts), words


def remember_also(book: Book, rows: Iterable[BankRow], also: Mapping[str, Sequence[str]]) -> None:
    """Writes into `Banque` which fingerprints its rows stand for from now on."""
    cells: dict[int, Fields] = {}
    for row in rows:
        if others := also.get(next(iter(prints_of(row.fingerprint)), "")):
            cells[row.row] = {"fingerprint": _ALSO.join((row.fingerprint, *others))}
    if cells:
        set_cells(book, schema.BANK, cells)
