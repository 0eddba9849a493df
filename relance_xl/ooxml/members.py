"""Packages written member by member: what never changes is compressed once and copied raw."""

from __future__ import annotations

import struct
import zlib
from binascii import crc32
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from relance_xl.ooxml.headers import DEFLATED, STORED, UTF8_NAME, Common, directory_entry, end_record, local_header

FAST, SMALL = 1, 9
"""Levels of compression: 3 % more bytes for a third of the time, and the best for what is done once."""

_MIDNIGHT_1980 = (0, 0x21)
_SMALL_DATA = 1 << 13
_COUNT_LIMIT, _SIZE_LIMIT = 0xFFFF, 0xFFFFFFFF
_LONG_PIECE = 256
_TOGETHER = 1 << 14
_LARGEST_BLOCK = 0xFFFF
_EMPTY_LAST_BLOCK = b"\x03\x00"
_BLOCK = struct.Struct("<BHH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package, ready to be written."""

    name: str
    crc: int
    size: int
    packed: bytes
    method: int = DEFLATED

    def records(self, offset: int) -> tuple[bytes, bytes]:
        """What stands before the data at `offset`, and the line of the directory."""
        name = self.name.encode()
        common = _common(name, self.crc, len(self.packed), self.size, self.method)
        return local_header(name, common), directory_entry(name, common, offset)


def member(name: str, data: bytes, level: int = FAST) -> Member:
    """`data` compressed, or stored when compression gains nothing (pictures)."""
    packed = _deflated(data, level)
    if len(packed) >= len(data):
        return Member(name, crc32(data), len(data), data, STORED)
    return Member(name, crc32(data), len(data), packed)


def stored(name: str, data: bytes) -> Member:
    """`data` as they are: a picture is compressed already."""
    return Member(name, crc32(data), len(data), data, STORED)


def joined_member(name: str, pieces: Iterable[str]) -> Member:
    """A small part made of pieces, the long ones of which come again in other parts: these are compressed once.

    Between them, what is new in this part is stored as it is: a few names and numbers.
    """
    data: list[bytes] = []
    packed: list[bytes] = []
    fresh: list[str] = []
    for piece in pieces:
        if len(piece) < _LONG_PIECE:
            fresh.append(piece)
            continue
        if fresh:
            data.append("".join(fresh).encode())
            packed += _stored_blocks(data[-1])
            fresh.clear()
        known, blocks = _packed_piece(piece)
        data.append(known)
        packed.append(blocks)
    data.append("".join(fresh).encode())
    packed += _stored_blocks(data[-1])
    packed.append(_EMPTY_LAST_BLOCK)
    whole = b"".join(data)
    return Member(name, crc32(whole), len(whole), b"".join(packed))


@lru_cache(maxsize=64)
def _packed_piece(piece: str) -> tuple[bytes, bytes]:
    """The bytes of a piece, and the same as whole blocks of a deflate stream, which refer to nothing before them."""
    data = piece.encode()
    compressor = zlib.compressobj(SMALL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return data, compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)


def _stored_blocks(data: bytes) -> Iterator[bytes]:
    """Data stored in a deflate stream as they are (RFC 1951, 3.2.4)."""
    for start in range(0, len(data), _LARGEST_BLOCK):
        block = data[start : start + _LARGEST_BLOCK]
        yield _BLOCK.pack(0, len(block), len(block) ^ _LARGEST_BLOCK)
        yield block


class StaticMembers:
    """Members that all packages share, with their part of the central directory."""

    def __init__(self, members: Sequence[Member]) -> None:
        self.count = len(members)
        pieces: list[bytes] = []
        entries: list[bytes] = []
        offset = 0
        for one in members:
            header, entry = one.records(offset)
            entries.append(entry)
            pieces += (header, one.packed)
            offset += len(header) + len(one.packed)
        self.data = b"".join(pieces)
        self.directory = b"".join(entries)

    def package(self, members: Iterable[Member]) -> bytes:
        """A whole package: the shared members, then these."""
        pieces = [self.data]
        entries = [self.directory]
        offset = len(self.data)
        count = self.count
        for one in members:
            header, entry = one.records(offset)
            entries.append(entry)
            pieces += (header, one.packed)
            offset += len(header) + len(one.packed)
            count += 1
        directory = b"".join(entries)
        return b"".join((*pieces, directory, end_record(count, len(directory), offset)))


class PackageStream:
    """A package written to a file as it comes, in constant memory but for its directory.

    `check` is the CRC-32 of what was written so far, `offset` how much that is.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.check = 0
        self._entries: list[bytes] = []
        self.offset = 0

    def add(self, one: Member) -> None:
        """Write one member."""
        header, entry = one.records(self.offset)
        self._entries.append(entry)
        self._write(header)
        self._write(one.packed)

    def copy(self, name: str, body: DeflatedStream) -> None:
        """Write as one member what was streamed aside; OverflowError from 4 GiB on."""
        if body.size > _SIZE_LIMIT:
            raise OverflowError(name)
        offset = self.offset
        encoded = name.encode()
        common = _common(encoded, body.crc, body.packed, body.size, DEFLATED)
        self._write(local_header(encoded, common))
        self._entries.append(directory_entry(encoded, common, offset))
        body.file.seek(0)
        while block := body.file.read(1 << 16):
            self._write(block)

    def close(self) -> None:
        """Write the directory; OverflowError beyond 65 535 members or 4 GiB."""
        directory = b"".join(self._entries)
        if len(self._entries) >= _COUNT_LIMIT or self.offset > _SIZE_LIMIT:
            raise OverflowError(self.offset)
        self._write(directory + end_record(len(self._entries), len(directory), self.offset))

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self.check = crc32(data, self.check)
        self.offset += len(data)


class DeflatedStream:
    """Text compressed piece by piece into a file kept aside."""

    def __init__(self, file: BinaryIO, level: int = FAST) -> None:
        self.file = file
        self.crc = self.size = self.packed = 0
        self._waiting: list[str] = []
        self._length = 0
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, 9)

    def write(self, text: str) -> None:
        """Add a piece."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _TOGETHER:
            self._compress()

    def finish(self) -> None:
        """End the compressed data; nothing can be added after."""
        self._compress()
        self._keep(self._compressor.flush())

    def _compress(self) -> None:
        """Compress what waits: small pieces together."""
        data = "".join(self._waiting).encode()
        self._waiting.clear()
        self._length = 0
        self.crc = crc32(data, self.crc)
        self.size += len(data)
        self._keep(self._compressor.compress(data))

    def _keep(self, packed: bytes) -> None:
        self.packed += len(packed)
        self.file.write(packed)


def _deflated(data: bytes, level: int) -> bytes:
    """Raw deflate; a small window for small data, whose tables are ten times faster to make ready."""
    window, memory = (-13, 6) if len(data) <= _SMALL_DATA else (-zlib.MAX_WBITS, 8)
    compressor = zlib.compressobj(level, zlib.DEFLATED, window, memory)
    return compressor.compress(data) + compressor.flush()


def _common(encoded: bytes, crc: int, packed: int, size: int, method: int) -> Common:
    return UTF8_NAME, method, *_MIDNIGHT_1980, crc, packed, size, len(encoded)
