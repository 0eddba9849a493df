"""Compression of VBA sources, by [MS-OVBA] 2.4.1.

Data is cut in chunks of 4096 bytes; a chunk is a sequence of groups of eight tokens, each a literal byte or a copy of
bytes already seen in the same chunk.
"""

from __future__ import annotations

import struct
from typing import Final

CHUNK: Final = 4096
SIGNATURE: Final = b"\x01"
COMPRESSED: Final = 0xB000
"""The header's bits 12 to 15: signature 0b011, and the flag of a compressed chunk."""
SHORTEST_COPY: Final = 3


def compress(data: bytes) -> bytes:
    """The compressed container.  ValueError when a chunk does not become smaller.

    The format allows such a chunk to be stored raw, but Excel then silently drops the module.
    """
    out = bytearray(SIGNATURE)
    for start in range(0, len(data), CHUNK):
        body = _compressed_chunk(data[start : start + CHUNK])
        if len(body) > CHUNK:
            raise ValueError(f"the {CHUNK} bytes from {start} do not compress")
        out += struct.pack("<H", COMPRESSED | (len(body) - 1)) + body
    return bytes(out)


def _compressed_chunk(chunk: bytes) -> bytes:
    """The tokens of one chunk, without its header (2.4.1.3.7)."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags_at = len(out)
        out.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            length, offset = _longest_copy(chunk, position, seen)
            if length:
                out[flags_at] |= 1 << bit
                out += _copy_token(position, length, offset)
            else:
                out.append(chunk[position])
                length = 1
            for passed in range(position, position + length):
                seen.setdefault(chunk[passed : passed + SHORTEST_COPY], []).append(passed)
            position += length
    return bytes(out)


def _longest_copy(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """(length, offset) of the longest match before `position`, the nearest of equals; (0, 0) without one."""
    best = (0, 0)
    most = min((0xFFFF >> _offset_bits(position)) + SHORTEST_COPY, len(chunk) - position)
    if most < SHORTEST_COPY:
        return best
    for candidate in reversed(seen.get(chunk[position : position + SHORTEST_COPY], ())):
        length = SHORTEST_COPY
        while length < most and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best[0]:
            best = (length, position - candidate)
        if length == most:
            break
    return best


def _copy_token(position: int, length: int, offset: int) -> bytes:
    """Offset and length in two bytes (2.4.1.3.19.3)."""
    return struct.pack("<H", (offset - 1) << (16 - _offset_bits(position)) | (length - SHORTEST_COPY))


def _offset_bits(position: int) -> int:
    """How many of a token's sixteen bits hold the offset: enough for all that precedes (2.4.1.3.19.1)."""
    return max((position - 1).bit_length(), 4) if position else 4
