"""The lists in the sheets of a workbook: which sheets are read, and what is said of the others (N-07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from relance_xl.ledgers.common.imported import Doubt, Imported, Motive
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.common.seen import SeenFile
from relance_xl.ledgers.fec.format import is_fec
from relance_xl.ledgers.joining import together
from relance_xl.ledgers.lists.column_names import Header, find_directory, find_headed, find_header
from relance_xl.ledgers.lists.directory import completed
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.ledgers.lists.samples import columns_seen
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Row
from relance_xl.tables.sheet_rows import SheetRows, filled_rows

Sheets = Mapping[str, Sequence[Row]]


def read_spreadsheet(sheets: Sheets, file: str, options: ListOptions) -> Imported:
    """The list in the visible sheet whose header names the most columns, and in all those that have the same header.

    A hidden sheet never stands in the place of one that can be seen.  DataError when no sheet has a header, or when
    it is a FEC: a spreadsheet eats its leading zeros.
    """
    seen = {name: rows for name, rows in sheets.items() if not _is_hidden(rows)}
    if not any(map(len, seen.values())):
        raise DataError(Problem(file=file, what="Le classeur est vide", expected="une liste de factures"))
    headers = {name: _header(rows, options) for name, rows in seen.items()}
    best = max(headers, key=lambda name: len(header.columns) if (header := headers[name]) else 0)
    header = headers[best]
    if header is None:
        best = max(seen, key=lambda name: len(filled_rows(seen[name])[0]))
    elif is_fec("\t".join(map(shown, filled_rows(seen[best])[1][header.row]))):
        what = f"La feuille « {best} » est un FEC ouvert dans un tableur, qui a pu en changer les codes et les dates"
        raise DataError(Problem(file=file, what=what, expected="le fichier texte d'origine"))
    alike = [name for name in seen if name == best or _same(headers[name], header)]
    read = [_one(seen[name], file if len(alike) == 1 else f"{file}, feuille « {name} »", options) for name in alike]
    imported = read[0] if len(read) == 1 else replace(together(read), source=file)
    others = {name: rows for name, rows in seen.items() if name not in alike}
    left = [name for name in others if headers[name] is not None]
    hidden = [name for name, rows in sheets.items() if name not in seen and _header(rows, options) is not None]
    unread = [name for name, rows in others.items() if headers[name] is None and not _is_of_customers(rows, options)]
    return completed(_said(imported, file, alike, left, (hidden, unread)), others, file, options)


def _is_of_customers(rows: Sequence[Row], options: ListOptions) -> bool:
    """Whether the sheet has nothing, or customers, whom `completed` takes."""
    filled = filled_rows(rows)[1]
    return not filled or find_directory(filled, options.mapping) is not None


def sheet_columns(sheets: Sheets, file: str, options: ListOptions) -> Iterator[SeenFile]:
    """The columns of each visible sheet that is not empty."""
    for name, rows in sheets.items():
        numbers, filled = filled_rows(rows)
        if filled and not _is_hidden(rows):
            place = file if len(sheets) == 1 else f"{file}, feuille « {name} »"
            yield columns_seen(filled, place, options, numbers)


def _is_hidden(rows: Sequence[Row]) -> bool:
    return isinstance(rows, SheetRows) and rows.hidden


def _header(rows: Sequence[Row], options: ListOptions) -> Header | None:
    filled = filled_rows(rows)[1]
    mapping = options.for_rows(filled).mapping
    return find_header(filled, mapping) or find_headed(filled, mapping)


def _same(one: Header | None, other: Header | None) -> bool:
    return one is not None and other is not None and one.titles == other.titles


def _one(rows: Sequence[Row], file: str, options: ListOptions) -> Imported:
    """The list of one sheet; the lines that a filter hides are read, and said."""
    numbers, filled = filled_rows(rows)
    imported = read_list(filled, file, options, numbers)
    hidden = [line for line in rows.hidden_lines if line in set(numbers)] if isinstance(rows, SheetRows) else []
    if not hidden:
        return imported
    what = f"{listed(hidden)} : masquées dans la feuille, lues comme les autres"
    said = Problem(file=file, line=hidden[0], what=what, severity=Severity.WARNING)
    return replace(imported, report=replace(imported.report, problems=(*imported.report.problems, said)))


def _said(
    imported: Imported, file: str, read: Sequence[str], left: Sequence[str], unread: tuple[Sequence[str], Sequence[str]]
) -> Imported:
    """The import with what is left out: sheets hidden, or that are no list, are named; a visible list is a doubt."""
    problems, doubts = imported.report.problems, imported.doubts
    hidden, others = unread
    if others:
        one, many = "Feuille non lue, aucune liste n'y est reconnue", "Feuilles non lues, aucune liste n'y est reconnue"
        what = f"{many if len(others) > 1 else one} : {_named(others)}"
        problems = (*problems, Problem(file=file, line=1, what=what, severity=Severity.WARNING))
    if hidden:
        what = (
            f"Feuilles masquées non lues : {_named(hidden)}"
            if len(hidden) > 1
            else (f"Feuille masquée non lue : {_named(hidden)}")
        )
        problems = (*problems, Problem(file=file, line=1, what=what, severity=Severity.WARNING))
    if left:
        detail = f"{file} : seule la feuille {_named(read)} est lue, {_named(left)} tient une liste d'un autre en-tête"
        doubts = (*doubts, Doubt(motif=Motive.OTHER_SHEETS, detail=detail))
    return replace(imported, doubts=doubts, report=replace(imported.report, problems=problems))


def _named(sheets: Sequence[str]) -> str:
    return ", ".join(f"« {name} »" for name in sheets)
