"""The sheet that goes before a print run: who receives which letter, and the number of each registered letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.sandbox.environment import clean_text

_PAGE = re.compile(r"<w:(?:pgSz|pgMar)\b[^>]*/>")
_TITLES = ("", "Client", "Nom", "Factures", "Total", "N° de recommandé")
_WIDTHS = (450, 1250, 2850, 1100, 1900, 2088)  # twentieths of a point
_RIGHT = frozenset({0, 3, 4})
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def summary_sheet(contexts: Sequence[Mapping[str, Any]], body: str) -> str:
    """The XML of a section listing the letters of these contexts; `body` is the template's, for the size of its page.

    The number of a registered letter that is not known yet leaves room to stick or write it.
    """
    first = contexts[0]
    title = f"Tirage du {FRENCH.long_date(first['date'])} – niveau {first['niveau']['numero']}"
    count = f"{len(contexts)} {FRENCH.plural(len(contexts), 'lettre')}"
    setup = "".join(_PAGE.findall(body)[:2])
    return "".join(
        (
            _paragraph(title, size=28, bold=True),
            _paragraph(count, size=20),
            _table(_row(rank, context) for rank, context in enumerate(contexts, 1)),
            f"<w:p><w:pPr><w:sectPr>{setup}</w:sectPr></w:pPr></w:p>",
        )
    )


def _row(rank: int, context: Mapping[str, Any]) -> tuple[str, ...]:
    """One letter's row, in French even for a letter in another language: the sheet is the accountant's."""
    client = context["client"]
    sums = context["totaux"]
    total = FRENCH.listed([FRENCH.money(each["reclame"], each["devise"]) for each in sums])
    return (str(rank), client["code"], client["nom"], str(context["nombre"]), total, context["recommande"])


def _table(rows: Iterable[Sequence[str]]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_table_row(_TITLES, header=True)}{''.join(map(_table_row, rows))}</w:tbl>"
    )


def _table_row(texts: Sequence[str], *, header: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(text, size=18, bold=header, right=column in _RIGHT)}</w:tc>"
        for column, (text, width) in enumerate(zip(texts, _WIDTHS, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def _paragraph(text: str, *, size: int, bold: bool = False, right: bool = False) -> str:
    """A paragraph in half-points, without any style of the template."""
    side = '<w:jc w:val="right"/>' if right else ""
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    return (
        f'<w:p><w:pPr><w:spacing w:before="40" w:after="40"/>{side}</w:pPr><w:r><w:rPr>{look}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(clean_text(text))}</w:t></w:r></w:p>'
    )
