"""The comments of a worksheet: three parts say where each stands, and all three follow its line (N-65)."""

from __future__ import annotations

import re
from collections.abc import Callable

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import serialise
from relance_xl.books.closed.sheets.ranges import cell_address, cell_position

Place = tuple[int, int]
"""Row and column, counted from 1."""
Moved = Callable[[Place], Place | None]
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
