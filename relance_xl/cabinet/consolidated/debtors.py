"""The sheet « Débiteurs communs »: who owes something to several companies of the firm (N-91)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from relance_xl.cabinet.consolidated.looks import BLUE, LINE, MUTED, SKY, WHOLE, Looks, link, on_paper
from relance_xl.cabinet.consolidated.rows import named
from relance_xl.cabinet.consolidated.spilled import Owing, Spilled
from relance_xl.domain.wording import counted

SHEET, TABLE = "Débiteurs communs", "tDebiteurs"
MOST = 10_000
"""Rows shown: those who owe most come first."""
_REST = ("autre débiteur doit moins : non montré", "autres débiteurs doivent moins : non montrés")
_COLUMNS = (("Débiteur", 240), ("Reconnu par", 130), ("Sociétés", 64), ("Total dû", 90), ("Société", 230),
            ("Code", 90), ("Doit", 90), ("Dont échu", 90), ("Devise", 56))  # fmt: skip


def write_debtors(looks: Looks, answers: Spilled) -> None:
    """Write the sheet: the first row of a debtor bears his name and total, one row for each company."""
    sheet = looks.book.add_worksheet(SHEET)
    last = len(_COLUMNS) - 1
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.set_column_pixels(place, place, width)
    said = f"{counted(answers.common, 'débiteur', 'débiteurs')} de plusieurs sociétés"
    looks.banner(sheet, "Débiteurs communs", said, "« nom et code postal » : une ressemblance, à vérifier", last)
    for place, (heading, _) in enumerate(_COLUMNS):
        sheet.write_string(1, place, heading, looks.header("right" if place in {3, 6, 7} else "left"))
    row = _write_groups(looks, sheet, answers)
    if row == 2:
        sheet.write_string(2, 0, "Aucun débiteur ne doit à plusieurs sociétés.", looks.cell(font_color=MUTED, indent=1))
    sheet.autofilter(1, 0, max(row - 1, 2), last)
    sheet.freeze_panes(2, 1)
    on_paper(sheet, 1, row - 1, last, "Débiteurs communs")


def _write_groups(looks: Looks, sheet: Any, answers: Spilled) -> int:
    """The row after the last debtor; those for whom there is no room are counted below it."""
    row = 2
    for shown, group in enumerate(answers.common_debtors()):
        if row + len(group) > MOST:
            rest = counted(answers.common - shown, *_REST)
            sheet.write_string(row + 1, 0, rest, looks.cell(font_color=MUTED, indent=1))
            break
        for number, owing in enumerate(group):
            _write_owing(looks, sheet, row, group, number, owing)
            row += 1
    return row


def _write_owing(looks: Looks, sheet: Any, row: int, group: Sequence[Owing], number: int, owing: Owing) -> None:
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    if number == 0:
        look |= {"top": 1, "top_color": BLUE}
    first = look | ({"bg_color": SKY, "bold": True} if number == 0 else {"font_color": MUTED})
    same = {each.currency for each in group}
    sheet.write_string(row, 0, owing.debtor.name, looks.cell(**first, indent=1))
    known = f"SIREN {owing.debtor.key}" if owing.debtor.certain else "nom et code postal"
    sheet.write_string(row, 1, known, looks.cell(**first))
    sheet.write_number(row, 2, len(group), looks.cell(**first, align="center"))
    if number == 0 and len(same) == 1:
        total = sum((each.debtor.owed for each in group), Decimal(0))
        sheet.write_number(row, 3, float(total), looks.cell(**first, num_format=WHOLE))
    else:
        sheet.write_blank(row, 3, None, looks.cell(**first))
    company = named(owing.result)
    leading = looks.cell(**look, font_color=BLUE, underline=1)
    sheet.write_url(row, 4, link(owing.result.workbook), leading, company[:255])
    sheet.write_string(row, 5, owing.debtor.code, looks.cell(**look))
    sheet.write_number(row, 6, float(owing.debtor.owed), looks.cell(**look, num_format=WHOLE))
    sheet.write_number(row, 7, float(owing.debtor.overdue), looks.cell(**look, num_format=WHOLE))
    sheet.write_string(row, 8, owing.currency, looks.cell(**look))
