"""Whatever bank file the user gives, read by the reader that its content calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from relance_xl.domain.matching.operations import Operation
from relance_xl.ledgers.bank.camt import read_camt
from relance_xl.ledgers.bank.cfonb import read_cfonb
from relance_xl.ledgers.bank.mt940 import read_mt940
from relance_xl.ledgers.bank.ofx import read_ofx
from relance_xl.ledgers.bank.parts.statements import Part, Statement
from relance_xl.ledgers.bank.qif import read_qif
from relance_xl.ledgers.bank.recognition import BankFormat, bank_format
from relance_xl.ledgers.bank.tables.columns import find_columns
from relance_xl.ledgers.bank.tables.rows import read_csv, read_table
from relance_xl.problems import DataError, Problem
from relance_xl.tables.grid import Row

Sheets = Callable[[Path], Mapping[str, Sequence[Row]]]
"""How the rows of a spreadsheet are had: its sheets by name, in the workbook's order."""

_TEXTS: Mapping[BankFormat, Callable[[Path], Iterator[Part]]] = {
    BankFormat.CFONB: read_cfonb,
    BankFormat.CAMT: read_camt,
    BankFormat.OFX: read_ofx,
    BankFormat.MT940: read_mt940,
    BankFormat.QIF: read_qif,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """One file, read to its end.

    Attributes:
        operations: those of a statement whose balance does not hold are not `sure`.
        problems: refused operations and remarks, each with its line.
    """

    file: str
    format: BankFormat
    operations: tuple[Operation, ...]
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def stream_bank(path: Path, sheets_of: Sheets, mapping: Mapping[str, str] | None = None) -> Iterator[Part]:
    """The parts of the file as they are read; `mapping` (field → header) is the user's own names of columns.

    DataError when the file is no statement or its structure is broken; FileUnavailable when it cannot be read.
    """
    kind = bank_format(path)
    if kind is BankFormat.SPREADSHEET:
        return _spreadsheet(sheets_of(path), path.name, mapping or {})
    return read_csv(path, mapping or {}) if kind is BankFormat.CSV else _TEXTS[kind](path)


def _spreadsheet(sheets: Mapping[str, Sequence[Row]], file: str, mapping: Mapping[str, str]) -> Iterator[Part]:
    for rows in sheets.values():
        if find_columns(rows, mapping) is not None:
            return read_table(list(enumerate(rows, 1)), file, mapping)
    what = "Aucune feuille de ce classeur n'est un relevé : aucune ligne ne nomme une date et un montant"
    raise DataError(Problem(file=file, what=what, expected="un relevé bancaire"))


def read_bank(path: Path, sheets_of: Sheets, mapping: Mapping[str, str] | None = None) -> BankFile:
    """The whole file; errors as `stream_bank`."""
    operations: list[Operation] = []
    statements: list[Statement] = []
    problems: list[Problem] = []
    for part in stream_bank(path, sheets_of, mapping):
        if isinstance(part, Operation):
            operations.append(part)
        elif isinstance(part, Statement):
            statements.append(part)
        else:
            problems.append(part)
    broken = {each.rank for each in statements if each.kept is False}
    return BankFile(
        file=path.name,
        format=bank_format(path),
        operations=tuple(replace(each, sure=False) if each.statement in broken else each for each in operations),
        statements=tuple(statements),
        problems=tuple(problems),
    )
