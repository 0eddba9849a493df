"""A new company over its first three weeks: each ledger imported, searched and issued, every letter counted.

The vectors of N-30 (no formal notice on the first day), N-31 (one level at a time), N-32 (no second formal notice) and
N-33 (a second click reminds nobody), on the second and third week of the sample company.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.importing import import_files
from relance_xl.actions.letters import LettersReport, issue_letters
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.demo.ledger import DEMO_LEDGER_NAME, demo_ledger
from relance_xl.machine import shipped
from relance_xl.tables.grid import Book, Value
from relance_xl.tables.sheets.parameters import write_parameters
from tests.actions.company import click
from tests.places import SHARED
from tests.postal import with_addresses

DESK = SHARED / "cases" / "desk"
WEEKS = (date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30))
SIREN: Mapping[str, Value] = {"SIREN": ""}


def new_company(folder: Path) -> Book:
    """The shipped workbook, without a SIREN."""
    shutil.copyfile(shipped.workbook(), folder / "Relances.xlsm")
    copy_templates(folder / "Modèles")
    book = WorkbookFile(folder / "Relances.xlsm")
    write_parameters(book, SIREN)
    return book


def ledger_of_week(folder: Path, week: int) -> Path:
    """The first ledger is the sample company's own; the others were exported a week and two weeks later."""
    place = folder / DEMO_LEDGER_NAME
    if week == 0:
        place.write_bytes(demo_ledger().encode("utf-8"))
        return place
    if not DESK.is_dir():
        pytest.skip("les ledgers des semaines suivantes ne sont pas livrés avec le projet")
    return shutil.copyfile(DESK / f"fec_w{week + 1}.txt", place)


def week_of(book: Book, folder: Path, week: int) -> LettersReport:
    """Import, search, issue; a second search and issue of the same day remind nobody."""
    day = WEEKS[week]
    import_files(book, click(1, day=day), [ledger_of_week(folder, week)])
    with_addresses(book)
    search(book, click(2, day=day))
    issued = issue_letters(book, click(3, day=day))
    assert not issued.skipped
    again = search(book, click(4, day=day))
    assert not any(line.ticked for line in again.proposals.lines)
    return issued


def by_level(report: LettersReport) -> dict[int, int]:
    return dict(sorted(Counter(letter.reminder.level.number for letter in report.letters).items()))


def test_n_30_n_33_a_new_company_sends_no_formal_notice_on_its_first_day(tmp_path: Path) -> None:
    """N-33"""
    first = week_of(new_company(tmp_path), tmp_path, 0)

    assert by_level(first) == {1: 57}  # CLIENTS DIVERS stands in group 0 until a person says otherwise (N-21)


def test_n_31_n_32_three_weeks_each_customer_one_step_at_a_time(tmp_path: Path) -> None:
    """N-32"""
    book = new_company(tmp_path)
    reports = [week_of(book, tmp_path, week) for week in range(3)]

    assert [by_level(report) for report in reports] == [{1: 57}, {1: 9}, {1: 2, 2: 56}]
    noticed = Counter(
        letter.reminder.customer.code
        for report in reports
        for letter in report.letters
        if letter.reminder.level.registered
    )
    assert set(noticed.values()) <= {1}
