"""The parts that all templates share: styles, headers, footers, settings; and how paragraphs and tables are written.

Styles keep their French names in every language: who edits a template in Word is the French accountant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from letter_words import Locale, PageWords

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

INK = "1F3864"
GREY = "595959"
RULE = "8496B0"
SHADE = "EAEEF5"
PAGE_WIDTH = 9638  # twentieths of a point: 17 cm between the margins

CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpeg" ContentType="image/jpeg"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>'
    f'<Override PartName="/word/header2.xml" ContentType="{WORD}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
PACKAGE_RELS = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELS = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/header" Target="header2.xml"/>'
    f'<Relationship Id="rId5" Type="{OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
CORE = (
    f"{DECLARATION}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>Relance XL</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def settings(locale: Locale) -> str:
    """`word/settings.xml`."""
    return (
        f'{DECLARATION}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{locale.language}"/><w:decimalSymbol w:val="{locale.decimal}"/>'
        f'<w:listSeparator w:val="{locale.separator}"/></w:settings>'
    )


def frame(left: int) -> str:
    """A frame of 85 x 33 mm, 55 mm below the top of the page; `left` in twentieths of a point."""
    return (
        '<w:framePr w:w="4819" w:h="1871" w:hRule="atLeast" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page"'
        f' w:x="{left}" w:y="3118"/>'
    )


ADDRESS = frame(6236)  # 110 mm: behind the window of the envelope
REFERENCES = frame(1134)


def _style(
    identifier: str, name: str, paragraph: str = "", run: str = "", *, based: str = "Normal", then: str = ""
) -> str:
    following = f'<w:next w:val="{then}"/>' if then else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{following}<w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _size(points: float, *, bold: bool = False, colour: str = "") -> str:
    return (
        ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'
    )


def _space(before: int = 0, after: int = 0, extra: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{extra}/>'


RIGHT = '<w:jc w:val="right"/>'
CENTRE = '<w:jc w:val="center"/>'
_BORDER = 'w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"'


def _borders(names: Sequence[str], size: int = 4, colour: str = RULE) -> str:
    return "".join(f"<w:{name} {_BORDER.format(size=size, colour=colour)}/>" for name in names)


_STYLES = (
    f"{DECLARATION}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    '<w:lang w:val="LANGUAGE" w:eastAsia="LANGUAGE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="Policepardfaut"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _style("Socit", "Société", _space(0, 40), _size(15, bold=True, colour=INK))
    + _style("Logo", "Logo", _space(0, 60))
    + _style("Coordonnes", "Coordonnées", "", _size(8.5, colour=GREY))
    + _style("Coordonnesdroite", "Coordonnées à droite", RIGHT, based="Coordonnes")
    + _style("Adressedestinataire", "Adresse destinataire", '<w:ind w:left="227"/>', _size(10))
    + _style(
        "Hautdadresse",
        "Haut d'adresse",
        '<w:spacing w:before="0" w:after="0" w:line="142" w:lineRule="exact"/>',
        _size(2),
        based="Adressedestinataire",
    )
    + _style("Rfrences", "Références", _space(0, 20), _size(8.5, colour=GREY))
    + _style("Dateetlieu", "Date et lieu", _space(540, 180) + '<w:ind w:left="5329"/>', then="Objet")
    + _style("Mentionrecommand", "Mention recommandé", "<w:keepNext/>" + _space(0, 160), _size(10, bold=True))
    + _style("Objet", "Objet", "<w:keepNext/>" + _space(0, 160), "<w:b/>", then="Corpsdelettre")
    + _style(
        "Corpsdelettre", "Corps de lettre", _space(0, 100, ' w:line="247" w:lineRule="auto"') + '<w:jc w:val="both"/>'
    )
    + _style("Dernierparagraphe", "Dernier paragraphe", "<w:keepNext/><w:keepLines/>", based="Corpsdelettre")
    + _style("Formuledepolitesse", "Formule de politesse", "<w:keepNext/><w:keepLines/>", based="Corpsdelettre")
    + _style("Signature1", "Signature lettre", "<w:keepNext/><w:keepLines/>" + '<w:ind w:left="5329"/>')
    + _style("Findelettre", "Fin de lettre", _space(0, 0, ' w:line="2" w:lineRule="exact"'), _size(1))
    + _style("Titretableau", "Titre de tableau", "<w:keepNext/>" + _space(60, 60), _size(8.5, bold=True, colour=INK))
    + _style("Titretableaudroite", "Titre de tableau à droite", RIGHT, based="Titretableau")
    + _style("Lignetableau", "Ligne de tableau", _space(40, 40), _size(9))
    + _style("Montanttableau", "Montant de tableau", RIGHT, based="Lignetableau")
    + _style("Totaltableau", "Total de tableau", "<w:keepNext/><w:keepLines/>", "<w:b/>", based="Lignetableau")
    + _style("Totaltableaudroite", "Total de tableau à droite", RIGHT, based="Totaltableau")
    + _style("Aprstableau", "Après tableau", _space(0, 0, ' w:line="160" w:lineRule="exact"'), _size(6))
    + _style("Codedevirement", "Code de virement", _space(40, 40) + CENTRE)
    + _style("Traitetitre", "Traite titre", "<w:keepNext/>" + _space(40, 40), _size(12, bold=True, colour=INK))
    + _style("Traitetexte", "Traite texte", "<w:keepNext/>" + _space(30, 30), _size(9))
    + _style("Traiteintitul", "Traite intitulé", "<w:keepNext/>" + _space(30, 0), _size(7, colour=GREY))
    + _style(
        "Titreannexe",
        "Titre d'annexe",
        "<w:keepNext/><w:pageBreakBefore/>" + _space(0, 200),
        _size(13, bold=True, colour=INK),
    )
    + _style("Suite", "En-tête suite", _space(0, 240), _size(8.5, colour=GREY))
    + _style("Mentionslgales", "Mentions légales", CENTRE, _size(7, colour=GREY))
    + '<w:style w:type="table" w:customStyle="1" w:styleId="Tableaudesfactures"><w:name w:val="Tableau des factures"/>'
    '<w:basedOn w:val="TableauNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + _borders(("top",), 8)
    + _borders(("bottom",), 8)
    + _borders(("insideH",), 4, "D0D7E5")
    + '</w:tblBorders><w:tblCellMar><w:left w:w="56" w:type="dxa"/><w:right w:w="56" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr>'
    "</w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="Cadre"><w:name w:val="Cadre"/>'
    '<w:basedOn w:val="TableauNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + _borders(("top", "left", "bottom", "right", "insideH", "insideV"), 6)
    + "</w:tblBorders></w:tblPr></w:style>"
    + '<w:style w:type="table" w:customStyle="1" w:styleId="Sanscadre"><w:name w:val="Sans cadre"/>'
    '<w:basedOn w:val="TableauNormal"/><w:qFormat/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
)


def styles(locale: Locale) -> str:
    """`word/styles.xml`."""
    return _STYLES.replace("LANGUAGE", locale.language)


def runs(text: str) -> str:
    """The runs of a text where **bold** is bold."""
    made = []
    for number, piece in enumerate(re.split(r"\*\*", text)):
        if piece:
            bold = "<w:rPr><w:b/></w:rPr>" if number % 2 else ""
            made.append(f'<w:r>{bold}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(made)


def paragraph(style: str, text: str = "", inner: str = "", *, frame: str = "") -> str:
    """One paragraph of a style; `inner` is markup put after the text."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{frame}</w:pPr>{runs(text)}{inner}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds a tag and leaves no paragraph behind."""
    return paragraph("Normal", text)


