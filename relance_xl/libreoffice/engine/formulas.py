"""Formulas between Excel's English syntax and the one LibreOffice's programming interface takes.

Excel: `=IF(Clients!A1>0,"a,b",{1,2;3,4})`, `=[@Montant]`; Calc: `=IF($Clients.A1>0;"a,b";{1;2|3;4})`,
`=tFactures[[#This Row];[Montant]]`.  Texts between quotes are never touched.
"""

from __future__ import annotations

import re

_PIECE = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<braces>\{[^{}]*\})"
    r"|(?P<this>\[@(?:\[(?P<long>[^\[\]]+)\]|(?P<short>[^\[\]]+))\])"
    r"|(?P<quoted>'(?:[^']|'')+')(?P<bang>!)?"
    r"|(?P<sheet>[^\W\d][\w.]*)!"
    r"|(?P<comma>,)"
)
_BACK = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<braces>\{[^{}]*\})"
    r"|(?P<ref>\$?(?P<sheet>'(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Za-z]+\$?\d))"
    r"|(?P<semicolon>;)"
)


def to_calc(formula: str, table: str = "") -> str:
    """The formula as Calc takes it; `table` is the table whose row `[@Column]` means."""
    return _PIECE.sub(lambda match: _calc_piece(match, table), formula)


def _calc_piece(match: re.Match[str], table: str) -> str:
    if match["text"]:
        return match[0]
    if match["braces"]:
        return match[0].replace(";", "|").replace(",", ";")
    if match["this"]:
        return f"{table}[[#This Row];[{match['long'] or match['short']}]]"
    if match["quoted"]:
        return f"${match['quoted']}." if match["bang"] else match[0]
    return f"${match['sheet']}." if match["sheet"] else ";"


def from_calc(formula: str) -> str:
    """The formula as Excel writes it."""
    return _BACK.sub(_excel_piece, formula)


def _excel_piece(match: re.Match[str]) -> str:
    if match["text"]:
        return match[0]
    if match["braces"]:
        return match[0].replace(";", ",").replace("|", ";")
    return f"{match['sheet']}!" if match["ref"] else ","
