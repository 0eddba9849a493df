"""The ledger read from the tables: every fault with its cell, one bad row setting only its customer aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import Ledger, OpenItem
from relance_xl.domain.vocabulary import Block, Channel, CustomerKind, Exclusion, ItemKind, Rule
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import CellError, Uncomputed, Value
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.ledger import _stated, latest_reminder, read_ledger
from relance_xl.tables.sheets.ledger_columns import (
    BillColumns,
    CustomerColumns,
    GroupColumns,
    ItemColumns,
    LevelColumns,
    PenaltyColumns,
    RateColumns,
)

Rows = Sequence[Sequence[Value]]

CUSTOMERS = ("Code", "Nom", "Groupe")
ITEMS = ("Client", "Facture", "Échéance", "Montant")
LEVELS: Rows = [("Niveau", "Borne inférieure"), (1, 10), (2, 30)]
GROUPS: Rows = [("Groupe", "Règle"), (0, None), (1, "Jours de retard")]
DUPONT = ("D1", "Dupont", 1)


def book(*, customers: Rows = (CUSTOMERS, DUPONT), items: Rows = (ITEMS,), levels: Rows = LEVELS,
         groups: Rows = GROUPS) -> MemoryBook:  # fmt: skip
    """A book whose tables hold just these headers and rows; headers stand in row 7, data from row 8."""
    made = MemoryBook.empty(Path("Relances.xlsm"))
    for name, (headers, *rows) in {
        "tClients": customers,
        "tFactures": items,
        "tNiveaux": levels,
        "tGroupes": groups,
    }.items():
        made.tables[name].headers = tuple(str(header) for header in headers)
        made.tables[name].rows = [tuple(row) for row in rows]
    return made


def read(**tables: Rows) -> tuple[Ledger, list[Problem]]:
    return read_ledger(book(**tables))


def told(problems: Sequence[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_clean_workbook_is_read_without_a_word() -> None:
    ledger, problems = read(items=(ITEMS, ("D1", "F1", date(2026, 2, 1), 1200.0)))

    assert problems == []
    assert ledger.items == (
        OpenItem(customer="D1", invoice="F1", due_date=date(2026, 2, 1), amount=Decimal(1200), row=8),
    )
    assert ledger.groups[1].rule is Rule.DAYS_OVERDUE
    assert [level.lower for level in ledger.levels] == [10, 30]


def test_columns_are_found_by_header_in_any_order_and_the_users_own_are_left_alone() -> None:
    rest = [header for header in schema.ITEMS.headers if header not in {"Montant", "Échéance", "Facture", "Client"}]
    headers = ("Mon repère", "montant", "ECHEANCE", "Facture", "Client", *rest)
    blanks = [None] * len(rest)
    ledger, problems = read(items=(headers, ("x", "1 234,56 €", "01/02/2026", 3.0, "D1", *blanks)))

    assert problems == []
    assert ledger.items[0].amount == Decimal("1234.56")
    assert ledger.items[0].invoice == "3"


def test_blank_rows_are_passed_over_and_rows_keep_their_place() -> None:
    blank = (None, "", " ", None)
    ledger, _ = read(
        items=(ITEMS, blank, ("D1", "F1", date(2026, 2, 1), 10), blank, ("D1", "F2", date(2026, 2, 1), 10))
    )

    assert [item.row for item in ledger.items] == [9, 11]


def test_all_faults_are_told_at_once_each_with_its_cell() -> None:
    ledger, problems = read(
        customers=(CUSTOMERS, DUPONT, ("M2", "Martin", "A"), ("B3", "Bernard", 1)),
        items=(
            ITEMS,
            ("D1", "F1", "31/02/2026", 10),
            ("X9", "F2", date(2026, 2, 1), 10),
            ("B3", "F3", date(2026, 2, 1), "abc"),
            ("B3", None, date(2026, 2, 1), 10),
        ),
    )

    assert told(problems) == [
        "Clients!C9 : « A » n'est pas un nombre entier. Attendu : un nombre entier.",
        "Factures!C8 : « 31/02/2026 » n'est pas une date. Attendu : jj/mm/aaaa.",
        "Factures!D10 : « abc » n'est pas un montant. Attendu : un montant comme 1 234,56.",
        "Factures!B11 : « Facture » est vide. Attendu : une valeur.",
        "Factures!A9 : Le client « X9 » est inconnu. Attendu : un code de la feuille Clients.",
    ]
    assert ledger.set_aside == {"D1", "M2", "B3"}
    assert ledger.items == ()


@pytest.mark.parametrize("group", [10, -1, "A", 2.5])
def test_s0_06_a_group_outside_0_to_9_sets_its_customer_aside(group: Value) -> None:
    ledger, problems = read(customers=(CUSTOMERS, ("D1", "Dupont", group)))

    assert [problem.cell for problem in problems] == ["C8"]
    assert ledger.set_aside == {"D1"}


def test_a1_a_blank_group_is_no_fault_of_the_row() -> None:
    ledger, problems = read(customers=(CUSTOMERS, ("D1", "Dupont", None)))

    assert problems == []
    assert ledger.customers["D1"].group is None
    assert ledger.set_aside == frozenset()


def test_two_customers_with_one_code_are_told_and_set_aside() -> None:
    ledger, problems = read(customers=(CUSTOMERS, DUPONT, ("D1", "Durand", 1)))

    assert told(problems) == [
        "Clients!A9 : Le code « D1 » est porté par deux clients, déjà à la ligne 8. Attendu : un code par client."
    ]
    assert ledger.set_aside == {"D1"}


@pytest.mark.parametrize(("typed", "known"), [("7", "007"), ("d1", "D1"), ("DUPONR", "DUPONT")])
def test_an_unknown_customer_is_told_with_the_nearest_one(typed: str, known: str) -> None:
    _, problems = read(customers=(CUSTOMERS, (known, "Dupont", 1)), items=(ITEMS, (typed, "F1", date(2026, 2, 1), 10)))

    assert problems[0].expected == f"un code de la feuille Clients (« {known} » ?)"


def test_leading_zeros_and_excel_floats_name_the_same_kind_of_codes() -> None:
    ledger, problems = read(
        customers=(CUSTOMERS, ("007", "Bond", 1.0), (411001.0, "Martin", "3")),
        items=(ITEMS, ("007", "F1", 46054, "12,00-"), (411001, "F2", 46054.0, "(12,00)")),
    )

    assert problems == []
    assert list(ledger.customers) == ["007", "411001"]
    assert ledger.customers["411001"].group == 3
    assert [item.amount for item in ledger.items] == [Decimal(-12), Decimal(-12)]
    assert ledger.items[0].due_date == date(2026, 2, 1)


def test_a_level_outside_0_to_9_is_refused() -> None:
    ledger, problems = read(items=((*ITEMS, "Niveau"), ("D1", "F1", date(2026, 2, 1), 10, 11)))

    assert [problem.cell for problem in problems] == ["E8"]
    assert ledger.set_aside == {"D1"}


def test_errors_and_formulas_never_computed_are_faults_not_zeros() -> None:
    _, problems = read(
        items=(
            ITEMS,
            ("D1", "F1", date(2026, 2, 1), CellError("#N/A")),
            ("D1", "F2", Uncomputed("=B2+30"), 10),
        )
    )

    assert "« #N/A »" in problems[0].message
    assert "jamais été calculée" in problems[1].message


def test_the_balance_is_computed_not_read() -> None:
    headers = (*ITEMS, "Réglé", "Solde")
    ledger, problems = read(items=(headers, ("D1", "F1", date(2026, 2, 1), 100, 30, Uncomputed("=D8-E8"))))

    assert problems == []
    assert ledger.items[0].open_amount == Decimal(70)


def test_missing_tables_and_columns_are_all_told_at_once() -> None:
    broken = book(items=(("Client", "Facture"),), customers=(("Code", "Nom"),))
    del broken.tables["tGroupes"]

    with pytest.raises(DataError) as stop:
        read_ledger(broken)

    assert [problem.what for problem in stop.value.problems] == [
        "Le tableau « tGroupes » est absent du classeur",
        "La colonne « Groupe » manque dans le tableau tClients",
        "La colonne « Échéance » manque dans le tableau tFactures",
        "La colonne « Montant » manque dans le tableau tFactures",
    ]


def test_s4_02_two_rows_for_one_level_stop_the_run() -> None:
    with pytest.raises(DataError, match="Le niveau 2 est défini deux fois, déjà à la ligne 9"):
        read(levels=[*LEVELS, (2, 60)])
    with pytest.raises(DataError, match="Le groupe 1 est défini deux fois, déjà à la ligne 9"):
        read(groups=[*GROUPS, (1, "Jours de retard")])


def test_a_level_may_have_a_row_for_all_and_one_for_a_group() -> None:
    ledger, _ = read(levels=[("Niveau", "Groupe", "Borne inférieure"), (1, None, 10), (1, 1, 20)])

    assert [(level.number, level.group) for level in ledger.levels] == [(1, None), (1, 1)]


def test_words_of_the_lists_become_words_of_the_code() -> None:
    headers = (*CUSTOMERS, "Canal", "Type", "Blocage")
    ledger, _ = read(
        customers=(headers, ("D1", "Dupont", 1, "téléphone", "Particulier", "procedure collective")),
        items=((*ITEMS, "Nature", "Exclusion"), ("D1", "A1", date(2026, 2, 1), -10, "avoir", "litige")),
    )

    customer, item = ledger.customers["D1"], ledger.items[0]
    assert (customer.channel, customer.kind, customer.block) == (Channel.PHONE, CustomerKind.CONSUMER, Block.INSOLVENCY)
    assert (item.kind, item.exclusion) == (ItemKind.CREDIT_NOTE, Exclusion.DISPUTED)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"Nature": "Avoir"}, "« Avoir » d'un montant positif (F1)"),
        ({"Réglé": -1}, "Le réglé de F1 n'a pas le signe du montant"),
        ({"Réglé": 101}, "Le réglé de F1 dépasse son montant"),
        ({"Date": date(2026, 3, 1)}, "L'échéance de F1 précède sa date"),
        ({"Dernière relance": date(2026, 2, 20)}, "F1 porte une date de relance au niveau 0"),
    ],
)
def test_what_is_strange_is_a_warning_and_stays(values: dict[str, Value], what: str) -> None:
    ledger, problems = read(items=((*ITEMS, *values), ("D1", "F1", date(2026, 2, 1), 100, *values.values())))

    assert [(problem.what, problem.severity) for problem in problems] == [(what, Severity.WARNING)]
    assert len(ledger.items) == 1


def test_the_latest_reminder_is_known() -> None:
    ledger, _ = read(
        items=(
            (*ITEMS, "Niveau", "Dernière relance"),
            ("D1", "F1", date(2026, 2, 1), 10, 1, date(2026, 2, 20)),
            ("D1", "F2", date(2026, 2, 1), 10, None, None),
        )
    )

    assert latest_reminder(ledger.items) == date(2026, 2, 20)


def test_a_level_without_a_number_stops_the_run() -> None:
    with pytest.raises(DataError, match="« Niveau » est vide"):
        read(levels=[("Niveau", "Borne inférieure"), (None, 10), (1, 20)])


def test_a_customer_without_a_code_is_told_and_left_out() -> None:
    ledger, problems = read(customers=(CUSTOMERS, (None, "Dupont", 1), DUPONT))

    assert [problem.cell for problem in problems] == ["A8"]
    assert list(ledger.customers) == ["D1"]


def test_the_optional_tables_may_be_absent() -> None:
    bare = book()
    for name in ("tTraites", "tDevises", "tPenalites"):
        del bare.tables[name]
    ledger, problems = read_ledger(bare)

    assert (ledger.bills, ledger.rates, ledger.penalty_rates, problems) == ((), (), (), [])


def test_bills_and_rates_are_read_and_what_lacks_of_them_is_passed_over_or_told() -> None:
    full = book()
    full.fill(
        "tTraites",
        [
            {"Traite": "T1", "Client": "D1", "Échéance": date(2026, 5, 1), "Montant": 10, "Acceptée": "oui"},
            {"Traite": "T2", "Client": "D2", "Échéance": date(2026, 5, 1), "Montant": 10},
            {"Traite": "T3", "Client": "D1", "Échéance": "demain", "Montant": 10},
        ],
    )
    full.fill(
        "tDevises",
        [{"Devise": "usd", "Date": date(2026, 1, 1), "Cours": 0.92}, {"Devise": "CHF", "Date": date(2026, 1, 1)}],
    )
    full.fill(
        "tPenalites",
        [
            {"Date d'effet": date(2026, 1, 1), "Taux BCE": 2.15},
            {"Date d'effet": date(2025, 7, 1), "Taux BCE": 2.15, "Majoration": 8},
            {"Date d'effet": date(2025, 1, 1)},
        ],
    )
    full.fill("tInteretLegal", [{"Date d'effet": date(2026, 1, 1), "Professionnels": 2.62}, {"Professionnels": 2.76}])
    ledger, problems = read_ledger(full)

    assert [(rate.on, rate.business) for rate in ledger.legal_rates] == [(date(2026, 1, 1), Decimal("2.62"))]
    assert [(bill.number, bill.accepted) for bill in ledger.bills] == [("T1", True)]
    assert sorted(problem.cell for problem in problems) == ["B9", "D10"]
    assert [(rate.currency, rate.value) for rate in ledger.rates] == [("USD", Decimal("0.92"))]
    assert [rate.margin for rate in ledger.penalty_rates] == [Decimal(10), Decimal(8)]


def test_no_record_has_a_field_that_no_column_fills() -> None:
    with pytest.raises(KeyError):
        schema.ITEMS.column("nothing")
    with pytest.raises(KeyError):
        ItemColumns(read_records(book().read_table("tClients"), schema.CUSTOMERS))


READ_AS = {
    schema.Kind.DATE: "Days",
    schema.Kind.AMOUNT: "Numbers",
    schema.Kind.RATE: "Numbers",
    schema.Kind.PERCENT: "Numbers",
    schema.Kind.INTEGER: "Wholes",
    schema.Kind.YES_NO: "Answers",
}
"""What the cells of a kind are converted to; all others are texts."""


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        (CustomerColumns, schema.CUSTOMERS),
        (ItemColumns, schema.ITEMS),
        (LevelColumns, schema.LEVEL_TABLE),
        (GroupColumns, schema.GROUP_TABLE),
        (BillColumns, schema.BILLS),
        (RateColumns, schema.EXCHANGE_RATES),
        (PenaltyColumns, schema.PENALTY_RATES),
    ],
)
def test_a_column_is_read_as_its_kind(columns: type, table: schema.Table) -> None:
    declared = columns.__annotations__

    assert declared == {field: READ_AS.get(table.column(field).kind, "Texts") for field in declared}


def test_nothing_is_made_of_a_required_cell_without_a_value() -> None:
    with pytest.raises(ValueError, match="required"):
        _stated(None)


def test_more_values_than_are_remembered_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relance_xl.tables.records._REMEMBERED", 2)
    rows = [("D1", f"F{number}", date(2026, 2, 1), number) for number in (1, 2, 3, 2, 1)]
    ledger, problems = read(items=(ITEMS, *rows))

    assert [problem.value for problem in problems] == ["F2", "F1"]  # the copies (N-36)
    assert [(item.invoice, item.amount) for item in ledger.items] == [(row[1], Decimal(row[3])) for row in rows]
