"""Which Word template a reminder uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from relance_xl.documents.languages.choice import FRENCH, translated
from relance_xl.domain import sheets
from relance_xl.domain.model import ReminderLevel
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

BILL_TEMPLATE = "traite.docx"
_LAST_LEVEL = 9


def chosen_templates(reminders: Iterable[Reminder], folder: Path) -> list[Path]:
    """The template of each reminder, in their order.  DataError naming every template missing from `folder`."""
    chosen: list[Path] = []
    missing: dict[str, Problem] = {}
    for reminder in reminders:
        wanted = letter_template(reminder.level, folder)
        path = _in_language(wanted, reminder.customer.language)
        if not path.is_file():
            missing.setdefault(wanted.name, _missing(wanted.name, folder, reminder))
        chosen.append(path)
    if missing:
        raise DataError(list(missing.values()))
    return chosen


def letter_template(level: ReminderLevel, folder: Path) -> Path:
    """The level's own template, else `lettre_n.docx`, else the one of the last level that has one (S4-11)."""
    own = level.letter_template.strip()
    if own:
        return folder / (own if own.lower().endswith(".docx") else f"{own}.docx")
    paths = [folder / f"lettre_{number}.docx" for number in range(min(level.number, _LAST_LEVEL), 0, -1)]
    return next((path for path in paths if path.is_file()), paths[0])


def bill_template(folder: Path, language: str = "") -> Path:
    """The template of the letters about bills of exchange.  DataError when it is missing."""
    path = _in_language(folder / BILL_TEMPLATE, language)
    if not path.is_file():
        raise DataError(Problem(file=BILL_TEMPLATE, what=_absent(BILL_TEMPLATE, folder)))
    return path


def _in_language(path: Path, language: str) -> Path:
    """`lettre_1.en.docx` for a customer in English, when there is one."""
    return path.with_name(translated(path.stem, path.suffix, language, lambda name: path.with_name(name).is_file()))


def _missing(name: str, folder: Path, reminder: Reminder) -> Problem:
    stated = reminder.level.letter_template.strip()
    level = reminder.level
    return Problem(
        sheet=sheets.LEVELS if stated else "",
        file="" if stated else name,
        what=typeset(f"{_absent(name, folder)}, demandé par le niveau {level.number}"),
        expected=typeset(f"un modèle Word de ce nom, ou l'un de ceux du dossier : {_present(folder)}"),
        value=stated,
    )


def _absent(name: str, folder: Path) -> str:
    return typeset(f"Le modèle de lettre « {name} » est absent du dossier « {folder} »")


def _present(folder: Path) -> str:
    names = sorted(path.name for path in folder.glob("*.docx") if not path.name.startswith("~$"))
    return FRENCH.listed(names) if names else "aucun pour l'instant"
