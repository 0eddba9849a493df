"""The columns of a FEC, with three values of each."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from relance_xl.ledgers.common.encodings import opened_text
from relance_xl.ledgers.common.seen import SeenColumn, SeenFile, samples
from relance_xl.ledgers.fec.format import FecFormat, detect

_ROWS = 200
_FIELDS = {
    "CompteNum": "customer", "CompAuxNum": "customer", "CompAuxLib": "name", "PieceRef": "invoice",
    "NumFacture": "invoice", "PieceDate": "issue_date", "EcritureDate": "issue_date", "DateLimitReglmt": "due_date",
    "Debit": "debit", "Credit": "credit", "Montant": "amount", "Sens": "sense", "EcritureLet": "letter",
    "EcritureLib": "label", "Idevise": "currency",
}  # fmt: skip
"""What an import takes of a ledger's columns, in the words of a list."""


def _rows(lines: Iterable[str], form: FecFormat) -> Iterable[list[str]]:
    if form.quoted:
        return csv.reader(lines, delimiter=form.separator)
    return (line.split(form.separator) for line in lines)


def ledger_columns(path: Path) -> SeenFile:
    """The columns of a ledger: the law names them, and those that a program has added.  DataError as `detect`."""
    form = detect(path)
    with opened_text(path, form.text) as (_, stream):
        lines = islice(stream, form.header_line - 1, form.header_line + _ROWS)
        rows = list(_rows((line.rstrip("\r\n") for line in lines), form))
    fields = {place: _FIELDS.get(name, "") for name, place in form.places.items()}
    columns = [
        SeenColumn(title=title.strip(), field=fields.get(place, ""), samples=samples(rows[1:], place))
        for place, title in enumerate(rows[0])
        if title.strip()
    ]
    return SeenFile(place=path.name, line=form.header_line, columns=tuple(columns))
