"""The age of the ledger is said before anybody is reminded: payments may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.searching import search
from relance_xl.tables import schema
from relance_xl.tables.grid import Written
from tests.actions.company import DAY, click, in_memory

ITEM: Mapping[str, Written] = {"Client": "D1", "Facture": "F1", "Échéance": date(2026, 2, 1), "Montant": 100}


@pytest.mark.parametrize(
    ("last", "told"), [(None, False), (DAY, False), (date(2026, 3, 7), False), (date(2026, 3, 6), True)]
)
def test_entries_older_than_the_parameter_are_warned_of(tmp_path: Path, last: date | None, *, told: bool) -> None:
    book = in_memory(tmp_path, {"tFactures": [ITEM]})
    if last:
        book.set_names({schema.LAST_IMPORT: last})

    problems = search(book, click()).problems

    assert any("La dernière écriture importée date du" in problem.what for problem in problems) is told


def test_the_warning_says_how_old_and_what_to_do(tmp_path: Path) -> None:
    book = in_memory(tmp_path, {"tFactures": [ITEM]})
    book.set_names({schema.LAST_IMPORT: date(2026, 2, 13)})

    (problem,) = search(book, click()).problems

    assert "13/02/2026, 30 jours avant la date de relance" in problem.what
    assert problem.expected.startswith("un import de moins de 8 jours")
