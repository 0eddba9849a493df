"""« Rechercher »: the proposals into `Relances`, the faults into `Contrôle`; no level changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relance_xl.actions.batches.registering import kept_numbers
from relance_xl.actions.common.control import Read, fill_control
from relance_xl.actions.common.gathering import Gathered, gather
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, documents_folder
from relance_xl.domain.issue.batches import reckoned
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import Ledger
from relance_xl.domain.money.currencies import exchange_on
from relance_xl.domain.search.proposals import Proposals
from relance_xl.domain.search.switches import APPLIED_PREFIX, switch_problems, switches, to_remember
from relance_xl.domain.wording import counted, typeset
from relance_xl.problems import Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import (
    applied_rules,
    narrowing,
    write_parameters,
)
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.proposals import Choices, read_choices, write_decisions
from relance_xl.tables.sheets.writing import (
    invoice_column,
    proposal_rows,
    replace_present,
    write_colours,
)


@dataclass(slots=True, kw_only=True)
class SearchReport(Report):
    """What « Rechercher » found on `as_of`; `reference` is the reference currency."""

    as_of: date
    reference: str
    proposals: Proposals


def search(book: Book, run: Run) -> SearchReport:
    """« Rechercher »: write the proposals into `Relances` and the faults into `Contrôle`; no level changes (A11).

    What a person changed there (ticks, levels, channels, numbers of letters) is kept (N-34).
    """
    book.tell("Lecture du classeur…")
    given = gather(book, run)
    return _search(book, run, given, read_choices(book, given.ledger.items))


def search_afresh(book: Book, run: Run) -> SearchReport:
    """« Reprendre les propositions »: search again, giving up every tick, level and channel changed by hand (N-34).

    The numbers of letters typed are kept: they are facts, not decisions.
    """
    book.tell("Lecture du classeur…")
    given = gather(book, run)
    chosen = read_choices(book, given.ledger.items)
    report = _search(book, run, given, replace(chosen, decisions={}))
    number = len(chosen.decisions)
    told = counted(number, "décision à la main abandonnée", "décisions à la main abandonnées")
    report.summary = f"{told if number else 'Aucune décision à la main'}. {report.summary}"
    return report


def _search(book: Book, run: Run, given: Gathered, chosen: Choices) -> SearchReport:
    invoices = invoice_column(book)
    book.tell("Calcul des relances…")
    proposals = ticked_proposals(given.ledger, given.criteria, given.as_of, chosen.decisions)
    numbers, lost = kept_numbers(chosen.numbered, (line.key for line in proposals.lines))
    book.tell("Écriture des propositions…")
    company = given.ledger.company
    rows = proposal_rows(
        proposals.lines,
        company.reference_currency,
        invoices,
        documents_folder(book, company),
        numbers,
        reckoned(proposals.lines, given.criteria.grouping, exchange_on(given.ledger, given.as_of)),
    )
    replace_present(book, schema.PROPOSALS, rows, {"document", "registered_number", *schema.PROPOSALS.hidden_fields})
    book.set_notes(schema.PROPOSALS.name, schema.PROPOSALS.column("alert").header, _alerts(proposals))
    write_decisions(book, proposals.unseen_decisions(), given.ledger.items)
    if run.as_of is not None:
        book.set_names({"date_relance": run.as_of})
    write_colours(book, given.ledger.levels)
    refresh_home(book, given.ledger, given.as_of)
    problems = located(book, [*given.problems, *proposals.problems, *lost, *_note_rules(book, given.ledger)])
    known = Read(ledger=given.ledger, found=given.problems, searched=proposals.problems)
    fill_control(book, run, "rechercher", lost, known)
    return SearchReport(
        summary=_summary(proposals, given.as_of, narrowing(book)),
        problems=problems,
        as_of=given.as_of,
        reference=company.reference_currency,
        proposals=proposals,
    )


def _alerts(proposals: Proposals) -> dict[int, str]:
    """The row of each customer's first line → the alert about him, which the cell shows as a sign."""
    seen: set[str] = set()
    notes: dict[int, str] = {}
    for row, line in enumerate(proposals.lines):
        if line.alert and line.customer.code not in seen:
            seen.add(line.customer.code)
            notes[row] = line.alert
    return notes


def _note_rules(book: Book, ledger: Ledger) -> list[Problem]:
    """Note the rule of each group in `Paramètres`, and warn of those whose levels come from another one (A18)."""
    applied = applied_rules(book)
    changed = {
        f"{APPLIED_PREFIX}{number}": rule.value
        for number, rule in to_remember(ledger, applied).items()
        if applied.get(number) is not rule
    }
    if changed and schema.PARAMETERS.name in book.table_names():
        write_parameters(book, changed)
    return switch_problems(switches(ledger, applied))


def _summary(proposals: Proposals, as_of: date, narrowed: Sequence[str]) -> str:
    """What is proposed, by which criteria, then what the sheet does not show."""
    proposed = [line for line in proposals.lines if line.level is not None]
    customers = len({line.customer.code for line in proposed})
    found = f"Aucune relance à proposer au {as_of:%d/%m/%Y}."
    if proposed:
        found = (
            f"{counted(len(proposed), 'ligne à relancer', 'lignes à relancer')} chez "
            f"{counted(customers, 'client', 'clients')} au {as_of:%d/%m/%Y}."
        )
    absent = " ; ".join(
        f"{counted(each.lines, 'ligne', 'lignes')} ({each.why[0].lower()}{each.why[1:]})" for each in proposals.withheld
    )
    criteria = f"Resserrés : {', '.join(narrowed)}." if narrowed else ""
    told = [found, f"Non affiché : {absent}." if absent else "", *_decisions_told(proposals), typeset(criteria)]
    return " ".join(part for part in told if part)


def _decisions_told(proposals: Proposals) -> Iterator[str]:
    """How many lines bear a decision of the user, kept or fallen."""
    kept, fallen = len(proposals.decisions), len(proposals.fallen)
    if kept:
        seen = sum(line.key in proposals.decisions for line in proposals.lines)
        elsewhere = f", dont {kept - seen} hors de cette liste" if kept > seen else ""
        given_up = "les abandonne" if kept > 1 else "l'abandonne"
        told = counted(kept, "décision à la main gardée", "décisions à la main gardées")
        yield typeset(f"{told}{elsewhere} : « Reprendre les propositions » {given_up}.")
    if fallen:
        yield f"{counted(fallen, 'coche retirée', 'coches retirées')}, la ligne étant retenue : voyez « Pourquoi »."
