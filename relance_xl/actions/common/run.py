"""When and by whom an action is run, and where its documents lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path

from relance_xl.domain.model import Company
from relance_xl.tables.grid import Book, Written

LETTERS, EMAILS, TEMPLATES = "Lettres", "E-mails", "Modèles"
"""The folders beside the workbook, or in « Dossier de sortie »."""
IN_MAILBOX = "Dans la boîte"
"""Below the day's folder of e-mails: the copies of the drafts that stand in the mailbox."""


class Decision(Enum):
    """What the user does with an import that is doubted (N-04)."""

    ALL = auto()  # « Importer quand même »
    NOTHING_SETTLED = auto()  # « Ne rien solder »
    GIVE_UP = auto()  # « Abandonner »


class Settling(Enum):
    """What becomes of documents that stand in their folder and that no journal holds (N-66)."""

    TAKE_UP = "reprendre"
    """They left: the workbook records them."""
    SET_ASIDE = "mettre-de-cote"
    """They never left: they go to « Annulées », and others may be written."""


def unsettled(_question: str) -> None:
    """Nothing yet: a command says beforehand what it wants, by its options."""


def given_up(_question: str) -> Decision:
    """« Abandonner »: a command says beforehand what it wants, by its options."""
    return Decision.GIVE_UP


def agreed(_question: str) -> bool:
    """Yes: whoever gives a command has decided."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The cells that the user has selected: `rows` are (first, last) worksheet rows, both inclusive, one an area."""

    sheet: str = ""
    rows: tuple[tuple[int, int], ...] = ()

    def touches(self, row: int) -> bool:
        """Whether a cell of the worksheet's row is selected."""
        return any(first <= row <= last for first, last in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The circumstances of one click.

    Attributes:
        now: the moment, for the journal and the names of folders.
        user: who clicks, for the journal.
        as_of: the date of the reminders when the caller imposes one; else the sheet's `date_relance`, else today.
        criteria: named cell → value, laid over the sheet's criteria (and written there by the search).
        confirm: asks the user a question, before what cannot be taken back; true for yes.
        decide: asks what to do with a doubted import.
        settle: asks what to do with documents that the journal does not hold; None to do nothing at all.
        selected: what the user has selected in the window; nothing where there is none.
        rehearsed: whether the host throws away what is done: no batch gets a number then.
    """

    now: datetime
    user: str = ""
    as_of: date | None = None
    criteria: Mapping[str, Written] = field(default_factory=dict)
    confirm: Callable[[str], bool] = agreed
    decide: Callable[[str], Decision] = given_up
    settle: Callable[[str], Settling | None] = unsettled
    selected: Callable[[], Selection] = Selection
    rehearsed: bool = False

    def date(self, stated: date | None = None) -> date:
        """The date of the reminders, `stated` being what the sheet says."""
        return self.as_of or stated or self.now.date()


def output_folder(book: Book, company: Company) -> Path:
    """Where letters and drafts go: the parameter « Dossier de sortie », else the workbook's own folder."""
    return _beside(book, company.output_folder) if company.output_folder else book.path.parent


def letters_folder(book: Book, company: Company, as_of: date) -> Path:
    """Where the letters of a day go: « Lettres/2026-03-16 »."""
    return output_folder(book, company) / LETTERS / f"{as_of:%Y-%m-%d}"


def mail_folder(book: Book, company: Company) -> Path:
    """Where drafts, sent messages and their log stand."""
    return output_folder(book, company) / EMAILS


def templates_folder(book: Book, company: Company) -> Path:
    """Where the user's templates lie: the parameter, else « Modèles » beside the workbook."""
    return _beside(book, company.templates_folder or TEMPLATES)


def documents_folder(book: Book, company: Company) -> Path:
    """Where the invoices' own documents lie: the parameter, else the workbook's folder."""
    return _beside(book, company.documents_folder) if company.documents_folder else book.path.parent


def shown(book: Book, path: Path) -> str:
    """The path as the user is told it: from the workbook's folder, with « / », when it lies below."""
    folder = book.path.parent
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _beside(book: Book, folder: str) -> Path:
    return book.path.parent / Path(folder).expanduser()
