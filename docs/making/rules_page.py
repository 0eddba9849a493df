"""The five rules, each with an example that is a test: the scenario's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docs.making.source import ROOT
from relance_xl.domain.vocabulary import Rule
from relance_xl.domain.wording import typeset


@dataclass(frozen=True, slots=True)
class Example:
    """A rule in a sentence, and the scenario that shows it: its file and the beginning of its title."""

    rule: Rule
    said: str
    file: str
    title: str


EXAMPLES: Final = (
    Example(
        Rule.INCREMENT,
        "Le niveau d'avant, plus un, dès le premier jour de retard, et pas avant l'intervalle du groupe. Les bornes ne "
        "comptent pas.",
        "s2_ebp",
        "S2-15 ",
    ),
    Example(
        Rule.DAYS_OVERDUE,
        "Le niveau dont les bornes contiennent le nombre de jours de retard. « Sauts » à non : un seul niveau à la fois.",
        "s2_ebp",
        "S2-18 ",
    ),
    Example(
        Rule.SEQUENTIAL,
        "Le niveau suivant, quand sa borne est passée : depuis l'échéance pour le premier, depuis la dernière relance "
        "ensuite. Aucun niveau n'est sauté.",
        "s4_akuiteo",
        "S4-09 ",
    ),
    Example(
        Rule.CUSTOMER_CARD,
        "Le niveau écrit sur la fiche du client (« Niveau fiche »), quel que soit celui de la ligne.",
        "s2_ebp",
        "S2-16 ",
    ),
    Example(
        Rule.IMPOSED,
        "Le niveau indiqué pour cette fois dans les critères (« Niveau imposé »).",
        "s2_ebp",
        "S2-17 ",
    ),
)


def rules_page() -> Iterator[str]:
    """The page's lines."""
    yield from ("# Les cinq règles", "")
    yield typeset(
        "La règle est celle du groupe du client (feuille `Groupes`) ; le critère « Règle » la remplace pour une fois. "
        "Chaque exemple est un essai du programme, joué à chaque changement : ce qui suit « Relances » est ce que la "
        "feuille contient alors."
    )
    for example in EXAMPLES:
        yield from ("", f"## {example.rule.value}", "", typeset(example.said), "")
        title, text = scenario(example)
        yield from (typeset(f"*{title}* (`tests/scenarios/{example.file}.txt`)"), "", "```", *text, "```")


def scenario(example: Example) -> tuple[str, list[str]]:
    """The title of the example's scenario without its number, and its lines."""
    text = (ROOT / "tests" / "scenarios" / f"{example.file}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^# ", text, flags=re.MULTILINE)[1:]
    block = next(each for each in blocks if each.startswith(example.title))
    title, *lines = block.strip().splitlines()
    return re.sub(r"^(?:[SAN]\d*-\d+ )+", "", title), lines
