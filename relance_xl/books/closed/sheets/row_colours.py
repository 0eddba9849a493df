"""The rows' colours by level: conditional formats of the table's body, one rule a level (S2-23)."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Mapping

from lxml import etree

from relance_xl.books.closed.sheets.parts_xml import child, local, namespace
from relance_xl.books.closed.sheets.ranges import Area
from relance_xl.books.closed.sheets.sheet_xml import SheetXml, areas_of
from relance_xl.books.closed.sheets.styles import Styles
from relance_xl.tables.grid import column_letters

_BEFORE_FORMATS = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting",
}  # fmt: skip
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")


def set_colours(
    sheet: SheetXml,
    styles: Styles,
    body: Area,
    column: int,
    colours: Mapping[int, tuple[str, str]],
    uses: Callable[[], Counter[int]],
) -> bool:
    """Give each level's rule its fill and its text colour, adding the rules that are missing; whether any changed.

    `column` (from 1) holds the level.  A rule is known by its formula, `$L8=1`, whatever row it starts from.  `uses`
    counts who uses each differential format.
    """
    rules = _rules(sheet.frame, body, column)
    changed = False
    for level, colour in colours.items():
        wanted = (_argb(colour[0]), _argb(colour[1]))
        rule = rules.get(level)
        if rule is None and not any(wanted):
            continue
        if rule is None:
            rule = _added(sheet, body, f"${column_letters(column)}{body.top}={level}")
        old = _format(styles, rule)
        if old is None or _colours(old) != wanted:
            _paint(sheet, styles, rule, wanted, alone=uses()[int(rule.get("dxfId", "-1"))] <= 1)
            changed = True
    return changed


def _meets(text: str, body: Area) -> bool:
    """Whether the area has a cell of the body; what is no area has none (N-106)."""
    try:
        return Area.parse(text).meets(body)
    except ValueError:
        return False


def _rules(frame: etree._Element, body: Area, column: int) -> dict[int, etree._Element]:
    """The rules on the level's column whose areas meet the body, by level."""
    wanted = re.compile(rf"\$?{column_letters(column)}\$?[0-9]+=([0-9]+)")
    found: dict[int, etree._Element] = {}
    for block in frame.iterfind("{*}conditionalFormatting"):
        if not any(_meets(area, body) for area in areas_of(block)):
            continue
        for rule in block.iterfind("{*}cfRule"):
            formula = child(rule, "formula")
            match = wanted.fullmatch("".join((formula.text or "").split())) if formula is not None else None
            if rule.get("type") == "expression" and match is not None:
                found.setdefault(int(match[1]), rule)
    return found


def _added(sheet: SheetXml, body: Area, formula: str) -> etree._Element:
    """A new rule over the body, behind all the others."""
    frame = sheet.frame
    uri = namespace(frame)
    priorities = [int(rule.get("priority", "0")) for rule in frame.iter("{*}cfRule")]
    block = etree.Element(f"{{{uri}}}conditionalFormatting", sqref=str(body))
    rule = etree.SubElement(block, f"{{{uri}}}cfRule", type="expression", priority=str(max(priorities, default=0) + 1))
    etree.SubElement(rule, f"{{{uri}}}formula").text = formula
    names = [local(element) if isinstance(element.tag, str) else "" for element in frame]
    index = max((place for place, name in enumerate(names) if name in _BEFORE_FORMATS), default=-1)
    frame.insert(index + 1, block)
    sheet.frame_has_changed()
    return rule


def _format(styles: Styles, rule: etree._Element) -> etree._Element | None:
    """The rule's differential format, None when it has none."""
    number = int(rule.get("dxfId", "-1"))
    formats = styles.differential_formats
    return formats[number] if 0 <= number < len(formats) else None


def _colours(dxf: etree._Element) -> tuple[str, str]:
    """Fill and text colour as the format holds them, "" for none (or for a theme's colour)."""
    fill = dxf.find("{*}fill/{*}patternFill/{*}bgColor")
    text = dxf.find("{*}font/{*}color")
    return "" if fill is None else fill.get("rgb", "theme"), "" if text is None else text.get("rgb", "theme")


def _paint(sheet: SheetXml, styles: Styles, rule: etree._Element, colours: tuple[str, str], *, alone: bool) -> None:
    """Rewrite the rule's differential format, or give it one of its own when others use it too."""
    formats = styles.differential_formats
    old = _format(styles, rule)
    new = copy.deepcopy(old) if old is not None else etree.Element(f"{{{namespace(formats)}}}dxf")
    _set_fill(new, colours[0])
    _set_text(new, colours[1])
    styles.changed = True
    if old is not None and alone:
        formats.replace(old, new)
        return
    formats.append(new)
    formats.set("count", str(len(formats)))
    rule.set("dxfId", str(len(formats) - 1))
    sheet.frame_has_changed()


def _argb(colour: str) -> str:
    match = _COLOUR.fullmatch(colour.strip())
    return f"FF{match[1].upper()}" if match is not None else ""


def _set_fill(dxf: etree._Element, argb: str) -> None:
    old = child(dxf, "fill")
    if old is not None:
        dxf.remove(old)
    if argb:
        uri = namespace(dxf)
        fill = etree.Element(f"{{{uri}}}fill")
        pattern = etree.SubElement(fill, f"{{{uri}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{uri}}}fgColor", rgb=argb)
        etree.SubElement(pattern, f"{{{uri}}}bgColor", rgb=argb)
        before = [place for place, element in enumerate(dxf) if local(element) in {"font", "numFmt"}]
        dxf.insert(max(before, default=-1) + 1, fill)


def _set_text(dxf: etree._Element, argb: str) -> None:
    uri = namespace(dxf)
    font = child(dxf, "font")
    if font is None:
        if not argb:
            return
        font = etree.Element(f"{{{uri}}}font")
        dxf.insert(0, font)
    old = child(font, "color")
    place = font.index(old) if old is not None else len(font)
    if old is not None:
        font.remove(old)
    if argb:
        font.insert(place, etree.Element(f"{{{uri}}}color", rgb=argb))
    elif not len(font):
        dxf.remove(font)
