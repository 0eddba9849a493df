"""PDFs by Word, on an imitation of its objects: what is asked of it, in which order, and what is left of it."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from relance_xl.documents.pdf.convert import converter, write_pdfs
from relance_xl.documents.pdf.word import Patience, Word
from relance_xl.machine import programs
from relance_xl.problems import FileUnavailable
from tests.documents.pdf.test_pdf import letters, refusals
from tests.documents.pdf.word_imitation import ComError, ImitatedDocument, ImitatedWord, Machine

posix = pytest.mark.skipif(sys.platform == "win32", reason="the imitated tools of Windows are scripts")
WORD = Word(Patience(start=5.0, end=1.0, document=1.0))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    monkeypatch.setenv("PATH", str(tmp_path / "windows"))  # no tasklist: it is not known which Word is ours
    return Machine().install(monkeypatch)


@pytest.fixture
def tools(tmp_path: Path, machine: Machine) -> Path:
    """Windows's `tasklist` and `taskkill`: the user's Word is 100, ours 201, 202…; ending one is written in `ended`."""
    folder = tmp_path / "windows"
    folder.mkdir()
    (folder / "words").write_text("100\n")
    (folder / "ended").write_text("")
    scripts = {
        "tasklist": 'while read word; do echo "\\"WINWORD.EXE\\",\\"$word\\",\\"Console\\",\\"1\\",\\"9 Ko\\""; done',
        "taskkill": 'echo "$2" >>',
    }
    (folder / "tasklist").write_text(f"#!/bin/sh\n{scripts['tasklist']} <{folder}/words\n")
    (folder / "taskkill").write_text(f"#!/bin/sh\n{scripts['taskkill']} {folder}/ended\n")
    for name in scripts:
        (folder / name).chmod(0o755)

    def given(_word: ImitatedWord) -> None:
        with (folder / "words").open("a") as words:
            words.write(f"{200 + len(machine.words)}\n")

    machine.given, machine.ended = given, folder / "ended"
    return folder


def test_a_letter_is_opened_paginated_exported_and_closed_in_a_word_of_our_own(
    tmp_path: Path, machine: Machine
) -> None:
    told: list[str] = []
    paths = [*letters(tmp_path / "Niveau 1", Dupont="one"), *letters(tmp_path / "Niveau 2", Leroy="two")]

    made = write_pdfs(paths, by=WORD, tell=lambda text, _: told.append(text))

    assert [path.read_bytes() for path in made] == [b"%PDF-1.7 one %%EOF", b"%PDF-1.7 two %%EOF"]
    assert machine.log == [
        "Open Dupont.docx", "Export Dupont.docx", "Close Dupont.docx",
        "Open Leroy.docx", "Export Leroy.docx", "Close Leroy.docx", "Quit",
    ]  # fmt: skip
    assert told == ["PDF : 0 sur 2", "PDF : 1 sur 2", "PDF : 2 sur 2"]
    [word] = machine.words
    assert word.properties["Visible"] is False


def test_nothing_is_left_of_it_in_the_user_s_word(tmp_path: Path, machine: Machine) -> None:
    write_pdfs(letters(tmp_path, Dupont="x"), by=WORD)

    assert machine.user_options == {"UpdateLinksAtOpen": True}
    assert machine.recent == []
    assert machine.initialised == []


def test_a_document_that_word_refuses_is_named_with_its_words_and_the_others_are_made(
    tmp_path: Path, machine: Machine
) -> None:
    paths = letters(tmp_path, a="x", b="refused", c="x")

    told = refusals(lambda: write_pdfs(paths, by=WORD))

    assert told == {"b.docx": "Word n'a pas pu en faire un PDF : Word n'a pas pu lire ce document"}
    assert [path.with_suffix(".pdf").exists() for path in paths] == [True, False, True]
    assert machine.log[-1] == "Quit"


def test_a_word_that_stops_costs_one_document_and_a_new_one_goes_on(tmp_path: Path, machine: Machine) -> None:
    paths = letters(tmp_path, a="x", b="crash", c="x")

    told = refusals(lambda: write_pdfs(paths, by=WORD))

    assert list(told) == ["b.docx"]
    assert paths[2].with_suffix(".pdf").exists()
    assert len(machine.words) == 2


@posix
def test_a_word_that_hangs_is_ended_and_the_user_s_own_is_not(tmp_path: Path, machine: Machine, tools: Path) -> None:
    paths = letters(tmp_path, a="x", b="hang", c="x")

    told = refusals(lambda: write_pdfs(paths, by=WORD))

    assert told == {"b.docx": "Word n'a pas répondu à temps sur ce document"}
    assert paths[2].with_suffix(".pdf").exists()
    assert len(machine.words) == 2
    assert set((tools / "ended").read_text().split()) == {"201"}


def test_a_word_that_hangs_and_cannot_be_told_from_the_user_s_is_left_alone(tmp_path: Path, machine: Machine) -> None:
    paths = letters(tmp_path, a="hang", b="x")

    with pytest.raises(FileUnavailable, match="Word ne répond plus"):
        write_pdfs(paths, by=WORD)

    machine.words[0].ended.set()
    assert len(machine.words) == 1, "no second Word is started beside one that cannot be ended"


@posix
def test_a_word_that_does_not_quit_is_ended(tmp_path: Path, machine: Machine, tools: Path) -> None:
    numbered = machine.given
    assert numbered is not None

    def stubborn(word: ImitatedWord) -> None:
        numbered(word)
        word.quit_fails = True

    machine.given = stubborn

    [made] = write_pdfs(letters(tmp_path, a="x"), by=WORD)

    assert made.exists()
    assert (tools / "ended").read_text().split() == ["201"]


def test_a_word_in_which_somebody_works_is_neither_used_nor_ended(tmp_path: Path, machine: Machine) -> None:
    def given(word: ImitatedWord) -> None:
        word.properties["Visible"] = True

    machine.given = given

    with pytest.raises(FileUnavailable, match="Windows a donné le Word déjà ouvert"):
        write_pdfs(letters(tmp_path, a="x"), by=WORD)

    assert machine.log == []
    assert machine.words[0].properties["DisplayAlerts"] == -1


def test_a_document_that_the_user_opened_meanwhile_is_not_closed_under_his_eyes(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = ImitatedDocument.Close

    def closing(document: ImitatedDocument, *, SaveChanges: int) -> None:  # noqa: N803 - Word's name
        close(document, SaveChanges=SaveChanges)
        document.word.documents.append(ImitatedDocument(document.word, Path("the user's.docx")))

    monkeypatch.setattr(ImitatedDocument, "Close", closing)

    write_pdfs(letters(tmp_path, a="x"), by=WORD)

    [word] = machine.words
    assert "Quit" not in machine.log
    assert (word.properties["Visible"], word.properties["DisplayAlerts"]) == (True, -1)


def test_a_busy_word_is_asked_again(tmp_path: Path, machine: Machine) -> None:
    def given(word: ImitatedWord) -> None:
        word.busy = 2

    machine.given = given

    [made] = write_pdfs(letters(tmp_path, a="x"), by=WORD)

    assert made.exists()


def test_a_word_that_does_not_start_is_said_with_its_words(tmp_path: Path, machine: Machine) -> None:
    machine.fault = lambda: ComError(-2147221005, "Chaîne de classe incorrecte")

    with pytest.raises(FileUnavailable) as caught:
        write_pdfs(letters(tmp_path, a="x"), by=WORD)

    assert "Word n'a pas pu être lancé pour faire les PDF (Chaîne de classe incorrecte)" in str(caught.value)
    assert machine.initialised == []


def test_word_is_chosen_where_there_is_no_libreoffice(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_USUAL_PLACES", ())

    assert machine.words == []
    assert converter().name == "Word"
    assert machine.words == [], "asking which one costs no start"


def test_an_interruption_ends_word(tmp_path: Path, machine: Machine) -> None:
    def interrupt(text: str, _share: float | None = None) -> None:
        if text == "PDF : 1 sur 3":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pdfs(letters(tmp_path, a="x", b="x", c="x"), by=WORD, tell=interrupt)

    assert machine.log[-1] == "Quit"


def test_a_word_that_hangs_while_it_starts_is_said(tmp_path: Path, machine: Machine) -> None:
    stop = threading.Event()
    machine.given = lambda _word: (stop.wait(60), None)[1]
    impatient = Word(Patience(start=0.05, end=0.05, document=1.0))

    try:
        with pytest.raises(FileUnavailable, match=r"Word n'a pas pu être lancé .*: il ne répond pas"):
            write_pdfs(letters(tmp_path, a="x"), by=impatient)
    finally:
        stop.set()
