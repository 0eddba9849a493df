"""What a click needs of the spreadsheet beside its cells: a screen that rests while we work, and the user's ear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from relance_xl.actions.common.run import Decision, Settling
from relance_xl.domain.wording import typeset

TITLE = "Relances"


class App(Protocol):
    """The part of an xlwings App that is used here."""

    screen_updating: bool
    status_bar: str | bool

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str | None:
        """Show a message box; the answer is « ok », « yes », « no » or « cancel »."""


@contextmanager
def at_work(app: App) -> Iterator[None]:
    """Keep the screen still; whatever happens, give it back, and the status bar with it."""
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        app.screen_updating = before
        app.status_bar = False


def say(app: App, sentence: str) -> None:
    """Show what was done."""
    app.alert(typeset(sentence), TITLE, "ok", "info")


def refuse(app: App, sentence: str) -> None:
    """Show why nothing was done."""
    app.alert(typeset(sentence), TITLE, "ok", "critical")


_DECISIONS = {"yes": Decision.ALL, "no": Decision.NOTHING_SETTLED}
_CHOICES = "Oui : importer quand même\nNon : importer, mais ne rien solder\nAnnuler : abandonner"
_SETTLINGS = {"yes": Settling.TAKE_UP, "no": Settling.SET_ASIDE}
_WAYS = (
    "Oui : les reprendre, ils sont partis ; le classeur les enregistre\n"
    "Non : les mettre de côté, ils ne partiront pas ; l'action continue\n"
    "Annuler : ne rien faire"
)


def decide(app: App, question: str) -> Decision:
    """What the user does with a doubted import."""
    return _DECISIONS.get(_of_three(app, f"{question}\n\n{_CHOICES}"), Decision.GIVE_UP)


def settle(app: App, question: str) -> Settling | None:
    """What the user does with documents that the journal does not hold; None to do nothing."""
    return _SETTLINGS.get(_of_three(app, f"{question}\n\n{_WAYS}"))


def _of_three(app: App, question: str) -> str:
    """The answer; the screen lives while the question stands."""
    before = app.screen_updating
    app.screen_updating = True
    try:
        return app.alert(typeset(question), TITLE, "yes_no_cancel", "info") or ""
    finally:
        app.screen_updating = before


def ask(app: App, question: str) -> bool:
    """Whether the user says yes; the screen lives while the question stands."""
    before = app.screen_updating
    app.screen_updating = True
    try:
        return app.alert(typeset(question), TITLE, "yes_no", "info") == "yes"
    finally:
        app.screen_updating = before


class Questions:
    """The questions of one click: `refused` once the user has said no to the last one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.refused = False

    def ask(self, question: str) -> bool:
        """Whether the user says yes."""
        self.refused = not ask(self._app, question)
        return not self.refused

    def settle(self, question: str) -> Settling | None:
        """What the user does with documents that the journal does not hold; None to do nothing."""
        answer = settle(self._app, question)
        self.refused = answer is None
        return answer
