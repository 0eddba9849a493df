"""Whatever the user gives to « Importer », read by the reader that its content calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from relance_xl.ledgers.archive import is_archive, opened
from relance_xl.ledgers.columns import ledger_columns
from relance_xl.ledgers.common.imported import Doubt, Imported, Motive, Tell, silent
from relance_xl.ledgers.common.regular import refuse_special
from relance_xl.ledgers.common.seen import SeenFile
from relance_xl.ledgers.detect import FileKind, kind_of_file
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.ledgers.joining import together
from relance_xl.ledgers.lists.delimited import delimited_rows, read_delimited
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.samples import columns_seen
from relance_xl.ledgers.spreadsheet import read_spreadsheet, sheet_columns
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables.grid import Row

Sheets = Callable[[Path], Mapping[str, Sequence[Row]]]
"""How the rows of a spreadsheet are had: its sheets by name, in the workbook's order."""

_WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_TEXTS = frozenset({".csv", ".txt", ".tsv", ".asc"})


def read_files(
    paths: Sequence[Path], sheets_of: Sheets, fec: FecOptions, lists: ListOptions, tell: Tell = silent
) -> Imported:
    """The open items of all the files together: the years of one FEC, or lists; never both.

    DataError when the two are mixed, and as the readers say; FileUnavailable when a file cannot be read.
    """
    for path in paths:
        refuse_special(path)
    with TemporaryDirectory(prefix="relance-") as folder:
        found = [opened(path, Path(folder)) if is_archive(path) else path for path in paths]
        return _read(found, sheets_of, fec, lists, tell)


def _read(paths: Sequence[Path], sheets_of: Sheets, fec: FecOptions, lists: ListOptions, tell: Tell) -> Imported:
    kinds = {path: kind_of_file(path) for path in paths}
    ledgers = [path for path, kind in kinds.items() if kind is FileKind.FEC]
    if ledgers and len(ledgers) < len(paths):
        other = next(path for path in paths if path not in ledgers)
        what = f"Ce fichier est une liste, et {ledgers[0].name} un FEC : ils compteraient deux fois les mêmes factures"
        raise DataError(Problem(file=other.name, what=what, expected="des fichiers d'une seule sorte"))
    if ledgers:
        return read_fec(ledgers, fec, tell)
    read = []
    for path, kind in kinds.items():
        if kind is FileKind.DELIMITED:
            read.append(_as_named(read_delimited(path, lists, tell), path, kind))
        else:
            tell(f"Lecture de {path.name}", None)
            read.append(_as_named(read_spreadsheet(sheets_of(path), path.name, lists), path, kind))
    return read[0] if len(read) == 1 else together(read)


def _as_named(imported: Imported, path: Path, kind: FileKind) -> Imported:
    """The import, said of when the file's name says another format than its content.

    A text under the name of a workbook is a doubt: a spreadsheet that opened it may have changed codes and dates.
    """
    suffix, report = path.suffix.lower(), imported.report
    if kind is FileKind.DELIMITED and suffix in _WORKBOOKS:
        detail = f"{path.name} est un texte délimité, et non un classeur, malgré son nom"
        return replace(imported, doubts=(*imported.doubts, Doubt(motif=Motive.OTHER_FORMAT, detail=detail)))
    if kind is FileKind.SPREADSHEET and (suffix in _TEXTS or (suffix == ".xls" and _is_zip(path))):
        what = f"Ce fichier est un classeur, et non ce que dit son nom ({suffix}) : il est lu comme tel"
        said = Problem(file=path.name, line=1, what=what, severity=Severity.WARNING)
        return replace(imported, report=replace(report, problems=(*report.problems, said)))
    return imported


def _is_zip(path: Path) -> bool:
    """Whether the file is of Excel 2007 and later."""
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


def columns_of_files(paths: Sequence[Path], sheets_of: Sheets, lists: ListOptions) -> list[SeenFile]:
    """The columns of each file, of each visible sheet of a workbook; nothing is made of their lines.

    DataError when a file is neither a text nor a workbook; FileUnavailable when it cannot be read.
    """
    for path in paths:
        refuse_special(path)
    with TemporaryDirectory(prefix="relance-") as folder:
        found = [opened(path, Path(folder)) if is_archive(path) else path for path in paths]
        return [seen for path in found for seen in _columns(path, sheets_of, lists)]


def _columns(path: Path, sheets_of: Sheets, lists: ListOptions) -> Iterator[SeenFile]:
    match kind_of_file(path):
        case FileKind.FEC:
            yield ledger_columns(path)
        case FileKind.DELIMITED:
            found = delimited_rows(path, lists)
            yield columns_seen(found.rows, path.name, lists, found.numbers)
        case FileKind.SPREADSHEET:
            yield from sheet_columns(sheets_of(path), path.name, lists)
