"""What the window is made of: patience, the file saved by its click, the user's ear, the companies opened last."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.bills import BillsReport
from relance_xl.actions.common.report import Report
from relance_xl.books.closed.settled import SettledFile
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.permits import Busy, busy
from relance_xl.problems import FileUnavailable, UsageError
from relance_xl.tables import schema
from relance_xl.window import recent
from relance_xl.window.ear import Asked, Ear, FilesWanted, Message, Progress, Said
from relance_xl.window.openings import openings
from relance_xl.window.patience import LIMIT, WAITING, patiently
from relance_xl.window.starting import start
from tests.libreoffice.conftest import sample_company


class Clock:
    """Seconds that pass at each look."""

    def __init__(self, step: float) -> None:
        self._now, self._step = 0.0, step

    def __call__(self) -> float:
        self._now += self._step
        return self._now


def refused(times: int, answer: str = "fait") -> Callable[[], str]:
    """What is refused so many times, then answers."""
    left = iter(range(times))

    def attempt() -> str:
        if next(left, None) is not None:
            raise busy("Relances", "Excel")
        return answer

    return attempt


def at_once() -> threading.Event:
    """An event on which nobody waits: `wait` comes back at once while it is not what gives up."""

    class Hasty(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            return self.is_set()

    return Hasty()


def test_a_busy_excel_is_waited_for_and_its_user_told_n_60() -> None:
    """N-60."""
    told: list[str] = []
    assert patiently(refused(3), tell=told.append, given_up=at_once(), clock=Clock(1)) == "fait"
    assert told == [WAITING] * 3


def test_an_excel_busy_for_ever_is_given_up_n_60() -> None:
    """N-60."""
    with pytest.raises(Busy, match="Excel n'a pas accepté cette écriture"):
        patiently(refused(10**6), tell=lambda _said: None, given_up=at_once(), clock=Clock(LIMIT / 4))


def test_a_user_who_does_not_wait_is_obeyed() -> None:
    given_up = at_once()
    given_up.set()
    with pytest.raises(Busy):
        patiently(refused(1), tell=lambda _said: None, given_up=given_up)


def test_a_change_that_is_whole_is_saved_and_one_that_is_not_leaves_the_file(tmp_path: Path) -> None:
    path = sample_company(tmp_path / "societe")
    before = path.read_bytes()
    name = schema.CUSTOMERS.name
    header = schema.CUSTOMERS.column("note").header

    def change(value: str, error: Exception | None = None) -> None:
        book = SettledFile(path)
        rows = len(book.read_table(name).rows)
        with book.all_or_nothing((name,)):
            book.update_columns(name, {header: [value] * rows})
            if error is not None:
                raise error

    with pytest.raises(UsageError):
        change("perdu", UsageError("non"))
    assert path.read_bytes() == before
    change("gardé")
    grid = WorkbookFile(path).read_table(name)
    assert {row[grid.headers.index(header)] for row in grid.rows} == {"gardé"}


def answering(answers: dict[str, str], heard: list[Message]) -> Callable[[Message], None]:
    """A window that answers each question at once."""

    def post(message: Message) -> None:
        heard.append(message)
        if isinstance(message, Asked):
            message.reply(answers[message.question])
        elif isinstance(message, FilesWanted):
            message.reply((Path("grand-livre.csv"),))

    return post


def test_the_ear_carries_sentences_questions_and_progress_and_asks_nothing_twice() -> None:
    heard: list[Message] = []
    ear = Ear(answering({"Émettre ?": "yes"}, heard))

    assert ear.alert("Fait.", "Relances", "ok", "info") == "ok"
    assert ear.alert("Émettre ?", "Relances", "yes_no", "info") == "yes"
    assert ear.alert("Émettre ?", "Relances", "yes_no", "info") == "yes"
    assert ear.choose_files() == ear.choose_files() == (Path("grand-livre.csv"),)
    ear.tell("Lecture", 0.5)
    ear.status_bar = False

    kinds = [type(message) for message in heard]
    assert kinds == [Said, Asked, FilesWanted, Progress, Progress]
    assert heard[-2:] == [Progress("Lecture 50\u00a0%"), Progress("")]


def test_what_was_made_is_linked_the_print_runs_first_and_only_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "Lettres" / "2026-03-16"
    folder.mkdir(parents=True)
    (folder / "Niveau 1.docx").touch()
    runs = ("Lettres/2026-03-16/Niveau 1.docx", "Lettres/2026-03-16/parti.docx")
    report = BillsReport(summary="", as_of=date(2026, 3, 16), reference="EUR", print_runs=runs)

    made = openings(report, tmp_path / "Relances.xlsm")

    assert [each.label for each in made] == [
        "Ouvrir le tirage « Niveau 1.docx »", "Ouvrir le dossier « 2026-03-16 »"
    ]  # fmt: skip
    assert openings(Report(summary=""), tmp_path / "Relances.xlsm") == []


def test_the_workbooks_opened_last_come_first_and_those_gone_are_forgotten(tmp_path: Path) -> None:
    books = [tmp_path / f"{number}.xlsm" for number in range(recent.KEPT + 3)]
    for book in books:
        book.touch()
        recent.remember(book, tmp_path / "reglages")
    recent.remember(books[5], tmp_path / "reglages")
    books[-1].unlink()

    found = recent.recent(tmp_path / "reglages")
    assert found[0] == books[5]
    assert books[-1] not in found
    assert len(found) == len(set(found)) <= recent.KEPT


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1, null]"])
def test_a_list_of_companies_that_is_damaged_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "recents.json").write_text(content, encoding="utf-8")
    assert recent.recent(tmp_path) == []


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {"APPDATA": "/r"}, Path("/r/relance-xl")),
        ("darwin", {}, Path.home() / "Library" / "Application Support" / "relance-xl"),
        ("linux", {"XDG_CONFIG_HOME": "/c"}, Path("/c/relance-xl")),
        ("linux", {}, Path.home() / ".config" / "relance-xl"),
    ],
)
def test_each_system_has_its_place_for_settings(platform: str, environment: dict[str, str], expected: Path) -> None:
    assert recent.settings_folder(platform, environment) == expected


def test_a_python_or_a_session_that_draws_no_window_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "tkinter", None)
        with pytest.raises(FileUnavailable, match="Ce Python n'a pas tkinter, qui dessine la fenêtre"):
            start(None)
    pytest.importorskip("tkinter")
    if sys.platform == "linux":
        monkeypatch.delenv("DISPLAY", raising=False)
        with pytest.raises(FileUnavailable, match="La fenêtre n'a pas pu être dessinée"):
            start(None)
