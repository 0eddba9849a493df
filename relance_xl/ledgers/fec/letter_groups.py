"""Sums of the letter groups of one file, kept small enough for a million lines."""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import date

from relance_xl.ledgers.common.spelling import spaced

Key = tuple[str, str, str]
_ByAuxiliary = defaultdict[str, dict[str, int]]
_ByAccount = defaultdict[str, _ByAuxiliary]


def _by_auxiliary() -> _ByAuxiliary:
    return defaultdict(dict)


class LetterGroups:
    """For each (account, auxiliary account, letter): the balance in cents, and the lines it is made of."""

    def __init__(self) -> None:
        self._numbers: _ByAccount = defaultdict(_by_auxiliary)  # a million letters share the name of their account
        self._balances = array("q")
        self._matched_on: dict[int, date] = {}
        self._lines = array("q")
        self._groups = array("l")

    def __len__(self) -> int:
        """How many lines bear a letter."""
        return len(self._lines)

    def customers(self) -> set[str]:
        """The auxiliary accounts, or the accounts without one, that bear a letter."""
        return {
            spaced(auxiliary) or spaced(account)
            for account, auxiliaries in self._numbers.items()
            for auxiliary in auxiliaries
        }

    def add(self, key: Key, line: int, cents: int, matched_on: date | None) -> None:
        """Count a line; `matched_on` is kept when given: the latest of the group is the day of its matching."""
        account, auxiliary, letter = key
        letters = self._numbers[account][auxiliary]
        group = letters.get(letter)
        if group is None:
            group = letters[letter] = len(self._balances)
            self._balances.append(cents)
        else:
            self._balances[group] += cents
        self._lines.append(line)
        self._groups.append(group)
        if matched_on is not None:
            known = self._matched_on.get(group)
            if known is None or matched_on > known:
                self._matched_on[group] = matched_on

    def open_lines(self, cut_off: date | None) -> dict[int, bool]:
        """The lines of groups still open at the end of `cut_off`: line number → whether its letter counts.

        A group matched after that day was not matched yet: its lines are open one by one (LPF art. A47 A-1 gives
        the day of matching as DateLet).
        """
        not_yet = {
            group for group, matched_on in self._matched_on.items() if cut_off is not None and matched_on > cut_off
        }
        return {
            line: group not in not_yet
            for line, group in zip(self._lines, self._groups, strict=True)
            if self._balances[group] or group in not_yet
        }
