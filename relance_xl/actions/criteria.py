"""The buttons of the search panel: criteria set, reset and saved, lines ticked and unticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, Selection
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Grid, Value
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.parameters import (
    default_rows,
    read_criteria,
    saved_defaults,
    write_parameters,
)
from relance_xl.tables.sheets.writing import yes_no

NOT_SELECTED = "Sélectionnez d'abord, dans le tableau de « Relances », une cellule de chaque client voulu"


def select_all(book: Book, _run: Run | None = None) -> Report:
    """« Tout sélectionner »: tick every line for which a level is proposed (S2-11)."""
    return _tick(_lines(book), lambda level, _before: level is not None)


def select_none(book: Book, _run: Run | None = None) -> Report:
    """« Tout désélectionner » (S2-11)."""
    return _tick(_lines(book), lambda _level, _before: False)


def tick_selected(book: Book, run: Run) -> Report:
    """« Cocher la sélection »: tick the lines with a level of all the customers under the selected cells."""
    lines = _lines(book)
    return _tick(lines, lambda level, before: before or level is not None, _chosen(lines, run.selected()))


def untick_selected(book: Book, run: Run) -> Report:
    """« Décocher la sélection »: untick all the lines of the customers under the selected cells."""
    lines = _lines(book)
    return _tick(lines, lambda _level, _before: False, _chosen(lines, run.selected()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The rows of `Relances`; `level`, `tick` and `customer` are the places of their columns."""

    book: Book
    grid: Grid
    level: int
    tick: int
    customer: int

    def codes(self) -> list[str]:
        """The customer of each row, "" for a blank row."""
        return [shown(row[self.customer]) for row in self.grid.rows]


def _lines(book: Book) -> _Lines:
    grid = book.read_table(schema.PROPOSALS.name)
    level, tick, client = (
        column_of(grid, schema.PROPOSALS.column(field)) for field in ("level_proposed", "ticked", "customer")
    )
    if level is None or tick is None or client is None:
        raise DataError(
            "La feuille « Relances » a perdu une de ses colonnes « Client », « Relancer » ou « Niveau proposé »"
        )
    return _Lines(book=book, grid=grid, level=level, tick=tick, customer=client)


def _chosen(lines: _Lines, selection: Selection) -> frozenset[str]:
    """The customers under the selected cells; rows out of sight between two of them choose nobody.

    DataError when no customer is selected.
    """
    unseen = lines.book.hidden_rows(schema.PROPOSALS.name)
    chosen = frozenset(
        code
        for place, code in enumerate(lines.codes())
        if code and place not in unseen and selection.touches(lines.grid.top + 1 + place)
    )
    if selection.sheet != lines.grid.sheet or not chosen:
        raise DataError(NOT_SELECTED)
    return chosen


def _tick(lines: _Lines, wanted: Callable[[Value, bool], bool], chosen: frozenset[str] | None = None) -> Report:
    """Tick what is `wanted` by its level and its tick, of the `chosen` customers; None for all of them."""
    book, rows, codes = lines.book, lines.grid.rows, lines.codes()
    touched = [bool(code) and (chosen is None or code in chosen) for code in codes]
    ticks = [
        yes_no(wanted(row[lines.level] or None, row[lines.tick] == schema.YES)) if ours else row[lines.tick]
        for row, ours in zip(rows, touched, strict=True)
    ]
    unseen = sum(touched[row] for row in book.hidden_rows(schema.PROPOSALS.name))
    book.update_columns(schema.PROPOSALS.name, {lines.grid.headers[lines.tick]: ticks})
    ticked = sum(tick == schema.YES for tick in ticks)
    said = f"{counted(ticked, 'ligne cochée', 'lignes cochées')} sur {sum(map(bool, codes))}."
    if chosen is not None:
        his = counted(sum(touched), "ligne", "lignes")
        said = f"{_named(chosen)} : {his}. En tout, {said[0].lower()}{said[1:]}"
    hidden = f" Y compris {counted(unseen, 'ligne masquée', 'lignes masquées')}." if unseen else ""
    return Report(summary=f"{said}{hidden}", seen=chosen is not None and not unseen)


def _named(chosen: frozenset[str]) -> str:
    if len(chosen) == 1:
        return f"Client {next(iter(chosen))}"
    return counted(len(chosen), "client", "clients")


def reset_criteria(book: Book, _run: Run | None = None) -> Report:
    """« RAZ filtre »: put back the saved defaults; the search itself is not run (S2-10)."""
    book.set_names(saved_defaults(book))
    return Report(summary="Les critères ont repris leurs valeurs par défaut.")


def set_criteria(book: Book, run: Run) -> Report:
    """Write the run's criteria into the sheet, and check that they can be read.  DataError when not."""
    book.set_names(run.criteria)
    _, _, faults = read_criteria(book)
    if faults:
        raise DataError(faults)
    return Report(summary=f"{counted(len(run.criteria), 'critère écrit', 'critères écrits')}.")


def save_defaults(book: Book, _run: Run | None = None) -> Report:
    """« Enregistrer comme défaut »: the criteria of the moment become the defaults; saving is not applying (S2-24)."""
    _, _, faults = read_criteria(book)
    if faults:
        raise DataError(faults)
    write_parameters(book, dict(default_rows(book)))
    return Report(summary="Ces critères sont désormais les valeurs par défaut. « RAZ filtre » les remettra.")
