"""Templates of every shape that can mislead a print run: each letter must stay what it is alone."""

from __future__ import annotations

from collections.abc import Mapping

from tests.documents.raw_word import (
    PAGE,
    RawWord,
    a_list,
    bookmark,
    definition,
    field_of,
    level,
    notes,
    numbered,
    paragraph,
    setup,
    style,
    text,
)

LETTERS = [
    {"nom": "ALPHA", "ref": "R-A", "oui": False, "liste": ["a1", "a2"]},
    {"nom": "BETA", "ref": "R-B", "oui": True, "liste": ["b1", "b2", "b3"]},
    {"nom": "GAMMA", "ref": "R-C", "oui": False, "liste": ["c1"]},
]

NAME = paragraph("lettre de {{ nom }}")
CONTINUOUS = f'<w:sectPr><w:type w:val="continuous"/>{PAGE}</w:sectPr>'
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" cy="400000"/>'
    '<wp:docPr id="5" name="z"/><a:graphic><a:graphicData'
    ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    f"</wps:spPr><wps:txbx><w:txbxContent>{paragraph('boîte {{ nom }}')}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    f'<v:shape style="width:150pt;height:30pt"><v:textbox><w:txbxContent>{paragraph("boîte {{ nom }}")}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def only(tag: str) -> str:
    """A paragraph that holds a tag and leaves nothing behind."""
    return paragraph(tag)


def two_sections(first: str, second: str, pages: str) -> RawWord:
    """A letter and its annex, whose section alone has a header."""
    return RawWord(
        body=NAME + paragraph(properties=first) + paragraph("annexe de {{ nom }}"),
        setup=second.replace("<w:sectPr>", f'<w:sectPr><w:headerReference w:type="{pages}" r:id="rId7"/>'),
        parts=(("rId7", "header", "header1.xml", "hdr", paragraph("REF {{ ref }}")),),
    )


def headed(body: str, header: str, file: str = "header1.xml", identifier: str = "rId7", **given: str) -> RawWord:
    """A letter with a header."""
    return RawWord(
        body=body,
        setup=setup(references=f'<w:headerReference w:type="default" r:id="{identifier}"/>'),
        parts=((identifier, "header", file, "hdr", header),),
        **given,  # type: ignore[arg-type]
    )


def noted(kind: str, file: str) -> RawWord:
    """A letter with a note."""
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="2"/></w:r>'
    return RawWord(
        body=paragraph("lettre de {{ nom }}", mark) + paragraph("fin"),
        parts=(("rId9", f"{kind}s", file, f"{kind}s", notes(kind, " note de {{ nom }}")),),
    )


def listed(*lists: str, body: str, styles: str = "") -> RawWord:
    """A letter with numbered lists."""
    return RawWord(body=body, numbering="".join(lists), styles=styles)


def one_list(definition_of_it: str, overrides: str = "", rank: int = 0) -> RawWord:
    """A letter with one list of two items."""
    items = "".join(paragraph(words, properties=numbered(1, rank)) for words in ("{{ nom }}", "b"))
    return listed(definition_of_it, a_list(1, overrides=overrides), body=items)


