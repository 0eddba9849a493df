"""Where the files that come with the program lie: the same question, answered from a wheel or from a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder() -> Path:
    """The wheel carries the files inside the package; a checkout keeps them beside it."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent


def workbook() -> Path:
    """The empty workbook, `Relances.xlsm`."""
    return _book("Relances.xlsm")


def firm_workbook() -> Path:
    """The empty table of an accounting firm, `Cabinet.xlsm`."""
    return _book("Cabinet.xlsm")


def help_page() -> Path:
    """The guide as one page, `Aide.html`."""
    return _book("Aide.html")


def _book(name: str) -> Path:
    inside = _folder() / name
    return inside if inside.exists() else _folder() / "workbook" / name


def templates() -> Path:
    """The folder of the letter and message templates."""
    return _folder() / "letter_templates"
