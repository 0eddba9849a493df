"""One line of a customer's account, and the words that tell what it is."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.common.spelling import condensed

DEPOSIT_ACCOUNTS = "4191"
_CREDIT_NOTE = re.compile(r"\b(avoirs?|notes? de cr[eé]dit|credit note)\b", re.IGNORECASE)
_SALES_SHARE = 20
_OPENING_CODES = frozenset({"an", "ano", "anouv", "anx", "ran", "rano", "nouv", "ouv"})
_OPENING_NAMES = (
    "anouveau", "reportanouveau", "ouverture", "anouv", "balanceinitiale", "balancedouverture", "soldeinitia",
    "soldesinitia", "soldedouverture", "soldesdouverture", "opening", "initialbalance",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Entry:
    """A line of a customer's account.

    Attributes:
        year: the index of its file among those read together, from 0.
        line: in that file, counted from 1.
        customer: the key of the customer, `auxiliary` or the account when blank.
        cents: debit less credit, in the reference currency.
        label: the entry's, "" on an invoice whose customer has an auxiliary account: nothing is read from it.
        letter: its matching code, "" for none; `letter_year` is the file whose letters it belongs to.
        due_date: the one that the file states, None when it states none (N-13).
        account_label: the name of the account, « Clients ».
        is_balance: an opening balance that names no document, in a column or in its label: no invoice (N-08).
        currency, currency_cents: the foreign currency, "" and 0 when the line is in the reference currency.
    """

    year: int
    line: int
    account: str
    auxiliary: str
    customer: str
    name: str
    journal: str
    invoice: str
    label: str
    entry_date: date
    document_date: date
    cents: int
    currency: str
    currency_cents: int
    letter: str
    letter_year: int
    validated: bool
    due_date: date | None = None
    account_label: str = ""
    is_balance: bool = False

    @property
    def group(self) -> tuple[int, str, str, str]:
        """The letter group of the line: codes are used again by every account and every year."""
        return self.letter_year, self.account, self.auxiliary, self.letter


def is_opening(code: str, label: str) -> bool:
    """Whether a journal carries the opening balances (AN, RAN, ANO, « À-nouveaux »)."""
    return condensed(code) in _OPENING_CODES or condensed(label).startswith(_OPENING_NAMES)


def kind_of(entry: Entry, money_journals: Container[str], sales_journals: Container[str]) -> ItemKind:
    """What an open line is (S0-20 nets them all; the word is for the reader).

    A debit is an invoice.  A credit is a deposit on the accounts 4191; a credit note when its label begins with the
    word; a payment in a journal that moves money; a credit note when the word stands elsewhere, or in a journal of
    sales; else a payment.
    """
    if entry.cents > 0:
        return ItemKind.INVOICE
    if entry.account.startswith(DEPOSIT_ACCOUNTS):
        return ItemKind.DEPOSIT
    if _CREDIT_NOTE.match(entry.label) or _CREDIT_NOTE.match(entry.invoice):
        return ItemKind.CREDIT_NOTE
    if entry.journal in money_journals:
        return ItemKind.PAYMENT
    if _CREDIT_NOTE.search(entry.label) or entry.journal in sales_journals:
        return ItemKind.CREDIT_NOTE
    return ItemKind.PAYMENT


def journals_of(lines: Mapping[str, Sequence[int]]) -> tuple[frozenset[str], frozenset[str]]:
    """The journals that move money, and those of sales.

    `lines` gives, for each journal, its lines of the accounts 5 (money) and 70 (sales).  A journal of sales has more
    of the latter and at least a twentieth of all those of the ledger: a journal of sundry entries has a few.
    """
    all_sales = sum(sales for _, sales in lines.values())
    money = frozenset(journal for journal, (moved, sold) in lines.items() if moved > sold)
    sales = frozenset(
        journal for journal, (moved, sold) in lines.items() if sold > moved and sold * _SALES_SHARE >= all_sales
    )
    return money, sales
