"""What the accountant decided in `Relances`: ticks, levels and channels changed by hand, numbers of letters typed.

What of it `Relances` does not show is kept in the hidden sheet `Décisions` from one search to the next (N-34).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relance_xl.domain.lines import keyed, ranks, take_rank
from relance_xl.domain.model import OpenItem
from relance_xl.domain.outcome import CLEARED, LineKey, Review
from relance_xl.domain.search.proposals import BY_HAND, UNTICKED
from relance_xl.domain.vocabulary import Channel
from relance_xl.problems import Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Grid
from relance_xl.tables.records import Records, read_records, refuse_without
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.sheets.writing import yes_no

_FIELDS = frozenset(
    {"ticked", "customer", "invoice", "due_date", "amount", "level_reached", "level_proposed", "channel",
     "last_reminder", "registered_number", "computed_tick", "computed_level", "computed_channel", "why"}
)  # fmt: skip
"""What is read back; the other columns inform the accountant, and what they say is read from `Factures` again."""


_DECIDING = ("customer", "invoice", "due_date", "ticked", "level_proposed")
"""Without one of these columns no decision can be read: a line would look unticked, or its level erased (N-64)."""

_CHOSEN = ("ticked", "level_proposed", "channel", "computed_tick", "computed_level", "computed_channel", "why")
"""What shows whether a person changed a line."""

_STATED = re.compile(r"Niveau (\d)\s*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedLine:
    """One row of `Relances` as it stands now.

    `row` is the worksheet row; `orphan` says that the line is no longer in `Factures`; `choice` holds only what was
    changed by hand since the search.  `registered_number` is the number typed for its letter, "" when there is none,
    None when the cell cannot be read.
    """

    key: LineKey
    row: int
    review: Review
    orphan: bool
    choice: Review
    registered_number: str | None = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the next search keeps: the decisions (N-34), seen in the sheet or not, and the lines with a number typed.

    `sheet` is the table as it was read: while it is held, whoever writes it anew need not read its rows again.
    """

    decisions: Mapping[LineKey, Review] = field(default_factory=dict)
    numbered: tuple[ReviewedLine, ...] = ()
    sheet: Grid | None = field(default=None, compare=False, repr=False)


def read_reviews(book: Book, items: Iterable[OpenItem]) -> tuple[list[ReviewedLine], list[Problem]]:
    """The rows of `Relances`, each matched to its item, and the faults in them.

    Lines that share customer, invoice and due date are told apart by their amount, then by their order.  DataError when
    a column is missing that a decision needs.
    """
    records = _records(book)
    if records is None:
        return [], []
    return list(_lines(records, items)), list(records.problems)


def read_choices(book: Book, items: Sequence[OpenItem]) -> Choices:
    """What was changed by hand and the numbers typed: the next search keeps them (S1-12, N-34)."""
    kept = read_decisions(book, items)
    stated = _records(book, (*_CHOSEN, "registered_number"))
    if stated is None or not (kept or _anything_typed(stated)):
        return Choices(
            decisions=kept, sheet=stated.grid if stated is not None else None
        )  # as a rule: the other columns are not read then
    lines = list(_lines(_records(book) or stated, items))
    numbered = tuple(line for line in lines if line.registered_number != "")
    return Choices(decisions=_joined(kept, lines), numbered=numbered, sheet=stated.grid)


def _joined(kept: Mapping[LineKey, Review], lines: Iterable[ReviewedLine]) -> dict[LineKey, Review]:
    """The decisions that the sheet shows laid over those kept beside it, which are spent once the line was issued."""
    found = dict(kept)
    for line in lines:
        if line.orphan:
            continue
        before, choice = found.pop(line.key, None), line.choice
        if before is not None and _same_state(before, choice):
            choice = Review(
                ticked=before.ticked if choice.ticked is None else choice.ticked,
                level=before.level if choice.level is None else choice.level,
                channel=choice.channel or before.channel,
                shown=True,
                level_reached=choice.level_reached,
                last_reminder=choice.last_reminder,
            )
        if choice.decides:
            found[line.key] = choice
    return found


def _same_state(one: Review, other: Review) -> bool:
    return (one.level_reached, one.last_reminder) == (other.level_reached, other.last_reminder)


def _anything_typed(records: Records) -> bool:
    seen, computed = records.get("level_proposed"), _computed_levels(records)
    return (
        any(number != "" for number in _numbers(records))
        or any(_chosen_level(*pair) is not None for pair in zip(seen, computed, strict=True))
        or _differ(seen, computed)
        or _differ(map(bool, records.get("ticked")), _computed_ticks(records))
        or _differ(records.get("channel"), records.get("computed_channel"))
    )


def _differ(seen: Iterable[Any], computed: Iterable[Any]) -> bool:
    """Whether a cell shows something else than what was computed, where it is known."""
    return any(value is not None and other != value for other, value in zip(seen, computed, strict=True))


def _numbers(records: Records) -> Sequence[str | None]:
    """The numbers typed, "" for each line when an older workbook has no such column."""
    return records.get("registered_number", "")


def _records(book: Book, fields: Collection[str] = _FIELDS) -> Records | None:
    if schema.PROPOSALS.name not in book.table_names():
        return None
    grid = refuse_without(book.read_table(schema.PROPOSALS.name), schema.PROPOSALS, _DECIDING)
    return read_records(grid, schema.PROPOSALS, fields)


