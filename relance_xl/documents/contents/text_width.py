"""How wide a text is in the letters' own face, without the face itself: for what must not be broken by surprise.

The advance widths are Arial's (Helvetica's and Liberation Sans's are the same), in thousandths of the size.  An accent
adds nothing to its letter.
"""

from __future__ import annotations

import unicodedata

_WIDTHS = {
    191: "'",
    222: "ijlł’‘",
    260: "|",
    278: " \u00a0!,./:;I[\\]ftıïîìíľ·",
    333: "()-`r“”\u2011",
    334: "{}",
    355: '"',
    375: "ť",
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopquŁðþ«»–€",
    584: "+<=>~\u2212",
    611: "FTZßøď",
    667: "&ABEKPSVXYÞ",
    722: "CDHNRUwÐ",
    737: "©®",
    778: "GOQØ",
    833: "Mm",
    889: "%æ",
    944: "Wœ",
    1000: "ÆŒ—…",
    1015: "@",
}
_OF_MARK = {mark: width for width, marks in _WIDTHS.items() for mark in marks}
_WIDEST = 1000
"""For a mark that is not listed: no text is ever thought narrower than it is."""


def text_width(text: str, size: float) -> float:
    """The width of one line of text, in points, at a size in points; never less than what is printed."""
    return sum(map(_advance, text)) * size / 1000


def _advance(mark: str) -> int:
    if mark in _OF_MARK:
        return _OF_MARK[mark]
    if unicodedata.combining(mark):
        return 0
    return _OF_MARK.get(unicodedata.normalize("NFD", mark)[0], _WIDEST)
