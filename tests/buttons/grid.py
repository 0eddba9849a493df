"""One company in which every button has something to do, and the faults that a workbook is found with."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from relance_xl.actions.common.run import Selection
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.memory import MemoryBook
from relance_xl.buttons.actions import ACTIONS
from relance_xl.buttons.running import Surroundings, click
from relance_xl.buttons.sentences import GO_ON
from relance_xl.domain.wording import typeset
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Grid, Value, Written
from tests.post.reports import report

BEFORE, NOW = datetime(2026, 2, 10, 9, 0), datetime(2026, 3, 16, 14, 5, 7)
LIST = (
    "Client;Facture;Date;Échéance;Montant\n"
    "DUPONT;F9;05/02/2026;05/03/2026;80,00\n"
    "NOUVEAU;N1;05/02/2026;05/03/2026;9,00\n"
)
STATEMENT = "Date;Libellé;Montant\n01/03/2026;VIR MARTIN F2;200,00\n02/03/2026;VIR INCONNU;12,00\n"
FILES = {"importer": "liste.csv", "banque": "releve.csv", "retours": "retour.eml"}
State = dict[str, object]


class FragileBook(MemoryBook):
    """A workbook whose host refuses one call: the n-th write, counted from 1, before or after it is done.

    Attributes:
        refuses: which write is refused; 0 for none.
        done_first: whether the cells are written all the same, as a host does that stops half way.
        answers: whether it lets itself be read.
        writes: how many there have been.
        written: the tables written to.
    """

    refuses = 0
    done_first = False
    answers = True
    writes = 0

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]  # handed on as they come
        self.written: set[str] = set()

    def _write(self, table: str, write: Callable[[], None]) -> None:
        self.writes += 1
        refused = self.writes == self.refuses
        if not refused or self.done_first:
            write()
        self.written.add(table)
        if refused:
            raise FileUnavailable(Problem(sheet="Factures", what="Excel n'a pas accepté cette écriture"))

    def read_table(self, table: str) -> Grid:
        self._listen()
        return super().read_table(table)

    def read_names(self) -> Mapping[str, Value]:
        self._listen()
        return super().read_names()

    def _listen(self) -> None:
        if not self.answers:
            raise FileUnavailable(Problem(what="Excel n'a pas répondu"))

    def replace_rows(
        self,
        table: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[Written]],
        origins: Sequence[int | None] = (),
    ) -> None:
        self._write(table, lambda: super(FragileBook, self).replace_rows(table, headers, rows, origins))

    def append_rows(self, table: str, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> None:
        self._write(table, lambda: super(FragileBook, self).append_rows(table, headers, rows))

    def update_columns(self, table: str, columns: Mapping[str, Sequence[Written | Value]]) -> None:
        self._write(table, lambda: super(FragileBook, self).update_columns(table, columns))

    def set_names(self, values: Mapping[str, Written]) -> None:
        self._write("", lambda: super(FragileBook, self).set_names(values))

    def save(self) -> None:
        """A save that is refused has not been done: the host has written nothing."""
        self.writes += 1
        if self.writes == self.refuses:
            raise FileUnavailable(Problem(file=self.path.name, what="Excel n'a pas pu enregistrer ce classeur"))
        super().save()


@dataclass
class Window:
    """What is said, in order; « oui » to every question but to go on with another action, which has its own grid."""

    screen_updating: bool = True
    status_bar: str | bool = False
    said: list[tuple[str, str]] = field(default_factory=list)

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str | None:
        del title
        self.said.append((prompt.replace("\u00a0", " ").replace("\u202f", " "), mode))
        if prompt.endswith(typeset(GO_ON)):
            return "no"
        return "yes" if buttons.startswith("yes_no") else "ok"


@dataclass
class Pressed:
    """What pressing a button left: the sentence, whether it refused, and everything as it then stood."""

    sentence: str
    refused: bool
    state: State
    book: FragileBook


def press(book: FragileBook, button: str, now: datetime = NOW) -> Pressed:
    """Press the button; an error of the program is raised again."""
    window = Window()
    broken: list[BaseException] = []
    shown: list[str] = []

    def log(_name: str, error: BaseException, _now: datetime) -> None:
        broken.append(error)

    chosen = Selection(sheet="Relances", rows=((1, 1000),))
    around = Surroundings(
        choose=lambda: (book.path.parent / FILES[button],), show=shown.append, selected=lambda: chosen, log=log
    )
    click(button, book, window, around, now)
    for error in broken:
        raise error
    sentence, mode = window.said[-1] if window.said else ("", "")  # what the eyes see at once opens no box
    return Pressed(sentence, mode == "critical", state(book), book)


def state(book: FragileBook) -> State:
    """Every cell of every table, every named cell, every document."""
    book.answers = True
    folder = book.path.parent
    tables = {name: [list(row) for row in book.read_table(name).rows] for name in book.table_names()}
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size  # the log of sendings is made before there is anything in it
    }
    return {**tables, "names": dict(book.names), "files": files}


class Company:
    """Customers to remind by letter, e-mail and telephone, a bill of exchange, a batch to undo, a list to import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "modele"
        self.folder.mkdir()
        copy_templates(folder / "Modèles")
        for other in (folder / "Modèles").rglob("*.??.*"):  # « Vérifier les modèles » tries each, in each language
            other.unlink()
        for name, text in zip(FILES.values(), (LIST, STATEMENT, report(address="b@client.example")), strict=True):
            (self.folder / name).write_text(text, encoding="utf-8")
        self.book = FragileBook.empty(self.folder / "Relances.xlsm")
        self._fill(folder / "Modèles")
        for button in ("rechercher", "lettres"):
            press(self.book, button, BEFORE)
        for button in ("rechercher", "appels"):
            press(self.book, button)
        calls = self.book.tables["tAppels"]
        place = calls.headers.index("Résultat")
        calls.rows[0] = [*calls.rows[0][:place], "Promesse", date(2026, 3, 31), *calls.rows[0][place + 2 :]]

    def _fill(self, templates: Path) -> None:
        book = self.book
        stated = {"Société": "Notre Société", "E-mail": "a@vallier.example", "Dossier des modèles": str(templates),
                  "IBAN": "FR7630004000031234567890143", "Adresse": "1 rue Haute;69001 Lyon"}  # fmt: skip
        book.fill("tParametres", [{"Paramètre": name, "Valeur": value} for name, value in stated.items()])
        book.fill("tClients", [
            {"Code": code, "Nom": code, "Groupe": 1, "Adresse 1": "2 rue Basse", "Code postal": "69001",
             "Ville": "Lyon", "Canal": channel, "E-mail": "b@client.example", "Téléphone": "0102030405"}
            for code, channel in (("DUPONT", None), ("MARTIN", "E-mail"), ("DURAND", None))
        ])  # fmt: skip
        book.fill("tFactures", [
            {"Client": code, "Facture": f"F{place}", "Échéance": due, "Montant": 100.0 * place, "Niveau": 0}
            for place, (code, due) in enumerate([
                ("DUPONT", date(2026, 1, 10)), ("MARTIN", date(2026, 2, 10)), ("DURAND", date(2026, 2, 5)),
            ], start=1)
        ])  # fmt: skip
        book.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 10}, {"Niveau": 2, "Borne inférieure": 60}])
        book.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
        book.fill("tTraites", [{"Traite": "T1", "Client": "DUPONT", "Échéance": date(2026, 6, 30), "Montant": 50.0,
                                "Envoyée le": date(2026, 1, 5), "Acceptée": "non", "Relances": 0}])  # fmt: skip

    def copied(self, folder: Path, button: str) -> FragileBook:
        """The company in a folder of its own, as the button likes to find it."""
        shutil.copytree(self.folder, folder)
        book = FragileBook(
            folder / "Relances.xlsm", copy.deepcopy(self.book.tables), self.book.names, self.book.addresses
        )
        if button == "remettre-a-blanc":
            book.fill("tGroupes", [{"Groupe": 1, "Règle": "Incrémentation"}])
        if button == "vider-inconnus":
            book.fill("tBanque", [{"Date": date(2026, 3, 1), "Libellé": "X", "Montant": 2.0, "Certitude": "Inconnu"}])
        if button == "affecter":
            chosen = {"Client": "MARTIN", "Factures": "F2", "Certitude": "Inconnu", "Payeur": "M. Martin"}
            book.fill("tBanque", [{"Date": date(2026, 3, 1), "Libellé": "VIR", "Montant": 200.0, **chosen}])
        return book


