"""How a command ends when it does not end well, as whoever typed it sees it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.commands import COMMANDS
from relance_xl.cli.endings import BROKEN, INTERRUPTED, TRACE
from relance_xl.cli.main import main
from relance_xl.cli.session import Session
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine.logs import log_folder
from tests.actions.company import Rows, click, column, in_a_file, in_memory

ITEMS: Rows = [
    {"Client": "D1", "Facture": f"FA-{number}", "Échéance": date(2026, 2, 1), "Montant": 100} for number in (1, 2)
]


@pytest.fixture(autouse=True)
def _logs_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "state"))
    monkeypatch.delenv(TRACE, raising=False)


@pytest.fixture
def workbook(tmp_path: Path) -> str:
    return str(in_a_file(tmp_path, {"tFactures": ITEMS}).path)


@pytest.fixture
def ending_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Have the command `verifier` do its work, then raise."""

    def install(error: BaseException, *, works: bool = False) -> None:
        done = COMMANDS["verifier"]

        def command(session: Session) -> NoReturn:
            if works:
                done(session)
            raise error

        monkeypatch.setitem(COMMANDS, "verifier", command)

    return install


def read(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    out, err = capsys.readouterr()
    return out, err.replace(NO_BREAK, " ")


# ---- a fault of ours ----


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_bug_gives_one_sentence_a_log_and_nothing_on_the_output(
    workbook: str, ending_in: Any, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    ending_in(ZeroDivisionError("seeded"))

    code = main(["verifier", workbook, *options])

    out, err = read(capsys)
    [log] = log_folder().glob("*.log")
    assert code == BROKEN
    assert out == ""
    assert err == (
        "La commande « verifier » s'est arrêtée sur une erreur du programme, qui n'est pas de votre fait : le classeur "
        f"n'a pas été modifié. Le détail est dans « {log} » : joignez ce fichier si vous signalez le problème.\n"
    )
    kept = log.read_text(encoding="utf-8")
    assert "commande « verifier »" in kept
    assert "ZeroDivisionError: seeded" in kept


def test_a_bug_after_the_workbook_was_saved_does_not_say_that_it_was_not(
    workbook: str, ending_in: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ending_in(ZeroDivisionError("seeded"), works=True)

    assert main(["verifier", workbook]) == BROKEN

    assert "le classeur venait d'être enregistré" in read(capsys)[1]


def test_a_bug_whose_log_cannot_be_kept_says_how_to_see_it(
    workbook: str, ending_in: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("a file where a folder is wanted")
    ending_in(ZeroDivisionError("seeded"))

    assert main(["verifier", workbook]) == BROKEN

    assert f"relancez-la avec la variable {TRACE}=1" in read(capsys)[1]


def test_whoever_mends_the_program_sees_the_traceback_when_he_asks(
    workbook: str, ending_in: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TRACE, "1")
    ending_in(ZeroDivisionError("seeded"))

    main(["verifier", workbook])

    assert read(capsys)[1].endswith("ZeroDivisionError: seeded\n")


def test_a_disk_that_fails_is_a_refusal_and_no_bug(
    workbook: str, ending_in: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ending_in(OSError(28, "No space left on device", "Lettres"))

    assert main(["verifier", workbook, "--json"]) == 3

    out, err = read(capsys)
    assert (
        json.loads(out)["problemes"][0]["message"] == f"«{NO_BREAK}Lettres{NO_BREAK}»{NO_BREAK}: le disque est plein."
    )
    assert err == ""
    assert not log_folder().exists()


# ---- Ctrl-C ----


def test_an_interruption_is_one_line_and_exit_130(
    workbook: str, ending_in: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ending_in(KeyboardInterrupt())

    assert main(["verifier", workbook, "--json"]) == INTERRUPTED

    assert read(capsys) == ("", "Interrompu : le classeur n'a pas été modifié.\n")


def test_an_interruption_after_the_workbook_was_saved_says_so(
    workbook: str, ending_in: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ending_in(KeyboardInterrupt(), works=True)

    assert main(["verifier", workbook]) == INTERRUPTED

    assert "le classeur venait d'être enregistré" in read(capsys)[1]


class Interrupted(MemoryBook):
    """A workbook during whose writing, then saving, the user presses Ctrl-C."""

    pressed = False

    def append_rows(self, *given: Any) -> None:
        if self.pressed:
            signal.raise_signal(signal.SIGINT)
        super().append_rows(*given)

    def save(self) -> None:
        super().save()
        if self.pressed:
            signal.raise_signal(signal.SIGINT)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as Python hears it at a terminal, also when the tests were started deaf to it (`&`, `nohup`)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def interrupted(tmp_path: Path, ctrl_c: None) -> Interrupted:
    del ctrl_c
    book = in_memory(tmp_path, {"tFactures": ITEMS}, Interrupted)
    assert isinstance(book, Interrupted)
    search(book, click())
    return book


def letters_of(book: MemoryBook) -> list[Path]:
    return list(book.path.parent.glob("Lettres/2026*/**/*.docx"))


def test_ctrl_c_while_the_letters_are_recorded_is_heard_once_they_are(interrupted: Interrupted) -> None:
    interrupted.pressed = True

    with pytest.raises(KeyboardInterrupt):
        issue_letters(interrupted, click(1))

    assert column(interrupted, "tFactures", "Niveau") == [2, 2]
    assert len(interrupted.rows("tJournal")) == 2
    assert all((interrupted.path.parent / str(row["Document"])).is_file() for row in interrupted.rows("tJournal"))


def test_ctrl_c_while_the_letters_are_written_leaves_none_and_records_nothing(
    interrupted: Interrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interrupted, "tell", lambda *_said: signal.raise_signal(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        issue_letters(interrupted, click(1))

    assert letters_of(interrupted) == []
    assert list(interrupted.path.parent.glob("Lettres/.en-cours-*")) == []
    assert column(interrupted, "tFactures", "Niveau") == [None, None]


def test_a_program_in_the_background_goes_on_hearing_no_ctrl_c(interrupted: Interrupted) -> None:
    interrupted.pressed = True
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        report = issue_letters(interrupted, click(1))
    finally:
        signal.signal(signal.SIGINT, before)

    assert len(report.letters) == len(letters_of(interrupted)) - len(report.print_runs) == 1


def test_ctrl_c_during_an_undo_is_heard_once_it_is_done(interrupted: Interrupted) -> None:
    issue_letters(interrupted, click(1))
    interrupted.pressed = True

    with pytest.raises(KeyboardInterrupt):
        undo(interrupted, click(2))

    assert letters_of(interrupted) == []
    assert column(interrupted, "tFactures", "Niveau") == [None, None]


# ---- nobody reads ----


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("options", [["rechercher", "--json"], ["rechercher"], ["verifier"], ["--help"]])
def test_a_reader_that_leaves_is_no_error(workbook: str, options: list[str]) -> None:
    command, *rest = options
    arguments = [command, *([workbook] if command != "--help" else []), *rest]
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [sys.executable, "-m", "relance_xl", *arguments], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )

    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["banque", "Relances.xlsm"], "Quel relevé lire ? Attendu : relance-xl banque CLASSEUR FICHIER…"),
        (
            ["banque", "Relances.xlsm", "relevé.ofx", "--affecter"],
            "Avec --affecter, aucun fichier n'est lu. Attendu : le classeur seul",
        ),
    ],
)
def test_files_that_are_missing_or_not_wanted_are_said(
    typed: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2

    printed = capsys.readouterr()
    assert told in " ".join((printed.out + printed.err).replace(NO_BREAK, " ").split())
