"""What a cell accepts and says: drop-downs, bounds, input messages; and the colours that follow a row's level."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.domain.matching.operations import Outcome
from relance_xl.domain.wording import typeset
from relance_xl.problems import Severity
from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import BANK, CONTROL, LEVELS, PROPOSALS, Column, Kind, NamedCell, Table
from relance_xl.tables.schema.meanings import header_message
from workbook import starter
from workbook.drawing.styles import AMBER, AMBER_INK, SKY, VIOLET, VIOLET_INK, Styles

LAST_ROW: Final = 100_000
"""Rules reach down to here, so that a table may grow without them (Excel's own growth included)."""

_LONGEST_LIST: Final = 10
"""A whole number with no more values than this is chosen from a list (S1-12)."""

Rule = dict[str, Any]


def validation(column: Column | NamedCell, cell: str) -> Rule | None:
    """XlsxWriter's rule for the cells of `column`, whose first one is `cell`; None when anything goes, silently."""
    rule = _accepted(column, cell)
    if column.help:
        title = column.title or column.header if isinstance(column, Column) else column.label
        rule = (rule or {"validate": "any"}) | {"input_title": title[:32], "input_message": typeset(column.help)[:255]}
    return rule


def _accepted(column: Column | NamedCell, cell: str) -> Rule | None:
    choices = column.choices or _numbers(column)
    if choices:
        return _refusing({"validate": "list", "source": list(choices)}, "une valeur de la liste")
    match column.kind:
        case Kind.INTEGER:
            return _whole_number(column)
        case Kind.DATE:
            days: Rule = {"minimum": date(1950, 1, 1), "maximum": date(2199, 12, 31)}
            return _refusing({"validate": "date", "criteria": "between"} | days, "une date, comme 31/12/2026")
        case Kind.AMOUNT | Kind.RATE | Kind.PERCENT:
            if isinstance(column, Column) and column.formula:
                return None
            bounds: Rule = {"minimum": -1e12, "maximum": 1e12}
            return _refusing({"validate": "decimal", "criteria": "between"} | bounds, "un nombre, comme 1234,56")
        case Kind.COLOUR:
            formula = f'=AND(LEN({cell})=7,LEFT({cell},1)="#",ISNUMBER(HEX2DEC(MID({cell},2,6))))'
            return _refusing({"validate": "custom", "value": formula}, "une couleur #RRVVBB, comme #FFF2CC")
        case _:
            return None


def _numbers(column: Column | NamedCell) -> tuple[str, ...]:
    """The values of a whole number within narrow bounds."""
    if column.kind is not Kind.INTEGER or column.low is None or column.high is None:
        return ()
    values = range(column.low, column.high + 1)
    return tuple(map(str, values)) if len(values) <= _LONGEST_LIST else ()


def _whole_number(column: Column | NamedCell) -> Rule:
    low = -99_999 if column.low is None else column.low
    high = 99_999 if column.high is None else column.high
    expected = "un nombre entier"
    if column.low is not None:
        expected += f" de {low} à {high}" if column.high is not None else f", {low} ou plus"
    return _refusing({"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}, expected)


def _refusing(rule: Rule, expected: str) -> Rule:
    return rule | {"error_title": "Valeur refusée", "error_message": typeset(f"Attendu : {expected}.")}


def validate_table(sheet: Worksheet, table: Table, top: int, left: int) -> None:
    """Give each column of the table its rule; `top` and `left` of the header, counted from 0."""
    for offset, column in enumerate(table.columns):
        rule = validation(column, f"{column_letters(left + offset + 1)}{top + 2}")
        source = _suggested(table, column, f"${column_letters(left + 1 + _customer_at(table))}{top + 2}")
        if source:
            rule = (rule or {}) | {"validate": "list", "source": source, "show_error": False}
        if rule:
            sheet.data_validation(top + 1, left + offset, LAST_ROW - 1, left + offset, rule)


def tell_headers(sheet: Worksheet, table: Table, top: int, left: int) -> None:
    """Give each header of the table in sight its message, shown when it is selected; it accepts what it holds."""
    for offset, column in enumerate(table.columns):
        if not column.hidden:
            message = {
                "input_title": (column.title or column.header)[:32],
                "input_message": typeset(header_message(table, column)),
            }
            sheet.data_validation(top, left + offset, top, left + offset, {"validate": "any"} | message)


def _customer_at(table: Table) -> int:
    return next((place for place, column in enumerate(table.columns) if column.field == "customer"), 0)


def _suggested(table: Table, column: Column, customer: str) -> str:
    """What the drop-down of a payment offers, anything else being allowed too: customers; the customer's invoices.

    The invoices are those that follow his first one in `Factures`, which lists them together; all of them without him.
    """
    if table is not BANK or column.field not in {"customer", "invoices"}:
        return ""
    if column.field == "customer":
        codes = f"Clients!$A$2:$A${LAST_ROW}"
        return f"=OFFSET(Clients!$A$2,0,0,MAX(1,COUNTA({codes})),1)"
    codes = f"Factures!$A$2:$A${LAST_ROW}"
    first = f'IF({customer}="",1,MATCH({customer},{codes},0))'
    return f'=OFFSET(Factures!$B$1,{first},0,MAX(1,IF({customer}="",COUNTA({codes}),COUNTIF({codes},{customer}))),1)'


def colour_rows(
    sheet: Worksheet, styles: Styles, table: Table, top: int, left: int, coloured: tuple[int, int] | None = None
) -> None:
    """Nine rules, one a level: the row takes the level's colours (S2-23), whatever its number of rows.

    `coloured` are the first and the last of the columns that take them; None for the whole row.

    Each rule has a format of its own, which `Book.set_row_colours` rewrites when the user changes `Niveaux`.
    """
    if not table.colour_by:
        return
    key = column_letters(left + table.headers.index(table.colour_by) + 1)
    first, last = coloured or (left, left + len(table.columns) - 1)
    for level in LEVELS:
        fill, text = starter.LEVEL_COLOURS.get(level, ("", ""))
        colours = {"bg_color": fill, "font_color": text} if fill else {}
        rule = {
            "type": "formula",
            "criteria": f"=${key}{top + 2}={level}",
            "format": styles.rule(**colours),
            "stop_if_true": False,
        }
        sheet.conditional_format(top + 1, first, LAST_ROW - 1, last, rule)


_CERTAINTIES: Final = {
    Outcome.CERTAIN: ("#E3F3EA", "#1D6B43"),
    Outcome.TO_CHECK: (AMBER, AMBER_INK),
    Outcome.UNKNOWN: ("#F8E1E4", "#8F2B3A"),
}
"""Fill and ink of what became of a payment; the word itself says it to who sees no colours."""


def colour_certainty(sheet: Worksheet, styles: Styles, table: Table, top: int, left: int) -> None:
    """Show how sure each payment is; and, of those that wait, the cells where a person decides."""
    if table is not BANK:
        return
    places = {column.field: left + offset for offset, column in enumerate(table.columns)}
    certainty, decision = (f"${column_letters(places[name] + 1)}{top + 2}" for name in ("certainty", "decision"))
    for outcome, (fill, ink) in _CERTAINTIES.items():
        rule = {
            "type": "formula",
            "criteria": f'={certainty}="{outcome.value}"',
            "format": styles.rule(bg_color=fill, font_color=ink),
        }
        sheet.conditional_format(top + 1, places["certainty"], LAST_ROW - 1, places["certainty"], rule)
    waits = f'=AND(LEN({certainty})>0,{certainty}<>"{Outcome.CERTAIN.value}",{decision}<>"non")'
    for name in ("customer", "invoices", "decision"):
        rule = {"type": "formula", "criteria": waits, "format": styles.rule(bg_color=SKY)}
        sheet.conditional_format(top + 1, places[name], LAST_ROW - 1, places[name], rule)


_SEVERITIES: Final = {Severity.ERROR: ("#FBE3E1", "#9B1C1C", "✗"), Severity.WARNING: ("#FFF1CC", AMBER_INK, "⚠")}
"""Fill, ink and sign; the word itself stands beside them."""


def mark_severity(sheet: Worksheet, styles: Styles, table: Table, top: int, left: int) -> None:
    """Show how grave each fault of `Contrôle` is, by a sign and a colour beside its word."""
    if table is not CONTROL:
        return
    column = left + table.headers.index("Gravité")
    cell = f"${column_letters(column + 1)}{top + 2}"
    for severity, (fill, ink, sign) in _SEVERITIES.items():
        look = styles.rule(bg_color=fill, font_color=ink, num_format=f'"{sign}  "@')
        rule = {"type": "formula", "criteria": f'={cell}="{severity.value}"', "format": look}
        sheet.conditional_format(top + 1, column, LAST_ROW - 1, column, rule)


def mark_alerts(sheet: Worksheet, styles: Styles, column: int, first_row: int) -> None:
    """Show « Alerte » as a sign in amber as soon as it says something: the yellow triangle of S1-06."""
    cell = f"${column_letters(column + 1)}{first_row + 1}"
    rule = {
        "type": "formula",
        "criteria": f"=LEN({cell})>0",
        "format": styles.rule(bg_color=AMBER, font_color=AMBER_INK, bold=True, num_format=';;;"⚠"'),
        "stop_if_true": True,
    }
    sheet.conditional_format(first_row, column, LAST_ROW - 1, column, rule)


def mark_decisions(sheet: Worksheet, styles: Styles, seen: int, computed: int, *, first_row: int, shown: str) -> None:
    """Show a cell that a person changed in violet and bold with its ✎, as soon as it is typed (N-34).

    `shown` is the number format that adds the sign: colour says nothing alone.

    A row that no search has filled has no channel computed, and marks nothing: every one of a search has one.
    """
    known = PROPOSALS.columns.index(PROPOSALS.column("computed_channel"))
    cell, kept, filled = (f"${column_letters(column + 1)}{first_row + 1}" for column in (seen, computed, known))
    rule = {
        "type": "formula",
        "criteria": f"=AND(LEN({filled})>0,{cell}<>{kept})",
        "format": styles.rule(bg_color=VIOLET, font_color=VIOLET_INK, bold=True, num_format=shown),
        "stop_if_true": True,
    }
    sheet.conditional_format(first_row, seen, LAST_ROW - 1, seen, rule)
