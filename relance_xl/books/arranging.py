"""What every spreadsheet behind the port does alike: find columns by header, spread rows over them, compare values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, FileUnavailable, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import NOTE_SIGN, CellError, Grid, Link, Row, Uncomputed, Value, Written

UNCHANGED = "Rien n'a été changé dans le classeur."
DAMAGED = "Attention : {} n'a pas pu être remis comme avant. Fermez le classeur sans l'enregistrer, puis rouvrez-le."
"""What becomes of the workbook when an action fails: notes of the exception, for the user."""
P = TypeVar("P")
"""A place: row and column, by number or by header."""
_SHEETS = {table.name: table.sheet for table in schema.TABLES}


def header_key(header: str) -> str:
    """What two spellings of a header have in common: line breaks, double spaces, case and apostrophes set aside."""
    return " ".join(header.replace("’", "'").split()).casefold()


_TITLES = {header_key(each.title): header_key(each.header) for table in schema.TABLES for each in table.columns
           if each.title}  # fmt: skip


def header_keys(headers: Sequence[str]) -> list[str]:
    """The key of each header; a title is that of its column, where no header bears the column's own name."""
    keys = [header_key(header) for header in headers]
    return [key if _TITLES.get(key, key) in keys else _TITLES[key] for key in keys]


def positions(grid: Grid, columns: Mapping[str, Sequence[Written | Value]]) -> dict[str, int]:
    """The place (from 0) of each column in the grid.

    A column that is not in the sheet is left out when it has nothing to write.  DataError, all at once, for those that
    have: nothing is lost in silence.
    """
    places = {key: place for place, key in reversed(list(enumerate(header_keys(grid.headers))))}
    found = {header: places[header_key(header)] for header in columns if header_key(header) in places}
    lost = [
        header
        for header, values in columns.items()
        if header not in found and any(value is not None and value != "" for value in values)
    ]
    if lost:
        raise DataError(
            [
                Problem(
                    sheet=grid.sheet,
                    what=f"La colonne « {header} » manque dans le tableau « {grid.table} »",
                    expected="une colonne de ce nom",
                )
                for header in lost
            ]
        )
    return found


def refuse_headers(grid: Grid, names: Sequence[str] = ()) -> Grid:
    """The grid, once its headers are trusted (N-63).

    DataError, with the cell, in a table of ours for a blank header, for two headers alike, and for one that is not the
    table's own name of the column, when `names` states them: Excel would then repair the file, and drop the table.
    """
    if grid.table not in _SHEETS:
        return grid
    seen: dict[str, int] = {}
    for place, header in enumerate(grid.headers):
        key = header_key(header)
        stated = names[place] if place < len(names) else header
        if not key:
            raise _header_fault(grid, place, "Cet en-tête de tableau est vide")
        if key in seen:
            raise _header_fault(grid, place, f"L'en-tête « {header} » se trouve deux fois dans le tableau")
        if header_key(stated) != key:
            raise _header_fault(grid, place, f"« {header} » est écrit où le tableau nomme sa colonne « {stated} »")
        seen[key] = place
    return grid


def _header_fault(grid: Grid, place: int, what: str) -> DataError:
    return DataError(
        Problem(
            sheet=grid.sheet,
            cell=grid.address(-1, place),
            what=f"{what} ({grid.table})",
            expected="les en-têtes du tableau, chacun une fois, sur sa première ligne",
        )
    )


