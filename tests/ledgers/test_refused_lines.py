"""What a file holds that cannot be taken: its own sentence for each, and nothing taken in its place."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from relance_xl.ledgers import archive
from relance_xl.ledgers.bank.tables import rows as bank_rows
from relance_xl.ledgers.common.faults import SHOWN, Faults
from relance_xl.ledgers.detect import kind_of_file
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.spreadsheet import read_spreadsheet
from relance_xl.problems import DataError, Problem
from relance_xl.tables.grid import Row
from relance_xl.tables.sheet_rows import SheetRows
from tests.ledgers.bank import bank_files
from tests.ledgers.fec import test_fec as fec
from tests.ledgers.lists import test_lists as lists

LIST = "Code;Nom;Facture;Échéance;Montant TTC;Statut\r\n"


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(problem.what.replace("\u00a0", " ") for problem in problems)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bank_files.CAMT.format(closing="vingt", entries=bank_files.entry("10")), "Solde illisible : "),
        (bank_files.OFX.format(amount="-12,50").replace("1237.50", "mille"), "Solde illisible : « mille »"),
        (bank_files.OFX.format(amount="-9000000000000,00"), "« -9000000000000,00 » n'est pas un montant vraisemblable"),
        ("Date;Libellé;Montant\r\n03/11/2025;VIR DUPONT;10,00\r\n00/00/0000;VIR MARTIN;20,00\r\n", "La date est vide"),
    ],
    ids=["camt", "ofx", "montant", "date"],
)
def test_n06_what_cannot_be_read_of_a_statement_is_said(tmp_path: Path, content: str, said: str) -> None:
    """N-06"""
    assert said in told(bank_files.read(tmp_path, content, encoding="utf-8").problems)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bank_files.OFX.format(amount="-12,50"), "Un relevé OFX ne donne pas l'ancien solde : rien ne prouve"),
        (bank_files.QIF, "Un fichier QIF ne donne ni compte ni solde : rien ne prouve"),
        (
            bank_files.CAMT.format(
                closing="20.00", entries=bank_files.entry("10", sign="DBIT", before="<RvslInd>true</RvslInd>")
            ),
            "Les annulations y sont écrites dans le sens de l'opération annulée : les soldes le prouvent",
        ),
    ],
    ids=["ofx", "qif", "camt"],
)
def test_n80_what_a_statement_does_not_prove_is_said(tmp_path: Path, content: str, said: str) -> None:
    """N-80"""
    assert said in bank_files.read(tmp_path, content, encoding="utf-8").statements[0].remark


def test_n106_a_statement_of_too_many_lines_is_refused_at_the_first_one_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-106"""
    monkeypatch.setattr(bank_rows, "_MOST_ROWS", 3)
    (tmp_path / "relevé.csv").write_text("a;b\n" * 4, encoding="utf-8")

    with pytest.raises(DataError, match="Le fichier a trop de lignes pour un relevé"):
        bank_rows.read_lines(tmp_path / "relevé.csv")


def test_an_archive_is_refused_when_it_is_damaged_or_unfolds_too_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "export.zip"
    with zipfile.ZipFile(place, "w") as made:
        made.writestr("export.csv", b"Facture;Montant\r\n" * 9)
    whole = place.read_bytes()
    place.write_bytes(whole.replace(b"Facture;Montant", b"Facture;Mont@nt", 1))
    with pytest.raises(DataError, match="Cette archive est abîmée, ou protégée par un mot de passe"):
        archive.opened(place, tmp_path)

    place.write_bytes(whole)
    monkeypatch.setattr(archive, "_LARGEST", 9)
    with pytest.raises(DataError, match="L'archive se déplie en un contenu démesuré"):
        archive.opened(place, tmp_path)


def test_a_file_of_bytes_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(bytes(range(1, 32)) * 40)

    with pytest.raises(DataError, match="Le fichier n'est pas un texte"):
        kind_of_file(tmp_path / "export.csv")


def test_the_lines_of_a_fec_that_are_left_aside_say_why(tmp_path: Path) -> None:
    undated = fec.line(debit="5,00", piece="F4", day="", piece_day="")
    later = fec.line(debit="7,00", piece="F3", day="20250630")
    found = fec.read(
        tmp_path,
        fec.line(debit="100,00"),
        undated,
        *[later] * 2,
        *[fec.line("", debit="1,00", account="416000")] * 2,
        *[fec.line("", credit="9,00", account="419100", piece="A1")] * 2,
        options=FecOptions(cut_off=date(2025, 5, 31)),
    )
    said = told(found.report.problems)

    assert "Ni la date de pièce ni la date d'écriture ne sont remplies : la ligne est laissée de côté" in said
    assert "2 lignes (4-5) : après le 31/05/2025, non prises" in said
    assert "acomptes sans compte auxiliaire, laissés de côté : le client est inconnu" in said
    assert "2 lignes (6-7) : compte 416 (clients douteux), non prises" in said


def test_a_quote_never_closed_in_a_fec_costs_its_own_lines(tmp_path: Path) -> None:
    path = fec.written(tmp_path, [fec.line(debit="5,00"), fec.line(debit="5,00", label='"Vente'), *[fec.line()] * 7])
    path.write_bytes(path.read_bytes().replace(b"JournalCode", b'"JournalCode"', 1))
    found = read_fec(path)

    assert "Un guillemet ouvert ligne 3 n'est pas refermé : la ligne est laissée de côté" in told(found.report.problems)


def test_the_faults_beyond_those_shown_are_one_more_sentence() -> None:
    for more, said in ((1, f"Ligne {SHOWN + 1} de plus"), (2, f"2 lignes ({SHOWN + 1}-{SHOWN + 2}) de plus")):
        faults = Faults("export.csv")
        for line in range(1, SHOWN + 1 + more):
            faults.add(line, "Le montant est vide")

        assert told(tuple(faults.problems()[SHOWN:])) == f"{said} ont des fautes et sont laissées de côté"


def test_an_invoice_that_somebody_else_claims_is_left_aside(tmp_path: Path) -> None:
    found = lists.from_text(tmp_path, f"{LIST}C1;Dupont;F1;01/03/2025;10,00;Au contentieux\r\n"
                                      "C1;Dupont;F2;01/03/2025;10,00;En retard\r\n")  # fmt: skip

    assert "La facture est « Au contentieux » : la ligne est laissée de côté" in told(found.report.problems)
    assert [item.invoice for item in found.items] == ["F2"]


def test_n03_a_line_cut_after_its_number_is_doubted(tmp_path: Path) -> None:
    """N-03"""
    found = lists.from_text(tmp_path, f"{LIST}C1;Dupont;F1;01/03/2025;10,00;\r\nC1;Dupont;F2;;;\r\n")

    assert [(row.invoice, row.why) for row in found.doubted] == [("F2", "La ligne n'a ni montant ni date")]


def test_n07_the_hidden_sheets_that_hold_a_list_are_named() -> None:
    """N-07"""
    rows: list[Row] = [["Code", "Facture", "Échéance", "Montant"], ["C1", "F1", date(2025, 3, 1), 10]]
    sheets = {name: SheetRows((1, 2), rows, hidden=name != "Vu") for name in ("Vu", "Archive", "Ancien")}

    found = read_spreadsheet(sheets, "liste.xlsx", ListOptions())

    assert "Feuilles masquées non lues : « Archive », « Ancien »" in told(found.report.problems)
