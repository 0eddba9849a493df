"""A JSON document written piece by piece: a search of 100,000 lines never stands whole in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from relance_xl.machine.plain_text import escaped

_NOTHING = object()


def write_json(document: Any, stream: TextIO) -> None:
    """Write the document on one line, as `json.dumps` would; an iterator in it is written as a list."""
    stream.writelines(_pieces(document))
    stream.write("\n")


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield "{"
        for number, (key, inner) in enumerate(value.items()):
            yield f"{', ' if number else ''}{_dumped(str(key))}: "
            yield from _pieces(inner)
        yield "}"
    elif isinstance(value, Iterator):
        yield "["
        first = next(value, _NOTHING)
        if first is not _NOTHING:
            yield _dumped(first)
        for item in value:
            yield ", " + _dumped(item)
        yield "]"
    else:
        yield _dumped(value)


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _dumped(value: Any) -> str:
    """As `json.dumps`, letters standing as they are and orders to a terminal never (N-107)."""
    return escaped(_encoded(value))
