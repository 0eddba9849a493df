"""A formula copied from one cell to another: its relative addresses follow."""

from __future__ import annotations


def moved(formula: str, origin: str, address: str) -> str:
    """The formula of the cell `origin` as it reads at `address`, without « = »."""
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - half a second, for a workbook in a hundred

    translated: str = Translator("=" + formula, origin=origin).translate_formula(address)
    return translated.removeprefix("=")
