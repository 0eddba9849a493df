"""What a condition leaves empty in a letter, and Word refuses to open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from relance_xl.domain.wording import typeset
from relance_xl.ooxml.namespaces import W
from relance_xl.problems import Problem

_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc"))
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "customXml", "ins", "moveTo"))
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class _Holder:
    """What may not be empty: its name in French, what must stay in it, and how to have it stay."""

    name: str
    inside: frozenset[str]
    expected: str


_BLOCKS = frozenset({_PARAGRAPH, _TABLE})
_STAYS = "un paragraphe qui reste {}, hors de la condition {{%p … %}}"
_HOLDERS = {
    f"{W}hdr": _Holder("un en-tête", _BLOCKS, _STAYS.format("dans l'en-tête")),
    f"{W}ftr": _Holder("un pied de page", _BLOCKS, _STAYS.format("dans le pied de page")),
    f"{W}txbxContent": _Holder("une zone de texte", _BLOCKS, _STAYS.format("dans la zone de texte")),
    f"{W}footnote": _Holder("une note", _BLOCKS, _STAYS.format("dans la note")),
    f"{W}endnote": _Holder("une note", _BLOCKS, _STAYS.format("dans la note")),
    _TABLE: _Holder(
        "un tableau", frozenset({_ROW}), "une ligne qui reste dans le tableau, ou {%p if … %} autour de lui"
    ),
    _ROW: _Holder("une ligne de tableau", frozenset({_CELL}), "une cellule qui reste dans la ligne, ou {%tr if … %}"),
}
_CONTROL = f"{W}sdtContent"


def emptied(root: etree._Element, file: str) -> Iterator[Problem]:
    """One error for each thing that a letter has empty, said by the text around it."""
    for element in root.iter(*_HOLDERS, _CONTROL, _CELL):
        if element.tag == _CELL:
            if not _ends_well(element):
                row = next(element.iterancestors(_ROW), element)
                place = f", dans la ligne « {_text(row)[:_SHOWN]} »"
                yield _problem(file, "une cellule de tableau", place, _STAYS.format("dans la cellule"))
        elif element.tag == _CONTROL:
            if len(element) == 0:
                yield _problem(file, "un contrôle de contenu", _place(element), _STAYS.format("dans le contrôle"))
        elif next(element.iter(*_HOLDERS[element.tag].inside), None) is None:
            holder = _HOLDERS[element.tag]
            yield _problem(file, holder.name, _place(element), holder.expected)


def _ends_well(holder: etree._Element) -> bool:
    """Whether the last thing that shows is a paragraph: marks of bookmarks may follow, a control may hold it."""
    for child in reversed(holder):
        if child.tag == _PARAGRAPH:
            return True
        if child.tag in _WRAPPERS:
            content = child.find(_CONTROL)
            return _ends_well(child if content is None else content)
        if child.tag in {_TABLE, f"{W}tcPr"}:
            return False
    return False


def _problem(file: str, name: str, place: str, expected: str) -> Problem:
    return Problem(file=file, what=typeset(f"Une condition vide entièrement {name}{place}"), expected=typeset(expected))


def _place(element: etree._Element) -> str:
    """Where an empty thing stands: the nearest text before it, else after it."""
    around = [*_texts(element.itersiblings(preceding=True)), *_texts(element.itersiblings())]
    parent = element.getparent()
    if around:
        return f", près de « {around[0][:_SHOWN]} »"
    return _place(parent) if parent is not None else ""


def _texts(elements: Iterator[etree._Element]) -> Iterator[str]:
    return (said for element in elements if (said := _text(element)))


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t")).strip()
