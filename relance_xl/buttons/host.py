"""What a click needs of the spreadsheet beside its cells: a screen that rests while we work, and the user's ear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from relance_xl.actions.common.run import Decision
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


def decide(app: App, question: str) -> Decision:
    """What the user does with a doubted import; the screen lives while the question stands."""
    before = app.screen_updating
    app.screen_updating = True
    try:
        answer = app.alert(typeset(f"{question}\n\n{_CHOICES}"), TITLE, "yes_no_cancel", "info")
    finally:
        app.screen_updating = before
    return _DECISIONS.get(answer or "", Decision.GIVE_UP)


def ask(app: App, question: str) -> bool:
    """Whether the user says yes; the screen lives while the question stands."""
    before = app.screen_updating
    app.screen_updating = True
    try:
        return app.alert(typeset(question), TITLE, "yes_no", "info") == "yes"
    finally:
        app.screen_updating = before