def field(instruction: str, shown: str) -> str:
    """A Word field."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def cell(width: int, content: str, span: int = 1, extra: str = "") -> str:
    """One cell holding paragraphs."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{extra}</w:tcPr>{content}</w:tc>'


def row(cells: Sequence[str], *, header: bool = False, height: int = 0, exact: bool = False) -> str:
    """One row, never broken over two pages; a header row is repeated on each page."""
    rule = ' w:hRule="exact"' if exact else ' w:hRule="atLeast"'
    tall = f'<w:trHeight w:val="{height}"{rule}/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def row_tag(text: str, columns: Sequence[int]) -> str:
    """A row that holds a tag and leaves no row behind."""
    return row([cell(sum(columns), paragraph("Lignetableau", text), len(columns))])


def table(style: str, columns: Sequence[int], rows: Sequence[str], *, first_row: bool = False) -> str:
    """A table of fixed column widths."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    look = f'<w:tblLook w:val="{"0020" if first_row else "0000"}" w:firstRow="{int(first_row)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId3"/>'
    '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1134" w:bottom="1191" w:left="1134"'
    ' w:header="567" w:footer="454" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>'
)


def document(*blocks: str) -> str:
    """A whole body: paragraphs and tables, then the page's set-up."""
    return f"{DECLARATION}<w:document {W} {R}><w:body>{''.join(blocks)}{SECTION}</w:body></w:document>"


LOGO_PLACE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="360000" cy="360000"/>'
    '<wp:docPr id="1" name="logo" descr="DESCRIPTION"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="logo"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
HEADER_RELS = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/logo.png"/></Relationships>'
)
BLANK_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b4944415478da63600002000005"
    "0001e9fadcd80000000049454e44ae426082"
)
"""One transparent pixel, where the logo goes."""


def headers_and_footers(words: PageWords) -> dict[str, str]:
    """The letterhead of the first page, the reminder of the following ones, the legal notice."""
    page = paragraph("Mentionslgales", words.page, field("PAGE", "1") + runs(" / ") + field("NUMPAGES", "1"))
    footer = paragraph("Mentionslgales", words.legal) + paragraph("Mentionslgales", "{{ societe.mentions }}") + page
    return {
        "word/header1.xml": f"{DECLARATION}<w:hdr {W} {R}>{_letterhead(words)}{paragraph('Aprstableau')}</w:hdr>",
        "word/_rels/header1.xml.rels": HEADER_RELS,
        "word/header2.xml": f"{DECLARATION}<w:hdr {W} {R}>{paragraph('Suite', words.follow)}</w:hdr>",
        "word/footer1.xml": f"{DECLARATION}<w:ftr {W} {R}>{footer}</w:ftr>",
    }


def _letterhead(words: PageWords) -> str:
    logo = LOGO_PLACE.replace("DESCRIPTION", words.logo)
    left = "".join(
        (
            tag("{%p if societe.logo %}"),
            paragraph("Logo", inner=logo),
            tag("{%p endif %}"),
            paragraph("Socit", "{{ societe.nom }}"),
            paragraph("Coordonnes", "{%p for ligne in societe.adresse %}"),
            paragraph("Coordonnes", f"{{{{ ligne }}}}{words.address_end}"),
            paragraph("Coordonnes", "{%p endfor %}"),
        )
    )
    telephone = f"{{% if societe.telephone %}}{words.telephone}{{{{ societe.telephone }}}}{{% endif %}}"
    right = paragraph("Coordonnesdroite", telephone) + paragraph(
        "Coordonnesdroite", "{% if societe.email %}{{ societe.email }}{% endif %}"
    )
    return table("Sanscadre", (6236, 3402), [row([cell(6236, left), cell(3402, right)], height=2211, exact=True)])
