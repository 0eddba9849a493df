"""The log of what was sent, held against the workbook: what left is recorded once, what is uncertain waits.

The journal is the truth of the workbook, the log that of the mail server.  A message accepted whose id the journal does
not hold is recorded, whatever stopped the program in between; so nothing is ever sent twice for having been forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.batches.recording import Issued, record, show_issued
from relance_xl.actions.batches.remade import remade
from relance_xl.actions.batches.standing import Standing, standing
from relance_xl.actions.common.run import Run
from relance_xl.domain.model import Ledger
from relance_xl.domain.outcome import LineKey, Reminder, Skipped
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import typeset
from relance_xl.machine.moving import move_exclusively
from relance_xl.post.send_log import Entry, Fate, SendLog
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.proposals import read_reviews

ALL = "tous"
_DOUBTFUL = frozenset({Fate.TRYING, Fate.UNCERTAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A message that the workbook does not know, and those of its lines that stand as they stood before it."""

    entry: Entry
    lines: Standing

    @property
    def uncertain(self) -> bool:
        """Whether nobody knows if it left."""
        return self.entry.fate in _DOUBTFUL


def unfinished(book: Book, ledger: Ledger, log: SendLog) -> list[Unfinished]:
    """The messages accepted or uncertain that the journal does not hold, in the order of the log."""
    known = set(read_records(book.read_table(schema.JOURNAL.name), schema.JOURNAL).get("fingerprint"))
    found: list[Unfinished] = []
    for message, entry in log.entries.items():
        if message in known or entry.fate not in _DOUBTFUL | {Fate.ACCEPTED}:
            continue
        lines = standing(entry.sending.lines, ledger)
        if lines:
            found.append(Unfinished(entry=entry, lines=lines))
    return found


def note_answers(
    each: Iterable[Unfinished], log: SendLog, left: frozenset[str], again: frozenset[str], user: str
) -> None:
    """Write into the log what the user found out of the uncertain messages: `left`, or to send `again`, by customer."""
    for one in each:
        if not one.uncertain:
            continue
        code, who = one.entry.sending.customer, user or "l'utilisateur"
        if left & {code, ALL}:
            log.write(one.entry.sending, Fate.ACCEPTED, f"parti, selon {who}")
        elif again & {code, ALL}:
            log.write(one.entry.sending, Fate.GIVEN_UP, f"à renvoyer, selon {who}")


def waiting_lines(each: Iterable[Unfinished]) -> Mapping[LineKey, str]:
    """The lines of these messages, with the reason that holds them back from another one."""
    return {line.key: _waiting(one) for one in each for line, _ in one.lines}


def _waiting(one: Unfinished) -> str:
    if one.uncertain:
        return f"e-mail incertain du {one.entry.when}, à vérifier avant tout renvoi"
    return f"e-mail parti le {one.entry.when} : « E-mails » l'enregistre, sans le renvoyer"


def apart(reminders: Iterable[Reminder], waiting: Mapping[LineKey, str]) -> tuple[list[Reminder], list[Skipped]]:
    """The reminders that may leave, and the lines of `waiting` that hold the others, with their reason."""
    leaving: list[Reminder] = []
    held: list[Skipped] = []
    for reminder in reminders:
        reasons = [(line, waiting[line.key]) for line in reminder.climbing if line.key in waiting]
        if not reasons:
            leaving.append(reminder)
        held += [
            Skipped(
                customer=reminder.customer.code, invoice=line.item.invoice, why=typeset(f"{line.item.invoice} : {why}")
            )
            for line, why in reasons
        ]
    return leaving, held


def record_accepted(book: Book, run: Run, log: SendLog) -> list[Unfinished]:
    """Record every accepted message that the journal does not hold, under the batch it left with; does not save."""
    ledger, _ = read_ledger(book)
    accepted = [one for one in unfinished(book, ledger, log) if not one.uncertain]
    batches: dict[str, list[Unfinished]] = defaultdict(list)
    for one in accepted:
        batches[one.entry.sending.batch].append(one)
    reviewed, _ = read_reviews(book, ledger.items)
    rows = {line.key: line.row for line in reviewed}
    for batch, members in batches.items():
        issued = [_issued(one, ledger) for one in members]
        record(book, run, batch, issued, ledger.company.reference_currency)
        show_issued(book, rows, [each.reminder for each in issued], batch)
    return accepted


def bring_home(each: Iterable[Unfinished], folder: Path, root: Path) -> list[Path]:
    """Move the files that an interruption left in a scratch folder to their place; returns those found nowhere."""
    missing: list[Path] = []
    for one in each:
        place = folder / one.entry.sending.document
        if place.exists():
            continue
        found = next(iter(sorted(root.glob(f".en-cours-*/{_literal(place.name)}"))), None)
        if found is None:
            missing.append(place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            move_exclusively(found, place)
    return missing


def _literal(name: str) -> str:
    """The name as a pattern that matches it alone."""
    return "".join(f"[{mark}]" if mark in "*?[" else mark for mark in name)


def _issued(one: Unfinished, ledger: Ledger) -> Issued:
    sending = one.entry.sending
    reminder = remade(one.lines, ledger, customer=sending.customer, as_of=sending.as_of, channel=Channel.EMAIL)
    return Issued(reminder=reminder, document=sending.document, fingerprint=sending.message_id)
