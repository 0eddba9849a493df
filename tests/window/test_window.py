"""The window of the buttons: driven by a real mouse on a screen of its own, on a closed file."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tkinter import Misc, Tk

import pytest

from relance_xl.actions.setup.company import WORKBOOK
from relance_xl.books.closed.code.plain import without_macros
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.tables import schema
from relance_xl.window import recent
from relance_xl.window.frame import Frame
from tests.libreoffice.conftest import sample_company
from tests.libreoffice.desktop import ARTEFACTS, screen

PATIENCE = 30.0


@pytest.fixture(scope="module")
def display() -> Iterator[dict[str, str]]:
    """A screen with nothing on it."""
    with screen() as environment:
        yield environment


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample company, made once: tests work on copies."""
    return sample_company(tmp_path_factory.mktemp("modele") / "Ateliers Vauban").parent


@pytest.fixture
def company(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample company, closed; what this user opened last is kept apart."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return shutil.copytree(model, tmp_path / model.name) / WORKBOOK


class Person:
    """Somebody in front of the window."""

    def __init__(self, frame: Frame, environment: dict[str, str]) -> None:
        self.frame, self._environment = frame, environment

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window live until `done`."""
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, self.sentence
            self.frame.root.update()
            time.sleep(0.01)

    def click(self, widget: Misc) -> None:
        """Press the mouse in the middle of what is seen there."""
        self.frame.root.update()
        x, y = widget.winfo_rootx() + widget.winfo_width() // 2, widget.winfo_rooty() + widget.winfo_height() // 2
        self.click_at(x, y)

    def click_at(self, x: int, y: int) -> None:
        """Press the mouse there."""
        self._xdotool("mousemove", f"{x}", f"{y}", "click", "1")
        self.frame.root.update()

    def act(self, name: str) -> str:
        """Click an action, and wait for what it says."""
        before = self.frame.done
        self.click(self.frame.buttons[name])
        self.wait(lambda: self.frame.done > before)
        return self.sentence

    @property
    def sentence(self) -> str:
        return self.frame.results.sentence.get("1.0", "end").strip()

    def look(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.frame.root.update()
        subprocess.run(["import", "-window", "root", str(ARTEFACTS / f"{name}.png")], env=self._environment, check=True)

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True)


@pytest.fixture
def person(company: Path, display: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """The window on the sample company, in front of somebody."""
    monkeypatch.setenv("DISPLAY", display["DISPLAY"])
    root = Tk()
    frame = Frame(root, company)
    someone = Person(frame, {**os.environ, "DISPLAY": display["DISPLAY"]})
    root.geometry("+0+0")
    someone.wait(lambda: bool(someone.frame.root.winfo_viewable()))
    yield someone
    frame.close()
    someone.__dict__.clear()
    del root, frame
    gc.collect()  # Tcl must be taken down by the thread that made it


def test_a_search_then_the_letters_by_the_mouse_and_what_was_made_is_linked(person: Person, company: Path) -> None:
    assert "lignes" in person.act("rechercher")
    person.click(person.frame.buttons["lettres"])
    person.wait(lambda: person.frame.question is not None)
    assert person.frame.question is not None
    person.look("fenetre_question")
    person.click(person.frame.question.buttons["yes"])
    person.wait(lambda: not person.frame.busy)

    assert "lettres" in person.sentence
    person.look("fenetre_lettres")
    links = [str(link.cget("text")) for link in person.frame.results.links.winfo_children()]
    assert any("tirage" in link for link in links)
    assert any("dossier" in link for link in links)
    journal = WorkbookFile(company).read_table(schema.JOURNAL.name)
    assert len(journal.rows) > 1  # recorded in the file itself, for nobody will press « Enregistrer »


def test_a_question_declined_changes_nothing(person: Person, company: Path) -> None:
    person.act("rechercher")
    before = company.read_bytes()
    person.click(person.frame.buttons["lettres"])
    person.wait(lambda: person.frame.question is not None)
    assert person.frame.question is not None
    person.click(person.frame.question.buttons["no"])
    person.wait(lambda: not person.frame.busy)

    assert company.read_bytes() == before
    assert not list(company.parent.glob("Lettres/**/*.docx"))


def test_the_faults_are_listed_the_gravest_first_and_a_click_on_one_tells_it_whole(person: Person) -> None:
    person.act("verifier")
    table = person.frame.results.problems
    rows = [str(table.set(row, "kind")) for row in table.get_children()]
    assert rows == sorted(rows, key=lambda kind: "Erreur" not in kind)
    assert "Erreur" in rows[0]
    box = table.bbox(table.get_children()[0], "what")
    assert isinstance(box, tuple)
    person.click_at(table.winfo_rootx() + int(box[0]) + 20, table.winfo_rooty() + int(box[1]) + 8)
    person.wait(lambda: "Ouvrez le classeur" in str(person.frame.line.cget("text")))
    person.look("fenetre_verifier")
    assert "Attendu" in person.frame.results.told


def test_a_workbook_open_elsewhere_is_refused_in_a_sentence(person: Person, company: Path) -> None:
    before = company.read_bytes()
    with company.parent.joinpath(f".~lock.{company.name}#").open("w", encoding="utf-8") as lock:
        lock.write(",quelqu'un,poste,28.11.2026 10:00,file:///x;")
    assert "ouvert" in person.act("rechercher")
    assert company.read_bytes() == before


def test_every_action_is_seen_whole_at_the_smallest_size(person: Person) -> None:
    root = person.frame.root
    root.geometry("{}x{}".format(*root.minsize()))
    person.wait(lambda: root.winfo_height() == root.minsize()[1])
    person.look("fenetre_petite")
    assert root.minsize()[1] <= 728 - 32  # a screen of 768 points, less the taskbar and the title
    foot = person.frame.line.winfo_rooty()
    for name, button in {**person.frame.buttons, "ouvrir": person.frame.opener}.items():
        assert button.winfo_rooty() + button.winfo_height() <= foot, name
        assert button.winfo_height() >= button.winfo_reqheight(), name
        assert button.winfo_width() >= button.winfo_reqwidth(), name


def test_a_company_that_is_gone_is_said(person: Person, company: Path) -> None:
    person.frame.choose(company.with_name("parti.xlsm"))
    assert "n'est plus là" in person.sentence
    assert person.frame.workbook == company


def test_two_clicks_are_one_action(person: Person) -> None:
    person.click(person.frame.buttons["rechercher"])
    person.frame.click("verifier")
    assert person.frame.busy
    assert str(person.frame.companies.cget("state")) == "disabled"  # what is at work is the company that is shown
    person.wait(lambda: not person.frame.busy)
    assert str(person.frame.companies.cget("state")) == "readonly"
    assert str(person.frame.results.title.cget("text")).startswith("Rechercher")


def test_the_step_after_the_one_done_is_in_colour(person: Person) -> None:
    person.act("verifier")
    coloured = [name for name, button in person.frame.buttons.items() if str(button.cget("style")) == "Next.TButton"]
    assert coloured == ["rechercher"]


def test_the_companies_last_opened_are_offered_again(person: Person, company: Path) -> None:
    assert recent.recent() == [company]
    assert str(person.frame.companies.get()) == "Ateliers Vauban — Relances.xlsm"


@pytest.mark.libreoffice
def test_a_plain_workbook_open_in_libreoffice_is_searched_there_and_a_fault_leads_to_its_cell(
    person: Person, company: Path, display: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    plain = company.with_suffix(".xlsx")
    plain.write_bytes(without_macros(company.read_bytes(), plain.name))
    company.unlink()
    person.frame.choose(plain)
    before = plain.read_bytes()
    person.frame.open_workbook()
    person.wait(lambda: person.frame.office is not None)
    office = person.frame.office
    assert office is not None

    person.frame.click("verifier")  # the window may lie under LibreOffice's: the mouse is the other tests' matter
    person.wait(lambda: person.frame.done == 1)
    table = person.frame.results.problems
    table.selection_set(table.get_children()[0])
    where = str(table.set(table.get_children()[0], "where")).split("!")
    person.wait(lambda: office.document.CurrentController.ActiveSheet.Name == where[0])

    def selected() -> str:
        name: str = office.document.CurrentSelection.AbsoluteName
        return name.replace("$", "").replace(".", "!")

    person.wait(lambda: selected() == "!".join(where))
    assert plain.read_bytes() == before  # open in a program, the workbook is its user's to save

    other = shutil.copytree(company.parent, company.parent.with_name("Autre société")) / plain.name
    for lock in other.parent.glob(".~lock*"):
        lock.unlink()
    person.frame.choose(other)
    untouched = bool(office.document.isModified())
    person.frame.click("bilan")
    person.wait(lambda: person.frame.done == 2)
    assert other.read_bytes() != before  # what is in front in LibreOffice is another company's
    assert (plain.read_bytes(), bool(office.document.isModified())) == (before, untouched)
    office.document.setModified(False)
    office.document.close(True)
    person.wait(lambda: person.frame.office is None)
