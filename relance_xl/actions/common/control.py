"""What is wrong in the workbook: one list, whichever action asks, and the sheet `Contrôle` that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from relance_xl.actions.common.choices import followed
from relance_xl.actions.common.gathering import doubtful_date, old_entries
from relance_xl.actions.common.run import Run, shown, templates_folder
from relance_xl.documents.templates.choice import letter_template
from relance_xl.domain.issue.bills import doubtful_bills, review_bills
from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import Ledger, ReminderLevel
from relance_xl.domain.search.calls import with_calls
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.search.switches import switch_problems, switches
from relance_xl.domain.vocabulary import Channel
from relance_xl.problems import DataError, Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.alike import unrepeated
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.bank import read_bank_rows
from relance_xl.tables.sheets.calls import read_calls
from relance_xl.tables.sheets.checks import check, excluded_methods_unknown
from relance_xl.tables.sheets.journal import doubtful_numbers, read_last_calls
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import applied_rules, read_criteria
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.proposals import read_choices
from relance_xl.tables.sheets.writing import write_control


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an action has read of the workbook already, as it now stands.

    Attributes:
        found: the faults met on the way.
        searched: those of a search by the present criteria; None when none was made.
    """

    ledger: Ledger
    found: Sequence[Problem]
    searched: Sequence[Problem] | None = None


def fill_control(book: Book, run: Run, origin: str, met: Iterable[Problem] = (), read: Read | None = None) -> None:
    """Fill `Contrôle`: all that is wrong in the workbook, then what the action `origin` met beside it.

    The same workbook gives the same list, whichever action fills it; `read` spares a second reading.  DataError when
    the workbook has no such sheet.
    """
    write_control(book, all_problems(book, run, read), origin, met)


def all_problems(book: Book, run: Run, read: Read | None = None) -> list[Problem]:
    """Everything that is wrong or doubtful in the workbook, structure first, each fault once."""
    try:
        read = read or _read(book)
    except DataError as fault:
        return list(fault.problems)
    criteria, stated, faults = read_criteria(book)
    ledger, as_of = in_customers_currencies(read.ledger), run.date(stated)
    found = located(
        book,
        [
            *read.found,
            *faults,
            *doubtful_date(ledger, as_of, stated, run),
            *old_entries(book, ledger, as_of),
            *check(book, ledger, as_of),
            *excluded_methods_unknown(ledger),
            *switch_problems(switches(ledger, applied_rules(book))),
            *template_faults(book, ledger),
            *doubtful_numbers(book),
            *doubtful_bills(review_bills(ledger, as_of)),
            *_typed_faults(book, ledger, as_of),
        ],
    )
    searched = read.searched
    if searched is None:
        searched = [] if faults else _searched(book, ledger, criteria, as_of)
    every = [*found, *_told_by_search_alone(located(book, searched), found)]
    return unrepeated(_without_shadows(every))


def _read(book: Book) -> Read:
    ledger, found = read_ledger(book)
    return Read(ledger=ledger, found=found)


def _searched(book: Book, ledger: Ledger, criteria: Criteria, as_of: date) -> Sequence[Problem]:
    ledger = with_calls(ledger, read_last_calls(book))
    return propose(ledger, criteria, as_of, read_choices(book, ledger.items).decisions).problems


def _told_by_search_alone(searched: Iterable[Problem], found: Iterable[Problem]) -> Iterator[Problem]:
    """What a search tells and the reading of the sheets does not: one fault of a customer has two tellers."""
    known = {(each.kind, each.customer, each.value) for each in found if each.kind}
    for problem in searched:
        if (problem.kind, problem.customer, problem.value) not in known:
            yield problem


def _without_shadows(found: Sequence[Problem]) -> Iterator[Problem]:
    """The problems, without the warnings about a cell at fault: what follows from an error is no other fault."""
    wrong = {(each.sheet, each.cell) for each in errors(found) if each.cell}
    for problem in found:
        if problem.severity is Severity.ERROR or (problem.sheet, problem.cell) not in wrong:
            yield problem


def _typed_faults(book: Book, ledger: Ledger, as_of: date) -> Iterator[Problem]:
    """What was typed in `Appels` and chosen in `Banque`, and cannot be followed."""
    if schema.CALLS.name in book.table_names():
        yield from read_calls(book, ledger.items, as_of, ledger.company.reference_currency)[1]
    chosen = [row for row in read_bank_rows(book) if row.is_chosen]
    if chosen:
        yield from errors(followed(ledger, chosen).problems)


def template_faults(book: Book, ledger: Ledger) -> Iterator[Problem]:
    """The templates that a level needs and the folder lacks; the telephone needs none (S0-04)."""
    folder = templates_folder(book, ledger.company)
    place = shown(book, folder)
    for level in ledger.levels:
        if level.channel is Channel.PHONE:
            continue
        template = letter_template(level, folder)
        if not template.is_file():  # a level sent by e-mail too: without an address it becomes a letter (A5)
            yield Problem(
                what=f"Le modèle « {template.name} » du niveau {level.number} est absent du dossier « {place} »",
                expected="un modèle Word de ce nom",
                sheet=schema.LEVEL_TABLE.sheet,
                row=level.row,
                field="letter_template",
                value=level.letter_template,
                severity=Severity.WARNING,
            )
        if level.mail_template and level.channel is not Channel.LETTER:
            yield from _mail_template_faults(folder, level)


def _mail_template_faults(folder: Path, level: ReminderLevel) -> Iterator[Problem]:
    if Path(level.mail_template).name == level.mail_template and (folder / f"{level.mail_template}.txt").is_file():
        return
    from relance_xl.documents.messages.templates import MailTemplates  # noqa: PLC0415 - slow, and rarely asked

    try:
        MailTemplates(folder).chosen(level, "")
    except DataError as missing:
        for problem in missing.problems:
            yield replace(problem, row=level.row, field="mail_template", severity=Severity.WARNING)
