"""« Annuler »: the last batch is taken back, its lines to what they were, its documents aside (S2-22, S3-08, S0-24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from relance_xl.actions.batches.setting_aside import ASIDE, plan_moves, set_aside
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import IN_MAILBOX, Run, shown
from relance_xl.domain.vocabulary import BatchState, Channel, JournalEntry
from relance_xl.domain.wording import counted, typeset
from relance_xl.machine.leases import still_held
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import integer
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.records import Records, read_records
from relance_xl.tables.sheets.bank import forget_batch
from relance_xl.tables.sheets.calls import NOTED
from relance_xl.tables.sheets.journal import JournalLine, read_journal
from relance_xl.tables.sheets.restoring import Kept, Restored, restore
from relance_xl.tables.sheets.writing import set_cells

AFTERWARDS = "pour relancer à nouveau, « Rechercher » puis « Lettres »"


@dataclass(slots=True, kw_only=True)
class UndoReport(Report):
    """What « Annuler » took back.

    Attributes:
        restored: the lines given back as they were before the batch.
        kept: the lines that have changed since, left as they are, and why.
        documents: each document set aside, from and to, relative to the workbook's folder when it lies below it.
    """

    restored: tuple[Restored, ...] = ()
    kept: tuple[Kept, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    batch: str
    restored: tuple[Restored, ...]
    kept: tuple[Kept, ...]
    places: dict[Path, Path]


def undo(book: Book, run: Run, batch: str = "") -> UndoReport:
    """Undo `batch`, or the youngest one of which nothing is undone yet or whose undo was interrupted, and save.

    A line whose level or date (promise, exclusion, note…) is no more what the batch wrote is left as it is, and told.
    The documents are back in their place when the workbook cannot be saved.  DataError when there is nothing to undo,
    when the batch is undone already, and when none of its lines can be given back: nothing changes then.
    """
    planned = _plan(book, batch)
    if not run.confirm(_question(planned)):
        return UndoReport(summary="Rien n'a été annulé.")
    still_held(book.path)
    with set_aside(planned.places):
        _write(book, planned)
        book.save()
    return _report(book, planned)


def rehearse_undo(book: Book, run: Run, batch: str = "") -> UndoReport:
    """Say what « Annuler » would do, and do nothing."""
    del run
    report = _report(book, _plan(book, batch))
    report.rehearsed()
    return report


def _plan(book: Book, wanted: str) -> _Planned:
    lines = _chosen(book, wanted)
    outcome = restore(book, [line for line in lines if not line.cancelled])
    batch = lines[0].batch
    if not outcome.restored:
        heading = Problem(what=f"Le lot {batch} ne peut pas être annulé : toutes ses lignes ont changé depuis")
        raise DataError([heading, *(_problem(kept) for kept in outcome.kept)])
    undone = {each.line.row for each in outcome.restored} | {line.row for line in lines if line.cancelled}
    return _Planned(
        batch=batch,
        restored=outcome.restored,
        kept=outcome.kept,
        places=plan_moves(book.path.parent, _finished(lines, undone), batch),
    )


def _chosen(book: Book, wanted: str) -> list[JournalLine]:
    """The lines of the batch wanted, else of the one that is to be undone next."""
    batches = _batched(book)
    if not batches:
        raise DataError(Problem(what="Le journal est vide : il n'y a rien à annuler", sheet=schema.JOURNAL.sheet))
    if wanted and wanted not in batches:
        raise DataError(
            Problem(what=f"Le journal ne connaît pas de lot « {wanted} »", sheet=schema.JOURNAL.sheet,
                    expected=f"un numéro de lot, comme {next(reversed(batches))}")
        )  # fmt: skip
    chosen = wanted or _next(book, batches)
    if not chosen:
        raise _already_undone(next(reversed(batches)), len(batches))
    if all(line.cancelled for line in batches[chosen]):
        raise _already_undone(chosen, 1)
    return batches[chosen]


def _batched(book: Book) -> dict[str, list[JournalLine]]:
    """The lines of the journal by batch, in the order of their first rows: never by the clock (N-104)."""
    batches: dict[str, list[JournalLine]] = {}
    for line in read_journal(book):
        batches.setdefault(line.batch, []).append(line)
    return batches


def _next(book: Book, batches: dict[str, list[JournalLine]]) -> str:
    """The youngest batch of which nothing is undone, or whose undo was interrupted; "" when there is none.

    One of which some lines are undone and none of the others can be is over.
    """
    for batch in reversed(batches):
        standing = [line for line in batches[batch] if not line.cancelled]
        if len(standing) == len(batches[batch]) or (standing and restore(book, standing).restored):
            return batch
    return ""


def place_of_next(book: Book) -> int | None:
    """How many lines of the journal stand before the batch that is to be undone next; None when there is none."""
    if schema.JOURNAL.name not in book.table_names():
        return None
    batch = _next(book, _batched(book))
    places = (place for place, line in enumerate(read_journal(book)) if batch and line.batch == batch)
    return next(places, None)


def _already_undone(batch: str, batches: int) -> DataError:
    others = ", comme tous ceux d'avant" if batches > 1 else ""
    return DataError(
        Problem(
            what=f"Le lot {batch} est déjà annulé{others} : une annulation ne s'annule pas",
            expected=AFTERWARDS,
            sheet=schema.JOURNAL.sheet,
        )
    )


def _finished(lines: Iterable[JournalLine], undone: set[int]) -> list[str]:
    """The documents and print runs of which no line holds any more."""
    holders: dict[str, bool] = {}
    for line in lines:
        if line.nature is not JournalEntry.CALL:
            for name in (line.document, *line.print_runs):
                holders[name] = holders.get(name, True) and line.row in undone
    return [name for name, finished in holders.items() if name and finished]


def _question(planned: _Planned) -> str:
    return (
        f"Annuler le lot {planned.batch} : {counted(_lines(planned), 'ligne', 'lignes')}, "
        f"{counted(len(planned.places), 'document', 'documents')} ?"
    )


def _lines(planned: _Planned) -> int:
    """How many lines of `Factures` and `Traites` are given back: a statement's own entry is none."""
    return sum(1 for each in planned.restored if each.table is not schema.BANK)


