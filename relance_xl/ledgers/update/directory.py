"""A file of customers laid beside `Clients`: new ones, blanks to fill, what differs (N-20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from relance_xl.domain.model import Customer
from relance_xl.ledgers.common.imported import Imported, StatedCustomer
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.update.proposed import proposed
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Written
from relance_xl.tables.rows import Fields

Changes = Mapping[int, Fields]
"""Worksheet row of `Clients` → field of the schema → value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A cell that the file has otherwise, and that stays as it is."""

    customer: Customer
    field: str
    stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What a file of customers changes.

    Attributes:
        new: to append to `Clients`.
        filled: the blank cells that the file states.
        differing: the cells that it has otherwise: left as they are, unless the user asks for the file's.
    """

    new: tuple[Customer, ...] = ()
    filled: Changes = field(default_factory=dict)
    differing: tuple[Differing, ...] = ()

    def problems(self, source: str) -> Iterator[Problem]:
        """A warning for each cell that the file has otherwise."""
        for each in self.differing:
            column = schema.CUSTOMERS.column(each.field)
            known = (
                " ; ".join(each.customer.address) if each.field == "address_1" else _known(each.customer, each.field)
            )
            yield Problem(
                what=f"{each.customer.code} : {column.header} « {known} » ; {source} dit « {each.stated} », non repris",
                expected="« --coordonnees » (ou oui au paramètre « Import – Coordonnées ») pour prendre le fichier",
                sheet=schema.CUSTOMERS.sheet,
                row=each.customer.row,
                field=each.field,
                value=known,
                customer=each.customer.code,
                severity=Severity.WARNING,
            )


def laid_beside_customers(
    customers: Mapping[str, Customer], imported: Imported, default_group: int | None, taken: Sequence[str] = ()
) -> Directory:
    """What the file's customers change in the workbook's; `taken` are the codes that the import adds already."""
    new: list[Customer] = []
    filled: dict[int, Fields] = {}
    differing: list[Differing] = []
    for stated in imported.directory:
        known = customers.get(stated.customer.code)
        if known is None:
            if stated.customer.code not in taken:
                new.append(proposed(stated.customer, default_group, stated.fields))
            continue
        cells = dict(_blanks(known, stated))
        if cells:
            filled[known.row] = cells
        differing += [each for each in _differences(known, stated) if each.field not in cells]
    return Directory(new=tuple(new), filled=filled, differing=tuple(differing))


def overwritten(directory: Directory, imported: Imported) -> Directory:
    """The same when the file's values replace the workbook's."""
    stated = {each.customer.code: each for each in imported.directory}
    filled: dict[int, dict[str, Written]] = {row: dict(cells) for row, cells in directory.filled.items()}
    for each in directory.differing:
        cells = filled.setdefault(each.customer.row, {})
        if each.field == "address_1":
            cells |= address_cells(stated[each.customer.code].customer)
        else:
            cells[each.field] = each.stated
    return replace(directory, filled=filled, differing=())


def address_cells(customer: Customer) -> dict[str, Written]:
    """The three lines of an address, blank ones included: an address is replaced as a whole."""
    lines = (*customer.address, "", "", "")
    return {f"address_{number}": lines[number - 1] or None for number in (1, 2, 3)}


def _blanks(known: Customer, stated: StatedCustomer) -> Iterator[tuple[str, Written]]:
    for name in _compared(stated):
        if not _known(known, name):
            yield name, _stated(stated, name)
    if stated.customer.address and not known.address:
        yield from address_cells(stated.customer).items()


def _differences(known: Customer, stated: StatedCustomer) -> Iterator[Differing]:
    for name in _compared(stated):
        written = _stated(stated, name)
        if _known(known, name) and _alike(name, written) != _alike(name, _known(known, name)):
            yield Differing(customer=known, field=name, stated=written)
    if stated.customer.address and known.address and _lines(stated.customer) != _lines(known):
        yield Differing(customer=known, field="address_1", stated=" ; ".join(stated.customer.address))


def _compared(stated: StatedCustomer) -> Iterator[str]:
    return (column.field for column in schema.CUSTOMERS.columns
            if column.field in stated.fields)  # fmt: skip


def _known(customer: Customer, name: str) -> str:
    if name == "address_1":
        return " ; ".join(customer.address)
    value = getattr(customer, name)
    return "" if value is None or (name == "name" and value == customer.code) else str(value)


def _stated(stated: StatedCustomer, name: str) -> str:
    return str(getattr(stated.customer, name))


def _alike(name: str, written: str) -> str:
    """What two writings of one value have in common: a telephone its figures, a text its letters."""
    return "".join(filter(str.isdigit, written)) if name in {"phone", "siren"} else condensed(written)


def _lines(customer: Customer) -> str:
    return condensed(" ".join(customer.address))
