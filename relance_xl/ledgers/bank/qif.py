"""QIF: one letter a line, an operation up to « ^ »; no account, no currency, no balance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from relance_xl.domain.matching.operations import Operation
from relance_xl.ledgers.bank.parts.codes import of_label
from relance_xl.ledgers.bank.parts.figures import FigureFault, day_first, money
from relance_xl.ledgers.bank.parts.statements import Part, Sums
from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.problems import Problem

_LONGEST = 10_000


def read_qif(path: Path) -> Iterator[Part]:
    """The operations of the file, days before months as French banks write them; an unreadable one is refused alone.

    Only a reference can make one certain: the file states neither account nor balance.
    """
    sums, values, first = Sums("", "", 0), dict[str, str](), 0
    with opened_text(path, text_form(path)) as (_, stream):
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            line = line.strip("\r\n\ufeff")
            if line.startswith(("!", "\x1a")) or not line.strip():
                continue
            if line.startswith("^"):
                yield from _operation(path.name, first, values, sums)
                values, first = {}, 0
                continue
            first = first or number
            values.setdefault(line[0].upper(), line[1:].strip())
    if values:
        yield from _operation(path.name, first, values, sums)
    remark = "Un fichier QIF ne donne ni compte ni solde : rien ne prouve qu'il est complet"
    yield sums.ended(None, None, remark=remark)


def _operation(file: str, line: int, values: dict[str, str], sums: Sums) -> Iterator[Part]:
    if values.keys().isdisjoint({"D", "T", "U"}):
        return
    try:
        amount = money(values.get("T") or values.get("U", ""))
        day = day_first(values.get("D", ""))
    except FigureFault as fault:
        sums.refused += 1
        yield Problem(file=file, line=line, what=f"{fault} : l'opération est laissée de côté")
        return
    sums.add(day, amount)
    label = " ".join(filter(None, (values.get("P", ""), values.get("M", ""))))
    yield Operation(
        booked_on=day,
        amount=amount,
        currency="",
        label=label,
        texts=tuple(filter(None, (values.get("N", ""),))),
        meaning=of_label(label, amount),
        file=file,
        line=line,
    )
