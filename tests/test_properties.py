"""What holds for any company, through the workbook: its sheets are filled, its buttons clicked, its letters read."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from re import findall
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_xl.actions.common.run import Run
from relance_xl.actions.criteria import select_all
from relance_xl.actions.letters import LettersReport, issue_letters
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.vocabulary import Block, Content, Exclusion, Grouping, Rule
from relance_xl.tables.cells import parse_number
from relance_xl.tables.grid import Value

RUN = date(2026, 3, 15)
KEPT = ("tClients", "tFactures", "tNiveaux", "tGroupes", "tTraites", "tJournal", "tAppels")
LETTER = (
    "{%p for groupe in totaux %}",
    "T;{{ groupe.devise }};{{ groupe.solde|montant('') }}",
    "{%p for ligne in groupe.lignes %}",
    "L;{{ ligne.devise }};{{ ligne.montant|montant('') }};{{ ligne.regle|montant('') }};{{ ligne.solde|montant('') }}",
    "{%p endfor %}",
    "{%p endfor %}",
)

Cells = dict[str, Value]


def days_before(low: int, high: int) -> st.SearchStrategy[Value]:
    return st.integers(low, high).map(lambda days: RUN - timedelta(days=days))


def cents(low: int, high: int) -> st.SearchStrategy[Value]:
    return st.integers(low, high).map(lambda amount: Decimal(amount) / 100)


def seldom(*words: Value) -> st.SearchStrategy[Value]:
    """Mostly blank: a hold on every line would leave nothing to look at."""
    return st.sampled_from([None] * 12 * len(words) + list(words))


lines: st.SearchStrategy[Cells] = st.fixed_dictionaries(
    {
        "Client": st.sampled_from(["C1", "C2", "C3", "C1", "C2", "C3", "C4", "C0"]),
        "Échéance": st.one_of(days_before(5, 120), days_before(-40, 120)),
        "Nature": seldom("Avoir", "Règlement"),
        "Montant": st.one_of(cents(5_000, 90_000), cents(5_000, 90_000), cents(-9_000, 4_000)),
        "Réglé": st.none() | st.sampled_from([Decimal(0), Decimal("33.33")]),
        "Devise": st.sampled_from([None, None, "EUR", "USD", "USD"] * 6 + ["GBP"]),
        "Niveau": st.none() | st.integers(0, 2),
        "Dernière relance": st.none() | days_before(1, 60) | days_before(-3, 60),
        "Exclusion": seldom(*(word.value for word in Exclusion)),
        "Promesse le": st.none() | st.none() | st.none() | days_before(-5, 20),
    }
)
cards: st.SearchStrategy[Cells] = st.fixed_dictionaries(
    {
        "Groupe": st.sampled_from([1, 1, 1, 2, 2, 2, None]),
        "Blocage": seldom(*(word.value for word in Block)),
        "Niveau fiche": st.none() | st.integers(1, 3),
        "E-mail": st.sampled_from([None, "a@example.com"]),
    }
)
methods: st.SearchStrategy[Cells] = st.fixed_dictionaries(
    {
        "Règle": st.sampled_from([rule.value for rule in Rule]),
        "Regroupement": st.sampled_from([grouping.value for grouping in Grouping]),
        "Contenu": st.sampled_from([content.value for content in Content]),
        "Intervalle": st.sampled_from([0, 10]),
    }
)


@dataclass(frozen=True, slots=True)
class Company:
    """The sheets of one company, and its criteria."""

    items: list[Cells]
    customers: list[Cells]
    groups: list[Cells]
    criteria: dict[str, Any]


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Five customers, C0 in group 0; each line with an invoice number of its own."""
    items: list[Cells] = [
        {**line, "Facture": f"F{place}"} for place, line in enumerate(draw(st.lists(lines, min_size=6, max_size=14)))
    ]
    customers: list[Cells] = [{"Code": f"C{place}", "Nom": f"Client {place}", **draw(cards)} for place in range(5)]
    customers[0]["Groupe"] = 0
    groups: list[Cells] = [{"Groupe": 0}, {"Groupe": 1, **draw(methods)}, {"Groupe": 2, **draw(methods)}]
    criteria = {
        "critere_affichage": "Toutes",
        "critere_meme_niveau": draw(st.sampled_from(["oui", "non"])),
        "critere_niveau_impose": draw(st.sampled_from([1, 2, None])),
    }
    return Company(items, customers, groups, criteria)


def written(company: Company, folder: str) -> MemoryBook:
    """The company's workbook, with letters that print nothing but figures."""
    book = MemoryBook.empty(Path(folder) / "Relances.xlsm")
    book.fill("tClients", company.customers).fill("tFactures", company.items).fill("tGroupes", company.groups)
    book.fill("tNiveaux", [{"Niveau": number, "Borne inférieure": days} for number, days in ((1, 5), (2, 20), (3, 50))])
    book.fill("tDevises", [{"Devise": "USD", "Date": date(2026, 1, 1), "Cours": Decimal("0.9137")}])
    book.set_names(company.criteria)
    templates = book.path.parent / "Modèles"
    templates.mkdir()
    for level in (1, 2, 3):
        (templates / f"lettre_{level}.docx").write_bytes(letter_of_figures())
    return book


