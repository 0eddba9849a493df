"""The lines of a document that left unrecorded, as they stand now: their date or number may have been corrected since.

The journal is settled by the document's id; its lines are found again so that they are not reminded twice (N-103).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from relance_xl.domain.lines import keyed
from relance_xl.domain.model import Ledger, OpenItem
from relance_xl.domain.outcome import LineKey
from relance_xl.post.send_log import SentLine

Standing = tuple[tuple[SentLine, OpenItem], ...]
"""The lines of a document that stand as they stood before it, each under its present key."""


def standing(lines: Iterable[SentLine], ledger: Ledger) -> Standing:
    """The lines whose level and last reminder are those of before the document, each at most once.

    One whose own key is found nowhere is the line of the same customer that bears its number, else its due date; or,
    the customer's code being unknown now, the line that bears both.  Where nothing stands as before there is no pair:
    whatever happened to the line since, it is not reminded a second time for having been forgotten.
    """
    items = dict(keyed(ledger.items))
    sent = list(lines)
    found: dict[int, LineKey] = {place: line.key for place, line in enumerate(sent) if line.key in items}
    taken = set(found.values())
    for place, line in enumerate(sent):
        if place not in found and (key := _corrected(line, items, taken, ledger)) is not None:
            found[place] = key
            taken.add(key)
    return tuple(
        (replace(line, key=found[place]), items[found[place]])
        for place, line in enumerate(sent)
        if place in found and _as_before(line, items[found[place]])
    )


def _corrected(
    line: SentLine, items: Mapping[LineKey, OpenItem], taken: set[LineKey], ledger: Ledger
) -> LineKey | None:
    free = [key for key, item in items.items() if key not in taken and _as_before(line, item)]
    return next(_alike(line.key, free, renamed=line.key.customer not in ledger.customers), None)


def _alike(wanted: LineKey, free: Iterable[LineKey], *, renamed: bool) -> Iterator[LineKey]:
    """The most alike first."""
    own = [key for key in free if key.customer == wanted.customer]
    yield from (key for key in own if key.invoice == wanted.invoice)
    yield from (key for key in own if key.due_date == wanted.due_date)
    if renamed:
        yield from (key for key in free if (key.invoice, key.due_date) == (wanted.invoice, wanted.due_date))


def _as_before(line: SentLine, item: OpenItem) -> bool:
    return (item.level, item.last_reminder) == (line.level_before, line.reminder_before)
