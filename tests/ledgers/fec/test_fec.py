"""A FEC in, the open items of the customers out: each line accounted for, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.problems import DataError, Severity

HEADER = "\t".join(COLUMNS)


def line(
    customer: str = "C1",
    debit: str = "0,00",
    credit: str = "0,00",
    *,
    journal: str = "VE",
    account: str = "411000",
    name: str = "Dupont",
    piece: str = "F1",
    day: str = "20250131",
    piece_day: str | None = None,
    label: str = "Vente",
    letter: str = "",
    matched: str = "",
    valid: str = "20250228",
    currency: str = "",
    foreign: str = "",
) -> str:
    return "\t".join(
        [
            *(journal, f"Journal {journal}", "12", day, account, "Clients", customer, name if customer else ""),
            *(piece, day if piece_day is None else piece_day, label, debit, credit, letter, matched, valid),
            *(foreign, currency),
        ]
    )


def written(folder: Path, lines: Sequence[str], name: str = "123456789FEC20251231.txt") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([HEADER, *lines, ""]).encode("utf-8"))
    return path


def read(folder: Path, *lines: str, options: FecOptions | None = None) -> Imported:
    return checked(read_fec(written(folder, lines), options))


def checked(imported: Imported) -> Imported:
    """Every line stands somewhere, and every fault says its file and line."""
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    assert all(problem.file and problem.line for problem in report.problems)
    assert len(imported.items) == len(imported.origins) == report.open_items
    return imported


def amounts(imported: Imported) -> list[tuple[str, str, str]]:
    return [(item.invoice, str(item.amount), str(item.paid)) for item in imported.items]


def test_an_unlettered_debit_is_an_open_invoice_due_after_the_default_terms(tmp_path: Path) -> None:
    imported = read(tmp_path, line("C1", "1200,00", piece="VE  0123"))
    (item,) = imported.items

    assert (item.customer, item.invoice, item.amount, item.kind) == ("C1", "VE 0123", Decimal(1200), ItemKind.INVOICE)
    assert item.issue_date == date(2025, 1, 31)
    assert item.due_date == date(2025, 3, 2)
    assert item.note == "Échéance calculée (30 jours)"
    assert imported.computed_due == {0}
    assert imported.customers["C1"].name == "Dupont"
    assert imported.last_entry == date(2025, 1, 31)


def test_the_customers_own_terms_make_the_due_date(tmp_path: Path) -> None:
    options = FecOptions(terms={"C1": "45 jours fin de mois"})
    (item,) = read(tmp_path, line("C1", "10,00", day="20250110"), options=options).items

    assert item.due_date == date(2025, 2, 28)
    assert item.note == "Échéance calculée (45 jours fin de mois)"


def test_letters_are_used_again_by_every_customer(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        line("C1", "100,00", letter="AA"),
        line("C1", credit="100,00", letter="AA", journal="BQ"),
        line("C2", "100,00", letter="AA", piece="F2"),
    )

    assert amounts(imported) == [("F2", "100.00", "0")]
    assert imported.report.matched_lines == 2


def test_the_remainder_of_a_letter_group_is_owed_on_the_newest_debits(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        line("C1", "50,00", letter="A", piece="F2", day="20250210"),
        line("C1", "100,00", letter="A", piece="F1", day="20250110"),
        line("C1", credit="120,00", letter="A", piece="R1", day="20250301", journal="BQ"),
    )

    assert amounts(imported) == [("F2", "50.00", "20.00")]
    assert imported.items[0].open_amount == 30
    assert imported.report.debit == 30


def test_a_group_with_too_much_paid_leaves_the_newest_payment_open(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        line("C1", "100,00", letter="A"),
        line("C1", credit="80,00", letter="A", piece="R1", day="20250201", journal="BQ"),
        line("C1", credit="50,00", letter="A", piece="R2", day="20250301", journal="BQ"),
    )

    assert amounts(imported) == [("R2", "-50.00", "-20.00")]
    assert imported.report.credit == 30


def test_a_letter_put_after_the_cut_off_leaves_the_line_open(tmp_path: Path) -> None:
    lines = (
        line("C1", "100,00", day="20241110", letter="A", matched="20250110"),
        line("C1", credit="40,00", day="20241220", letter="A", matched="20250110", piece="R1", journal="BQ"),
        line("C1", credit="60,00", day="20250110", letter="A", matched="20250110", piece="R2", journal="BQ"),
    )

    assert amounts(read(tmp_path, *lines)) == []
    at_year_end = read(tmp_path, *lines, options=FecOptions(cut_off=date(2024, 12, 31)))
    assert amounts(at_year_end) == [("F1", "100.00", "0"), ("R1", "-40.00", "0")]
    assert at_year_end.report.set_aside_lines == 1


def test_an_account_without_auxiliary_is_the_customer(tmp_path: Path) -> None:
    imported = read(tmp_path, line("", "10,00", account="411DUPONT"))

    assert imported.items[0].customer == "411DUPONT"
    assert imported.customers["411DUPONT"].name == "Clients"


def test_a_missing_document_number_falls_back_on_the_entry_number(tmp_path: Path) -> None:
    assert read(tmp_path, line("C1", "10,00", piece="  ")).items[0].invoice == "12"


def test_the_document_date_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, line("C1", "10,00", piece_day="00000000")).items[0].issue_date == date(2025, 1, 31)


def test_deposits_are_credits_and_other_third_party_accounts_are_said(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        line("C1", credit="500,00", account="419100"),
        line("C1", "70,00", account="413000"),
        line("C1", "80,00", account="416000"),
        line("C1", "90,00", account="418100"),
    )

    assert [(item.kind, item.amount) for item in imported.items] == [(ItemKind.DEPOSIT, Decimal(-500))]
    said = " ".join(problem.what for problem in imported.report.problems)
    assert all(word in said for word in ("effets à recevoir", "clients douteux", "factures à établir"))
    with_bills = read(tmp_path, line("C1", "70,00", account="413000"), options=FecOptions(accounts=("411", "413")))
    assert amounts(with_bills) == [("F1", "70.00", "0")]


def test_a_bad_amount_is_set_aside_with_its_line_and_stops_nothing(tmp_path: Path) -> None:
    imported = read(tmp_path, line("C1", "12O,00"), line("C2", "10,00"))

    assert [item.customer for item in imported.items] == ["C2"]
    (problem,) = imported.report.problems
    assert (problem.file, problem.line, problem.customer) == ("123456789FEC20251231.txt", 2, "C1")
    assert problem.severity is Severity.ERROR
    assert "« 12O,00 » n'est pas un montant" in problem.what


def test_a_file_that_is_no_fec_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Client;Montant\nA;1\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"liste.csv, ligne 1.: L'en-tête n'est pas celui d'un FEC"):
        read_fec(path)


def test_terms_that_are_not_understood_give_way_to_the_default_and_are_said(tmp_path: Path) -> None:
    imported = read(tmp_path, line("C1", "10,00"), options=FecOptions(terms={"C1": "quand il pourra"}))

    assert imported.items[0].note == "Échéance calculée (30 jours)"
    (problem,) = imported.report.problems
    assert (problem.line, problem.customer) == (2, "C1")
    assert "quand il pourra" in problem.what
    with pytest.raises(DataError, match="Délai de règlement par défaut"):
        read(tmp_path, line("C1", "10,00"), options=FecOptions(default_terms="bientôt"))


def test_with_a_cut_off_the_last_entry_is_not_after_it(tmp_path: Path) -> None:
    lines = (line("C1", "10,00", day="20250131"), line("C1", "10,00", day="20250331"))

    assert read(tmp_path, *lines, options=FecOptions(cut_off=date(2025, 2, 28))).last_entry == date(2025, 2, 28)
