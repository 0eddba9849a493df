"""What an action says and asks, carried from the thread that works to the window that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from relance_xl.actions.common.report import Report


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the action is: a sentence, "" for nothing to say."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The action waits for the user to leave a cell of the spreadsheet: what to do, in a sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the action says at its end; `refused`: nothing was done."""

    sentence: str
    refused: bool


@dataclass(slots=True)
class Asked:
    """A question, which the working thread waits on; `answers` are « yes », « no », « cancel »."""

    question: str
    answers: tuple[str, ...]
    answer: str = ""
    answered: Event = field(default_factory=Event)

    def reply(self, answer: str) -> None:
        """Let the action go on with `answer`."""
        self.answer = answer
        self.answered.set()


@dataclass(slots=True)
class FilesWanted:
    """The action asks for the files to import; none when the user gives up."""

    files: tuple[Path, ...] = ()
    answered: Event = field(default_factory=Event)

    def reply(self, files: tuple[Path, ...]) -> None:
        """Let the action go on."""
        self.files = files
        self.answered.set()


@dataclass(frozen=True, slots=True)
class Ended:
    """The action `name` is over; `report` is None when it was refused or given up."""

    name: str
    report: Report | None


Message = Progress | Waiting | Said | Asked | FilesWanted | Ended


class Ear:
    """The `App` of a click made in the window: what a spreadsheet shows in boxes goes to `post` as messages.

    A question asked again by a second try of the same click gets the answer given the first time.
    """

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._answers: dict[str, str] = {}
        self._files: tuple[Path, ...] | None = None
        self.screen_updating = True

    @property
    def status_bar(self) -> str | bool:
        """What the progress line shows; False for nothing."""
        return False

    @status_bar.setter
    def status_bar(self, sentence: str | bool) -> None:
        self._post(Progress(sentence if isinstance(sentence, str) else ""))

    def tell(self, message: str, share: float | None = None) -> None:
        """Show the progress of a closed file."""
        self.status_bar = message if share is None else f"{message} {share:.0%}".replace("%", "\u00a0%")

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str | None:
        """Show a sentence, or ask a question and wait for its answer."""
        del title
        if buttons == "ok":
            self._post(Said(prompt, refused=mode == "critical"))
            return "ok"
        if prompt not in self._answers:
            asked = Asked(prompt, tuple(buttons.split("_")))
            self._post(asked)
            asked.answered.wait()
            self._answers[prompt] = asked.answer
        return self._answers[prompt]

    def choose_files(self) -> tuple[Path, ...]:
        """The files that the user chooses in the window."""
        if self._files is None:
            wanted = FilesWanted()
            self._post(wanted)
            wanted.answered.wait()
            self._files = wanted.files
        return self._files