@cache
def letter_of_figures() -> bytes:
    letter, saved = Document(), BytesIO()
    for paragraph in LETTER:
        letter.add_paragraph(paragraph)
    letter.save(saved)
    return saved.getvalue()


def click(second: int) -> Run:
    return Run(now=datetime(2026, 3, 15, 9, 30, second), user="comptable")


def searched_and_issued(book: MemoryBook) -> LettersReport:
    search(book, click(1))
    select_all(book)
    fill_phone_list(book, click(2))
    return issue_letters(book, click(3))


def content(book: MemoryBook, tables: Sequence[str] = KEPT) -> dict[str, list[Cells]]:
    return {name: book.rows(name) for name in tables}


def companies_tried(number: int) -> settings:
    """So many companies, the same ones every time; each run of letters takes a while."""
    return settings(max_examples=number, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@companies_tried(15)
@given(companies())
def test_nobody_of_group_0_paid_excluded_disputed_promised_or_blocked_is_ever_reminded_or_called(
    company: Company,
) -> None:
    """S0-07, S4-03, S0-24, A1: everything is ticked, and still."""
    with TemporaryDirectory() as folder:
        book = written(company, folder)
        before = book.rows("tFactures")
        searched_and_issued(book)
        after = book.rows("tFactures")

        reminded = [old for old, new in zip(before, after, strict=True) if old != new]
        called = {row["Facture"] for row in book.rows("tAppels")}
        journal = {row["Facture"] for row in book.rows("tJournal")}
        assert {line["Facture"] for line in reminded} <= journal
        cards = {card["Code"]: card for card in company.customers}
        for line in before:
            if line["Facture"] in journal | called:
                card = cards[line["Client"]]
                balance = Decimal(str(line["Montant"])) - Decimal(str(line["Réglé"] or 0))
                promised = line["Promesse le"]
                assert card["Groupe"] not in {0, None}
                assert card["Blocage"] is None
                assert line["Exclusion"] is None
                assert balance > 0
                assert not isinstance(promised, date) or promised < RUN


@companies_tried(25)
@given(companies())
def test_a11_a_search_changes_nothing_but_its_own_sheet(company: Company) -> None:
    with TemporaryDirectory() as folder:
        book = written(company, folder)
        before = content(book)
        search(book, click(1))
        first = content(book, ["tRelances", "tControle", "tParametres"])
        search(book, click(2))

        assert content(book) == before
        assert content(book, ["tRelances", "tControle", "tParametres"]) == first


@companies_tried(8)
@given(companies())
def test_a11_a_second_click_on_the_letters_changes_nothing(company: Company) -> None:
    with TemporaryDirectory() as folder:
        book = written(company, folder)
        searched_and_issued(book)
        once = content(book, [*KEPT, "tRelances"])
        again = issue_letters(book, click(4))

        assert (again.letters, content(book, [*KEPT, "tRelances"])) == ((), once)


@companies_tried(8)
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(company: Company, chance: Any) -> None:
    shuffled = Company(
        chance.sample(company.items, len(company.items)),
        chance.sample(company.customers, len(company.customers)),
        chance.sample(company.groups, len(company.groups)),
        company.criteria,
    )
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        books = [written(company, one), written(shuffled, other)]
        for book in books:
            searched_and_issued(book)

        assert books[0].rows("tRelances") == books[1].rows("tRelances")
        assert books[0].rows("tAppels") == books[1].rows("tAppels")
        levels = [{row["Facture"]: (row["Niveau"], row["Dernière relance"]) for row in book.rows("tFactures")}
                  for book in books]  # fmt: skip
        assert levels[0] == levels[1]


@companies_tried(15)
@given(companies())
def test_a2_the_printed_totals_are_the_sums_of_the_printed_lines_to_the_cent(company: Company) -> None:
    """S3-04, A2: one total for each currency, each line's balance what was billed less what was paid."""
    with TemporaryDirectory() as folder:
        book = written(company, folder)
        for letter in searched_and_issued(book).letters:
            totals, sums = printed(book.path.parent / letter.file)

            assert totals == sums
            assert any(total > 0 for total in totals.values())
            assert dict(letter.totals) == totals


def printed(file: Path) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """For each currency the total printed, and the sum of the balances printed."""
    totals: dict[str, Decimal] = {}
    sums: dict[str, Decimal] = {}
    xml = zipfile.ZipFile(file).read("word/document.xml").decode("utf-8")
    for text in findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml):
        kind, currency, *figures = unescape(text).split(";")
        amounts = [parse_number(figure) or Decimal(0) for figure in figures]
        if kind == "T":
            assert currency not in totals
            totals[currency] = amounts[0]
        else:
            billed, paid, balance = amounts
            assert billed - paid == balance
            sums[currency] = sums.get(currency, Decimal(0)) + balance
    return totals, sums
