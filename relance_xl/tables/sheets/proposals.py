"""What the accountant decided in `Relances`: ticks, levels and channels changed by hand, numbers of letters typed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.domain.model import OpenItem
from relance_xl.domain.outcome import LineKey, Review
from relance_xl.domain.search.proposals import BY_HAND
from relance_xl.domain.vocabulary import Channel
from relance_xl.problems import Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, read_records

_FIELDS = frozenset(
    {"ticked", "customer", "invoice", "due_date", "amount", "level_reached", "level_proposed", "channel",
     "last_reminder", "registered_number", "computed_level", "why"}
)  # fmt: skip
"""What is read back; the other columns inform the accountant, and what they say is read from `Factures` again."""


_STATED = re.compile(r"Niveau (\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedLine:
    """One row of `Relances` as it stands now.

    `row` is the worksheet row; `orphan` says that the line is no longer in `Factures`.  `registered_number` is the
    number typed for its letter, "" when there is none, None when the cell cannot be read.
    """

    key: LineKey
    row: int
    review: Review
    orphan: bool
    by_hand: bool
    registered_number: str | None = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the next search keeps of the sheet: the levels changed by hand, and the lines that bear a number typed."""

    levels: Mapping[LineKey, Review] = field(default_factory=dict)
    numbered: tuple[ReviewedLine, ...] = ()


def read_reviews(book: Book, items: Iterable[OpenItem]) -> tuple[list[ReviewedLine], list[Problem]]:
    """The rows of `Relances`, each matched to its item, and the faults in them.

    Lines that share customer, invoice and due date are told apart by their amount, then by their order.
    """
    records = _records(book)
    if records is None:
        return [], []
    return list(_lines(records, items)), list(records.problems)


def read_choices(book: Book, items: Iterable[OpenItem]) -> Choices:
    """The levels changed by hand and the numbers typed: the next search keeps them (S1-12)."""
    stated = _records(book, ("level_proposed", "computed_level", "why", "registered_number"))
    if stated is None or not _anything_typed(stated):
        return Choices()  # as a rule: the other columns are not read then
    lines = list(_lines(_records(book) or stated, items))
    return Choices(levels=made_by_hand(lines), numbered=tuple(line for line in lines if line.registered_number != ""))


def _anything_typed(records: Records) -> bool:
    levels = zip(records.get("level_proposed"), _computed_levels(records), strict=True)
    return any(number != "" for number in _numbers(records)) or any(_by_hand(*pair) for pair in levels)


def _numbers(records: Records) -> Sequence[str | None]:
    """The numbers typed, "" for each line when an older workbook has no such column."""
    return records.get("registered_number", "")


def _records(book: Book, fields: Collection[str] = _FIELDS) -> Records | None:
    if schema.PROPOSALS.name not in book.table_names():
        return None
    return read_records(book.read_table(schema.PROPOSALS.name), schema.PROPOSALS, fields)


def _lines(records: Records, items: Iterable[OpenItem]) -> Iterator[ReviewedLine]:
    columns = {name: records.get(name) for name in _FIELDS - {"registered_number", "computed_level", "why"}}
    numbers, computed = _numbers(records), _computed_levels(records)
    recognising = (columns[name] for name in ("customer", "invoice", "due_date", "amount"))
    waiting = _occurrences(items)
    for record, (customer, invoice, due, amount) in enumerate(zip(*recognising, strict=True)):
        if not customer or not invoice or due is None:
            continue
        occurrence = _take(waiting[customer, invoice, due], amount)
        yield ReviewedLine(
            key=LineKey(customer=customer, invoice=invoice, due_date=due, occurrence=occurrence or 0),
            row=records.rows[record],
            review=_review(columns, record),
            orphan=occurrence is None,
            by_hand=_by_hand(columns["level_proposed"][record], computed[record]),
            registered_number=numbers[record],
        )


def reviews(lines: Iterable[ReviewedLine]) -> Mapping[LineKey, Review]:
    """The decisions by line, those of lines that still exist."""
    return {line.key: line.review for line in lines if not line.orphan}


def made_by_hand(lines: Iterable[ReviewedLine]) -> Mapping[LineKey, Review]:
    """The decisions whose level was changed by hand."""
    return {line.key: replace(line.review, channel=None) for line in lines if line.by_hand and not line.orphan}


def _occurrences(items: Iterable[OpenItem]) -> dict[tuple[str, str, date], list[tuple[int, Decimal]]]:
    waiting: dict[tuple[str, str, date], list[tuple[int, Decimal]]] = defaultdict(list)
    for item in items:
        same = waiting[item.customer, item.invoice, item.due_date]
        same.append((len(same), item.amount))
    return waiting


def _take(waiting: list[tuple[int, Decimal]], amount: Decimal | None) -> int | None:
    """Remove and return the occurrence of this amount, else the first left; None when none is left."""
    if not waiting:
        return None
    found = next((pair for pair in waiting if pair[1] == amount), waiting[0])
    waiting.remove(found)
    return found[0]


def _review(columns: Mapping[str, Sequence[Any]], record: int) -> Review:
    channel = columns["channel"][record]
    return Review(
        ticked=bool(columns["ticked"][record]),
        level=columns["level_proposed"][record],
        channel=None if channel is None else Channel(channel),
        shown=True,
        level_reached=columns["level_reached"][record] or 0,
        last_reminder=columns["last_reminder"][record],
    )


def _computed_levels(records: Records) -> Sequence[int | None]:
    """The level computed for each line; an older workbook states it at the head of « Pourquoi » alone."""
    kept = records.fields.get("computed_level")
    return kept if kept is not None else [_stated_level(why or "") for why in records.get("why")]


def _stated_level(why: str) -> int | None:
    stated = None if BY_HAND in why else _STATED.match(why)
    return int(stated[1]) if stated else None


def _by_hand(level: int | None, computed: int | None) -> bool:
    """Whether somebody chose the level: another one was computed, or none."""
    return level is not None and level != computed
