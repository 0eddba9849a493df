"""The right half of the window: what the last action did, what it made, and what is to be mended, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from tkinter import Text, ttk
from typing import Final

from relance_xl.domain.wording import counted, typeset
from relance_xl.problems import Problem, Severity
from relance_xl.window.looks import BLUE, GREEN, INK, RED, WHITE
from relance_xl.window.openings import Opening

_TALLEST = 12
"""Lines of the sentence shown at once; a longer one scrolls."""
_SIGNS: Final = {Severity.ERROR: "● Erreur", Severity.WARNING: "○ À voir"}
"""A sign and a word: colour is never the only sign."""


class Results:
    """The pane; `open_document` opens what was made, `show_cell` leads to the cell of a problem."""

    def __init__(
        self, parent: ttk.Frame, open_document: Callable[[Opening], None], show_cell: Callable[[str, str], None]
    ) -> None:
        self._open, self._show = open_document, show_cell
        self._problems: dict[str, Problem] = {}
        self.frame = ttk.Frame(parent, style="Card.TFrame", padding=14)
        self.title = ttk.Label(self.frame, style="Title.TLabel")
        self.title.pack(anchor="w")
        self.sentence = Text(self.frame, wrap="word", height=3, borderwidth=0, highlightthickness=0, pady=6, padx=0,
                             background=WHITE, foreground=INK, font="TkDefaultFont", cursor="arrow",
                             takefocus=0)  # fmt: skip
        self.sentence.pack(fill="x")
        self.links = ttk.Frame(self.frame, style="Card.TFrame", borderwidth=0)
        self.links.pack(fill="x")
        self._counted = ttk.Label(self.frame, style="Card.TLabel", font="GroupFont")
        self._list = ttk.Frame(self.frame)
        self._whole = ttk.Label(self.frame, style="Card.TLabel", justify="left")
        self._whole.bind("<Configure>", lambda event: self._whole.configure(wraplength=event.width))
        self.problems = self._table()

    def _table(self) -> ttk.Treeview:
        table = ttk.Treeview(self._list, columns=("kind", "where", "what"), show="headings", selectmode="browse")
        for name, heading, width in (("kind", "Gravité", 90), ("where", "Où", 130), ("what", "Quoi", 420)):
            table.heading(name, text=heading, anchor="w")
            table.column(name, width=width, stretch=name == "what")
        table.tag_configure(Severity.ERROR.value, foreground=RED)
        bar = ttk.Scrollbar(self._list, command=table.yview)
        table.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        table.pack(side="left", fill="both", expand=True)
        table.bind("<<TreeviewSelect>>", lambda _event: self._chosen())
        return table

    def say(self, title: str, sentence: str, *, refused: bool = False) -> None:
        """Show a sentence alone; what stood there goes."""
        self.title.configure(text=title, foreground=RED if refused else BLUE)
        text = self.sentence
        text.configure(state="normal", foreground=RED if refused else INK)
        text.delete("1.0", "end")
        text.insert("1.0", typeset(sentence))
        text.update_idletasks()
        lines = text.count("1.0", "end", "displaylines")
        text.configure(height=min(max(_first(lines), 1), _TALLEST), state="disabled")
        self._clear()

    def _clear(self) -> None:
        for link in self.links.winfo_children():
            link.destroy()
        self._problems.clear()
        self.problems.delete(*self.problems.get_children())
        self._counted.pack_forget()
        self._list.pack_forget()
        self._whole.pack_forget()

    @property
    def told(self) -> str:
        """The problem chosen, in full."""
        return str(self._whole.cget("text"))

    def add_links(self, made: Sequence[Opening]) -> None:
        """Show links to what was made."""
        for each in made:
            link = ttk.Label(self.links, text=typeset(each.label), style="Link.TLabel", cursor="hand2", takefocus=1)
            for event in ("<Button-1>", "<Return>", "<space>"):
                link.bind(event, lambda _event, wanted=each: self._open(wanted))
            link.pack(anchor="w", pady=1)

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """List what is to be mended, the gravest first; a click on a line leads to its cell."""
        if not problems:
            return
        self._counted.configure(text=counted(len(problems), "point à voir", "points à voir"), foreground=GREEN
                                if all(each.severity is Severity.WARNING for each in problems) else RED)  # fmt: skip
        self._counted.pack(anchor="w", pady=(10, 4))
        self._whole.configure(text="")
        self._whole.pack(side="bottom", fill="x", pady=(8, 0))
        self._list.pack(fill="both", expand=True)
        for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR):
            shown = (_SIGNS[problem.severity], problem.where, typeset(problem.message))
            row = self.problems.insert("", "end", tags=(problem.severity.value,), values=shown)
            self._problems[row] = problem

    def _chosen(self) -> None:
        for row in self.problems.selection():
            problem = self._problems[row]
            self._whole.configure(text=typeset(str(problem)))
            if problem.sheet:
                self._show(problem.sheet, problem.cell)


def _first(answer: object) -> int:
    """What `count` gives: a number, or a tuple of one in older versions of tkinter."""
    if isinstance(answer, tuple):
        return int(answer[0])
    return answer if isinstance(answer, int) else 1
