"""The rows of the sheet « Cabinet »: what each column shows of a company, and in which order companies stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from relance_xl.cabinet.company.jobs import Figures, Result, State
from relance_xl.cabinet.consolidated.looks import (
    AMBER,
    AMBER_INK,
    GREEN,
    GREEN_INK,
    MIST,
    MUTED,
    NAVY,
    RED,
    RED_INK,
    SKY,
)

Shown = None | str | int | float | Decimal | date
_LEAST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """The word of « État »: its sign, the colours of its cell, its sentence; the most urgent first."""

    word: str
    sign: str
    fill: str
    ink: str
    counted: str


STANDINGS: Final = (
    Standing("Illisible", "✗", RED, RED_INK, "classeurs illisibles"),
    Standing("Refusé", "✗", RED, RED_INK, "refusés : à corriger"),
    Standing("Interrompu", "✗", RED, RED_INK, "interrompus ou trop longs"),
    Standing("En double", "✗", RED, RED_INK, "en double : un de trop à enlever"),
    Standing("Ouvert ailleurs", "…", MIST, MUTED, "ouverts ailleurs"),
    Standing("Erreurs", "⚠", AMBER, AMBER_INK, "avec des erreurs"),
    Standing("Sans mandat", "–", MIST, MUTED, "sans mandat"),
    Standing("Sans fichier", "–", MIST, MUTED, "sans fichier à lire"),
    Standing("À relancer", "►", SKY, NAVY, "à relancer"),
    Standing("À jour", "✓", GREEN, GREEN_INK, "à jour"),
)
_RANK: Final = {standing.word: rank for rank, standing in enumerate(STANDINGS)}
_WORDS: Final = {
    State.UNREADABLE: "Illisible",
    State.REFUSED: "Refusé",
    State.LATE: "Interrompu",
    State.LOST: "Interrompu",
    State.BROKEN: "Interrompu",
    State.TWICE: "En double",
    State.OPEN: "Ouvert ailleurs",
    State.BUSY: "Ouvert ailleurs",
    State.NO_MANDATE: "Sans mandat",
    State.NO_FILE: "Sans fichier",
}


def standing(result: Result) -> str:
    """The word of « État »."""
    if result.state in _WORDS:
        return _WORDS[result.state]
    if result.figures is None or result.figures.errors:
        return "Erreurs"
    return "À relancer" if result.figures.proposed else "À jour"


def in_order(results: Sequence[Result]) -> list[Result]:
    """Those that need somebody first; then the biggest overdue sum."""
    return sorted(results, key=lambda each: (_RANK[standing(each)], -_overdue(each), each.workbook))


def _overdue(result: Result) -> Decimal:
    return result.figures.overdue if result.figures else Decimal(0)


def named(result: Result) -> str:
    """The company's name; its folder's, or its file's at the top of the tree, when it could not be read."""
    return result.company or result.workbook.rpartition("/")[0] or result.workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, its width in pixels, how it looks, and its value.

    Attributes:
        kind: « text », « amount », « count », « day », « link ».
        value: of a result whose figures are known.
        known: of any result, when it needs no figure.
        aside: folded away at the right.
    """

    heading: str
    width: int
    kind: str
    value: Callable[[Figures], Shown] | None = None
    known: Callable[[Result], Shown] | None = None
    aside: bool = False

    def of(self, result: Result) -> Shown:
        """What the cell shows; « ? » when nobody could know."""
        if self.known is not None:
            return self.known(result)
        if self.value is None or result.figures is None:
            return "?"
        return self.value(result.figures)


def columns(results: Sequence[Result]) -> tuple[Column, ...]:
    """The columns, with as many levels as are used, three at least."""
    highest = max((max(each.figures.levels, default=0) for each in results if each.figures), default=0)
    levels = tuple(
        Column(heading=f"Niveau {level}", width=52, kind="count", value=lambda f, level=level: f.levels.get(level, 0))  # type: ignore[misc]  # mypy sees no default in a lambda
        for level in range(1, max(highest, _LEAST_LEVELS) + 1)
    )
    return (*_FIRST, *levels, *_LAST)


def main_currency(results: Sequence[Result]) -> str:
    """The currency of most companies: two are never added."""
    found = Counter(each.figures.currency for each in results if each.figures)
    return found.most_common(1)[0][0] if found else "EUR"


_FIRST: Final = (
    Column(heading="État", width=124, kind="text", known=standing),
    Column(heading="Société", width=190, kind="link", known=named),
    Column(heading="Responsable", width=96, kind="text", known=lambda r: r.manager),
    Column(heading="Encours", width=84, kind="amount", value=lambda f: f.exposure),
    Column(heading="Échu", width=92, kind="amount", value=lambda f: f.overdue),
    Column(heading="Plus de 90 jours", width=84, kind="amount", value=lambda f: f.brackets[-1]),
)
_LAST: Final = (
    Column(heading="Lettres", width=54, kind="count", value=lambda f: f.letters),
    Column(heading="E-mails", width=54, kind="count", value=lambda f: f.emails),
    Column(heading="Appels", width=54, kind="count", value=lambda f: f.calls),
    Column(heading="Promesses non tenues", width=78, kind="count", value=lambda f: f.broken),
    Column(heading="À affecter", width=62, kind="count", value=lambda f: f.unmatched),
    Column(heading="Erreurs", width=56, kind="count", value=lambda f: f.errors),
    Column(heading="Dernier import", width=72, kind="day", value=lambda f: f.last_import),
    Column(heading="Dernière relance", width=76, kind="day", value=lambda f: f.last_reminder, aside=True),
    Column(heading="Taux manquants", width=76, kind="text", value=lambda f: ", ".join(f.missing_rates), aside=True),
    Column(heading="Devise", width=54, kind="text", value=lambda f: f.currency, aside=True),
    Column(heading="Mandat du", width=72, kind="day", known=lambda r: r.mandate, aside=True),
    Column(heading="Message", width=420, kind="text", known=lambda r: r.message, aside=True),
    Column(heading="Secondes", width=64, kind="seconds", known=lambda r: r.seconds, aside=True),
    Column(heading="Classeur", width=320, kind="text", known=lambda r: r.workbook, aside=True),
)
