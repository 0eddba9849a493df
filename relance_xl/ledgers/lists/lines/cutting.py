"""The lines of a delimited text cut into fields: one malformed line costs one row (N-06)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

_LONGEST_LINE = 100_000
"""Characters; no invoice is told in so many."""
_LONGEST_FIELD = 200
"""Lines of one quoted field; beyond, its closing quote is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A line that cannot be cut: its number from 1, why, and its fields as far as they show."""

    line: int
    why: str
    fields: Sequence[str]


@dataclass(slots=True)
class Cut:
    """The rows, the number of the line that each begins on, and the lines that make none."""

    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


def cut(lines: Sequence[str], separator: str) -> Cut:
    """The fields of every line; a quoted field may run over several lines."""
    found = Cut()
    width = _usual_width(lines, separator)
    place = 0
    while place < len(lines):
        line = lines[place]
        if '"' not in line and len(line) <= _LONGEST_LINE:
            found.rows.append(line.rstrip("\r\n").split(separator) if line.strip("\r\n") else [])
            found.numbers.append(place + 1)
            place += 1
            continue
        fields, span = _quoted(lines, place, separator)
        why = _fault(lines[place : place + span], fields, separator, width)
        if why:
            bare = line[:_LONGEST_LINE].replace('"', "").rstrip("\r\n").split(separator)
            found.broken.append(Broken(line=place + 1, why=why, fields=bare))
            place += 1
            continue
        found.rows.append(fields)
        found.numbers.append(place + 1)
        place += span
    return found


def _quoted(lines: Sequence[str], place: int, separator: str) -> tuple[list[str], int]:
    """The fields of the record that begins at `place`, and its lines; no field when it cannot be cut."""
    if len(lines[place]) > _LONGEST_LINE:
        return [], 1
    reader = csv.reader(islice(lines, place, place + _LONGEST_FIELD), delimiter=separator)
    try:
        fields = next(reader)
    except (csv.Error, StopIteration):
        return [], 1
    return fields, reader.line_num


def _fault(record: Sequence[str], fields: Sequence[str], separator: str, width: int) -> str:
    """Why a record is not to be believed, "" when it is.

    A quote that is never closed swallows the lines that follow.  They betray it: each of them has all the columns.
    """
    if not fields:
        return "La ligne est trop longue ou ne peut être découpée"
    if len(record) == 1:
        return ""
    whole = [_naive_width(line, separator) == width for line in record]
    swallowed = whole[1:-1] if len(fields) == width else whole[1:]
    if any(swallowed) or (whole[0] and whole[-1]) or len(record) == _LONGEST_FIELD:
        return "Un guillemet ouvert n'est pas refermé"
    return ""


def _naive_width(line: str, separator: str) -> int:
    return line.count(separator) + 1


def _usual_width(lines: Sequence[str], separator: str) -> int:
    """The commonest count of fields among the first lines that have no quote, else that of the first line."""
    counts = [_naive_width(line, separator) for line in islice(lines, 2000) if '"' not in line and line.strip()]
    if not counts:
        counts = [len(_quoted(lines, 0, separator)[0])] if lines else []
    return max(set(counts), key=counts.count, default=0)


def fitted(rows: Sequence[list[str]], start: int, separator: str, *, joins: bool) -> Iterator[list[str] | None]:
    """The rows below the header at `start`, brought to its width; None for one that cannot be.

    What stands beyond the last column belongs to it when it is a text (`joins`): two e-mails with the separator
    between them.  Elsewhere the fields have shifted, and no one can say from where.
    """
    width = len(_without_blanks(rows[start]))
    extra = [len(_without_blanks(row)) > width for row in rows[start + 1 :]]
    usual = sum(extra) > max(2, len(extra) // 2)  # the header is the one that is short
    for row, long in zip(rows[start + 1 :], extra, strict=True):
        if not long or usual:
            yield row
        elif joins:
            yield [*row[: width - 1], separator.join(_without_blanks(row)[width - 1 :])]
        else:
            yield None


def _without_blanks(row: Sequence[str]) -> Sequence[str]:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return row[:width]
