"""Every scenario of this folder, played on the in-memory book; one of each family on the closed file too."""

from pathlib import Path

import pytest

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.machine import shipped
from relance_xl.tables.grid import Book
from tests.scenarios.player import ACTIONS, VERBS, play
from tests.scenarios.texts import Scenario, read_scenarios

FILES = sorted(Path(__file__).parent.glob("*.txt"))
SCENARIOS = [
    pytest.param(scenario, id=f"{file.stem}: {scenario.title}")
    for file in FILES
    for scenario in read_scenarios(file, ACTIONS, VERBS)
]
ONE_OF_EACH = [
    pytest.param(read_scenarios(file, ACTIONS, VERBS)[0], id=file.stem) for file in FILES
]  # a file begins with the scenario that shows its family best


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_ends_as_it_says(scenario: Scenario, tmp_path: Path) -> None:
    play(scenario, MemoryBook.empty(tmp_path / "Relances.xlsm"))


@pytest.mark.parametrize("scenario", ONE_OF_EACH)
def test_the_closed_file_plays_as_memory_does(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsm"
    path.write_bytes(shipped.workbook().read_bytes())
    play(scenario, WorkbookFile(path), _reopened)


def _reopened(book: Book) -> Book:
    book.save()
    return WorkbookFile(book.path)
