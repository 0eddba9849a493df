"""One row of a list: blank, a title, a total, or an invoice with its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from relance_xl.domain.model import ZERO
from relance_xl.ledgers.common.spelling import condensed, spaced
from relance_xl.ledgers.lists.column_names import Header, is_heading, name_key
from relance_xl.ledgers.lists.values import DateOrder, day, money
from relance_xl.ledgers.lists.words.currencies import currency_named, currency_of_header, one_of
from relance_xl.ledgers.lists.words.statuses import Standing, together
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

DAYS = ("issue_date", "due_date", "settled_on")
AMOUNTS = ("amount", "open_amount", "paid", "debit", "credit")
CONTACTS = (
    "email", "phone", "contact", "address_1", "address_2", "address_3", "postal_code", "city", "country",
    "payment_terms",
)  # fmt: skip

_DEBITS = frozenset({"d", "debit", "debiteur", "dt", "dr", "+", "1", "+1"})
_CREDITS = frozenset({"c", "credit", "crediteur", "ct", "cr", "-", "-1"})

_LEAD = re.compile(r"^(?:compte|client|tiers|customer|n° compte|account)\s*(?:n°)?\s*:?\s+", re.IGNORECASE)
_ACCOUNT_AND_NAME = re.compile(r"(4\d{2}[0-9A-Z]*)\s*(?:[-–:]\s*|\s)(\S.*)", re.IGNORECASE)
_PAGE = re.compile(r"page\b|[ée]dit[ée] le|imprim[ée] le|grand[- ]livre|\W*\d{2}/\d{2}/\d{4}", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:sous[- ]?)?tota(?:l|ux)\b|solde (?:du|de|g[eé]n[eé]ral|client|au)\b|(?:[aà] )?report(?:er)?\b|cumul\b"
    r"|grand total\b|sub-?total\b|ensemble\b|nombre de\b",
    re.IGNORECASE,
)


class NoItem(Enum):
    """Why a row is no invoice."""

    BLANK = auto()
    TITLE = auto()
    TOTAL = auto()


@dataclass(slots=True, kw_only=True)
class ListRow:
    """An invoice as the list states it; None and "" for what it does not state."""

    customer: str
    name: str
    invoice: str
    issue_date: date | None
    due_date: date | None
    settled_on: date | None
    amount: Decimal
    paid: Decimal | None
    standing: Standing
    status: str
    kind: str
    letter: str
    label: str
    currency: str
    payment_method: str
    contacts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows below `header`; `order` and `marks` are what the whole columns proved."""

    header: Header
    order: DateOrder
    marks: Mapping[str, str]

    def read(self, row: Sequence[Value]) -> ListRow | NoItem:
        """The invoice of a row, or why it is none; CellFault when a value cannot be read."""
        if all(cells.is_blank(value) for value in row):
            return NoItem.BLANK
        if self._is_header_again(row):
            return NoItem.TITLE
        if self.is_headed and is_heading(row) and not self._says_total(row):
            return NoItem.TITLE
        stated = {name for name in (*DAYS, *AMOUNTS) if not cells.is_blank(self._cell(row, name))}
        dated = any(not _is_total(self._cell(row, name)) for name in DAYS if name in stated)
        if self._says_total(row) and not (dated if self._has_days() else self._text(row, "invoice")):
            return NoItem.TOTAL
        if stated.isdisjoint(AMOUNTS) and not dated:
            return NoItem.TITLE
        total, paid = self._amounts(row)
        standing, status = together(self._text(row, "status"), self._text(row, "payment_status"))
        return ListRow(
            customer=self._code(row, "customer"),
            name=spaced(self._text(row, "name")),
            invoice=spaced(self._code(row, "invoice")),
            issue_date=self._day(row, "issue_date"),
            due_date=self._day(row, "due_date"),
            settled_on=self._day(row, "settled_on"),
            amount=total,
            paid=paid,
            standing=standing,
            status=spaced(status),
            kind=condensed(self._text(row, "kind")),
            letter=self._text(row, "letter"),
            label=spaced(self._text(row, "label")),
            currency=self._currency(row),
            payment_method=self._text(row, "payment_method"),
            contacts=self.contacts(row),
        )

    def heading(self, row: Sequence[Value]) -> tuple[str, str]:
        """Code and name of the customer whom a title row names, "" and "" when it names none.

        In the customer's column when there is one; else in the row's first texts: « 411ALPHA ; ALPHA SARL »,
        « 411ALPHA - ALPHA SARL », « Client : DUVAL ».
        """
        if self._is_header_again(row):
            return "", ""
        if self.is_headed:
            texts = [text for value in row if (text := spaced(cells.code(value)))]
            return _code_and_name(*texts[:2]) if texts and not _PAGE.match(texts[0]) else ("", "")
        code, name = self._code(row, "customer"), spaced(self._text(row, "name"))
        return (code, name) if name else _code_and_name(code)

    @property
    def is_headed(self) -> bool:
        """Whether the customers stand in rows of their own."""
        return self.header.columns.keys().isdisjoint({"customer", "name"})

    def identity(self, row: Sequence[Value]) -> tuple[str, str, str]:
        """Customer, name and invoice of a row that cannot be trusted, each as far as it can be read."""
        return self._readable(row, "customer"), self._readable(row, "name"), self._readable(row, "invoice")

    def _readable(self, row: Sequence[Value], name: str) -> str:
        try:
            return spaced(self._code(row, name))
        except cells.CellFault:
            return ""

    def contacts(self, row: Sequence[Value]) -> dict[str, str]:
        """What the row says of how to reach the customer."""
        return {name: text for name in CONTACTS if (text := self._code(row, name))}

    def _amounts(self, row: Sequence[Value]) -> tuple[Decimal, Decimal | None]:
        """Amount and paid, from whichever of amount, balance, paid, debit and credit the row states."""
        total, rest, paid = self._amount(row, "amount"), self._amount(row, "open_amount"), self._amount(row, "paid")
        if total is None and ("debit" in self.header.columns or "credit" in self.header.columns):
            debit, credit = self._amount(row, "debit"), self._amount(row, "credit")
            if debit is not None or credit is not None:
                total = (debit or ZERO) - (credit or ZERO)
                rest = None  # beside a debit and a credit, the balance is a running one
        if total is None:
            total, rest, paid = rest if rest is None else rest + (paid or ZERO), None, paid or ZERO
        if total is None:
            raise cells.CellFault("Le montant est vide", cells.AMOUNT_EXPECTED)
        _check_rest(total, rest)
        sign = self._sign(row)
        paid = total - rest if rest is not None else paid
        return sign * total, None if paid is None else sign * paid

    def _sign(self, row: Sequence[Value]) -> int:
        """-1 when the row says that its amount is a credit.  CellFault when what it says is neither."""
        written = self._text(row, "sense").lower()
        word = written if written in _DEBITS | _CREDITS else condensed(written)
        if not written or word in _DEBITS:
            return 1
        if word in _CREDITS:
            return -1
        raise cells.CellFault(f"« {written} » n'est pas un sens", "D ou C, + ou −")

    def _currency(self, row: Sequence[Value]) -> str:
        """The currency of the row: its column's, its amounts', or that in their header; "" when none says."""
        written = headed = ""
        for name in AMOUNTS:
            if not cells.is_blank(value := self._cell(row, name)):
                written = one_of(written, money(value, self.marks.get(name, "")).currency)
                headed = one_of(headed, currency_of_header(self.header.titles[name]))
        stated = headed or currency_named(self._text(row, "currency"))
        return one_of(stated, written)

    def _is_header_again(self, row: Sequence[Value]) -> bool:
        written = self.header.titles
        same = [name for name in written if name_key(self._cell(row, name)) == name_key(written[name])]
        return len(same) > 1 and len(same) * 2 > len(written)

    def _says_total(self, row: Sequence[Value]) -> bool:
        return any(map(_is_total, row))

    def _has_days(self) -> bool:
        return not self.header.columns.keys().isdisjoint(DAYS)

    def _cell(self, row: Sequence[Value], name: str) -> Value:
        place = self.header.columns.get(name, -1)
        return row[place] if 0 <= place < len(row) else None

    def _text(self, row: Sequence[Value], name: str) -> str:
        return cells.text(self._cell(row, name))

    def _code(self, row: Sequence[Value], name: str) -> str:
        return cells.code(self._cell(row, name))

    def _day(self, row: Sequence[Value], name: str) -> date | None:
        return day(self._cell(row, name), self.order)

    def _amount(self, row: Sequence[Value], name: str) -> Decimal | None:
        return money(self._cell(row, name), self.marks.get(name, "")).amount


def _is_total(value: Value) -> bool:
    return isinstance(value, str) and _TOTAL.match(value.strip(" *-=")) is not None


def _code_and_name(text: str = "", name: str = "") -> tuple[str, str]:
    """The code and the name in a heading's texts; a text that is no account is both, and its own code."""
    bare = _LEAD.sub("", text)
    if not name and (found := _ACCOUNT_AND_NAME.fullmatch(bare)):
        return found[1], found[2]
    return bare, name


def _check_rest(total: Decimal, rest: Decimal | None) -> None:
    """CellFault when what is left of an amount is more than it, or of the other sign."""
    if rest and (abs(rest) > abs(total) or rest * total < 0):
        raise cells.CellFault(
            f"Le reste dû ({_written(rest)}) dépasse le montant ({_written(total)})",
            "un reste compris entre 0 et le montant",
        )


def _written(amount: Decimal) -> str:
    return str(amount).replace(".", ",")
