"""camt.053, camt.054 and camt.052 (ISO 20022), any version: statements, notifications and reports of accounts.

Elements are found by their local names in both the older and the newer shapes, whatever the version says, for banks
mix them.  Read entry by entry; no DTD, no entity, no network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from relance_xl.domain.matching.operations import Meaning, Operation
from relance_xl.ledgers.bank.camt_entries import Entry, Fault, amount_of, entry_of, line_of, text_at
from relance_xl.ledgers.bank.parts.statements import Part, Statement, Sums
from relance_xl.machine.reasons import reason
from relance_xl.problems import DataError, FileUnavailable, Problem, Severity

_CONTAINERS = {"Stmt": "053", "Rpt": "052", "Ntfctn": "054"}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_EXPECTED = "un relevé camt.053, camt.054 ou camt.052"


@dataclass(slots=True)
class _Reading:
    """The statement that is being read."""

    file: str
    rank: int = 0
    account: str = ""
    currency: str = ""
    balances: list[tuple[str, Decimal, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    refused: int = 0
    pending: int = 0
    paged: bool = False


def read_camt(path: Path) -> Iterator[Part]:
    """The operations and statements of the file; an entry that cannot be read is refused alone.

    DataError when it is no XML, has a DTD, or holds no statement; FileUnavailable when it cannot be read.
    """
    reading = _Reading(path.name)
    try:
        with path.open("rb") as stream:
            for element in _elements(stream, path.name):
                yield from _taken(reading, element)
    except etree.XMLSyntaxError as fault:
        line = fault.lineno or 0
        raise DataError(
            Problem(file=path.name, line=line, what="Le fichier XML est interrompu ou mal formé", expected=_EXPECTED)
        ) from fault
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {reason(fault)}")) from fault
    if not reading.rank:
        raise DataError(Problem(file=path.name, what="Le fichier ne contient aucun relevé", expected=_EXPECTED))


def _elements(stream: BinaryIO, file: str) -> Iterator[etree._Element]:
    tags = ("{*}Acct", "{*}Bal", "{*}Ntry", "{*}StmtPgntn", *(f"{{*}}{name}" for name in _CONTAINERS))
    parser = etree.iterparse(
        stream,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    for _, element in parser:
        if element.getroottree().docinfo.internalDTD is not None:
            raise DataError(Problem(file=file, what="Le fichier XML déclare une DTD", expected=_EXPECTED))
        yield element
        if name_of(element) in {"Ntry", *_CONTAINERS}:
            _freed(element)


def name_of(element: etree._Element) -> str:
    """The local name of an element, "" for a prefix that the file never declares."""
    local = str(element.tag).rpartition("}")[2]
    return "" if ":" in local else local


def _freed(element: etree._Element) -> None:
    """What was read leaves the memory, whatever stands before it too."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _taken(reading: _Reading, element: etree._Element) -> Iterator[Part]:
    name, parent = name_of(element), element.getparent()
    if name in _CONTAINERS:
        yield from _ended(reading, _CONTAINERS[name])
    elif parent is None or name_of(parent) not in _CONTAINERS:
        return
    elif name == "Acct":
        found = text_at(element, "Id/IBAN") or text_at(element, "Id/Othr/Id")
        reading.account, reading.currency = "".join(found.split()), text_at(element, "Ccy")
    elif name == "StmtPgntn":
        reading.paged = text_at(element, "LastPgInd") == "false"
    elif name == "Bal":
        yield from _balance(reading, element)
    else:
        yield from _entry(reading, element)


def _balance(reading: _Reading, element: etree._Element) -> Iterator[Part]:
    try:
        amount, currency = amount_of(element)
        reading.balances.append((text_at(element, "Tp/CdOrPrtry/Cd"), amount, currency))
    except Fault as fault:
        yield Problem(file=reading.file, line=line_of(element), what=f"Solde illisible : {fault}")


def _entry(reading: _Reading, element: etree._Element) -> Iterator[Part]:
    try:
        entry = entry_of(element, reading.file)
    except Fault as fault:
        reading.refused += 1
        what = f"{fault} : l'opération est laissée de côté"
        yield Problem(file=reading.file, line=line_of(element), what=what)
        return
    if entry.booked:
        reading.entries.append(entry)
    else:
        reading.pending += 1


def _ended(reading: _Reading, kind: str) -> Iterator[Part]:
    """The operations of the statement, then the statement; a reversal goes the way that the balances prove."""
    entries, plain = reading.entries, _statement(reading, reading.entries)
    statement, reversals_proved = plain, plain.kept is True
    if plain.kept is False and any(entry.reversal for entry in entries):
        inverted = [entry.inverted() if entry.reversal else entry for entry in entries]
        other = _statement(reading, inverted)
        if other.kept:
            remark = "Les annulations y sont écrites dans le sens de l'opération annulée : les soldes le prouvent"
            entries, statement, reversals_proved = inverted, replace(other, remark=remark), True
    seen: Counter[tuple[date, Decimal]] = Counter()
    for entry in entries:
        rank = seen[entry.day, entry.amount]
        seen[entry.day, entry.amount] += 1
        sure = kind != "052" and (reversals_proved or not entry.reversal)
        for operation in entry.operations:
            yield replace(
                operation,
                sure=sure and operation.sure,
                account=reading.account,
                statement=reading.rank,
                entry=entry.amount if len(entry.operations) > 1 else None,
                entry_rank=rank,
                notice=kind != "053",
                meaning=_reversed(operation) if entry.reversal else operation.meaning,
            )
    if reading.pending:
        what = f"{reading.pending} opération(s) en attente, non comptabilisée(s) par la banque : non reprises"
        yield Problem(file=reading.file, what=what, severity=Severity.WARNING)
    yield statement
    reading.__init__(reading.file, reading.rank + 1)  # type: ignore[misc]  # the next statement begins afresh


def _reversed(operation: Operation) -> Meaning:
    return Meaning.RETURN if operation.amount < 0 else Meaning.OWN


def _statement(reading: _Reading, entries: list[Entry]) -> Statement:
    sums = Sums(reading.account, reading.currency, reading.rank)
    for entry in entries:
        sums.add(entry.day, entry.amount)
    opening, closing = _chosen(reading, _OPENING, 0), _chosen(reading, _CLOSING, -1)
    seen = {entry.currency for entry in entries} | {each[1] for each in (opening, closing) if each}
    sums.currency = next((entry.currency for entry in entries), "") or reading.currency or (closing or ("", ""))[1]
    ended = sums.ended(opening and opening[0], closing and closing[0], refused=reading.refused)
    if len(seen) > 1 or reading.paged:
        why = "Plusieurs monnaies" if len(seen) > 1 else "La suite du relevé est sur une autre page"
        return replace(ended, kept=None, remark=f"{why} : le solde ne peut être vérifié")
    return ended


def _chosen(reading: _Reading, codes: tuple[str, ...], interim: int) -> tuple[Decimal, str] | None:
    """The balance of the first of the codes that is there; else the first or last interim one of several."""
    for code in codes:
        for written, amount, currency in reading.balances:
            if written == code:
                return amount, currency
    between = [(amount, currency) for code, amount, currency in reading.balances if code == "ITBD"]
    return between[interim] if len(between) > 1 or (between and interim) else None
