"""Letter groups: what is settled, and what stays open of a group that does not balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from relance_xl.ledgers.common.remainder import applied
from relance_xl.ledgers.fec.entries import Entry


@dataclass(frozen=True, slots=True)
class Settled:
    """A line after matching: `paid` cents of its own amount are settled, of the same sign; all of them: closed."""

    entry: Entry
    cents: int
    paid: int
    currency: str

    @property
    def closed(self) -> bool:
        """Whether nothing stays open."""
        return self.paid == self.cents


def settle(entries: list[Entry]) -> Iterator[Settled]:
    """What each line still has open, in the lines' order; `entries` is emptied on the way, not to be held twice.

    Lines without a letter are open.  A group whose lines balance is closed, be it over several accounts of the same
    customer (an invoice of 411 matched with a deposit of 4191).  The remainder of any other group stays open on
    the lines it is owed for: credits settle debits, oldest first, and the other way round when credits exceed.
    """
    groups: defaultdict[tuple[int, str, str, str], list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        if entry.letter:
            groups[entry.group].append(index)
    closed_across = _balanced_across(entries, groups.values())
    outcome: dict[int, Settled] = {}
    for key, members in groups.items():
        lines = [entries[index] for index in members]
        if sum(line.cents for line in lines) == 0 or key in closed_across:
            done = [Settled(line, line.cents, line.cents, "") for line in lines]
        else:
            done = remainder(lines)
        outcome.update(zip(members, done, strict=True))
    entries.reverse()
    for index in range(len(entries)):
        entry = entries.pop()
        yield outcome.pop(index) if index in outcome else _untouched(entry)


def remainder(lines: Sequence[Entry]) -> list[Settled]:
    """The lines of one group, credits applied to debits oldest first (or debits to credits, when these are more).

    The reckoning is made in the group's foreign currency when all its lines are in that one, else in the reference
    currency.
    """
    currencies = {line.currency for line in lines}
    currency = currencies.pop() if len(currencies) == 1 else ""
    amounts = [line.currency_cents if currency else line.cents for line in lines]
    paid = applied(amounts, [line.document_date for line in lines])
    return [Settled(line, cents, part, currency) for line, cents, part in zip(lines, amounts, paid, strict=True)]


def _untouched(entry: Entry) -> Settled:
    return Settled(entry, entry.currency_cents if entry.currency else entry.cents, 0, entry.currency)


def _balanced_across(entries: Sequence[Entry], groups: Iterable[Sequence[int]]) -> frozenset[tuple[int, str, str, str]]:
    """The groups that balance only together with the same letter on another account of the same customer."""
    together: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for members in groups:
        for index in members:
            entry = entries[index]
            together[entry.letter_year, entry.customer, entry.letter].append(index)
    return frozenset(
        entries[index].group
        for members in together.values()
        if sum(entries[index].cents for index in members) == 0
        for index in members
    )
