"""CFONB 120: the French banks' statement of account, one record of 120 characters after another.

Each statement is a record 01 (old balance), any number of 04 (an operation, with its 05), and a 07 (new balance);
accounts follow one another, with or without line ends.  Layout: CFONB, « Relevé de compte sur support informatique »,
2004, and its evolution of March 2010.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from relance_xl.domain.matching.operations import Operation
from relance_xl.ledgers.bank.cfonb_details import with_details
from relance_xl.ledgers.bank.parts.codes import of_code
from relance_xl.ledgers.bank.parts.statements import Part, Sums
from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.problems import DataError, Problem, Severity

LENGTH = 120
_CHUNK = 120 * 512
_SHORTEST = {"01": 104, "04": 104, "05": 48, "07": 104}
_LAST = {
    sign: (value, factor)
    for signs, factor in (("{ABCDEFGHI", 1), ("}JKLMNOPQR", -1))
    for value, sign in enumerate(signs)
}
_LAST |= {"é": (0, 1), "è": (0, -1)} | {sign.lower(): found for sign, found in _LAST.items() if sign.isalpha()}
_DEFAULT_DECIMALS = 2


class _Unreadable(ValueError):
    """A zone of a record cannot be read; the message is French, without a point."""


@dataclass(slots=True)
class _Reading:
    """Where the reading stands."""

    file: str
    rank: int = 0
    sums: Sums | None = None
    opening: Decimal = Decimal(0)
    pending: list[tuple[int, str]] = field(default_factory=list)
    closings: dict[str, Decimal] = field(default_factory=dict)
    statements: int = 0


def read_cfonb(path: Path) -> Iterator[Part]:
    """The operations and statements of the file; an operation that cannot be read is refused alone.

    DataError when the structure is broken: a record of another kind, a 04 or 07 without its 01, a statement without
    its end.  A balance that does not hold is said, and its operations prove nothing.
    """
    reading = _Reading(path.name)
    line = 0
    with opened_text(path, text_form(path)) as (_, stream):
        for line, record in records(stream):
            if record:
                yield from _taken(reading, line, _whole(reading, line, record))
    if reading.sums is not None:
        raise _structural(reading, line, "Le dernier relevé n'a pas de fin", "un enregistrement 07")
    if not reading.statements:
        raise _structural(reading, 0, "Le fichier ne contient aucun relevé", "un enregistrement 01 puis un 07")


def records(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Each record with its line; blank lines are counted and empty, a line without ends is cut at every 120th."""
    number, rest = 0, ""
    while chunk := stream.read(_CHUNK):
        if chunk.endswith("\r"):
            chunk += stream.read(1)
        lines = (rest + chunk).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        last = lines.pop()
        kept = max(0, len(last) // LENGTH - 1) * LENGTH
        lines += [last[at : at + LENGTH] for at in range(0, kept, LENGTH)]
        rest = last[kept:]
        for record in (record for line in lines for record in _cut(line)):
            number += 1
            yield number, record
    for record in _cut(rest):
        number += 1
        yield number, record


def _cut(line: str) -> list[str]:
    bare = line.rstrip("\x1a\x00 ")
    if not bare:
        return [""]
    if len(bare) <= LENGTH:
        return [line[:LENGTH] if len(line) > LENGTH else line.rstrip("\x1a\x00")]
    return [bare[at : at + LENGTH] for at in range(0, len(bare), LENGTH)]


def _whole(reading: _Reading, line: int, record: str) -> str:
    """The record, its eaten trailing spaces given back."""
    shortest = _SHORTEST.get(record[:2])
    if shortest is None:
        shown = record[:40].strip()
        raise _structural(reading, line, f"« {shown} » n'est pas un enregistrement", "un code 01, 04, 05 ou 07")
    if len(record) < shortest:
        what = f"L'enregistrement a {len(record)} caractères"
        raise _structural(reading, line, what, f"{LENGTH} caractères")
    return record.ljust(LENGTH)


def _taken(reading: _Reading, line: int, record: str) -> Iterator[Part]:
    kind = record[:2]
    if kind == "01":
        yield from _begun(reading, line, record)
        return
    if reading.sums is None:
        raise _structural(reading, line, f"Un enregistrement {kind} vient avant le début du relevé", "un 01 d'abord")
    if kind == "05":
        reading.pending.append((line, record))
        return
    yield from _released(reading)
    if kind == "04":
        reading.pending = [(line, record)]
    else:
        yield from _ended(reading, line, record)


def _begun(reading: _Reading, line: int, record: str) -> Iterator[Part]:
    if reading.sums is not None:
        raise _structural(reading, line, "Un relevé commence avant la fin du précédent", "un enregistrement 07")
    account = _account(record)
    reading.opening = _balance(reading, line, record)
    reading.sums = Sums(account, record[16:19].strip() or "EUR", reading.statements)
    before = reading.closings.get(account + reading.sums.currency)
    if before is not None and before != reading.opening:
        yield Problem(
            file=reading.file,
            line=line,
            what=f"Compte {account} : l'ancien solde n'est pas le nouveau solde du relevé précédent, il en manque un",
            severity=Severity.WARNING,
        )


def _ended(reading: _Reading, line: int, record: str) -> Iterator[Part]:
    sums = reading.sums
    assert sums is not None  # noqa: S101 - the caller has seen it
    if record[21:32].strip() != sums.account.rsplit("-", 1)[1]:
        raise _structural(reading, line, "La fin du relevé est d'un autre compte que son début", sums.account)
    closing = _balance(reading, line, record)
    reading.closings[sums.account + sums.currency] = closing
    reading.sums = None
    reading.statements += 1
    yield sums.ended(reading.opening, closing, line=line)


def _released(reading: _Reading) -> Iterator[Part]:
    """The operation gathered so far, with its details; or why it is refused."""
    sums, pending = reading.sums, reading.pending
    reading.pending = []
    if not pending or sums is None:
        return
    line, record = pending[0]
    if record[:2] == "05":
        what = "Un détail vient avant son opération : il est laissé de côté"
        yield Problem(file=reading.file, line=line, what=what, expected="un enregistrement 04 d'abord")
        return
    try:
        operation = _operation(reading, line, record, sums)
    except _Unreadable as fault:
        sums.refused += 1
        yield Problem(file=reading.file, line=line, what=f"{fault} : l'opération est laissée de côté")
        return
    sums.add(operation.booked_on, operation.amount)
    yield with_details(operation, [detail for _, detail in pending[1:]])


def _operation(reading: _Reading, line: int, record: str, sums: Sums) -> Operation:
    amount = _amount(record)
    return Operation(
        booked_on=_day(record[34:40]),
        amount=amount,
        currency=record[16:19].strip() or sums.currency,
        label=record[48:79].strip(),
        reference="",
        texts=tuple(filter(None, (record[104:120].strip(), record[81:88].strip(" 0")))),
        meaning=of_code(record[32:34], amount),
        reason=record[40:42].strip() if amount < 0 else "",
        account=sums.account,
        file=reading.file,
        line=line,
        statement=sums.rank,
    )


def _account(record: str) -> str:
    return f"{record[2:7]}-{record[11:16]}-{record[21:32].strip()}"


def _balance(reading: _Reading, line: int, record: str) -> Decimal:
    try:
        _day(record[34:40])
        return _amount(record)
    except _Unreadable as fault:
        raise _structural(reading, line, str(fault), "un solde daté, signé dans sa dernière position") from fault


def _amount(record: str) -> Decimal:
    """The signed amount of columns 91 to 104: 13 digits, then a digit and the sign in one letter."""
    digits, sign = record[90:103], record[103]
    decimals = record[19].strip() or str(_DEFAULT_DECIMALS)
    if sign not in _LAST or not (digits.isascii() and digits.isdigit()) or not decimals.isdecimal():
        raise _Unreadable(f"« {record[90:104].strip()} » n'est pas un montant signé")
    last, factor = _LAST[sign]
    return (Decimal(int(digits) * 10 + last) * factor).scaleb(-int(decimals))


def _day(text: str) -> date:
    """The day of JJMMAA; its years are those of 2000 to 2099."""
    if text.isascii() and text.isdigit():
        with suppress(ValueError):
            return date(2000 + int(text[4:]), int(text[2:4]), int(text[:2]))
    raise _Unreadable(f"« {text.strip()} » n'est pas une date")


def _structural(reading: _Reading, line: int, what: str, expected: str) -> DataError:
    return DataError(Problem(file=reading.file, line=line, what=what, expected=expected))
