"""The search criteria of systems S1 and S2, as one record; `matches` is in `domain.proposals`' service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.vocabulary import Channel, Display, Grouping, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What the user asks for on top of the sheet `Relances`; None or "" means « no filter ».

    Attributes:
        name: part of the customer's name, case and accents ignored (S2-05).
        due_from, due_to: due dates, both inclusive (S2-06).
        days: keep lines at least so many days overdue (S2-07, inclusive).
        exposure: keep customers whose open total reaches it (S2-08, inclusive, reference currency).
        level_reached: keep lines already at this level (S2-09).
        level_proposed: keep lines proposed for this level (S1-04).
        rule: a rule for this run, None for each group's own.
        imposed_level: the level of the run under « Niveau imposé » (S2-17).
        same_level: allow a level already sent to be sent again (S2-19).
        grouping: for this run, None for each group's own.
        method: Courrier or E-mail for the whole run (S1-07), None for each customer's channel.
        joined_draft: print a bill of exchange at the bottom of the letter (S3-09).
        draft_maturity: its due date, mandatory with `joined_draft`.
    """

    name: str = ""
    due_from: date | None = None
    due_to: date | None = None
    invoice: str = ""
    warranty: str = ""
    days: int | None = None
    exposure: Decimal | None = None
    level_reached: int | None = None
    level_proposed: int | None = None
    payment_method: str = ""
    group: int | None = None
    manager: str = ""
    display: Display = Display.FOUND
    rule: Rule | None = None
    imposed_level: int | None = None
    same_level: bool = False
    grouping: Grouping | None = None
    method: Channel | None = None
    joined_draft: bool = False
    draft_maturity: date | None = None
