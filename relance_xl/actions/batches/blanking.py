"""« Remettre les niveaux à blanc »: what a change of rule asks for before the next reminders (S0-29, A18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relance_xl.actions.batches.recording import batch_of, batch_told, heading
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.model import Ledger, OpenItem
from relance_xl.domain.search.switches import switches
from relance_xl.domain.vocabulary import JournalEntry
from relance_xl.domain.wording import counted, typeset
from relance_xl.problems import UsageError
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.sheets.journal import add_lines
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import applied_rules
from relance_xl.tables.sheets.writing import set_cells


@dataclass(slots=True, kw_only=True)
class BlankingReport(Report):
    """What was blanked under the number `batch`: the groups, and how many lines."""

    groups: tuple[int, ...] = ()
    lines: int = 0


def blank_levels(book: Book, run: Run, group: int | None = None) -> BlankingReport:
    """Blank the level and the last reminder of every line of `group`, or of the groups that changed their rule.

    The journal keeps what stood there, so that « Annuler » gives it back.  Group 0 is never touched (S0-07).
    UsageError for a group that is not in `Groupes`.
    """
    ledger, problems = read_ledger(book)
    if group is not None and (group == 0 or group not in ledger.groups):
        raise UsageError(f"Le groupe {group} n'est pas un groupe à relancer de la feuille Groupes")
    changed = tuple(switch.group.number for switch in switches(ledger, applied_rules(book)))
    groups = changed if group is None else (group,)
    items = list(_reminded(ledger, groups))
    if not items:
        why = "Aucun groupe n'a changé de règle" if not groups else f"Aucune ligne relancée dans {_named(groups)}"
        return BlankingReport(summary=typeset(f"{why} : rien à remettre à blanc."), problems=problems)
    done = counted(len(items), "ligne remise à blanc", "lignes remises à blanc")
    question = f"Remettre à blanc le niveau de {counted(len(items), 'ligne', 'lignes')} dans {_named(groups)} ?"
    if not run.confirm(typeset(question)):
        return BlankingReport(summary="Aucun niveau n'a été changé.", problems=problems)
    batch = batch_of(book, run)
    add_lines(book, _journal_lines(book, run, batch, items, ledger.company.reference_currency))
    set_cells(book, schema.ITEMS, {item.row: {"level": None, "last_reminder": None} for item in items})
    return BlankingReport(
        summary=typeset(f"{done} dans {_named(groups)}{batch_told(batch)} : refaites la recherche."),
        problems=problems,
        batch=batch,
        groups=groups,
        lines=len(items),
    )


def _reminded(ledger: Ledger, groups: Iterable[int]) -> Iterator[OpenItem]:
    """The lines of these groups that bear a level or a date of reminder, settled ones too."""
    wanted = set(groups)
    for item in ledger.items:
        if ledger.customers[item.customer].group in wanted and (item.level or item.last_reminder):
            yield item


def _named(groups: Iterable[int]) -> str:
    """« le groupe 1 », « les groupes 1 et 3 », « les groupes 1, 2 et 3 »."""
    *first, last = map(str, groups)
    return f"les groupes {', '.join(first)} et {last}" if first else f"le groupe {last}"


def _journal_lines(
    book: Book, run: Run, batch: str, items: Iterable[OpenItem], reference: str
) -> Iterator[dict[str, Written]]:
    before = RawCells(book, schema.ITEMS)
    for item in items:
        yield {
            **heading(run, batch),
            "nature": JournalEntry.BLANKING.value,
            "customer": item.customer,
            "invoice": item.invoice,
            "due_date": item.due_date,
            "level_before": before.get("level", item.row),
            "level_after": 0,
            "previous_reminder": before.get("last_reminder", item.row),
            "open_amount": item.open_amount,
            "currency": item.currency or reference,
        }
