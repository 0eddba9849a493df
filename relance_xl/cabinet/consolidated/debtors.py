"""The sheet « Débiteurs communs »: who owes something to several companies of the firm (N-91)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from relance_xl.cabinet.company.jobs import Debtor, Result
from relance_xl.cabinet.consolidated.looks import BLUE, LINE, MUTED, SKY, WHOLE, Looks, link, on_paper
from relance_xl.cabinet.consolidated.rows import named
from relance_xl.domain.wording import counted

SHEET, TABLE = "Débiteurs communs", "tDebiteurs"
MOST = 20_000
"""Rows shown: those who owe most come first."""
Read = Callable[[str], Result | None]


@dataclass(frozen=True, slots=True)
class Owing:
    """One debt: to whom, and who owes it."""

    result: Result
    debtor: Debtor
    currency: str


def common_debtors(results: Sequence[Result], read: Read) -> list[list[Owing]]:
    """The debts of each debtor of two companies or more, those who owe most first.

    The answers are read twice from the disk, so that only the debtors that are shown ever stand in memory together.
    """
    first: dict[bytes, int] = {}
    common: set[bytes] = set()
    for place, _, debtor in _debtors(results, read):
        mark = _mark(debtor)
        if first.setdefault(mark, place) != place:
            common.add(mark)
    groups: dict[bytes, list[Owing]] = defaultdict(list)
    for place, result, debtor in _debtors(results, read):
        if (mark := _mark(debtor)) in common:
            currency = result.figures.currency if result.figures else ""
            groups[mark].append(Owing(results[place], debtor, currency))
    return sorted(groups.values(), key=lambda group: (-sum(each.debtor.owed for each in group), group[0].debtor.key))


def _debtors(results: Sequence[Result], read: Read) -> Iterator[tuple[int, Result, Debtor]]:
    for place, result in enumerate(results):
        whole = read(result.workbook)
        if whole is not None:
            yield from ((place, whole, debtor) for debtor in whole.debtors)


def _mark(debtor: Debtor) -> bytes:
    return hashlib.blake2b(f"{debtor.certain}{debtor.key}".encode(), digest_size=8).digest()


_COLUMNS = (("Débiteur", 240), ("Reconnu par", 130), ("Sociétés", 64), ("Total dû", 90), ("Société", 230),
            ("Code", 90), ("Doit", 90), ("Dont échu", 90), ("Devise", 56))  # fmt: skip


def write_debtors(looks: Looks, groups: Sequence[Sequence[Owing]]) -> None:
    """Write the sheet: the first row of a debtor bears his name and total, one row for each company."""
    sheet = looks.book.add_worksheet(SHEET)
    last = len(_COLUMNS) - 1
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.set_column_pixels(place, place, width)
    said = f"{counted(len(groups), 'débiteur', 'débiteurs')} de plusieurs sociétés"
    looks.banner(sheet, "Débiteurs communs", said, "« nom et code postal » : une ressemblance, à vérifier", last)
    for place, (heading, _) in enumerate(_COLUMNS):
        sheet.write_string(1, place, heading, looks.header("right" if place in {3, 6, 7} else "left"))
    row = 2
    for group in groups:
        if row + len(group) > MOST:
            break
        for number, owing in enumerate(group):
            _write_owing(looks, sheet, row, group, number, owing)
            row += 1
    if row == 2:
        sheet.write_string(2, 0, "Aucun débiteur ne doit à plusieurs sociétés.", looks.cell(font_color=MUTED, indent=1))
    sheet.autofilter(1, 0, max(row - 1, 2), last)
    sheet.freeze_panes(2, 1)
    on_paper(sheet, 1, row - 1, last, "Débiteurs communs")


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
