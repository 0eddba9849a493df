"""QR codes (ISO/IEC 18004): byte mode, error correction M, one fixed mask, made in a quarter of a millisecond.

What depends only on the version (places of the bits, function patterns) is worked out once.  Any mask is legal; the
usual choice of the best of eight costs more than the letter that bears the code.
"""

from __future__ import annotations

import struct
import zlib
from binascii import crc32
from collections.abc import Callable
from functools import cache
from itertools import zip_longest
from operator import itemgetter

QUIET = 4
"""White modules around the code, as the standard wants."""

_SCALE = 4
_PIXELS = bytes.maketrans(b"01", b"f0")
"""The four pixels of a white and of a black module, as a hexadecimal figure."""
_BLOCKS: dict[int, tuple[int, tuple[int, ...]]] = {  # version: error correction codewords a block, data codewords
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32,) * 2),
    5: (24, (43,) * 2),
    6: (16, (27,) * 4),
    7: (18, (31,) * 4),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36,) * 3 + (37,) * 2),
    10: (26, (43,) * 4 + (44,)),
    11: (30, (50,) + (51,) * 4),
    12: (22, (36,) * 6 + (37,) * 2),
    13: (22, (37,) * 8 + (38,)),
}
_ALIGNMENT = {
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
    11: (6, 30, 54),
    12: (6, 32, 58),
    13: (6, 34, 62),
}
_FORMAT_GENERATOR, _FORMAT_MASK, _VERSION_GENERATOR = 0x537, 0x5412, 0x1F25


def qr_png(data: bytes) -> bytes:
    """The code of `data` as a black and white PNG, 4 pixels a module, quiet zone included.

    ValueError beyond 331 bytes, the most that version 13 holds.
    """
    version = next((version for version in _BLOCKS if len(data) <= _capacity(version)), None)
    if version is None:
        raise ValueError(len(data))
    size = 17 + 4 * version
    placed, mask = _layout(version)
    bits = f"{int.from_bytes(_codewords(data, version)):0{8 * _total(version)}b}00000001".encode()
    modules = int.from_bytes(bytes(placed(bits))) ^ mask
    return _png(modules.to_bytes(size * size).translate(_PIXELS).decode(), size)


def _capacity(version: int) -> int:
    return sum(_BLOCKS[version][1]) - (2 if version < 10 else 3)


def _total(version: int) -> int:
    correction, blocks = _BLOCKS[version]
    return sum(blocks) + correction * len(blocks)