def _lines(records: Records, items: Iterable[OpenItem]) -> Iterator[ReviewedLine]:
    columns = {name: records.get(name) for name in _FIELDS - {"registered_number", "why"}}
    erasable = _kept_computed(records)
    columns["computed_level"], columns["computed_tick"] = _computed_levels(records), _computed_ticks(records)
    numbers = _numbers(records)
    recognising = (columns[name] for name in ("customer", "invoice", "due_date", "amount"))
    waiting = ranks(items)
    for record, (customer, invoice, due, amount) in enumerate(zip(*recognising, strict=True)):
        if not customer or not invoice or due is None:
            continue
        occurrence = take_rank(waiting[customer, invoice, due], amount)
        yield ReviewedLine(
            key=LineKey(customer=customer, invoice=invoice, due_date=due, occurrence=occurrence or 0),
            row=records.rows[record],
            review=_review(columns, record),
            orphan=occurrence is None,
            choice=_choice(columns, record, erasable=erasable[record] and record not in records.faulty),
            registered_number=numbers[record],
        )


def reviews(lines: Iterable[ReviewedLine]) -> Mapping[LineKey, Review]:
    """The decisions by line, those of lines that still exist."""
    return {line.key: line.review for line in lines if not line.orphan}


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


def _kept_computed(records: Records) -> list[bool]:
    """Whether what was computed for each line stands in cells of its own.

    A search made by an older version left none, even where the workbook has received the columns since.
    """
    if "computed_level" not in records.fields:
        return [False] * len(records.rows)
    return [tick is not None for tick in records.get("computed_tick")]


def _computed_levels(records: Records) -> Sequence[int | None]:
    """The level computed for each line; an older version states it at the head of « Pourquoi » alone."""
    lines = zip(_kept_computed(records), records.get("computed_level"), records.get("why"), strict=True)
    return [level if kept else _stated_level(why or "") for kept, level, why in lines]


def _computed_ticks(records: Records) -> Sequence[bool | None]:
    """The tick computed for each line; an older version ticked what it stated a level for, but where it asked."""
    lines = zip(records.get("computed_tick"), records.get("why"), strict=True)
    return [_stated_tick(why or "") if tick is None else tick for tick, why in lines]


def _stated_level(why: str) -> int | None:
    stated = None if BY_HAND in why else _STATED.match(why)
    return int(stated[1]) if stated else None


def _choice(columns: Mapping[str, Sequence[Any]], record: int, *, erasable: bool) -> Review:
    """What differs from what was computed; `erasable`: a blank level is one taken away, and no fault."""
    ticked, level, channel = (columns[name][record] for name in ("ticked", "level_proposed", "channel"))
    tick, computed, usual = (columns[name][record] for name in ("computed_tick", "computed_level", "computed_channel"))
    unticked, given = tick is True and not ticked, tick is False and ticked and level is not None
    erased = erasable and level is None and computed is not None
    return Review(
        ticked=bool(given) if unticked or given else None,
        level=CLEARED if erased else _chosen_level(level, computed),
        channel=Channel(channel) if channel and usual and channel != usual else None,
        shown=True,
        level_reached=columns["level_reached"][record] or 0,
        last_reminder=columns["last_reminder"][record],
    )


def _chosen_level(level: int | None, computed: int | None) -> int | None:
    """The level that somebody chose: another one was computed, or none."""
    return None if level == computed else level


def _stated_tick(why: str) -> bool | None:
    unticked = any(words in why for words in UNTICKED)
    return None if unticked or _stated_level(why) is None else True


def read_decisions(book: Book, items: Iterable[OpenItem]) -> dict[LineKey, Review]:
    """What `Décisions` holds of lines that still stand in `Factures`; nothing when the workbook has no such sheet."""
    if schema.DECISIONS.name not in book.table_names():
        return {}
    records = read_records(book.read_table(schema.DECISIONS.name), schema.DECISIONS)
    if not records.rows:
        return {}
    waiting = ranks(items)
    keys = zip(*(records.get(name) for name in ("customer", "invoice", "due_date", "amount")), strict=True)
    found: dict[LineKey, Review] = {}
    for record, (customer, invoice, due, amount) in enumerate(keys):
        occurrence = take_rank(waiting.get((customer, invoice, due), []), amount)
        if occurrence is not None:
            key = LineKey(customer=customer, invoice=invoice, due_date=due, occurrence=occurrence)
            found[key] = _kept_decision(records, record)
    return found


def _kept_decision(records: Records, record: int) -> Review:
    def read(field: str) -> Any:
        return records.get(field)[record]

    channel = read("channel")
    return Review(
        ticked=read("ticked"),
        level=read("level"),
        channel=Channel(channel) if channel else None,
        shown=True,
        level_reached=read("level_reached") or 0,
        last_reminder=read("last_reminder"),
    )


def write_decisions(book: Book, decisions: Mapping[LineKey, Review], items: Sequence[OpenItem]) -> None:
    """Keep these decisions, and no other; nothing when the workbook has no such sheet."""
    if schema.DECISIONS.name not in book.table_names():
        return
    amounts = {key: item.amount for key, item in keyed(items) if key in decisions} if decisions else {}
    rows: list[Fields] = [
        {
            "customer": key.customer,
            "invoice": key.invoice,
            "due_date": key.due_date,
            "amount": amounts.get(key),
            "ticked": None if decision.ticked is None else yes_no(decision.ticked),
            "level": decision.level,
            "channel": decision.channel,
            "level_reached": decision.level_reached,
            "last_reminder": decision.last_reminder,
        }
        for key, decision in decisions.items()
    ]
    book.replace_rows(schema.DECISIONS.name, *laid_out(schema.DECISIONS, rows))
