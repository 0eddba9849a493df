"""Which messages a reminder follows: those that the server accepted about one of its lines, the oldest first.

A mail program shows them as one conversation (RFC 5322, 3.6.4).  A server that gives messages an identity of its own
(Microsoft 365) breaks the thread, and nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from relance_xl.domain.outcome import LineKey, Reminder
from relance_xl.post.send_log import Fate, SendLog

_IDENTITY = re.compile(r"<[!-;=?-~]{1,120}@[!-;=?-~]{1,120}>")
"""What may stand in a header: the log is a file that anybody may have changed."""
_LONGEST = 10


def threads(log: SendLog) -> Callable[[Reminder], tuple[str, ...]]:
    """For a reminder, the Message-IDs that it follows, ten at most: to the same customer, about a line that rises."""
    told: dict[LineKey, list[str]] = defaultdict(list)
    order: dict[str, int] = {}
    for place, (message, entry) in enumerate(log.entries.items()):
        if entry.fate is Fate.ACCEPTED and _IDENTITY.fullmatch(message):
            order[message] = place
            for line in entry.sending.lines:
                told[line.key].append(message)

    def followed(reminder: Reminder) -> tuple[str, ...]:
        found = {message for line in reminder.climbing for message in told.get(line.key, ())}
        return tuple(sorted(found, key=order.__getitem__)[-_LONGEST:])

    return followed
