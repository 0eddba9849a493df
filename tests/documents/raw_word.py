"""Word documents written part by part, for templates that python-docx would not make."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE.rstrip("/"),
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708"'
    ' w:footer="708" w:gutter="0"/>'
)
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans"/><w:sz w:val="22"/>'
    '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
)


@dataclass(frozen=True, kw_only=True)
class RawWord:
    """A document: its body, and the parts it is related to by (kind, file name, root element, what the root holds)."""

    body: str
    setup: str = f"<w:sectPr>{PAGE}</w:sectPr>"
    styles: str = ""
    numbering: str = ""
    title: str = ""
    parts: tuple[tuple[str, str, str, str, str], ...] = ()
    others: Mapping[str, bytes] = field(default_factory=dict)
    document: str = "word/document.xml"

    def save(self, path: Path) -> Path:
        """Write the document."""
        folder = posixpath.dirname(self.document)
        main = f"{DECLARATION}<w:document {SPACES}><w:body>{self.body}{self.setup}</w:body></w:document>"
        members: dict[str, bytes] = {self.document: main.encode(), **self.others}
        types = [(self.document, f"{WORD_TYPE}document.main+xml")]
        relations: list[tuple[str, str, str]] = []
        parts = [("rIdStyles", "styles", "styles.xml", "styles", f"{STYLES}{self.styles}"), *self.parts]
        if self.numbering:
            parts.append(("rIdNumbering", "numbering", "numbering.xml", "numbering", self.numbering))
        for identifier, kind, file, root, inside in parts:
            name = f"{folder}/{file}"
            members[name] = f"{DECLARATION}<w:{root} {SPACES}>{inside}</w:{root}>".encode()
            types.append((name, f"{WORD_TYPE}{kind}+xml"))
            relations.append((identifier, f"{OFFICE}{kind}", file))
        members[f"{folder}/_rels/{posixpath.basename(self.document)}.rels"] = _relations(relations)
        top = [("rId1", f"{OFFICE}officeDocument", self.document)]
        if self.title:
            members["docProps/core.xml"] = _core(self.title)
            types.append(("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
            kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
            top.append(("rId2", kind, "docProps/core.xml"))
        members["_rels/.rels"] = _relations(top)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", _types(types))
            for name, data in members.items():
                package.writestr(name, data)
        return path


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of texts, and of runs given as XML."""
    inside = "".join(run if run.startswith("<") else text(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def text(words: str) -> str:
    """One run."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def setup(inside: str = "", references: str = "") -> str:
    """The set-up of a section."""
    return f"<w:sectPr>{references}{PAGE}{inside}</w:sectPr>"


def field_of(code: str, shown: str = "x") -> str:
    """A field made of several runs; « | » parts the code into two of them."""
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in code.split("|"))
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{codes}{marks[1]}{text(shown)}{marks[2]}"


def bookmark(number: int, name: str, words: str) -> str:
    """A bookmark around a text."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{text(words)}<w:bookmarkEnd w:id="{number}"/>'


def level(rank: int, form: str, shown: str, start: int = 1, inside: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{inside}<w:lvlText w:val="{shown}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
    )


def definition(number: int, *levels: str, before: str = "") -> str:
    """The definition of a list."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{before}{"".join(levels)}'
        "</w:abstractNum>"
    )


def a_list(number: int, of: int = 0, overrides: str = "") -> str:
    """A list of a definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def numbered(number: int, rank: int = 0) -> str:
    """The properties of a paragraph of a list."""
    return f'<w:numPr><w:ilvl w:val="{rank}"/><w:numId w:val="{number}"/></w:numPr>'


def style(name: str, properties: str, based: str = "Normal", kind: str = "paragraph") -> str:
    """A style."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def notes(kind: str, words: str) -> str:
    """What a part of notes holds: its separators and one note."""
    marks = {"separator": 0, "continuationSeparator": 1}
    separators = "".join(
        f'<w:{kind} w:type="{mark}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:{kind}>'
        for mark, number in marks.items()
    )
    return f'{separators}<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{text(words)}</w:p></w:{kind}>'


def _relations(relations: list[tuple[str, str, str]]) -> bytes:
    inside = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>' for identifier, kind, target in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{DECLARATION}<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def _types(types: list[tuple[str, str]]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/>{overrides}</Types>'
    )


def _core(title: str) -> bytes:
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
    ).encode()
