"""A package opened within bounds: how many members, how much they hold once inflated, whatever their headers state."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

MEGABYTE = 1 << 20
_LOCAL, _END, _LONGEST_END = b"PK\3\4", b"PK\5\6", 22 + 0xFFFF
_LENGTHS, _LENGTHS_AT = struct.Struct("<HH"), 26
"""Of the name and of the extra field, in the header of a member."""
_ENCRYPTED = 1
_BLOCK_READ = 1 << 18
_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a package may hold.

    Attributes:
        members: how many, folders counted.
        inflated: bytes of all together.
        suspect: bytes of one member beyond which `ratio` is looked at.
        ratio: how many times its compressed size such a member may take.
    """

    members: int
    inflated: int
    suspect: int
    ratio: int


DOCUMENT = Bounds(members=2_000, inflated=200 * MEGABYTE, suspect=200 * MEGABYTE, ratio=1)
"""A letter with many photographs takes a tenth of it."""
RUN = Bounds(members=0xFFFF, inflated=1 << 32, suspect=1 << 32, ratio=1)
"""A print run, which is ours: what a package can hold without the records of zip64."""
WORKBOOK = Bounds(members=20_000, inflated=1024 * MEGABYTE, suspect=64 * MEGABYTE, ratio=250)
"""A ledger of 100,000 lines takes about 100 MB; real sheets are compressed less than 60 times."""


class PackageFault(ValueError):
    """Why a file is not read as a package: « il est abîmé »."""


class ExcessiveFault(PackageFault):
    """It holds too much."""


class ProtectedFault(PackageFault):
    """It is encrypted."""


class Opened:
    """The members of a package by name, in their order; entries of folders, which some tools write, are no members."""

    def __init__(self, content: bytes, bounds: Bounds) -> None:
        """PackageFault for what is no package, is protected, or says itself that it is out of all proportion."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _DAMAGES as error:
            raise PackageFault(_damage(content)) from error
        self._content = content
        infos = self._zip.infolist()
        _refuse_excess(infos, bounds)
        self.infos = {name: info for info in infos if (name := _name(info))[-1:] != "/"}

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """The content of a member.  PackageFault when it is damaged, or is not as long as its header states.

        Within the length stated, which is bounded: the header of a bomb lies, and `zipfile` inflates as much as it is
        asked for at once.  The two ways of ISO/IEC 29500-2, 7.3.4 only: the others could not be bounded.
        """
        try:
            if info.compress_type == zipfile.ZIP_DEFLATED:
                return self._inflated(info)
            if info.compress_type == zipfile.ZIP_STORED:
                return self._zip.read(info)
        except _DAMAGES as error:
            raise PackageFault(_damage(self._content)) from error
        raise PackageFault("il est compressé d'une façon que ni Word ni Excel ne lisent")

    def blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The same, block after block."""
        if info.compress_type != zipfile.ZIP_DEFLATED:
            yield self.read(info)
            return
        try:
            inflating, waiting, size, check = zlib.decompressobj(-zlib.MAX_WBITS), self._member(info), 0, 0
            while size <= info.file_size and (block := inflating.decompress(waiting, _BLOCK_READ)):
                size, check, waiting = size + len(block), zlib.crc32(block, check), inflating.unconsumed_tail
                yield block
            _require(info, size, check)
        except _DAMAGES as error:
            raise PackageFault(_damage(self._content)) from error

    def _inflated(self, info: zipfile.ZipInfo) -> bytes:
        """A member in one piece, twice as quickly as `zipfile` reads it by blocks."""
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._member(info), info.file_size + 1)
        _require(info, len(data), zlib.crc32(data))
        return data

    def _member(self, info: zipfile.ZipInfo) -> memoryview | bytes:
        """A member as it is compressed."""
        self._zip.open(info).close()  # its own header is as the directory has it
        name, extra = _LENGTHS.unpack_from(self._content, info.header_offset + _LENGTHS_AT)
        start = info.header_offset + _LENGTHS_AT + _LENGTHS.size + name + extra
        return memoryview(self._content)[start : start + info.compress_size]


def unpacked(content: bytes, bounds: Bounds = DOCUMENT) -> dict[str, bytes]:
    """The contents of a whole package by name.  PackageFault as for `Opened`."""
    opened = Opened(content, bounds)
    return {name: opened.read(info) for name, info in opened.infos.items()}


def member_names(path: Path) -> set[str]:
    """The names in the directory of a file.  PackageFault when it has none; OSError when it cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            return set(map(_name, package.infolist()))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:  # the last two: what no zip tool writes
        raise PackageFault("il est abîmé") from error


def _require(info: zipfile.ZipInfo, size: int, check: int) -> None:
    """BadZipFile for a member that is not of the length or of the check sum stated."""
    if size != info.file_size or check != info.CRC:
        raise zipfile.BadZipFile(info.filename)


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/")


def _damage(content: bytes) -> str:
    broken_off = content.startswith(_LOCAL) and _END not in content[-_LONGEST_END:]
    return "il est incomplet, sa copie ou son téléchargement a été interrompu" if broken_off else "il est abîmé"


def _refuse_excess(infos: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    sizes = [info.file_size for info in infos]
    swollen = max(sizes, default=0) > bounds.suspect and any(_swells(info, bounds) for info in infos)
    if len(infos) > bounds.members or sum(sizes) > bounds.inflated or swollen:
        raise ExcessiveFault(f"il se déplie en un contenu démesuré (plus de {bounds.inflated // MEGABYTE} Mo)")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise ProtectedFault("il est protégé par un mot de passe")


def _swells(info: zipfile.ZipInfo, bounds: Bounds) -> bool:
    return info.file_size > bounds.suspect and info.file_size > bounds.ratio * max(info.compress_size, 1)
