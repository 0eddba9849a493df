"""A click, from the macro's call to the message box, on a workbook in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest

from relance_xl import buttons
from relance_xl.actions.common.run import Selection
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.memory import MemoryBook
from relance_xl.buttons.running import Surroundings, click
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine import logs
from tests.postal import ADDRESS, OWNER

NOW = datetime(2026, 3, 16, 14, 5, 7)


@dataclass
class Screen:
    """A spreadsheet's window as a user sees it: what it says, in order, and what he answers."""

    answer: str = "yes"
    screen_updating: bool = True
    status_bar: str | bool = "Rechercher…"
    boxes: list[tuple[str, str, str]] = field(default_factory=list)
    frozen: list[bool] = field(default_factory=list)

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str | None:
        assert title == "Relances"
        self.boxes.append((prompt, buttons, mode))
        self.frozen.append(not self.screen_updating)
        return self.answer if buttons.startswith("yes_no") else "ok"

    @property
    def last(self) -> str:
        return self.boxes[-1][0].replace(NO_BREAK, " ")


class Interrupted(MemoryBook):
    """A workbook where something happens whenever the action tells its progress."""

    happens: Callable[[], None] | None = None

    def tell(self, message: str, share: float | None = None) -> None:
        super().tell(message, share)
        if self.happens is not None:
            self.happens()


@dataclass
class Clicked:
    book: Interrupted
    screen: Screen
    shown: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    selection: Selection = field(default_factory=Selection)

    def __call__(self, name: str) -> str:
        def log(_name: str, error: BaseException, now: datetime) -> Path | None:
            self.logged.append(repr(error))
            return logs.write_log(name, error, now, self.book.path.parent / "logs")

        around = Surroundings(
            choose=lambda: self.files, show=self.shown.append, selected=lambda: self.selection, log=log
        )
        click(name, self.book, self.screen, around, NOW)
        return self.screen.last if self.screen.boxes else ""


@pytest.fixture
def clicked(tmp_path: Path) -> Clicked:
    """One customer, one invoice 43 days late, three levels, the shipped templates."""
    book = Interrupted.empty(tmp_path / "Relances.xlsm")
    book.fill("tClients", [{"Code": "DUPONT", "Nom": "Dupont & Fils", "Groupe": 1, **ADDRESS}])
    book.fill(
        "tFactures",
        [{"Client": "DUPONT", "Facture": "F1", "Échéance": date(2026, 2, 1), "Montant": 1200.0, "Niveau": 0}],
    )
    book.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 10}, {"Niveau": 2, "Borne inférieure": 60}])
    book.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
    book.fill("tParametres", [{"Paramètre": name, "Valeur": value} for name, value in OWNER.items()])
    copy_templates(tmp_path / "Modèles")
    return Clicked(book, Screen())


def test_a_search_says_how_many_lines_and_shows_the_proposals(clicked: Clicked) -> None:
    said = clicked("rechercher")

    assert said == "1 ligne à relancer chez 1 client au 16/03/2026."
    assert [row["Facture"] for row in clicked.book.rows("tRelances")] == ["F1"]
    assert clicked.shown == ["Relances"]


def test_the_screen_rests_during_the_work_and_lives_again_before_the_message(clicked: Clicked) -> None:
    seen: list[bool] = []
    clicked.book.happens = lambda: seen.append(clicked.screen.screen_updating)
    clicked("rechercher")

    assert seen
    assert not any(seen)
    assert clicked.screen.frozen == [False]
    assert clicked.screen.screen_updating
    assert clicked.screen.status_bar is False


