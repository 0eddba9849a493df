"""A workbook that its user has open: found by its path, without any macro, and brought before his eyes."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import xlwings

from relance_xl.books.live.permits import busy, is_refusal

_ATTEMPTS = "N_COM_ATTEMPTS"
"""How often xlwings asks a busy Excel; 0, its own choice, is for ever."""


def open_in_excel(path: Path) -> xlwings.Book | None:
    """The workbook of that path in a running Excel, None when no Excel has it open; Excel is never started for it.

    Busy when Excel does not answer: whether it has the workbook open cannot be known.
    """
    try:
        return found_among((book for app in xlwings.apps for book in app.books), path)
    except Exception as error:
        if is_refusal(error):
            raise busy("", "Excel") from error
        raise


def found_among(books: Iterable[xlwings.Book], path: Path) -> xlwings.Book | None:
    """The one of the books that is the file of that path, None when it is none of them."""
    return next((book for book in books if _is_at(path, str(book.fullname))), None)


def _is_at(path: Path, fullname: str) -> bool:
    """Whether the two name one file; a book in the cloud alone, or never saved, is at no path."""
    found = Path(fullname)
    with suppress(OSError):
        return found == path or found.samefile(path)
    return False


def go_to(book: xlwings.Book, sheet: str, cell: str = "") -> None:
    """Bring the sheet to the front, and its cell."""
    book.sheets[sheet].activate()
    if cell:
        book.sheets[sheet].range(cell).select()


def refuse_at_once() -> None:
    """Have xlwings ask Excel once: by itself it asks a busy Excel again for ever, without a pause (xlwings 0.37).

    Whoever calls waits and tries again, for as long as he says.
    """
    with suppress(ImportError):  # there is no COM but on Windows
        setattr(importlib.import_module("xlwings._xlwindows"), _ATTEMPTS, 1)
