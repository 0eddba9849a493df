"""What a template's own text shows to be wrong, before it is compiled: slips of Word, and of those who type in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from relance_xl.documents.templates.blocks import loops_over_cells, unlike_pairs
from relance_xl.documents.templates.hazards import (
    Fault,
    comments,
    conditional_sections,
    fetching_fields,
    pictures_beside_tags,
    revisions,
    settings_faults,
    split_equations,
)
from relance_xl.documents.templates.mistakes import (
    merge_fields,
    mistaken_fields,
    quoted_fields,
    repeated_currencies,
    tagged_fields,
)
from relance_xl.documents.templates.preparation import paragraph_text as _text
from relance_xl.documents.templates.tags import leaves_a_tag_open, tag_spans, tags_of, without_tags
from relance_xl.domain.wording import typeset
from relance_xl.ooxml.namespaces import W
from relance_xl.problems import Problem, Severity

_CLOSING = re.compile(r"[}%#]\}")
_STATEMENT = re.compile(r"\{%(?:p|tr|tc|r)?[-+]?\s*(\w+)")
_REMOVING = re.compile(r"\{%(p|tr|tc) .*?%\}|\{\{(p|tr|tc) .*?\}\}|\{#(p|tr|tc) .*?#\}", re.DOTALL)
_TYPOGRAPHY = re.compile("[«»„‟‹›–—−…\u200b\ufeff]")
_QUOTED = re.compile("['‘’][^'‘’]*['‘’]|[\"“”][^\"“”]*[\"“”]")  # the quotes that docxtpl takes for straight ones
_PRINTED_AWAY = re.compile(r"\{\{(?:p|r|tr|tc)\s(.*)\}\}$", re.DOTALL)
_SAFE = re.compile(r"\|\s*safe\b")
_WHOLE = {"p": "ce paragraphe", "tr": "cette ligne de tableau", "tc": "cette cellule"}
_CONTAINER = {"tr": f"{W}tr", "tc": f"{W}tc"}
_SHOWN = 120
_FETCHED = re.compile(r"/(?:image|oleObject|frame|subDocument|video|audio|aFChunk|control)$")
_ERRORS = (unlike_pairs, fetching_fields, split_equations, pictures_beside_tags)
_WARNINGS = (loops_over_cells, comments, revisions, conditional_sections)


def text_problems(xml: bytes, file: str) -> Iterator[Problem]:
    """The faults of one part that holds paragraphs (`word/document.xml`, a header…)."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for what, expected, text in _ended(merge_fields(root)):
        yield _problem(file, what, expected, text)
    for paragraph in root.iter(f"{W}p"):
        yield from _paragraph_problems(paragraph, file)
    for look in _ERRORS:
        for what, expected, text in _ended(look(root)):
            yield _problem(file, what, expected, text)
    if any(next(table.iter(f"{W}tblGrid"), None) is None for table in root.iter(f"{W}tbl")):
        unsized = "Un tableau n'a pas de largeurs de colonnes"
        yield Problem(file=file, what=unsized, expected="le document enregistré de nouveau par Word")
    yield from _part_warnings(root, file)


def _paragraph_problems(paragraph: etree._Element, file: str) -> Iterator[Problem]:
    text = _text(paragraph)
    for what, expected in mistaken_fields(text):
        yield _problem(file, what, expected, text)
    for what, expected in quoted_fields(text):
        yield _warning(file, f"{what} dans le paragraphe « {_short(text)} »", expected)
    for what, expected in repeated_currencies(text):
        yield _warning(file, f"{what} dans le paragraphe « {_short(text)} »", expected)
    if "{" in text or "}" in text:
        for what, expected in _faults(paragraph, text):
            yield _problem(file, what, expected, text)
        yield from _split_tags(paragraph, text, file)


def _part_warnings(root: etree._Element, file: str) -> Iterator[Problem]:
    for what, expected in tagged_fields(root):
        yield _warning(file, what, expected)
    for look in _WARNINGS:
        for what, expected, text in _ended(look(root)):
            yield _warning(file, f"{what}{_place(text)}", expected)
    for control in root.iter(f"{W}sdt"):
        if next(control.iter(f"{W}dataBinding"), None) is not None and any(
            "{{" in (node.text or "") for node in control.iter(f"{W}t")
        ):
            what = "Une balise se trouve dans un contrôle lié à une propriété : Word remplacera la valeur"
            yield _warning(file, what, "la balise hors du contrôle de contenu")


def relation_problems(xml: bytes, file: str) -> Iterator[Problem]:
    """The faults of one part of relationships: what is fetched from elsewhere, and links that hold a tag."""
    for relation in etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True)):
        if relation.get("TargetMode") != "External":
            continue
        target = relation.get("Target", "")
        if re.search(r"\{\{|%7B%7B", target):
            yield _problem(
                file, "L'adresse d'un lien contient une balise : elle ne sera pas remplie", "un texte", target
            )
        elif _FETCHED.search(relation.get("Type", "")):
            what = f"Ce modèle va chercher un contenu ailleurs : « {target} »"
            yield _problem(file, what, "une image enregistrée dans le modèle", target)


