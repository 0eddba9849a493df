"""OFX 1 (SGML) and 2 (XML): one tolerant reading of tags serves both, for banks write neither as the norm has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import TextIO

from relance_xl.domain.matching.operations import Operation
from relance_xl.ledgers.bank.parts.codes import of_label
from relance_xl.ledgers.bank.parts.figures import FigureFault, money
from relance_xl.ledgers.bank.parts.statements import Part, Sums
from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.problems import DataError, Problem, Severity

_CHUNK, _LONGEST = 1 << 16, 10_000
_TAG = re.compile(r"<(/?)([A-Za-z0-9_.:]{1,64})\s*(/?)>([^<]*)")
_EXPECTED = "un relevé OFX"
_LEAVES = frozenset({"DTPOSTED", "TRNAMT", "NAME", "MEMO", "CHECKNUM", "FITID", "TRNTYPE", "PAYEE.NAME", "REFNUM"})


@dataclass(slots=True)
class _Reading:
    """The statement and the transaction that are being read."""

    file: str
    rank: int = 0
    sums: Sums | None = None
    account: dict[str, str] = field(default_factory=dict)
    closing: Decimal | None = None
    as_of: date | None = None
    path: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    line: int = 0
    message: str = ""
    card: bool = False


def read_ofx(path: Path) -> Iterator[Part]:
    """The operations and statements of the file; a transaction that cannot be read is refused alone.

    DataError when it holds no statement, with the bank's own message when it gives one.
    """
    reading = _Reading(path.name)
    with opened_text(path, text_form(path)) as (_, stream):
        for line, closing, tag, value in tags(stream):
            yield from _closed(reading, tag) if closing else _opened(reading, tag, value, line)
    if reading.sums is not None:
        raise DataError(Problem(file=path.name, what="Le fichier est interrompu avant la fin du relevé"))
    if not reading.rank:
        said = f" : « {reading.message} »" if reading.message else ""
        raise DataError(Problem(file=path.name, what=f"Le fichier ne contient aucun relevé{said}", expected=_EXPECTED))


def tags(stream: TextIO) -> Iterator[tuple[int, bool, str, str]]:
    """Line, whether it closes, name in capitals, and the text that follows, of each tag; read piece by piece."""
    rest, line = "", 1
    while True:
        chunk = stream.read(_CHUNK)
        text = rest + chunk
        cut = text.rfind("<") if chunk else len(text)
        if chunk and (cut < 0 or len(text) - cut > _LONGEST):
            cut = len(text)
        position = 0
        for found in _TAG.finditer(text, 0, cut):
            line += text.count("\n", position, found.start())
            position = found.start()
            value = unescape(found[4]).replace("\u00a0", " ").strip()[:_LONGEST]
            yield line, bool(found[1]), found[2].upper(), "" if found[3] else value
        line += text.count("\n", position, cut)
        rest = text[cut:]
        if not chunk:
            return


def _opened(reading: _Reading, tag: str, value: str, line: int) -> Iterator[Part]:
    if tag in {"STMTRS", "CCSTMTRS"}:
        reading.sums = Sums("", "", reading.rank)
        reading.account, reading.closing, reading.as_of = {}, None, None
        reading.card = tag == "CCSTMTRS"
    elif tag == "STMTTRN":
        yield from _finished(reading)
        reading.values, reading.line = {"": ""}, line
    elif tag == "MESSAGE" and not reading.message:
        reading.message = value
    elif reading.values:
        reading.values.setdefault(tag, value)
    elif reading.sums is not None:
        yield from _of_statement(reading, tag, value, line)


def _of_statement(reading: _Reading, tag: str, value: str, line: int) -> Iterator[Part]:
    if tag in {"LEDGERBAL", "AVAILBAL"}:
        reading.path = [tag]
    elif tag == "BALAMT" and reading.path == ["LEDGERBAL"]:
        try:
            reading.closing = money(value)
        except FigureFault as fault:
            yield Problem(file=reading.file, line=line, what=f"Solde illisible : {fault}", severity=Severity.WARNING)
    elif tag in {"CURDEF", "BANKID", "BRANCHID", "ACCTID"}:
        reading.account.setdefault(tag, value)


def _closed(reading: _Reading, tag: str) -> Iterator[Part]:
    if tag in {"STMTTRN", "BANKTRANLIST"}:
        yield from _finished(reading)
    elif tag in {"STMTRS", "CCSTMTRS"} and reading.sums is not None:
        yield from _finished(reading)
        sums = reading.sums
        sums.account, sums.currency = reading.account.get("ACCTID", ""), reading.account.get("CURDEF", "EUR")
        remark = "Un relevé OFX ne donne pas l'ancien solde : rien ne prouve qu'il est complet"
        yield sums.ended(None, reading.closing, remark=remark)
        reading.rank += 1
        reading.sums = None


def _finished(reading: _Reading) -> Iterator[Part]:
    """The transaction gathered so far, or why it is refused."""
    values, reading.values = reading.values, {}
    if not values or reading.sums is None:
        return
    try:
        operation = _operation(reading, values, reading.sums)
    except FigureFault as fault:
        reading.sums.refused += 1
        yield Problem(file=reading.file, line=reading.line, what=f"{fault} : l'opération est laissée de côté")
        return
    reading.sums.add(operation.booked_on, operation.amount)
    yield operation


def _operation(reading: _Reading, values: dict[str, str], sums: Sums) -> Operation:
    amount = money(values.get("TRNAMT", ""))
    name, memo = values.get("NAME", ""), values.get("MEMO", "")
    label = memo if name and memo.startswith(name) else f"{name} {memo}".strip()
    number = values.get("CHECKNUM", "")
    return Operation(
        booked_on=_day(values.get("DTPOSTED", "")),
        amount=amount,
        currency=reading.account.get("CURDEF", "EUR").upper(),
        label=label or (f"Chèque {number}" if number else ""),
        texts=tuple(filter(None, (f"{name}{memo}" if name and memo else "", number))),
        meaning=of_label(label, amount),
        sure=not reading.card,
        account=reading.account.get("ACCTID", ""),
        file=reading.file,
        line=reading.line,
        statement=sums.rank,
    )


def _day(text: str) -> date:
    """The day as written, whatever the hour and its zone."""
    if text[:8].isascii() and text[:8].isdigit():
        with suppress(ValueError):
            return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    raise FigureFault(f"« {text[:40]} » n'est pas une date")
