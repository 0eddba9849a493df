"""The records around the members of a zip file (APPNOTE 6.3): written in one place, by those who copy and who make."""

from __future__ import annotations

import struct

VERSION = 20
UTF8_NAME = 0x800
STORED, DEFLATED = 0, 8

LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")

Common = tuple[int, int, int, int, int, int, int, int]
"""What both headers say: flags, method, time, date, checksum, size compressed, size, length of the name."""


def local_header(name: bytes, common: Common) -> bytes:
    """What stands before a member's data."""
    return LOCAL.pack(b"PK\3\4", VERSION, *common, 0) + name


def directory_entry(
    name: bytes, common: Common, offset: int, *, made_by: int = VERSION, internal: int = 0, external: int = 0
) -> bytes:
    """A member's line in the directory; `internal` and `external` are its attributes."""
    return _CENTRAL.pack(b"PK\1\2", made_by, VERSION, *common, 0, 0, 0, internal, external, offset) + name


def end_record(count: int, size: int, offset: int) -> bytes:
    """What ends the file: how many members, the size of their directory, where it begins."""
    return _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)
