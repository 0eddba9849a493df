"""« Remettre les niveaux à blanc »: what a change of rule asks for, asked first, journaled (S0-29, A18)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from relance_xl.actions.batches.blanking import blank_levels
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import UsageError
from relance_xl.tables.grid import Value, Written
from tests.actions.company import DAY, click, in_memory

REMINDED = DAY - timedelta(days=20)


def company(folder: Path) -> MemoryBook:
    """Group 1 with an open line and a settled one, group 2 with a date alone, group 3 never reminded, group 0."""
    customers: list[dict[str, Written]] = [
        {"Code": f"C{group}", "Nom": f"Client {group}", "Groupe": group} for group in range(4)
    ]
    lines: list[tuple[str, str, int | None, date | None, int]] = [
        ("C1", "F1", 2, REMINDED, 0),
        ("C1", "F2", 1, None, 10),
        ("C2", "F3", None, REMINDED, 0),
        ("C3", "F4", None, None, 0),
        ("C0", "F5", 3, REMINDED, 0),
    ]
    items: list[dict[str, Written]] = [
        {
            "Client": code,
            "Facture": invoice,
            "Échéance": DAY - timedelta(days=30),
            "Montant": 10,
            "Niveau": level,
            "Dernière relance": last,
            "Réglé": paid,
        }
        for code, invoice, level, last, paid in lines
    ]
    return in_memory(folder, {"tClients": customers, "tFactures": items})


def levels(book: MemoryBook) -> dict[Value, tuple[Value, Value]]:
    return {row["Facture"]: (row["Niveau"], row["Dernière relance"]) for row in book.rows("tFactures")}


def switched(book: MemoryBook, *groups: int) -> None:
    """Search once, then give these groups another rule."""
    search(book, click())
    found = book.rows("tGroupes")
    rules = ["Incrémentation" if row["Groupe"] in groups else row["Règle"] for row in found]
    book.update_columns("tGroupes", {"Règle": rules})


def test_a18_every_line_of_the_group_that_changed_is_blanked_settled_ones_too(tmp_path: Path) -> None:
    book = company(tmp_path)
    switched(book, 1)

    report = blank_levels(book, click(1))

    assert (report.groups, report.lines) == ((1,), 2)
    assert report.summary.startswith("2 lignes remises à blanc dans le groupe 1 (lot 2026-03-15-")
    assert levels(book) == {
        "F1": (None, None),
        "F2": (None, None),
        "F3": (None, REMINDED),
        "F4": (None, None),
        "F5": (3, REMINDED),
    }
    journal = [(row["Facture"], row["Niveau avant"], row["Niveau après"], row["Nature"], row["Lot"])
               for row in book.rows("tJournal")]  # fmt: skip
    assert journal == [
        ("F1", 2, 0, "Remise à blanc", report.batch),
        ("F2", 1, 0, "Remise à blanc", report.batch),
    ]


def test_a18_nothing_is_blanked_twice_nor_without_a_change_of_rule(tmp_path: Path) -> None:
    book = company(tmp_path)
    assert blank_levels(book, click()).summary == "Aucun groupe n'a changé de règle\u00a0: rien à remettre à blanc."

    switched(book, 1)
    blank_levels(book, click(1))
    again = blank_levels(book, click(2))

    assert (again.batch, again.lines, len(book.rows("tJournal"))) == ("", 0, 2)


def test_a_group_may_be_named_whatever_its_rule(tmp_path: Path) -> None:
    book = company(tmp_path)

    assert blank_levels(book, click(), group=2).lines == 1
    assert levels(book)["F3"] == (None, None)
    assert "Aucune ligne relancée dans le groupe 3" in blank_levels(book, click(1), group=3).summary


@pytest.mark.parametrize("group", [0, 12])
def test_s0_07_group_0_and_unknown_groups_are_refused(tmp_path: Path, group: int) -> None:
    book = company(tmp_path)

    with pytest.raises(UsageError, match=f"Le groupe {group} n'est pas un groupe à relancer"):
        blank_levels(book, click(), group=group)


def test_nothing_changes_when_the_user_says_no(tmp_path: Path) -> None:
    book = company(tmp_path)
    switched(book, 1)
    before = levels(book)

    report = blank_levels(book, click(1, confirm=False))

    assert (report.summary, levels(book), book.rows("tJournal")) == ("Aucun niveau n'a été changé.", before, [])


def test_several_groups_are_named_together(tmp_path: Path) -> None:
    book = company(tmp_path)
    items = book.rows("tFactures")
    book.update_columns("tFactures", {"Niveau": [1 if row["Client"] != "C0" else 3 for row in items]})
    switched(book, 1, 2, 3)

    assert "dans les groupes 2 et 3" not in blank_levels(book, click(1), group=1).summary
    assert "dans les groupes 2 et 3 " in blank_levels(book, click(2)).summary
