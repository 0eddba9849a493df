"""A zipped ledger: the one table that an archive holds, taken out within bounds."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from relance_xl.problems import DataError, Problem

_TABLES = frozenset({".txt", ".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})
_LARGEST = 1 << 30
"""Bytes; the sizes that an archive states are not trusted, those that come out are counted."""
_CHUNK = 1 << 20


def is_archive(path: Path) -> bool:
    """Whether the file is a plain archive: every workbook, Excel's or OpenDocument's, holds one of two parts."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
        with zipfile.ZipFile(path) as archive:
            return {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False  # the file's own reader says it better


def opened(path: Path, folder: Path) -> Path:
    """The one table of the archive, taken out into `folder`.  DataError when it holds none, or several."""
    with zipfile.ZipFile(path) as archive:
        tables = [info for info in archive.infolist() if _is_table(info)]
        if len(tables) != 1:
            names = ", ".join(PurePosixPath(info.filename).name for info in tables[:5])
            what = (
                f"Cette archive contient {len(tables)} tables ({names})"
                if tables
                else "Cette archive ne contient aucune table"
            )
            raise DataError(Problem(file=path.name, what=what, expected="une archive d'un seul fichier, ou ce fichier"))
        target = folder / PurePosixPath(tables[0].filename.replace("\\", "/")).name
        try:
            _copy(archive, tables[0], target, path.name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as fault:
            what = "Cette archive est abîmée, ou protégée par un mot de passe"
            raise DataError(Problem(file=path.name, what=what, expected="le fichier qu'elle contient")) from fault
    return target


def _is_table(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "__")) for part in name.parts)
    return not info.is_dir() and not hidden and name.suffix.lower() in _TABLES


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, file: str) -> None:
    size = 0
    with archive.open(info) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > _LARGEST:
                raise DataError(
                    Problem(file=file, what="L'archive se déplie en un contenu démesuré", expected="moins de 1 Go")
                )
            out.write(chunk)
