"""« Tableau de bord »: figures, home page and JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.dashboard import dashboard
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.cli.answers.desk import dashboard_document
from relance_xl.domain.wording import typeset
from relance_xl.tables.cells import day
from relance_xl.tables.grid import Written
from relance_xl.tables.schema import AGED_BALANCE, BALANCE_DAY, BROKEN_PROMISES, CHARGES_DAY, CHARGES_TOLD, DSO
from relance_xl.tables.sheets.ledger import read_ledger
from tests.actions.company import DAY, Rows, click, column, in_a_file, in_memory, rows, type_in

TABLES: Mapping[str, Rows] = {
    "tClients": [
        {"Code": "C1", "Nom": "Dupont", "Groupe": 1},
        {"Code": "C2", "Nom": "Smith", "Groupe": 2, "Devise": "USD"},
        {"Code": "C0", "Nom": "Divers", "Groupe": 0},
    ],
    "tGroupes": [
        {"Groupe": 0, "Libellé": "Jamais"},
        {"Groupe": 1, "Règle": "Jours de retard", "Gestionnaire": "Claire"},
        {"Groupe": 2, "Règle": "Jours de retard"},
    ],
    "tDevises": [{"Devise": "USD", "Date": date(2026, 3, 1), "Cours": Decimal("0.5")}],
    "tFactures": [
        {"Client": "C1", "Facture": "F1", "Date": date(2026, 2, 1), "Échéance": date(2026, 3, 20), "Montant": 300},
        {"Client": "C1", "Facture": "F2", "Échéance": date(2026, 3, 1), "Montant": 100, "Niveau": 1},
        {"Client": "C2", "Facture": "F3", "Échéance": date(2025, 9, 1), "Montant": 1000, "Devise": "USD"},
        {"Client": "C0", "Facture": "F4", "Échéance": date(2026, 1, 20), "Montant": 100},
    ],
}


def test_the_balance_is_told_by_customer_currency_manager_and_level(tmp_path: Path) -> None:
    document = dashboard_document(dashboard(in_memory(tmp_path, TABLES), click()))

    assert (document["total"], document["echu"], document["part_echue"]) == ("1000.00", "700.00", "0.7000")
    assert [(each["client"], each["gestionnaire"], each["total"]) for each in document["clients"]] == [
        ("C2", "", "500.00"),
        ("C1", "Claire", "400.00"),
        ("C0", "", "100.00"),
    ]
    assert [(each["devise"], each["total"]) for each in document["devises"]] == [("EUR", "500.00"), ("USD", "1000.00")]
    assert [(each["gestionnaire"], each["total"]) for each in document["gestionnaires"]] == [
        ("Claire", "400.00"),
        ("", "600.00"),
    ]
    assert document["niveaux"] == [
        {"niveau": "Jamais relancée", "montant": "600.00", "lignes": 2},
        {"niveau": "Niveau 1", "montant": "100.00", "lignes": 1},
    ]
    assert document["clients"][1]["tranches"] == {
        "Non échu": "300.00", "1-30 jours": "100.00", "31-60 jours": "0.00", "61-90 jours": "0.00",
        "Plus de 90 jours": "0.00",
    }  # fmt: skip
    assert (document["dso"], document["dso_pourquoi"]) == (None, "une facture n'a pas de date")


def test_the_days_of_sales_outstanding_stand_on_accueil_where_they_are_known(tmp_path: Path) -> None:
    """500 owed of 1 000 sold in March, 15 days old: 7,5 days, to the even one."""
    lines: Rows = [
        {"Client": "C1", "Facture": f"F{month}", "Date": date(2025 + (month < 10), month, 1),
         "Échéance": date(2026, 4, 1), "Montant": 1000, "Réglé": 500 if month == 3 else 1000}
        for month in (11, 12, 1, 2, 3)
    ]  # fmt: skip
    book = in_memory(tmp_path, {**TABLES, "tFactures": lines})

    assert dashboard_document(dashboard(book, click()))["dso"] == 8
    assert book.read_names()[DSO] == 8


def test_every_part_of_the_balance_adds_up_to_the_whole(tmp_path: Path) -> None:
    figures = dashboard(in_memory(tmp_path, TABLES), click()).balances

    assert sum(ages.total for _, ages in figures.customers) == figures.whole.total
    assert sum(ages.total for ages in figures.managers.values()) == figures.whole.total
    assert [row.amount for row in figures.aged.rows] == figures.whole.amounts


def test_the_home_page_of_the_closed_file_keeps_its_five_rows(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, TABLES)

    dashboard(book, click())
    book.save()

    assert column(book, AGED_BALANCE.name, "Tranche") == [
        "Non échu",
        "1-30 jours",
        "31-60 jours",
        "61-90 jours",
        "Plus de 90 jours",
    ]
    assert column(book, AGED_BALANCE.name, "Montant") == [300, 100, 100, 0, 500]
    assert column(book, AGED_BALANCE.name, "Part") == [0.3, 0.1, 0.1, 0, 0.5]


def test_search_and_letters_keep_the_home_page_up_to_date(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    assert column(book, AGED_BALANCE.name, "Lignes") == [1, 1, 1, 0, 1]
    book.replace_rows(AGED_BALANCE.name, AGED_BALANCE.headers, [])

    issue_letters(book, click())

    assert column(book, AGED_BALANCE.name, "Lignes") == [1, 1, 1, 0, 1]


def test_a_home_page_without_its_table_is_left_alone(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    del book.tables[AGED_BALANCE.name]

    refresh_home(book, read_ledger(book)[0], DAY)

    assert AGED_BALANCE.name not in book.table_names()


def test_an_empty_company_owes_nothing(tmp_path: Path) -> None:
    document = dashboard_document(dashboard(in_memory(tmp_path, {"tFactures": []}), click()))

    assert (document["total"], document["part_echue"], document["dso"], document["clients"]) == (
        "0.00",
        "0.0000",
        None,
        [],
    )


def test_the_printable_balance_has_a_line_a_customer_then_the_total(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, TABLES)

    dashboard(book, click())
    book.save()

    assert rows(book, "tBalanceClients") == [
        ["C0", "Divers", None, None, 100, None, None, 100, None],
        ["C1", "Dupont", 300, 100, None, None, None, 400, "Claire"],
        ["C2", "Smith", None, None, None, None, 500, 500, None],
        [None, "Total au 15/03/2026", 300, 100, 100, None, 500, 1000, None],
    ]


def test_a_workbook_made_before_this_sheet_is_served_all_the_same(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    del book.tables["tBalanceClients"]

    assert dashboard(book, click()).balances.whole.total == 1000


def test_s0_27_the_detail_of_penalties_shows_each_calculation_and_a_total_a_currency(tmp_path: Path) -> None:
    rates: Rows = [
        {"Date d'effet": date(year, month, 1), "Taux BCE": Decimal("2.15"), "Majoration": 10}
        for year, month in ((2025, 7), (2026, 1))
    ]
    book = in_a_file(tmp_path, {**TABLES, "tPenalites": rates})

    dashboard(book, click())
    book.save()

    assert [[row[place] for place in (0, 2, 6, 7, 8, 9, 10, 11)] for row in rows(book, "tPenalitesDetail")] == [
        ["C1", "F2", 14, 100, "EUR", 12.15, 0.47, 40],
        ["C2", "F3", 195, 1000, "USD", 12.15, 64.91, 40],
        [None, None, None, None, "EUR", None, 0.47, 80],
        [None, None, None, None, "USD", None, 64.91, None],
    ]


def test_a_missing_penalty_rate_is_told_where_a_level_prints_the_interest(tmp_path: Path) -> None:
    level: dict[str, Written] = {"Niveau": 1, "Borne inférieure": 10, "Pénalités": "oui"}
    book = in_memory(tmp_path, {**TABLES, "tNiveaux": [level]})

    assert [problem.sheet for problem in dashboard(book, click()).problems] == ["Taux"]
    book = in_memory(tmp_path, TABLES)
    assert dashboard(book, click()).problems == []


def test_a_search_leaves_the_printable_balance_no_older_than_accueil(tmp_path: Path) -> None:
    """What is settled after « Tableau de bord » leaves `Accueil` and `Balance âgée` at the next search, both."""
    book = in_a_file(tmp_path, TABLES)
    dashboard(book, click())
    type_in(book, "tFactures", "Réglé", [300, None, None, None])

    search(book, click(day=date(2026, 3, 18)))
    book.save()

    *_, whole = rows(book, "tBalanceClients")
    assert whole == [None, "Total au 18/03/2026", None, 100, 100, None, 500, 700, None]
    assert sum(Decimal(str(amount)) for amount in column(book, AGED_BALANCE.name, "Montant")) == 700
    assert day(book.read_names()[BALANCE_DAY]) == date(2026, 3, 18)


def test_penalties_older_than_accueil_say_so_in_their_head(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, TABLES)
    search(book, click())
    assert book.read_names()[CHARGES_TOLD] is None

    dashboard(book, click())
    assert book.read_names()[CHARGES_TOLD] == "Calculées au 15/03/2026"

    search(book, click(day=date(2026, 3, 18)))
    assert book.read_names()[CHARGES_TOLD] == typeset(
        "Calculées au 15/03/2026 ; Accueil est plus récent (au 18/03/2026) : « Tableau de bord » les refait"
    )


def test_a_day_of_penalties_that_is_none_is_left_alone(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    book.set_names({CHARGES_DAY: "hier"})

    search(book, click())

    assert book.read_names()[CHARGES_TOLD] is None


def test_accueil_counts_a_line_without_currency_in_the_customer_s(tmp_path: Path) -> None:
    """N-47: whichever action refreshes it, with the line as the sheet has it."""
    line: dict[str, Written] = {"Client": "C2", "Facture": "F3", "Échéance": date(2025, 9, 1), "Montant": 1000}
    book = in_memory(tmp_path, {**TABLES, "tFactures": [line]})

    refresh_home(book, read_ledger(book)[0], DAY)

    assert column(book, AGED_BALANCE.name, "Montant") == [0, 0, 0, 0, 500]


def test_an_older_workbook_is_not_given_a_cell_it_lacks(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    for name in (BALANCE_DAY, BROKEN_PROMISES, CHARGES_DAY, CHARGES_TOLD):
        del book.names[name]

    search(book, click())
    dashboard(book, click())

    assert column(book, AGED_BALANCE.name, "Montant") == [300, 100, 100, 0, 500]
