"""Which rows are selected, as Excel and LibreOffice say it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from relance_xl.actions.common.run import Selection
from relance_xl.buttons.selected import LAST_ROW, selection
from relance_xl.problems import DataError


def excel(address: str | None) -> SimpleNamespace:
    """The part of an xlwings App that is looked at: what is selected on the sheet in front."""
    chosen = None if address is None else SimpleNamespace(address=address, sheet=SimpleNamespace(name="Relances"))
    return SimpleNamespace(impl=SimpleNamespace(), selection=chosen)


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("$C$14", ((14, 14),)),
        ("$A$14:$C$20,$D$30", ((14, 20), (30, 30))),
        ("$14:$16", ((14, 16),)),
        ("$A:$C", ((1, LAST_ROW),)),
    ],
)
def test_excel_says_the_areas_by_their_addresses(address: str, rows: tuple[tuple[int, int], ...]) -> None:
    assert selection(excel(address)) == Selection(sheet="Relances", rows=rows)


def test_more_areas_than_excel_tells_are_refused_rather_than_cut() -> None:
    with pytest.raises(DataError, match="Trop de zones"):
        selection(excel(",".join(f"$C${row}" for row in range(100, 148))))


def test_a_picture_is_no_cell() -> None:
    assert selection(excel(None)) == Selection()


def test_an_engine_of_its_own_is_asked_first() -> None:
    own = SimpleNamespace(selected_rows=lambda: ("Relances", [(14, 15)]))

    assert selection(SimpleNamespace(impl=own)) == Selection(sheet="Relances", rows=((14, 15),))
