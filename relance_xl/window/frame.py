"""The window itself: a company, the actions on it, what they did."""

from __future__ import annotations

import gc
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tkinter import Tk, filedialog, ttk
from typing import TYPE_CHECKING, Final

from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.catalogue.shape import Action
from relance_xl.actions.common.report import Report
from relance_xl.buttons.files import PATTERNS, TITLE
from relance_xl.buttons.showing import open_outside
from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances, programs
from relance_xl.problems import RelanceError
from relance_xl.window import looks, recent
from relance_xl.window.ear import Asked, Ended, FilesWanted, Message, Progress, Said, Waiting
from relance_xl.window.openings import Opening, openings
from relance_xl.window.questions import QuestionBox
from relance_xl.window.results import Results
from relance_xl.window.work import Order, Worker

if TYPE_CHECKING:
    from relance_xl.libreoffice.launcher import Window

NAME = "Relances clients"
WELCOME = (
    "Choisissez le classeur d'une société, ou créez-en un. Il peut rester ouvert dans Excel : chaque action le trouve "
    "là où il est, et aucune macro n'est nécessaire."
)
READY = "Cliquez sur une action. La prochaine du travail habituel est en couleur."
NEW = "nouveau"
_POLL = 40
"""Milliseconds between two looks at what the working thread has to say."""
_STEPS: Final = tuple(action.name for action in ACTIONS.values() if action.title)
"""The usual work, in its order."""


