"""A column's own formula, when it is plain arithmetic on other columns of its row: `=[@Montant]-[@Réglé]`.

Computed here so that a file no spreadsheet has opened shows the right figures to any reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache

from relance_xl.tables.grid import Value

_THIS_ROW = re.compile(
    r"(?:[^\W\d]\w*)?\[\[#This Row\],\s*(?:\[([^\[\]]+)\]|([^\[\]]+))\]"  # tFactures[[#This Row],[Montant]]
    r"|(?:[^\W\d]\w*)?\[@(?:\[([^\[\]]+)\]|([^\[\]]+))\]"  # [@Montant], [@[Montant TTC]]
)
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?|\.\d+)|\{(\d+)\}|([-+*/()]))")


def file_form(formula: str, table: str) -> str:
    """The formula as a workbook's parts hold it: without « = », columns as `tFactures[[#This Row],[Montant]]`."""
    return _THIS_ROW.sub(lambda match: f"{table}[[#This Row],[{_column(match)}]]", formula.removeprefix("="))


def operands(formula: str) -> frozenset[str]:
    """The headers of the columns the formula reads in its own row."""
    return frozenset(_column(match) for match in _THIS_ROW.finditer(formula))


def compute(formula: str, row: Mapping[str, Value]) -> Decimal | None:
    """The formula's value for `row` (values by header), blank cells counting as 0.

    None when it is more than arithmetic, when an operand is no number, or on a division by zero.
    """
    tokens, columns = _parsed(formula)
    values = [_amount(row.get(column, "?")) for column in columns]
    if not tokens or None in values:
        return None
    reading = _Arithmetic(tokens, [value for value in values if value is not None])
    try:
        return reading.whole()
    except (DivisionByZero, InvalidOperation, IndexError, SyntaxError):
        return None


def _column(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


@lru_cache(maxsize=64)
def _parsed(formula: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formula's signs, numbers and `{place}` of columns, and those columns; no sign when it is no arithmetic."""
    columns: list[str] = []

    def placeholder(match: re.Match[str]) -> str:
        columns.append(_column(match))
        return f"{{{len(columns) - 1}}}"

    text = _THIS_ROW.sub(placeholder, formula.removeprefix("=")).strip()
    tokens: list[str] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return (), ()
        tokens.append(match[0].strip())
        position = match.end()
    return tuple(tokens), tuple(columns)


def _amount(value: Value) -> Decimal | None:
    if value is None:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    return value if isinstance(value, Decimal) else Decimal(repr(value))


@dataclass(slots=True)
class _Arithmetic:
    """Sums, products, signs and parentheses, read from left to right."""

    tokens: Sequence[str]
    values: list[Decimal]
    position: int = 0

    def whole(self) -> Decimal:
        result = self._sum()
        if self.position != len(self.tokens):
            raise SyntaxError(self.tokens[self.position])
        return result

    def _next(self) -> str:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def _is_next(self, signs: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position] in signs

    def _sum(self) -> Decimal:
        result = self._product()
        while self._is_next("+-"):
            result = result + self._product() if self._next() == "+" else result - self._product()
        return result

    def _product(self) -> Decimal:
        result = self._factor()
        while self._is_next("*/"):
            result = result * self._factor() if self._next() == "*" else result / self._factor()
        return result

    def _factor(self) -> Decimal:
        sign = self._next()
        if sign in "+-":
            return self._factor() if sign == "+" else -self._factor()
        if sign == "(":
            result = self._sum()
            if self._next() != ")":
                raise SyntaxError(sign)
            return result
        return self.values[int(sign[1:-1])] if sign.startswith("{") else Decimal(sign)
