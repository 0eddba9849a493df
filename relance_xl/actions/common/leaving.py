"""What is about to leave, told before it does: levels, numbers, date, sums, and the formal notices apart (N-38)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from relance_xl.domain.outcome import Reminder
from relance_xl.domain.wording import counted, french_amount, french_date, typeset


def described(reminders: Sequence[Reminder], one: str, many: str) -> str:
    """« 61 lettres datées du 16/03/2026, pour 45 600,00 € à régler », then a line a level, formal notices last.

    `one` and `many` name what leaves: « lettre datée », « lettres datées ».  There is at least one reminder.
    """
    when = french_date(reminders[0].as_of)
    noun, nouns = (words.split(" ")[0] for words in (one, many))
    lines = [f"{counted(len(reminders), one, many)} du {when}, pour {asked(reminders)} à régler :"]
    lines += _levels([each for each in reminders if not each.level.registered], noun, nouns)
    if notices := [each for each in reminders if each.level.registered]:
        lines.append("Mises en demeure (recommandé AR) :")
        lines += _levels(notices, noun, nouns)
    return typeset("\n".join(lines))


def _levels(reminders: Iterable[Reminder], noun: str, nouns: str) -> Iterator[str]:
    by_level: dict[int, list[Reminder]] = defaultdict(list)
    for each in reminders:
        by_level[each.level.number].append(each)
    for number, members in sorted(by_level.items()):
        yield f"– niveau {number} : {counted(len(members), noun, nouns)}, {asked(members)}"


def asked(reminders: Iterable[Reminder]) -> str:
    """« 1 200,00 € + 300,00 USD »: the one sum that each names, charges included, no two currencies added (A2, N-44).

    A courtesy reminder, of which nothing is due yet, counts for what it announces.
    """
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for reminder in reminders:
        for currency, amount in reminder.to_pay or reminder.principal:
            sums[currency] += amount
    return " + ".join(french_amount(amount, currency) for currency, amount in sums.items())