class Frame:
    """The window; everything here runs on its own thread, but what the worker posts."""

    def __init__(self, root: Tk, workbook: Path | None) -> None:
        self.root = root
        self.workbook: Path | None = None
        self.office: Window | None = None
        self.question: QuestionBox | None = None
        self.busy = ""
        self.done = 0
        """How many actions have ended, well or not."""
        self._said: Said | None = None
        self._messages: queue.SimpleQueue[Message | Callable[[], None]] = queue.SimpleQueue()
        self.worker = Worker(self._messages.put)
        root.title(NAME)
        looks.dress(root)
        self._head()
        self._foot()
        body = ttk.Frame(root, padding=14)
        body.pack(fill="both", expand=True)
        self.buttons = self._actions(body)
        self.results = Results(body, self._open_document, self._show_cell)
        self.results.frame.pack(side="left", fill="both", expand=True, padx=(14, 0))
        self._measure()
        root.protocol("WM_DELETE_WINDOW", self.close)
        self.results.say("Bienvenue", WELCOME)
        self.choose(workbook or next(iter(recent.recent()), None))
        self._poll = root.after(_POLL, self._listen)

    # ------------------------------------------------------------------ what is seen

    def _measure(self) -> None:
        """Never smaller than what shows every button whole, whatever the system's font."""
        self.root.update_idletasks()
        width, height = self.root.winfo_reqwidth(), self.root.winfo_reqheight()
        self.root.geometry(f"{max(width, 1040)}x{max(height, 680)}")
        self.root.minsize(width, height)

    def _head(self) -> None:
        head = ttk.Frame(self.root, style="Head.TFrame", padding=(14, 10))
        head.pack(fill="x")
        ttk.Label(head, text="Société", style="Head.TLabel").pack(side="left")
        self.companies = ttk.Combobox(head, state="readonly", width=38)
        self.companies.pack(side="left", padx=10)
        self.companies.bind("<<ComboboxSelected>>", lambda _event: self.choose(self._known[self.companies.current()]))
        self._known: list[Path] = []
        self._choosers = [ttk.Button(head, text=text, command=command) for text, command in
                          (("Parcourir…", self._browse), ("Nouvelle société…", self._new))]  # fmt: skip
        for chooser in self._choosers:
            chooser.pack(side="left", padx=(0, 8))
        self.opener = ttk.Button(head, text="Ouvrir le classeur", command=self.open_workbook)
        self.opener.pack(side="right")

    def _actions(self, body: ttk.Frame) -> dict[str, ttk.Button]:
        """Two stacks of groups, of about one height: all of them are seen at the smallest size of the window."""
        stacks = [ttk.Frame(body), ttk.Frame(body)]
        for stack in stacks:
            stack.pack(side="left", fill="y", padx=(0, 6))
        buttons: dict[str, ttk.Button] = {}
        whole, before = sum(map(len, GROUPS.values())), 0
        for title, actions in GROUPS.items():
            stack = stacks[before + len(actions) // 2 > whole // 2]
            before += len(actions)
            ttk.Label(stack, text=title, style="Group.TLabel").pack(anchor="w")
            for action in actions:
                button = buttons[action.name] = self._button(stack, action)
                button.pack(fill="x", pady=1)
            ttk.Frame(stack, height=7).pack()
        return buttons

    def _button(self, grid: ttk.Frame, action: Action) -> ttk.Button:
        button = ttk.Button(grid, text=action.caption, style="Action.TButton", width=24,
                            command=partial(self.click, action.name))  # fmt: skip
        for event in ("<Enter>", "<FocusIn>"):
            button.bind(event, lambda _event: self._hint(action.sentence))
        button.bind("<Return>", lambda _event: self.click(action.name))
        return button

    def _foot(self) -> None:
        foot = ttk.Frame(self.root, padding=(14, 0, 14, 10))
        foot.pack(fill="x", side="bottom")
        self.progress = ttk.Progressbar(foot, mode="indeterminate", length=140)
        self.line = ttk.Label(foot, style="Muted.TLabel")
        self.line.pack(side="left")
        self.giving_up = ttk.Button(foot, text="Ne plus attendre", command=self.worker.given_up.set)

    def _hint(self, sentence: str) -> None:
        if not self.busy:
            self.line.configure(text=typeset(sentence))

    # ------------------------------------------------------------------ the company

    def choose(self, workbook: Path | None) -> None:
        """Work on that workbook from now on; one that is gone is said."""
        if workbook is not None and not workbook.is_file():
            self.results.say("Introuvable", f"« {workbook} » n'est plus là : le classeur n'a pas changé.", refused=True)
        elif workbook is not None:
            self.workbook = workbook.resolve()
            recent.remember(self.workbook)
            self.results.say(self.workbook.parent.name or self.workbook.name, READY)
        self._known = recent.recent()
        self.companies.configure(values=[_named(path) for path in self._known])
        if self.workbook is not None:
            self.companies.set(_named(self.workbook))
        self._mark_next("")
        self._enable()

    def _browse(self) -> None:
        chosen = filedialog.askopenfilename(
            parent=self.root, title="Le classeur de la société",
            filetypes=[("Classeurs", "*.xlsm *.xlsx"), ("Tous les fichiers", "*")],
        )  # fmt: skip
        if chosen:
            self.choose(Path(chosen))

    def _new(self) -> None:
        chosen = filedialog.askdirectory(parent=self.root, title="Le dossier de la nouvelle société", mustexist=False)
        if chosen:
            self._work(NEW)
            self.worker.call(NEW, partial(_made, Path(chosen), self._messages.put, self.choose))

    def open_workbook(self) -> None:
        """Open it where it can be looked at: Excel, else LibreOffice, whose buttons then work too."""
        if self.workbook is None or self.office is not None:
            return
        threading.Thread(target=self._open, args=(self.workbook,), daemon=True).start()

    def _open(self, workbook: Path) -> None:
        """On a thread of its own: LibreOffice comes back when its window is closed."""
        from relance_xl.libreoffice.launcher import open_workbook  # noqa: PLC0415 - slow, and seldom wanted
        from relance_xl.libreoffice.opening import open_in_excel  # noqa: PLC0415

        try:
            if programs.excel():
                open_in_excel(workbook)
            else:
                open_workbook(workbook, lambda window: self._messages.put(partial(self._opened, window)))
        except RelanceError as error:
            self._messages.put(Said(typeset(str(error)), refused=True))
        finally:
            self._messages.put(partial(self._opened, None))

    def _opened(self, window: Window | None) -> None:
        self.office = window
        self._enable()

    # ------------------------------------------------------------------ the work

    def click(self, name: str) -> None:
        """Have the action done, unless another is being done."""
        if self.busy or self.workbook is None:
            return
        self._work(name)
        self.worker.order(self._order(name))

    def _order(self, name: str) -> Order:
        if self.workbook is None:
            raise ValueError(name)
        return Order(name=name, workbook=self.workbook, office=self.office)

    def _work(self, name: str) -> None:
        self.busy, self._said = name, None
        self._enable()
        self.line.configure(text="Au travail…")
        self.results.say(_title(name), "En cours…")
        self.progress.pack(side="right")
        self.progress.start(12)

    def _enable(self) -> None:
        state = "disabled" if self.busy or self.workbook is None else "normal"
        for button in self.buttons.values():
            button.configure(state=state)
        for chooser in self._choosers:
            chooser.configure(state="disabled" if self.busy else "normal")
        self.companies.configure(state="disabled" if self.busy else "readonly")  # what is at work is the one shown
        self.opener.configure(state="normal" if self.workbook is not None and self.office is None else "disabled")

    def _listen(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._hear(self._messages.get_nowait())
        self._poll = self.root.after(_POLL, self._listen)

    def _hear(self, message: Message | Callable[[], None]) -> None:
        match message:
            case Progress(sentence):
                self._progress(sentence)
            case Waiting(sentence):
                self._progress(sentence)
                self.giving_up.pack(side="right", padx=(8, 0))
            case Said():
                self._said = message
                self.results.say(_title(self.busy), message.sentence, refused=message.refused)
            case Asked():
                self.question = QuestionBox(self.root, message)
            case FilesWanted():
                message.reply(_files(self.root, self.workbook))
            case Ended(name, report):
                self._ended(name, report)
            case _:
                message()

    def _progress(self, sentence: str) -> None:
        self.line.configure(text=typeset(sentence) if sentence else "Au travail…" if self.busy else "")

    def _ended(self, name: str, report: Report | None) -> None:
        self.busy, self.done = "", self.done + 1
        self.progress.stop()
        self.progress.pack_forget()
        self.giving_up.pack_forget()
        self.line.configure(text="")
        self._enable()
        if report is None:
            if self._said is None:
                self.results.say(_title(name), "Abandonné : rien n'a changé.")
            return
        if self.workbook is not None:
            self.results.add_links(openings(report, self.workbook))
        self.results.add_problems(report.problems)
        self._mark_next(name)

    def _mark_next(self, done: str) -> None:
        """Colour the step after the one done; the first one to begin with."""
        place = _STEPS.index(done) + 1 if done in _STEPS else 0
        following = _STEPS[place] if place < len(_STEPS) else ""
        for name, button in self.buttons.items():
            button.configure(style="Next.TButton" if name == following else "Action.TButton")

    def _open_document(self, made: Opening) -> None:
        try:
            opened = open_outside(made.path)
        except OSError:
            opened = False
        if not opened:
            self.line.configure(text=typeset(f"« {made.path} » n'a pas pu être ouvert."))

    def _show_cell(self, sheet: str, cell: str) -> None:
        if self.workbook is not None and not self.busy:
            self.worker.show(self._order("montrer"), sheet, cell)

    def close(self) -> None:
        """Close the window; an action that is being done is waited for."""
        if self.busy:
            self.line.configure(text="Une action est en cours : la fenêtre se fermera après elle.")
            self.root.after(200, self.close)
            return
        self.root.after_cancel(self._poll)
        self.worker.stop()
        self.root.destroy()


def _named(path: Path) -> str:
    """« Dupont — Relances.xlsm »."""
    return f"{path.parent.name} — {path.name}"


def _title(name: str) -> str:
    caption = ACTIONS[name].caption.rstrip("…") if name in ACTIONS else "Nouvelle société" if name == NEW else NAME
    return f"{caption} · {circumstances.now():%H h %M}"


def _files(root: Tk, workbook: Path | None) -> tuple[Path, ...]:
    """The files that the user chooses; the box opens at the workbook's folder."""
    chosen = filedialog.askopenfilenames(
        parent=root, title=TITLE, initialdir=str(workbook.parent) if workbook else None,
        filetypes=[("Grands livres, listes, relevés", " ".join(PATTERNS)), ("Tous les fichiers", "*")],
    )  # fmt: skip
    return tuple(map(Path, chosen))


def _made(folder: Path, post: Callable[[Message | Callable[[], None]], None], choose: Callable[[Path], None]) -> Report:
    """A new company, then worked on; its workbook has no macro, for the buttons are here."""
    from relance_xl.actions.setup.company import PLAIN, new_company  # noqa: PLC0415
    from relance_xl.books.closed.code.plain import without_macros  # noqa: PLC0415
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    report = new_company(folder, WorkbookFile, lasting_interpreter_cells(), without_macros)
    post(partial(choose, folder / PLAIN))
    post(Said(report.summary, refused=False))
    return report


def show(workbook: Path | None) -> None:
    """The window, until its user closes it.  TclError where there is no screen."""
    gc.enable()  # a command lives for seconds, a window for days
    looks.sharp()
    root = Tk(className="relance-xl")
    Frame(root, workbook)
    root.mainloop()
