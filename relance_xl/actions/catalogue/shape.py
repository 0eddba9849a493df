"""What is said of an action once and for all: its function, its button, its command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module
from typing import Any


class Takes(Enum):
    """What follows an option on the command line."""

    NOTHING = auto()
    TEXT = auto()
    WORD = auto()  # one of the option's `choices`
    NUMBER = auto()
    DAY = auto()
    COLUMNS = auto()  # NOM=EN-TÊTE, as often as wanted
    FILES = auto()  # no option at all: what stands after the workbook
    FILES_IF_ANY = auto()  # the same, none when another action is chosen
    CODE = auto()  # what stands after the workbook too: one word


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a command.

    Attributes:
        name: « --lot »; of files and of a code, the field's own.
        sentence: its help.
        field: the action's own name for it: an argument of its function, unless `cli/commands.py` makes one of several.
        shown: what the help shows of its value.
        value: what an option without a value stands for, when another one shares its field; "" for yes or no.
        chooses: the action that it asks for in place of the command's.
    """

    name: str
    sentence: str
    field: str = ""
    shown: str = ""
    takes: Takes = Takes.NOTHING
    choices: tuple[str, ...] = ()
    value: str = ""
    chooses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of the command line.

    Attributes:
        name: what is typed.
        sentence: its help, without capital or full stop.
        options: its own, beside `--au`, `--json` and `--simulation`.
        criteria: whether every criterion of the search is an option too.
        also: another word for it, typed as well.
    """

    name: str
    sentence: str
    options: tuple[Option, ...] = ()
    criteria: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that can be done to a workbook.

    Attributes:
        name: what a macro passes; unique.
        does: « module:function », imported when asked for: a click pays for its own libraries only.
            The function takes (book, run) and what its options are called; it returns a Report.
        rehearses: the same under `--simulation`, for an action that leaves more than cells; "" for `does` itself.
        saves_itself: whether it saves the workbook, so that its documents and the journal agree.
        writes: the tables that it may write to, a named cell counting for a table of its sheet: all of them are asked
            for before the first write.
        records: whether its button saves the workbook at once, and refuses one that cannot be saved: what it records
            must not be lost, or done again, when the user closes without saving.
        fills_control: whether it writes the faults it met into `Contrôle` itself.
        asks_files: whether its button asks the user for files first.
        spares_files: « module:function » that says, of the book, that its button asks for none after all; "" for never.
        then: the action that a spreadsheet offers once it has recorded something, "" for none.
        sheet: the sheet that shows what it did, "" to stay: shown after a click, linked from `Accueil`.
        macro, caption, sentence, title: of its button, "" without one: the Sub's name (ASCII), what the button shows,
            what it does in a French sentence, the title of the step on `Accueil`.
        group: the title under which the ribbon and the window show its button.
        over_firm: whether `cabinet` does it over every company of a tree.
        command: of the command line; None when another command's option asks for it.
    """

    name: str
    does: str
    rehearses: str = ""
    saves_itself: bool = False
    writes: tuple[str, ...] = ()
    records: bool = False
    fills_control: bool = False
    asks_files: bool = False
    spares_files: str = ""
    then: str = ""
    sheet: str = ""
    macro: str = ""
    group: str = ""
    caption: str = ""
    sentence: str = ""
    title: str = ""
    over_firm: bool = False
    command: Command | None = None

    def files_wanted(self, book: Any) -> bool:
        """Whether its button asks for files in this book."""
        return self.asks_files and not (self.spares_files and _imported(self.spares_files)(book))

    def function(self) -> Callable[..., Any]:
        """What does it."""
        return _imported(self.does)

    def rehearsal(self) -> Callable[..., Any]:
        """What says what it would do, and leaves nothing but cells of a book that nobody saves."""
        return _imported(self.rehearses or self.does)


def _imported(dotted: str) -> Callable[..., Any]:
    module, _, name = dotted.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"relance_xl.actions.{module}"), name)
    return found
