"""Serials, number formats, column formulas, areas: the small pieces."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_xl.books.arranging import as_stored, same
from relance_xl.books.closed.sheets.cell_text import CellWriter, escaped, hyperlink
from relance_xl.books.closed.sheets.cell_values import unescaped
from relance_xl.books.closed.sheets.parts_xml import parse
from relance_xl.books.closed.sheets.ranges import Area, column_number
from relance_xl.books.closed.sheets.serials import Clock, from_serial, to_serial
from relance_xl.books.closed.sheets.styles import Styles, clock_of
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.formulas import compute, file_form
from relance_xl.tables.grid import CellError, Link, Uncomputed, Value, column_letters

NO_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


@pytest.mark.parametrize(
    ("serial", "clock", "value"),
    [
        (1, Clock.DATE, date(1900, 1, 1)),
        (59, Clock.DATE, date(1900, 2, 28)),
        (61, Clock.DATE, date(1900, 3, 1)),
        (46096, Clock.DATE, date(2026, 3, 15)),
        (46096.5, Clock.DATE, datetime(2026, 3, 15, 12)),
        (46096, Clock.MOMENT, datetime(2026, 3, 15)),
        (0.25, Clock.TIME, time(6)),
        (1.5, Clock.ELAPSED, timedelta(hours=36)),
        (-1, Clock.DATE, -1),
        (0, Clock.DATE, 0),
        (3_000_000, Clock.DATE, 3_000_000),
    ],
)
def test_serials_are_read_as_spreadsheets_show_them(serial: float, clock: Clock, value: object) -> None:
    assert from_serial(serial, clock, since_1904=False) == value


@given(st.dates(min_value=date(1904, 1, 1)), st.booleans())
def test_every_date_comes_back(day: date, since_1904: bool) -> None:
    assert from_serial(to_serial(day, since_1904=since_1904), Clock.DATE, since_1904=since_1904) == day


@pytest.mark.parametrize(
    ("code", "clock"),
    [
        ("General", Clock.NUMBER),
        ("0.00", Clock.NUMBER),
        ("#,##0.00 [$€-40C];[Red]-#,##0.00 [$€-40C]", Clock.NUMBER),
        ('0" jours dus"', Clock.NUMBER),
        ("0.00E+00", Clock.NUMBER),
        ("@", Clock.NUMBER),
        ("dd/mm/yyyy", Clock.DATE),
        ("[$-40C]d mmmm yyyy;@", Clock.DATE),
        ("mmm\\-yy", Clock.DATE),
        ("dd/mm/yyyy\\ hh:mm:ss", Clock.MOMENT),
        ("hh:mm AM/PM", Clock.TIME),
        ("mm:ss", Clock.TIME),
        ("[h]:mm:ss", Clock.ELAPSED),
    ],
)
def test_a_number_format_tells_dates_from_numbers(code: str, clock: Clock) -> None:
    assert clock_of(code) is clock


ROW: dict[str, Value] = {"Montant": 10.1, "Réglé": None, "Taux TVA": 20, "Note": "x", "Client": CellError("#N/A")}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=[@Montant]-[@Réglé]", "10.1"),
        ("=tFactures[[#This Row],[Montant]]-0.2", "9.9"),
        ("[[#This Row],Montant]*2", "20.2"),
        ("=[@Montant]*(1+[@[Taux TVA]]/100)", "12.12"),
        ("=-[@Montant]+1", "-9.1"),
        ("=[@Montant]-[@Note]", None),
        ("=[@Montant]-[@Client]", None),
        ("=[@Montant]/[@Réglé]", None),
        ("=[@Absente]+1", None),
        ("=SUM([@Montant])", None),
        ("=[@Montant]+", None),
        ("=([@Montant]", None),
        ("", None),
    ],
)
def test_a_column_formula_is_computed_exactly_or_not_at_all(formula: str, result: str | None) -> None:
    assert compute(formula, ROW) == (None if result is None else Decimal(result))


@pytest.mark.parametrize("formula", ["=[@Montant]-[@[Réglé]]", "[[#This Row],Montant]-t[[#This Row],[Réglé]]"])
def test_a_formula_is_written_as_excel_keeps_it(formula: str) -> None:
    assert file_form(formula, "t") == "t[[#This Row],[Montant]]-t[[#This Row],[Réglé]]"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60))
def test_every_text_comes_back_but_its_control_characters(text: str) -> None:
    kept = "".join(character for character in text if character >= " " or character in "\t\n")
    assert unescaped(escaped(text)) == kept


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    assert unescaped(escaped("x" * 40_000)) == "x" * 32_766 + "…"
    assert len(unescaped(escaped("😀" * 20_000)).encode("utf-16-le")) <= 2 * 32_767


def test_a_long_text_of_a_link_is_cut_into_pieces_excel_accepts() -> None:
    formula = hyperlink(Link("#A1", "a" * 300 + '"'))

    assert formula == f'HYPERLINK("#A1","{"a" * 255}"&"{"a" * 45}""")'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_never_reaches_a_cell(value: float | Decimal) -> None:
    writer = CellWriter(Styles(parse(NO_STYLES, "styles.xml")), since_1904=False)

    with pytest.raises(ValueError, match=r"(?i)nan|inf"):
        writer.cell("A1", value, "")


@pytest.mark.parametrize(
    ("written", "present", "unchanged"),
    [
        (Decimal("1234.56"), 1234.56, True),
        (Decimal("10.00"), 10, True),
        ("", None, True),
        (date(2026, 1, 1), datetime(2026, 1, 1), True),
        (1, True, False),
        ("1", 1, False),
        (0, None, False),
        (None, 0, False),
        (Link("#A1", "x"), "x", False),
        (CellError("#N/A"), CellError("#N/A"), True),
        (Uncomputed("=A1"), Uncomputed("=A1"), True),
    ],
)
def test_a_cell_is_left_alone_when_its_value_would_not_change(
    written: Value, present: Value, unchanged: object
) -> None:
    assert same(written, present) is unchanged


def test_an_amount_is_stored_as_a_spreadsheet_stores_it() -> None:
    assert repr(as_stored(Decimal("1200.50"))) == "1200.5"
    assert repr(as_stored(Decimal("1200.00"))) == "1200"


@pytest.mark.parametrize("text", ["A1", "A1:B2", "$C$3:$D$9"])
def test_an_area_is_read_and_written(text: str) -> None:
    assert str(Area.parse(text)) == text.replace("$", "")


def test_whole_columns_and_rows_are_areas() -> None:
    assert Area.parse("B:C").meets(Area.parse("C1048576"))
    assert Area.parse("3:5").meets(Area.parse("XFD4"))
    assert not Area.parse("A1:B2").meets(Area.parse("C3"))


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_agree(number: int) -> None:
    assert column_number(column_letters(number)) == number


def test_a_strict_workbook_is_read_and_written(workbook: Callable[..., Path]) -> None:
    path = workbook({"tFactures": [{"Client": "C1", "Échéance": date(2026, 1, 31), "Niveau": 1}]})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            strict = content.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            package.writestr(name, strict)
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Niveau": [2]})
    book.set_row_colours("tFactures", "Niveau", {2: ("#112233", "")})
    book.save()

    row = WorkbookFile(path).read_table("tFactures").rows[0]
    assert (row[0], row[5], row[11]) == ("C1", date(2026, 1, 31), 2)
