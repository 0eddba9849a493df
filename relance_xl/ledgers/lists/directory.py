"""A list of customers: a file of its own, or the sheet beside the invoices (N-20)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from relance_xl.domain.model import Customer
from relance_xl.domain.vocabulary import CustomerKind
from relance_xl.ledgers.common.imported import Imported, ImportReport, Nature, StatedCustomer
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.common.spelling import condensed, spaced
from relance_xl.ledgers.lists.column_names import Header, find_directory, name_key
from relance_xl.ledgers.lists.customers import CustomerIndex, postal_code
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.shape import is_account
from relance_xl.problems import Problem, Severity
from relance_xl.tables import cells
from relance_xl.tables.grid import Row, Value
from relance_xl.tables.sheet_rows import filled_rows

_ADDRESS = ("address_1", "address_2", "address_3")
_TEXTS = ("city", "country", "contact", "phone", "email", "payment_terms", "payment_method", "currency", "siren")
_MAILS = re.compile(r"[\s,;]+")
_KINDS = {
    CustomerKind.PUBLIC: re.compile(r"public|administration|collectivite|etat|secteurpublic|government"),
    CustomerKind.CONSUMER: re.compile(r"particulier|personnephysique|prive|individual|consumer|b2c|person$"),
    CustomerKind.BUSINESS: re.compile(r"pro|entreprise|societe|business|company|b2b|personnemorale|association"),
}


@dataclass(slots=True)
class _Aside:
    """Lines left out or doubted, by reason."""

    nobody: list[int] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    homonyms: list[int] = field(default_factory=list)

    def left_out(self) -> int:
        """How many lines."""
        return len({*self.nobody, *self.accounts, *self.repeated, *self.homonyms})


def read_directory(
    rows: Sequence[Sequence[Value]], header: Header, file: str, options: ListOptions, numbers: Sequence[int]
) -> Imported:
    """The customers of a list that has no invoice; each once, under the workbook's code where it knows him."""
    index = CustomerIndex(options.customers)
    found: dict[str, StatedCustomer] = {}
    aside, blank = _Aside(), 0
    reader = _Reader(header)
    body = list(zip(rows[header.row + 1 :], numbers[header.row + 1 :], strict=True))
    for row, line in body:
        code, name = reader.text(row, "customer"), reader.name(row)
        if all(map(cells.is_blank, row)):
            blank += 1
        elif not code and not name:
            aside.nobody.append(line)
        elif reader.has_accounts and is_account(code) and not code.startswith("41"):
            aside.accounts.append(line)
        else:
            _take(found, reader, row, line, aside, index)
    return Imported(
        source=file,
        customers={},
        items=(),
        directory=tuple(found.values()),
        nature=Nature.CUSTOMERS,
        named=frozenset(found),
        columns=header.titles,
        unused_columns=header.unused,
        shapes=(header.shape,),
        report=_report(file, len(body), len(found), aside, blank),
    )


def _take(
    found: dict[str, StatedCustomer], reader: _Reader, row: Sequence[Value], line: int, aside: _Aside,
    index: CustomerIndex,
) -> None:  # fmt: skip
    try:
        code = index.code_of(reader.text(row, "customer"), reader.name(row))
    except cells.CellFault:
        aside.homonyms.append(line)
        return
    if code in found:
        aside.repeated.append(line)
    else:
        found[code] = reader.stated(row, code)


class _Reader:
    """The cells of a customer's row by field."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self.has_accounts = re.search(r"compte|account|auxiliaire", name_key(header.titles.get("customer", "")))

    def text(self, row: Sequence[Value], name: str) -> str:
        """The cell as text, "" when it is blank or cannot be one: coordinates are a help, never a fault."""
        place = self.header.columns.get(name, -1)
        value = row[place] if 0 <= place < len(row) else None
        try:
            return spaced(cells.code(value))
        except cells.CellFault:
            return ""

    def name(self, row: Sequence[Value]) -> str:
        """The name, the first name after it."""
        return " ".join(part for name in ("name", "first_name") if (part := self.text(row, name)))

    def stated(self, row: Sequence[Value], code: str) -> StatedCustomer:
        """The customer, and what the row says of him."""
        texts = {name: text for name in _TEXTS if (text := self.text(row, name))}
        mails = [mail for name in ("email", "email_2") for mail in _MAILS.split(self.text(row, name)) if mail]
        if mails:
            texts["email"] = " ; ".join(dict.fromkeys(mails))
        if self.text(row, "postal_code"):
            texts["postal_code"] = postal_code(self.text(row, "postal_code"), texts.get("country", ""))
        name, kind = self.name(row), _kind(self.text(row, "customer_kind") or self.text(row, "kind"))
        address = tuple(part for each in _ADDRESS if (part := self.text(row, each)))
        customer = Customer(code=code, name=name or code, address=address, **texts)  # type: ignore[arg-type]  # all these fields are texts
        stated = {*texts, *(["name"] if name else []), *(["kind"] if kind else [])}
        return StatedCustomer(customer=replace(customer, kind=kind) if kind else customer, fields=frozenset(stated))


def _kind(written: str) -> CustomerKind | None:
    word = condensed(written)
    return next((kind for kind, pattern in _KINDS.items() if word and pattern.match(word)), None)


def _report(file: str, lines: int, customers: int, aside: _Aside, blank: int) -> ImportReport:
    said = (
        (aside.nobody, "ni code ni nom de client, non prises"),
        (aside.accounts, "comptes qui ne sont pas des clients, non prises"),
        (aside.repeated, "client déjà lu plus haut, non prises"),
        (aside.homonyms, "un nom que plusieurs clients portent, non prises"),
    )
    return ImportReport(
        lines=lines,
        set_aside_lines=aside.left_out(),
        blank_lines=blank,
        customers=customers,
        problems=tuple(
            Problem(file=file, line=found[0], what=f"{listed(found)} : {what}", severity=Severity.WARNING)
            for found, what in said
            if found
        ),
    )


def completed(imported: Imported, sheets: Mapping[str, Sequence[Row]], file: str, options: ListOptions) -> Imported:
    """The import, its customers completed from the sheets that list customers; what the list itself says stays."""
    stated: dict[str, StatedCustomer] = {}
    for sheet in sheets.values():
        numbers, rows = filled_rows(sheet)
        header = find_directory(rows, options.mapping)
        if header is not None:
            found = read_directory(rows, header, file, options, numbers)
            stated |= {each.customer.code: each for each in found.directory if each.customer.code not in stated}
    return with_directory(imported, tuple(stated.values()))


def with_directory(imported: Imported, directory: Sequence[StatedCustomer]) -> Imported:
    """The import with these customers, those of its lines completed from them."""
    known = {each.customer.code: each.customer for each in directory}
    return replace(
        imported,
        directory=(*imported.directory, *directory),
        customers={
            code: _completed(customer, known[code]) if code in known else customer
            for code, customer in imported.customers.items()
        },
    )


def _completed(customer: Customer, other: Customer) -> Customer:
    named = customer if customer.name not in {"", customer.code} else replace(customer, name=other.name)
    blank = {name: getattr(other, name) for name in (*_TEXTS, "address", "postal_code") if not getattr(named, name)}
    return replace(named, **blank)
