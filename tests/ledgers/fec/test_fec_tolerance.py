"""The tolerances of the tax administration's own checker (LPF art. A47 A-1), and a few that ledgers call for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.ledgers.common.figures import FigureFault, cents, day
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.read import read_fec

FIELDS = ("VE", "Ventes", "12", "20250131", "411000", "Clients", "C1", "Café d'Été", "F 1", "20250131", "Vente")
TAIL = ("", "", "20250228", "", "")


def row(*, separator: str = "\t", debit: str = "1200,50", credit: str = "0,00") -> str:
    return separator.join((*FIELDS, debit, credit, *TAIL))


def read(folder: Path, content: bytes) -> Imported:
    path = folder / "123456789FEC20251231.txt"
    path.write_bytes(content)
    imported = read_fec(path)
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    return imported


def text(*rows: str, separator: str = "\t", end: str = "\r\n", columns: tuple[str, ...] = COLUMNS) -> str:
    return end.join([separator.join(columns), *rows, ""])


def assert_one(imported: Imported) -> None:
    (item,) = imported.items

    assert (item.customer, item.invoice, item.amount) == ("C1", "F 1", Decimal("1200.50"))
    assert imported.customers["C1"].name == "Café d'Été"
    assert item.issue_date == date(2025, 1, 31)


@pytest.mark.parametrize("separator", ["\t", "|", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16"])
def test_separators_and_character_sets(tmp_path: Path, separator: str, encoding: str) -> None:
    assert_one(read(tmp_path, text(row(separator=separator), separator=separator).encode(encoding)))


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Cœur €"), ("iso8859-15", "Cœur €")])
def test_the_two_western_charsets_are_told_apart(tmp_path: Path, encoding: str, name: str) -> None:
    content = text(row().replace("Café d'Été", name)).encode(encoding)

    assert read(tmp_path, content).customers["C1"].name == name


def test_a_comma_separates_when_amounts_are_quoted(tmp_path: Path) -> None:
    line = ",".join((*FIELDS, '"1200,50"', '"0,00"', *TAIL))

    assert_one(read(tmp_path, text(line, separator=",").encode()))


def test_quoted_fields_may_hold_the_separator(tmp_path: Path) -> None:
    line = row(separator=";").replace("Vente;", '"Vente ; soldes";')

    assert_one(read(tmp_path, text(line, separator=";").replace("JournalCode", '"JournalCode"').encode()))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_line_ends_of_every_system(tmp_path: Path, end: str) -> None:
    imported = read(tmp_path, text(row(), end=end).encode())

    assert_one(imported)
    assert imported.origins[0].line == 2


def test_headers_in_capitals_with_accents_and_spaces(tmp_path: Path) -> None:
    columns = tuple(f" {name.upper()} " for name in COLUMNS)
    accented = tuple(name.replace("ECRITURE", "ÉCRITURE").replace("DEBIT", "Débit") for name in columns)

    assert_one(read(tmp_path, text(row(), columns=accented).encode()))


def test_extra_trailing_separators_and_columns(tmp_path: Path) -> None:
    assert_one(read(tmp_path, text(row() + "\t").encode()))
    assert_one(read(tmp_path, (text(row())).replace("Idevise", "Idevise\t").encode()))
    assert_one(read(tmp_path, text(row() + "\tx\ty", columns=(*COLUMNS, "Perso", "Perso2")).encode()))
    assert_one(read(tmp_path, text(row() + "\t\t\t", row().replace("411000", "607000")).encode()))


def test_trailing_columns_left_out(tmp_path: Path) -> None:
    assert_one(read(tmp_path, text(row().rstrip("\t"), row().replace("411000", "607000")).encode()))


@pytest.mark.parametrize("written", ["9" * 41 + ",00", "1E+40", "1" * 30, "10000000000000,00", "-" + "9" * 20])
def test_n106_an_amount_beyond_all_amounts_is_a_fault_of_its_line(tmp_path: Path, written: str) -> None:
    """N-106"""
    imported = read(tmp_path, text(row(), row(debit=written)).encode())

    assert [item.amount for item in imported.items] == [Decimal("1200.50")]
    assert "trop de chiffres" in imported.report.problems[0].what
    assert cents("0" * 20 + "12,00") == 1200


@pytest.mark.parametrize(
    ("amount", "sense"), [("1200,50", "D"), ("1200,50", "+1"), ("-1200,50", "C"), ("-1200,50", "-1"), ("1200,5", "d")]
)
def test_an_amount_and_its_sense(tmp_path: Path, amount: str, sense: str) -> None:
    columns = tuple({"Debit": "Montant", "Credit": "Sens"}.get(name, name) for name in COLUMNS)

    assert_one(read(tmp_path, text(row(debit=amount, credit=sense), columns=columns).encode()))


def test_an_unknown_sense_is_a_fault_of_its_line(tmp_path: Path) -> None:
    columns = tuple({"Debit": "Montant", "Credit": "Sens"}.get(name, name) for name in COLUMNS)
    imported = read(tmp_path, text(row(credit="X"), columns=columns).encode())

    assert not imported.items
    assert "« X » n'est pas un sens" in imported.report.problems[0].what
    assert imported.report.problems[0].line == 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0000000074,70", 7470),
        ("74.70", 7470),
        ("74", 7400),
        ("", 0),
        ("   ", 0),
        ("12,50-", -1250),
        ("-12,50", -1250),
        ("+12,50", 1250),
        (" 12,50 ", 1250),
        ("1,25E+03", 125_000),
        ("1.25e2", 12_500),
        ("1 234,56", 123_456),
        ("1\u00a0234,56", 123_456),
        (",50", 50),
        ("0,005", 1),
        ("99.99000000000001", 9999),
    ],
)
def test_amounts_as_ledgers_write_them(written: str, expected: int) -> None:
    assert cents(written) == expected


@pytest.mark.parametrize("written", ["12O,00", "1.234,56", "NaN", "Infinity", "--5", "1_000", "5 €", "12,3,4", "E5"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(FigureFault, match="n'est pas un montant"):
        cents(written)


@settings(deadline=None)  # the machine may be busy
@given(st.integers(-(10**14), 10**14))
def test_every_amount_is_read_to_the_cent(value: int) -> None:
    written = f"{'-' if value < 0 else ''}{abs(value) // 100},{abs(value) % 100:02}"

    assert cents(written) == cents(written.replace(",", ".")) == cents(f"  {written}") == value


@pytest.mark.parametrize(
    "written",
    ["20250201", "2025-02-01", "2025/02/01", "2025.02.01", "01/02/2025", "01-02-2025", "01.02.2025", "01022025",
     "1/2/2025", "01/02/25", " 20250201 ", "2025-02-01T00:00:00", "2025-02-01 00:00:00"],
)  # fmt: skip
def test_days_as_ledgers_write_them(written: str) -> None:
    assert day(written) == date(2025, 2, 1)


@pytest.mark.parametrize("written", ["", "00000000", "  ", "0000-00-00", "00/00/0000"])
def test_days_not_stated(written: str) -> None:
    assert day(written) is None


@pytest.mark.parametrize("written", ["20250231", "31/02/2025", "hier", "2025", "202501311", "99999999"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(FigureFault, match="n'est pas une date"):
        day(written)


@settings(deadline=None)  # the machine may be busy
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_the_two_orders_of_eight_figures_are_never_confused(value: date) -> None:
    assert day(f"{value:%Y%m%d}") == day(f"{value:%d%m%Y}") == value


def test_a_separator_in_the_label_is_put_back(tmp_path: Path) -> None:
    line = row(separator="|").replace("|Vente|", "|Vente | lot 2 | soldes|")
    imported = read(tmp_path, text(line, row(separator="|").replace("411000", "701000"), separator="|").encode())

    assert_one(imported)


def test_a_line_that_reads_two_ways_is_set_aside_and_said(tmp_path: Path) -> None:
    line = row(separator="|").replace("|C1|Café d'Été|", "|C1|Café|d'Été|")
    imported = read(tmp_path, text(line, separator="|").encode())

    assert not imported.items
    (problem,) = imported.report.problems
    assert (problem.line, "ne peut être comprise" in problem.what) == (2, True)


def test_a_truncated_line_is_set_aside_and_said(tmp_path: Path) -> None:
    imported = read(tmp_path, text(row(), "VE\tVentes\t12\t20250131\t411000").encode())

    assert_one(imported)
    assert imported.report.problems[0].line == 3


def test_blank_lines_and_the_end_mark_of_dos_are_no_lines(tmp_path: Path) -> None:
    imported = read(tmp_path, text(row(), "", "\t\t\t", "\x1a").encode())

    assert_one(imported)
    assert imported.report.blank_lines == 3


def test_a_foreign_currency_is_kept_with_its_sign(tmp_path: Path) -> None:
    foreign = "\t".join((*FIELDS, "0,00", "920,00", "", "", "20250228", "1000,00", "USD"))
    (item,) = read(tmp_path, text(foreign).encode()).items

    assert (item.currency, item.amount) == ("USD", Decimal("-1000.00"))
    euro = foreign.replace("USD", "EUR")
    (item,) = read(tmp_path, text(euro).encode()).items
    assert (item.currency, item.amount) == ("", Decimal("-920.00"))


def test_unvalidated_lines_are_taken_and_counted(tmp_path: Path) -> None:
    imported = read(tmp_path, text(row().replace("20250228", ""), row()).encode())

    assert (len(imported.items), imported.report.drafts) == (2, 1)


def test_a_quote_in_a_label_is_a_character_like_any_other(tmp_path: Path) -> None:
    inch = row().replace("Vente", 'TUBE 12"')
    opened = row().replace("Vente", '"ouvert')
    imported = read(tmp_path, text(inch, opened, inch, row(), row()).encode())

    assert len(imported.items) == 5


def test_a_quote_never_closed_loses_no_line_unsaid(tmp_path: Path) -> None:
    lines = [row(separator=";").replace("Vente", '"Vente"') for _ in range(30)]
    lines[10] = lines[10].replace('"Vente"', '"Vente')
    imported = read(tmp_path, text(*lines, separator=";").encode())
    report = imported.report

    assert (report.lines, report.open_lines + report.set_aside_lines + report.blank_lines) == (30, 30)
    assert report.set_aside_lines
    assert report.problems[0].line == 12