@dataclass(frozen=True)
class Fault:
    """What the workbook is found with; `sheet` is the one that is protected, "" for another fault."""

    name: str
    inflict: Callable[[FragileBook], None]
    sheet: str = ""


def faults(writes: int) -> Iterator[Fault]:
    """Each sheet protected, read-only, a host that does not answer, or is busy at each of the `writes`.

    Busy twice over: nothing of that write is done, or all of it.
    """
    for sheet in dict.fromkeys(table.sheet for table in schema.TABLES):
        yield Fault(f"{sheet} protégée", lambda book, sheet=sheet: book.protected.add(sheet), sheet)  # type: ignore[misc]
    everything = {table.sheet for table in schema.TABLES}
    yield Fault("tout protégé", lambda book: book.protected.update(everything))
    yield Fault("lecture seule", lambda book: setattr(book, "read_only", True))
    yield Fault("muet", lambda book: setattr(book, "answers", False))
    for number in range(1, writes + 1):
        yield Fault(f"occupé à l'écriture {number}", lambda book, number=number: setattr(book, "refuses", number))  # type: ignore[misc]
        yield Fault(f"arrêté après l'écriture {number}", lambda book, number=number: _stop_after(book, number))  # type: ignore[misc]


def _stop_after(book: FragileBook, number: int) -> None:
    book.refuses, book.done_first = number, True


BUTTONS = tuple(ACTIONS)
