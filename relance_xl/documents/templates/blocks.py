"""Tags that open and close something, paired as the text goes: those that do not go together are named.

`{%p if … %}` takes its whole paragraph away, `{%tr for … %}` its row: what closes them must be of the same sort, or the
letter is cut in the middle of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from relance_xl.documents.templates.preparation import paragraph_text
from relance_xl.documents.templates.tags import tags_of
from relance_xl.ooxml.namespaces import W

_STATEMENT = re.compile(r"\{%(?:(?P<sort>p|tr|tc|r)\b)?[-+]?\s*(?P<word>\w+)(?P<rest>.*?)[-+]?%\}", re.DOTALL)
_MIDDLE = frozenset({"else", "elif"})
_OPENING = frozenset({"if", "for"})
_SORTS = {"p": "d'un paragraphe", "tr": "d'une ligne", "tc": "d'une cellule", "r": "d'un morceau de texte"}

Fault = tuple[str, str, str]
"""What is wrong, what is expected, and the text of the paragraph."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A tag that waits for the one that closes it."""

    tag: str
    sort: str
    word: str
    paragraph: etree._Element


def unlike_pairs(root: etree._Element) -> Iterator[Fault]:
    """Each tag that goes on or closes one of another sort: {% else %} for {%p if … %}."""
    for opened, tag, sort, word, paragraph in _pairs(root):
        if sort != opened.sort:
            wanted = f"{{%{opened.sort} {word} … %}}" if word == "elif" else f"{{%{opened.sort} {word} %}}"
            said = f"« {tag} » ne va pas avec « {opened.tag} »"
            alone = f", seule dans sa place {_SORTS[opened.sort]}" if opened.sort else ""
            yield f"{said} : l'une emporte plus de texte que l'autre,", f"{wanted}{alone}", paragraph_text(paragraph)


def loops_over_cells(root: etree._Element) -> Iterator[Fault]:
    """Each {% for … %} that begins in one cell of a row and ends in another: it repeats cells, never the row."""
    for opened, _, sort, word, paragraph in _pairs(root):
        if word != "endfor" or opened.sort or sort:
            continue
        first, last = _cell(opened.paragraph), _cell(paragraph)
        if first is not None and last is not None and first is not last and first.getparent() is last.getparent():
            what = f"La boucle « {opened.tag} » répète des cellules au lieu de la ligne,"
            again = opened.tag.replace("{%", "{%tr", 1)
            expected = f"{again} seule dans une ligne au-dessus, {{%tr endfor %}} seule dans une ligne au-dessous"
            yield what, expected, paragraph_text(opened.paragraph)


def _pairs(root: etree._Element) -> Iterator[tuple[_Opened, str, str, str, etree._Element]]:
    """What goes on or closes a tag: that tag, itself, its sort, its word, its paragraph."""
    waiting: list[_Opened] = []
    for paragraph in root.iter(f"{W}p"):
        for tag in tags_of(paragraph_text(paragraph)):
            found = _STATEMENT.match(tag)
            if found is None:
                continue
            sort, word = found["sort"] or "", found["word"]
            if word in _OPENING:
                waiting.append(_Opened(tag, sort, word, paragraph))
            elif waiting and word in _MIDDLE:
                yield waiting[-1], tag, sort, word, paragraph
            elif waiting and word == f"end{waiting[-1].word}":
                yield waiting.pop(), tag, sort, word, paragraph


def _cell(paragraph: etree._Element) -> etree._Element | None:
    return next(paragraph.iterancestors(f"{W}tc"), None)
