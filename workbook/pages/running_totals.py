"""What is ticked so far, always in sight above the lines of `Relances`: formulas that follow the ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.tables.schema import PROPOSALS
from workbook.drawing.criteria_told import REFERENCE
from workbook.drawing.styles import AMOUNT_FORMAT, BLUE, NAVY, SKY, Look, Styles
from workbook.pages.bands import REFERENCE_CELL, place_of

T: Final = PROPOSALS.name
TICKED: Final = f'{T}[Relancer]="oui"'
_REGISTERED: Final = (
    f"IF(COUNTIFS(tNiveaux[Niveau],{T}[Niveau proposé],tNiveaux[Groupe],{T}[Groupe])>0,"
    f'COUNTIFS(tNiveaux[Niveau],{T}[Niveau proposé],tNiveaux[Groupe],{T}[Groupe],tNiveaux[Recommandé AR],"oui"),'
    f'COUNTIFS(tNiveaux[Niveau],{T}[Niveau proposé],tNiveaux[Groupe],"",tNiveaux[Recommandé AR],"oui"))>0'
)
"""Whether the level of each line is sent registered: the row of its group speaks before the one for all groups."""

_WITHOUT_RATE: Final = f'COUNTIFS({T}[Relancer],"oui",{T}[Contre-valeur],"")'


def _distinct(column: str, *conditions: str) -> str:
    """How many different numbers stand in the column, on the lines that meet the conditions; linear in the lines.

    Lines without a number, typed or pasted by hand, count together as one: LibreOffice's FREQUENCY fails on no number
    at all.
    """
    met = "*".join(f"({condition})" for condition in conditions)
    numbers = f"IF(ISNUMBER({T}[{column}]),{T}[{column}],0)"
    return f"=IF(SUM(1*{met})=0,0,SUM(--(FREQUENCY(IF({met},{numbers}),{numbers})>0)))"


def _agreeing(one: str, many: str) -> str:
    """A number format that counts: none and one are singular in French."""
    return f'[<2]#,##0" {one}";#,##0" {many}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One figure: its columns (counted from 0), its formula (in English, as a file stores it), its looks.

    `nothing` is its value in a workbook without lines.
    """

    first: int
    last: int
    formula: str
    look: Look
    nothing: str | int = 0
    array: bool = False


TOTALS: Final = (
    Total(
        first=0,
        last=2,
        formula=f'=COUNTIF({T}[Relancer],"oui")&IF(COUNTIF({T}[Relancer],"oui")>1," lignes cochées"," ligne cochée")'
        f'&" sur "&COUNTIF({T}[Client],"?*")',
        look={},
        nothing="0 ligne cochée sur 0",
    ),
    Total(
        first=3,
        last=4,
        formula=_distinct("Rang", TICKED),
        look={"num_format": _agreeing("client", "clients")},
        array=True,
    ),
    Total(
        first=5,
        last=6,
        formula=_distinct("Document", TICKED, f'{T}[Canal]="Courrier"'),
        look={"num_format": _agreeing("lettre", "lettres"), "align": "right", "indent": 0},
        array=True,
    ),
    Total(
        first=7,
        last=8,
        formula=_distinct("Document", TICKED, f'{T}[Canal]="Courrier"', _REGISTERED),
        look={
            "num_format": '[<2]" dont "0" recommandée";" dont "#,##0" recommandées"',
            "bold": False,
            "font_size": 10,
            "indent": 0,
        },
        array=True,
    ),
    Total(
        first=9,
        last=10,
        formula=_distinct("Document", TICKED, f'{T}[Canal]="E-mail"'),
        look={"num_format": _agreeing("e-mail", "e-mails")},
        array=True,
    ),
    Total(
        first=11,
        last=11,
        formula=f'=SUMIFS({T}[Contre-valeur],{T}[Relancer],"oui")',
        look={"font_size": 14, "num_format": AMOUNT_FORMAT, "align": "right", "indent": 0},
    ),
    Total(
        first=12,
        last=12,
        formula=f'=IF({REFERENCE}="EUR","€",{REFERENCE})&" cochés"'
        f'&IF({_WITHOUT_RATE}=0,"",", "&{_WITHOUT_RATE}&" sans cours ⚠")',
        look={"indent": 0},
        nothing="€ cochés",
    ),
)


def draw(sheet: Worksheet, styles: Styles, row: int) -> None:
    """The figures side by side in `row`, and the reference currency out of sight beside them."""
    sheet.set_row(row, 25.5)
    ground = {"bg_color": SKY, "bottom": 1, "bottom_color": BLUE}
    usual = {"font_color": NAVY, "bold": True, "font_size": 12, "indent": 1, "align": "left"}
    for total in TOTALS:
        look = styles.format(**(ground | usual | dict(total.look)))
        if total.first != total.last:
            sheet.merge_range(row, total.first, row, total.last, "", look)
        if total.array:
            sheet.write_array_formula(row, total.first, row, total.first, f"{{{total.formula}}}", look, 0)
        else:
            sheet.write_formula(row, total.first, total.formula, look, total.nothing)
    sheet.write_formula(row, place_of(REFERENCE_CELL), f"={REFERENCE}", styles.format(font_color=SKY), "EUR")
