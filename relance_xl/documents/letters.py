"""« Lettres »: one Word document per reminder, and one print-ready document per level.

Everything is made in a scratch folder; who calls moves the files to their place and records afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from relance_xl.documents.contents.context import Extras, letter_context
from relance_xl.documents.jobs import (
    Job,
    Tell,
    compiled_templates,
    control_character_warnings,
    silent,
    to_judge,
    write_print_runs,
    write_singles,
)
from relance_xl.documents.judging.written import ToJudge
from relance_xl.documents.languages.choice import language_of
from relance_xl.documents.merge.letterhead import usable_logo
from relance_xl.documents.templates.choice import chosen_templates
from relance_xl.domain import sheets
from relance_xl.domain.issue.drafts import can_be_drafted
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.vocabulary import Grouping
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """One letter written; `fingerprint` is the SHA-256 of the file, in hexadecimal."""

    reminder: Reminder
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRunFile:
    """One file to print: letters of one level, each in its own section; `ranks` are theirs among all the letters."""

    level: int
    path: Path
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersWritten:
    """What `write_letters` made, letters in the order of the reminders."""

    letters: tuple[LetterFile, ...]
    print_runs: tuple[PrintRunFile, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    to_judge: ToJudge = field(default_factory=ToJudge)


def write_letters(
    reminders: Sequence[Reminder],
    company: Company,
    templates: Path,
    scratch: Path,
    *,
    extras: Callable[[Reminder], Extras] | None = None,
    duplex: bool = False,
    summary: bool = False,
    tell: Tell = silent,
) -> LettersWritten:
    """Write all letters into `scratch`/Niveau n, and the print runs into `scratch`.

    `templates` is the folder of the Word templates, beside the workbook (a relative path of the logo is counted from
    there); `extras` gives what a letter bears beside its reminder.  In a print run, with `duplex` each letter begins
    on a right-hand page, and with `summary` a list of the letters goes first.
    DataError, before any letter is written, for a template that is missing or cannot be read or compiled, and for a
    bill of exchange that a letter cannot bear (A8); while writing, for one that cannot be merged, with its paragraph.
    """
    company, logo, warnings = usable_logo(company, templates.parent)
    compiled = compiled_templates(paths := chosen_templates(reminders, templates), logo)
    borne = [extras(reminder) if extras else Extras() for reminder in reminders]
    _check_bills(reminders, borne)
    jobs = [_job(reminder, company, path, extra) for reminder, path, extra in zip(reminders, paths, borne, strict=True)]
    singles = write_singles(jobs, compiled.templates, scratch, tell)
    tell("Préparation des tirages…", None)
    runs = write_print_runs(
        jobs, compiled.templates, scratch, company.letters_per_print_run, duplex=duplex, summary=summary
    )
    return LettersWritten(
        letters=tuple(
            LetterFile(reminder=reminder, path=one.path, fingerprint=one.fingerprint)
            for reminder, one in zip(reminders, singles, strict=True)
        ),
        print_runs=tuple(
            PrintRunFile(level=reminders[run.ranks[0]].level.number, path=run.path, ranks=run.ranks) for run in runs
        ),
        problems=(*warnings, *compiled.warnings, *control_character_warnings(jobs)),
        to_judge=to_judge(singles, runs, duplex=duplex, summary=summary),
    )


def _job(reminder: Reminder, company: Company, template: Path, extra: Extras) -> Job:
    level = reminder.level.number
    return Job(
        customer=reminder.customer.code,
        folder=f"Niveau {level}",
        name=_letter_name(reminder),
        run=f"À imprimer – niveau {level}",
        template=template,
        context=letter_context(reminder, company, extra, language=language_of(template.name)),
    )


def _letter_name(reminder: Reminder) -> str:
    """« C0012 Dupont », and the invoice when each has its own letter."""
    invoice = ""
    if reminder.grouping is Grouping.INVOICE and reminder.climbing:
        invoice = f" {reminder.climbing[0].item.invoice}"
    return f"{reminder.customer.code} {reminder.customer.name}{invoice}"


def _check_bills(reminders: Sequence[Reminder], borne: Sequence[Extras]) -> None:
    """DataError naming the customers whose letter cannot bear a bill of exchange: it has one amount, in euros (A8)."""
    problems = [
        Problem(
            sheet=sheets.PROPOSALS,
            value=reminder.customer.code,
            what=typeset(
                f"La lettre du client « {reminder.customer.code} » ne peut pas porter de lettre de change : "
                "son solde n'est pas en euros seulement, ou n'est pas dû"
            ),
            expected="une sélection sans ce client, ou « Traite jointe » à non",
        )
        for reminder, extra in zip(reminders, borne, strict=True)
        if extra.bill_maturity and not can_be_drafted(reminder)
    ]
    if problems:
        raise DataError(problems)
