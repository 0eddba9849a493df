"""The looks of the window: the workbook's own palette, on the plainest of tkinter's themes."""

from __future__ import annotations

import sys
from contextlib import suppress
from tkinter import Tk, font, ttk
from typing import Final

NAVY: Final = "#1F3A5F"
BLUE: Final = "#2E6DA4"
SKY: Final = "#E6EEF6"
MIST: Final = "#F4F6F9"
LINE: Final = "#D5DDE6"
INK: Final = "#22303C"
MUTED: Final = "#5C6975"
WHITE: Final = "#FFFFFF"
RED: Final = "#A3262A"
GREEN: Final = "#2F7D4F"


def sharp() -> None:
    """Have Windows draw the window in its own points, not enlarged from a small picture; before it is made."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - of no use elsewhere

        with suppress(AttributeError, OSError):
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def dress(root: Tk) -> None:
    """Give the window its fonts, colours and styles."""
    _fonts(root)
    root.configure(background=MIST)
    style = ttk.Style(root)
    style.theme_use("clam")
    style.configure(".", background=MIST, foreground=INK, bordercolor=LINE, lightcolor=LINE, darkcolor=LINE,
                    troughcolor=SKY, focuscolor=BLUE)  # fmt: skip
    style.configure("Head.TFrame", background=NAVY)
    style.configure("Head.TLabel", background=NAVY, foreground=WHITE)
    style.configure("State.TLabel", background=NAVY, foreground="#C9D8E8")
    style.configure("Card.TFrame", background=WHITE, relief="solid", borderwidth=1)
    style.configure("Card.TLabel", background=WHITE)
    style.configure("Title.TLabel", background=WHITE, foreground=NAVY, font="TitleFont")
    style.configure("Muted.TLabel", foreground=MUTED)
    style.configure("Group.TLabel", foreground=NAVY, font="GroupFont")
    style.configure("Link.TLabel", background=WHITE, foreground=BLUE, font="LinkFont")
    style.configure("Action.TButton", background=WHITE, anchor="w", padding=(10, 3))
    style.map("Action.TButton", background=[("disabled", MIST), ("active", SKY)], foreground=[("disabled", MUTED)])
    style.configure("Next.TButton", background=BLUE, foreground=WHITE, anchor="w", padding=(10, 3))
    style.map("Next.TButton", background=[("disabled", MIST), ("active", NAVY)], foreground=[("disabled", MUTED)])
    style.configure("TButton", background=WHITE, padding=(10, 4))
    style.map("TButton", background=[("active", SKY)])
    style.configure("Treeview", background=WHITE, fieldbackground=WHITE, rowheight=_line(root) + 8, borderwidth=0)
    style.configure("Treeview.Heading", background=SKY, foreground=NAVY, relief="flat")
    style.map("Treeview", background=[("selected", SKY)], foreground=[("selected", INK)])
    style.map("TCombobox", fieldbackground=[("readonly", WHITE)], selectbackground=[("readonly", WHITE)],
              selectforeground=[("readonly", INK)])  # fmt: skip
    style.configure("TProgressbar", background=BLUE, borderwidth=0)


def _fonts(root: Tk) -> None:
    """The system's own font, in the sizes that a screen of 96 points an inch reads well."""
    base = font.nametofont("TkDefaultFont", root)
    family = base.actual("family")
    base.configure(size=10)
    font.nametofont("TkTextFont", root).configure(size=10)
    for name, size, weight, underline in (("TitleFont", 13, "bold", False), ("GroupFont", 10, "bold", False),
                                          ("LinkFont", 10, "normal", True)):  # fmt: skip
        root.tk.call("font", "create", name, "-family", family, "-size", size, "-weight", weight,
                     "-underline", underline)  # fmt: skip


def _line(root: Tk) -> int:
    return int(font.nametofont("TkDefaultFont", root).metrics("linespace"))
