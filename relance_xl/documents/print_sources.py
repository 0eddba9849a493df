"""A template's body re-written so that many letters can stand in one document without touching one another.

Each function takes and gives the XML of a part as patched by docxtpl, a Jinja source.  The variable `NUMBER` is the
letter's rank in the print run, counted from 0; `LAST` is true for the last one.
"""

from __future__ import annotations

import re

NUMBER = "_lettre"
LAST = "_derniere"
LISTS = "_listes"
END_OF_LETTER = "fin_de_lettre_"
NOTES_A_LETTER = 1000

_REVISION_MARKS = re.compile(r' (?:w14:paraId|w14:textId|w:rsid\w*)="[0-9A-Fa-f]*"')
_CONTROL_ID = re.compile(r'(<w:sdtPr>(?:(?!</w:sdtPr>).)*?)<w:id w:val="-?\d+"\s*/>', re.DOTALL)
_BOOKMARK = re.compile(r'<w:bookmarkStart [^>]*?w:name="([^"]+)"')
_BOOKMARK_ID = re.compile(r'(<w:bookmark(?:Start|End) [^>]*?w:id=")(\d+)"')
_BOOKMARK_NAME = re.compile(r'(<w:bookmarkStart [^>]*?w:name=")([^"]+)"')
_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_NUMBERED = re.compile(r'<w:numId w:val="(\d+)"\s*/>')
_STYLED = re.compile(r'<w:pStyle w:val="([^"]+)"\s*/>')
_BEFORE_NUMBERING = re.compile(
    r"<w:(?:suppressLineNumbers|pBdr|shd|tabs|suppressAutoHyphens|kinsoku|wordWrap|overflowPunct|topLinePunct|autoSpaceDE|"
    r"autoSpaceDN|bidi|adjustRightInd|snapToGrid|spacing|ind|contextualSpacing|mirrorIndents|suppressOverlap|jc|"
    r"textDirection|textAlignment|textboxTightWrap|outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)\b|</w:pPr>"
)
_SIMPLE_COUNT = re.compile(r'(<w:fldSimple w:instr="\s*)NUMPAGES\b([^"]*"[^>]*>)(.*?)</w:fldSimple>', re.DOTALL)
_COMPLEX_COUNT = re.compile(
    r"(<w:instrText[^>]*>\s*)NUMPAGES\b([^<]*</w:instrText>(?:(?!fldCharType).)*?"
    r'<w:fldChar w:fldCharType="separate"\s*/>\s*</w:r>)((?:(?!fldCharType).)*?)'
    r'(<w:r(?: [^>]*)?>(?:(?!</w:r>).)*?<w:fldChar w:fldCharType="end")',
    re.DOTALL,
)
_COUNT = re.compile(r"\bNUMPAGES\b")
_NOTE_REFERENCE = re.compile(r'(<w:(?:foot|end)noteReference\b[^>]*?w:id=")(\d+)"')
_NOTE = re.compile(r"<w:(?:foot|end)note (?:(?!w:type=)[^>])*>.*?</w:(?:foot|end)note>", re.DOTALL)
_NOTE_ID = re.compile(r'(<w:(?:foot|end)note [^>]*?w:id=")(\d+)"')


def without_revision_marks(source: str) -> str:
    """No rsid, paraId or content control id: they must not stand twice, and weigh more than the text."""
    return _CONTROL_ID.sub(r"\1", _REVISION_MARKS.sub("", source))


def with_own_bookmarks(source: str) -> str:
    """Bookmarks with an identifier and a name for each letter, and the fields that point to them."""
    names = list(dict.fromkeys(_BOOKMARK.findall(source)))
    if not names:
        return source
    step = max(int(number) for _, number in _BOOKMARK_ID.findall(source)) + 1
    source = _BOOKMARK_ID.sub(lambda found: f'{found[1]}{{{{ {NUMBER} * {step} + {found[2]} }}}}"', source)
    source = _BOOKMARK_NAME.sub(rf'\1\2_{{{{ {NUMBER} }}}}"', source)
    for name in names:
        pointing = rf'((?:<w:instrText[^>]*>|w:instr=")\s*(?:REF|PAGEREF|HYPERLINK\s+\\l) "?){re.escape(name)}\b'
        source = re.sub(pointing, rf"\1{name}_{{{{ {NUMBER} }}}}", source)
        source = source.replace(f'w:anchor="{name}"', f'w:anchor="{name}_{{{{ {NUMBER} }}}}"')
    return source


def with_own_lists(source: str, direct: dict[str, int], styled: dict[str, int]) -> str:
    """Numbered lists that start again at each letter.

    `direct` and `styled` give the rank, among the letter's lists, of a `w:numId` and of a numbered paragraph style.
    """

    def restarted(found: re.Match[str]) -> str:
        properties = found[0]
        if number := _NUMBERED.search(properties):
            rank = direct.get(number[1])
            own = f'<w:numId w:val="{{{{ {LISTS} + {rank} }}}}"/>'
            return properties if rank is None else properties.replace(number[0], own)
        style = _STYLED.search(properties)
        rank = styled.get(style[1]) if style else None
        if rank is None:
            return properties
        place = _BEFORE_NUMBERING.search(properties)
        at = place.start() if place else len(properties)
        own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{{{{ {LISTS} + {rank} }}}}"/></w:numPr>'
        return properties[:at] + own + properties[at:]

    return _PROPERTIES.sub(restarted, source) if direct or styled else source


def with_own_note_references(source: str) -> str:
    """References to the letter's own footnotes and endnotes."""
    return _NOTE_REFERENCE.sub(_own_note, source)


def own_notes(source: str) -> tuple[str, str, str]:
    """What stands before the notes in their part, the notes of one letter, and what stands after."""
    notes = list(_NOTE.finditer(source))
    if not notes:
        return source, "", ""
    start, end = notes[0].start(), notes[-1].end()
    return source[:start], _NOTE_ID.sub(_own_note, source[start:end]), source[end:]


def with_own_page_count(source: str) -> str:
    """« page x / y » where y counts the letter's pages.

    Word computes SECTIONPAGES; LibreOffice shows a field it does not know by its content, which here is a reference
    to the page of the letter's end.
    """
    content = f'<w:fldSimple w:instr=" PAGEREF {END_OF_LETTER}{{{{ {NUMBER} }}}} ">'
    source = _SIMPLE_COUNT.sub(rf"\1SECTIONPAGES\2{content}\3</w:fldSimple></w:fldSimple>", source)
    source = _COMPLEX_COUNT.sub(rf"\1SECTIONPAGES\2{content}\3</w:fldSimple>\4", source)
    return _COUNT.sub("SECTIONPAGES", source)


def counts_pages(source: str) -> bool:
    """Whether the part prints a number of pages."""
    return bool(_COUNT.search(source))


def _own_note(found: re.Match[str]) -> str:
    return f'{found[1]}{{{{ {NUMBER} * {NOTES_A_LETTER} + {found[2]} }}}}"'
