"""Late interest, recovery fee and bill of exchange in the letters (S0-27, S3-09, S3-10, A8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from relance_xl.actions.letters import LettersReport, issue_letters, rehearse_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.issue.drafts import NO_DRAFT
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError
from relance_xl.tables.grid import Written
from tests.actions.company import Rows, click, column, files_below, in_memory, type_in


def company(folder: Path, *, rates: Rows = ({"Date d'effet": date(2026, 1, 1), "Taux BCE": Decimal("2.15"),
                                            "Majoration": 10},), **line: Written) -> MemoryBook:  # fmt: skip
    tables: Mapping[str, Rows] = {
        "tNiveaux": [{"Niveau": 2, "Borne inférieure": 10, "Pénalités": "oui", "Indemnité": "oui",
                      "Modèle lettre": "lettre_2.docx"}],
        "tPenalites": rates,
        "tFactures": [{"Client": "Dupont", "Facture": "F1", "Échéance": date(2026, 1, 29), "Montant": 1000, **line}],
    }  # fmt: skip
    return in_memory(folder, tables)


def lettered(book: MemoryBook) -> LettersReport:
    search(book, click())
    return issue_letters(book, click(1))


def letter(book: MemoryBook) -> str:
    """The whole text of the only letter."""
    report = lettered(book)
    document = Document(str(book.path.parent / report.letters[0].file))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_s0_27_a_level_that_asks_for_them_prints_interest_and_fee_to_the_cent(tmp_path: Path) -> None:
    text = letter(company(tmp_path))

    assert "les pénalités de retard s’élèvent à 14,98 € (taux annuel de 12,15 %)" in text
    assert "l’indemnité forfaitaire de recouvrement à 40,00 € (1 facture × 40 €)" in text
    assert "un total à régler de 1 054,98 €" in text


def test_s0_27_nothing_of_it_is_posted_in_the_workbook(tmp_path: Path) -> None:
    book = company(tmp_path)

    report = lettered(book)

    assert column(book, "tFactures", "Montant") == [1000]
    assert column(book, "tJournal", "Solde") == [1000]
    assert report.letters[0].totals == (("EUR", Decimal(1000)),)


def test_without_a_legal_rate_the_letter_leaves_without_interest_and_it_is_said(tmp_path: Path) -> None:
    book = company(tmp_path, rates=())

    report = lettered(book)

    (problem,) = (problem for problem in report.problems if problem.sheet == "Taux")
    assert problem.what == (
        "Aucun taux de pénalités pour le semestre du 01/01/2026 : ces intérêts ne sont pas chiffrés"
    )
    assert report.exit_code == 0
    assert len(report.letters) == 1


def test_s3_09_a_joined_bill_of_exchange_needs_its_date(tmp_path: Path) -> None:
    book = company(tmp_path)
    search(book, click())
    book.set_names({"traite_jointe": "oui"})

    with pytest.raises(DataError, match="La traite jointe n'a pas d'échéance") as refusal:
        issue_letters(book, click())

    assert refusal.value.problems[0].cell == book.name_address("traite_echeance")[1]
    assert column(book, "tFactures", "Niveau") == [None]
    assert not files_below(tmp_path / "Lettres")


def test_s3_09_its_date_is_after_the_letter(tmp_path: Path) -> None:
    book = company(tmp_path)
    search(book, click())
    book.set_names({"traite_jointe": "oui", "traite_echeance": date(2026, 3, 15)})

    with pytest.raises(DataError, match="n'est pas après la date de relance"):
        rehearse_letters(book, click())


def test_s3_10_n_44_the_bill_is_of_the_sum_that_the_letter_asks_to_pay_in_figures_and_in_words(tmp_path: Path) -> None:
    """N-44"""
    book = company(tmp_path, Réglé=100)
    book.set_names({"traite_jointe": "oui", "traite_echeance": date(2026, 4, 30)})

    report = lettered(book)

    document = Document(str(tmp_path / report.letters[0].file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\u00a0", " ")
    assert "neuf cent cinquante-trois euros et quarante-huit centimes" in text  # 900 + 13.48 + 40
    assert "un total à régler de 953,48 €" in text
    assert "30/04/2026" in text or "30 avril 2026" in text


def test_a8_a_bill_in_another_currency_is_refused_with_its_reason(tmp_path: Path) -> None:
    book = company(tmp_path, Devise="USD")
    book.replace_rows("tDevises", ["Devise", "Date", "Cours"], [["USD", date(2026, 3, 1), Decimal("0.9")]])
    book.set_names({"traite_jointe": "oui", "traite_echeance": date(2026, 4, 30)})
    search(book, click())
    type_in(book, "tRelances", "Relancer", ["oui"])

    report = issue_letters(book, click())

    assert [skipped.why for skipped in report.skipped] == [typeset(f"F1 : {NO_DRAFT}")]
    assert column(book, "tFactures", "Niveau") == [None]


FORMAL: Mapping[str, Written] = {
    "Niveau": 2,
    "Borne inférieure": 10,
    "Recommandé AR": "oui",
    "Délai exigé": 8,
    "Modèle lettre": "lettre_3.docx",
}


def drafted(folder: Path, maturity: date, kind: str = "", level: Mapping[str, Written] = FORMAL) -> LettersReport:
    """The letters of a run that joins bills of exchange."""
    tables: Mapping[str, Rows] = {
        "tNiveaux": [level],
        "tClients": [{"Code": "Dupont", "Nom": "Dupont", "Groupe": 1, "Type": kind}],
        "tFactures": [{"Client": "Dupont", "Facture": "F1", "Échéance": date(2026, 1, 29), "Montant": 1000}],
    }
    book = in_memory(folder, tables)
    book.set_names({"traite_jointe": "oui", "traite_echeance": maturity})
    return lettered(book)


def bears_a_bill(folder: Path, report: LettersReport) -> bool:
    document = Document(str(folder / report.letters[0].file))
    return any("LETTRE DE CHANGE" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def warnings(report: LettersReport) -> list[str]:
    return [problem.what for problem in report.problems if "sans traite" in problem.what]


def test_a_bill_due_after_the_formal_notice_s_deadline_is_not_joined_and_it_is_said(tmp_path: Path) -> None:
    report = drafted(tmp_path, date(2026, 3, 24))

    assert not bears_a_bill(tmp_path, report)
    (warning,) = warnings(report)
    assert warning == (
        "La lettre du client «\u00a0Dupont\u00a0» part sans traite\u00a0: échue le 24/03/2026, elle accorderait un "
        "délai au-delà du 23/03/2026 qu'exige la mise en demeure"
    )


def test_a_bill_due_within_the_formal_notice_s_deadline_is_joined(tmp_path: Path) -> None:
    report = drafted(tmp_path, date(2026, 3, 23))

    assert bears_a_bill(tmp_path, report)
    assert warnings(report) == []


def test_an_ordinary_reminder_bears_a_bill_whatever_its_deadline(tmp_path: Path) -> None:
    ordinary: Mapping[str, Written] = {**FORMAL, "Recommandé AR": "non", "Modèle lettre": "lettre_2.docx"}
    report = drafted(tmp_path, date(2026, 4, 30), level=ordinary)

    assert bears_a_bill(tmp_path, report)


def test_a_public_buyer_is_sent_no_bill_and_it_is_said(tmp_path: Path) -> None:
    report = drafted(tmp_path, date(2026, 3, 20), kind="Public")

    assert not bears_a_bill(tmp_path, report)
    (warning,) = warnings(report)
    assert warning == (
        "La lettre du client «\u00a0Dupont\u00a0» part sans traite\u00a0: un acheteur public règle par mandat "
        "administratif, il ne signe pas de traite"
    )
