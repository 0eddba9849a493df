"""MT940 (SWIFT): messages of fields « :61: » and « :86: », read line by line.

The kept library (mt-940) knows no line numbers, gives a whole file or nothing, and turns a taken-back credit into a
receipt unless told otherwise; a wrong receipt is what must never happen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.domain.matching.operations import Meaning, Operation
from relance_xl.ledgers.bank.cfonb_details import given_reference
from relance_xl.ledgers.bank.parts.codes import of_label
from relance_xl.ledgers.bank.parts.statements import Part, Sums
from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.problems import DataError, Problem, Severity

_LONGEST, _MOST_LINES = 10_000, 60
_FIELD = re.compile(r":(\d{2}[A-Z]?):(.*)", re.DOTALL)
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})(\d{0,15}(?:[,.]\d{0,5})?)\s*")
_ENTRY = re.compile(
    r"(?P<day>\d{6})(?P<entry>\d{4}|\s{4})?(?P<mark>RC|RD|C|D)(?P<funds>[A-Z])?(?P<amount>\d{1,15}(?:[,.]\d{0,5})?)"
    r"(?P<kind>[A-Z][A-Z0-9 ]{3})?(?P<rest>.*)",
    re.DOTALL,
)
_GERMAN = re.compile(r"\s*(\d{3})\?")
_SLASHED = re.compile(r"/(EREF|REMI|ORDP|NAME|IBAN|DE|MOTIF|REF|BENM|TRTP|OCMT|CHGS|MARF)/? ?")
_WORDED = re.compile(r"\b(EREF|KREF|MREF|SVWZ|ABWA)\+")


@dataclass(slots=True)
class _Reading:
    """The message that is being read."""

    file: str
    rank: int = 0
    account: str = ""
    sums: Sums | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    tag: str = ""
    text: list[str] = field(default_factory=list)
    line: int = 0
    pending: Operation | None = None
    seen: bool = False


def read_mt940(path: Path) -> Iterator[Part]:
    """The operations and statements of the file; an entry that cannot be read is refused alone, its balance unproved.

    DataError when the file holds no statement.
    """
    reading = _Reading(path.name)
    with opened_text(path, text_form(path)) as (_, stream):
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            yield from _line(reading, number, line.strip("\r\n\x1a"))
    yield from _field_done(reading)
    yield from _released(reading)
    yield from _ended(reading)
    if not reading.seen:
        raise DataError(Problem(file=path.name, what="Le fichier ne contient aucun relevé", expected="un relevé MT940"))


def _line(reading: _Reading, number: int, line: str) -> Iterator[Part]:
    found = _FIELD.match(line)
    if found:
        yield from _field_done(reading)
        reading.tag, reading.text, reading.line = found[1], [found[2]], number
    elif line.strip() in {"-", "-}"}:
        yield from _field_done(reading)
        reading.tag = ""
    elif reading.tag and len(reading.text) < _MOST_LINES:
        reading.text.append(line)


def _field_done(reading: _Reading) -> Iterator[Part]:
    tag, text = reading.tag, reading.text
    reading.tag, reading.text = "", []
    if tag == "86":
        _described(reading, text)
        return
    if tag:
        yield from _released(reading)
    if tag == "20":
        yield from _ended(reading)
    elif tag == "25":
        reading.account = text[0].strip()
    elif tag in {"60F", "60M"}:
        yield from _begun(reading, text[0])
    elif tag == "61":
        yield from _entry(reading, text)
    elif tag in {"62F", "62M"}:
        reading.closing = _balance(text[0])


def _begun(reading: _Reading, text: str) -> Iterator[Part]:
    yield from _ended(reading)
    balance = _balance(text)
    currency = text[7:10] if balance is not None else ""
    reading.seen, reading.opening = True, balance
    reading.sums = Sums(reading.account, currency, reading.rank)
    if balance is None:
        yield Problem(
            file=reading.file, line=reading.line, what=f"« {text[:40]} » n'est pas un solde", severity=Severity.WARNING
        )


def _ended(reading: _Reading) -> Iterator[Part]:
    """The statement, once nothing more can belong to it: an entry after its new balance still breaks it."""
    sums, closing = reading.sums, reading.closing
    reading.sums, reading.closing = None, None
    if sums is not None:
        remark = "" if closing is not None else "Le relevé n'a pas de nouveau solde"
        yield sums.ended(reading.opening, closing, remark=remark)
        reading.rank += 1


def _balance(text: str) -> Decimal | None:
    found = _BALANCE.fullmatch(text)
    if not found or not any(map(str.isdigit, found[4])):
        return None
    return Decimal(found[4].replace(",", ".")) * (1 if found[1] == "C" else -1)


def _entry(reading: _Reading, text: list[str]) -> Iterator[Part]:
    if reading.sums is None:
        what = "Une opération vient hors de tout relevé, son solde ne la compte pas : elle est laissée de côté"
        yield Problem(file=reading.file, line=reading.line, what=what)
        return
    found = _ENTRY.fullmatch("\n".join(text))
    day = _booked_on(found["day"], (found["entry"] or "").strip()) if found else None
    if not found or day is None:
        reading.sums.refused += 1
        what = f"« {text[0][:40]} » n'est pas une opération : elle est laissée de côté"
        yield Problem(file=reading.file, line=reading.line, what=what)
        return
    amount = Decimal(found["amount"].replace(",", ".")) * (1 if found["mark"] in {"C", "RD"} else -1)
    reading.sums.add(day, amount)
    first, *extra = found["rest"].split("\n")
    own, _, bank = first.partition("//")
    reading.pending = Operation(
        booked_on=day,
        amount=amount,
        currency=reading.sums.currency,
        label=" ".join(each.strip() for each in extra),
        texts=tuple(filter(None, (bank.strip(),))),
        reference=given_reference(own),
        meaning=_taken_back(found["mark"]),
        account=reading.account,
        file=reading.file,
        line=reading.line,
        statement=reading.rank,
    )


def _taken_back(mark: str) -> Meaning:
    """A reversed credit is a payment taken back; a reversed debit is our own money coming back."""
    return {"RC": Meaning.RETURN, "RD": Meaning.OWN}.get(mark, Meaning.UNKNOWN)


def _booked_on(value: str, entry: str) -> date | None:
    """The entry's day; its year is the value date's, or a neighbour at the turn of a year; else the value date."""
    valued = _day(value)
    if valued is None or not entry:
        return valued
    years = (f"{(valued.year + shift) % 100:02d}" for shift in (0, -1, 1))
    days = [day for year in years if (day := _day(year + entry)) is not None]
    return min(days, key=lambda day: abs((day - valued).days), default=valued)


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _described(reading: _Reading, text: list[str]) -> None:
    """What « :86: » adds to the entry before it; after the closing balance it describes the whole statement."""
    if reading.pending is not None:
        reading.pending = _with_text(reading.pending, text)


def _released(reading: _Reading) -> Iterator[Part]:
    if reading.pending is None:
        return
    operation, reading.pending = reading.pending, None
    if operation.meaning is Meaning.UNKNOWN:
        operation = replace(operation, meaning=of_label(operation.label, operation.amount))
    yield operation


def _with_text(operation: Operation, lines: list[str]) -> Operation:
    joined = "".join(lines)
    if _GERMAN.match(joined):
        return _german(operation, joined)
    spaced = " ".join(each.strip() for each in lines)
    parts = _SLASHED.split(spaced)
    named = dict(zip(parts[1::2], (each.strip(" /") for each in parts[2::2]), strict=False))
    payer = named.get("DE") or named.get("NAME") or named.get("ORDP", "").removeprefix("/NAME/").strip("/")
    return replace(
        operation,
        label=f"{spaced} {operation.label}".strip(),
        texts=(*operation.texts, joined) if len(lines) > 1 else operation.texts,
        payer=payer or "",
        payer_iban=named.get("IBAN", "").replace(" ", ""),
        reference=operation.reference or given_reference(named.get("EREF") or named.get("REF") or ""),
    )


def _german(operation: Operation, joined: str) -> Operation:
    """« 166?00…?20…?32… »: two digits after each question mark say what follows; lines were joined before."""
    fields: dict[str, str] = {}
    for each in joined.split("?")[1:]:
        key = each[:2]
        fields[key] = fields.get(key, "") + each[2:]
    purpose = "".join(fields.get(str(key), "") for key in (*range(20, 30), *range(60, 66)))
    spaced = " ".join(filter(None, (fields.get(str(key), "").strip() for key in (*range(20, 30), *range(60, 66)))))
    words = dict(zip(*[iter(_WORDED.split(purpose)[1:])] * 2, strict=False))
    iban = fields.get("38") or fields.get("31", "")
    return replace(
        operation,
        label=" ".join(filter(None, (fields.get("00", ""), words.get("SVWZ", spaced), operation.label))),
        texts=(*operation.texts, purpose, spaced),
        payer=" ".join((fields.get("32", "") + fields.get("33", "")).split()),
        payer_iban=iban if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", iban) else "",
        reference=operation.reference or given_reference(words.get("EREF", "")),
    )
