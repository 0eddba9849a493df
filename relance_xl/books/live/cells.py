"""Values and formats between the port and a live spreadsheet: whole rectangles, floats at the border."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

import xlwings

from relance_xl.books.arranging import as_stored
from relance_xl.books.closed.sheets.cell_text import hyperlink
from relance_xl.books.closed.sheets.serials import Clock
from relance_xl.books.closed.sheets.styles import clock_of
from relance_xl.books.live.excel_texts import would_be_coerced
from relance_xl.tables.grid import CellError, Link, Percent, Uncomputed, Value, Written

ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
TEXT, GENERAL = "@", "General"
SHORT_DATE, DATE_AND_TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
DIGITS = 15
"""A spreadsheet shows no more: 1266.06 - 506.42 is 759.64, not 759.6399999999999."""
MOST_LINKS = 500
"""Links of one column given to Excel, one call each; the lines further down show their text alone."""
LONGEST = 32_767
"""Characters a cell can hold."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date has no time zone
_DAY = 86_400.0
_DATED = frozenset({Clock.DATE, Clock.MOMENT})


def read(cells: xlwings.Range) -> list[list[Value]]:
    """The values of the rectangle, in one call."""
    data: list[list[Any]] = cells.options(ndim=2, err_to_str=True).value
    return [[_from_host(value) for value in row] for row in data]


def stored(cells: xlwings.Range) -> list[list[Value]]:
    """What the rectangle holds, for `taken`: our own engine spares asking which of the numbers are dates."""
    if not hasattr(cells.impl, "stored"):
        return read(cells)
    return [[_from_host(value) for value in row] for row in cells.impl.stored()]


def column_formats(cells: xlwings.Range) -> list[str | None]:
    """The number format of each column, None where it has several: our own engine answers in one call."""
    if hasattr(cells.impl, "column_formats"):
        found: list[str | None] = cells.impl.column_formats()
        return found
    return [cells[:, position].number_format for position in range(cells.shape[1])]


def row_formats(cells: xlwings.Range) -> Iterator[tuple[int, int, str]]:
    """Start and stop (excluded), from 0, of each stretch of a column that has one number format, with it.

    A host tells the format of cells that share one: the halves are asked, down to those that do.  Our own engine
    answers in one call.
    """
    if hasattr(cells.impl, "row_formats"):
        yield from cells.impl.row_formats()
        return
    yield from _formats_of_halves(cells, 0, cells.shape[0])


