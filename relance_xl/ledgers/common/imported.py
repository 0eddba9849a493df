"""What any file brings: customers, open items, and an account of every line read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from relance_xl.domain.model import ZERO, Customer, OpenItem
from relance_xl.problems import Problem

Tell = Callable[[str, float | None], None]
"""How a reader shows its progress: a French sentence, and the share done from 0 to 1."""


def silent(message: str, share: float | None = None) -> None:
    """A `Tell` that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """Where each line of the file went: `lines` is the sum of the five counts that follow it.

    Attributes:
        lines: lines read below the header, blank ones included.
        open_lines: lines that stand in the items.
        matched_lines: customers' lines settled by their letters.
        other_lines: lines of other accounts, which are not customers'.
        set_aside_lines: lines left out, each with its reason in `problems`.
        blank_lines: lines with nothing on them.
        debit, credit: totals of the open items, in the reference currency, both positive.
        drafts: open lines that the ledger has not validated yet.
        problems: faults and remarks, each with its file and line.
    """

    lines: int = 0
    open_lines: int = 0
    matched_lines: int = 0
    other_lines: int = 0
    set_aside_lines: int = 0
    blank_lines: int = 0
    customers: int = 0
    open_items: int = 0
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    drafts: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The place an item comes from: the file's name and its line, counted from 1."""

    file: str
    line: int


class Nature(StrEnum):
    """What the file is: a ledger knows each entry of its period, a list what its program chose to list.

    A file of customers has no invoice at all: nothing is settled by it (N-20).
    """

    LEDGER = "Comptabilité"
    LIST = "Liste"
    CUSTOMERS = "Clients"


class Motive(StrEnum):
    """Why a file is doubted; the value is the `motif` of the contract (design §6), read by the window and the tests."""

    NO_CUSTOMER = "aucun_client"
    ROWS_REFUSED = "lignes_refusees"
    HEADER_ONLY = "en_tete_seul"
    OTHER_SHEETS = "autres_feuilles"
    OTHER_FORMAT = "autre_format"
    CUSTOMER_CARRIED = "client_repris"
    HALF_CONVERTED = "dates_a_moitie_converties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reason not to believe the file before a person has said so (N-04).

    Attributes:
        motif: one short word of `Motive`, or of those that the update adds.
        detail: the reason in French, with figures, as one sentence without its final point.
    """

    motif: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedRow:
    """A row of the file that cannot be trusted: its row of `Factures` stays as it is (N-03).

    Attributes:
        customer, invoice: code and number as far as they can be read, "" when they cannot: with neither, no row can
            be called absent from the file.
        file, line: its place, the line counted from 1.
        why: the reason in French, without a final point; it stands in the report's problems too.
    """

    customer: str
    invoice: str
    file: str
    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCustomer:
    """A customer as a file of customers has him; `fields` are those of `Clients` that it states (N-20)."""

    customer: Customer
    fields: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was read from one file, or from several years of one ledger.

    Attributes:
        source: the names of the files, for messages.
        customers: by code, those who have open items; what the file does not say is left blank.
        directory: the customers of a file, or a sheet, of customers, whether they owe something or not.
        items: open items, in the order of the file.
        origins: the place of each item, in the same order.
        computed_due: the indexes in `items` whose due date was calculated from the terms.
        opening: the indexes in `items` that are opening entries of a ledger: they repeat a line of the year before, and
            their dates are those of the opening (N-08).
        settled: lines that the file itself names as paid (status, rest 0, letters of a list): N-01.
        doubted: rows that could not be trusted, in the order of the file: N-03.
        doubts: what makes the whole file doubtful by itself, nothing in the workbook looked at: N-04.
        nature: ledger or list.
        named: the codes of all the customers of the file, those who owe nothing included (N-02).
        accounts: for a ledger, the beginnings of the accounts read (« 411 », « 4191 »).
        first_entry: the day of the first entry, None when the file states none.
        last_entry: the day of the last entry of the ledger, None when the file states none.
        columns: for a list, field → header that was read as it, to be shown, corrected and remembered.
        unused_columns: for a list, the headers that were not read.
        shapes: for lists, what tells their headers from others: what is told of a column is remembered under it.
        never_matched: the ledger bears no letters at all, though it has payments: netting may be proposed.
    """

    source: str
    customers: Mapping[str, Customer]
    items: tuple[OpenItem, ...]
    directory: tuple[StatedCustomer, ...] = ()
    origins: tuple[Origin, ...] = ()
    computed_due: frozenset[int] = field(default_factory=frozenset)
    opening: frozenset[int] = frozenset()
    settled: tuple[OpenItem, ...] = ()
    doubted: tuple[DoubtedRow, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    nature: Nature = Nature.LIST
    named: frozenset[str] = frozenset()
    accounts: tuple[str, ...] = ()
    first_entry: date | None = None
    last_entry: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    unused_columns: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    never_matched: bool = False
    report: ImportReport = field(default_factory=ImportReport)
