"""What went wrong in a template, said in French, with the paragraph it stands in."""

from __future__ import annotations

import difflib
import re
import traceback
from html import unescape
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from relance_xl.documents.fields import FIELDS, FILTERS
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

_PARAGRAPH = re.compile(r"<w:p([ >])")
_MARKUP = re.compile(r"<[^>]+>")
_UNDEFINED = re.compile(r"^'(?P<name>[^']*)' is undefined$|has no attribute '(?P<attribute>[^']*)'$")
_UNKNOWN_TAG = re.compile(r"unknown tag '([^']*)'")
_UNKNOWN_FILTER = re.compile(r"No filter named '([^']*)'")
_SHOWN = 120
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
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return close[0] if close else ""


def unreadable(path: Path, error: Exception) -> Problem:
    """A template that is no Word document."""
    return Problem(
        file=path.name,
        what=f"Ce modèle ne peut pas être lu ({error})",
        expected="un document Word (.docx) que Word ouvre sans le réparer",
    )


def _line_of(error: Exception) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE_FRAME]
    return frames[-1].lineno or 0 if frames else 0


def _said(error: Exception) -> tuple[str, str]:
    message = str(error)
    if isinstance(error, SecurityError):
        return "Balise interdite : elle sort des champs de la lettre", "un champ ou un filtre de la liste"
    if isinstance(error, UndefinedError) and (found := _UNDEFINED.search(message)):
        return _unknown_field(found["name"] or found["attribute"])
    if found := _UNKNOWN_FILTER.search(message):
        close = nearest(found[1], list(FILTERS))
        return f"Filtre inconnu « {found[1]} »", f"« {close} »" if close else f"l'un de : {', '.join(FILTERS)}"
    if found := _UNKNOWN_TAG.search(message):
        return _unknown_tag(found[1])
    if isinstance(error, TemplateError):
        return f"Balise mal écrite ({message})", "des balises comme {{ champ }} et {% if champ %} … {% endif %}"
    return f"Valeur impossible à imprimer ({message})", "un filtre qui convient au champ"


def _unknown_field(name: str) -> tuple[str, str]:
    leaves = sorted({field.replace("[]", "").split(".")[-1] for field in FIELDS})
    if name in leaves:
        return f"Champ « {name} » absent de certaines lettres", "{% if … %} autour de ce champ"
    close = nearest(name, leaves)
    return f"Champ inconnu « {name} »", f"« {close} »" if close else "un champ de la liste des champs"


def _unknown_tag(name: str) -> tuple[str, str]:
    if name != name.lower():
        return f"Balise inconnue « {name} »", f"« {name.lower()} », en minuscules"
    if name in {"tr", "tc"}:
        return f"Balise « {name} » hors d'un tableau", "cette balise dans une ligne de tableau"
    return f"Balise inconnue ou mal placée « {name} »", "if, elif, else, endif, for ou endfor"
