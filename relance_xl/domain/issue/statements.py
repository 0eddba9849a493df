"""The statement of account joined to a letter: every open line of the customer (S0-26)."""

from __future__ import annotations

from datetime import date

from relance_xl.domain.issue.contents import printed
from relance_xl.domain.model import Ledger
from relance_xl.domain.money.currencies import exchange_on
from relance_xl.domain.outcome import ReminderLine
from relance_xl.domain.search.criteria import Criteria, unfiltered
from relance_xl.domain.search.holds import SILENT
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import HoldReason, LetterCurrency


def statements(ledger: Ledger, criteria: Criteria, as_of: date) -> dict[str, tuple[ReminderLine, ...]]:
    """Each customer's open lines, due or not, credits among them, in their own currency and by due date.

    Lines that no reminder may claim (excluded, disputed, promised, of a mode never reminded, to be sent again) are left
    out: the statement adds up to what the letter says is due (N-44).  So are customers one of whose currencies has no
    rate.
    """
    exchange = exchange_on(ledger, as_of)
    lines: dict[str, list[ReminderLine]] = {}
    for line in propose(ledger, unfiltered(criteria), as_of).lines:
        if line.hold not in SILENT and line.hold is not HoldReason.NO_RATE:
            row = printed(line, None, LetterCurrency.CUSTOMER, exchange)
            lines.setdefault(line.customer.code, []).append(row)
    return {code: tuple(rows) for code, rows in lines.items()}