def _formats_of_halves(cells: xlwings.Range, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    code = cells[start:stop, 0].number_format
    if code is not None or stop == start + 1:
        yield start, stop, str(code or GENERAL)
        return
    middle = (start + stop) // 2
    yield from _formats_of_halves(cells, start, middle)
    yield from _formats_of_halves(cells, middle, stop)


def tells_percents(cells: xlwings.Range) -> bool:
    """Whether the host says by itself which of the numbers read are shown in percent, as our own engine does."""
    return hasattr(cells.impl, "stored")


def holds_formulas(cells: xlwings.Range) -> bool:
    """Whether any of the cells may hold a formula; True for a host that does not tell."""
    stated = getattr(cells.impl, "has_formula", None)
    if stated is None:
        stated = getattr(cells.api, "HasFormula", True)  # Excel for Windows: None when some do
    return stated is not False


def _from_host(value: Any) -> Value:
    if value is None or isinstance(value, Percent):
        return value
    if isinstance(value, str):
        return CellError(value) if value in ERRORS else as_stored(value)
    if isinstance(value, datetime):  # whatever class the host derives from it
        moment = datetime(value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)  # noqa: DTZ001 - a cell's date has no time zone
        return moment.date() if moment.time() == time() else moment
    if isinstance(value, float) and not value.is_integer():
        return float(f"{value:.{DIGITS}g}")
    stored: Value = value
    return as_stored(stored)


class Keeps(Protocol):
    """Who keeps what stood in the cells before they change."""

    def cells(self, target: xlwings.Range) -> None:
        """Keep what these cells hold."""

    def formats(self, target: xlwings.Range) -> None:
        """Keep the number formats of a part of a column."""


def write(
    cells: xlwings.Range,
    lines: Sequence[Sequence[Written | Value]],
    formats: Sequence[str] | None = None,
    keeping: Keeps | None = None,
) -> None:
    """Fill the rectangle: formats where a value needs its own, then all the values at once, then the links.

    The cells of one column must have one number format: `formats`, asked of the host when it is not given.
    `keeping` is told of all that changes, before it does.
    """
    if keeping is not None:
        keeping.cells(cells)
    together = hasattr(cells.impl, "set_links")
    plain = lines if together else [[_without_link(value) for value in line] for line in lines]
    for position in range(len(lines[0])):
        column = cells[:, position]
        present = formats[position] if formats else column.number_format or GENERAL
        _prepare(column, [line[position] for line in plain], present, keeping)
    cells.value = [[_to_host(value) for value in line] for line in plain]
    for position in range(len(lines[0])):
        links = [line[position] for line in lines]
        if any(isinstance(link, Link) for link in links):
            (_link_together if together else _link_each)(cells[:, position], links, keeping)


def _without_link(value: Written | Value) -> Written | Value:
    return value.text if isinstance(value, Link) else value


def _link_together(column: xlwings.Range, links: Sequence[Written | Value], keeping: Keeps | None) -> None:
    """Our own engine takes the links of a run of cells in one call."""
    for start, stop in _runs_over_blanks([bool(_formula(link)) for link in links], links):
        target = column[start:stop, 0]
        if target.number_format in {None, TEXT}:  # a host may not have taken the format it was given as a whole
            if keeping is not None:
                keeping.formats(target)
            target.number_format = GENERAL
        target.impl.set_links(links[start:stop])


def _link_each(column: xlwings.Range, links: Sequence[Written | Value], keeping: Keeps | None) -> None:
    """Excel takes the link of one cell at a time, and keeps that of a cell whose content changes.

    A formula would be copied to the whole column of the table.  The cells have their texts already.
    """
    del keeping
    if getattr(column.api, "Hyperlinks", None) is not None and column.api.Hyperlinks.Count:
        column.api.ClearHyperlinks()
    wanted = [(place, link) for place, link in enumerate(links) if isinstance(link, Link) and link.target]
    for place, link in wanted[:MOST_LINKS]:
        column[place, 0].add_hyperlink(link.target, link.text, link.text)


def fill_formula(column: xlwings.Range, formula: str) -> None:
    """Give the cells of one column this formula, its references following their row; their formats stay.

    A cell of the text format would hold the formula as a text, or refuse it: it is given its format again afterwards.
    """
    texts = [column[start:stop, 0] for start, stop, code in row_formats(column) if code == TEXT]
    for part in texts:
        part.number_format = GENERAL
    column.formula = formula
    for part in texts:
        part.number_format = TEXT


def taken(written: Written | Value, present: Value) -> bool:
    """Whether the cell holds what it was given, as far as a host tells: a date may come back as its number."""
    if type(written) is type(present) and (written is None or isinstance(written, str)) and written == present:
        return True
    if isinstance(written, Link):
        written = written.text
    given = as_stored(_to_host(written)) if not isinstance(written, (CellError, Uncomputed)) else written
    if given == present or (given is None and present == ""):
        return True
    numbers = _number(given), _number(present)
    if numbers[0] is not None and numbers[1] is not None:
        return math.isclose(numbers[0], numbers[1], rel_tol=1e-12, abs_tol=1e-9)
    return given is not None and present is not None and str(given).strip() == str(present).strip()


def _number(value: Value) -> float | None:
    """The number a spreadsheet stores for it, None for a text or a blank."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
        return round((moment - _EPOCH).total_seconds()) / _DAY
    return float(value) if isinstance(value, (bool, int, float, Decimal)) else None


def _prepare(column: xlwings.Range, values: Sequence[Written | Value], present: str, keeping: Keeps | None) -> None:
    """Give the cells whose value the column's number format would spoil a format of their own."""
    wanted: defaultdict[str, list[bool]] = defaultdict(lambda: [False] * len(values))
    for place, value in enumerate(values):
        needed = _needed_format(value, present)
        if needed:
            wanted[needed][place] = True
    for code, places in wanted.items():
        for start, stop in _runs_over_blanks(places, values) if code == GENERAL else _runs(places):
            if keeping is not None:
                keeping.formats(column[start:stop, 0])
            column[start:stop, 0].number_format = code


def _needed_format(value: Written | Value, present: str) -> str:
    """The number format `value` wants in a cell formatted as `present`; "" when that one does."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return TEXT if present != TEXT and would_be_coerced(value) else ""
    if isinstance(value, Link):
        plain = _formula(value) == "" and would_be_coerced(value.text)
        return TEXT if plain and present != TEXT else GENERAL if present == TEXT and not plain else ""
    dated = clock_of(present) in _DATED
    if isinstance(value, date):
        moment = isinstance(value, datetime) and value.time() != time()
        return "" if dated else (DATE_AND_TIME if moment else SHORT_DATE)
    return GENERAL if dated or present == TEXT else ""


def _to_host(value: Written | Value) -> Any:
    """What is given to xlwings: never a Decimal, which Excel would round and show as currency."""
    if isinstance(value, Link):
        return None if _formula(value) else value.text
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    if isinstance(value, date):
        return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if isinstance(value, (CellError, Uncomputed)):
        raise TypeError(value)
    return value


def _formula(value: Written | Value) -> str:
    """The formula of a link, "" for anything else and for a target too long for Excel."""
    formula = hyperlink(value) if isinstance(value, Link) else ""
    return f"={formula}" if formula else ""


def _runs(marks: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Start and stop (excluded) of each run of marked places."""
    start: int | None = None
    stop = 0
    for place, mark in enumerate(marks):
        if mark and start is None:
            start = place
        elif not mark and start is not None:
            yield start, place
            start = None
        stop = place + 1
    if start is not None:
        yield start, stop


def _runs_over_blanks(marks: Sequence[bool], values: Sequence[Written | Value]) -> Iterator[tuple[int, int]]:
    """`_runs`, those that only blanks keep apart made one."""
    start = stop = -1
    for first, after in _runs(marks):
        if start >= 0 and all(value is None or value == "" for value in values[stop:first]):
            stop = after
            continue
        if start >= 0:
            yield start, stop
        start, stop = first, after
    if start >= 0:
        yield start, stop


def runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and stop (excluded) of each run of consecutive places, given in any order."""
    known = frozenset(places)
    marks = (place in known for place in range(max(known, default=-1) + 1))
    return _runs(marks)
