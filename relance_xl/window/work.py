"""The thread on which actions run, one at a time: the window itself never waits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from relance_xl.actions.common.report import Report
from relance_xl.buttons import sentences
from relance_xl.buttons.running import Surroundings, click
from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances
from relance_xl.machine.logs import write_log
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.places import located
from relance_xl.window.ear import Ear, Ended, Message, Progress, Said, Waiting
from relance_xl.window.patience import patiently
from relance_xl.window.reached import Reached, reach

if TYPE_CHECKING:
    from relance_xl.libreoffice.launcher import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One click: the action, the workbook, and the window of LibreOffice in which we opened it, if any."""

    name: str
    workbook: Path
    office: Window | None = None


class Worker:
    """Runs what is ordered, on a thread of its own; everything it has to say goes to `post`, called on that thread."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self.given_up = threading.Event()
        """Set while an action waits for a busy Excel, it makes the action give up."""
        self._thread = threading.Thread(target=self._run, name="actions", daemon=True)
        self._thread.start()

    def order(self, order: Order) -> None:
        """Have an action done; an `Ended` follows, whatever happens."""
        self.call(order.name, partial(self._done, order))

    def call(self, name: str, work: Callable[[], Report | None]) -> None:
        """Have something else done, that answers like an action and says nothing itself."""
        self.given_up.clear()
        self._work.put(partial(self._obey, name, work))

    def show(self, order: Order, sheet: str, cell: str) -> None:
        """Have a cell of the workbook shown where it is open."""
        self._work.put(partial(self._show, order, sheet, cell))

    def stop(self) -> None:
        """Let the thread end after what it is doing."""
        self._work.put(None)
        self._thread.join(5)

    def _run(self) -> None:
        from relance_xl.books.live.reaching import refuse_at_once  # noqa: PLC0415 - xlwings is slow: not on the window's thread

        refuse_at_once()
        while (work := self._work.get()) is not None:
            work()

    def _obey(self, name: str, work: Callable[[], Report | None]) -> None:
        report = None
        try:
            report = work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told in one sentence
            keep = partial(write_log, name, error, circumstances.now(), kind="fenêtre")
            self._post(Said(typeset(sentences.why_not(name, error, keep)), refused=True))
        self._post(Ended(name, report))

    def _done(self, order: Order) -> Report | None:
        ear = Ear(self._post)
        wait = partial(patiently, tell=lambda said: self._post(Waiting(said)), given_up=self.given_up)
        reached: Reached = wait(partial(reach, order.workbook, order.office))
        book: Book = reached.book(ear.tell)
        around = Surroundings(
            choose=ear.choose_files,
            show=reached.go_to,
            selected=reached.selected,
            open_outside=None,
            patiently=wait,
        )
        report = click(order.name, book, ear, around, circumstances.now())
        if report is not None:
            report.problems = located(book, report.problems) + list(getattr(book, "remarks", ()))
        return report

    def _show(self, order: Order, sheet: str, cell: str) -> None:
        try:
            shown = reach(order.workbook, order.office).go_to(sheet, cell)
        except Exception:  # noqa: BLE001 - the sheet may be gone, or its program busy: nothing depends on it
            self._post(Progress(typeset(f"La cellule {sheet}!{cell} n'a pas pu être montrée.")))
            return
        if not shown:
            self._post(Progress(typeset(f"Ouvrez le classeur : la cellule est {sheet}!{cell}.")))
