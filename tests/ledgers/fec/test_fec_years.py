"""Opening balances, and two years of one ledger loaded together: nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.problems import DataError


def line(
    day: str, piece: str, debit: str = "0,00", credit: str = "0,00", *, journal: str = "VE", letter: str = "",
    customer: str = "C1", account: str = "411000",
) -> str:  # fmt: skip
    name = {"AN": "A-nouveaux", "BQ": "Banque"}.get(journal, "Ventes")
    head = (journal, name, "1", day, account, "Clients", customer, "Dupont", piece, day, f"{name} {piece}")
    return "\t".join((*head, debit, credit, letter, day if letter else "", day, "", ""))


def year(folder: Path, number: int, *lines: str) -> Path:
    path = folder / f"123456789FEC{number}1231.txt"
    last = line(f"{number}1231", "Z", "1,00", account="512000", customer="", journal="BQ")
    path.write_text("\n".join(["\t".join(COLUMNS), *lines, last]), encoding="utf-8")
    return path


def read(paths: Sequence[Path]) -> Imported:
    imported = read_fec(paths)
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    return imported


def left(imported: Imported) -> list[tuple[str, str]]:
    return [(item.invoice, str(item.open_amount)) for item in imported.items]


def test_one_year_alone_takes_its_opening_balances(tmp_path: Path) -> None:
    path = year(tmp_path, 2025, line("20250101", "F1", "100,00", journal="AN"))

    assert left(read([path])) == [("F1", "100.00")]


def test_opening_balances_are_left_out_when_the_year_before_is_there(tmp_path: Path) -> None:
    before = year(tmp_path, 2024, line("20241110", "F1", "100,00"))
    after = year(tmp_path, 2025, line("20250101", "REPORT", "100,00", journal="AN"), line("20250210", "F2", "50,00"))
    imported = read([after, before])

    assert left(imported) == [("F1", "100.00"), ("F2", "50.00")]
    assert "à-nouveaux" in imported.report.problems[-1].what
    assert imported.origins[0].file == before.name


def test_a_letter_of_the_opening_entry_settles_the_invoice_of_the_year_before(tmp_path: Path) -> None:
    before = year(tmp_path, 2024, line("20241110", "F1", "100,00"), line("20241120", "F2", "60,00"))
    after = year(
        tmp_path,
        2025,
        line("20250101", "F1", "100,00", journal="AN", letter="A"),
        line("20250101", "F2", "60,00", journal="AN"),
        line("20250205", "R1", credit="100,00", journal="BQ", letter="A"),
    )

    assert left(read([before, after])) == [("F2", "60.00")]


def test_an_opening_total_per_customer_is_recognised_too(tmp_path: Path) -> None:
    before = year(tmp_path, 2024, line("20241110", "F1", "100,00"), line("20241120", "F2", "60,00"))
    after = year(
        tmp_path,
        2025,
        line("20250101", "", "160,00", journal="AN", letter="A"),
        line("20250205", "R1", credit="120,00", journal="BQ", letter="A"),
    )

    assert left(read([before, after])) == [("F2", "40.00")]


def test_letters_used_again_the_next_year_do_not_mix(tmp_path: Path) -> None:
    before = year(
        tmp_path, 2024, line("20241110", "F1", "100,00", letter="A"), line("20241120", "R1", credit="70,00", letter="A")
    )
    after = year(
        tmp_path,
        2025,
        line("20250101", "F1", "30,00", journal="AN"),
        line("20250210", "F2", "50,00", letter="A"),
        line("20250220", "R2", credit="50,00", letter="A"),
    )

    assert left(read([before, after])) == [("F1", "30.00")]


def test_opening_balances_that_differ_from_the_year_before_are_said(tmp_path: Path) -> None:
    before = year(tmp_path, 2024, line("20241110", "F1", "100,00"))
    after = year(tmp_path, 2025, line("20250101", "F1", "90,00", journal="AN"))
    said = [problem for problem in read([before, after]).report.problems if problem.customer == "C1"]

    assert "90,00" in said[0].what
    assert "100,00" in said[0].what
    assert said[0].line == 2


def test_two_files_of_the_same_days_are_refused(tmp_path: Path) -> None:
    first = year(tmp_path, 2025, line("20250110", "F1", "100,00"))
    again = tmp_path / "copie.txt"
    again.write_bytes(first.read_bytes())

    with pytest.raises(DataError, match="couvrent les mêmes jours"):
        read_fec([first, again])


def test_a_missing_year_is_refused(tmp_path: Path) -> None:
    first = year(tmp_path, 2023, line("20230110", "F1", "100,00"))
    last = year(tmp_path, 2025, line("20250110", "F2", "100,00"))

    with pytest.raises(DataError, match="Il manque un exercice entre"):
        read_fec([first, last])


def test_an_invoice_matched_with_a_deposit_of_another_account_is_settled(tmp_path: Path) -> None:
    path = year(
        tmp_path,
        2025,
        line("20250110", "F1", "100,00", letter="A"),
        line("20250105", "ACPTE", credit="100,00", letter="A", account="419100"),
    )

    assert read([path]).items == ()


def test_the_kind_of_a_credit_comes_from_its_label_and_journal(tmp_path: Path) -> None:
    path = year(
        tmp_path,
        2025,
        line("20250110", "V", "0,00", "100,00", account="706000", customer=""),
        line("20250111", "B", "100,00", account="512000", customer="", journal="BQ"),
        line("20250112", "F1", credit="10,00"),
        line("20250113", "R1", credit="20,00", journal="BQ"),
        line("20250114", "AVOIR 12", credit="30,00", journal="OD"),
        line("20250115", "X", credit="40,00", journal="OD"),
    )
    kinds = {item.invoice: (item.kind.value, item.amount) for item in read([path]).items}

    assert kinds == {
        "F1": ("Avoir", Decimal(-10)),
        "R1": ("Règlement", Decimal(-20)),
        "AVOIR 12": ("Avoir", Decimal(-30)),
        "X": ("Règlement", Decimal(-40)),
    }