def _faults(paragraph: etree._Element, text: str) -> Iterator[tuple[str, str]]:
    """(what, expected) for each fault of a paragraph's tags."""
    if leaves_a_tag_open(text) or _CLOSING.search(without_tags(text)):
        yield (
            "Balise non fermée, ou répartie sur plusieurs paragraphes,",
            "{{ champ }} ou {% … %} dans un seul paragraphe",
        )
    for tag in tags_of(text):
        if tag.startswith("{#"):
            continue
        if printed := _PRINTED_AWAY.match(tag):
            yield f"La balise {tag} ferait disparaître le texte autour d'elle", f"{{{{ {printed[1].strip()} }}}}"
        if found := _TYPOGRAPHY.search(_QUOTED.sub("", tag)):
            yield (
                f"Le signe « {found[0]} » de la balise {tag} n'y a pas sa place",
                "des apostrophes droites et des tirets simples",
            )
        if (statement := _STATEMENT.match(tag)) and statement[1] != statement[1].lower():
            yield f"Balise inconnue « {statement[1]} »", f"« {statement[1].lower()} », en minuscules"
        if _SAFE.search(tag):
            yield f"La balise {tag} laisserait les données changer le document", "la même sans « safe »"
    yield from _lost_texts(paragraph, text)


def _lost_texts(paragraph: etree._Element, text: str) -> Iterator[tuple[str, str]]:
    """{%p … %} removes its paragraph and {%tr … %} its row: the text beside it would be lost."""
    found = list(_REMOVING.finditer(text))
    if not found:
        return
    kind = next(group for group in found[0].groups() if group)
    holder = paragraph
    if kind in _CONTAINER:
        above = next((parent for parent in paragraph.iterancestors(_CONTAINER[kind])), None)
        if above is None:
            yield f"Balise « {kind} » hors d'un tableau", "cette balise dans un tableau"
            return
        holder = above
    whole = _text(holder) if holder is paragraph else "".join(_text(each) for each in holder.iter(f"{W}p"))
    rest = _REMOVING.sub("", whole).strip("{} \t\u00a0")
    if rest or len(_REMOVING.findall(whole)) > 1:
        lost = f"« {rest} »" if rest else "une balise"
        yield f"Le texte à côté de {found[0][0]} serait perdu ({lost})", f"cette balise seule dans {_WHOLE[kind]}"


def _split_tags(paragraph: etree._Element, text: str, file: str) -> Iterator[Problem]:
    """A tag whose marks are not all in the same format, only the first one's is kept; or that begins outside a link."""
    formats: list[str] = []
    holders: list[etree._Element | None] = []
    for node in paragraph.iter(f"{W}t"):
        run = node.getparent()
        properties = run.find(f"{W}rPr") if run is not None else None
        formats += ["" if properties is None else _look(properties)] * len(node.text or "")
        holders += [None if run is None else run.getparent()] * len(node.text or "")
    if len(formats) != len(text):
        return
    for start, end in tag_spans(text):
        tag = text[start:end]
        if holders[start] is not holders[end - 1] and not _REMOVING.match(tag):
            across = f"{tag} est à cheval sur le bord d'un lien ou d'un contrôle de contenu"
            yield _problem(file, across, "la balise entière dedans, ou entière dehors", text)
        elif len(set(formats[start:end])) > 1:
            what = f"La mise en forme change à l'intérieur de {tag} : seule celle du début sera gardée"
            yield _warning(
                file, f"{what}, dans le paragraphe « {_short(text)} »", "une balise d'une seule mise en forme"
            )


def _look(properties: etree._Element) -> str:
    """What is seen of a run's format: not its language, proofing or revision marks."""
    unseen = {f"{W}lang", f"{W}noProof", f"{W}rFonts"}
    return "".join(etree.tostring(child, encoding="unicode") for child in properties if child.tag not in unseen)


def settings_problems(settings: bytes, file: str) -> Iterator[Problem]:
    """What the document's settings bring with them."""
    for what, expected, _ in settings_faults(settings):
        yield _warning(file, what, expected)


def _problem(file: str, what: str, expected: str, text: str) -> Problem:
    return Problem(file=file, what=typeset(f"{what}{_place(text)}"), expected=typeset(expected), value=_short(text))


def _ended(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The same, without the comma before a place where there is no text to name it by."""
    return ((what if text.strip() else what.removesuffix(","), expected, text) for what, expected, text in faults)


def _place(text: str) -> str:
    return f" dans le paragraphe « {_short(text)} »" if text.strip() else ""


def _warning(file: str, what: str, expected: str) -> Problem:
    return Problem(file=file, what=typeset(what), expected=typeset(expected), severity=Severity.WARNING)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
