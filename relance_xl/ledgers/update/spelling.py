"""What two spellings of one code, one number or one name have in common (N-09)."""

from __future__ import annotations

import re
from datetime import date

from relance_xl.domain.model import OpenItem
from relance_xl.ledgers.common.spelling import condensed

_ACCOUNT = re.compile(r"^411(?=.)")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_LEGAL_FORMS = frozenset({
    "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "ste", "societe", "ets", "et", "m", "mme",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def code_key(code: str) -> str:
    """« 411C1 », « C1 », « c-001 » → « c1 »: an account's root and leading zeros tell nobody apart."""
    return _LEADING_ZEROS.sub("", _ACCOUNT.sub("", condensed(code)))


def number_key(number: str) -> str:
    """« FA-101 », « FA 0101 », « fa101 » → « fa101 »."""
    return _LEADING_ZEROS.sub("", condensed(number))


def same_name(one: str, other: str) -> bool:
    """Whether one name is the other with words more: « Duval » and « Duval SARL », « Duval & Fils ».

    A blank name contradicts nobody.
    """
    first, second = _words(one), _words(other)
    return first <= second or second <= first


def _words(name: str) -> frozenset[str]:
    words = frozenset(condensed(word) for word in _WORD.findall(name)) - {""}
    return words - _LEGAL_FORMS or words


def days_apart(one: OpenItem, other: OpenItem) -> int:
    """Days between the two days of issue, or between the due dates when one is not known; never negative."""
    if one.issue_date is None or other.issue_date is None:
        return abs((one.due_date - other.due_date).days)
    return abs((one.issue_date - other.issue_date).days)


def document_day(item: OpenItem) -> date:
    """The day that the document bears: its issue, or its due date when that is not known."""
    return item.issue_date or item.due_date
