"""Days and amounts of a list, read the way its whole column is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from relance_xl.ledgers.lists.words import currencies
from relance_xl.ledgers.lists.words.days import worded_day
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[T ].*)?")
_MOMENT = re.compile(r"[T ]\d{1,2}[:h].*$")
_GROUPED = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SIDE = re.compile(
    r"(?<=[\d)€$£\s])\s*(?:(?P<debit>D[BRT]?|D[ée]bit(?:eur)?)|(?P<credit>C[RT]?|Cr[ée]dit(?:eur)?))\.?\s*$",
    re.IGNORECASE,
)
_MONTHS, _CENTURY = 12, 2000
_LETTER = re.compile(r"[^\W\d_]{3}")


class DateOrder(StrEnum):
    """Which of 01/02/2025's two first numbers is the day."""

    DAY_FIRST = "jj/mm/aaaa"
    MONTH_FIRST = "mm/jj/aaaa"


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """What the days of a file prove: an order, None when they prove nothing; `mixed` when they prove both."""

    order: DateOrder | None
    mixed: bool = False


def order_of(values: Iterable[Value]) -> OrderSeen:
    """The order that the written days prove; typed days and ISO ones prove nothing."""
    day_first = month_first = False
    for value in values:
        found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        if found:
            day_first = day_first or int(found[1]) > _MONTHS
            month_first = month_first or int(found[2]) > _MONTHS
    if day_first and month_first:
        return OrderSeen(None, mixed=True)
    if day_first:
        return OrderSeen(DateOrder.DAY_FIRST)
    return OrderSeen(DateOrder.MONTH_FIRST if month_first else None)


def half_converted(values: Iterable[Value]) -> bool:
    """Whether a spreadsheet of the other order has made days of those texts that it could read, and left the others.

    « 05/25/2026 » stayed a text where « 05/01/2026 » became the 5th of January; the other way round, every text has a
    day beyond the 12th, and every typed day is within it: two of each at least, for one proves nothing.
    """
    given = list(values)
    typed = [value.day for value in given if isinstance(value, date)]
    texts = [found for value in given if isinstance(value, str) and (found := _DAY.fullmatch(value.strip()))]
    if not typed or not texts or max(typed) > _MONTHS:
        return False
    if any(int(found[2]) > _MONTHS for found in texts):
        return True
    return len(typed) > 1 and len(texts) > 1 and all(int(found[1]) > _MONTHS for found in texts)


def is_ambiguous(value: Value) -> bool:
    """Whether the day reads differently in the two orders."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return (
        found is not None and int(found[1]) <= _MONTHS and int(found[2]) <= _MONTHS and int(found[1]) != int(found[2])
    )


def day(value: Value, order: DateOrder) -> date | None:
    """The day of a cell in the order of its file, None when blank; CellFault when it is no day."""
    if isinstance(value, str):
        if not value.strip("0/-. "):
            return None
        value = _MOMENT.sub("", value.strip())
        found = _DAY.fullmatch(value)
        if found and order is DateOrder.MONTH_FIRST:
            year = int(found[3])
            try:
                return date(year if year > 99 else year + _CENTURY, int(found[1]), int(found[2]))
            except ValueError:
                raise cells.CellFault(f"« {value} » n'est pas une date", order.value) from None
        if _LETTER.search(value):
            value = worded_day(value) or value
    return cells.day(value)


def decimal_mark(values: Iterable[Value]) -> str:
    """« , » or « . », whichever the amounts of a column prove to be the decimal mark; "" when they prove nothing."""
    marks = set()
    for value in values:
        bare = re.sub(r"[^\d.,]", "", value) if isinstance(value, str) else ""
        last = max(bare.rfind(","), bare.rfind("."))
        if last >= 0 and len(bare) - last - 1 in {1, 2}:
            marks.add(bare[last])
    return marks.pop() if len(marks) == 1 else ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, None for a blank cell, and the currency that its cell names, "" for none."""

    amount: Decimal | None
    currency: str = ""


def money(value: Value, mark: str) -> Money:
    """What a cell says; « 1.234 » is 1234 in a column whose decimal `mark` is « , », else refused.

    « 400,00 C » is a credit, hence negative.  CellFault when it is no amount for certain, or in no known currency.
    """
    if not isinstance(value, str) or cells.is_blank(value):
        return Money(cells.amount(value))
    if not any(map(str.isdigit, value)):
        raise cells.CellFault(f"« {value.strip()} » n'est pas un montant", cells.AMOUNT_EXPECTED)
    side = _SIDE.search(value)
    figures, currency = currencies.split(value[: side.start()] if side else value)
    if mark and _GROUPED.fullmatch(re.sub(r"[^\d.,]", "", figures)):
        figures = figures.replace("." if mark == "," else ",", "")
    found = _amount(figures, value)
    return Money(-found if side and side["credit"] else found, currency)


def _amount(figures: str, written: str) -> Decimal:
    """The amount of the bare figures; the fault shows the cell as it is written."""
    try:
        found = cells.amount(figures)
    except cells.CellFault:
        found = None
    if found is None:
        raise cells.CellFault(f"« {written.strip()} » n'est pas un montant", cells.AMOUNT_EXPECTED)
    return found


def amount(value: Value, mark: str) -> Decimal | None:
    """The amount of `money`."""
    return money(value, mark).amount
