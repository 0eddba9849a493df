"""What went wrong in a template, said in French, with the paragraph it stands in."""

from __future__ import annotations

import difflib
import re
import traceback
from decimal import DivisionByZero
from html import unescape

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS

from relance_xl.documents.sandbox.limits import Refusal
from relance_xl.documents.sandbox.quick_environment import RECURSIVE, TOO_INTRICATE
from relance_xl.documents.sandbox.reach import INSTEAD
from relance_xl.documents.templates.fields import FIELDS, FILTERS
from relance_xl.domain.wording import folded, typeset
from relance_xl.problems import Problem

_PARAGRAPH = re.compile(r"<w:p([ >])")
_MARKUP = re.compile(r"<[^>]+>")
_UNDEFINED = re.compile(r"^'(?P<name>[^']*)' is undefined$|has no attribute '(?P<attribute>[^']*)'$")
_UNKNOWN_TAG = re.compile(r"unknown tag '([^']*)'")
_OF_A_WHOLE = re.compile(r"(p|tr|tc)(if|elif|else|endif|for|endfor)?")
"""What is glued to the « {% » of a paragraph or of a row, and to nothing else: written « {% p if » or « {%pif »."""
_UNKNOWN_FILTER = re.compile(r"No filter named '([^']*)'")
_WELL_WRITTEN = "des balises comme {{ champ }} et {% if champ %} … {% endif %}"
_SYNTAX = tuple(
    (re.compile(pattern), said, expected)
    for pattern, said, expected in (
        (r"innermost block that needs to be closed is '(\w+)'", r"Balise mal écrite : {% \1 … %} n'est pas fermé",
         r"{% end\1 %} plus loin"),
        (r"unexpected char '(.*?)' at", r"Balise mal écrite : le signe « \1 » n'y a pas sa place", _WELL_WRITTEN),
        (r"^expected token .*, got '(.*)'$", r"Balise mal écrite : « \1 » n'y a pas sa place", _WELL_WRITTEN),
        (r"^unexpected '(.*)'", r"Balise mal écrite : « \1 » n'y a pas sa place", _WELL_WRITTEN),
        (r"^unexpected end of template", "Balise mal écrite : elle n'est pas fermée", _WELL_WRITTEN),
        (r"Missing end of comment tag", "Balise mal écrite : un commentaire {# n'est pas fermé", "#} à la fin"),
        (r"Missing end of raw directive", "Balise mal écrite : {% raw %} n'est pas fermé", "{% endraw %} plus loin"),
        (r"cannot assign attribute", "Balise mal écrite : set ne peut pas changer ce champ", "{% set nom = … %}"),
        (r"No test named '(.*?)'", r"Balise mal écrite : « is \1 » est inconnu", "une comparaison, ou « is defined »"),
        (re.escape(TOO_INTRICATE), "Des balises trop imbriquées, ou un nombre trop long", "un modèle plus simple"),
        (re.escape(RECURSIVE), "Une boucle « recursive » n'est pas permise dans un modèle", "une boucle ordinaire"),
    )
)  # fmt: skip
_VALUE_FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "division par zéro"),
    (DivisionByZero, "division par zéro"),
    (RecursionError, "une macro s'appelle elle-même sans fin"),
    (MemoryError, "elle demande trop de mémoire"),
    (OverflowError, "le nombre est trop grand"),
    (TypeError, "ce filtre ou ce calcul ne convient pas à la valeur"),
    (ArithmeticError, "ce filtre ou ce calcul ne convient pas à la valeur"),
    (ValueError, "ce filtre ou ce calcul ne convient pas à la valeur"),
    (AttributeError, "ce filtre ou ce calcul ne convient pas à la valeur"),
    (LookupError, "un élément est absent"),
)
_PROPERTY_NAMES = {
    "author": "Auteur", "comments": "Commentaires", "identifier": "Identifiant", "language": "Langue",
    "subject": "Objet", "title": "Titre",
}  # fmt: skip
_SHOWN = 120
_CALLED = "ce fichier dans le dossier des modèles (« relance-xl reparer » y remet ceux d'origine)"
_TEMPLATE_FRAME = "<template>"


def located(source: str) -> str:
    """The source with one line a paragraph, so that a line number finds the paragraph."""
    return _PARAGRAPH.sub(r"\n<w:p\1", source)


