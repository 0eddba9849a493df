"""Whatever the user gives to « Importer », read by the reader that its content calls for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.domain.model import ZERO
from relance_xl.ledgers.common.imported import Imported, ImportReport, Tell, silent
from relance_xl.ledgers.common.leaving_out import without_items
from relance_xl.ledgers.detect import FileKind, kind_of_file
from relance_xl.ledgers.fec.format import is_fec
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.ledgers.lists.column_names import find_header
from relance_xl.ledgers.lists.delimited import read_delimited
from relance_xl.ledgers.lists.directory import completed
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.problems import DataError, Problem
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Row

Sheets = Callable[[Path], Mapping[str, Sequence[Row]]]
"""How the rows of a spreadsheet are had: its sheets by name, in the workbook's order."""


def read_files(
    paths: Sequence[Path], sheets_of: Sheets, fec: FecOptions, lists: ListOptions, tell: Tell = silent
) -> Imported:
    """The open items of all the files together: the years of one FEC, or lists; never both.

    DataError when the two are mixed, and as the readers say; FileUnavailable when a file cannot be read.
    """
    kinds = {path: kind_of_file(path) for path in paths}
    ledgers = [path for path, kind in kinds.items() if kind is FileKind.FEC]
    if ledgers and len(ledgers) < len(paths):
        other = next(path for path in paths if path not in ledgers)
        what = f"Ce fichier est une liste, et {ledgers[0].name} un FEC : ils compteraient deux fois les mêmes factures"
        raise DataError(Problem(file=other.name, what=what, expected="des fichiers d'une seule sorte"))
    if ledgers:
        return read_fec(ledgers, fec, tell)
    read = []
    for path, kind in kinds.items():
        if kind is FileKind.DELIMITED:
            read.append(read_delimited(path, lists, tell))
        else:
            tell(f"Lecture de {path.name}", None)
            read.append(read_spreadsheet(sheets_of(path), path.name, lists))
    return read[0] if len(read) == 1 else _together(read)


def read_spreadsheet(sheets: Mapping[str, Sequence[Row]], file: str, options: ListOptions) -> Imported:
    """The list in the sheet whose header names the most columns, the first of them when several do.

    DataError when no sheet has a header, or when it is a FEC: a spreadsheet eats its leading zeros.
    """
    headers = {name: find_header(rows, options.mapping) for name, rows in sheets.items()}
    best = max(headers, key=lambda name: len(header.columns) if (header := headers[name]) else 0, default=None)
    if best is None:
        raise DataError(Problem(file=file, what="Le classeur est vide", expected="une liste de factures"))
    header = headers[best]
    if header is not None and is_fec("\t".join(map(shown, sheets[best][header.row]))):
        what = f"La feuille « {best} » est un FEC ouvert dans un tableur, qui a pu en changer les codes et les dates"
        raise DataError(Problem(file=file, what=what, expected="le fichier texte d'origine"))
    others = {name: rows for name, rows in sheets.items() if name != best}
    return completed(read_list(sheets[best], file, options), others)


def _together(lists: Sequence[Imported]) -> Imported:
    """Several lists as one: what the first says of a customer stays, and a line that two files have counts once."""
    kept = _without_repeats(lists)
    customers = {code: customer for one in reversed(kept) for code, customer in one.customers.items()}
    starts = [sum(len(one.items) for one in kept[:place]) for place in range(len(kept))]
    return Imported(
        source=", ".join(one.source for one in kept),
        customers=customers,
        items=tuple(item for one in kept for item in one.items),
        origins=tuple(origin for one in kept for origin in one.origins),
        computed_due=frozenset(
            start + index for start, one in zip(starts, kept, strict=True) for index in one.computed_due
        ),
        settled=tuple(item for one in kept for item in one.settled),
        doubted=tuple(row for one in kept for row in one.doubted),
        doubts=tuple(dict.fromkeys(doubt for one in kept for doubt in one.doubts)),
        named=frozenset(code for one in kept for code in one.named),
        first_entry=min((one.first_entry for one in kept if one.first_entry), default=None),
        last_entry=max((one.last_entry for one in kept if one.last_entry), default=None),
        columns={name: title for one in reversed(kept) for name, title in one.columns.items()},
        unused_columns=tuple(dict.fromkeys(title for one in kept for title in one.unused_columns)),
        report=replace(_sum([one.report for one in kept]), customers=len(customers)),
    )


def _without_repeats(lists: Sequence[Imported]) -> list[Imported]:
    """The lists, each without the lines that the ones before it have too; a line twice in one file stays twice."""
    seen: Counter[tuple[str, str, date, Decimal]] = Counter()
    kept = []
    for one in lists:
        keys = [(item.customer, item.invoice, item.due_date, item.amount) for item in one.items]
        left = seen.copy()
        repeated = []
        for index, key in enumerate(keys):
            if left[key]:
                left[key] -= 1
                repeated.append(index)
        seen |= Counter(keys)
        kept.append(without_items(one, repeated, "déjà dans un autre fichier, non reprises"))
    return kept


def _sum(reports: Sequence[ImportReport]) -> ImportReport:
    return ImportReport(
        lines=sum(report.lines for report in reports),
        open_lines=sum(report.open_lines for report in reports),
        matched_lines=sum(report.matched_lines for report in reports),
        other_lines=sum(report.other_lines for report in reports),
        set_aside_lines=sum(report.set_aside_lines for report in reports),
        blank_lines=sum(report.blank_lines for report in reports),
        open_items=sum(report.open_items for report in reports),
        debit=sum((report.debit for report in reports), ZERO),
        credit=sum((report.credit for report in reports), ZERO),
        drafts=sum(report.drafts for report in reports),
        problems=tuple(problem for report in reports for problem in report.problems),
    )
