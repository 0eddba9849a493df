"""The second file of a company: what is settled, by what evidence, and what is asked first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relance_xl.actions.common.run import Decision
from relance_xl.actions.importing import Wanted
from relance_xl.actions.imports.habits import Habits
from relance_xl.tables.sheets.parameters import write_parameters
from tests.actions.imports.weeks import F1, F2, F3, F4, FIRST, HEADER, brought, company, ledger, motives, state

STATUS = HEADER.replace("Reste dû", "Statut")
CONFIRMED = Wanted(confirmed=True)


def with_status(*words: str) -> list[str]:
    return [f"{line.rpartition(';')[0]};{word}" for line, word in zip(FIRST, words, strict=True)]


def test_n_01_a_line_that_the_file_names_as_paid_is_paid_whatever_its_date(tmp_path: Path) -> None:
    """N-01"""
    book = company(tmp_path)
    report = brought(book, *with_status("Impayée", "Impayée", "Impayée", "Payée"), header=STATUS)

    assert not report.doubts
    assert state(book) == {"F1": (1000, 1), "F2": (500, 1), "F3": (300, 2), "F4": (0, 1)}


def test_n_01_all_lines_named_as_paid_need_no_confirmation(tmp_path: Path) -> None:
    """N-01"""
    book = company(tmp_path)

    assert not brought(book, *with_status(*["Payée"] * 4), header=STATUS).doubts
    assert {owed for owed, _ in state(book).values()} == {0}


def test_n_01_a_rest_of_zero_alone_names_the_line_as_paid(tmp_path: Path) -> None:
    """N-01"""
    book = company(tmp_path)
    bare = "Code client;Nom;Facture;Date;Échéance;Solde"
    lines = [";".join([*line.split(";")[:5], line.split(";")[6]]) for line in FIRST]
    lines[3] = lines[3].replace("200,00", "0,00")

    assert not brought(book, *lines, header=bare).doubts
    assert state(book)["F4"] == (0, 1)


def test_n_02_an_absent_line_newer_than_the_whole_list_is_asked_about(tmp_path: Path) -> None:
    """N-02"""
    book = company(tmp_path)
    report = brought(book, F1, F2, F3)

    assert "ligne_recente_absente" in motives(report)
    assert report.exit_code == 1
    assert state(book)["F4"] == (200, 1)
    brought(book, F1, F2, F3, wanted=CONFIRMED)
    assert state(book)["F4"] == (0, 1)


def test_n_02_an_absent_line_older_than_the_lists_newest_is_paid(tmp_path: Path) -> None:
    """N-02"""
    book = company(tmp_path)

    assert not brought(book, F1, F2, F4).doubts
    assert state(book)["F3"] == (0, 2)


def test_n_02_a_ledger_that_begins_after_open_rows_and_carries_nothing_forward_is_asked_about(tmp_path: Path) -> None:
    """N-02"""
    book = company(tmp_path, first=False)
    old = "20260105|411000|CD|Duval|F1|20260105|1000,00||", "20260301|411000|CE|Epi|F2|20260301|50,00||"
    head, lines = ledger(*old)
    brought(book, lines, header=head, name="FEC.txt")
    head, lines = ledger("20260301|411000|CE|Epi|F2|20260301|50,00||", "20260302|411000|CD|Duval|F3|20260302|7,00||")
    report = brought(book, lines, header=head, name="FEC.txt")

    assert motives(report) == ["debute_apres"]
    assert "1 ligne ouverte d'avant cette date" in report.doubts[0].detail


def test_n_03_a_row_that_cannot_be_read_leaves_its_line_as_it_was(tmp_path: Path) -> None:
    """N-03"""
    book = company(tmp_path)
    before = state(book)

    assert not brought(book, F1, F2, F3.replace("14/02/2026", "31/02/2026"), F4).doubts
    assert state(book) == before


@pytest.mark.parametrize(
    ("lines", "motive"),
    [
        pytest.param(["X1;Autre;G1;05/02/2026;04/03/2026;10,00;10,00"], "aucun_client_commun", id="another company"),
        pytest.param([F1, F2], "un_seul_client", id="one customer's list"),
        pytest.param([F4.replace("F4", "F5").replace("20/01", "27/01")], "part_soldee", id="more settled than 40 %"),
    ],
)
def test_n_04_a_doubtful_list_writes_nothing_before_it_is_confirmed(
    tmp_path: Path, lines: list[str], motive: str
) -> None:
    """N-04"""
    book = company(tmp_path)
    before = {name: book.rows(name) for name in book.tables}
    report = brought(book, *lines)

    assert motive in motives(report)
    assert len(set(motives(report))) == len(motives(report))
    assert report.exit_code == 1
    assert {name: book.rows(name) for name in book.tables} == before


def test_n_04_a_file_without_a_customer_is_asked_about(tmp_path: Path) -> None:
    """N-04"""
    book = company(tmp_path)
    head, lines = ledger("20260205|706000|||F1|20260205||500,00|")
    report = brought(book, lines, header=head, name="FEC.txt")

    assert "aucun_client" in motives(report)
    assert state(book)["F1"] == (1000, 1)


def test_n_04_an_older_file_that_reopens_what_is_settled_is_asked_about(tmp_path: Path) -> None:
    """N-04"""
    book = company(tmp_path)
    brought(book, F1, F4, "C4;Ozan;F9;20/02/2026;22/03/2026;90,00;90,00", wanted=CONFIRMED)
    settled = state(book)
    report = brought(book, *FIRST)

    assert {"plus_ancien", "rouvertes"} <= set(motives(report))
    assert state(book) == settled


def test_n_04_the_siren_of_another_company_in_the_name_of_the_file(tmp_path: Path) -> None:
    """N-04"""
    book = company(tmp_path, first=False)
    write_parameters(book, {"SIREN": "123 456 789"})
    head, lines = ledger("20260105|411000|CD|Duval|F1|20260105|1000,00||")

    assert not brought(book, lines, header=head, name="123456789FEC20261231.txt").doubts
    report = brought(book, lines, header=head, name="987654321FEC20261231.txt")
    assert motives(report) == ["autre_societe"]
    assert "987654321" in report.doubts[0].detail


@pytest.mark.parametrize(
    ("decision", "owed"), [(Decision.ALL, 0), (Decision.NOTHING_SETTLED, 1000), (Decision.GIVE_UP, 1000)]
)
def test_n_04_the_button_offers_to_import_all_the_same_to_settle_nothing_or_to_give_up(
    tmp_path: Path, decision: Decision, owed: int
) -> None:
    """N-04"""
    book = company(tmp_path)
    newer = "C4;Ozan;F9;20/02/2026;22/03/2026;90,00;90,00"
    brought(book, newer, decision=decision)

    assert state(book)["F1"][0] == owed
    assert ("F9" in state(book)) is (decision is not Decision.GIVE_UP)


Change = Callable[[str], str]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([line.replace("C1;", "411C1;") for line in FIRST], id="code with 411"),
        pytest.param([line.replace("C1;", "0C1;") for line in FIRST], id="code with a zero"),
        pytest.param([line.replace("Duval", "Duval & Fils") for line in FIRST], id="renamed"),
        pytest.param(
            [line.replace(";F", ";FA-").replace("FA-", "F-00") for line in FIRST], id="number spelt otherwise"
        ),
        pytest.param(
            [F1, F2, F3.replace("15/01", "16/01").replace("14/02", "15/02").replace("300,00", "310,00"), F4],
            id="day and amount corrected",
        ),
    ],
)
def test_n_09_the_same_debt_under_another_spelling_keeps_its_state(tmp_path: Path, changed: list[str]) -> None:
    """N-09"""
    book = company(tmp_path)
    report = brought(book, *changed)

    assert not report.doubts
    assert [level for _, level in state(book).values()] == [1, 1, 2, 1]
    assert all(owed for owed, _ in state(book).values())
    row = book.rows("tFactures")[2]
    assert (row["Exclusion"], row["Note"]) == ("Litige", "vu")


def test_n_09_two_readings_are_a_doubt(tmp_path: Path) -> None:
    """N-09"""
    book = company(tmp_path)
    other_amount = F3.replace("15/01", "02/02").replace("14/02", "04/03").replace("300,00", "90,00")
    report = brought(book, F1, F2, other_amount, F4)

    assert motives(report) == ["deux_ecritures"]
    assert "F3 de C2" in report.doubts[0].detail


def test_n_09_a_stranger_with_a_known_customers_debt_is_a_doubt(tmp_path: Path) -> None:
    """N-09"""
    book = company(tmp_path)
    report = brought(book, F1, F2, F3.replace("C2;Epi", "K9;Zorn"), F4)

    assert motives(report) == ["deux_ecritures"]
    assert "K9 « Zorn »" in report.doubts[0].detail


def test_n_08_the_opening_entries_of_a_new_year_are_last_years_lines(tmp_path: Path) -> None:
    """N-08"""
    book = company(tmp_path, first=False)
    head, lines = ledger(
        "20261105|411000|CD|Duval|F1|20261105|1000,00||",
        "20261110|411000|CE|Epi|F2|20261110|500,00||",
        "20261231|600000||x||20261231|1,00||",
    )
    brought(book, lines, header=head, name="123456789FEC20261231.txt")
    book.update_columns("tFactures", {"Niveau": [2, 1]})
    due = [row["Échéance"] for row in book.rows("tFactures")]
    head, lines = ledger(
        "AN:20270101|411000|CD|Duval|F1|20270101|1000,00||",
        "AN:20270101|411000|CE|Epi|OUV|20270101|500,00||",
        "20270110|411000|CE|Epi|F3|20270110|50,00||",
    )
    report = brought(book, lines, header=head, name="123456789FEC20271231.txt")

    assert not report.doubts
    assert state(book) == {"F1": (1000, 2), "F2": (500, 1), "F3": (50, 0)}
    assert [row["Échéance"] for row in book.rows("tFactures")][:2] == due


def test_n_08_one_opening_entry_for_all_that_a_customer_owed_leaves_his_lines(tmp_path: Path) -> None:
    """N-08"""
    book = company(tmp_path, first=False)
    head, lines = ledger(
        "20261105|411000|CD|Duval|F1|20261105|1000,00||", "20261110|411000|CD|Duval|F2|20261110|500,00||"
    )
    brought(book, lines, header=head, name="FEC.txt")
    head, lines = ledger("AN:20270101|411000|CD|Duval|OUV|20270101|1500,00||")

    assert not brought(book, lines, header=head, name="FEC.txt").doubts
    assert state(book) == {"F1": (1000, 0), "F2": (500, 0)}


def test_n_10_accounts_given_once_are_remembered_shown_and_changed_on_purpose(tmp_path: Path) -> None:
    """N-10"""
    book = company(tmp_path, first=False)
    both = ledger("20260105|411000|CD|Duval|F1|20260105|1000,00||", "20260111|413000|CK|Kilo|T1|20260111|800,00||")
    brought(book, both[1], header=both[0], name="FEC.txt", wanted=Wanted(habits=Habits(accounts=("413",))))
    report = brought(book, both[1], header=both[0], name="FEC.txt")

    assert state(book) == {"F1": (1000, 0), "T1": (800, 0)}
    assert "Options retenues : comptes 413" in report.summary
    dropped = brought(book, both[1], header=both[0], name="FEC.txt", wanted=Wanted(habits=Habits(accounts=())))
    assert motives(dropped) == ["comptes_en_moins"]
