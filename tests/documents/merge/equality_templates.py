"""Templates for each thing that docxtpl can do, and for what could part our letters from its own; data to try them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
_PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A template written by hand.

    Attributes:
        margins: the headers and footers, « header1 » and the like, by their XML.
        notes: the footnotes and endnotes parts, whole.
        parts: other parts, and those that stand for the usual ones.
        body_attributes, root_attributes: more namespaces.
        outside_texts: a tag stands in an attribute, between runs or in an element around runs, where docxtpl makes no
            page break of a control character.
    """

    body: str = ""
    margins: dict[str, str] = field(default_factory=dict)
    notes: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    title: str = "Relance"
    body_attributes: str = ""
    root_attributes: str = ""
    related: bool = True
    outside_texts: bool = False

    def docx(self) -> bytes:
        """The file."""
        relations, types = [], []
        parts: dict[str, bytes] = {}
        for name, xml in self.margins.items():
            kind = name.rstrip("0123456789")
            root = "hdr" if kind == "header" else "ftr"
            parts[f"word/{name}.xml"] = f"{DECLARED}<w:{root} {NAMESPACES}>{xml}</w:{root}>".encode()
            relations.append((f"rId{name}", kind, f"{name}.xml"))
            types.append((f"word/{name}.xml", kind))
        for kind, data in self.notes.items():
            parts[f"word/{kind}.xml"] = data
            relations.append((f"rId{kind}", kind, f"{kind}.xml"))
            types.append((f"word/{kind}.xml", kind))
        parts["word/document.xml"] = self._document().encode()
        if self.related:
            parts["word/settings.xml"] = f"{DECLARED}<w:settings {NAMESPACES}/>".encode()
            types.append(("word/settings.xml", "settings"))
            parts["word/_rels/document.xml.rels"] = _relations([*relations, ("rId1", "settings", "settings.xml")])
        parts["docProps/core.xml"] = _core(self.title)
        parts["_rels/.rels"] = _relations([("rId1", "officeDocument", "word/document.xml")], core=True)
        parts["[Content_Types].xml"] = _types(types)
        saved = BytesIO()
        with zipfile.ZipFile(saved, "w") as package:
            for name, data in {**parts, **self.parts}.items():
                package.writestr(name, data)
        return saved.getvalue()

    def _document(self) -> str:
        return (
            f"{DECLARED}<w:document {NAMESPACES}{self.root_attributes}><w:body{self.body_attributes}>{self.body}"
            f"<w:sectPr>{self._references()}{_PAGE}</w:sectPr></w:body></w:document>"
        )

    def _references(self) -> str:
        kinds = {"1": "default", "2": "first", "3": "even"}
        return "".join(
            f'<w:{name[:-1]}Reference w:type="{kinds[name[-1]]}" r:id="rId{name}"/>' for name in self.margins
        )


