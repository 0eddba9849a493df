"""The due date that payment terms give: « 30 jours », « 45 jours fin de mois », « 30 jours fin de mois le 10 ».

Terms are read as people write them, case and accents ignored.  The order of the words counts: « 45 jours fin de
mois » goes to the end of the month after 45 days, « fin de mois 45 jours » counts 45 days from the end of the month
(both readings of C. com. L441-10 I).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from relance_xl.domain.calendar import end_of_month, next_day_numbered
from relance_xl.domain.wording import folded, typeset

_DAYS = r"(?:(?P<days>\d{1,3}) ?(?:jours?|jrs?|js?|jd|d)(?: (?:nets?|date de facture|apres facture))?)"
_END = r"(?:fin de mois|fin du mois|fdm|fm)"
_ON = r"(?:,? ?le (?P<on>\d{1,2}))?"
_AFTER = re.compile(rf"a? ?{_DAYS}(?P<end> ?,? ?{_END})?{_ON}")
_BEFORE = re.compile(rf"(?P<end>{_END})(?: ?\+? ?{_DAYS})?{_ON}")
_CASH = re.compile(r"(?:au )?comptant|(?:a |des )?reception(?: de (?:la )?facture)?|immediate?(?:ment)?|a la commande")


class UnknownTermsError(ValueError):
    """Payment terms that are not understood; its text is a French sentence."""

    def __init__(self, terms: str) -> None:
        self.terms = terms
        super().__init__(typeset(f"« {terms} » n'est pas un délai de règlement compris"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Payment terms understood.

    Attributes:
        days: days granted, 0 for cash.
        month_end: whether one goes to the end of the month.
        days_last: the days are counted from the end of the month, not before it.
        on: the day of the following month on which one pays, None for none: « fin de mois le 10 ».
    """

    days: int = 0
    month_end: bool = False
    days_last: bool = False
    on: int | None = None

    def due_date(self, issue_date: date) -> date:
        """The last day to pay an invoice issued that day."""
        if self.days_last:
            day = end_of_month(issue_date) + timedelta(days=self.days)
        else:
            day = issue_date + timedelta(days=self.days)
            day = end_of_month(day) if self.month_end else day
        return day if self.on is None else next_day_numbered(self.on, after=day)


def read_terms(text: str) -> Terms:
    """The payment terms as data.  UnknownTermsError when they are not understood."""
    words = re.sub(r"[\s.]+", " ", folded(text)).strip()
    if _CASH.fullmatch(words):
        return Terms()
    after, before = _AFTER.fullmatch(words), _BEFORE.fullmatch(words)
    found = after or before
    if found is None or (found["on"] is not None and not 1 <= int(found["on"]) <= 31):
        raise UnknownTermsError(text)
    return Terms(
        days=int(found["days"] or 0),
        month_end=found["end"] is not None,
        days_last=after is None and found["days"] is not None,
        on=int(found["on"]) if found["on"] else None,
    )


def due_date(issue_date: date, terms: str) -> date:
    """The last day to pay an invoice issued on `issue_date`.  UnknownTermsError when the terms are not understood."""
    return read_terms(terms).due_date(issue_date)