def paragraph_at(source: str, line: int) -> str:
    """The text of the paragraph that stands in a line of the `located` source, shortened."""
    lines = located(source).split("\n")
    text = unescape(_MARKUP.sub("", lines[line - 1])).strip() if 0 < line <= len(lines) else ""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def template_problem(error: Exception, file: str, source: str) -> Problem:
    """The error of a template compiled or merged from its `located` source."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    paragraph = paragraph_at(source, line)
    place = f" dans le paragraphe « {paragraph} »" if paragraph else ""
    what, expected = _said(error)
    return Problem(file=file, what=typeset(f"{what}{place}"), expected=typeset(expected), value=paragraph)


def nearest(name: str, known: list[str]) -> str:
    """« client.nom » for « clinet.nom »; "" when nothing looks like it."""
    plain = {folded(each): each for each in known}
    close = difflib.get_close_matches(folded(name), plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


def property_problem(error: Exception, file: str, name: str, text: str) -> Problem:
    """The error of a tagged property of the document, as its title."""
    what, expected = _said(error)
    return Problem(file=file, what=typeset(f"{what} {property_place(name)}"), expected=typeset(expected), value=text)


def property_place(name: str) -> str:
    """« dans la propriété « Titre » du document », for the property named `title` in the library."""
    return f"dans la propriété « {_PROPERTY_NAMES.get(name, name)} » du document (Fichier, Informations)"


def _line_of(error: Exception) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE_FRAME]
    return frames[-1].lineno or 0 if frames else 0


def _said(error: Exception) -> tuple[str, str]:
    message = str(error)
    if isinstance(error, Refusal):
        return error.what, error.expected
    if isinstance(error, SecurityError):
        return "Balise interdite : elle sort des champs de la lettre", "un champ ou un filtre de la liste"
    if isinstance(error, UndefinedError):
        return _undefined(message)
    if isinstance(error, TemplateNotFound):  # a LookupError too
        return f"Ce modèle en appelle un autre, « {error.name} », absent de son dossier", _CALLED
    if isinstance(error, TemplateError):
        return _badly_written(message)
    if found := next((said for kind, said in _VALUE_FAULTS if isinstance(error, kind)), None):
        return f"Valeur impossible à imprimer : {found}", "un filtre qui convient au champ"
    return "Valeur impossible à imprimer", "un filtre qui convient au champ"


def _undefined(message: str) -> tuple[str, str]:
    found = _UNDEFINED.search(message)
    if found is None:
        return "Élément absent d'une liste dans certaines lettres", "{% if … %} autour de cet élément, ou une boucle"
    return _unknown_field(found["name"] or found["attribute"], of_nothing=message.startswith("'None'"))


def _unknown_field(name: str, *, of_nothing: bool) -> tuple[str, str]:
    leaves = sorted({field.replace("[]", "").split(".")[-1] for field in FIELDS})
    if name in leaves or of_nothing:
        return f"Champ « {name} » absent de certaines lettres", "{% if … %} autour de ce champ"
    close = nearest(name, leaves)
    return f"Champ inconnu « {name} »", f"« {close} »" if close else "un champ de la liste des champs"


def _badly_written(message: str) -> tuple[str, str]:
    """What the compiler says, in French."""
    if found := _UNKNOWN_FILTER.search(message):
        return unknown_filter(found[1])
    if found := _UNKNOWN_TAG.search(message):
        return _unknown_tag(found[1])
    for pattern, said, expected in _SYNTAX:
        if found := pattern.search(message):
            return found.expand(said), found.expand(expected)
    return "Balise mal écrite", _WELL_WRITTEN


def unknown_filter(name: str) -> tuple[str, str]:
    """What is wrong with a filter that templates have not, and what to use instead."""
    if name in JINJA_FILTERS:
        return f"Le filtre « {name} » n'est pas permis dans un modèle", INSTEAD.get(
            name, f"l'un de : {', '.join(FILTERS)}"
        )
    close = nearest(name, list(FILTERS))
    return f"Filtre inconnu « {name} »", f"« {close} »" if close else f"l'un de : {', '.join(FILTERS)}"


def _unknown_tag(name: str) -> tuple[str, str]:
    if name != name.lower():
        return f"Balise inconnue « {name} »", f"« {name.lower()} », en minuscules"
    if name in {"tr", "tc"}:
        return f"Balise « {name} » hors d'un tableau", "cette balise dans une ligne de tableau"
    if found := _OF_A_WHOLE.fullmatch(name):
        whole, word = found[1], found[2] or "if"
        return (
            f"Balise mal écrite « {name} »",
            f"{{%{whole} {word} … %}} : « {whole} » collé à « {{% », puis une espace ordinaire",
        )
    return f"Balise inconnue ou mal placée « {name} »", "if, elif, else, endif, for ou endfor"
