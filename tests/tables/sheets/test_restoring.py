"""Why a line of a batch cannot be given back: each reason names what has changed since (S0-24)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.tables.grid import Value
from relance_xl.tables.sheets.journal import LONG_AGO, read_journal
from relance_xl.tables.sheets.restoring import restore

DAY, DUE = date(2026, 3, 15), date(2026, 3, 1)
JOURNAL: dict[str, Value] = {
    "Lot": "L1", "Horodatage": datetime(2026, 3, 15, 9), "Client": "C1", "Facture": "F1", "Échéance": DUE,
    "Solde": 100, "État": "Émise",
}  # fmt: skip
REMINDER: dict[str, Value] = {**JOURNAL, "Nature": "Relance", "Niveau après": 2, "Relance du": DAY}
CALL: dict[str, Value] = {**JOURNAL, "Nature": "Appel"}
BILL: dict[str, Value] = {**JOURNAL, "Nature": "Traite", "Niveau après": 12, "Relance du": DAY}


def book(journal: dict[str, Value], **cells: Value) -> MemoryBook:
    """One line of journal, one line of Factures or Traites."""
    made = MemoryBook.empty(Path("Relances.xlsm")).fill("tJournal", [journal])
    typed = {header.replace("_", " "): value for header, value in cells.items()}
    if journal["Nature"] == "Traite":
        return made.fill("tTraites", [{"Client": "C1", "Traite": "F1", "Échéance": DUE, "Montant": 100, **typed}])
    return made.fill("tFactures", [{"Client": "C1", "Facture": "F1", "Échéance": DUE, "Montant": 100, **typed}])


@pytest.mark.parametrize(
    ("journal", "cells", "why", "cell"),
    [
        (REMINDER, {"Niveau": 3, "Dernière_relance": date(2026, 4, 1)},
         "elle a été relancée au niveau 3 le 01/04/2026, depuis ce lot", "M8"),
        (REMINDER, {"Niveau": 1, "Dernière_relance": DAY}, "son niveau est 1, le lot avait écrit 2", "L8"),
        (REMINDER, {"Niveau": 2}, "sa dernière relance est vide, le lot avait écrit le 15/03/2026", "M8"),
        (BILL, {"Relances": 13, "Dernière_relance": DAY},
         "elle porte 13 relances, la dernière le 15/03/2026 : ce n'est plus ce que le lot a écrit", "I8"),
        ({**CALL, "Promesse": DAY}, {}, "sa promesse est vide, le lot avait écrit le 15/03/2026", "O8"),
        ({**CALL, "Exclusion": "Litige"}, {"Exclusion": "NA"}, "son exclusion n'est plus « Litige »", "N8"),
        ({**CALL, "Note ajoutée": "a promis"}, {"Note": "autre"}, "sa note a été changée depuis l'appel", "Q8"),
    ],
)  # fmt: skip
def test_a_line_changed_since_is_kept_with_its_reason_and_its_cell(
    journal: dict[str, Value], cells: dict[str, Value], why: str, cell: str
) -> None:
    made = book(journal, **cells)

    outcome = restore(made, read_journal(made))

    assert [(kept.why, kept.cell) for kept in outcome.kept] == [(why, cell)]
    assert outcome.restored == ()


def test_a_bill_reminded_more_than_nine_times_comes_back() -> None:
    made = book({**BILL, "Niveau avant": 11}, Relances=12, Dernière_relance=DAY)

    (restored,) = restore(made, read_journal(made)).restored

    assert restored.cells == {"reminders": 11, "last_reminder": None, "state": None}


def test_a_call_that_changed_nothing_is_always_given_back() -> None:
    made = book(CALL, Niveau=3, Promesse_le=DAY, Note="à moi")

    (restored,) = restore(made, read_journal(made)).restored

    assert restored.cells == {}


def test_a_journal_that_its_user_spoilt_is_read_as_far_as_can_be() -> None:
    made = book({**REMINDER, "Horodatage": "hier", "Niveau après": "deux", "Canal": "pigeon"}, Niveau=2)

    (line,) = read_journal(made)

    assert (line.moment, line.level_after, line.channel) == (LONG_AGO, None, None)
    assert restore(made, [line]).restored == ()


def test_a_day_without_an_hour_is_a_moment_too() -> None:
    made = book({**REMINDER, "Horodatage": DAY})

    assert read_journal(made)[0].moment == datetime(2026, 3, 15)
