"""What a letter bears beside its reminder: late interest and recovery fee, and the bill of exchange to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from relance_xl.actions.searching import Gathered
from relance_xl.documents.context import Extras
from relance_xl.domain.charges import Charges, reminder_charges
from relance_xl.domain.criteria import Criteria
from relance_xl.domain.law import MissingPenaltyRateError
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.statements import statements
from relance_xl.domain.wording import french_date
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book

MATURITY_CELL = "traite_echeance"


class LetterExtras:
    """Gives each letter what its level and the criteria ask for (S0-27, S3-09); nothing of it is ever posted."""

    def __init__(self, given: Gathered) -> None:
        self._ledger = given.ledger
        self._maturity = given.criteria.draft_maturity if given.criteria.joined_draft else None
        self._unknown: set[date] = set()
        wanted = self._ledger.company.joined_statement
        self._statements = statements(self._ledger, given.criteria, given.as_of) if wanted else {}

    def __call__(self, reminder: Reminder) -> Extras:
        """The extras of one letter; without a legal rate, its interest is left out and told."""
        level = reminder.level
        charges = self._charges(reminder) if level.late_interest or level.recovery_fee else None
        return Extras(
            charges=charges,
            draft_maturity=self._maturity,
            registered_number=reminder.registered_number,
            payment_code=self._ledger.company.payment_code,
            statement=self._statements.get(reminder.customer.code, ()),
        )

    def _charges(self, reminder: Reminder) -> Charges:
        try:
            return reminder_charges(reminder, self._ledger)
        except MissingPenaltyRateError as missing:
            self._unknown.add(missing.day)
            without = replace(reminder, level=replace(reminder.level, late_interest=False))
            return reminder_charges(without, self._ledger)

    @property
    def problems(self) -> list[Problem]:
        """What could not be computed in the letters asked for so far."""
        if not self._unknown:
            return []
        day = french_date(min(self._unknown))
        return [
            Problem(
                what=f"Aucun taux de pénalités au {day} : des lettres ne les chiffrent pas",
                expected="le taux de ce semestre dans la feuille Taux",
                sheet=schema.PENALTY_RATES.sheet,
                severity=Severity.WARNING,
            )
        ]


def check_joined_draft(book: Book, criteria: Criteria, as_of: date) -> None:
    """DataError when a bill of exchange is asked for without a maturity after the letter's date (S3-09)."""
    maturity = criteria.draft_maturity
    if not criteria.joined_draft or (maturity is not None and maturity > as_of):
        return
    sheet, cell = book.name_address(MATURITY_CELL)
    what = "La traite jointe n'a pas d'échéance"
    if maturity is not None:
        what = f"L'échéance de la traite jointe, le {french_date(maturity)}, n'est pas après la date de relance"
    raise DataError(Problem(what=what, sheet=sheet, cell=cell, expected=f"une date après le {french_date(as_of)}"))
