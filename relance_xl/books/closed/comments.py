"""The comments of a worksheet: three parts say where each stands, and all three follow its line (N-65)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from relance_xl.books.closed.package import Package, declare, free_part, relate
from relance_xl.books.closed.sheets.parts_xml import child, damaged, local, namespace, serialise
from relance_xl.books.closed.sheets.ranges import cell_address, cell_position
from relance_xl.books.closed.sheets.sheet_xml import SheetXml
from relance_xl.ooxml.namespaces import R_ID, SPREADSHEET

Place = tuple[int, int]
"""Row and column, counted from 1."""
Moved = Callable[[Place], Place | None]
_TYPES = "[Content_Types].xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)
"""What stands after `legacyDrawing` in a worksheet (ECMA-376, CT_Worksheet)."""
_NO_COMMENTS = (
    f'<comments xmlns="{SPREADSHEET}"><authors><author></author></authors><commentList></commentList></comments>'
).encode()
_NO_SHAPES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
_NOTE_TYPE = b'id="_x0000_t202"'
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:107pt;margin-top:7pt;'
    'width:144pt;height:60pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{right}, 15, {row}, 2, {far}, 15, {bottom}, 16</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_NUMBER = re.compile(rb'id="_x0000_s([0-9]+)"')
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_NOTE = b'ObjectType="Note"'
_ROW, _COLUMN = (re.compile(rb"(<x:%s>\s*)([0-9]+)(\s*</x:%s>)" % (name, name)) for name in (b"Row", b"Column"))
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def comments_follow(package: Package, part: str, moved: Moved) -> None:
    """Have each comment of the sheet `part` stand where `moved` says; None takes it away, with its shape."""
    for relation in package.relations(part).values():
        if relation.part not in package:
            continue
        if relation.kind in {"comments", "threadedComment"}:
            _refs_follow(package, relation.part, moved)
        elif relation.kind == "vmlDrawing":
            before = package.read(relation.part)
            after = _SHAPE.sub(lambda match: _shape_follows(match[0], moved), before)
            if after != before:
                package.write(relation.part, after)


def _refs_follow(package: Package, part: str, moved: Moved) -> None:
    root = package.xml(part)
    changed = False
    for element in [*root.iter("{*}comment"), *root.iter("{*}threadedComment")]:
        place = cell_position(element.get("ref", ""))
        target = moved(place)
        parent = element.getparent()
        if target is None and parent is not None:
            parent.remove(element)
        elif target is not None:
            element.set("ref", cell_address(*target))
        changed = changed or target != place
    if changed:
        package.write(part, serialise(root))


def _shape_follows(shape: bytes, moved: Moved) -> bytes:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if _NOTE not in shape or row is None or column is None:
        return shape
    place = int(row[2]) + 1, int(column[2]) + 1
    target = moved(place)
    if target is None:
        return b""
    if target == place:
        return shape
    shape = _ROW.sub(lambda match: b"%s%d%s" % (match[1], target[0] - 1, match[3]), shape, count=1)
    return _ANCHOR.sub(lambda match: match[1] + _anchor(match[2], target[0] - place[0]) + match[3], shape, count=1)


def _anchor(text: bytes, down: int) -> bytes:
    """The box of the comment, so many rows further down: left, offset, top, offset, right, offset, bottom, offset."""
    numbers = [int(number) for number in text.split(b",") if number.strip().lstrip(b"-").isdigit()]
    if len(numbers) != 8:
        return text
    numbers[2], numbers[6] = max(numbers[2] + down, 0), max(numbers[6] + down, 0)
    return b", ".join(b"%d" % number for number in numbers)


def comments_of(package: Package, part: str) -> dict[Place, str]:
    """The text of each comment of the sheet `part`, by place."""
    listed = _part_of(package, part, "comments")
    if not listed:
        return {}
    return {cell_position(each.get("ref", "A1")): _text(each) for each in package.xml(listed).iter("{*}comment")}


def give_comments(package: Package, sheet: SheetXml, wanted: Mapping[Place, str]) -> None:
    """Have the sheet bear exactly these comments, by place; those that stand there already are left alone."""
    part = _part_of(package, sheet.part, "comments") or _new_list(package, sheet.part)
    texts = comments_of(package, sheet.part)
    stale = {place for place, text in texts.items() if wanted.get(place) != text}
    comments_follow(package, sheet.part, lambda place: None if place in stale else place)
    fresh = {place: text for place, text in wanted.items() if texts.get(place) != text}
    if not fresh:
        return
    root = package.xml(part)
    listed = child(root, "commentList")
    if listed is None:
        raise damaged(part)
    for place, text in fresh.items():
        listed.append(_comment(root, place, text))
    listed[:] = sorted(listed, key=lambda each: cell_position(each.get("ref", "A1")))
    package.write(part, serialise(root))
    _draw(package, sheet, fresh)


def _part_of(package: Package, part: str, kind: str) -> str:
    found = (each.part for each in package.relations(part).values() if each.kind == kind and each.part in package)
    return next(found, "")


def _new_list(package: Package, part: str) -> str:
    made = free_part(package, "xl/comments{}.xml")
    package.add(made, _NO_COMMENTS)
    declare(package, made, "comments+xml")
    relate(package, part, "comments", made)
    return made


def _text(comment: etree._Element) -> str:
    return "".join(each.text or "" for each in comment.iter("{*}t"))


def _comment(root: etree._Element, place: Place, text: str) -> etree._Element:
    """A comment without looks nor a name."""
    name = f"{{{namespace(root)}}}"
    made = root.makeelement(f"{name}comment", {"ref": cell_address(*place), "authorId": "0"})
    run = etree.SubElement(etree.SubElement(made, f"{name}text"), f"{name}t")
    run.text = text
    if text != text.strip():
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _draw(package: Package, sheet: SheetXml, places: Iterable[Place]) -> None:
    """Draw the boxes of new comments: without them Excel shows none."""
    part = _part_of(package, sheet.part, "vmlDrawing") or _new_drawing(package, sheet)
    content = package.read(part)
    number = max((int(each) for each in _SHAPE_NUMBER.findall(content)), default=1024)
    shapes = b"" if _NOTE_TYPE in content else _TYPE
    for number, (row, column) in enumerate(places, start=number + 1):  # noqa: B020 - counted on from the last one
        shapes += _BOX.format(number=number, row=row - 1, column=column - 1, right=column,
                              far=column + 2, bottom=row + 3).encode()  # fmt: skip
    end = content.rindex(b"</xml>")
    package.write(part, content[:end] + shapes + content[end:])


def _new_drawing(package: Package, sheet: SheetXml) -> str:
    made = free_part(package, "xl/drawings/vmlDrawing{}.vml")
    package.add(made, _NO_SHAPES)
    types = package.xml(_TYPES)
    if not any(each.get("Extension", "").lower() == "vml" for each in types):
        etree.SubElement(types, f"{{{namespace(types)}}}Default", {"Extension": "vml", "ContentType": _VML})
        package.write(_TYPES, serialise(types))
    root = sheet.frame
    element = root.makeelement(
        f"{{{namespace(root)}}}legacyDrawing", {R_ID: relate(package, sheet.part, "vmlDrawing", made)}
    )
    following = next((each for each in root if isinstance(each.tag, str) and local(each) in _BEHIND_DRAWING), None)
    if following is None:
        root.append(element)
    else:
        following.addprevious(element)
    sheet.frame_has_changed()
    return made
