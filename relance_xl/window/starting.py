"""Starting the window, where there is a screen and tkinter to draw on it."""

from __future__ import annotations

from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.books.closed.locks import refuse_if_missing
from relance_xl.problems import FileUnavailable, Problem


def start(workbook: Path | None) -> Report:
    """Show the window until it is closed.  FileUnavailable without the workbook, a screen, or tkinter."""
    if workbook is not None:
        refuse_if_missing(workbook)
    try:
        import tkinter as tk  # noqa: PLC0415 - some Pythons come without it

        from relance_xl.window.frame import show  # noqa: PLC0415
    except ImportError as error:
        raise FileUnavailable(
            Problem(
                what="Ce Python n'a pas tkinter, qui dessine la fenêtre",
                expected="le Python de python.org, ou le paquet « python3-tk » de votre système",
            )
        ) from error
    try:
        show(workbook)
    except tk.TclError as error:
        raise FileUnavailable(
            Problem(what="La fenêtre n'a pas pu être dessinée", expected="une session avec un écran")
        ) from error
    return Report(summary="La fenêtre est fermée.")
