"""The sheet « Cabinet »: who needs somebody this morning, a row a company, with totals, bars and two charts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from relance_xl.cabinet.company.jobs import Result
from relance_xl.cabinet.consolidated.looks import (
    BLUE,
    BRACKET_COLOURS,
    COUNT,
    DAY,
    FAINT,
    FONT,
    INK,
    LINE,
    MUTED,
    NAVY,
    RED_INK,
    SKY,
    WHOLE,
    Looks,
    link,
    on_paper,
)
from relance_xl.cabinet.consolidated.rows import (
    STANDINGS,
    Column,
    columns,
    in_order,
    main_currency,
    standing,
)
from relance_xl.cabinet.consolidated.rows import (
    named as named_of,
)
from relance_xl.domain.money.ageing import BRACKETS
from relance_xl.domain.wording import counted
from relance_xl.tables.grid import column_letters

SHEET, TABLE = "Cabinet", "tCabinet"
TOTAL, HEADER, FIRST = 8, 9, 10
"""Rows, counted from 0."""
STALE_DAYS = 15
"""A last import older than this is shown in red."""
MOST_LINKS = 65_000
"""A sheet holds 65,530 links (Excel's own limit)."""
_ALIGN: Final = {"amount": "right", "count": "center", "day": "center", "seconds": "right"}
_FORMAT: Final = {"amount": WHOLE, "count": COUNT, "day": DAY, "seconds": "0.0"}


def write_companies(looks: Looks, title: str, results: Sequence[Result], as_of: date, taken: str) -> None:
    """Write the sheet; `taken` says when the figures were read."""
    sheet = looks.book.add_worksheet(SHEET)
    shown, ordered, currency = columns(results), in_order(results), main_currency(results)
    last = sum(not column.aside for column in shown) - 1
    rows = FIRST + max(len(ordered), 1) - 1
    _set_widths(sheet, shown, last)
    said = f"{counted(len(results), 'société', 'sociétés')}  –  au {as_of:%d/%m/%Y}, {taken}"
    looks.banner(sheet, title, said, f"Montants en {currency}, TTC", last)
    _write_rows(looks, sheet, shown, ordered)
    _write_totals(looks, sheet, shown, ordered, last)
    _write_rules(looks, sheet, shown, rows, as_of)
    _write_charts(looks, sheet, ordered, len(shown) + 2)
    _write_morning(looks, sheet, ordered, last)
    sheet.freeze_panes(FIRST, 2)
    on_paper(sheet, HEADER, rows, last, title)


def _set_widths(sheet: Any, shown: Sequence[Column], last: int) -> None:
    for place, column in enumerate(shown):
        options: dict[str, Any] = {"level": 1, "hidden": True} if column.aside else {}
        if place == last + 1 + sum(each.aside for each in shown):
            options = {"collapsed": True}
        sheet.set_column_pixels(place, place, column.width, None, options)
    sheet.set_column_pixels(len(shown), len(shown), 20, None, {"collapsed": True})
    for row in range(2, TOTAL):
        sheet.set_row_pixels(row, 22)
    sheet.set_row_pixels(1, 8)
    sheet.set_row_pixels(TOTAL, 26)
    sheet.set_row_pixels(HEADER, 46)


def _write_rows(looks: Looks, sheet: Any, shown: Sequence[Column], ordered: Sequence[Result]) -> None:
    end = FIRST + max(len(ordered), 1) - 1
    sheet.add_table(
        HEADER, 0, end, len(shown) - 1,
        {"name": TABLE, "style": None, "columns": [{"header": column.heading} for column in shown]},
    )  # fmt: skip
    for place, column in enumerate(shown):
        sheet.write_string(HEADER, place, column.heading, looks.header(_ALIGN.get(column.kind, "left")))
    for number, result in enumerate(ordered):
        for place, column in enumerate(shown):
            _write_cell(looks, sheet, (FIRST + number, place), column, result)


def _write_cell(looks: Looks, sheet: Any, at: tuple[int, int], column: Column, result: Result) -> None:
    value = column.of(result)
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "align": _ALIGN.get(column.kind, "left")}
    if value == "?":
        sheet.write_string(*at, "?", looks.cell(**look | {"font_color": FAINT, "align": "center"}))
    elif column.kind == "link":
        _write_link(looks, sheet, at, result, str(value), look)
    elif value is None or isinstance(value, str):
        if at[1] == 0:
            look["indent"] = 1
        sheet.write_string(*at, value or "", looks.cell(**look))
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, looks.cell(**look, num_format=DAY))
    else:
        sheet.write_number(*at, float(value), looks.cell(**look, num_format=_FORMAT[column.kind]))


