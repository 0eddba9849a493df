"""A compound file, the container of a VBA project, by [MS-CFB]: version 3, sectors of 512 bytes, no date.

The file is a header, then sectors: streams, the mini stream (all streams under 4096 bytes, in pieces of 64), the
directory, and last the allocation table (FAT) that chains them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SECTOR: Final = 512
MINI_SECTOR: Final = 64
MINI_LIMIT: Final = 4096
"""A shorter stream stands in the mini stream."""

END_OF_CHAIN: Final = 0xFFFFFFFE
FREE: Final = 0xFFFFFFFF
FAT_SECTOR: Final = 0xFFFFFFFD
NO_ENTRY: Final = 0xFFFFFFFF
ENTRIES_PER_SECTOR: Final = SECTOR // 4
FAT_SECTORS_IN_HEADER: Final = 109

STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1

Tree = Mapping[str, "bytes | Tree"]


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One entry of the directory: `left`, `right` and `child` number other entries."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = BLACK
    left: int = NO_ENTRY
    right: int = NO_ENTRY
    child: int = NO_ENTRY
    start: int = 0

    def packed(self) -> bytes:
        """The 128 bytes of 2.6.1."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        return name.ljust(64, b"\0") + struct.pack(
            "<HBBIII16xI16xIQ",
            len(name), self.kind, self.colour, self.left, self.right, self.child, 0, self.start, len(self.content),
        )  # fmt: skip


UNUSED_ENTRY: Final = bytes(68) + struct.pack("<III", NO_ENTRY, NO_ENTRY, NO_ENTRY) + bytes(48)


class _Sectors:
    """The sectors after the header, and the table that chains them."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.next: list[int] = []

    def add(self, data: bytes) -> int:
        """The first sector of `data`, appended; END_OF_CHAIN for nothing."""
        first = len(self.next)
        self.next += chain(first, len(data), SECTOR)
        self.content += padded(data, SECTOR)
        return first if data else END_OF_CHAIN


def compound_file(tree: Tree) -> bytes:
    """The file holding `tree`: name → the bytes of a stream, or the tree of a storage."""
    entries = _directory(tree)
    sectors, mini, mini_next = _Sectors(), bytearray(), list[int]()
    for entry in entries:
        if entry.kind != STREAM:
            continue
        if len(entry.content) >= MINI_LIMIT or not entry.content:
            entry.start = sectors.add(entry.content)
        else:
            entry.start = len(mini_next)
            mini_next += chain(entry.start, len(entry.content), MINI_SECTOR)
            mini += padded(entry.content, MINI_SECTOR)
    entries[0].content = bytes(mini)
    entries[0].start = sectors.add(bytes(mini))
    mini_fat = padded(_numbers(mini_next), SECTOR, b"\xff")
    mini_fat_at = sectors.add(mini_fat)
    directory = b"".join(entry.packed() for entry in entries)
    directory_at = sectors.add(directory + UNUSED_ENTRY * (-len(entries) % (SECTOR // len(UNUSED_ENTRY))))
    fat_at = _add_fat(sectors)
    header = _header(fat_at, directory_at, mini_fat_at, len(mini_fat) // SECTOR)
    return header + bytes(sectors.content)


def _add_fat(sectors: _Sectors) -> range:
    """The places of the FAT's own sectors, appended; the table counts itself."""
    used, needed = len(sectors.next), 1
    while needed * ENTRIES_PER_SECTOR < used + needed:
        needed += 1
    if needed > FAT_SECTORS_IN_HEADER:
        raise ValueError("a VBA project above 7 MB")
    sectors.next += [FAT_SECTOR] * needed
    sectors.content += padded(_numbers(sectors.next), SECTOR, b"\xff")
    return range(used, used + needed)


def _header(fat_at: Sequence[int], directory_at: int, mini_fat_at: int, mini_fat_sectors: int) -> bytes:
    """The 512 bytes of 2.2."""
    fixed = struct.pack(
        "<8s16xHHHHH6x9I",
        bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6, 0,
        len(fat_at), directory_at, 0, MINI_LIMIT, mini_fat_at, mini_fat_sectors, END_OF_CHAIN, 0,
    )  # fmt: skip
    return fixed + _numbers([*fat_at, *[FREE] * (FAT_SECTORS_IN_HEADER - len(fat_at))])


def _directory(tree: Tree) -> list[_Entry]:
    """The entries, the root first."""
    entries = [_Entry(name="Root Entry", kind=ROOT)]
    entries[0].child = _add_children(entries, tree)
    return entries


def _add_children(entries: list[_Entry], tree: Tree) -> int:
    """The number of the entry at the top of the sorted tree of `tree`'s names."""
    numbers: list[int] = []
    for name, content in tree.items():
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name=name, kind=STREAM, content=content))
        else:
            entries.append(_Entry(name=name, kind=STORAGE))
    top = _balanced(entries, sorted(numbers, key=lambda number: _rank(entries[number].name)))
    for number, content in zip(numbers, tree.values(), strict=True):
        if not isinstance(content, bytes):
            entries[number].child = _add_children(entries, content)
    return top


def _rank(name: str) -> tuple[int, str]:
    """Shorter names first, then by capitals (2.6.4)."""
    return len(name.encode("utf-16-le")), name.upper()


def _balanced(entries: list[_Entry], numbers: Sequence[int]) -> int:
    """The top of a red-black tree of `numbers`: balanced, its deepest level red when it is not full."""
    full_levels = (len(numbers) + 1).bit_length() - 1

    def top(part: Sequence[int], depth: int) -> int:
        if not part:
            return NO_ENTRY
        middle = len(part) // 2
        entry = entries[part[middle]]
        entry.left, entry.right = top(part[:middle], depth + 1), top(part[middle + 1 :], depth + 1)
        entry.colour = BLACK if depth < full_levels else RED
        return part[middle]

    return top(numbers, 0)


def chain(first: int, length: int, size: int) -> Iterator[int]:
    """What follows each sector of `length` bytes that begin at sector `first`."""
    last = first + -(-length // size) - 1
    for number in range(first, last + 1):
        yield number + 1 if number < last else END_OF_CHAIN


def padded(data: bytes, size: int, filler: bytes = b"\0") -> bytes:
    """The data, filled up to a multiple of `size`."""
    return data + filler * (-len(data) % size)


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
