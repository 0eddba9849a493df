"""« Traites »: letters that ask for bills of exchange to be returned accepted (S0-15, S0-30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from relance_xl.documents.contents.context import bill_context
from relance_xl.documents.jobs import (
    Job,
    RunWritten,
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
from relance_xl.documents.templates.choice import bill_template
from relance_xl.domain.model import BillOfExchange, Company, Customer, ReminderGroup
from relance_xl.problems import Problem

FOLDER = "Traites"
PRINT_RUN = "À imprimer – traites"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLetterFile:
    """One letter written; `fingerprint` is the SHA-256 of the file, in hexadecimal."""

    bill: BillOfExchange
    customer: Customer
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLettersWritten:
    """What `write_bill_letters` made, letters in the order of the bills."""

    letters: tuple[BillLetterFile, ...]
    print_runs: tuple[RunWritten, ...] = ()
    problems: tuple[Problem, ...] = ()
    to_judge: ToJudge = field(default_factory=ToJudge)


def write_bill_letters(
    bills: Sequence[tuple[BillOfExchange, Customer]],
    groups: Mapping[int, ReminderGroup],
    company: Company,
    as_of: date,
    templates: Path,
    scratch: Path,
    *,
    duplex: bool = False,
    tell: Tell = silent,
) -> BillLettersWritten:
    """Write one letter per bill into `scratch`/Traites, and the print runs into `scratch`.

    `groups` names the manager of each customer's group.  DataError, before anything is written, when a template is
    missing or faulty.
    """
    paths = [bill_template(templates, customer.language) for _, customer in bills]
    company, logo, warnings = usable_logo(company, templates.parent)
    compiled = compiled_templates(paths, logo)
    jobs = [
        Job(
            customer=customer.code,
            folder=FOLDER,
            name=f"{customer.code} {customer.name} {bill.number}",
            run=PRINT_RUN,
            template=path,
            context=bill_context(
                bill, customer, _group(customer, groups), company, as_of, language=language_of(path.name)
            ),
        )
        for (bill, customer), path in zip(bills, paths, strict=True)
    ]
    singles = write_singles(jobs, compiled.templates, scratch, tell)
    runs = write_print_runs(jobs, compiled.templates, scratch, company.letters_per_print_run, duplex=duplex)
    return BillLettersWritten(
        letters=tuple(
            BillLetterFile(bill=bill, customer=customer, path=one.path, fingerprint=one.fingerprint)
            for (bill, customer), one in zip(bills, singles, strict=True)
        ),
        print_runs=runs,
        problems=(*warnings, *compiled.warnings, *control_character_warnings(jobs)),
        to_judge=to_judge(singles, runs, duplex=duplex, summary=False),
    )


def _group(customer: Customer, groups: Mapping[int, ReminderGroup]) -> ReminderGroup:
    number = customer.group or 0
    return groups.get(number) or ReminderGroup(number=number)