def _write_link(looks: Looks, sheet: Any, at: tuple[int, int], result: Result, text: str, look: dict[str, Any]) -> None:
    if at[0] < MOST_LINKS:
        leading = looks.cell(**look, font_color=BLUE, underline=1)
        sheet.write_url(*at, link(result.workbook), leading, text[:255], result.workbook[:255])
    else:
        sheet.write_string(*at, text, looks.cell(**look))


def _write_totals(looks: Looks, sheet: Any, shown: Sequence[Column], ordered: Sequence[Result], last: int) -> None:
    """The totals of the rows shown; of the main currency alone, filtered or not, when there are several."""
    look: dict[str, Any] = {"bg_color": SKY, "bold": True, "font_color": NAVY, "bottom": 1, "bottom_color": BLUE}
    currencies = {each.figures.currency for each in ordered if each.figures}
    main = main_currency(ordered)
    for place in range(last + 1):
        sheet.write_blank(TOTAL, place, None, looks.cell(**look))
    counting = looks.cell(**look, num_format='0" société(s)"', align="left", indent=1, font_size=11)
    sheet.write_formula(TOTAL, 0, f"=SUBTOTAL(103,{TABLE}[Société])", counting, len(ordered))
    said = "Total des lignes affichées" if len(currencies) < 2 else f"Total des sociétés en {main}"
    sheet.write_string(TOTAL, 1, said, looks.cell(**look | {"bold": False, "font_color": MUTED}))
    for place, column in enumerate(shown[: last + 1]):
        if column.value is None or column.kind not in {"amount", "count"}:
            continue
        known = [each.figures for each in ordered if each.figures]
        counted_in = [f for f in known if column.kind == "count" or f.currency == main]
        total = sum(Decimal(str(column.value(figures))) for figures in counted_in)
        formula = f"=SUBTOTAL(109,{TABLE}[{column.heading}])"
        if column.kind == "amount" and len(currencies) > 1:
            formula = f'=SUMIF({TABLE}[Devise],"{main}",{TABLE}[{column.heading}])'
        cell = looks.cell(**look, num_format=_FORMAT[column.kind], align=_ALIGN[column.kind])
        sheet.write_formula(TOTAL, place, formula, cell, float(total))


def _write_rules(looks: Looks, sheet: Any, shown: Sequence[Column], end: int, as_of: date) -> None:
    for each in STANDINGS:
        bold = each.word not in {"À jour", "Sans mandat", "Sans fichier"}
        shape = looks.rule(bg_color=each.fill, font_color=each.ink, bold=bold, num_format=f'"{each.sign}  "@')
        sheet.conditional_format(FIRST, 0, end, 0, {
            "type": "formula", "criteria": f'=$A{FIRST + 1}="{each.word}"', "stop_if_true": True, "format": shape,
        })  # fmt: skip
    bar = {"type": "data_bar", "bar_solid": True, "data_bar_2010": True, "bar_axis_position": "none",
           "min_type": "num", "min_value": 0, "bar_no_border": True}  # fmt: skip
    urgent = looks.rule(bold=True, font_color=RED_INK)
    quiet = looks.rule(font_color=FAINT)
    for place, column in enumerate(shown):
        match column.heading:
            case "Échu":
                sheet.conditional_format(FIRST, place, end, place, bar | {"bar_color": "#BFD3E6"})
            case "Plus de 90 jours":
                sheet.conditional_format(FIRST, place, end, place, bar | {"bar_color": "#EBC0B8"})
            case "Promesses non tenues" | "À affecter" | "Erreurs":
                more = {"type": "cell", "criteria": ">", "value": 0, "format": urgent}
                sheet.conditional_format(FIRST, place, end, place, more)
            case _ if column.kind == "count":
                none = {"type": "cell", "criteria": "=", "value": 0, "format": quiet}
                sheet.conditional_format(FIRST, place, end, place, none)
            case "Dernier import":
                _mark_stale(looks, sheet, place, end, as_of)


def _mark_stale(looks: Looks, sheet: Any, place: int, end: int, as_of: date) -> None:
    cell = f"${column_letters(place + 1)}{FIRST + 1}"
    old = looks.rule(bold=True, font_color=RED_INK)
    criteria = f"=AND(ISNUMBER({cell}),DATE({as_of.year},{as_of.month},{as_of.day})-{cell}>{STALE_DAYS})"
    sheet.conditional_format(FIRST, place, end, place, {"type": "formula", "criteria": criteria, "format": old})


def _write_morning(looks: Looks, sheet: Any, ordered: Sequence[Result], last: int) -> None:
    """How many companies stand in each state, the most urgent first; at most five."""
    left = last - 4
    title = looks.cell(bold=True, font_color=BLUE, font_size=11, bottom=1, bottom_color=BLUE)
    sheet.merge_range(2, left, 2, last, "Ce matin", title)
    found = Counter(map(standing, ordered))
    present = [each for each in STANDINGS if found[each.word]][:5]
    for row, each in enumerate(present, start=3):
        number = looks.cell(bold=True, align="right", num_format=f'"{each.sign}  "0', font_color=each.ink)
        sheet.write_number(row, left, found[each.word], number)
        sheet.merge_range(row, left + 1, row, last, each.counted, looks.cell(indent=1))


