"""What the macros of a workbook say of themselves, read from its VBA project ([MS-CFB], [MS-OVBA]) whoever saved it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from relance_xl.ooxml.opening import WORKBOOK, Opened

PART = "xl/vbaProject.bin"
CHUNK = 4096
END_OF_CHAIN = 0xFFFFFFFE
MINI_SECTOR, MINI_LIMIT = 64, 4096
STREAM = 2


def embedded_xlwings(workbook: Path) -> str | None:
    """The version of the module `xlwings` in the workbook; "" when it has macros without it, None without macros.

    PackageFault when the file is no package, or a damaged one; OSError when it cannot be read.
    """
    package = Opened(workbook.read_bytes(), WORKBOOK)
    if PART not in package.infos:
        return None
    project = package.read(package.infos[PART])
    try:
        source = _source(_stream(project, "xlwings"))
    except (KeyError, IndexError, struct.error):
        return ""
    found = re.search(rb"^'Version: (\S+)", source, re.MULTILINE)
    return found[1].decode("ascii") if found else ""


def _stream(file: bytes, name: str) -> bytes:
    """The content of a stream of a compound file, the first of that name.  KeyError when there is none."""
    size = 1 << struct.unpack_from("<H", file, 30)[0]
    fat_sectors, directory, _, _, mini_fat = struct.unpack_from("<5I", file, 44)
    places = struct.unpack_from(f"<{min(fat_sectors, 109)}I", file, 76)

    def sector(number: int) -> bytes:
        return file[(number + 1) * size : (number + 2) * size]

    fat = [number for place in places for number in struct.unpack(f"<{size // 4}I", sector(place))]

    def chained(first: int) -> bytes:
        return b"".join(map(sector, _chain(first, fat)))

    entries = list(_entries(chained(directory)))
    _, _, start, length = next((entry for entry in entries if entry[:2] == (name, STREAM)), (name, 0, 0, 0))
    if not length:
        raise KeyError(name)
    if length >= MINI_LIMIT:
        return chained(start)[:length]
    small = chained(mini_fat)
    mini_next = list(struct.unpack(f"<{len(small) // 4}I", small))
    mini_stream = chained(entries[0][2])
    pieces = (mini_stream[each * MINI_SECTOR :][:MINI_SECTOR] for each in _chain(start, mini_next))
    return b"".join(pieces)[:length]


def _chain(first: int, following: list[int]) -> Iterator[int]:
    """The sectors that begin at `first`; a chain that bites its tail ends."""
    seen: set[int] = set()
    while first < END_OF_CHAIN and first not in seen:
        seen.add(first)
        yield first
        first = following[first]


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """(name, kind, first sector, length) of each entry."""
    for at in range(0, len(directory), 128):
        name_length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, length = struct.unpack_from("<II", directory, at + 116)
        yield directory[at : at + max(name_length - 2, 0)].decode("utf-16-le"), kind, start, length


def _source(stream: bytes) -> bytes:
    """The beginning of a module's text: Excel keeps compiled code before it.  KeyError when it is not found."""
    at = stream.find(b"\x00Attribut") - 3
    if at < 0 or stream[at] != 1:
        raise KeyError("source")
    return _first_chunk(stream[at + 1 :])


def _first_chunk(data: bytes) -> bytes:
    """The first 4096 bytes of a compressed container (2.4.1.3)."""
    (header,) = struct.unpack_from("<H", data)
    end = (header & 0x0FFF) + 3
    out, position = bytearray(), 2
    while position < end:
        flags, position = data[position], position + 1
        for bit in range(8):
            if position >= end:
                break
            if not flags >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            (token,) = struct.unpack_from("<H", data, position)
            position += 2
            bits = max((len(out) - 1).bit_length(), 4)
            for _ in range((token & (0xFFFF >> bits)) + 3):
                out.append(out[-((token >> (16 - bits)) + 1)])
    return bytes(out)
