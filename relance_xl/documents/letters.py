"""« Lettres »: one Word document per reminder, and one print-ready document per level.

Everything is made in a scratch folder; who calls moves the files to their place and records afterwards.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from relance_xl.documents.context import Context, Extras, letter_context
from relance_xl.documents.file_names import safe_name, unique_name
from relance_xl.documents.print_run import write_print_run
from relance_xl.documents.template_choice import chosen_templates
from relance_xl.documents.templating import has_control_characters, letter_environment
from relance_xl.documents.word_template import WordTemplate
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.vocabulary import Grouping
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem, Severity

_TOLD_EVERY = 50

Tell = Callable[[str, float | None], None]
"""How progress is shown: a French sentence, and the share done from 0 to 1."""


def _silent(message: str, share: float | None = None) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """One letter written; `fingerprint` is the SHA-256 of the file, in hexadecimal."""

    reminder: Reminder
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRunFile:
    """One file to print: `letters` letters of one level, each in its own section."""

    level: int
    path: Path
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersWritten:
    """What `write_letters` made, letters in the order of the reminders."""

    letters: tuple[LetterFile, ...]
    print_runs: tuple[PrintRunFile, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Job:
    """One letter to write: its reminder, its template's path, its data."""

    reminder: Reminder
    template: Path
    context: Context


def write_letters(
    reminders: Sequence[Reminder],
    company: Company,
    templates: Path,
    scratch: Path,
    *,
    extras: Callable[[Reminder], Extras] | None = None,
    tell: Tell = _silent,
) -> LettersWritten:
    """Write all letters into `scratch`/Niveau n.

    `templates` is the folder of the Word templates; `extras` gives what a letter bears beside its reminder.
    DataError, before any letter is written, for a template that is missing or cannot be read or compiled; and for
    one that cannot be merged, with its paragraph.
    """
    paths = chosen_templates(reminders, templates)
    compiled = _compiled(paths)
    jobs = [
        _Job(reminder, path, letter_context(reminder, company, extras(reminder) if extras else None))
        for reminder, path in zip(reminders, paths, strict=True)
    ]
    letters = _write_singles(jobs, compiled, scratch, tell)
    tell("Préparation des tirages…", None)
    print_runs = _write_print_runs(jobs, compiled, scratch, company.letters_per_print_run)
    return LettersWritten(letters=letters, print_runs=print_runs, problems=tuple(_warnings(jobs)))


def _compiled(paths: Iterable[Path]) -> dict[Path, WordTemplate]:
    """Each template compiled once.  DataError with the faults of all of them."""
    environment = letter_environment()
    compiled: dict[Path, WordTemplate] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        try:
            compiled[path] = WordTemplate(path, environment)
        except DataError as error:
            problems += error.problems
        except Exception as error:  # noqa: BLE001 - whatever a damaged file raises, in zipfile, lxml or docx
            problems.append(_unreadable(path, error))
    if problems:
        raise DataError(problems)
    return compiled


def _write_singles(
    jobs: Sequence[_Job], compiled: dict[Path, WordTemplate], scratch: Path, tell: Tell
) -> tuple[LetterFile, ...]:
    taken: dict[Path, set[str]] = defaultdict(set)
    letters = []
    for number, job in enumerate(jobs):
        if number % _TOLD_EVERY == 0:
            tell(f"Lettres : {number} sur {len(jobs)}", number / len(jobs))
        folder = scratch / f"Niveau {job.reminder.level.number}"
        if not taken[folder]:
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / unique_name(_letter_name(job.reminder), ".docx", taken[folder])
        document = compiled[job.template].letter(job.context)
        path.write_bytes(document)
        fingerprint = hashlib.sha256(document).hexdigest()
        letters.append(LetterFile(reminder=job.reminder, path=path, fingerprint=fingerprint))
    return tuple(letters)


def _write_print_runs(
    jobs: Sequence[_Job], compiled: dict[Path, WordTemplate], scratch: Path, size: int
) -> tuple[PrintRunFile, ...]:
    """One file per level and template, of at most `size` letters; several templates cannot share one file's styles."""
    grouped: dict[tuple[int, Path], list[_Job]] = defaultdict(list)
    for job in jobs:
        grouped[job.reminder.level.number, job.template].append(job)
    levels = Counter(level for level, _ in grouped)
    runs = []
    for (level, path), members in grouped.items():
        parts = [members[start : start + size] for start in range(0, len(members), size)]
        name = f"Tirage niveau {level}" + (f" - {safe_name(path.stem)}" if levels[level] > 1 else "")
        for number, part in enumerate(parts, 1):
            suffix = f" - {number} sur {len(parts)}" if len(parts) > 1 else ""
            target = scratch / f"{name}{suffix}.docx"
            count = write_print_run(compiled[path], (job.context for job in part), target)
            runs.append(PrintRunFile(level=level, path=target, letters=count))
    return tuple(sorted(runs, key=lambda run: (run.level, run.path.name)))


def _letter_name(reminder: Reminder) -> str:
    """« C0012 Dupont », and the invoice when each has its own letter."""
    invoice = ""
    if reminder.grouping is Grouping.INVOICE and reminder.lines:
        invoice = f" {reminder.lines[0].item.invoice}"
    return safe_name(f"{reminder.customer.code} {reminder.customer.name}{invoice}")


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        file=path.name,
        what=f"Ce modèle ne peut pas être lu ({error})",
        expected="un document Word (.docx) que Word ouvre sans le réparer",
    )


def _warnings(jobs: Iterable[_Job]) -> Iterable[Problem]:
    """One warning for each customer whose data hold control characters: they are left out of the letter."""
    warned: set[str] = set()
    for job in jobs:
        customer = job.reminder.customer
        if customer.code not in warned and _holds_control_characters(job.context):
            warned.add(customer.code)
            yield Problem(
                severity=Severity.WARNING,
                sheet="Clients",
                value=customer.code,
                what=typeset(
                    f"Des caractères invisibles ont été ôtés de la lettre du client « {customer.code} » : "
                    "son adresse ou ses factures en contiennent"
                ),
            )


def _holds_control_characters(value: object) -> bool:
    if isinstance(value, str):
        return has_control_characters(value)
    if isinstance(value, dict):
        return any(map(_holds_control_characters, value.values()))
    return isinstance(value, list) and any(map(_holds_control_characters, value))