def _relations(relations: list[tuple[str, str, str]], *, core: bool = False) -> bytes:
    own = "".join(f'<Relationship Id="{one}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for one, kind, to in relations)
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        own += f'<Relationship Id="rId2" Type="{kind}" Target="docProps/core.xml"/>'
    return f'{DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{own}</Relationships>'.encode()


def _types(types: list[tuple[str, str]]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in [("word/document.xml", "document.main"), *types]
    )
    return (
        f'{DECLARED}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode()


def _core(title: str) -> bytes:
    return (
        f'{DECLARED}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
    ).encode()


def p(*runs: str, properties: str = "") -> str:
    """A paragraph, a run for each text."""
    given = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{given}{''.join(map(run, runs))}</w:p>"


def run(text: str) -> str:
    """A run of a text, or the XML itself."""
    return text if text.startswith("<") else f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    """A cell of a text, or of block XML."""
    content = text if text.startswith("<w:") else p(text)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def row(*cells: str) -> str:
    """A row of texts or cells."""
    return f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def table(*rows: tuple[str, ...] | str, columns: int | None = None) -> str:
    """A table; as many columns as the widest row has cells, if it is not said."""
    number = max(len(one) for one in rows if isinstance(one, tuple)) if columns is None else columns
    grid = '<w:gridCol w:w="2000"/>' * number
    written = "".join(row(*one) if isinstance(one, tuple) else one for one in rows)
    return f"<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"


def notes(kind: str, text: str, encoding: str = "UTF-8") -> bytes:
    """A part of footnotes or endnotes with one note."""
    one = kind.removesuffix("s")
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<w:{kind} {NAMESPACES}>\n  <w:{one} w:type="separator" w:id="0">'
        f'<w:p><w:r><w:separator/></w:r></w:p></w:{one}>\n  <w:{one} w:id="2">{p(text)}</w:{one}></w:{kind}>'
    ).encode(encoding)


def reference(kind: str) -> str:
    """The run that calls a note."""
    return f'<w:r><w:{kind.removesuffix("s")}Reference w:id="2"/></w:r>'


def in_control(content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def drawing(text: str, number: int = 5) -> str:
    """A drawing whose alternative text is `text`."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="{number}" name="x" descr="{text}"/>'
        "</wp:inline></w:drawing></w:r>"
    )


def text_box(*paragraphs: str) -> str:
    """A text box as Word writes it: twice."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="7" name="z"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


WATERMARK = p('<w:r><w:pict><v:shape><v:textpath string="{{ nom }}"/></v:shape></w:pict></w:r>')
NAME = p("{{ nom }}")

TEXTS = {
    "fields": Made(body=p("Bonjour {{ nom }}, {{ client.ville }}") + NAME + p("{{ n }} {{ oui }}", "{{ texte }}")),
    "line ends in the template": Made(body=p("a\nb\tc {{ nom }}") + p("\t") + NAME),
    "conditions": Made(body=p("{% if oui %}oui {{ nom }}{% elif n %}n{% else %}non{% endif %} fin")),
    "conditional paragraphs": Made(body=p("{%p if oui %}") + NAME + p("{%p else %}") + p("x") + p("{%p endif %}")),
    "conditional runs": Made(body=p("a {%r if oui %} b {%r endif %} c", "{{r texte }}"), outside_texts=True),
    "condition over several runs": Made(body=p("a {% if oui %}b", "c {{ nom }}", "d{% endif %} e")),
    "nested loops": Made(
        body=p("{%p for f in lignes %}")
        + p("{{ loop.index }} {{ f.n }}{% for s in f.sous %} {{ s }}{{ ',' if not loop.last }}{% endfor %}")
        + p("{%p endfor %}")
    ),
    "macro and set": Made(
        body=p("{% macro m(a) %}[{{ a }}]{% endmacro %}{% set z = nom %}{{ m(z) }}")
        + p("{% set b %}x{{ nom }}{% endset %}{{ b }}")
    ),
    "white space control": Made(
        body=p("a {%- if oui %} b {%- endif %} c")
        + p("{{- nom -}} d")
        + p("{% if n -%}")
        + p(" e ")
        + p("{%- endif %}")
    ),
    "comments": Made(body=p("{#p un commentaire #}") + p("a{# {{ zut }} #}b {{ nom }}")),
    "raw text": Made(body=p("{% raw %}{{ nom }} {% if %}{% endraw %} {{ nom }}")),
    "escapes": Made(body=p("{_{ ainsi }_} {_% et %_} {{ nom }}"), margins={"header1": p("{_{ x }_}")}),
    "quotes and entities in tags": Made(
        body=p('{{ “a” ~ ‘b’ }} {{ "R&amp;D" }} {% if n &gt; 1 and n &lt; 9 %}entre{% endif %} {{ nom|default(’x’) }}')
    ),
    "tags split by Word": Made(
        body=p("{", "{ no", '<w:proofErr w:type="spellStart"/>', "m", '<w:bookmarkStart w:id="1" w:name="x"/>', "}}")
        + p("{%", " if oui %}a{", '<w:bookmarkEnd w:id="1"/>', "% endif %}")
    ),
    "fields of Word": Made(
        body=p(
            '<w:hyperlink w:anchor="b" w:tooltip="{{ nom }}"><w:r><w:t>{{ texte }}</w:t></w:r></w:hyperlink>',
            '<w:fldSimple w:instr=" DATE "><w:r><w:t>{{ nom }}</w:t></w:r></w:fldSimple>',
        ),
        outside_texts=True,
    ),
    "content controls": Made(
        body=in_control(NAME) + p(in_control(run("{{ nom }}"))) + in_control(table(("{{ nom }}",))),
        outside_texts=True,
    ),
    "text boxes": Made(
        body=p(text_box(p("dans {{ nom }}"), p("{{ texte }}")), "après {{ nom }}") + NAME, outside_texts=True
    ),
    "drawings": Made(body=p(drawing("{{ nom }}"), drawing("b", 5)) + NAME, outside_texts=True),
    "revisions": Made(
        body=p('<w:ins w:id="1" w:author="x"><w:r><w:t>{{ nom }}</w:t></w:r></w:ins>')
        + '<w:p w:rsidR="00AA"/>' + p("{{ nom }}") + '<w:p w:rsidR="00AA"/>' + p("z {{ texte }}"),
        outside_texts=True,
    ),
    "pretty printed": Made(body=("\n  " + NAME + p("b")).replace("><", ">\n    <") + "\n"),
    "sections": Made(
        body=NAME
        + p("a", properties=f'<w:sectPr><w:headerReference w:type="default" r:id="rIdheader2"/>{_PAGE}</w:sectPr>')
        + NAME,
        margins={"header1": p("1 {{ nom }}"), "header2": p("2 {{ texte }}")},
    ),
}  # fmt: skip

PARTS = {
    "headers and footers": Made(
        body=NAME,
        margins={
            "header1": p("Réf. {{ nom }}") + p("a\tb"),
            "header2": p("{%p if oui %}") + p("première {{ texte }}") + p("{%p endif %}"),
            "header3": p("paire"),
            "footer1": table(("{{ nom }}", "page")) + p(""),
        },
    ),
    "watermark": Made(body=NAME, margins={"header1": WATERMARK}, outside_texts=True),
    "untagged header": Made(
        body=NAME,
        margins={
            "header1": p("a\tb\nc"),
            "header2": "\n " + p("x").replace("><", ">\n  <") + "\n",
            "footer1": p("#", "} 100 %", "}"),
        },
    ),
    "footnotes": Made(
        body=p("x {{ nom }}", reference("footnotes")), notes={"footnotes": notes("footnotes", "{{ texte }}")}
    ),
    "untagged footnotes": Made(body=p("x", reference("footnotes")), notes={"footnotes": notes("footnotes", "a\tb\nc")}),
    "no relationships": Made(body=NAME, related=False),
    "namespace on the body": Made(
        body=NAME + p("<w:r><w:drawing><zz:inline/></w:drawing></w:r>") + table(("{{ nom }}", "a"), ("b",)),
        body_attributes=' xmlns:zz="urn:z" xmlns:w="' + _W + '"',
    ),
    "namespace on both": Made(
        body=NAME + p("<w:r><w:drawing><zz:inline/></w:drawing></w:r>"),
        root_attributes=' xmlns:zz="urn:a"',
        body_attributes=' xmlns:zz="urn:z"',
    ),
    "part in UTF-16": Made(
        body=NAME, parts={"customXml/item1.xml": '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16")}
    ),
    "header in UTF-16": Made(
        body=NAME,
        margins={"header1": ""},
        parts={
            "word/header1.xml": (
                f'<?xml version="1.0" encoding="UTF-16"?>\n<w:hdr {NAMESPACES}>{p("é {{ nom }}")}</w:hdr>'
            ).encode("utf-16")
        },
    ),
}  # fmt: skip

_IF, _END = ("{%tr if oui %}", ""), ("{%tr endif %}", "")
_FOR, _NEXT = ("{%tr for f in lignes %}", ""), ("{%tr endfor %}", "")

CONSTANT_TABLES = {
    "constant": table(("a", "b"), ("{{ nom }}", "{{ texte }}")),
    "loop of rows": table(("a", "b"), _FOR, ("{{ f.n }}", "{{ f.s }}"), _NEXT),
    "conditional row": table(("a", "b"), _IF, ("{{ nom }}", "c"), ("{%tr else %}", ""), ("d", "e"), _END),
    "background": table(("{% cellbg couleur %}x", "a"), ("b", "c")),
    "spanning cell": table((cell("{{ nom }}", '<w:gridSpan w:val="2"/>'),), ("a", "b"), columns=2),
    "condition in a cell": table(("{% if oui %}a{% endif %}", p("{%p if n %}") + NAME + p("{%p endif %}") + p(""))),
    "narrower row": table(("a", "b"), ("{{ nom }}",)),
    "comment like a tag": table(("a{# {% if oui %} #}", "b"), ("{{ '{% if %}' }}", "{% raw %}{% if %}{% endraw %}")),
    "string like an end": table(("{% if nom != '%}' %}a{% endif %}", "b"), ("{{ '}}' }}", "c")),
    "conditional table": p("{%p if oui %}") + table(("a", "b")) + p("{%p endif %}"),
    "inline control": table((p(in_control(run("{{ nom }}"))), "b")),
    "nested and narrower": table((table(("{{ nom }}",)) + p(""), "c")),
    "merged": table(("a", "b"), _FOR, ("{% vm %}{{ nom }}", "{{ f.n }}"), _NEXT),
    "white space control": table(("x {%- if oui %} a {%- endif %}", "{{- nom -}}")),
}  # fmt: skip

CHANGING_TABLES = {
    "loop of cells": table(("{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}", "fin"), ("a",)),
    "column span": table(("{% colspan n %}{{ n }}", "a", "b"), ("c", "d", "e")),
    "horizontal merge": table(("{%tc for c in cs %}", "{% hm %}{{ nom }}", "{%tc endfor %}"), ("a", "b", "c")),
    "all rows conditional": table(_IF, ("a", "b"), _END),
    "all rows looped": table(("{%tr for f in lignes %}", ""), ("{{ f.n }}", "b"), ("{%tr endfor %}", "")),
    "condition across cells": table(("A{% if oui %}B", "C{% endif %}")),
    "loop across cells": table(("{% for c in cs %}A{{ c }}", "C{% endfor %}")),
    "loop across cells, two rows": table(("h1", "h2"), ("{% for c in cs %}A{{ c }}", "C{% endfor %}")),
    "condition across rows": table(("a", "A{% if oui %}B"), ("c", "C{% endif %}d")),
    "cell in a content control": table(f"<w:tr>{cell('a')}{in_control(cell('{{ nom }}'))}</w:tr>", columns=2),
    "row in a content control": table(("a", "b"), in_control(row("{{ nom }}", "b"))),
    "only row in a content control": table(in_control(row("{{ nom }}", "b")), columns=2),
    "row inserted": table(("a", "b"), f'<w:ins w:id="1" w:author="x">{row("{{ nom }}", "b", "c")}</w:ins>', columns=2),
    "cells before the row": table(f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("a")}</w:tr>', columns=2),
    "row kept in a set": table(("{%tr set z %}", ""), ("q", "r"), ("{%tr endset %}", ""), _IF, ("a", "b"), _END),
    "row of a macro": table(("{%tr macro m() %}", ""), ("q", "r", "s"), ("{%tr endmacro %}", ""), ("a", "b"), columns=2)
    + table(("a",), ("{%tr if oui %}",), ("{{tr m() }}",), ("{%tr endif %}",)),
    "missing cells": table(("a",), columns=3),
    "more cells": table(("{{ nom }}", "b", "c"), columns=1),
    "span by condition": table(
        ("a", "b"), (cell("x", '{% if oui %}<w:gridSpan w:val="2"/>{% endif %}'), "y"), columns=2
    ),
    "nested and wider": table((table(("{{ nom }}", "b", "c")) + p(""), "c")),
    "else in another cell": table(("{% if oui %}A", "B{% else %}C{% endif %}")),
}  # fmt: skip

ALL = {
    **TEXTS,
    **PARTS,
    **{
        f"table: {name}": Made(body=xml + NAME, outside_texts="<w:sdt>" in xml)
        for name, xml in (CONSTANT_TABLES | CHANGING_TABLES).items()
    },
}

WORDS = (
    "Dupont & Fils", "<SARL>", "L'Atelier \"du\" Cœur", "deux\nlignes", "a\tb", "שלום עולם", "😀", "«\u00a0x\u00a0»",
    "", " ", "\n", "\t\t", "fin\n", "a\r\nb", "{{ 7 * 7 }}", "%}", "</w:t>", "&amp;", "\u2028", "é" * 3000,
    "1\n\n2\t3",
)  # fmt: skip
BREAKS = ("page\fsuivante", "alinéa\aautre", "\f", "a\n\ab\tc")


def contexts(made: Made, number: int) -> Iterator[dict[str, Any]]:
    """Data of a template, always the same; two in three hold page breaks and paragraphs where these may stand."""
    for seed in range(number):
        chance = random.Random(seed)  # noqa: S311 - test data
        words = WORDS if made.outside_texts or seed % 3 == 0 else WORDS + BREAKS
        yield {
            "nom": chance.choice(words),
            "texte": " ".join(chance.choices(words, k=3)),
            "oui": chance.random() < 0.5,
            "n": chance.randint(1, 4),
            "couleur": "FF00AA",
            "client": {"ville": chance.choice(words)},
            "cs": [chance.choice(words) for _ in range(chance.randint(0, 6))],
            "lignes": [
                {"n": chance.choice(words), "s": number, "sous": chance.choices(words, k=chance.randint(0, 3))}
                for number in range(chance.randint(0, 20))
            ],
        }
