"""Members of a zip file joined anew, untouched ones with the very bytes they had when compressed (APPNOTE 6.3)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relance_xl.ooxml.headers import (
    DEFLATED,
    LOCAL,
    UTF8_NAME,
    VERSION,
    Common,
    directory_entry,
    end_record,
    local_header,
)

_DATA_DESCRIPTOR = 0x08
_LEVEL = 2
"""A third of the time of the usual 6, for a file a tenth bigger, until its user saves it."""


@dataclass(frozen=True, slots=True)
class Deflated:
    """A content ready to stand in a zip file: its compressed bytes, its size and checksum once inflated."""

    compressed: bytes | memoryview
    size: int
    checksum: int
    method: int = DEFLATED

    def inflated(self) -> bytes:
        """The content itself, for those that `deflated` made."""
        return zlib.decompress(self.compressed, -zlib.MAX_WBITS, self.size)


Member = tuple[zipfile.ZipInfo, Deflated]
"""One entry: its directory record, and its content."""


def raw(info: zipfile.ZipInfo, package: bytes) -> Deflated:
    """The member's content exactly as it is compressed in `package`."""
    *_, name_length, extra_length = LOCAL.unpack_from(package, info.header_offset)
    start = info.header_offset + LOCAL.size + name_length + extra_length
    data = memoryview(package)[start : start + info.compress_size]
    return Deflated(data, info.file_size, info.CRC, info.compress_type)


def deflated(pieces: Iterable[bytes]) -> Deflated:
    """A new content, given piece by piece so that it never stands whole in memory."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    compressed: list[bytes] = []
    size = checksum = 0
    for piece in pieces:
        compressed.append(packer.compress(piece))
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
    compressed.append(packer.flush())
    return Deflated(b"".join(compressed), size, checksum)


def joined(members: Sequence[Member]) -> bytes:
    """The zip file holding `members` in their order; all sizes stay under 4 GB (the reader's bound is 1 GB)."""
    parts: list[bytes | memoryview] = []
    directory: list[bytes] = []
    offset = 0
    for info, content in members:
        name, common = _header(info, content)
        local = local_header(name, common)
        made_by = info.create_system << 8 | VERSION
        attributes = {"internal": info.internal_attr, "external": info.external_attr}
        directory.append(directory_entry(name, common, offset, made_by=made_by, **attributes))
        parts += [local, content.compressed]
        offset += len(local) + len(content.compressed)
    listing = b"".join(directory)
    return b"".join([*parts, listing, end_record(len(members), len(listing), offset)])


def _header(info: zipfile.ZipInfo, content: Deflated) -> tuple[bytes, Common]:
    """The name's bytes, and the fields that the local header and the directory have in common."""
    name, flags = _encoded_name(info)
    year, month, day, hour, minute, second = info.date_time
    clock = hour << 11 | minute << 5 | second // 2
    calendar = max(year - 1980, 0) << 9 | month << 5 | day
    sizes = content.checksum, len(content.compressed), content.size
    return name, (flags, content.method, clock, calendar, *sizes, len(name))


def _encoded_name(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    """The name's bytes and the member's flags, without the « sizes follow » bit: ours stand in the header."""
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    try:
        return info.orig_filename.encode("ascii"), flags & ~UTF8_NAME
    except UnicodeEncodeError:
        return info.orig_filename.encode("utf-8"), flags | UTF8_NAME
