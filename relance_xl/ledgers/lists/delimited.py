"""A list of invoices in a text file: CSV as Excel writes it in any language, or any program's export."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from relance_xl.ledgers.common.encodings import TextForm, opened_text, text_form
from relance_xl.ledgers.common.imported import Imported, Tell, silent
from relance_xl.ledgers.lists.column_names import SEARCHED_ROWS, Header, find_header
from relance_xl.ledgers.lists.lines.cutting import Broken, Cut, cut, fitted
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.ledgers.lists.rows import AMOUNTS, DAYS

_SEPARATORS = (";", "\t", "|", ",")
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What no text shows, and no cell may hold: control characters and the places that Unicode leaves empty."""
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)


def read_delimited(path: Path, options: ListOptions | None = None, tell: Tell = silent) -> Imported:
    """The open items of a delimited text file; encoding and separator are found by looking.

    DataError and FileUnavailable as `read_list` and the file system say.  A line that cannot be cut is one row lost,
    with its number.
    """
    options = options or ListOptions()
    form, found = _cut(path, options, tell)
    imported = read_list(found.rows, path.name, options, found.numbers, found.broken)
    tell(f"Lecture de {path.name}", 1.0)
    problems = (*form.remarks(path.name), *imported.report.problems)
    return replace(imported, report=replace(imported.report, problems=problems))


def delimited_rows(path: Path, options: ListOptions) -> Cut:
    """The rows of a delimited text file, as `read_delimited` reads them."""
    return _cut(path, options, silent)[1]


def _cut(path: Path, options: ListOptions, tell: Tell) -> tuple[TextForm, Cut]:
    form = text_form(path)
    with opened_text(path, form) as (_, stream):
        lines = [_STRANGE.sub("", line) for line in stream]
    tell(f"Lecture de {path.name}", 0.3)
    stated = _SEPARATOR_LINE.match(lines[0]) if lines else None
    if stated:
        lines[0] = "\n"
    separator = stated[1] if stated else separator_of(lines, options)
    found = cut(lines, separator)
    header = find_header(found.rows, options.for_rows(found.rows).mapping)
    if header is not None:
        _fit(found, header, separator)
    return form, found


def _fit(found: Cut, header: Header, separator: str) -> None:
    """Bring the rows to the header's width; those that cannot be are broken."""
    width = len(found.rows[header.row])
    last = max((field for field in header.columns), key=lambda field: header.columns[field])
    joins = header.columns[last] != width - 1 or last not in {*AMOUNTS, *DAYS}
    rows, numbers = found.rows[: header.row + 1], found.numbers[: header.row + 1]
    fitting = fitted(found.rows, header.row, separator, joins=joins)
    for row, line, whole in zip(fitting, found.numbers[header.row + 1 :], found.rows[header.row + 1 :], strict=True):
        if row is None:
            why = f"La ligne a {len(whole)} colonnes, et l'en-tête {width}"
            found.broken.append(Broken(line=line, why=why, fields=whole))
        else:
            rows.append(row)
            numbers.append(line)
    found.rows, found.numbers = rows, numbers


def separator_of(lines: list[str], options: ListOptions | None = None) -> str:
    """The separator under which the header names the most columns; that of the most of its kind when none does."""
    options = options or ListOptions()
    best, most = "", 0
    for separator in _SEPARATORS:
        rows = cut(lines[: 3 * SEARCHED_ROWS], separator).rows
        header = find_header(rows, options.for_rows(rows).mapping)
        if header is not None and len(header.columns) > most:
            best, most = separator, len(header.columns)
    return best or max(_SEPARATORS, key=lambda separator: sum(line.count(separator) for line in lines[:SEARCHED_ROWS]))
