"""A list of invoices in a text file: CSV as Excel writes it in any language, or any program's export."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.ledgers.common.imported import Imported, Tell, silent
from relance_xl.ledgers.lists.column_names import SEARCHED_ROWS, find_header
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.problems import DataError, Problem

_SEPARATORS = (";", "\t", "|", ",")
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)


def read_delimited(path: Path, options: ListOptions | None = None, tell: Tell = silent) -> Imported:
    """The open items of a delimited text file; encoding and separator are found by looking.

    DataError and FileUnavailable as `read_list` and the file system say.
    """
    form = text_form(path)
    with opened_text(path, form) as (_, stream):
        lines = stream.readlines()
    tell(f"Lecture de {path.name}", 0.3)
    stated = _SEPARATOR_LINE.match(lines[0]) if lines else None
    if stated:
        lines = lines[1:]
    rows, numbers = _rows(lines, stated[1] if stated else separator_of(lines, options))
    shift = 1 if stated else 0
    imported = read_list(rows, path.name, options, [number + shift for number in numbers])
    tell(f"Lecture de {path.name}", 1.0)
    return imported


def separator_of(lines: list[str], options: ListOptions | None = None) -> str:
    """The separator under which the header names the most columns; DataError when none gives a header."""
    mapping = options.mapping if options else {}
    best, most = "", 0
    for separator in _SEPARATORS:
        rows, _ = _rows(lines[: 3 * SEARCHED_ROWS], separator)
        header = find_header(rows, mapping)
        if header is not None and len(header.columns) > most:
            best, most = separator, len(header.columns)
    return best or max(_SEPARATORS, key=lambda separator: sum(line.count(separator) for line in lines[:SEARCHED_ROWS]))


def _rows(lines: list[str], separator: str) -> tuple[list[list[str]], list[int]]:
    """The rows, and the number of the line that each begins on; a quoted field may run over several lines."""
    reader = csv.reader(lines, delimiter=separator)
    rows, numbers, before = [], [], 0
    try:
        for row in reader:
            rows.append(row)
            numbers.append(before + 1)
            before = reader.line_num
    except csv.Error as fault:
        raise DataError(Problem(file="", line=before + 1, what=f"La ligne ne peut être découpée : {fault}")) from fault
    return rows, numbers
