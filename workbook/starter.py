"""What a new workbook ships with: ten groups, three levels, the parameters, the penalty rates; and no customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from relance_xl.domain.vocabulary import Content, Grouping, LetterCurrency, Rule
from relance_xl.tables import schema

RowContent = Mapping[str, str | int | float | date]
"""One row: field of the schema's column → value; a field left out is a blank cell."""

LEVEL_ROWS: Final[tuple[RowContent, ...]] = (
    {
        "number": 1,
        "label": "Rappel",
        "lower": 8,
        "subject_keyword": "Rappel de règlement – {factures}",
        "letter_template": "lettre_1.docx",
        "mail_template": "mail_1",
        "letter_currency": LetterCurrency.CUSTOMER,
        "registered": schema.NO,
        "late_interest": schema.NO,
        "recovery_fee": schema.NO,
        "fill_colour": "#FFF6D1",
        "text_colour": "#5F4B00",
    },
    {
        "number": 2,
        "label": "Relance",
        "lower": 20,
        "subject_keyword": "Deuxième relance – {factures}",
        "letter_template": "lettre_2.docx",
        "mail_template": "mail_2",
        "letter_currency": LetterCurrency.CUSTOMER,
        "deadline_days": 8,
        "registered": schema.NO,
        "late_interest": schema.YES,
        "recovery_fee": schema.YES,
        "fill_colour": "#FFE3C2",
        "text_colour": "#7A3E00",
    },
    {
        "number": 3,
        "label": "Mise en demeure",
        "lower": 35,
        "subject_keyword": "Mise en demeure – {factures}",
        "letter_template": "lettre_3.docx",
        "mail_template": "mail_3",
        "letter_currency": LetterCurrency.CUSTOMER,
        "deadline_days": 8,
        "registered": schema.YES,
        "late_interest": schema.YES,
        "recovery_fee": schema.YES,
        "fill_colour": "#F9D2CD",
        "text_colour": "#7F1D14",
    },
)
"""The tones of S3-02: a statement, a firmer word, the registered letter of the last chance with its 8 days (S3-06)."""

LEVEL_COLOURS: Final = {
    int(str(row["number"])): (str(row["fill_colour"]), str(row["text_colour"])) for row in LEVEL_ROWS
}

_GROUP_LABELS: Final = (
    "Jamais relancé",
    "Clients courants",
    "Grands comptes",
    "Administrations",
    "Clients étrangers",
    "Particuliers",
    "Groupe 6",
    "Groupe 7",
    "Groupe 8",
    "Groupe 9",
)


def _group(number: int) -> RowContent:
    """One group; group 0 is never reminded, so that it has no method (S0-07)."""
    label: RowContent = {"number": number, "label": _GROUP_LABELS[number]}
    if number == 0:
        return label
    return {
        **label,
        "rule": Rule.DAYS_OVERDUE,
        "minimum_level": 1,
        "maximum_level": 3,
        "jumps": schema.NO,
        "interval": 10,
        "grouping": Grouping.CUSTOMER,
        "content": Content.OVERDUE,
    }


GROUP_ROWS: Final = tuple(_group(number) for number in schema.GROUPS)

PENALTY_ROWS: Final[tuple[RowContent, ...]] = tuple(
    {"on": on, "ecb_rate": rate, "margin": 10.0, "public_margin": 8.0}
    for on, rate in (
        (date(2016, 1, 1), 0.05),
        *((date(year, month, 1), 0.0) for year in range(2016, 2023) for month in (1, 7) if (year, month) > (2016, 1)),
        (date(2023, 1, 1), 2.5),
        (date(2023, 7, 1), 4.0),
        (date(2024, 1, 1), 4.5),
        (date(2024, 7, 1), 4.25),
        (date(2025, 1, 1), 3.15),
        (date(2025, 7, 1), 2.15),
        (date(2026, 1, 1), 2.15),
    )
)
"""The central bank's rate on the first day of each half-year, the 10 points of C. com. L441-10 II and the 8 of a public
buyer (C. commande publique, R2192-31).  No half-year to come: a rate is never guessed (N-42, N-43)."""

LEGAL_ROWS: Final[tuple[RowContent, ...]] = tuple(
    {"on": on, "business": rate}
    for on, rate in (
        (date(2024, 7, 1), 4.92),
        (date(2025, 1, 1), 3.71),
        (date(2025, 7, 1), 2.76),
        (date(2026, 1, 1), 2.62),
    )
)
"""The legal rate of interest of professionals, half-year by half-year (N-43)."""

BRACKET_ROWS: Final[tuple[RowContent, ...]] = tuple(
    {"bracket": bracket, "amount": 0.0, "lines": 0, "share": 0.0}
    for bracket in ("Non échu", "1-30 jours", "31-60 jours", "61-90 jours", "Plus de 90 jours")
)

PARAMETER_ROWS: Final[tuple[RowContent, ...]] = tuple(
    row
    for section in schema.SECTIONS
    for row in (
        {"label": section.title},
        *({"label": parameter.label, "value": parameter.default} for parameter in section.parameters),
    )
)
"""Each section's heading, which has no value, then its parameters."""

ROWS: Final[dict[str, tuple[RowContent, ...]]] = {
    "tNiveaux": LEVEL_ROWS,
    "tGroupes": GROUP_ROWS,
    "tPenalites": PENALTY_ROWS,
    "tInteretLegal": LEGAL_ROWS,
    "tBalance": BRACKET_ROWS,
    "tParametres": PARAMETER_ROWS,
}
"""The rows of each table that does not ship empty."""
