"""What became of each message, written to disk before anything else: what makes an interrupted sending resume.

One line of JSON an event, forced to the disk.  « tentative » is written before the server hears of the message; if
nothing follows it, nobody knows whether the message left: it is uncertain, and never sent again by itself.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BufferedRandom
from pathlib import Path
from typing import Any

from relance_xl.domain.outcome import LineKey, Reminder
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

NAME = "envois.jsonl"
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a line raises that a power cut left incomplete, or that somebody wrote by hand."""


class Fate(StrEnum):
    """What became of a message."""

    TRYING = "tentative"
    ACCEPTED = "acceptée"
    REFUSED = "refusée"
    POSTPONED = "reportée"
    UNCERTAIN = "incertaine"
    GIVEN_UP = "abandonnée"
    TO_PLACE = "brouillon à mettre en boîte"
    PLACING = "brouillon en route vers la boîte"
    PLACED = "brouillon en boîte"
    LEFT_AS_FILE = "brouillon resté en fichier"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    """One line that a message reminds of, and what stood in the workbook before."""

    key: LineKey
    level_before: int
    reminder_before: date | None
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One message as the log knows it; `document` is relative to the workbook's folder."""

    message_id: str
    batch: str
    customer: str
    as_of: date
    document: str
    recipients: tuple[str, ...]
    lines: tuple[SentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The last thing known of a message; `words` are the server's."""

    sending: Sending
    fate: Fate
    words: str
    moment: str

    @property
    def when(self) -> str:
        """« 16/03/2026 09:30 »."""
        day, _, hour = self.moment.partition(" ")
        return f"{'/'.join(reversed(day.split('-')))} {hour}"


def sending_of(reminder: Reminder, message_id: str, batch: str, document: str, recipients: tuple[str, ...]) -> Sending:
    """The message of a reminder, with the lines whose level it raises."""
    return Sending(
        message_id=message_id,
        batch=batch,
        customer=reminder.customer.code,
        as_of=reminder.as_of,
        document=document,
        recipients=recipients,
        lines=lines_of(reminder),
    )


def lines_of(reminder: Reminder) -> tuple[SentLine, ...]:
    """The lines that the reminder raises, as they stand before it."""
    return tuple(
        SentLine(
            key=line.key,
            level_before=line.item.level,
            reminder_before=line.item.last_reminder,
            level=line.level or 0,
        )
        for line in reminder.climbing
    )


class SendLog:
    """The log of one folder of e-mails, held by one program at a time."""

    def __init__(self, file: BufferedRandom) -> None:
        self._file = file
        self._entries: dict[str, Entry] = {}
        for line in file.read().decode("utf-8", "replace").split("\n"):  # a text may hold the other ends of line
            if entry := _entry(line):
                self._entries[entry.sending.message_id] = entry
        self._end_torn_line()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Message-ID → the last thing known of it."""
        return self._entries

    def write(self, sending: Sending, fate: Fate, words: str = "") -> None:
        """Add an event, and return once it is on the disk."""
        entry = Entry(sending=sending, fate=fate, words=words, moment=f"{datetime.now().astimezone():%Y-%m-%d %H:%M}")
        self._file.write(json.dumps(_document(entry), ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._entries[sending.message_id] = entry

    def _end_torn_line(self) -> None:
        """After a power cut the last line may be incomplete: it is ended, and told nothing."""
        end = self._file.seek(0, os.SEEK_END)
        if end:
            self._file.seek(end - 1)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")
                self._file.flush()


@contextmanager
def open_log(folder: Path) -> Iterator[SendLog]:
    """The log of `folder`, made when absent.  FileUnavailable when another holds it, or nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / NAME).open("a+b")
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({reason(error)})")
        ) from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise FileUnavailable(
                Problem(
                    what="Un autre envoi d'e-mails est en cours dans ce dossier", expected="d'attendre qu'il finisse"
                )
            ) from error
        file.seek(0)
        yield SendLog(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        """Hold the file until it is closed; OSError when it is held."""
        os.lseek(file, 1 << 40, os.SEEK_SET)  # far beyond the text, which stays readable
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        """Hold the file until it is closed; OSError when it is held."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _document(entry: Entry) -> dict[str, Any]:
    sending = entry.sending
    return {
        "moment": entry.moment,
        "etat": entry.fate.value,
        "message": sending.message_id,
        "lot": sending.batch,
        "client": sending.customer,
        "date": sending.as_of.isoformat(),
        "document": sending.document,
        "destinataires": sending.recipients,
        "lignes": lines_document(sending.lines),
        **({"reponse": entry.words} if entry.words else {}),
    }


def _entry(line: str) -> Entry | None:
    """The event of one line; None for one that a power cut left incomplete, or that is none of ours (N-106)."""
    try:
        read = json.loads(line)
        return Entry(
            sending=_sending(read), fate=Fate(read["etat"]), words=text_of(read.get("reponse", "")),
            moment=text_of(read["moment"]),
        )  # fmt: skip
    except MALFORMED:
        return None


def _sending(read: Mapping[str, Any]) -> Sending:
    return Sending(
        message_id=text_of(read["message"]),
        batch=text_of(read["lot"]),
        customer=text_of(read["client"]),
        as_of=date.fromisoformat(read["date"]),
        document=text_of(read["document"]),
        recipients=tuple(map(text_of, read["destinataires"])),
        lines=lines_read(read["client"], read["lignes"]),
    )


def lines_document(lines: Iterable[SentLine]) -> list[dict[str, Any]]:
    """The lines as a log states them, without their customer."""
    return [
        {
            "facture": line.key.invoice,
            "echeance": line.key.due_date.isoformat(),
            "rang": line.key.occurrence,
            "niveau_avant": line.level_before,
            "relance_avant": line.reminder_before.isoformat() if line.reminder_before else None,
            "niveau": line.level,
        }
        for line in lines
    ]


def lines_read(customer: str, lines: Iterable[Mapping[str, Any]]) -> tuple[SentLine, ...]:
    """The lines of a customer read back.  KeyError, TypeError or ValueError for what is none."""
    return tuple(
        SentLine(
            key=LineKey(
                customer=text_of(customer),
                invoice=text_of(line["facture"]),
                due_date=date.fromisoformat(line["echeance"]),
                occurrence=number_of(line["rang"]),
            ),
            level_before=number_of(line["niveau_avant"]),
            reminder_before=date.fromisoformat(line["relance_avant"]) if line["relance_avant"] else None,
            level=number_of(line["niveau"]),
        )
        for line in lines
    )


def text_of(value: object) -> str:
    """The text itself.  TypeError for anything else: a log is a file that anybody may have changed."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def number_of(value: object) -> int:
    """The whole number itself, within what a level or a rank may be.  TypeError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 20:
        raise TypeError(value)
    return value
