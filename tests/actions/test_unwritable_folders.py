"""A folder that cannot be made is refused in French by each action that would write there, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from relance_xl.actions.batches.delivery import scratch_folder
from relance_xl.actions.setup.company import new_company
from relance_xl.actions.setup.repairing import repair
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.cabinet.beginning import new_firm
from relance_xl.cabinet.company.runs import taking_part
from relance_xl.demo.run import clear, mark
from relance_xl.machine.interpreter import interpreter_cell
from relance_xl.post.send_log import open_log
from relance_xl.problems import FileUnavailable
from tests.actions.company import click


def _entered(context: AbstractContextManager[Any]) -> None:
    with context:
        pass


def _repaired(folder: Path) -> None:
    """The templates are looked for beside the workbook."""
    cell = interpreter_cell()
    book = MemoryBook.empty(folder / "Relances.xlsm")
    book.names[cell], book.addresses[cell] = "", ("Configuration", "B2")
    repair(book, click(), {cell: "/usr/bin/python3"})


@pytest.mark.parametrize(
    "write",
    [
        mark,
        _repaired,
        lambda folder: new_firm(folder, {}),
        lambda folder: new_company(folder, WorkbookFile, {}),
        lambda folder: _entered(open_log(folder)),
        lambda folder: _entered(scratch_folder(folder)),
        lambda folder: _entered(taking_part(folder, "lettres", "", datetime(2026, 3, 15), resume=False)),
    ],
    ids=["demo", "reparer", "cabinet", "nouveau", "envois", "lettres", "passage"],
)
def test_a_folder_that_cannot_be_made_is_refused_with_the_reason(tmp_path: Path, write: Callable[[Path], None]) -> None:
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    within = tmp_path / "fichier" / "dossier"

    with pytest.raises(FileUnavailable, match=r"« .*dossier.* » ne peut pas être écrit \(ce n'est pas un dossier\)"):
        write(within)


def test_a_demonstration_is_not_made_where_something_else_stands(tmp_path: Path) -> None:
    (tmp_path / "mes lettres.docx").write_bytes(b"")

    with pytest.raises(FileUnavailable, match="contient déjà autre chose"):
        clear(tmp_path)