def _write(book: Book, planned: _Planned) -> None:
    for table in (schema.ITEMS, schema.BILLS, schema.CUSTOMERS):
        set_cells(book, table, {each.row: each.cells for each in planned.restored if each.table is table})
    state = BatchState.CANCELLED.value
    set_cells(book, schema.JOURNAL, {each.line.row: {"state": state} for each in planned.restored})
    forget_batch(book, planned.batch, {_settlement(kept) for kept in planned.kept})
    _show_undone(book, planned)
    _show_calls_undone(book, planned)


def _settlement(kept: Kept) -> tuple[str, str, date | None]:
    return kept.line.customer, kept.line.invoice, kept.line.due_date


def _show_undone(book: Book, planned: _Planned) -> None:
    """Say in `Relances`, on the lines that the batch had reminded, that they are no more."""
    if schema.PROPOSALS.name not in book.table_names():
        return
    undone = {(each.line.customer, each.line.invoice, each.line.due_date): each for each in planned.restored}
    records = read_records(book.read_table(schema.PROPOSALS.name), schema.PROPOSALS)
    keys = zip(records.get("customer"), records.get("invoice"), records.get("due_date"), strict=True)
    changes: dict[int, dict[str, Written]] = {}
    for row, batch, key in zip(records.rows, _batches(records, undone, planned.batch), keys, strict=True):
        if key in undone and batch == planned.batch:
            before = undone[key].line
            changes[row] = {
                "level_reached": integer(before.level_before) or 0,
                "last_reminder": before.reminder_before,
                "batch": None,
                "why": f"Relance annulée (lot {planned.batch}) : refaites la recherche",
            }
    set_cells(book, schema.PROPOSALS, changes)


def _show_calls_undone(book: Book, planned: _Planned) -> None:
    """Say in `Appels`, where a result was noted, that it is kept no more."""
    customers = {each.line.customer for each in planned.restored if each.line.nature is JournalEntry.CALL}
    if not customers or schema.CALLS.name not in book.table_names():
        return
    records = read_records(book.read_table(schema.CALLS.name), schema.CALLS)
    shown = zip(records.rows, records.get("customer"), records.get("follow_up"), strict=True)
    undone = {row for row, customer, said in shown if customer in customers and str(said or "").startswith(NOTED)}
    set_cells(book, schema.CALLS, {row: {"follow_up": f"Appel annulé (lot {planned.batch})"} for row in undone})


def _batches(
    records: Records, undone: Mapping[tuple[str, str, date | None], Restored], batch: str
) -> Sequence[str | None]:
    """The batch that issued each line; an older workbook shows it by the level that the batch wrote."""
    kept = records.fields.get("batch")
    if kept is not None:
        return kept
    fields = ("customer", "invoice", "due_date", "level_reached", "level_proposed")
    rows = zip(*(records.get(field) for field in fields), strict=True)
    return [
        batch
        if (each := undone.get((customer, invoice, due))) and (reached, proposed) == (each.line.level_after, None)
        else None
        for customer, invoice, due, reached, proposed in rows
    ]


def _report(book: Book, planned: _Planned) -> UndoReport:
    lines = counted(_lines(planned), "ligne rendue à son", "lignes rendues à leur")
    sentence = f"Lot {planned.batch} annulé : {lines} état d'avant"
    if planned.places:
        sentence += f", {counted(len(planned.places), 'document mis', 'documents mis')} de côté dans « {ASIDE} »"
    if planned.kept:
        sentence += f" ; {counted(len(planned.kept), 'ligne laissée telle quelle', 'lignes laissées telles quelles')}"
    return UndoReport(
        summary=f"{sentence}.",
        problems=[*map(_problem, planned.kept), *_mails_gone(planned)],
        batch=planned.batch,
        restored=planned.restored,
        kept=planned.kept,
        documents=tuple((shown(book, file), shown(book, place)) for file, place in planned.places.items()),
    )


def _problem(kept: Kept) -> Problem:
    return Problem(
        what=f"{kept.line.invoice} ({kept.line.customer}) n'a pas été rendue à son état d'avant : {kept.why}",
        sheet=kept.table.sheet,
        cell=kept.cell,
        value=kept.line.invoice,
        severity=Severity.WARNING,
    )


def _mails_gone(planned: _Planned) -> list[Problem]:
    if not any(each.line.channel is Channel.EMAIL for each in planned.restored):
        return []
    if any(IN_MAILBOX in Path(each.line.document).parts for each in planned.restored):
        return [
            Problem(
                what=f"Les brouillons du lot {planned.batch} sont encore dans la boîte, ou partis de là",
                expected=typeset("de les supprimer du dossier « Brouillons », pour qu'aucun client n'en reçoive deux"),
                severity=Severity.WARNING,
            )
        ]
    return [
        Problem(
            what=f"Le lot {planned.batch} contenait des e-mails : un message déjà envoyé ne se rappelle pas",
            expected="de prévenir vous-même les clients dont le message est parti",
            severity=Severity.WARNING,
        )
    ]