def test_letters_ask_first_how_many_and_for_how_much(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked("lettres")
    question, kind, _mode = clicked.screen.boxes[1]

    assert kind == "yes_no"
    assert question.startswith(f"1 lettre datée du 16/03/2026, pour 1\u202f200,00{NO_BREAK}€ à régler{NO_BREAK}:\n")
    assert clicked.screen.frozen[1] is False, "the screen lives while the question stands"


def test_letters_confirmed_are_written_recorded_and_saved(clicked: Clicked) -> None:
    clicked("rechercher")
    said = clicked("lettres")

    assert said.startswith("1 lettre écrite")
    assert said.endswith("Le classeur est enregistré.\n\nOuvrir le tirage ?")
    assert len(clicked.screen.boxes) == 3, "the search, the confirmation, what was done"
    assert clicked.book.saves
    assert list((clicked.book.path.parent / "Lettres").rglob("*.docx"))
    assert clicked.book.rows("tFactures")[0]["Niveau"] == 1


def test_letters_refused_leave_no_file_and_no_level(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked.screen.answer = "no"
    said = clicked("lettres")

    assert "Les écrire" in said, "no second box follows a « Non »"
    assert len(clicked.screen.boxes) == 2
    assert not list(clicked.book.path.parent.rglob("Lettres/**/*.docx"))
    assert clicked.book.rows("tFactures")[0]["Niveau"] == 0
    assert clicked.book.rows("tJournal") == []


def test_a_second_click_on_letters_changes_nothing_and_says_so(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked("lettres")
    said = clicked("lettres")

    assert said.startswith("Aucune ligne cochée")
    assert len(clicked.book.rows("tJournal")) == 1


def test_a_line_paid_since_the_search_is_named_with_its_reason(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked.book.update_columns("tFactures", {"Réglé": [1200.0]})
    said = clicked("lettres")

    assert "Pas émis :\nDUPONT F1 : " in said
    assert clicked.book.rows("tJournal") == []


def test_faults_met_are_counted_and_stand_in_the_control_sheet(clicked: Clicked) -> None:
    clicked.book.fill("tClients", [{"Code": "DUPONT", "Nom": "Dupont", "Groupe": 12}])
    said = clicked("appels")

    assert said.endswith("1 erreur : voyez la feuille « Contrôle ».")
    assert any(row["Gravité"] == "Erreur" for row in clicked.book.rows("tControle"))


def test_a_user_s_mistake_gives_its_sentences_and_no_log(clicked: Clicked) -> None:
    del clicked.book.tables["tFactures"]
    said = clicked("rechercher")

    assert "Factures" in said
    assert clicked.screen.boxes[-1][2] == "critical"
    assert clicked.logged == []
    assert clicked.screen.screen_updating


def test_a_disk_that_fails_is_told_as_such(clicked: Clicked) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "Lettres")

    clicked.book.happens = full
    said = clicked("rechercher")

    assert said == "« Lettres » : le disque est plein.\n\nRien n'a été changé dans le classeur."
    assert clicked.logged == []


def test_a_bug_gives_one_sentence_a_log_file_and_unchanged_cells(clicked: Clicked) -> None:
    clicked("rechercher")
    before = {name: list(table.rows) for name, table in clicked.book.tables.items()}

    def broken() -> None:
        raise ZeroDivisionError("seeded")

    clicked.book.happens = broken
    said = clicked("rechercher")
    (log,) = (clicked.book.path.parent / "logs").glob("*.log")

    assert said.startswith("L'action « rechercher » s'est arrêtée sur une erreur du programme")
    assert str(log) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError: seeded" in log.read_text(encoding="utf-8")
    assert {name: list(table.rows) for name, table in clicked.book.tables.items()} == before
    assert clicked.screen.screen_updating
    assert clicked.screen.status_bar is False


def test_import_without_a_file_chosen_says_nothing_and_does_nothing(clicked: Clicked) -> None:
    assert not clicked("importer")
    assert clicked.shown == []


@pytest.mark.parametrize(("answer", "shown"), [("no", ["Factures"]), ("yes", ["Factures", "Relances"])])
def test_import_adds_the_chosen_file_s_lines_and_offers_the_search(
    clicked: Clicked, answer: str, shown: list[str]
) -> None:
    """One box; a yes goes on to the search and its own box, a no is the last word."""
    clicked.screen.answer = answer
    ledger = clicked.book.path.with_name("fec.txt")
    columns = (
        "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate"
        "|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise"
    )
    lines = (
        "VE|Ventes|1|20260115|411000|Clients|MARTIN|Martin SA|F9|20260115|Facture|600,00|0,00|||20260115||",
        "VE|Ventes|1|20260115|707000|Ventes|||F9|20260115|Facture|0,00|600,00|||20260115||",
    )
    ledger.write_text("\n".join([columns, *lines]), encoding="utf-8")
    clicked.files = (ledger,)
    clicked("importer")

    assert "F9" in [row["Facture"] for row in clicked.book.rows("tFactures")]
    assert clicked.shown == shown
    assert [kind for _prompt, kind, _mode in clicked.screen.boxes] == ["yes_no", "ok"][: len(shown)]


@pytest.mark.parametrize("name", sorted(set(buttons.ACTIONS) - {"importer", "annuler"}))
def test_every_button_ends_with_a_sentence_and_no_bug(clicked: Clicked, name: str) -> None:
    clicked("rechercher")
    clicked.selection = Selection(sheet="Relances", rows=((1, 100),))

    assert clicked(name)
    assert clicked.logged == []
    assert all(mode == "info" for _prompt, _kind, mode in clicked.screen.boxes)


def test_what_is_before_the_eyes_needs_no_box(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked.selection = Selection(sheet="Relances", rows=((1, 100),))
    clicked("decocher-selection")

    assert [row["Relancer"] for row in clicked.book.rows("tRelances")] == ["non"]
    assert len(clicked.screen.boxes) == 1, "the search's own"


def test_the_last_batch_is_taken_back_when_the_user_says_yes(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked("lettres")
    letters = clicked.book.path.parent / "Lettres" / "2026-03-16"
    written = list(letters.rglob("*.docx"))
    said = clicked("annuler")

    assert clicked.screen.boxes[-2][1] == "yes_no"
    assert said.endswith("Le classeur est enregistré.")
    assert not clicked.book.rows("tFactures")[0]["Niveau"]
    assert written
    assert not any(letter.exists() for letter in written)


def test_there_is_nothing_to_undo_before_anything_left(clicked: Clicked) -> None:
    clicked("annuler")

    assert clicked.screen.boxes[-1][2] == "critical"
    assert clicked.logged == []


def test_a_button_newer_than_the_program_says_so(clicked: Clicked) -> None:
    assert clicked("télépathie").startswith("Ce bouton est plus récent que le programme")


def test_the_sheet_that_accueil_announces_is_shown_once_letters_are_issued(clicked: Clicked) -> None:
    clicked("rechercher")
    clicked("lettres")
    clicked("lettres")  # nothing left to issue

    assert clicked.shown == ["Relances", "Journal"]


@pytest.mark.parametrize(("answer", "boxes"), [("cancel", 1), ("yes", 2)])
def test_n_66_the_question_about_forgotten_letters_has_three_answers_and_a_no_is_the_last_word(
    clicked: Clicked, answer: str, boxes: int
) -> None:
    """N-66"""
    clicked("rechercher")
    before = {name: list(table.rows) for name, table in clicked.book.tables.items()}
    clicked("lettres")
    for name, rows in before.items():
        clicked.book.tables[name].rows = rows
    clicked.screen.boxes.clear()
    clicked.screen.answer = answer

    clicked("lettres")

    prompt, kind, _ = clicked.screen.boxes[0]
    assert kind == "yes_no_cancel"
    assert "ces documents existent sans être au journal" in prompt.replace(NO_BREAK, " ")
    assert "Annuler : ne rien faire" in prompt.replace(NO_BREAK, " ")
    assert len(clicked.screen.boxes) == boxes
    assert ("au journal, tels qu'ils sont partis" in clicked.screen.last) == (answer == "yes")