def spread(grid: Grid, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> Sequence[Sequence[Written]]:
    """`rows`, whose columns are `headers`, as rows of the grid's own columns; the other columns are blank.

    ValueError when a row is not as long as `headers`.
    """
    if any(len(row) != len(headers) for row in rows):
        raise ValueError(f"{grid.table}: every row must have {len(headers)} values")
    present = set(header_keys(grid.headers))
    written = {
        header: () if header_key(header) in present else [row[place] for row in rows]
        for place, header in enumerate(headers)
    }
    found = positions(grid, written)
    order = [(found[header], place) for place, header in enumerate(headers) if header in found]
    if len(headers) == len(grid.headers) and order == [(place, place) for place in range(len(headers))]:
        return rows
    spread_rows: list[list[Written]] = []
    for row in rows:
        line: list[Written] = [None] * len(grid.headers)
        for target, place in order:
            line[target] = row[place]
        spread_rows.append(line)
    return spread_rows


def carried(
    grid: Grid, lines: Sequence[Sequence[Written]], origins: Sequence[int | None]
) -> Sequence[Sequence[Written]]:
    """`lines`, rows of the grid's own columns, with what the user's columns held in the present row each comes from.

    The user's columns are those that the program's table has not (N-65).  An error is no value to write: it is blank.
    """
    own = users_columns(grid)
    if not own or not origins:
        return lines
    full: list[Sequence[Written]] = []
    for line, origin in zip(lines, origins, strict=True):
        row = list(line)
        for place in own if origin is not None and origin < len(grid.rows) else ():
            row[place] = _writable(grid.rows[origin][place])  # type: ignore[index] # not None
        full.append(row)
    return full


def users_columns(grid: Grid) -> list[int]:
    """The places (from 0) of the columns that the user added to a table of ours (N-65)."""
    table = next((table for table in schema.TABLES if table.name == grid.table), None)
    known = set(map(header_key, table.headers) if table is not None else header_keys(grid.headers))
    return [place for place, key in enumerate(header_keys(grid.headers)) if key not in known]


def with_notes(present: Mapping[P, str], ours: Mapping[P, str], inside: Callable[[P], bool]) -> dict[P, str]:
    """The comments of a sheet by place, those of the program `inside` being `ours`; a person's stay."""
    others = {place: text for place, text in present.items() if not (inside(place) and text.startswith(NOTE_SIGN))}
    return {**ours, **others}


def follows(grid: Grid, origins: Sequence[int | None], place: tuple[int, int]) -> tuple[int, int] | None:
    """Where what is fastened to a cell (row and column of the sheet) goes when the table's rows come from `origins`.

    What stands out of the table stays; None when the line is in the table no more.
    """
    row, column = place[0] - grid.top - 1, place[1] - grid.left
    if not (0 <= row < len(grid.rows) and 0 <= column < len(grid.headers)):
        return place
    return (origins.index(row) + grid.top + 1, place[1]) if row in origins else None


def _writable(value: Value) -> Written:
    return None if isinstance(value, (CellError, Uncomputed, time, timedelta)) else value


def changed_cells(grid: Grid, columns: Mapping[str, Sequence[Written | Value]]) -> dict[int, dict[int, Written]]:
    """What overwriting these columns changes: row of the grid → position of the column → value, counted from 0.

    ValueError unless there is one value a row; TypeError for a changed value that no cell can be given.
    """
    for header, values in columns.items():
        if len(values) != len(grid.rows):
            raise ValueError(f"{grid.table}.{header}: {len(values)} values for {len(grid.rows)} rows")
    changes: dict[int, dict[int, Written]] = {}
    for header, position in positions(grid, columns).items():
        for place, value in enumerate(columns[header]):
            if same(value, grid.rows[place][position]):
                continue
            if isinstance(value, (CellError, Uncomputed, time, timedelta)):
                raise TypeError(value)
            changes.setdefault(place, {})[position] = value
    return changes


def is_blank(row: Iterable[Value]) -> bool:
    """Whether the row holds nothing."""
    return all(value is None or value == "" for value in row)


def filled_rows(rows: Sequence[Row]) -> int:
    """How many rows there are down to the last one that is not blank."""
    count = len(rows)
    while count and is_blank(rows[count - 1]):
        count -= 1
    return count


def as_stored(value: Written | Value) -> Value:
    """What a spreadsheet gives back once `value` is written: a link's text, a float for an amount, None for ""."""
    if isinstance(value, Link):
        return value.text or None
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    return value


def same(written: Written | Value, present: Value) -> bool:
    """Whether writing would leave the cell as it is.  A link is never the same: its text does not tell its target."""
    if isinstance(written, Link):
        return False
    stored = as_stored(written)
    if isinstance(present, Decimal):
        present = as_stored(present)
    if isinstance(stored, date) and isinstance(present, date):
        return _moment(stored) == _moment(present)
    if stored is None or stored == "":
        return present is None or present == ""
    return type(stored) is type(present) and stored == present


def _moment(value: date) -> datetime:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell's date has no time zone


@contextmanager
def restored_on_failure(put_back: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Have `put_back` undo what the body wrote when it raises; the exception gets a note that says how it went.

    `put_back` gives the sheets that would not come back.
    """
    try:
        yield
    except BaseException as error:
        lost = put_back()
        error.add_note(UNCHANGED if not lost else typeset(DAMAGED.format(", ".join(f"« {name} »" for name in lost))))
        raise


def protected(sheets: Iterable[str]) -> FileUnavailable:
    """The refusal to write to these protected sheets."""
    return FileUnavailable(
        [
            Problem(
                sheet=sheet,
                what="Cette feuille est protégée, et ce bouton doit y écrire",
                expected=typeset("une feuille sans protection (Révision, « Ôter la protection de la feuille »)"),
            )
            for sheet in sheets
        ]
    )


def read_only(name: str) -> FileUnavailable:
    """The refusal to do what could not be saved."""
    return FileUnavailable(
        Problem(
            file=name,
            what="Ce classeur est ouvert en lecture seule : ce qui serait émis n'y serait jamais enregistré",
            expected="ce classeur fermé partout ailleurs, puis rouvert",
        )
    )


_UPDATE = " ; « relance-xl mettre-a-jour » ajoute à un classeur d'une version précédente ce qui lui manque"


def missing_table(name: str) -> DataError:
    """The error for a table the workbook does not have."""
    sheet = _SHEETS.get(name, "")
    return DataError(
        Problem(
            sheet=sheet, what=f"Le tableau « {name} » est absent du classeur", expected=f"un tableau de ce nom{_UPDATE}"
        )
    )


def missing_name(name: str) -> DataError:
    """The error for a named cell the workbook does not have."""
    return DataError(
        Problem(
            what=f"La cellule nommée « {name} » est absente du classeur",
            expected="une cellule de ce nom (Formules, Gestionnaire de noms)",
        )
    )
