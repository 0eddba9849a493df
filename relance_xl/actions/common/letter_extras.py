"""What a letter bears beside its reminder: late interest and recovery fee, and the bill of exchange to sign."""

from __future__ import annotations

from datetime import date

from relance_xl.actions.common.gathering import Gathered
from relance_xl.documents.contents.context import Extras
from relance_xl.domain.issue.claims import charges_of
from relance_xl.domain.issue.drafts import why_no_draft
from relance_xl.domain.issue.statements import statements
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.wording import french_date, typeset
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book

MATURITY_CELL = "traite_echeance"


class LetterExtras:
    """Gives each letter what its level and the criteria ask for (S0-27, S3-09); nothing of it is ever posted."""

    def __init__(self, given: Gathered) -> None:
        self._ledger = given.ledger
        self._maturity = given.criteria.bill_maturity if given.criteria.joined_bill else None
        self._undrafted: dict[str, str] = {}
        wanted = self._ledger.company.joined_statement
        self._statements = statements(self._ledger, given.criteria, given.as_of) if wanted else {}

    def __call__(self, reminder: Reminder) -> Extras:
        """The extras of one letter; a bill out of place is left out and told, interest without a rate is left out.

        The search tells which half-years have no rate (N-42).
        """
        level = reminder.level
        charges = charges_of(reminder, self._ledger) if level.late_interest or level.recovery_fee else None
        return Extras(
            charges=charges,
            bill_maturity=self._draft_maturity(reminder),
            registered_number=reminder.registered_number,
            payment_code=self._ledger.company.payment_code,
            statement=self._statements.get(reminder.customer.code, ()),
        )

    def _draft_maturity(self, reminder: Reminder) -> date | None:
        if self._maturity is None:
            return None
        why = why_no_draft(reminder, self._maturity)
        if why:
            self._undrafted[reminder.customer.code] = why
        return None if why else self._maturity

    @property
    def problems(self) -> list[Problem]:
        """What could not be joined to the letters asked for so far."""
        return [
            Problem(
                what=typeset(f"La lettre du client « {code} » part sans traite : {why}"),
                sheet=schema.PROPOSALS.sheet,
                value=code,
                customer=code,
                severity=Severity.WARNING,
            )
            for code, why in self._undrafted.items()
        ]


def check_joined_bill(book: Book, criteria: Criteria, as_of: date) -> None:
    """DataError when a bill of exchange is asked for without a maturity after the letter's date (S3-09)."""
    maturity = criteria.bill_maturity
    if not criteria.joined_bill or (maturity is not None and maturity > as_of):
        return
    sheet, cell = book.name_address(MATURITY_CELL)
    what = "La traite jointe n'a pas d'échéance"
    if maturity is not None:
        what = f"L'échéance de la traite jointe, le {french_date(maturity)}, n'est pas après la date de relance"
    raise DataError(Problem(what=what, sheet=sheet, cell=cell, expected=f"une date après le {french_date(as_of)}"))