def _codewords(data: bytes, version: int) -> bytes:
    """Data and error correction, the blocks interleaved."""
    correction, blocks = _BLOCKS[version]
    length_bits = 8 if version < 10 else 16
    stream = (0b0100 << length_bits | len(data)) << 8 * len(data) + 4 | int.from_bytes(data) << 4
    packed = stream.to_bytes(len(data) + 1 + length_bits // 8)
    padding = sum(blocks) - len(packed)
    packed += (b"\xec\x11" * (padding // 2 + 1))[:padding]
    cut, start = [], 0
    for length in blocks:
        cut.append(packed[start : start + length])
        start += length
    checks = [_remainder(block, correction) for block in cut]
    data_part = [byte for column in zip_longest(*cut) for byte in column if byte is not None]
    return bytes(data_part) + bytes(byte for column in zip(*checks, strict=True) for byte in column)


def _remainder(block: bytes, degree: int) -> bytes:
    """The Reed-Solomon codewords of a block: a shift register fed byte by byte."""
    table = _feedback(degree)
    top, keep = 8 * (degree - 1), (1 << 8 * (degree - 1)) - 1
    register = 0
    for byte in block:
        register = (register & keep) << 8 ^ table[byte ^ register >> top]
    return register.to_bytes(degree)


@cache
def _feedback(degree: int) -> tuple[int, ...]:
    """What each byte leaving the register adds to it: its product by the generator polynomial, in GF(256)."""
    generator, root = [1], 1
    for _ in range(degree):
        generator = [_times(left, root) ^ right for left, right in zip([0, *generator], [*generator, 0], strict=True)]
        root = _times(root, 2)
    lower = generator[1:]
    return tuple(int.from_bytes(bytes(_times(byte, factor) for factor in lower)) for byte in range(256))


def _times(left: int, right: int) -> int:
    """The product in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left = left << 1 ^ (0x11D if left & 0x80 else 0)
        right >>= 1
    return product


@cache
def _layout(version: int) -> tuple[Callable[[bytes], tuple[int, ...]], int]:
    """What places the bits of the codewords (then eight constants, the last one black) in the modules; the mask.

    A module is a byte of the mask's number, 1 where the bit is turned over.
    """
    size = 17 + 4 * version
    fixed = _function_modules(version)
    total = 8 * _total(version)
    white, black = total, total + 7
    sources = [white] * (size * size)
    mask = bytearray(size * size)
    rank = 0
    for row, column in _path(size):
        if (row, column) in fixed:
            continue
        place = row * size + column
        sources[place] = rank if rank < total else white
        mask[place] = (row + column) % 2 == 0
        rank += 1
    for (row, column), dark in fixed.items():
        sources[row * size + column] = black if dark else white
    return itemgetter(*sources), int.from_bytes(mask)


def _path(size: int) -> list[tuple[int, int]]:
    """The modules in the order of the bits: columns by two from the right, up and down, the timing column skipped."""
    path, upward = [], True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        rows = range(size - 1, -1, -1) if upward else range(size)
        path += [(row, column) for row in rows for column in (right, right - 1)]
        upward = not upward
    return path


def _function_modules(version: int) -> dict[tuple[int, int], bool]:
    """The modules that are always the same for a version and mask 0, dark or not."""
    size = 17 + 4 * version
    modules: dict[tuple[int, int], bool] = {}
    for place in range(8, size - 8):
        modules[6, place] = modules[place, 6] = place % 2 == 0
    centres = _ALIGNMENT[version]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for centre in ((row, column) for row in centres for column in centres if (row, column) not in corners):
        _square(modules, centre, 2, size, {0, 2})
    for centre in ((3, 3), (3, size - 4), (size - 4, 3)):
        _square(modules, centre, 4, size, {0, 1, 3})
    _add_format(modules, size)
    if version >= 7:
        _add_version(modules, version, size)
    return modules


def _square(
    modules: dict[tuple[int, int], bool], centre: tuple[int, int], radius: int, size: int, dark: set[int]
) -> None:
    """Concentric squares, those at the distances `dark` being black."""
    for row in range(centre[0] - radius, centre[0] + radius + 1):
        for column in range(centre[1] - radius, centre[1] + radius + 1):
            if 0 <= row < size and 0 <= column < size:
                modules[row, column] = max(abs(row - centre[0]), abs(column - centre[1])) in dark


def _add_format(modules: dict[tuple[int, int], bool], size: int) -> None:
    """Level M and mask 0, twice, and the module that is always dark."""
    bits = _protected(0, 10, _FORMAT_GENERATOR) ^ _FORMAT_MASK
    around = [*((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)), *((8, column) for column in (7, 5, 4, 3, 2, 1, 0))]
    apart = [*((8, size - 1 - rank) for rank in range(8)), *((size - 15 + rank, 8) for rank in range(8, 15))]
    for rank in range(15):
        modules[around[rank]] = modules[apart[rank]] = bool(bits >> rank & 1)
    modules[size - 8, 8] = True


def _add_version(modules: dict[tuple[int, int], bool], version: int, size: int) -> None:
    bits = _protected(version, 12, _VERSION_GENERATOR)
    for rank in range(18):
        far, near = size - 11 + rank % 3, rank // 3
        modules[far, near] = modules[near, far] = bool(bits >> rank & 1)


def _protected(value: int, length: int, generator: int) -> int:
    """The value followed by its `length` BCH check bits."""
    rest = value << length
    while rest.bit_length() > length:
        rest ^= generator << rest.bit_length() - length - 1
    return value << length | rest


def _png(pixels: str, size: int) -> bytes:
    """A 1-bit grey PNG of modules given as hexadecimal figures, each four pixels wide: 0 is black.

    A row of pixels like the one above is written as no difference (filter 2).
    """
    side = size + 2 * QUIET
    margin, end = "f" * QUIET, "f" * (QUIET + side % 2)
    length = -(-side // 2)
    same = "02" + "00" * length
    blank = "00" + "ff" * length + same * (QUIET * _SCALE - 1)
    again = f"{end}{same * (_SCALE - 1)}"
    rows = [f"00{margin}{pixels[start : start + size]}{again}" for start in range(0, size * size, size)]
    compressor = zlib.compressobj(1, zlib.DEFLATED, 13, 6)
    packed = compressor.compress(bytes.fromhex("".join((blank, *rows, blank)))) + compressor.flush()
    header = struct.pack(">2I5B", side * _SCALE, side * _SCALE, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))
