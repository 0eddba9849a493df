"""Every dialect of a cell is read exactly, or refused: money and dates are never guessed."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from relance_xl.tables import cells
from relance_xl.tables.grid import CellError, Percent, Uncomputed, Value

D = Decimal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 234,56 €", D("1234.56")),
        ("1\u00a0234,56\u00a0€", D("1234.56")),
        ("1\u202f234,56", D("1234.56")),
        ("1.234,56", D("1234.56")),
        ("1,234.56", D("1234.56")),
        ("1'234.50", D("1234.50")),
        ("(12,00)", D("-12.00")),
        ("(12,00 €)", D("-12.00")),
        ("12,00-", D("-12.00")),
        ("-12,00", D("-12.00")),
        ("−12,00", D("-12.00")),
        ("+12", D("12.00")),
        ("1234.5", D("1234.50")),
        ("0,005", D("0.01")),
        ("0,500", D("0.50")),
        ("1.234.567", D("1234567.00")),
        ("1,5E3", D("1500.00")),
        ("12 USD", D("12.00")),
        (1234.565, D("1234.57")),
        (0.1 + 0.2, D("0.30")),
        (12, D("12.00")),
        (D("12.345"), D("12.35")),
        ("", None),
        ("  \u00a0", None),
        (None, None),
    ],
)
def test_an_amount_is_read_to_the_cent(written: Value, expected: Decimal | None) -> None:
    assert cells.amount(written) == expected


@pytest.mark.parametrize(
    "written",
    ["1.234", "1,234", "1,234.56.", "12 €uros", "1e99999999999999999999",
     "abc", "1,2,3", "12,34,567", "--1", "(1", "1e400", "NaN", "inf", True, 1e13,
     date(2026, 1, 1), float("nan")],
)  # fmt: skip
def test_an_amount_that_is_not_certain_is_refused(written: Value) -> None:
    with pytest.raises(cells.CellFault, match="n'est pas un montant"):
        cells.amount(written)


def test_an_error_and_a_formula_never_computed_are_said_not_read_as_zero() -> None:
    with pytest.raises(cells.CellFault, match="#N/A"):
        cells.amount(CellError("#N/A"))
    with pytest.raises(cells.CellFault, match="jamais été calculée"):
        cells.amount(Uncomputed("=A1*2"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (3.0, "3"),
        ("3", "3"),
        ("007", "007"),
        (" C 01 ", "C 01"),
        ("C\u00a001", "C 01"),
        (None, ""),
        (411000.0, "411000"),
    ],
)
def test_a_code_keeps_its_zeros_and_loses_what_a_spreadsheet_added(written: Value, expected: str) -> None:
    assert cells.code(written) == expected


def test_a_number_too_long_for_a_spreadsheet_is_no_code() -> None:
    assert cells.code(123456789012345.0) == "123456789012345"
    with pytest.raises(cells.CellFault, match="n'est pas un code"):
        cells.code(1234567890123456.0)


def test_a_broken_number_is_no_code() -> None:
    with pytest.raises(cells.CellFault, match="« 3,5 » n'est pas un code"):
        cells.code(3.5)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (datetime(2026, 3, 15, 14, 30), date(2026, 3, 15)),
        (date(2026, 3, 15), date(2026, 3, 15)),
        ("15/03/2026", date(2026, 3, 15)),
        ("15-3-26", date(2026, 3, 15)),
        ("15.03.2026", date(2026, 3, 15)),
        ("2026-03-15", date(2026, 3, 15)),
        ("2026-03-15T00:00:00", date(2026, 3, 15)),
        ("20260315", date(2026, 3, 15)),
        ("15 mars 2026", date(2026, 3, 15)),
        ("1er août 2026", date(2026, 8, 1)),
        ("3 févr. 2026", date(2026, 2, 3)),
        ("01/02/2025", date(2025, 2, 1)),
        (45000, date(2023, 3, 15)),
        (45000.75, date(2023, 3, 15)),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_in_french_order_or_iso(written: Value, expected: date | None) -> None:
    assert cells.day(written) == expected


@pytest.mark.parametrize(
    "written", ["31/02/2026", "demain", "3 ju 2026", 12, -5, 9e9, True, "01/01/0206", date(1899, 1, 1)]
)
def test_a_date_that_is_none_is_refused(written: Value) -> None:
    with pytest.raises(cells.CellFault, match="n'est pas une date") as fault:
        cells.day(written)

    assert fault.value.expected == "jj/mm/aaaa"


@pytest.mark.parametrize(("written", "expected"), [("3", 3), (3.0, 3), (0, 0), ("", None), (None, None), (" 9 ", 9)])
def test_s0_06_a_group_is_a_whole_number_from_0_to_9(written: Value, expected: int | None) -> None:
    assert cells.bounded(0, 9)(written) == expected


@pytest.mark.parametrize("written", [10, -1, "A", 2.5, "10"])
def test_s0_06_another_group_is_refused(written: Value) -> None:
    with pytest.raises(cells.CellFault):
        cells.bounded(0, 9)(written)


def test_a_bound_on_one_side_only_is_said() -> None:
    with pytest.raises(cells.CellFault) as low:
        cells.bounded(0, None)(-1)
    with pytest.raises(cells.CellFault) as high:
        cells.bounded(None, 5)(6)

    assert low.value.expected == "un nombre entier, au moins 0"
    assert high.value.expected == "un nombre entier, au plus 5"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Oui", True), ("x", True), (True, True), (1.0, True), ("NON", False), (0, False), ("", None), ("☑", True)],
)
def test_yes_and_no_in_every_writing(written: Value, expected: bool | None) -> None:
    assert cells.yes_no(written) is expected


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(cells.CellFault, match="ni oui ni non"):
        cells.yes_no("peut-être")


def test_a_word_of_a_list_is_found_whatever_its_accents_and_case() -> None:
    convert = cells.choice(("Téléphone", "E-mail"))

    assert convert("telephone") == "Téléphone"
    assert convert("E-MAIL") == "E-mail"
    assert convert(None) is None
    with pytest.raises(cells.CellFault, match="n'est pas dans la liste"):
        convert("pigeon")


def test_a_colour_is_written_with_or_without_its_hash() -> None:
    assert cells.colour("fff2cc") == "#FFF2CC"
    assert cells.colour(None) == ""
    with pytest.raises(cells.CellFault, match="couleur"):
        cells.colour("rouge")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (True, "VRAI"), (False, "FAUX"), (3.0, "3"), (2.5, "2,5"), (date(2026, 3, 5), "05/03/2026"),
     (datetime(2026, 3, 5, 14, 7), "05/03/2026 14:07"), (datetime(2026, 3, 5), "05/03/2026"),
     (CellError("#REF!"), "#REF!"), (Uncomputed("=A1"), "=A1"), (D("1.5"), "1.5")],
)  # fmt: skip
def test_a_value_is_shown_as_the_user_knows_it(value: Value, expected: str) -> None:
    assert cells.shown(value) == expected


def test_a_number_where_a_text_is_expected_is_the_text_one_sees() -> None:
    assert (cells.text(3.0), cells.text(None), cells.text(" a\nb ")) == ("3", "", "a\nb")


@pytest.mark.parametrize(
    ("typed", "read"),
    [(2.15, "2.15"), ("2,15 %", "2.15"), ("12 %", "12"), (Percent(0.0215), "2.15"), (Percent(0.12), "12"), (0, "0")],
)
def test_n_39_a_rate_is_read_as_a_person_reads_its_cell(typed: Value, read: str) -> None:
    """N-39"""
    assert cells.percentage(typed) == Decimal(read)


@pytest.mark.parametrize("typed", [0.0215, 215, "douze", Percent(2.15), -1])
def test_n_39_an_implausible_rate_is_an_error(typed: Value) -> None:
    """N-39"""
    with pytest.raises(cells.CellFault):
        cells.percentage(typed)


def test_a_blank_rate_is_none() -> None:
    assert cells.percentage(None) is None
