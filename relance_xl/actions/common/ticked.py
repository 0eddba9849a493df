"""What « Lettres » and « E-mails » start from: the lines ticked in `Relances`, held against the ledger of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relance_xl.actions.common.gathering import Gathered, gather
from relance_xl.actions.common.letter_extras import check_joined_bill
from relance_xl.actions.common.run import Run
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.outcome import LineKey, Reminder, Skipped
from relance_xl.problems import Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.proposals import ReviewedLine, read_reviews, reviews
from relance_xl.tables.sheets.structure import lost_columns

NOTHING_TICKED = "Aucune ligne cochée dans « Relances » : rien à émettre. Lancez « Rechercher », puis cochez."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """The reminders that the ticked lines make, those that make none, and the problems met, each with its reason."""

    given: Gathered
    reviewed: Sequence[ReviewedLine]
    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]

    @property
    def any(self) -> bool:
        """Whether a line is ticked at all."""
        return any(line.review.ticked for line in self.reviewed)

    @property
    def rows(self) -> dict[LineKey, int]:
        """The worksheet rows of `Relances`."""
        return {line.key: line.row for line in self.reviewed}


def read_ticked(book: Book, run: Run) -> Ticked:
    """The reminders of every channel; a line ticked that is no more in `Factures` is skipped, and said.

    DataError when the table of `Relances` is gone: nothing ticked could be told from nothing read.
    """
    lost = lost_columns(book.read_table(schema.PROPOSALS.name), schema.PROPOSALS)
    given = gather(book, run)
    check_joined_bill(book, given.criteria, given.as_of)
    reviewed, faults = read_reviews(book, given.ledger.items)
    issued = issue(given.ledger, given.criteria, given.as_of, reviews(reviewed))
    gone = [
        Skipped(customer=line.key.customer, invoice=line.key.invoice,
                why=f"{line.key.invoice} n'est plus dans « Factures »")
        for line in reviewed
        if line.orphan and line.review.ticked
    ]  # fmt: skip
    return Ticked(
        given=given,
        reviewed=reviewed,
        reminders=issued.reminders,
        skipped=(*issued.skipped, *gone),
        problems=(*given.problems, *lost, *faults, *issued.problems),
    )
