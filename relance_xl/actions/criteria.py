"""The buttons of the search panel: criteria set, reset and saved, lines ticked and unticked."""

from __future__ import annotations

from collections.abc import Callable

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Value
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.parameters import (
    default_rows,
    read_criteria,
    saved_defaults,
    write_parameters,
)
from relance_xl.tables.sheets.writing import yes_no


def select_all(book: Book, _run: Run | None = None) -> Report:
    """« Tout sélectionner »: tick every line for which a level is proposed (S2-11)."""
    return _tick(book, lambda level: level is not None)


def select_none(book: Book, _run: Run | None = None) -> Report:
    """« Tout désélectionner » (S2-11)."""
    return _tick(book, lambda _level: False)


def _tick(book: Book, wanted: Callable[[Value], bool]) -> Report:
    grid = book.read_table(schema.PROPOSALS.name)
    level, tick, client = (
        column_of(grid, schema.PROPOSALS.column(field)) for field in ("level_proposed", "ticked", "customer")
    )
    if level is None or tick is None or client is None:
        raise DataError(
            "La feuille « Relances » a perdu une de ses colonnes « Client », « Relancer » ou « Niveau proposé »"
        )
    filled = [row[client] not in {None, ""} for row in grid.rows]
    ticks = [yes_no(wanted(row[level] or None)) if full else None for row, full in zip(grid.rows, filled, strict=True)]
    unseen = sum(filled[row] for row in book.hidden_rows(schema.PROPOSALS.name))
    book.update_columns(schema.PROPOSALS.name, {grid.headers[tick]: ticks})
    ticked = ticks.count(schema.YES)
    hidden = f" Y compris {counted(unseen, 'ligne masquée', 'lignes masquées')}." if unseen else ""
    return Report(summary=f"{counted(ticked, 'ligne cochée', 'lignes cochées')} sur {sum(filled)}.{hidden}")


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
