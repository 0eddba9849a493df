"""Sheets renamed in another program: every formula, name, chart and link of the package follows (N-68)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from relance_xl.books.closed.sheets.parts_xml import local

LONGEST: Final = 31
"""Characters of a sheet's name in Excel."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_PIECE: Final = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|'(?P<quoted>(?:[^']|'')+)'!"
    r"|(?<![\w.\]])(?P<plain>[^\W\d][\w.]*)!"
)
_PLAIN: Final = re.compile(r"[^\W\d_]+")
_FORMULAS: Final = frozenset(
    {"f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "lpstr"}
)
"""The elements that hold a formula: of a worksheet, of the workbook, of a table, of a chart, of the properties."""


def is_for_excel(name: str) -> bool:
    """Whether Excel takes it for the name of a sheet."""
    return 0 < len(name) <= LONGEST and _FORBIDDEN.search(name) is None


def following(formula: str, names: Mapping[str, str]) -> str:
    """The formula, in Excel's syntax, with the sheets called by their new names; `names`: old → new."""
    folded = {old.casefold(): new for old, new in names.items()}

    def piece(match: re.Match[str]) -> str:
        if match["text"]:
            return f'"#{following(match[0][2:-1], names)}"' if match[0].startswith('"#') else match[0]
        new = folded.get((match["quoted"] or match["plain"]).replace("''", "'").casefold())
        return match[0] if new is None else f"{quoted(new)}!"

    return _PIECE.sub(piece, formula)


def quoted(name: str) -> str:
    """The name as a formula writes it."""
    return name if _PLAIN.fullmatch(name) else "'{}'".format(name.replace("'", "''"))


def list_anew(root: etree._Element, names: Mapping[str, str]) -> None:
    """Give the sheets that the workbook lists their new names."""
    for element in root.iterfind("{*}sheets/{*}sheet"):
        element.set("name", names.get(element.get("name", ""), element.get("name", "")))


def follow(root: etree._Element, names: Mapping[str, str]) -> bool:
    """Have the formulas and links of a part follow; whether any did."""
    changed = False
    for element in root.iter("{*}*"):
        kind = local(element)
        if kind == "lpstr" and element.text and element.text in names:  # the properties of the file list them
            changed, element.text = True, names[element.text]
        elif kind in _FORMULAS and element.text and "!" in element.text:
            text = following(element.text, names)
            changed, element.text = changed or text != element.text, text
        elif kind == "hyperlink" and "!" in element.get("location", ""):
            target = following(element.get("location", ""), names)
            changed = changed or target != element.get("location")
            element.set("location", target)
    return changed
