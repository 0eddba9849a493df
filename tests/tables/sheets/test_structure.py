"""Columns and parameters lost, perhaps under another name: said, or refused, before any use (N-64)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from relance_xl.actions.common.run import Run
from relance_xl.actions.common.ticked import read_ticked
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError, Severity
from relance_xl.tables import schema
from relance_xl.tables.sheets.calls import read_calls
from relance_xl.tables.sheets.journal import read_journal
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_criteria
from relance_xl.tables.sheets.proposals import read_choices, read_reviews
from relance_xl.tables.sheets.structure import HOLDING, lost_parameters

CASES = [
    (table.name, table.column(field).header) for table in schema.TABLES for field in sorted(HOLDING.get(table.name, ()))
]


@pytest.fixture
def book() -> MemoryBook:
    made = MemoryBook.empty(Path("Relances.xlsm"))
    made.fill("tClients", [{"Code": "D1", "Nom": "Dupont", "Groupe": 1}])
    made.fill("tFactures", [{"Client": "D1", "Facture": "F1", "Échéance": date(2026, 2, 1), "Montant": 10}])
    made.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 10}])
    made.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
    made.fill("tParametres", [{"Paramètre": "Devise de référence", "Valeur": "EUR"}])
    return made


def rename(book: MemoryBook, table: str, old: str, new: str) -> None:
    found = book.tables[table]
    found.headers = tuple(new if header == old else header for header in found.headers)


@pytest.mark.parametrize(("table", "header"), CASES)
def test_a_renamed_column_that_holds_back_is_refused_with_its_cell(book: MemoryBook, table: str, header: str) -> None:
    """N-64"""
    rename(book, table, header, "Renommée")

    with pytest.raises(DataError) as refused:
        read_ledger(book)

    (problem,) = refused.value.problems
    assert problem.cell == book.read_table(table).address(-1, book.tables[table].headers.index("Renommée"))
    assert f"La colonne « {header} » manque" in str(problem).replace("\u00a0", " ")
    assert "« Renommée » n'est pas connu" in str(problem).replace("\u00a0", " ")


def test_payments_that_wait_are_not_forgotten_with_their_table(book: MemoryBook) -> None:
    """N-64: « Convertir en plage » on `Banque` would have customers reminded who have paid."""
    del book.tables["tBanque"]
    with pytest.raises(DataError, match=r"Banque : Le tableau . tBanque . est absent"):
        read_ledger(book)

    del book.tables["tPayeurs"]  # a workbook of before `Banque`
    read_ledger(book)


def test_another_renamed_column_is_said_once_and_the_reading_goes_on(book: MemoryBook) -> None:
    """N-64"""
    rename(book, "tFactures", "Pièce", "Document")
    rename(book, "tFactures", "Note", "Remarque")
    _, problems = read_ledger(book)

    (problem,) = problems
    assert problem.severity is Severity.WARNING
    assert "« Pièce », « Note » manquent" in str(problem).replace("\u00a0", " ")


def test_a_column_that_is_only_missing_or_only_added_is_nobodys_fault(book: MemoryBook) -> None:
    """N-64"""
    found = book.tables["tFactures"]
    note = found.headers.index("Note")
    found.headers, found.rows = found.headers[:note], [row[:note] for row in found.rows]
    assert read_ledger(book)[1] == []

    found.headers, found.rows = (*found.headers, "Note"), [[*row, None] for row in found.rows]
    found.headers, found.rows = (*found.headers, "À moi"), [[*row, None] for row in found.rows]
    assert read_ledger(book)[1] == []


def test_parameters_that_are_gone_are_refused(book: MemoryBook) -> None:
    """N-64"""
    del book.tables["tParametres"]

    with pytest.raises(DataError, match="tParametres"):
        read_ledger(book)


def test_a_renamed_parameter_that_reduces_claims_is_refused(book: MemoryBook) -> None:
    """N-64"""
    book.fill(
        "tParametres",
        [
            {"Paramètre": "Devise de référence", "Valeur": "EUR"},
            {"Paramètre": "Modes exclus", "Valeur": "PRLV"},
            {"Paramètre": "Défaut – Jours", "Valeur": 3},
        ],
    )

    with pytest.raises(DataError, match=r"Paramètres!A9 .*Modes de règlement exclus") as refused:
        read_ledger(book)
    assert "« Modes exclus »" in str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("label", "missing", "severity"),
    [
        ("Taux pénalités", "Taux de pénalités", Severity.ERROR),
        ("Délai entre 2 mises en demeure", "Délai entre deux mises en demeure (jours)", Severity.ERROR),
        ("Signataire des lettres", "Signataire", Severity.WARNING),
        ("Note du comptable", "", Severity.WARNING),
    ],
)
def test_a_label_that_looks_like_a_missing_one_is_said_or_refused(
    book: MemoryBook, label: str, missing: str, severity: Severity
) -> None:
    """N-64"""
    given = {parameter.label: parameter.default for parameter in schema.PARAMETER_LIST if parameter.label != missing}
    book.fill("tParametres", [{"Paramètre": name, "Valeur": value} for name, value in {**given, label: "x"}.items()])
    told = list(lost_parameters(book))

    assert [(problem.severity, problem.cell) for problem in told] == [(severity, f"A{len(given) + 8}")] * bool(missing)
    assert all(f"« {missing} » manque, et « {label} »" in str(each).replace("\u00a0", " ") for each in told)


def test_a_value_whose_label_was_emptied_is_refused_where_it_holds_back(book: MemoryBook) -> None:
    """N-64"""
    book.fill("tParametres", [{"Paramètre": "Devise de référence", "Valeur": "EUR"}, {"Valeur": "PRLV"}])

    with pytest.raises(DataError, match=r"Modes de règlement exclus.*\(sans nom\)"):
        read_ledger(book)


def test_parameters_without_their_labels_are_refused_once(book: MemoryBook) -> None:
    """N-64"""
    rename(book, "tParametres", "Paramètre", "Réglage")

    with pytest.raises(DataError, match="« Paramètre »") as refused:
        read_ledger(book)
    assert len(refused.value.problems) == 1


def test_headers_blank_or_doubled_are_refused_with_their_cell(book: MemoryBook) -> None:
    """N-63"""
    rename(book, "tFactures", "Facture", "")
    with pytest.raises(DataError, match="Factures!B7 : Cet en-tête de tableau est vide"):
        book.read_table("tFactures")

    rename(book, "tFactures", "", "client")
    with pytest.raises(DataError, match="Factures!B7 : L'en-tête « client » se trouve deux fois"):
        book.read_table("tFactures")


def test_a_criterion_whose_named_cell_is_gone_is_said(book: MemoryBook) -> None:
    """N-64"""
    assert read_criteria(book)[2] == []

    del book.names["critere_jours"]
    (problem,) = read_criteria(book)[2]
    assert (problem.sheet, problem.severity) == ("Relances", Severity.WARNING)
    assert "(critere_jours)" in problem.what
    assert "mettre-a-jour" in problem.expected


@pytest.mark.parametrize("header", ["Client", "Facture", "Échéance", "Relancer", "Niveau proposé"])
def test_proposals_without_a_column_that_decides_are_refused_and_never_read_as_unticked(
    book: MemoryBook, header: str
) -> None:
    """N-64"""
    rename(book, "tRelances", header, "Renommée")

    for read in (read_reviews, read_choices):
        with pytest.raises(DataError, match=f"La colonne « {header} » manque dans le tableau tRelances"):
            read(book, ())


def test_letters_of_a_table_that_is_gone_say_so_and_not_that_nothing_is_ticked(book: MemoryBook) -> None:
    """N-64: the table was converted to a range."""
    del book.tables["tRelances"]

    with pytest.raises(DataError, match=r"tRelances.* est absent"):
        read_ticked(book, Run(now=datetime(2026, 3, 16)))


def test_letters_say_that_the_column_of_the_numbers_typed_has_another_name(book: MemoryBook) -> None:
    """N-64"""
    rename(book, "tRelances", "N° recommandé", "AR")
    (problem,) = read_ticked(book, Run(now=datetime(2026, 3, 16))).problems

    assert (problem.severity, problem.sheet) == (Severity.WARNING, "Relances")
    assert "« N° recommandé » manque" in str(problem).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "header", ["Client", "Facture", "Échéance", "Résultat", "Promesse le", "Montant promis", "Note"]
)
def test_calls_without_a_column_that_tells_are_refused(book: MemoryBook, header: str) -> None:
    """N-64: without « Facture » each result would count for all lines of its customer."""
    rename(book, "tAppels", header, "Renommée")

    with pytest.raises(DataError, match=f"La colonne « {header} » manque dans le tableau tAppels"):
        read_calls(book, (), date(2026, 3, 16), "EUR")


@pytest.mark.parametrize("header", ["Lot", "Client", "Niveau avant", "Relance précédente", "Document", "État"])
def test_nothing_is_undone_by_a_journal_without_a_column_that_gives_back(book: MemoryBook, header: str) -> None:
    """N-64: a level unknown would come back as 0, a letter would stay in its folder."""
    rename(book, "tJournal", header, "Renommée")

    with pytest.raises(DataError, match=f"La colonne « {header} » manque dans le tableau tJournal"):
        read_journal(book)


@pytest.mark.parametrize(("early", "late", "refused"), [(5, 4, True), (4, 0, False), (5, 5, False)])
def test_dates_under_each_others_header_are_refused(book: MemoryBook, early: int, late: int, *, refused: bool) -> None:
    """N-63: each reminder would leave a whole term too early."""
    dates = [(date(2026, 3, 1), date(2026, 1, 30))] * early + [(date(2026, 1, 30), date(2026, 3, 1))] * late
    book.fill("tFactures", [
        {"Client": "D1", "Facture": f"F{place}", "Date": first, "Échéance": due, "Montant": 10}
        for place, (first, due) in enumerate([*dates, (date(2026, 1, 1), date(2026, 1, 1))])
    ])  # fmt: skip
    if not refused:
        assert len(read_ledger(book)[1]) == early, "each is said"
        return

    with pytest.raises(DataError, match=r"Factures!F7 : .*Échéance.*précède.*Date.*sur 5 lignes de 9"):
        read_ledger(book)
