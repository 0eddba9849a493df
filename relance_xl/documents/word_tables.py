"""Proof that the tables of a template keep their shape whatever the data: then docxtpl's repair can be left out.

docxtpl parses each letter again to give every table as many grid columns as its widest row has cells.
A table whose every row, written in the template, fills the grid exactly cannot need that.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >].*?</w:tc>", re.DOTALL)
_SPAN = re.compile(r'<w:gridSpan w:val="([^"]*)"')
_BLOCK = re.compile(r"\{%-?\s*(for|if|macro|call|filter|with|set|end\w+)\b[^%]*%\}|\0")
_TAG_BETWEEN_CELLS = re.compile(r"</w:tc>\s*\{[%{]|[%}]\}\s*<w:tc[ >]")
_INCLUDED = re.compile(r"\{%-?\s*(?:include|import|from|extends|block|raw)\b")


def tables_keep_their_shape(source: str) -> bool:
    """Whether each table of a patched body provably fills its grid, and always has a row."""
    if "<w:tbl" not in source:
        return True
    if _INCLUDED.search(source) or _has_nested_table(source) or source.count("<w:tbl>") != len(_TABLE.findall(source)):
        return False
    return all(_keeps_its_shape(table) for table in _TABLE.findall(source))


def _has_nested_table(source: str) -> bool:
    return any("<w:tbl>" in table[len("<w:tbl>") :] for table in _TABLE.findall(source))


def _keeps_its_shape(table: str) -> bool:
    columns = len(re.findall(r"<w:gridCol\b", table))
    rows = _ROW.findall(table)
    return _always_has_a_row(table) and all(_fills(row, columns) for row in rows)


def _fills(row: str, columns: int) -> bool:
    """Whether the cells written in a row, none of them conditional, span all the columns."""
    if _TAG_BETWEEN_CELLS.search(row):
        return False
    width = 0
    for cell in _CELL.findall(row):
        spans = _SPAN.findall(cell)
        if any(not span.isdecimal() for span in spans):
            return False
        width += int(spans[0]) if spans else 1
    return width == columns


def _always_has_a_row(table: str) -> bool:
    """Whether a row stands outside every condition and loop of the table."""
    depth = 0
    for token in _BLOCK.finditer(_ROW.sub("\0", table)):
        if token[0] == "\0":
            if depth == 0:
                return True
        elif token[1].startswith("end"):
            depth -= 1
        elif token[1] != "set":
            depth += 1
    return False
