"""The search criteria in one sentence that follows their cells, as a formula in English, as a file stores it.

Never `TEXT`: its codes depend on the language of the spreadsheet.
"""

from __future__ import annotations

from typing import Final

from relance_xl.tables.schema import ALL, CRITERIA, Kind, NamedCell

COMPANY: Final = 'INDEX(tParametres[Valeur],MATCH("Société",tParametres[Paramètre],0))'
REFERENCE: Final = 'INDEX(tParametres[Valeur],MATCH("Devise de référence",tParametres[Paramètre],0))'


def day(value: str) -> str:
    """« 16/03/2026 »."""
    return f'RIGHT("0"&DAY({value}),2)&"/"&RIGHT("0"&MONTH({value}),2)&"/"&YEAR({value})'


TODAY: Final = "date de relance\u00a0: aujourd'hui"
"""The title of a workbook without company nor date."""

TITLE: Final = (
    f'={COMPANY}&IF({COMPANY}="",""," – ")&IF(ISNUMBER(date_relance),"date de relance\u00a0: "&{day("date_relance")},'
    f'"{TODAY}")'
)

HEADING: Final = f'={COMPANY}&IF(ISNUMBER(date_relance),IF({COMPANY}="",""," – ")&"au\u00a0"&{day("date_relance")},"")'
"""The company and the day of the reminders, at the head of a printed page; no day is told before a search."""


def _told(criterion: NamedCell) -> str:
    name, words = criterion.name, criterion.narrows
    value = name
    if criterion.kind is Kind.DATE:
        value = f"IF(ISNUMBER({name}),{day(name)},{name})"
    elif criterion.kind is Kind.AMOUNT:
        value = f"IF(ISNUMBER({name}),FIXED({name},2),{name})"
    before, after = words.replace(" ", "\u00a0").split("{}")
    said = f'"{before}"&{value}&"{after}"'
    return f'IF(OR({name}="",{name}="{ALL}"),"","  ·  "&{said})'


_ALL_TOLD: Final = "&".join(_told(criterion) for criterion in CRITERIA if criterion.narrows)

SENTENCE: Final = f'=IF(LEN({_ALL_TOLD})=0,"","Resserrés\u00a0:"&{_ALL_TOLD})'
