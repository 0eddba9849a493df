"""Every scenario of this folder, played on the in-memory book."""

from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from tests.scenarios.player import Scenario, play, read_scenarios

SCENARIOS = [
    pytest.param(scenario, id=f"{file.stem}: {scenario.title}")
    for file in sorted(Path(__file__).parent.glob("*.txt"))
    for scenario in read_scenarios(file)
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_ends_as_it_says(scenario: Scenario, tmp_path: Path) -> None:
    play(scenario, MemoryBook.empty(tmp_path / "Relances.xlsm"))
