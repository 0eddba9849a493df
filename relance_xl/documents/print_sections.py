"""The page set-up that ends each letter of a print run (`w:sectPr`)."""

from __future__ import annotations

import re

from relance_xl.documents.print_sources import END_OF_LETTER, LAST, NUMBER

_SECTION = re.compile(r"<w:sectPr\b[^>]*?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_REFERENCE = re.compile(r'(<w:(?:header|footer)Reference\b[^>]*?r:id=")([^"]+)"')
_LAST_PARAGRAPH = re.compile(r"<w:p(?: [^>/]*)?>(?:(?!<w:p[ >/]).)*?</w:p>\s*$", re.DOTALL)
_CHILDREN = (  # in the schema's order
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
    "printerSettings",
)
_CARRIER = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{}</w:pPr>{}</w:p>'
_END_MARK_ID = 1_000_000


def letter_body(source: str, parts: set[str], *, duplex: bool, notes: bool) -> str:
    """The body of one letter of a run, from the template's `<w:body>…</w:body>`.

    A letter that another one follows carries its set-up in its last paragraph, the last one (`LAST`) at its end.

    `parts` are the relationships of the headers and footers made for each letter; in the result each is a variable
    (`reference_variable`).  Pages start again at 1, on a right-hand page when `duplex`.
    """
    if not _SECTION.search(source):
        source = source.replace("</w:body>", "<w:sectPr/></w:body>")
    sections = list(_SECTION.finditer(source))
    first, last = sections[0], sections[-1]
    head, setup = source[: last.start()], last[0]
    opened = _opening(first[0], duplex=duplex, notes=notes)
    if first is last:
        setup = opened
    else:
        head = head[: first.start()] + opened + head[first.end() :]
    head, setup = (_REFERENCE.sub(lambda found: _variable(found, parts), piece) for piece in (head, setup))
    end_mark = (
        f'<w:bookmarkStart w:id="{{{{ {NUMBER} + {_END_MARK_ID} }}}}" w:name="{END_OF_LETTER}{{{{ {NUMBER} }}}}"/>'
        f'<w:bookmarkEnd w:id="{{{{ {NUMBER} + {_END_MARK_ID} }}}}"/>'
    )
    carried, ended = f"{{% if not {LAST} %}}{setup}{{% endif %}}", f"{{% if {LAST} %}}{setup}{{% endif %}}"
    return f"{_carrying(head, carried, end_mark)}{ended}</w:body>"


def reference_variable(relationship: str) -> str:
    """The name of the template's variable that gives a letter's own header or footer."""
    return f"_partie_{relationship}"


def _variable(found: re.Match[str], parts: set[str]) -> str:
    return f'{found[1]}{{{{ {reference_variable(found[2])} }}}}"' if found[2] in parts else found[0]


def _opening(section: str, *, duplex: bool, notes: bool) -> str:
    """The set-up of the letter's first section: a new page, numbered 1."""
    section = _with_child(section, "type", f'<w:type w:val="{"oddPage" if duplex else "nextPage"}"/>')
    section = _with_child(section, "pgNumType", '<w:pgNumType w:start="1"/>')
    if notes and "<w:footnotePr" not in section:
        restart = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
        section = _with_child(section, "footnotePr", restart)
    return section


def _with_child(section: str, name: str, child: str) -> str:
    """The section with this child in its place, instead of the one it had."""
    section = re.sub(rf"<w:{name}\b[^>]*?(?:/>|>.*?</w:{name}>)", "", section, flags=re.DOTALL)
    if section.endswith("/>") and "</w:sectPr>" not in section:
        section = f"{section[:-2]}></w:sectPr>"
    following = "|".join(_CHILDREN[_CHILDREN.index(name) + 1 :])
    place = re.search(rf"<w:(?:{following})\b", section)
    at = place.start() if place else section.rindex("</w:sectPr>")
    return section[:at] + child + section[at:]


def _carrying(head: str, setup: str, end_mark: str) -> str:
    """The body's content whose last paragraph carries the set-up; a paragraph of one point when it cannot."""
    last = _LAST_PARAGRAPH.search(head)
    if last is None or "<w:pPrChange" in last[0]:
        return head + _CARRIER.format(setup, end_mark)
    paragraph = last[0].rstrip()
    if "<w:pPr>" in paragraph:
        paragraph = paragraph.replace("</w:pPr>", f"{setup}</w:pPr>", 1)
    else:
        start = paragraph.index(">") + 1
        paragraph = f"{paragraph[:start]}<w:pPr>{setup}</w:pPr>{paragraph[start:]}"
    return head[: last.start()] + paragraph.removesuffix("</w:p>") + end_mark + "</w:p>"
