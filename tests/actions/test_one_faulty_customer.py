"""N-50: one faulty customer never stops the others: he gets his letter, or is set aside with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.letters import issue_letters
from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.tables.grid import Book, Written
from tests.actions.company import click, column, in_memory

DUE = date(2026, 3, 1)
LONG = 32_000
FAULTS: Sequence[Mapping[str, Written]] = (
    {"Langue": "fr/../en"},
    {"Langue": ".."},
    {"Langue": "x" * 300},
    {"Langue": "a\x00b"},
    {"Nom": "A" * LONG},
    {"Adresse 1": "B" * LONG},
    {"Ville": "C" * LONG},
    {"Pays": "D" * LONG},
    {"Nom": "a\x01b\x0b"},
    {"Nom": "a/b\\c:*?"},
    {"Nom": "{{ x }} {% for %} <w:p> &"},
    {"E-mail": "a@b.example\r\nBcc: x@y.example"},
    {"Code": "a/b"},
    {"Code": "X" * 300},
)


def company(folder: Path, fault: Mapping[str, Written], channel: str) -> Book:
    usual: Mapping[str, Written] = {"Groupe": 1, "E-mail": "a@example.com", "Canal": channel}
    customers = [{**usual, "Code": "Fautif", "Nom": "Fautif", **fault}, {**usual, "Code": "Bon", "Nom": "Bon"}]
    lines: list[Mapping[str, Written]] = [
        {"Client": customer["Code"], "Facture": f"F{place}", "Échéance": DUE, "Montant": 100}
        for place, customer in enumerate(customers, start=1)
    ]
    parameters = [{"Paramètre": "E-mail", "Valeur": "compta@example.com"}]
    return in_memory(folder, {"tClients": customers, "tFactures": lines, "tParametres": parameters})


def letters(book: Book) -> list[str]:
    return [letter.reminder.customer.code for letter in issue_letters(book, click(2)).letters]


def mails(book: Book) -> list[str]:
    return [mail.reminder.customer.code for mail in draft_mails(book, click(2)).mails]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: repr(fault)[:40])
@pytest.mark.parametrize(("channel", "issued"), [("Courrier", letters), ("E-mail", mails)])
def test_n_50_a_faulty_customer_stops_nobody(
    tmp_path: Path, fault: Mapping[str, Written], channel: str, issued: Callable[[Book], list[str]]
) -> None:
    book = company(tmp_path, fault, channel)
    search(book, click())
    fill_phone_list(book, click(1))

    assert "Bon" in issued(book)
    assert column(book, "tFactures", "Niveau")[1] == 1


@pytest.mark.parametrize(("channel", "issued"), [("Courrier", letters), ("E-mail", mails)])
def test_n_50_a_draft_that_cannot_be_joined_sets_its_customer_alone_aside(
    tmp_path: Path, channel: str, issued: Callable[[Book], list[str]]
) -> None:
    book = company(tmp_path, {"Devise": "USD"}, channel)
    book.replace_rows("tDevises", ["Devise", "Date", "Cours"], [["USD", DUE, 1]])
    book.set_names({"traite_jointe": "oui", "traite_echeance": date(2026, 4, 30)})
    search(book, click())

    assert column(book, "tRelances", "Relancer").count("oui") == 1
    assert issued(book) == ["Bon"]
