"""The subject of a message: fixed, made from the level's keyword, or the template's own (S4-04, S4-05)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.language import Language
from relance_xl.domain import sheets
from relance_xl.domain.email_addresses import breaks_a_header
from relance_xl.domain.model import ReminderLevel
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

PLACEHOLDERS: Mapping[str, str] = {
    "client": "nom du client",
    "code": "code du client",
    "facture": "numéro de la facture, « FA-1 et 2 autres » quand il y en a plusieurs",
    "factures": "tous les numéros, abrégés après le cinquième",
    "total": "ce qui est dû",
    "niveau": "libellé du niveau",
    "date": "date de la relance",
    "société": "nom de votre société",
}
"""What « Mot-clé objet » may hold between braces."""

LISTED = 5
_BRACES = re.compile(r"\{([^{}]*)\}")


def invoice_words(invoices: Sequence[str], language: Language = FRENCH) -> tuple[str, str]:
    """What {facture} and {factures} print: « FA-1 et 2 autres », « FA-1, FA-2 et FA-3 »."""
    if len(invoices) < 2:
        alone = "".join(invoices)
        return alone, alone
    short = language.listed([invoices[0], language.others(len(invoices) - 1)])
    if len(invoices) <= LISTED:
        return short, language.listed(list(invoices))
    shown = LISTED - 2
    return short, language.listed([*invoices[:shown], language.others(len(invoices) - shown)])


def filled(keyword: str, values: Mapping[str, str]) -> str:
    """The keyword with its placeholders replaced; `check_subjects` has seen that all of them are known."""
    return _BRACES.sub(lambda found: values[_name(found[1])], keyword)


def check_subjects(levels: Iterable[ReminderLevel]) -> None:
    """DataError with every fault of the levels' subjects: both columns filled, an unknown placeholder (S4-04)."""
    problems = [problem for level in dict.fromkeys(levels) for problem in subject_problems(level)]
    if problems:
        raise DataError(problems)


def subject_problems(level: ReminderLevel) -> list[Problem]:
    """The faults of one level's subject."""
    if level.subject and level.subject_keyword:
        return [_problem(level, "a un objet et un mot-clé objet", "l'un ou l'autre, pas les deux", level.subject)]
    if found := _BRACES.search(level.subject):
        return [
            _problem(
                level,
                f"a un objet fixe qui contient « {found[0]} »",
                "ce texte dans la colonne « Mot-clé objet »",
                level.subject,
            )
        ]
    return [*_unknown(level), *_unprintable(level)]


def _unknown(level: ReminderLevel) -> Iterable[Problem]:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in _BRACES.findall(level.subject_keyword):
        if _name(name) not in PLACEHOLDERS:
            yield _problem(
                level, f"a un mot-clé objet inconnu « {{{name}}} »", f"l'un de {known}", level.subject_keyword
            )
    rest = _BRACES.sub("", level.subject_keyword)
    if "{" in rest or "}" in rest:
        yield _problem(
            level, "a un mot-clé objet dont une accolade n'est pas fermée", f"l'un de {known}", level.subject_keyword
        )


def _unprintable(level: ReminderLevel) -> Iterable[Problem]:
    if breaks_a_header(level.subject + level.subject_keyword):
        yield _problem(
            level, "a un objet sur plusieurs lignes ou avec des caractères invisibles", "une seule ligne de texte", ""
        )


def _name(written: str) -> str:
    bare = written.strip().lower()
    return "société" if bare == "societe" else bare


def _problem(level: ReminderLevel, what: str, expected: str, value: str) -> Problem:
    group = "" if level.group is None else f" du groupe {level.group}"
    return Problem(
        sheet=sheets.LEVELS,
        what=typeset(f"Le niveau {level.number}{group} {what}"),
        expected=typeset(expected),
        value=value,
    )
