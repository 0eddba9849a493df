"""What a template carries beside its text, and the user may not see: comments, revisions, links, fields that fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from relance_xl.documents.templates.preparation import paragraph_text
from relance_xl.documents.word.fields import fields_of
from relance_xl.ooxml.namespaces import MATH, W

FETCHING = frozenset({"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "LINK", "IMPORT", "RD", "DATABASE"})
"""The fields of Word that fetch something elsewhere, or have another program do it, when the letter is opened."""
_RUNNING = frozenset({"MACROBUTTON"})
_REVISED = {
    **dict.fromkeys((f"{W}ins", f"{W}del"), "modifications suivies"),
    **dict.fromkeys((f"{W}moveFrom", f"{W}moveTo"), "déplacements suivis"),
}
_BESIDE = tuple(f"{W}{name}" for name in ("drawing", "pict", "object"))
_REMOVING = re.compile(r"\{%p\b.*?%\}", re.DOTALL)
_OPENS = re.compile(r"\{%p\s+(?:if|for|elif|else)\b")

Fault = tuple[str, str, str]
"""What is wrong, what is expected, and the text of the paragraph."""


def fetching_fields(root: etree._Element) -> Iterator[Fault]:
    """Each field that would fetch or run something on the customer's computer, or on ours."""
    for each in fields_of(root):
        if each.kind in FETCHING or each.kind in _RUNNING:
            said = " ".join(each.code.split())
            does = "lance une macro" if each.kind in _RUNNING else "va chercher un contenu ailleurs"
            place = each.simple if each.simple is not None else each.codes[0]
            yield f"Le champ de Word « {said} » {does},", "le texte ou l'image dans le modèle", _around(place)


def split_equations(root: etree._Element) -> Iterator[Fault]:
    """Each tag that an equation cuts in pieces."""
    for equation in root.iter(f"{MATH}oMath"):
        pieces = [node.text or "" for node in equation.iter(f"{MATH}t")]
        if any(each.count("{") != each.count("}") for each in pieces):
            text = "".join(pieces)
            yield "Une balise est coupée par une équation", "la balise dans le texte, hors de l'équation", text


def pictures_beside_tags(root: etree._Element) -> Iterator[Fault]:
    """Each picture or text box in the paragraph of a {%p … %}, which takes it away."""
    for paragraph in root.iter(f"{W}p"):
        text = paragraph_text(paragraph)
        found = _REMOVING.search(text)
        if found and any(
            next(drawing.iterancestors(f"{W}p"), None) is paragraph for drawing in paragraph.iter(*_BESIDE)
        ):
            what = f"Une image ou une zone de texte à côté de {found[0]} serait perdue"
            yield what, "l'image ou la zone de texte ancrée dans un autre paragraphe", text


def conditional_sections(root: etree._Element) -> Iterator[Fault]:
    """Each section break that a condition holds: without it the pages before take the set-up of those after."""
    for paragraph in root.iter(f"{W}p"):
        text = paragraph_text(paragraph)
        found = _OPENS.search(text)
        if found and paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            what = f"Un saut de section suit {_whole(text)} : il ne sera là que si la condition est vraie"
            yield what, "le saut de section dans un paragraphe à lui, avant la balise", text


def comments(root: etree._Element) -> Iterator[Fault]:
    """Each commented paragraph: the comment is taken out of what leaves."""
    for reference in root.iter(f"{W}commentReference"):
        what = "Un commentaire accompagne ce modèle : il est ôté de toutes les lettres,"
        yield what, "le commentaire supprimé (Révision, Supprimer)", _around(reference)


def revisions(root: etree._Element) -> Iterator[Fault]:
    """The first paragraph of each kind of tracked change: the customer could read what was crossed out."""
    seen: set[str] = set()
    for element in root.iter(*_REVISED):
        kind = _REVISED[str(element.tag)]
        if kind not in seen:
            seen.add(kind)
            what = f"Ce modèle porte des {kind}, que vos clients pourraient lire,"
            yield what, "un modèle dont les révisions sont acceptées (Révision, Accepter)", _around(element)


def settings_faults(settings: bytes) -> Iterator[Fault]:
    """What the settings of a former mail merge say: its source of data is dropped."""
    if b"mailMerge" in settings and next(etree.fromstring(settings).iter(f"{W}mailMerge"), None) is not None:
        what = "Ce modèle est relié à la source de données d'un ancien publipostage : les lettres n'en gardent rien"
        yield what, "un document ordinaire (Publipostage, Démarrer la fusion, Document Word normal)", ""


def _whole(text: str) -> str:
    found = _REMOVING.search(text)
    return found[0] if found else text


def _around(element: etree._Element) -> str:
    """The text of the paragraph around an element."""
    paragraph = next(element.iterancestors(f"{W}p"), None)
    return "" if paragraph is None else paragraph_text(paragraph)
