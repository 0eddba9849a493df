"""« Enregistrer les appels »: what was typed in `Appels` goes into `Factures` and `Journal`, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relance_xl.actions.batches.recording import batch_of, batch_told, heading
from relance_xl.actions.common.control import fill_control
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.vocabulary import CallOutcome, Channel, Exclusion, JournalEntry
from relance_xl.domain.wording import counted, french_amount, french_date, typeset
from relance_xl.problems import errors
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.sheets.calls import NOTED, RESULT, TypedCall, read_calls
from relance_xl.tables.sheets.journal import add_lines
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_criteria
from relance_xl.tables.sheets.restoring import BETWEEN_NOTES
from relance_xl.tables.sheets.writing import set_cells

NOTHING_TYPED = "Aucun résultat à enregistrer : choisissez-les dans la colonne « Résultat » de « Appels »."
NOTHING_RIGHT = "Aucun résultat enregistré : corrigez d'abord la feuille « Appels »."


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecorded:
    """One result recorded: `words` say it in the journal; a promise stands in `promised_on`, a next call in `back`."""

    item: OpenItem
    outcome: CallOutcome | None
    promised_on: date | None
    words: str
    back: date | None = None


@dataclass(slots=True, kw_only=True)
class CallsReport(Report):
    """What « Enregistrer les appels » recorded under the number `batch`."""

    as_of: date
    reference: str
    calls: tuple[CallRecorded, ...] = ()


def record_calls(book: Book, run: Run) -> CallsReport:
    """Record the results typed in `Appels`, then clear them there: a second click records nothing twice.

    A promise is written on its line, where it holds the reminder until its date; a dispute excludes the line; a note is
    added to the line's own; the journal keeps the rest, which the next search goes by (N-35).  Levels and dates of
    reminder never change (S2-14).  A result with a fault is left where it is, for the user to mend; the others are
    recorded.
    """
    _, stated, faults = read_criteria(book)
    ledger, found = read_ledger(book)
    ledger = in_customers_currencies(ledger)
    as_of, reference = run.date(stated), ledger.company.reference_currency
    typed, call_faults = read_calls(book, ledger.items, as_of, reference)
    problems = [*faults, *found, *call_faults]
    if not typed:
        fill_control(book, run, "enregistrer-appels", call_faults)
        summary = NOTHING_RIGHT if errors(call_faults) else NOTHING_TYPED
        return CallsReport(summary=summary, problems=problems, as_of=as_of, reference=reference)
    batch = batch_of(book, run)
    calls = tuple(_recorded(call, reference) for call in typed)
    _write(book, heading(run, batch), typed, calls, as_of, reference)
    fill_control(book, run, "enregistrer-appels", call_faults)
    _show_noted(book, run, typed, reference)
    promised = sum(call.promised_on is not None for call in calls)
    return CallsReport(
        summary=f"{counted(len(calls), 'résultat enregistré', 'résultats enregistrés')}, dont "
        f"{counted(promised, 'promesse', 'promesses')}{batch_told(batch)}.",
        problems=problems,
        as_of=as_of,
        reference=reference,
        batch=batch,
        calls=calls,
    )


def _recorded(call: TypedCall, reference: str) -> CallRecorded:
    words = str(call.outcome) if call.outcome else "Note"
    if call.until:
        words += f" {'le' if call.call_back_on else 'au'} {french_date(call.until)}"
    if call.promised_amount is not None:
        words += f" : {french_amount(call.promised_amount, call.item.currency or reference)}"
    return CallRecorded(
        item=call.item,
        outcome=call.outcome,
        promised_on=call.promised_on,
        words=typeset(words),
        back=call.call_back_on,
    )


def _write(
    book: Book,
    heading: Mapping[str, Written],
    typed: Sequence[TypedCall],
    calls: Sequence[CallRecorded],
    as_of: date,
    reference: str,
) -> None:
    before = RawCells(book, schema.ITEMS)
    changes: dict[int, dict[str, Written]] = {}
    lines: list[dict[str, Written]] = []
    for call, recorded in zip(typed, calls, strict=True):
        cells, journal = _changes(call, before, as_of)
        changes[call.item.row] = cells
        lines.append({**heading, **_told(recorded, before, reference), **journal})
    set_cells(book, schema.ITEMS, changes)
    add_lines(book, lines)


def _show_noted(book: Book, run: Run, typed: Sequence[TypedCall], reference: str) -> None:
    """Say on each row of `Appels`, until the next list, that what was typed there is kept: the cells are free again."""
    rows: dict[int, list[TypedCall]] = {}
    for call in typed:
        rows.setdefault(call.row, []).append(call)
    cells: dict[int, dict[str, Written]] = {
        row: {**dict.fromkeys(RESULT), "follow_up": _noted(run, calls, reference)} for row, calls in rows.items()
    }
    set_cells(book, schema.CALLS, cells)


def _noted(run: Run, calls: Sequence[TypedCall], reference: str) -> str:
    """« ✓ Noté à 14 h 32 : Promesse au 27/03/2026 : 500,00 € »; a sum promised for several lines is told whole."""
    promised = [call.promised_amount for call in calls if call.promised_amount is not None]
    whole = replace(calls[0], promised_amount=sum(promised, ZERO) if promised else None)
    return typeset(f"{NOTED} à {run.now:%H} h {run.now:%M} : {_recorded(whole, reference).words}")


def _changes(call: TypedCall, before: RawCells, as_of: date) -> tuple[dict[str, Written], dict[str, Written]]:
    """What the call changes in `Factures`, and what the journal says of it, by field."""
    row = call.item.row
    cells: dict[str, Written] = {}
    journal: dict[str, Written] = {
        "called_on": as_of,
        "outcome": call.outcome,
        "call_back_on": call.call_back_on,
        "promised_amount": call.promised_amount,
    }
    if call.promised_on is not None:
        cells["promised_on"] = journal["promised_after"] = call.promised_on
        journal["promised_before"] = before.get("promised_on", row)
    if call.outcome is CallOutcome.DISPUTE and call.item.exclusion is None:
        cells["exclusion"] = journal["exclusion_after"] = Exclusion.DISPUTED.value
        journal["exclusion_before"] = before.get("exclusion", row)
    if call.note:
        added = f"{french_date(as_of)} {call.note}"
        present = str(before.get("note", row) or "")
        cells["note"] = f"{present}{BETWEEN_NOTES}{added}" if present else added
        journal["note_added"] = added
    return cells, journal


def _told(call: CallRecorded, before: RawCells, reference: str) -> dict[str, Written]:
    item = call.item
    level = before.get("level", item.row)
    return {
        "nature": JournalEntry.CALL.value,
        "customer": item.customer,
        "invoice": item.invoice,
        "due_date": item.due_date,
        "channel": Channel.PHONE.value,
        "level_before": level,
        "level_after": level,
        "previous_reminder": before.get("last_reminder", item.row),
        "open_amount": item.open_amount,
        "currency": item.currency or reference,
        "document": call.words,
    }
