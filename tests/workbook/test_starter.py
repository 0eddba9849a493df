"""What a new workbook ships with, as the program reads it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.model import Ledger
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Content, Grouping, Rule
from relance_xl.tables import schema
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_criteria, saved_defaults


@pytest.fixture(scope="module")
def opened(built: Path) -> WorkbookFile:
    return WorkbookFile(built)


@pytest.fixture(scope="module")
def ledger(opened: WorkbookFile) -> Ledger:
    found, problems = read_ledger(opened)
    assert problems == []
    return found


def test_it_has_no_customer_and_no_invoice(ledger: Ledger) -> None:
    assert (len(ledger.customers), len(ledger.items), len(ledger.bills), len(ledger.rates)) == (0, 0, 0, 0)


def test_the_groups_are_0_to_9_and_the_first_is_never_reminded(ledger: Ledger) -> None:
    """S0-06, S0-08."""
    assert sorted(ledger.groups) == list(range(10))
    assert ledger.groups[0].label == "Jamais relancé"


def test_every_other_group_writes_one_letter_a_customer_by_days_overdue(ledger: Ledger) -> None:
    methods = {(g.rule, g.grouping, g.content, g.interval) for number, g in ledger.groups.items() if number}

    assert methods == {(Rule.DAYS_OVERDUE, Grouping.CUSTOMER, Content.OVERDUE, 10)}


def test_the_three_levels_are_for_all_groups_and_grow_firmer(ledger: Ledger) -> None:
    """S2-02, S3-02, S3-06: the last one is registered and grants 8 days."""
    assert [(level.number, level.group, level.lower, level.upper) for level in ledger.levels] == [
        (1, None, 8, None),
        (2, None, 20, None),
        (3, None, 35, None),
    ]
    assert [(level.registered, level.late_interest, level.deadline_days) for level in ledger.levels] == [
        (False, False, None),
        (False, True, 8),
        (True, True, 8),
    ]


def test_each_level_has_a_keyword_or_a_subject_but_not_both(ledger: Ledger) -> None:
    """S4-04."""
    assert all(bool(level.subject) != bool(level.subject_keyword) for level in ledger.levels)


def test_each_level_has_readable_colours_of_its_own(ledger: Ledger) -> None:
    """S2-23."""
    colours = [(level.fill_colour, level.text_colour) for level in ledger.levels]

    assert len(set(colours)) == len(colours)
    for fill, text in colours:
        assert re.fullmatch("#[0-9A-F]{6}#[0-9A-F]{6}", fill + text)
        assert _contrast(fill, text) >= 4.5


def _contrast(fill: str, text: str) -> float:
    """The ratio of WCAG 2: 4.5 is readable."""
    light, dark = (_luminance(fill) + 0.05, _luminance(text) + 0.05)
    return light / dark


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_rate_of_the_second_half_of_2024_is_the_one_published(ledger: Ledger) -> None:
    """C. com. L441-10 II: 4.25 % + 10 points = 14.25 % (the rates of the other half-years are to be checked)."""
    (rate,) = [rate for rate in ledger.penalty_rates if rate.on == date(2024, 7, 1)]

    assert rate.ecb_rate + rate.margin == Decimal("14.25")


def test_the_rates_carry_their_warning_outside_the_table(built: Path) -> None:
    sheet = load_workbook(built)["Taux"]

    assert sheet["N4"].value == "À vérifier"


def test_the_shipped_criteria_filter_nothing(opened: WorkbookFile) -> None:
    assert read_criteria(opened) == (Criteria(), None, [])


def test_the_saved_defaults_are_those_of_the_cells(opened: WorkbookFile) -> None:
    """S2-10, S2-24: « RAZ filtre » has something to put back from the first day on."""
    assert saved_defaults(opened) == {c.name: c.default or None for c in schema.CRITERIA}