DECIMAL = definition(0, level(0, "decimal", "%1."))
OUTLINE = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
TITLED = definition(
    0,
    level(0, "decimal", "%1.", inside='<w:pStyle w:val="T1"/>'),
    level(1, "decimal", "%1.%2", inside='<w:pStyle w:val="T2"/>'),
)
T1 = style("T1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
T2 = style("T2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
OF_STYLE = '<w:pStyle w:val="{}"/>'.format
NESTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>'
    + field_of(" NUMPAGES ", "1")
    + '<w:r><w:instrText xml:space="preserve"> &gt; 1 "suite" "seule" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>seule</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
COMMENTED = (
    '<w:commentRangeStart w:id="0"/>' + text("{{ nom }}") + '<w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>'
)

TEMPLATES: Mapping[str, RawWord] = {
    "header of the second section": two_sections(setup(), setup(), "default"),
    "first-page header of the second section": two_sections(setup("<w:titlePg/>"), setup("<w:titlePg/>"), "first"),
    "header of another name": headed(NAME, paragraph("REF {{ ref }}"), file="entete.xml"),
    "header of an odd relationship": headed(NAME, paragraph("REF {{ ref }}"), identifier="rId-7"),
    "document in another folder": headed(NAME, paragraph("REF {{ ref }}"), document="doc/document.xml"),
    "text box in the last paragraph": RawWord(body=NAME + paragraph(BOX)),
    "text box, then a text": RawWord(body=NAME + paragraph(BOX, "fin {{ nom }}")),
    "condition over the last paragraphs": RawWord(
        body=paragraph("lettre {{ nom }}{% if oui %} A") + paragraph("suite{% endif %} fin {{ ref }}")
    ),
    "loop over the last paragraphs": RawWord(
        body=paragraph("lettre {{ nom }}{% for i in liste %} {{ i }}") + paragraph("suite {{ i }}{% endfor %}")
    ),
    "last paragraph under a condition": RawWord(
        body=NAME + only("{%p if oui %}") + paragraph("annexe de {{ nom }}") + only("{%p endif %}")
    ),
    "last paragraph of no properties": RawWord(body=NAME + "<w:p><w:pPr/>" + text("fin") + "</w:p>"),
    "last paragraph ends a section": RawWord(body=NAME + paragraph("f {{ nom }}", properties=setup())),
    "table at the end": RawWord(
        body=NAME + '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr><w:tc>{paragraph('{{ nom }}')}</w:tc></w:tr></w:tbl><w:p/>"
    ),
    "control at the end": RawWord(
        body=NAME + f'<w:sdt><w:sdtPr><w:id w:val="12"/></w:sdtPr><w:sdtContent>{NAME}</w:sdtContent></w:sdt>'
    ),
    "section under a condition": RawWord(
        body=NAME + only("{%p if oui %}") + paragraph(properties=setup()) + paragraph("annexe {{ nom }}")
        + only("{%p endif %}") + paragraph("fin {{ nom }}"),
        setup=CONTINUOUS,
    ),
    "section in a loop": RawWord(
        body=NAME + only("{%p for i in liste %}") + paragraph("bloc {{ i }}") + paragraph(properties=CONTINUOUS)
        + only("{%p endfor %}") + paragraph("fin {{ nom }}"),
        setup=CONTINUOUS,
    ),
    "set-up that was revised": RawWord(
        body=NAME,
        setup=setup(f'<w:sectPrChange w:id="1" w:author="a"><w:sectPr>{PAGE}</w:sectPr></w:sectPrChange>'),
    ),
    "roman pages from III": RawWord(
        body=NAME + paragraph("page ", field_of(" PAGE ", "1")),
        setup=setup('<w:pgNumType w:fmt="upperRoman" w:start="3"/>'),
    ),
    "pages counted in the last paragraph": RawWord(body=NAME + paragraph(field_of(" PAGE "), "/", field_of(" NUMPAGES "))),
    "pages counted in two sections": RawWord(
        body=NAME + paragraph(field_of(" PAGE "), "/", field_of(" NUMPAGES ")) + paragraph(properties=setup())
        + paragraph("annexe ", field_of(" PAGE "), "/", field_of(" NUMPAGES "))
    ),
    "pages counted in a field of small letters, and of two runs": RawWord(
        body=NAME + paragraph("a ", field_of(" numpages ")) + paragraph("b ", field_of(" NUM|PAGES ")) + paragraph("fin")
    ),
    "pages counted within a field": RawWord(body=NAME + paragraph("x", NESTED) + paragraph("fin")),
    "footnote": noted("footnote", "footnotes.xml"),
    "footnote of another part": noted("footnote", "footnotes2.xml"),
    "endnote": noted("endnote", "endnotes.xml"),
    "list from 5": one_list(definition(0, level(0, "decimal", "%1.", start=5))),
    "list that starts again at 4": one_list(
        DECIMAL, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    ),
    "list of another form": one_list(
        DECIMAL, f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    ),
    "list of its second level only": one_list(
        definition(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)")), rank=1
    ),
    "two lists of one definition": listed(
        DECIMAL, a_list(1), a_list(2),
        body=paragraph("{{ nom }}", properties=numbered(1)) + paragraph("t") + paragraph("b", properties=numbered(2)),
    ),
    "list of a style based on another": listed(
        DECIMAL, a_list(1), body=paragraph("{{ nom }}", properties=OF_STYLE("Sub")) * 2,
        styles=T1 + style("Sub", "", "T1"),
    ),
    "titles of two levels": listed(
        TITLED, a_list(1), styles=T1 + T2,
        body="".join(paragraph("{{ nom }}", properties=OF_STYLE(name)) for name in ("T1", "T2", "T2", "T1")),
    ),
    "level by hand, list by style": listed(
        OUTLINE, a_list(1), styles=T1,
        body=paragraph("{{ nom }}", properties=OF_STYLE("T1"))
        + paragraph("s", properties=OF_STYLE("T1") + '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
    ),
    "list linked by a style": listed(
        definition(0, level(0, "decimal", "%1."), before='<w:styleLink w:val="LS"/>'),
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:numStyleLink w:val="LS"/></w:abstractNum>',
        a_list(1), a_list(2, 1),
        body=paragraph("{{ nom }}", properties=numbered(2)) + paragraph("b", properties=numbered(2)),
        styles=style("LS", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
    ),
    "list in a header": headed(
        paragraph("{{ nom }}", properties=numbered(1)), paragraph("H {{ ref }}", properties=numbered(1)),
        numbering=DECIMAL + a_list(1),
    ),
    "reference in a header": headed(
        paragraph("M. ", bookmark(0, "cli", "{{ nom }}"), ", cher client") + paragraph("fin"),
        paragraph("suite ", field_of(" REF cli \\h ")),
    ),
    "reference of two runs, and of other letters": RawWord(
        body=paragraph("M. ", bookmark(0, "Cli", "{{ nom }}")) + paragraph("->", field_of(" REF |Cli ")) + paragraph("fin")
    ),
    "counted tables": RawWord(
        body=paragraph("{{ nom }} Tableau ", field_of(" SEQ Tableau \\* ARABIC ", "1"))
        + paragraph("Tableau ", field_of(" SEQ Tableau \\* ARABIC ", "2"))
    ),
    "title of the document": RawWord(
        body=paragraph("{{ nom }} ", field_of(" TITLE ", "{{ nom }}")), title="Relance {{ nom }}"
    ),
    "comment": RawWord(
        body=paragraph(COMMENTED),
        parts=(("rId8", "comments", "comments.xml", "comments",
                f'<w:comment w:id="0" w:author="a">{paragraph("vu")}</w:comment>'),),
    ),
    "raw text": RawWord(body=paragraph("{% raw %}{{ tel quel }}{% endraw %} {{ nom }}") + paragraph("fin {{ ref }}")),
    "a macro": RawWord(
        body=paragraph("{% macro dire(x) %}dit {{ x }}{% endmacro %}lettre de {{ nom }}") + paragraph("{{ dire(ref) }}")
    ),
}  # fmt: skip
