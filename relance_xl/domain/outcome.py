"""What the rules answer: a line proposed or held, and the reminder a customer will receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import Customer, ExchangeRate, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.vocabulary import Channel, Content, Grouping, HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class LineKey:
    """What recognises a line from one reading of the workbook to the next.

    `occurrence` counts, from 0, the lines of the same customer, invoice and due date, in the order of the rows.
    """

    customer: str
    invoice: str
    due_date: date
    occurrence: int = 0


CLEARED = 0
"""The level of a line whose level a person took away: it is not reminded (S0-24)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What the rules answer for a line whatever a person chose: kept beside the choice, so that it is known for one.

    Attributes:
        ticked: whether the line is ticked at the level it has, chosen or not, when nobody says otherwise.
        level: None when the line is held.
    """

    ticked: bool
    level: int | None
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """One line of `Relances`: an open item, the level proposed for it, or why it is held.

    Attributes:
        level: the level to issue, None when the line is held.
        reminder_level: the parameters of that level for the customer's group; None with `level`.
        hold: the reason, None when a level is proposed.
        why: the French sentence of « Pourquoi », filled in both cases.
        reason: the same without what was decided by hand.
        ticked: whether the line is selected for issue.
        computed: the answer without what was chosen by hand.
        lowered: the proposed level is below the level reached (A17).
        alert: why the customer's e-mail address cannot be used, "" when it can (S1-06).
        apart: its formal notice is running: the reminder of other lines neither lists nor claims it (N-32).
        subtotal: what the customer owes in all, in the reference currency; None when a rate is missing.
    """

    key: LineKey
    item: OpenItem
    customer: Customer
    group: ReminderGroup
    days_overdue: int
    level: int | None
    reminder_level: ReminderLevel | None
    hold: HoldReason | None
    why: str
    channel: Channel
    template: str
    alert: str
    ticked: bool
    computed: Computed
    reason: str = ""
    lowered: bool = False
    apart: bool = False
    subtotal: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the accountant decided for one line, as read back from the sheet `Relances`.

    For a search, `ticked`, `level` and `channel` hold only what was changed by hand, None otherwise, and `CLEARED`
    stands for a level taken away; for an issue they hold what the sheet shows, which is the decision.

    Attributes:
        shown: whether `level_reached` and `last_reminder` were read: what the sheet showed of the line when it was
            reviewed, so that a reminder recorded since then is seen.
    """

    ticked: bool | None
    level: int | None
    channel: Channel | None
    shown: bool = False
    level_reached: int = 0
    last_reminder: date | None = None

    @property
    def decides(self) -> bool:
        """Whether something was changed by hand."""
        return (self.ticked, self.level, self.channel) != (None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLine:
    """One line printed in a reminder, amounts already in the letter's currency, rounded to the cent.

    `level` is the level the line climbs to with this reminder, None for a line listed for information only
    (an overdue line not yet at a level, a credit note, a line not yet due in a statement).  `rate` converted the line's
    own amounts; None for a line printed in its own currency (N-49).
    """

    item: OpenItem
    key: LineKey
    days_overdue: int
    currency: str
    amount: Decimal
    paid: Decimal
    balance: Decimal
    level: int | None
    rate: ExchangeRate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One letter, e-mail or call: everything its template needs, nothing of how it is made.

    `totals` holds one (currency, amount) for each currency, reference currency first: two currencies are never
    added (A2).  `due` is the principal claimed, `to_pay` that and the charges, () when nothing is due yet;
    `fee_elsewhere` names the invoices whose recovery fee another reminder of the batch bears (N-44, N-46).
    `registered_number` is that of a registered letter, "" when it is not known (yet).
    """

    customer: Customer
    group: ReminderGroup
    level: ReminderLevel
    channel: Channel
    grouping: Grouping
    content: Content
    as_of: date
    deadline: date | None
    lines: tuple[ReminderLine, ...]
    totals: tuple[tuple[str, Decimal], ...]
    alert: str = ""
    registered_number: str = ""
    due: tuple[tuple[str, Decimal], ...] = ()
    to_pay: tuple[tuple[str, Decimal], ...] = ()
    fee_elsewhere: frozenset[str] = frozenset()

    @property
    def principal(self) -> tuple[tuple[str, Decimal], ...]:
        """What is claimed without the charges; what a courtesy reminder announces, when nothing is due yet."""
        return self.due if any(amount > 0 for _, amount in self.due) else self.totals

    @property
    def climbing(self) -> tuple[ReminderLine, ...]:
        """The lines whose level this reminder writes."""
        return tuple(line for line in self.lines if line.level is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A ticked line that is not issued after all, and why (« FA-102 a été réglée depuis la recherche »)."""

    customer: str
    invoice: str
    why: str
