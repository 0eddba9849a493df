"""What holds for any invoices: undoing gives back the same tables, issuing twice equals issuing once (S0-24, A11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from relance_xl.tables.grid import Row, Written
from tests.actions.company import DAY, click, files_below, in_memory

KEPT = ("tFactures", "tClients", "tTraites", "tNiveaux", "tGroupes")
quickly = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def invoices(draw: st.DrawFn) -> list[dict[str, Written]]:
    """Lines of a few customers: some paid, some reminded, some twice the same, levels typed or left blank."""
    rows: list[dict[str, Written]] = []
    for number in range(draw(st.integers(1, 8))):
        level = draw(st.sampled_from([None, 0, 1, 2, 3]))
        rows.append(
            {
                "Client": draw(st.sampled_from(["A", "B", "C"])),
                "Facture": f"F{draw(st.integers(0, number))}",
                "Échéance": DAY - timedelta(days=draw(st.sampled_from([-5, 0, 12, 12, 35, 90]))),
                "Montant": draw(st.integers(-200, 900)) + Decimal("0.50"),
                "Niveau": level,
                "Dernière relance": DAY - timedelta(days=40) if level else None,
                "Exclusion": draw(st.sampled_from([None, None, None, "NA", "Litige"])),
            }
        )
    return rows


def content(book: MemoryBook) -> Mapping[str, list[Row]]:
    return {name: [list(row) for row in book.tables[name].rows] for name in KEPT}


@quickly
@given(invoices())
def test_s0_24_undoing_letters_gives_back_the_same_tables(rows: list[dict[str, Written]]) -> None:
    with TemporaryDirectory() as folder:
        book = in_memory(Path(folder), {"tFactures": rows})
        before = content(book)
        search(book, click())
        found = [list(row) for row in book.tables["tRelances"].rows]
        issued = issue_letters(book, click(1))

        if issued.letters:
            assert undo(book, click(2)).kept == ()
            assert not [name for name in files_below(Path(folder) / "Lettres") if not name.startswith("Annulées/")]
        else:
            _refused(book)

        assert content(book) == before
        search(book, click(3))
        assert [list(row) for row in book.tables["tRelances"].rows] == found


def _refused(book: MemoryBook) -> None:
    try:
        undo(book, click(2))
    except DataError:
        return
    raise AssertionError("nothing was issued, and yet something was undone")


@quickly
@given(invoices())
def test_a11_issuing_twice_equals_issuing_once(rows: list[dict[str, Written]]) -> None:
    with TemporaryDirectory() as folder:
        book = in_memory(Path(folder), {"tFactures": rows})
        search(book, click())
        issue_letters(book, click(1))
        once, journal = content(book), len(book.tables["tJournal"].rows)
        files = files_below(Path(folder))

        again = issue_letters(book, click(2))

        assert again.letters == ()
        assert (content(book), len(book.tables["tJournal"].rows), files_below(Path(folder))) == (once, journal, files)


@quickly
@given(invoices(), st.data())
def test_s0_24_lines_changed_since_the_batch_are_left_and_the_others_given_back(
    rows: list[dict[str, Written]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        book = in_memory(Path(folder), {"tFactures": rows})
        before = content(book)["tFactures"]
        search(book, click())
        if not issue_letters(book, click(1)).letters:
            return
        headers = book.tables["tFactures"].headers
        last = headers.index("Dernière relance")
        touched = data.draw(st.sets(st.integers(0, len(rows) - 1)))
        for place in touched:
            book.tables["tFactures"].rows[place] = [
                date(2026, 3, 14) if position == last else value
                for position, value in enumerate(book.tables["tFactures"].rows[place])
            ]
        changed = content(book)["tFactures"]

        try:
            undo(book, click(2))
        except DataError:
            assert content(book)["tFactures"] == changed
            return

        for place, row in enumerate(content(book)["tFactures"]):
            assert row == (changed if place in touched else before)[place]
