"""What others wrote reaches a terminal, a log or a file's name as text and nothing else: N-107."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from rich.table import Table

from relance_xl.cli.json_output import write_json
from relance_xl.cli.main import main
from relance_xl.cli.terminal import Terminal
from relance_xl.machine.logs import write_log
from relance_xl.machine.plain_text import SHOWN, escaped, plain

ORDERS = [
    "\x1b]0;titre\x07", "\x1b[2J", "\x9b31m", "\x00", "\x08\x08\x08", "\r", "\x7f", "\x85",
    "\u202efdp.exe", "\u2066a\u2069", "\u2028", "\udcff", "\x1bP1;2|\x1b\\", "\x0e", "\x1b]8;;http://client.example\x1b\\lien",
]  # fmt: skip
LETTERS = "Éts « Œuvre » d'été 日本 🙂\t1\u00a0234,50\u202f€\n"


@pytest.mark.parametrize("order", ORDERS)
def test_n107_an_order_is_shown_as_a_mark_and_what_surrounds_it_stays(order: str) -> None:
    """N-107"""
    shown = plain(f"avant{order}après")

    assert shown.startswith("avant")
    assert shown.endswith("après")
    assert SHOWN in shown
    assert not set(shown) & set("\x00\x07\x08\r\x0e\x1b\x7f\x85\x9b\u2028\u202e\u2066\u2069\udcff")
    assert json.loads(escaped(json.dumps(order, ensure_ascii=False))) == order
    assert escaped(json.dumps(order, ensure_ascii=False)).isprintable()


def test_n107_letters_of_every_language_and_french_spaces_stay() -> None:
    """N-107"""
    assert plain(LETTERS) == LETTERS
    assert escaped(LETTERS) == LETTERS


@pytest.mark.parametrize("order", ORDERS)
def test_n107_neither_a_sentence_nor_a_table_gives_orders_to_the_terminal(order: str) -> None:
    """N-107"""
    written = io.StringIO()
    terminal = Terminal(file=written, force_terminal=True, color_system=None, width=200, highlight=False)
    table = Table(title=f"titre{order}")
    table.add_column(f"colonne{order}")
    table.add_row(f"cellule{order}")
    terminal.print(table, markup=False)
    terminal.print(f"phrase{order}", markup=False)

    assert plain(written.getvalue()) == written.getvalue()
    assert all(word in written.getvalue() for word in ("titre", "colonne", "cellule", "phrase"))


@pytest.mark.parametrize("order", ORDERS)
def test_n107_a_document_of_json_gives_none_either_and_loses_nothing(order: str) -> None:
    """N-107"""
    written = io.StringIO()
    write_json({"a": order, order: iter([order])}, written)

    assert written.getvalue().removesuffix("\n").isprintable()
    assert json.loads(written.getvalue()) == {"a": order, order: [order]}


@pytest.mark.parametrize("order", ["\x1b[2J", "\u202e", "\udcff", "x" * 300])
def test_n107_a_file_of_any_name_that_is_missing_is_said_in_french(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], order: str
) -> None:
    """N-107"""
    for options in ([], ["--json"]):
        assert main(["verifier", str(tmp_path / f"a{order}.xlsm"), *options]) == 3
        said = capsys.readouterr()
        assert plain(said.out + said.err) == said.out + said.err


def test_n107_a_log_has_a_name_of_letters_a_text_without_orders_and_one_reader(tmp_path: Path) -> None:
    """N-107"""
    log = write_log(
        "../\x1b[2J/x", ValueError("\x1b]0;titre\x07\udcff" + "x" * 3_000_000), datetime(2026, 3, 16), tmp_path
    )

    assert log is not None
    assert log.parent == tmp_path
    assert log.name.isascii()
    assert "\x1b" not in log.read_text(encoding="utf-8")
    assert log.stat().st_size < 4 << 20
    assert log.stat().st_mode & 0o077 == 0 or log.drive
