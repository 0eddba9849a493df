"""The bytes of an older workbook, and those of the same one with what it lacked."""

from __future__ import annotations

from dataclasses import dataclass

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.upgrade.new_columns import add_columns
from relance_xl.books.closed.upgrade.new_names import add_names
from relance_xl.books.closed.upgrade.new_sheets import add_sheets, donor_for, lacking_sheets
from relance_xl.books.closed.upgrade.new_tables import add_tables, lacking_tables
from relance_xl.tables import schema

_PROGRAM = {"xl/vbaproject.bin": "macros", "customui/customui.xml": "ruban"}
"""Parts that are the program's own, and what they are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """The workbook's new bytes, the same when nothing was lacking, and what was added to it.

    Attributes:
        parts: « macros », « ruban »: what was replaced.
        refused: columns for which the sheet has no room at the right of the table.
    """

    content: bytes
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def upgraded(content: bytes, shipped: bytes, name: str) -> Upgraded:
    """The workbook with the sheets, tables, columns, macros and ribbon of `shipped`; what it has stays as it is.

    Parts that need nothing keep their very bytes.  RelanceError when either is no workbook.
    """
    package, model = Package(content, name), Package(shipped, "Relances.xlsm")
    columns = add_columns(package)
    sheets, tables = lacking_sheets(package, schema.SHEETS), lacking_tables(package)
    if sheets or tables:
        donor = donor_for(package, model)
        add_sheets(package, donor, sheets)
        add_tables(package, donor, tables)
    names = add_names(package, model, sheets)
    parts = []
    for part, called in _PROGRAM.items():
        if part in package and part in model and package.read(part) != model.read(part):
            package.write(part, model.read(part))
            parts.append(called)
    changed = bool(columns.added or sheets or tables or names or parts)
    return Upgraded(
        content=package.content() if changed else content,
        sheets=tuple(sheets),
        columns=columns.added,
        tables=tuple(table.name for table in tables),
        names=names,
        parts=tuple(parts),
        refused=columns.refused,
    )
