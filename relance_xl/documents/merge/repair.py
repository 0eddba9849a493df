"""docxtpl's own parsing of a part, letter by letter, where a template may need it: tables and drawings put right."""

from __future__ import annotations

import re
from html import unescape

from jinja2 import Environment
from lxml import etree

from relance_xl.documents.merge.parts import BODY, TemplateFile
from relance_xl.documents.word.drawings import FIRST_DRAWING, all_can_be_numbered
from relance_xl.documents.word.skeleton import makes_xml, skeleton, tree_of
from relance_xl.documents.word.tables import tables_keep_their_shape
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

_PARSED = (BODY, "<w:hdr", "<w:ftr")
_PARAGRAPH = re.compile(r"<w:p[ >]")
_MARKUP = re.compile(r"<[^>]*>?")
_SHOWN = 120
_BODY_START = re.compile(r"^<w:body[^>]*>")


class LetterRepair:
    """What docxtpl does to each letter of one template once Jinja has filled it in."""

    def __init__(self, file: TemplateFile, name: str, environment: Environment) -> None:
        """`name` is the template's, for the faults."""
        self._file, self._name, self._environment = file, name, environment

    def is_needed(self, source: str, *, body: bool) -> bool:
        """Whether docxtpl's parsing of a part could change or refuse a letter; `numbered_drawings` does the rest."""
        if not source.startswith(_PARSED):
            return False
        if body and not all_can_be_numbered(source):
            return True
        if "{%" not in source and "|" not in source and not (body and "tbl" in source):
            return False
        outline = skeleton(source.replace(BODY, self._file.opening, 1), self._environment)
        tree = None if outline is None else tree_of(outline)
        return tree is None or not makes_xml(tree) or (body and not tables_keep_their_shape(tree))

    def repaired(self, text: str, *, body: bool) -> str:
        """The XML that was parsed; in the body, tables and drawings put right by docxtpl's own steps.

        DataError where docxtpl would drop text without a word, and where it fails.
        """
        opened = text.replace(BODY, self._file.opening, 1)
        docx = self._file.docx
        try:
            etree.fromstring(opened)
            if not body:
                return text
            tree = docx.fix_tables(opened)
        except etree.XMLSyntaxError as error:
            said = f"Les balises ne laissent pas le texte entier{_place(opened, error)}"
            raise DataError(self._broken(said)) from error
        except (TypeError, ValueError) as error:
            raise DataError(self._broken("Un tableau ne peut pas prendre ses colonnes")) from error
        docx.docx_ids_index = FIRST_DRAWING - 1
        docx.fix_docpr_ids(tree)
        return _BODY_START.sub(BODY, etree.tostring(tree, encoding="unicode"), count=1)

    def _broken(self, what: str) -> Problem:
        return Problem(
            file=self._name,
            what=typeset(what),
            expected=typeset(
                "des balises {% … %} et {% end… %} dans la même cellule ou de la même sorte, sans « safe » ; "
                "une largeur pour chaque colonne, un nombre dans « colspan »"
            ),
        )


def _place(text: str, error: etree.XMLSyntaxError) -> str:
    """The paragraph where the parser stopped, or the last one before it that says something."""
    line, column = error.position
    lines = text.split("\n")
    before = "\n".join((*lines[: line - 1], lines[line - 1][:column])) if 0 < line <= len(lines) else ""
    said = [unescape(_MARKUP.sub("", each)).strip() for each in _PARAGRAPH.split(before)]
    found = next((each for each in reversed(said) if each), "")
    return f" dans le paragraphe « {found[:_SHOWN]} »" if found else ""