def _write_charts(looks: Looks, sheet: Any, ordered: Sequence[Result], aside: int) -> None:
    """The aged balance of all, and who owes most: by who follows the company, or by company when nobody is named."""
    main = main_currency(ordered)
    known = [each for each in ordered if each.figures and each.figures.currency == main]
    labels = [bracket.label.replace("Plus de", ">").replace("jours", "j") for bracket in BRACKETS]
    for row, label in enumerate(labels):
        total = sum((each.figures.brackets[row] for each in known if each.figures), Decimal(0))
        sheet.write_string(2 + row, aside, label)
        sheet.write_number(2 + row, aside + 1, float(total))
    people = _by_person(known)
    for row, (name, (recent, old)) in enumerate(people):
        sheet.write_row(2 + row, aside + 3, [name, float(recent), float(old)])
    sheet.set_column(aside, aside + 5, None, None, {"hidden": True})
    sheet.insert_chart(2, 0, _aged_chart(looks, aside, len(known)), {
        "x_offset": 4, "y_offset": 1, "description": "Balance âgée de toutes les sociétés"})  # fmt: skip
    if people:
        named = len({each.manager for each in known}) > 1
        titled = "Échu par responsable" if named else "Échu le plus fort"
        sheet.insert_chart(2, 4, _people_chart(looks, aside + 3, len(people), titled), {
            "x_offset": 0, "y_offset": 1, "description": "Ce qui est échu, dont plus de 90 jours"})  # fmt: skip


def _by_person(known: Sequence[Result]) -> list[tuple[str, tuple[Decimal, Decimal]]]:
    """Overdue up to 90 days, and beyond; the smallest first, as a bar chart reads from the bottom; five at most."""
    named = len({each.manager for each in known}) > 1
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for each in known:
        if each.figures:
            who = (each.manager or "Sans responsable") if named else named_of(each)
            sums[who][0] += each.figures.overdue - each.figures.brackets[-1]
            sums[who][1] += each.figures.brackets[-1]
    ranked = sorted(sums.items(), key=lambda pair: (-sum(pair[1]), pair[0]))[:5]
    return [(name[:28], (recent, old)) for name, (recent, old) in reversed(ranked)]


def _text(size: float, colour: str = INK) -> dict[str, Any]:
    return {"size": size, "name": FONT, "color": colour}


_SHORT = '[>=1000000]#,##0.0,," M";[>=1000]#,##0," k";#,##0'


def _aged_chart(looks: Looks, aside: int, companies: int) -> Any:
    chart = looks.book.add_chart({"type": "column"})
    chart.add_series({
        "categories": [SHEET, 2, aside, 6, aside], "values": [SHEET, 2, aside + 1, 6, aside + 1], "gap": 45,
        "points": [{"fill": {"color": colour}} for colour in BRACKET_COLOURS],
        "data_labels": {"value": True, "num_format": _SHORT, "font": _text(9)},
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": _text(9), "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    title = f"Balance âgée de {counted(companies, 'société', 'sociétés')}"
    return _framed(chart, title, 450, {"x": 0.02, "y": 0.28, "width": 0.96, "height": 0.55})


def _people_chart(looks: Looks, aside: int, rows: int, title: str) -> Any:
    chart = looks.book.add_chart({"type": "bar", "subtype": "stacked"})
    end = 1 + rows
    for place, name, colour in ((1, "90 jours et moins", "#7FA6C9"), (2, "Plus de 90 jours", BRACKET_COLOURS[-1])):
        chart.add_series({
            "name": name, "categories": [SHEET, 2, aside, end, aside],
            "values": [SHEET, 2, aside + place, end, aside + place], "gap": 35, "fill": {"color": colour},
        })  # fmt: skip
    chart.set_x_axis({"num_font": _text(8, MUTED), "num_format": _SHORT, "line": {"none": True},
                      "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}}})  # fmt: skip
    chart.set_y_axis({"num_font": _text(9), "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_legend({"position": "top", "font": _text(9),
                      "layout": {"x": 0.42, "y": 0.01, "width": 0.57, "height": 0.16}})  # fmt: skip
    return _framed(chart, title, 420, {"x": 0.3, "y": 0.2, "width": 0.67, "height": 0.62})


def _framed(chart: Any, title: str, width: int, plot: dict[str, float]) -> Any:
    chart.set_title({"name": title, "name_font": _text(10, BLUE) | {"bold": True}, "overlay": True,
                     "layout": {"x": 0.02, "y": 0.02}})  # fmt: skip
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"layout": plot})
    chart.set_size({"width": width, "height": 130})
    chart.show_hidden_data()
    return chart
