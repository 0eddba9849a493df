"""What a table, a column, a named cell and a parameter are: the words in which the workbook is declared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto


class Kind(Enum):
    """What a cell holds: decides how it is read, formatted and aligned."""

    TEXT = auto()
    CODE = auto()  # text that a spreadsheet may have turned into a number: 3.0 is « 3 », « 007 » stays
    DATE = auto()
    MOMENT = auto()  # a date and a time
    AMOUNT = auto()
    RATE = auto()
    PERCENT = auto()  # percent: 2.15 is 2,15 %
    INTEGER = auto()
    YES_NO = auto()
    CHOICE = auto()
    COLOUR = auto()
    LINK = auto()


YES, NO = "oui", "non"
LEVELS = tuple(range(1, 10))
GROUPS = tuple(range(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        header: as the user sees it, unique in its table.
        field: the attribute of the domain record it fills, or the name used in the rows written.
        choices: allowed values, shown as a drop-down; for CHOICE they are the values of a StrEnum of the domain.
        low, high: inclusive bounds of an INTEGER.
        formula: the column's own formula, in English, or "".
        width: in characters.
        hidden: a fact the program keeps for itself, out of the user's sight.
        recent: workbooks of earlier versions lack it, and go on without it.
        help: one French sentence shown when the cell is selected, and printed in the documentation.
        title: what the header shows where its name is not the user's word; a column that bears it is this one too.
    """

    header: str
    field: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    formula: str = ""
    width: float = 14
    hidden: bool = False
    recent: bool = False
    help: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One Excel table: its sheet, its name, its columns in the shipped order."""

    sheet: str
    name: str
    columns: tuple[Column, ...]
    colour_by: str = ""  # header of the column whose level colours the rows

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in the shipped order."""
        return tuple(column.header for column in self.columns)

    @property
    def hidden_fields(self) -> frozenset[str]:
        """The fields out of sight, which workbooks of earlier versions lack."""
        return frozenset(column.field for column in self.columns if column.hidden)

    def column(self, field: str) -> Column:
        """The column that fills `field`; KeyError when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """One named input cell of the sheet `Relances`.

    Attributes:
        narrows: what the search says of a criterion that leaves lines out, « {} » its value; "" for one that does not.
    """

    name: str
    field: str
    label: str
    kind: Kind
    default: str = ""
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    help: str = ""
    narrows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row of `tParametres`; `suggested` stand in a drop-down that accepts anything else too."""

    label: str
    field: str
    kind: Kind = Kind.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    help: str = ""


def kept(column: Column) -> Column:
    """The column, out of sight: what the program computed where a person may change it, or must find again."""
    return replace(column, hidden=True, recent=True)


def recent(column: Column) -> Column:
    """The column, which workbooks of earlier versions lack: what would stand there is not kept in them."""
    return replace(column, recent=True)


ATTACHED = "Fichier joint"
"""What « Pièce » shows: to an accountant a « pièce » is a number."""


def attached_column(width: float, *, kind: Kind = Kind.LINK, help: str = "") -> Column:
    """The column of the invoice's own document."""
    return Column(header="Pièce", field="document", kind=kind, width=width, help=help, title=ATTACHED)


def values(words: type[StrEnum]) -> tuple[str, ...]:
    """The words of a list, as the cells hold them."""
    return tuple(word.value for word in words)


def numbers(numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Whole numbers as the entries of a drop-down."""
    return tuple(map(str, numbers))


def text_column(header: str, field: str, width: float = 14, *, help: str = "") -> Column:
    """A column of free text."""
    return Column(header=header, field=field, width=width, help=help)


def code_column(header: str, field: str, width: float = 12, *, required: bool = False, help: str = "") -> Column:
    """A column of codes: their leading zeros are kept."""
    return Column(header=header, field=field, kind=Kind.CODE, width=width, required=required, help=help)


def date_column(header: str, field: str, *, required: bool = False, help: str = "") -> Column:
    """A column of dates."""
    return Column(header=header, field=field, kind=Kind.DATE, width=12, required=required, help=help)


def amount_column(header: str, field: str, *, required: bool = False, formula: str = "", help: str = "") -> Column:
    """A column of amounts, in the line's currency."""
    return Column(header=header, field=field, kind=Kind.AMOUNT, width=14, required=required, formula=formula, help=help)


def integer_column(
    header: str,
    field: str,
    low: int | None,
    high: int | None,
    *,
    required: bool = False,
    help: str = "",
    width: float = 10,
) -> Column:
    """A column of whole numbers, from `low` to `high`, both inclusive."""
    return Column(
        header=header, field=field, kind=Kind.INTEGER, low=low, high=high, required=required, help=help, width=width
    )


def yes_no_column(header: str, field: str, *, help: str = "") -> Column:
    """A column of « oui » and « non »."""
    return Column(header=header, field=field, kind=Kind.YES_NO, choices=(YES, NO), width=11, help=help)


def choice_column(header: str, field: str, choices: tuple[str, ...], width: float = 14, *, help: str = "") -> Column:
    """A column whose values stand in a list."""
    return Column(header=header, field=field, kind=Kind.CHOICE, choices=choices, width=width, help=help)
