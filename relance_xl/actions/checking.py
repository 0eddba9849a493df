"""« Vérifier »: every fault of the workbook, in `Contrôle`, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from relance_xl.actions.common.gathering import doubtful_date
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, shown, templates_folder
from relance_xl.documents.messages.templates import MailTemplates
from relance_xl.documents.templates.choice import letter_template
from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import Ledger, ReminderLevel
from relance_xl.domain.search.switches import switch_problems, switches
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError, Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.checks import check, excluded_methods_unknown
from relance_xl.tables.sheets.journal import doubtful_numbers
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import applied_rules, read_criteria
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.writing import write_problems


def verify(book: Book, run: Run) -> Report:
    """Fill `Contrôle`.  Structural faults are written there too when the sheet exists."""
    problems = all_problems(book, run)
    try:
        write_problems(book, problems)
    except DataError as fault:  # `Contrôle` itself is missing
        problems += fault.problems
    faults = len(errors(problems))
    if not problems:
        return Report(summary="Aucune anomalie.", problems=[])
    return Report(
        summary=f"{counted(faults, 'erreur', 'erreurs')}, "
        f"{counted(len(problems) - faults, 'avertissement', 'avertissements')} : voyez la feuille « Contrôle ».",
        problems=problems,
        names_faults=True,
    )


def all_problems(book: Book, run: Run) -> list[Problem]:
    """Everything that is wrong or doubtful in the workbook, structure first."""
    try:
        ledger, problems = read_ledger(book)
    except DataError as fault:
        return list(fault.problems)
    ledger = in_customers_currencies(ledger)
    _, stated, faults = read_criteria(book)
    as_of = run.date(stated)
    found = [
        *problems,
        *faults,
        *doubtful_date(ledger, as_of, stated, run),
        *check(book, ledger, as_of),
        *excluded_methods_unknown(ledger),
        *switch_problems(switches(ledger, applied_rules(book))),
        *template_faults(book, ledger),
        *doubtful_numbers(book),
    ]
    return located(book, found)


def template_faults(book: Book, ledger: Ledger) -> Iterator[Problem]:
    """The templates that a level needs and the folder lacks; the telephone needs none (S0-04)."""
    folder = templates_folder(book, ledger.company)
    place = shown(book, folder)
    mails = MailTemplates(folder)
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
            yield from _mail_template_faults(mails, level)


def _mail_template_faults(mails: MailTemplates, level: ReminderLevel) -> Iterator[Problem]:
    try:
        mails.chosen(level, "")
    except DataError as missing:
        for problem in missing.problems:
            yield replace(problem, row=level.row, field="mail_template", severity=Severity.WARNING)
