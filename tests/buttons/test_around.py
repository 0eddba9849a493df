"""Around a click: the files chosen, what is logged, what is imported, what is said when there is no workbook."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl import buttons
from relance_xl.buttons.files import choose_files
from relance_xl.buttons.sentences import SHOWN, refused
from relance_xl.machine import logs
from relance_xl.problems import DataError, Problem

NOW = datetime(2026, 3, 16, 14, 5, 7)


def test_no_more_than_a_few_faults_stand_in_a_message_box() -> None:
    said = refused(DataError([Problem(what=f"Faute {number}") for number in range(SHOWN + 3)]))

    assert len(said.splitlines()) == SHOWN + 1
    assert said.endswith("… et 3 autres.")


class OwnWindow:
    """A spreadsheet that has its own window to choose files, as our LibreOffice has."""

    impl: OwnWindow

    def __init__(self, chosen: list[str]) -> None:
        self.impl, self.chosen = self, chosen

    def choose_files(self, title: str, patterns: tuple[str, ...]) -> list[str]:
        assert "importer" in title
        assert "*.txt" in patterns
        return self.chosen


class ExcelForWindows:
    """What GetOpenFilename takes and gives."""

    impl = None

    def __init__(self, answer: object) -> None:
        self.api, self.answer = self, answer

    def GetOpenFilename(self, filters: str, _index: int, _title: str, _button: str, several: bool) -> object:  # noqa: N802
        assert several
        assert len(filters.split(",")) == 4, "pairs of a name and its patterns"
        return self.answer


def test_files_are_chosen_in_the_spreadsheet_s_own_window() -> None:
    assert choose_files(OwnWindow(["/a/fec.txt"])) == (Path("/a/fec.txt"),)
    assert choose_files(OwnWindow([])) == ()


def test_files_are_chosen_in_excel_on_windows() -> None:
    assert choose_files(ExcelForWindows((r"C:\fec 2025.txt", r"C:\fec 2026.txt")), "win32") == (
        Path(r"C:\fec 2025.txt"),
        Path(r"C:\fec 2026.txt"),
    )
    assert choose_files(ExcelForWindows(False), "win32") == (), "the user gave up"


@pytest.mark.parametrize(
    ("system", "environment", "folder"),
    [
        ("win32", {"LOCALAPPDATA": "/c/Local"}, Path("/c/Local/relance-xl/Logs")),
        ("linux", {"XDG_STATE_HOME": "/state"}, Path("/state/relance-xl")),
        ("linux", {}, Path.home() / ".local/state/relance-xl"),
        ("darwin", {}, Path.home() / "Library/Logs/relance-xl"),
    ],
)
def test_logs_stand_where_the_system_keeps_them(system: str, environment: dict[str, str], folder: Path) -> None:
    assert logs.log_folder(system, environment) == folder


def test_the_oldest_logs_are_removed(tmp_path: Path) -> None:
    for second in range(logs.KEPT + 5):
        logs.write_log("rechercher", ValueError("x"), NOW.replace(second=second), tmp_path)

    kept = sorted(file.name for file in tmp_path.glob("*.log"))
    assert len(kept) == logs.KEPT
    assert kept[0].startswith("2026-03-16-140505")


def test_a_log_that_cannot_be_written_is_no_second_error(tmp_path: Path) -> None:
    file = tmp_path / "occupied"
    file.write_text("")

    assert logs.write_log("rechercher", ValueError("x"), NOW, file) is None


def test_a_macro_that_finds_no_workbook_gets_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["-c"])
    with pytest.raises(SystemExit) as left:
        buttons.run("rechercher")

    assert isinstance(left.value.code, str)
    assert left.value.code.startswith("Le classeur n'a pas pu être joint depuis Python.")


def test_a_click_pays_for_no_heavy_library_before_its_action_is_known() -> None:
    heavy = {"docxtpl", "openpyxl", "jinja2", "rich", "lxml"}
    without_pandas = "import sys; sys.modules.update(pandas=None, numpy=None)"  # xlwings imports them where they are
    look = f"{without_pandas}; import relance_xl.buttons; print(*(name for name, it in sys.modules.items() if it))"
    answer = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)

    assert not heavy & set(answer.stdout.split())
