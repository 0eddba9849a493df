"""Files of customers, and what is proposed of new ones (N-20, N-21)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted, import_files
from relance_xl.actions.undoing import undo
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from relance_xl.tables.grid import Value
from tests.actions.imports.weeks import F1, F2, F3, F4, brought, company, motives, state

RUN = Run(now=datetime(2026, 3, 16, 9, 30), user="comptable")
CUSTOMERS = (
    "Code client;Raison sociale;Adresse;Code postal;Ville;Téléphone;E-mail;E-mail compta;Type de client;SIRET;"
    "Conditions de paiement"
)
C1 = "C1;Duval;1 rue A;1000;Bourg;04 00 00 00 01;a@exemple.fr;b@exemple.fr;Entreprise;12345678900012;45 jours"
C5 = "C5;Mairie de Vaux;Place B;69000;Vaux;;;;;;"


def customers(book: MemoryBook) -> Mapping[str, Mapping[str, Value]]:
    return {str(row["Code"]): row for row in book.rows("tClients")}


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    return company(tmp_path)


def test_n_20_a_file_of_customers_adds_the_new_and_fills_blanks(book: MemoryBook) -> None:
    """N-20"""
    before = book.rows("tFactures")
    report = brought(book, C1, C5, header=CUSTOMERS, name="clients.csv")
    known, new = customers(book)["C1"], customers(book)["C5"]

    assert (known["Code postal"], known["Ville"], known["E-mail"]) == ("01000", "Bourg", "a@exemple.fr ; b@exemple.fr")
    assert (known["SIREN"], known["Délai de règlement"], known["Adresse 1"]) == (
        "12345678900012",
        "45 jours",
        "1 rue A",
    )
    assert (new["Nom"], new["Groupe"], new["Type"], new["À confirmer"]) == ("Mairie de Vaux", 1, "Public", "Type")
    assert book.rows("tFactures") == before
    assert report.batch
    assert "1 nouveau client, 1 fiche de client complétée. Factures : rien n'y change." in report.summary


def test_n_20_the_next_list_is_measured_against_the_last_list(book: MemoryBook) -> None:
    """N-20"""
    brought(book, C1, header=CUSTOMERS, name="clients.csv")

    assert not motives(brought(book, F1, F2, F3, F4))


def test_n_20_what_differs_is_listed_and_overwritten_on_request_only(book: MemoryBook) -> None:
    """N-20"""
    brought(book, C1, header=CUSTOMERS, name="clients.csv")
    moved = C1.replace("1 rue A", "9 rue Z").replace("04 00 00 00 01", "0400000001").replace("Duval;", "Duval SA;")
    report = brought(book, moved, header=CUSTOMERS, name="clients.csv")
    said = [str(problem) for problem in report.problems]

    assert customers(book)["C1"]["Adresse 1"] == "1 rue A"
    assert any("C1 : Nom « Duval » ; clients.csv dit « Duval SA », non repris" in each for each in said)
    assert any("Adresse 1 « 1 rue A » ; clients.csv dit « 9 rue Z »" in each for each in said)
    assert not any("Téléphone" in each for each in said)

    brought(book, moved, header=CUSTOMERS, name="clients.csv", wanted=Wanted(contacts=True))
    assert (customers(book)["C1"]["Adresse 1"], customers(book)["C1"]["Nom"]) == ("9 rue Z", "Duval SA")


def test_n_20_it_is_a_batch_that_can_be_undone(book: MemoryBook) -> None:
    """N-20"""
    before = book.rows("tClients")
    brought(book, C1, C5, header=CUSTOMERS, name="clients.csv")
    undo(book, RUN)

    assert [row for row in book.rows("tClients") if row["Code"]] == before


def test_n_20_customers_of_another_company_are_a_doubt(book: MemoryBook) -> None:
    """N-20"""
    report = brought(book, "X1;Inconnu;a;1;b;;;;;;", header=CUSTOMERS, name="clients.csv")

    assert motives(report) == ["aucun_client_commun"]
    assert "X1" not in customers(book)


def test_n_20_a_code_spelt_otherwise_is_the_same_customer_and_a_likeness_is_asked(book: MemoryBook) -> None:
    """N-20"""
    also_known = "C2;Epi;;;;;;;;;"
    assert not motives(brought(book, C1.replace("C1;", "411C1;"), also_known, header=CUSTOMERS, name="clients.csv"))
    assert set(customers(book)) == {"C1", "C2", "C3"}

    report = brought(book, also_known, "Z7;Duval;;;;;;;;;", header=CUSTOMERS, name="clients.csv")
    assert motives(report) == ["deux_ecritures"]
    assert "ajouté une seconde fois" in report.doubts[0].detail


def test_n_20_rows_that_name_nobody_or_twice_are_said(book: MemoryBook) -> None:
    """N-20"""
    report = brought(book, C1, C1, ";;rue;;;;;;;;", ";;;;;;;;;;", header=CUSTOMERS, name="clients.csv")
    said = " ".join(str(problem) for problem in report.problems)

    assert "ligne 3 : client déjà lu plus haut" in said.lower()
    assert "ligne 4 : ni code ni nom" in said.lower()
    assert (report.imported.report.set_aside_lines, report.imported.report.blank_lines) == (2, 1)


def test_n_20_two_customers_of_one_name_are_not_guessed(book: MemoryBook) -> None:
    """N-20"""
    brought(
        book, "C6;Epi;;;;;;;;;", "C2;Epi;;;;;;;;;", header=CUSTOMERS, name="clients.csv", wanted=Wanted(confirmed=True)
    )
    report = brought(book, "Epi;rue;Lyon", "Duval;rue;Lyon", header="Nom;Adresse;Ville", name="clients.csv")

    assert "un nom que plusieurs clients portent" in " ".join(map(str, report.problems))
    assert customers(book)["C1"]["Ville"] == "Lyon"


def test_n_20_accounts_of_the_chart_are_no_customers(book: MemoryBook) -> None:
    """N-20"""
    brought(
        book,
        "411C1;Duval",
        "512000;Banque",
        header="N° compte;Intitulé",
        name="plan.csv",
        wanted=Wanted(confirmed=True),
    )

    assert set(customers(book)) == {"C1", "C2", "C3"}


def test_n_20_suppliers_are_named_for_what_they_are(book: MemoryBook) -> None:
    """N-20"""
    with pytest.raises(DataError, match="une liste de fournisseurs"):
        brought(book, "F1;Acme;rue;Lyon", header="Code fournisseur;Nom;Adresse;Ville", name="f.csv")


def test_n_20_customers_and_invoices_given_together_are_one_import(tmp_path: Path) -> None:
    """N-20"""
    book = company(tmp_path, first=False)
    clients, lines = tmp_path / "clients.csv", tmp_path / "liste.csv"
    clients.write_bytes(f"{CUSTOMERS}\n{C1}\n{C5}\n".encode("cp1252"))
    lines.write_bytes("Code client;Facture;Échéance;Solde\nC1;F1;04/02/2026;100,00\n".encode("cp1252"))
    report = import_files(book, RUN, [clients, lines])

    assert customers(book)["C1"]["Ville"] == "Bourg"
    assert set(customers(book)) == {"C1", "C5"}
    assert list(state(book)) == ["F1"]
    assert report.batch


def test_n_21_each_proposal_stands_in_controle_until_it_is_confirmed(tmp_path: Path) -> None:
    """N-21"""
    book = company(tmp_path, first=False)
    brought(
        book,
        "C1;Mme Roux;F1;05/01/2026;04/02/2026;100,00;100,00",
        "C2;CLIENTS DIVERS;F2;05/01/2026;04/02/2026;9,00;9,00",
    )
    found = customers(book)

    assert (found["C1"]["Type"], found["C1"]["Groupe"]) == ("Particulier", 1)
    assert (found["C2"]["Type"], found["C2"]["Groupe"]) == ("Professionnel", 0)
    messages = [str(row["Message"]) for row in book.rows("tControle")]
    assert any("C1 « Mme Roux » : Type Particulier" in each.replace("\u00a0", " ") for each in messages)
    assert any("C2 « CLIENTS DIVERS » : Groupe 0, jamais relancé" in each.replace("\u00a0", " ") for each in messages)

    book.update_columns("tClients", {"À confirmer": [None, "Groupe"]})
    verify(book, RUN)
    messages = [str(row["Message"]) for row in book.rows("tControle")]
    assert not any("Type Particulier" in each for each in messages)
    assert any("CLIENTS DIVERS" in each for each in messages)
