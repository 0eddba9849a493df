"""A question of an action, in a box of the window; its answers are in French whatever the system's language."""

from __future__ import annotations

from tkinter import Tk, Toplevel, ttk
from typing import Final

from relance_xl.buttons.host import TITLE
from relance_xl.window.ear import Asked
from relance_xl.window.looks import MIST, NAVY

CAPTIONS: Final = {"yes": "Oui", "no": "Non", "cancel": "Annuler"}
_WIDTH = 520
"""Points after which a line of the question is broken."""


class QuestionBox:
    """The box; closing it is the last answer, which is the one that changes nothing."""

    def __init__(self, root: Tk, asked: Asked) -> None:
        self._asked = asked
        self.box = box = Toplevel(
            root, background=MIST, padx=20, pady=16, highlightthickness=1, highlightbackground=NAVY
        )
        box.title(TITLE)
        box.transient(root)
        box.resizable(width=False, height=False)
        ttk.Label(box, text=asked.question, wraplength=_WIDTH, justify="left").pack(anchor="w")
        row = ttk.Frame(box)
        row.pack(anchor="e", pady=(16, 0))
        self.buttons = {answer: self._button(row, answer) for answer in asked.answers}
        box.protocol("WM_DELETE_WINDOW", self._gives_up)
        box.bind("<Escape>", lambda _event: self._gives_up())
        _centre(box, root)
        box.grab_set()
        self.buttons[asked.answers[-1]].focus_set()

    def _button(self, row: ttk.Frame, answer: str) -> ttk.Button:
        button = ttk.Button(row, text=CAPTIONS[answer], command=lambda: self._reply(answer))
        button.bind("<Return>", lambda _event: self._reply(answer))
        button.pack(side="left", padx=(8, 0))
        return button

    def _gives_up(self) -> None:
        self._reply(self._asked.answers[-1])

    def _reply(self, answer: str) -> None:
        self.box.destroy()
        self._asked.reply(answer)


def _centre(box: Toplevel, root: Tk) -> None:
    """Over the window, wherever it stands."""
    box.update_idletasks()
    left = root.winfo_rootx() + (root.winfo_width() - box.winfo_reqwidth()) // 2
    top = root.winfo_rooty() + (root.winfo_height() - box.winfo_reqheight()) // 3
    box.geometry(f"+{max(left, 0)}+{max(top, 0)}")
