"""How many gestures the usual things take, played with a real mouse and counted."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.libreoffice.desktop import User, wait_for

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


@pytest.fixture
def searched(user: User) -> User:
    """The user has searched, and looks at the proposals; nothing is counted yet."""
    user.book.names["date_relance"].refers_to_range.value = datetime(2026, 3, 16)
    user.click("Accueil", "Relance_Rechercher")
    user.answer()
    user.clicks = 0
    return user


def test_a_customer_of_many_lines_is_left_out_by_two_clicks(searched: User) -> None:
    """A cell of hers, then the button; no box follows: the ticks and the totals are before the eyes."""
    lines = searched.rows("tRelances")
    customer = lines[0]["Client"]
    his = sum(row["Client"] == customer for row in lines)
    searched.press_cell(15, 3)
    wait_for(lambda: searched.book.app.impl.selected_rows()[1] == [(15, 15)], "the selected cell")
    searched.press(*searched.button("Relances", "Relance_DecocherSelection"))

    def ticks() -> Counter[object]:
        return Counter(row["Relancer"] for row in searched.rows("tRelances") if row["Client"] == customer)

    wait_for(lambda: ticks() == {"non": his}, "the unticked lines")
    assert his > 1
    assert searched.clicks == 2
    assert searched.box() is None


def test_from_accueil_to_the_open_print_run_takes_four_clicks(
    searched: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« Lettres », « Oui », « Oui » to open: the folder is there, its run one click away; a single run opens itself."""
    opened = tmp_path / "opened"
    program = tmp_path / "xdg-open"
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{opened}.part" && mv "{opened}.part" "{opened}"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    searched.show("Accueil")
    searched.press(*searched.button("Accueil", "Relance_Lettres"))
    searched.answer()
    said = searched.answer()
    wait_for(opened.exists, "the folder")
    time.sleep(0.1)

    assert said.rstrip().endswith("Ouvrir le dossier ?")
    assert list(Path(opened.read_text("utf-8")).glob("À imprimer – niveau *.docx"))
    assert searched.clicks <= 3, "one more opens the run"
    assert searched.box() is None
