"""« Fiche du client »: one customer on a page, for the row that is selected or the code that is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.calling import record_calls
from relance_xl.actions.card import fill_card
from relance_xl.actions.common.run import Run, Selection
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.wording import NO_BREAK
from relance_xl.problems import DataError
from relance_xl.tables.grid import Link, Value
from tests.actions.company import Rows, click, in_memory


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    """A letter was sent to Dupont, who then promised; Martin owes in dollars without a rate."""
    book = in_memory(
        tmp_path,
        {
            "tFactures": [
                {
                    "Client": "Dupont",
                    "Facture": "F1",
                    "Échéance": date(2026, 1, 10),
                    "Montant": 100.0,
                    "Note": "à voir",
                },
                {"Client": "Martin", "Facture": "F2", "Échéance": date(2026, 1, 10), "Montant": 50.0, "Devise": "USD"},
            ]
        },
    )
    search(book, click())
    issue_letters(book, click(1))
    search(book, click(2))
    book.update_columns("tRelances", {"Relancer": ["oui"] * len(book.rows("tRelances"))})
    fill_phone_list(book, click(3))
    calls = book.tables["tAppels"]
    if calls.rows:
        promise: dict[str, Value] = {"Résultat": "Promesse", "Promesse le": date(2026, 3, 31)}
        calls.rows = [[promise.get(header, value) for header, value in zip(calls.headers, row, strict=True)]
                      for row in calls.rows]  # fmt: skip
        record_calls(book, click(4))
    return book


def plain(value: object) -> str:
    return str(value).replace(NO_BREAK, " ").replace("\u202f", " ")


def said(book: MemoryBook) -> list[str]:
    """The first cell of each row; a long reason goes on below it, where there is none."""
    return [plain(row["Facture"]) for row in book.rows("tFiche") if row["Facture"] is not None]


def test_the_page_says_what_is_owed_what_was_sent_and_noted(book: MemoryBook) -> None:
    report = fill_card(book, click(5), customer="dupont")

    assert plain(report.summary) == "Dupont : 100,00 € sur 1 ligne ouverte."
    assert (book.names["fiche_client"], plain(book.names["fiche_encours"])) == ("Dupont", "100,00 €")
    assert said(book)[:3] == ["F1", "Total", "Relances envoyées"]
    assert said(book)[-2:] == ["Notes", "F1 : à voir"]
    kinds = [row["Genre"] for row in book.rows("tFiche") if row["Facture"] is not None]
    assert kinds[:4] == ["ligne", "total", "titre", "entête"]


def at(book: MemoryBook, sheet: str, table: str, row: int, code: str) -> Run:
    """A click with the row of a table selected; `code` stands on the sheet `Fiche`."""
    place = book.tables[table].top + 1 + row
    book.names["fiche_client"] = code
    return replace(click(5), selected=lambda: Selection(sheet=sheet, rows=((place, place),)))


def test_the_row_selected_says_which_customer(book: MemoryBook) -> None:
    assert fill_card(book, at(book, "Factures", "tFactures", 1, "Dupont")).card.customer.code == "Martin"
    assert fill_card(book, at(book, "Accueil", "tBalance", 0, "Dupont")).card.customer.code == "Dupont"
    book.tables["tFactures"].sheet = "Mes factures"
    assert fill_card(book, at(book, "Mes factures", "tFactures", 1, "Dupont")).card.customer.code == "Martin"
    clients = book.tables["tClients"]
    clients.hidden = frozenset({0})
    assert fill_card(book, at(book, "Clients", "tClients", 0, "Martin")).card.customer.code == "Martin"


def test_an_unknown_customer_is_told_with_the_cell_to_fill(book: MemoryBook) -> None:
    with pytest.raises(DataError, match=r"Durand.* n'est pas dans"):
        fill_card(book, click(5), customer="Durand")
    with pytest.raises(DataError, match="Aucun client n'est choisi"):
        fill_card(book, click(5))


def test_a_customer_who_is_never_reminded_has_his_lines_all_the_same(tmp_path: Path) -> None:
    """S0-07: what he owes is his page's total, line by line."""
    lines: Rows = [{"Client": "Divers", "Facture": "F1", "Échéance": date(2026, 1, 10), "Montant": 100.0}]
    book = in_memory(tmp_path, {"tClients": [{"Code": "Divers", "Nom": "Divers", "Groupe": 0}], "tFactures": lines})

    report = fill_card(book, click(), customer="Divers")

    assert plain(report.summary) == "Divers : 100,00 € sur 1 ligne ouverte."
    assert [plain(line.why) for line in report.card.lines] == ["Groupe 0 : jamais relancé"]
    assert "Rien n'est proposé" in str(book.names["fiche_resume"])


def test_more_currencies_than_the_box_holds_are_counted_there_and_told_below(tmp_path: Path) -> None:
    day = date(2026, 1, 10)
    lines: Rows = [
        {"Client": "Dupont", "Facture": code or "F", "Échéance": day, "Montant": 100.0, "Devise": code}
        for code in (None, "GBP", "USD")
    ]
    book = in_memory(tmp_path, {"tFactures": lines})
    fill_card(book, click(), customer="Dupont")

    assert plain(book.names["fiche_encours"]) == "100,00 € et 2 autres devises"
    assert [row["Devise"] for row in book.rows("tFiche") if row["Facture"] == "Total"] == ["EUR", "GBP", "USD"]


def test_documents_sent_are_links(book: MemoryBook) -> None:
    report = fill_card(book, click(5), customer="Dupont")

    assert report.card.sent, "a letter was sent"
    assert not isinstance(report.card.sent[0].document, Link)
    assert report.card.sent[0].document.endswith(".docx")


def test_a_workbook_without_a_journal_has_no_history(book: MemoryBook) -> None:
    del book.tables["tJournal"]

    assert fill_card(book, click(5), customer="Dupont").card.sent == ()
    assert said(book)[2:6] == ["Relances envoyées", "Aucune au journal.", "Appels et promesses", "Aucun au journal."]
