"""What all answers are made of: amounts as strings, dates in ISO form, keys in French."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relance_xl.domain.model import CENT
from relance_xl.domain.money.currencies import Totals
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.common.report import Doubt, Report

Document = dict[str, Any]


def amount(value: Decimal) -> str:
    """« 1234.50 »."""
    return str(value.quantize(CENT))


def problems(found: Iterable[Problem]) -> list[Document]:
    """The key « problemes » of every document."""
    return [
        {
            "feuille": problem.sheet,
            "cellule": problem.cell,
            "message": typeset(problem.message),
            "gravite": problem.severity.value,
            **({"fichier": problem.file, "ligne": problem.line} if problem.file else {}),
            **({"valeur": problem.value} if problem.value else {}),
        }
        for problem in found
    ]


def to_confirm(doubts: Iterable[Doubt]) -> list[Document]:
    """The key « a_confirmer »: why nothing was done before somebody says what to do."""
    return [{"motif": doubt.motif, "detail": doubt.detail} for doubt in doubts]


def totals(found: Totals) -> list[Document]:
    """A sum for each currency."""
    return [{"devise": currency, "total": amount(total)} for currency, total in found]


def plain_document(report: Report) -> Document:
    """What is printed of a report that has nothing more to say."""
    return {"message": report.summary, "problemes": problems(report.problems)}
