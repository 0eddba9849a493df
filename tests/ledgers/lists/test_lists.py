"""Lists of invoices from any program: columns found, days and amounts read by their whole column, nothing dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.domain.model import Customer
from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.detect import FileKind, kind_of_file
from relance_xl.ledgers.lists.delimited import read_delimited
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.problems import DataError
from relance_xl.tables.grid import CellError, Value
from tests.places import SHARED

IBM = SHARED / "data" / "receivables" / "ibm_accounts_receivable_pedroteles.csv"


def checked(imported: Imported) -> Imported:
    """Every line stands somewhere, and every fault says its line."""
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    assert all(problem.file and problem.line for problem in report.problems)
    assert {item.customer for item in imported.items} == set(imported.customers)
    return imported


def from_text(tmp_path: Path, text: str, options: ListOptions | None = None, encoding: str = "utf-8") -> Imported:
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode(encoding))
    return checked(read_delimited(path, options))


def from_rows(rows: Sequence[Sequence[Value]], options: ListOptions | None = None) -> Imported:
    return checked(read_list(rows, "liste.xlsx", options))


def test_a_list_of_excel_in_french_is_read(tmp_path: Path) -> None:
    imported = from_text(
        tmp_path,
        "sep=;\r\n"
        "Code client;Nom du client;N° facture;Date;Date d'échéance;Montant TTC (€);Solde dû\r\n"
        "007;Société Générale d’Été;F1;31/01/2025;02/03/2025;1\u202f234,56 €;1\u202f000,00 €\r\n"
        "008;Cœur & Fils;A1;05/02/2025;05/02/2025;(12,00);(12,00)\r\n",
        encoding="utf-8-sig",
    )
    first, second = imported.items

    assert (first.customer, first.invoice, first.due_date) == ("007", "F1", date(2025, 3, 2))
    assert (first.amount, first.paid) == (Decimal("1234.56"), Decimal("234.56"))
    assert (second.amount, second.kind) == (Decimal("-12.00"), ItemKind.CREDIT_NOTE)
    assert imported.origins[0].line == 3
    assert imported.customers["007"].name == "Société Générale d’Été"


@pytest.mark.parametrize(
    ("encoding", "separator"), [("cp1252", ";"), ("iso8859-15", "\t"), ("utf-8", "|"), ("utf-16", ";")]
)
def test_encoding_and_separator_are_found(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "Client;Facture;Échéance;Montant\r\nCœur à l'Été;F1;31/01/2025;10,00\r\n".replace(";", separator)
    (item,) = from_text(tmp_path, text, encoding=encoding).items

    assert (item.customer, item.amount) == ("Cœur à l'Été", Decimal("10.00"))


HEADERS = {
    "Sage": ("N° compte tiers", "Intitulé", "N° pièce", "Date", "Échéance", "Débit", "Crédit"),
    "EBP": ("Code client", "Nom du client", "Numéro du document", "Date du document", "Date d'échéance", "Montant TTC",
            "Solde dû"),
    "Cegid": ("Auxiliaire", "Raison sociale", "Réf. interne", "Date comptable", "Échéance", "Débit", "Crédit"),
    "Quadra": ("N° compte", "Libellé compte", "N° pièce", "Date", "Échéance", "Débit", "Crédit"),
    "Pennylane": ("Client", "Nom client", "Numéro de facture", "Date d'émission", "Date d'échéance", "Montant TTC",
                  "Restant à payer"),
    "Tiime": ("Client", "Contact", "Numéro", "Date d'émission", "Échéance", "Total TTC", "Montant dû"),
    "Axonaut": ("Société", "Contact", "Numéro de facture", "Date de facture", "Date d'échéance", "Total TTC",
                "Reste à payer"),
}  # fmt: skip


@pytest.mark.parametrize("program", HEADERS)
def test_the_usual_names_of_each_program_are_known(program: str) -> None:
    blank = "0" if "Crédit" in HEADERS[program] else "10,00"
    row = ("C1", "Dupont", "F1", "01/02/2025", "03/03/2025", "10,00", blank)
    (item,) = from_rows([HEADERS[program], row]).items

    assert (item.customer, item.invoice) == ("C1", "F1")
    assert (item.issue_date, item.due_date) == (date(2025, 2, 1), date(2025, 3, 3))
    assert item.open_amount == 10


def test_a_printed_report_with_titles_page_breaks_and_totals_is_read() -> None:
    header = ("Compte", "Nom", "Pièce", "Échéance", "Débit", "Crédit")
    imported = from_rows(
        [
            ("Balance âgée détaillée",),
            ("Édité le 15/03/2025", None, None, "Page 1"),
            (),
            header,
            ("C1", "Dupont", "F1", "31/01/2025", "100,00", None),
            ("C1", "Dupont", "R1", "15/02/2025", None, "40,00"),
            ("Total C1", None, None, None, "100,00", "40,00"),
            ("", "", "", "", "", ""),
            header,
            ("TOTAL ENERGIES", "Total Energies", "F2", "28/02/2025", "50,00", None),
            ("Totaux généraux", None, None, None, "150,00", "40,00"),
        ]
    )

    assert [(item.customer, item.amount) for item in imported.items] == [
        ("C1", Decimal(100)),
        ("C1", Decimal(-40)),
        ("TOTAL ENERGIES", Decimal(50)),
    ]
    report = imported.report
    assert (report.blank_lines, report.set_aside_lines) == (1, 3)
    assert [(problem.line, "totaux" in problem.what) for problem in report.problems] == [(9, False), (7, True)]


def test_a_customer_named_once_heads_the_rows_below() -> None:
    imported = from_rows(
        [
            ("Client", "Facture", "Échéance", "Montant"),
            ("DUPONT", None, None, None),
            (None, "F1", "31/01/2025", 10.0),
            (None, "F2", "31/01/2025", 20.0),
        ]
    )

    assert [item.customer for item in imported.items] == ["DUPONT", "DUPONT"]
    assert "celui des lignes au-dessus" in imported.report.problems[-1].what


def test_typed_cells_of_excel_are_read() -> None:
    imported = from_rows(
        [
            ("Client", "Facture", "Date", "Échéance", "Montant"),
            (3.0, 102.0, datetime(2025, 1, 31), 45_700, 99.9),
            ("C2", "F2", None, date(2025, 2, 28), CellError("#N/A")),
        ]
    )
    (item,) = imported.items

    assert (item.customer, item.invoice, item.amount) == ("3", "102", Decimal("99.90"))
    assert item.due_date == date(2025, 2, 12)
    (problem,) = imported.report.problems
    assert (problem.line, "#N/A" in problem.what) == (3, True)


def test_american_days_are_seen_in_the_whole_column(tmp_path: Path) -> None:
    text = 'Customer,Invoice,Due date,Amount\nA,F1,01/02/2025,"1,234.50"\nA,F2,01/31/2025,"2,000"\n'
    imported = from_text(tmp_path, text)

    assert [item.due_date for item in imported.items] == [date(2025, 1, 2), date(2025, 1, 31)]
    assert [item.amount for item in imported.items] == [Decimal("1234.50"), Decimal(2000)]


def test_an_undecidable_order_is_asked_and_the_answer_is_used(tmp_path: Path) -> None:
    text = "Customer,Invoice,Due date,Amount\nA,F1,01/02/2025,5\n"

    with pytest.raises(DataError, match="aucune date du fichier n'en décide"):
        from_text(tmp_path, text)
    (item,) = from_text(tmp_path, text, ListOptions(date_order=DateOrder.MONTH_FIRST)).items
    assert item.due_date == date(2025, 1, 2)


def test_in_a_french_list_the_day_comes_first(tmp_path: Path) -> None:
    (item,) = from_text(tmp_path, "Client;Facture;Échéance;Montant\nA;F1;01/02/2025;5\n").items

    assert item.due_date == date(2025, 2, 1)


def test_two_orders_in_one_file_stop_the_reading(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="jour/mois et d'autres mois/jour"):
        from_text(tmp_path, "Client;Facture;Échéance;Montant\nA;F1;31/01/2025;5\nA;F2;01/31/2025;5\n")


def test_faulty_rows_are_set_aside_with_their_line(tmp_path: Path) -> None:
    imported = from_text(
        tmp_path,
        "Client;Facture;Échéance;Montant\nA;F1;31/02/2025;5\nA;F2;01/02/2025;cinq\n;;01/02/2025;5\nA;F3;01/02/2025;5\n",
    )

    assert [item.invoice for item in imported.items] == ["F3"]
    assert [problem.line for problem in imported.report.problems] == [2, 3, 4]


def test_the_users_mapping_comes_before_the_usual_names() -> None:
    rows = [("Client", "Facture", "Échéance", "Montant", "À percevoir"), ("A", "F1", "01/02/2025", "100", "30")]

    assert from_rows(rows).items[0].open_amount == 100
    mapped = from_rows(rows, ListOptions(mapping={"open_amount": "À percevoir"}))
    assert (mapped.items[0].amount, mapped.items[0].open_amount) == (Decimal(100), Decimal(30))


def test_a_name_finds_the_code_that_the_workbook_knows() -> None:
    rows = [("Client", "Facture", "Échéance", "Montant"), ("Société DUPONT", "F1", "01/02/2025", "100")]
    known = {"C1": Customer(code="C1", name="société Dupont")}

    assert from_rows(rows, ListOptions(customers=known)).items[0].customer == "C1"
    doubled = known | {"C2": Customer(code="C2", name="Société Dupont")}
    doubtful = from_rows(rows, ListOptions(customers=doubled))
    assert not doubtful.items
    assert "le nom de plusieurs clients (C1, C2)" in doubtful.report.problems[0].what


def test_a_missing_due_date_is_calculated_and_marked() -> None:
    rows = [("Client", "Facture", "Date facture", "Montant"), ("A", "F1", "31/01/2025", "100")]
    imported = from_rows(rows, ListOptions(terms={"A": "45 jours"}))

    assert imported.items[0].due_date == date(2025, 3, 17)
    assert imported.items[0].note == "Échéance calculée (45 jours)"
    assert imported.computed_due == {0}


def test_drafts_are_left_out_paid_invoices_are_matched_and_positive_credit_notes_are_turned() -> None:
    imported = from_rows(
        [
            ("Client", "Facture", "Type", "Statut", "Échéance", "Montant"),
            ("A", "F1", "Facture", "Payée", "01/02/2025", "100"),
            ("A", "F2", "Facture", "Brouillon", "01/02/2025", "100"),
            ("A", "A1", "Avoir", "Validée", "01/02/2025", "30"),
        ]
    )

    assert [(item.invoice, item.amount, item.kind) for item in imported.items] == [
        ("A1", Decimal(-30), ItemKind.CREDIT_NOTE)
    ]
    assert (imported.report.matched_lines, imported.report.set_aside_lines) == (1, 1)
    assert "pris en négatif" in imported.report.problems[-1].what


def test_lettered_rows_of_a_customers_account_are_matched() -> None:
    imported = from_rows(
        [
            ("Compte", "Pièce", "Échéance", "Débit", "Crédit", "Lettrage"),
            ("C1", "F1", "01/02/2025", "100", "", "AA"),
            ("C1", "R1", "01/02/2025", "", "100", "AA"),
            ("C1", "F2", "01/02/2025", "70", "", "AB"),
        ]
    )

    assert [item.invoice for item in imported.items] == ["F2"]
    assert imported.report.matched_lines == 2


def test_a_list_without_known_columns_is_refused_with_what_is_needed() -> None:
    with pytest.raises(DataError, match="un client, un montant, et un numéro de facture ou une date"):
        read_list([("Produit", "Prix"), ("Vis", 3)], "stock.xlsx")


def test_kinds_of_files_are_told_by_their_content(tmp_path: Path) -> None:
    contents = {
        "a.txt": (b"JournalCode\tEcritureDate\tCompteNum\tEcritureLib\tDebit\tCredit\r\n", FileKind.FEC),
        "b.txt": (b"Client;Montant\r\n", FileKind.DELIMITED),
        "c.csv": (b"PK\x03\x04....", FileKind.SPREADSHEET),
    }
    for name, (content, kind) in contents.items():
        (tmp_path / name).write_bytes(content)
        assert kind_of_file(tmp_path / name) is kind
    (tmp_path / "d.csv").write_bytes(b"%PDF-1.7")
    with pytest.raises(DataError, match="Le fichier est un PDF"):
        kind_of_file(tmp_path / "d.csv")
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("fec.txt", "x")
    with pytest.raises(DataError, match="Le fichier est une archive"):
        kind_of_file(tmp_path / "e.zip")


@pytest.mark.skipif(not IBM.is_file(), reason="the receivables of others are not on this machine")
def test_the_receivables_of_2012_at_the_end_of_the_year() -> None:
    year_end = date(2012, 12, 31)
    imported = checked(read_delimited(IBM, ListOptions(cut_off=year_end)))
    overdue = [item for item in imported.items if item.due_date < year_end]

    assert (len(imported.items), imported.report.debit) == (99, Decimal("5725.06"))
    assert (len(overdue), sum(item.open_amount for item in overdue)) == (13, Decimal("788.74"))
    assert imported.report.lines == 2466


def test_a_single_row_without_customer_is_a_fault_and_no_guess() -> None:
    rows = [("Client", "Facture", "Échéance", "Montant")]
    rows += [(f"C{number}", f"F{number}", "01/02/2025", "10") for number in range(6)]
    imported = from_rows([*rows, ("", "F9", "01/02/2025", "10")])

    assert len(imported.items) == 6
    assert imported.report.problems[-1].line == 8
    assert "Le client manque" in imported.report.problems[-1].what


def test_customers_written_once_for_several_rows_are_carried_down() -> None:
    rows = [
        ("Client", "Facture", "Échéance", "Montant"),
        ("A", "F1", "01/02/2025", "10"),
        ("", "F2", "01/02/2025", "20"),
        ("B", "F3", "01/02/2025", "30"),
    ]

    assert [(item.customer, item.invoice) for item in from_rows(rows).items] == [("A", "F1"), ("A", "F2"), ("B", "F3")]


def test_other_accounts_of_a_ledger_are_not_customers() -> None:
    rows = [
        ("Compte", "Pièce", "Échéance", "Débit", "Crédit"),
        ("411DUP", "F0", "01/02/2025", "5", ""),
        ("411001", "F1", "01/02/2025", "10", ""),
        ("706000", "F1", "01/02/2025", "", "10"),
        ("401001", "X1", "01/02/2025", "", "30"),
    ]
    imported = from_rows(rows)

    assert [item.customer for item in imported.items] == ["411DUP", "411001"]
    assert imported.report.other_lines == 2


def test_of_two_amounts_the_one_with_tax_is_taken() -> None:
    rows = [
        ("Client", "Réf.", "N° facture", "Date", "Date facture", "Montant", "Montant TTC"),
        ("A", "x", "F1", "", "01/02/2025", "100", "120"),
    ]
    (item,) = from_rows(rows).items

    assert (item.invoice, item.amount, item.issue_date) == ("F1", Decimal(120), date(2025, 2, 1))


def test_a_balance_wins_over_the_day_of_a_payment() -> None:
    rows = [
        ("Client", "Facture", "Échéance", "Montant TTC", "Reste dû", "Date du dernier règlement"),
        ("A", "F1", "01/02/2025", "100", "60", "15/02/2025"),
        ("A", "F2", "01/02/2025", "100", "0", "15/02/2025"),
    ]

    assert [(item.invoice, item.open_amount) for item in from_rows(rows).items] == [("F1", Decimal(60))]
    before = from_rows(rows, ListOptions(cut_off=date(2025, 2, 10)))
    assert [item.open_amount for item in before.items] == [Decimal(60), Decimal(100)]


def test_a_list_with_a_balance_and_what_was_paid_but_no_total() -> None:
    rows = [("Client", "Facture", "Échéance", "Déjà réglé", "Reste dû"), ("A", "F1", "01/02/2025", "40", "60")]
    (item,) = from_rows(rows).items

    assert (item.amount, item.paid) == (Decimal(100), Decimal(40))


def test_the_columns_read_are_told_to_be_shown_and_remembered() -> None:
    rows = [("Client", "Facture", "Échéance", "Montant", "Couleur"), ("A", "F1", "01/02/2025", "40", "bleu")]
    imported = from_rows(rows)

    assert imported.columns == {"customer": "Client", "invoice": "Facture", "due_date": "Échéance", "amount": "Montant"}
    assert imported.unused_columns == ("Couleur",)


def test_the_columns_known_are_told_when_they_are_not_enough() -> None:
    with pytest.raises(DataError, match=r"les seules colonnes reconnues sont.: Client, Ville"):
        read_list([("Export",), ("Client", "Ville", "Total HT")], "liste.xlsx")


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "C1", "F1", "Total", "Report", "10,00", "1 234,56 €", "(12,00)", "01/02/2025", "31/12/2024", "Avoir",
         "Payée", "Client", "Montant", "#", "30 jours", "411000", "x" * 300]
    ),
    st.integers(-1000, 60_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.booleans(),
    st.just(CellError("#REF!")),
)  # fmt: skip
TITLES = ("Client", "Nom", "Facture", "Nature", "Statut", "Date", "Échéance", "Montant", "Réglé", "Devise", "Lettrage")


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.lists(CELLS, max_size=13), max_size=12))
def test_whatever_stands_in_the_cells_every_row_is_accounted_for(rows: list[list[Value]]) -> None:
    imported = from_rows([TITLES, *rows])

    assert imported.report.lines == len(rows)
    if imported.report.set_aside_lines:
        assert imported.report.problems
