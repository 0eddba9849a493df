"""What was issued, written beside the documents before they reach their place: what a journal may come not to know.

One line of JSON a document, in « Lettres » and in « E-mails ».  A workbook closed without being saved, a second copy of
it or a run that was killed leaves documents that no journal holds: the next run finds them here (N-66).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from relance_xl.domain.vocabulary import Channel, JournalEntry
from relance_xl.machine.reasons import reason
from relance_xl.post.send_log import MALFORMED, SentLine, lines_document, lines_read, text_of
from relance_xl.problems import FileUnavailable, Problem

NAME = ".documents.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One document as the log knows it.

    Attributes:
        document, print_runs: their places.
        fingerprint: as the journal bears it.
        nature: what it reminds of; for a bill of exchange the levels of its line count the reminders.
        lines: those whose level it raises, and what stood in the workbook before.
    """

    batch: str
    customer: str
    fingerprint: str
    document: Path
    nature: JournalEntry
    channel: Channel
    as_of: date
    lines: tuple[SentLine, ...]
    print_runs: tuple[Path, ...] = ()
    registered_number: str = ""


@contextmanager
def noting(root: Path, documents: Iterable[Logged]) -> Iterator[None]:
    """Add a line for each document, all of which stand below `root`, on the disk before the body; gone when it fails.

    FileUnavailable when nothing can be written there.
    """
    text = "".join(f"{json.dumps(_stated(each, root), ensure_ascii=False)}\n" for each in documents)
    if not text:
        yield
        return
    place = root / NAME
    size = place.stat().st_size if place.exists() else 0
    try:
        _append(place, text)
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"« {place} » ne peut pas être écrit ({reason(error)})", expected="un dossier accessible")
        ) from error
    try:
        yield
    except BaseException:
        with suppress(OSError):  # a line whose document does not exist says nothing
            _cut(place, size, text.encode())
        raise


def _cut(place: Path, size: int, ours: bytes) -> None:
    """The file as it was when it had that many bytes; left as it is when another has written since."""
    if place.read_bytes()[size:].removeprefix(b"\n") != ours:
        return
    if size:
        os.truncate(place, size)
    else:
        place.unlink()


def _append(place: Path, text: str) -> None:
    with place.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            torn = file.read(1) != b"\n"  # by a power cut: the line is ended, and told nothing
            text = f"\n{text}" if torn else text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def noted(root: Path) -> list[Logged]:
    """The documents of the log, in its order: of those that bore one name in turn, the last.  [] without a log."""
    try:
        text = (root / NAME).read_text("utf-8", "replace")
    except OSError:
        return []
    return list({each.document: each for each in _read(text, root)}.values())


def _read(text: str, root: Path) -> Iterator[Logged]:
    for line in text.split("\n"):  # a text may hold the other ends of line
        try:
            yield _logged(json.loads(line), root)
        except MALFORMED:  # a line that a power cut left incomplete
            continue


def _stated(each: Logged, root: Path) -> dict[str, Any]:
    return {
        "lot": each.batch,
        "client": each.customer,
        "empreinte": each.fingerprint,
        "document": each.document.relative_to(root).as_posix(),
        "nature": each.nature.value,
        "canal": each.channel.value,
        "date": each.as_of.isoformat(),
        "tirages": [run.relative_to(root).as_posix() for run in each.print_runs],
        "recommande": each.registered_number,
        "lignes": lines_document(each.lines),
    }


def _logged(read: Mapping[str, Any], root: Path) -> Logged:
    return Logged(
        batch=text_of(read["lot"]),
        customer=text_of(read["client"]),
        fingerprint=text_of(read["empreinte"]),
        document=_below(root, read["document"]),
        nature=JournalEntry(read["nature"]),
        channel=Channel(read["canal"]),
        as_of=date.fromisoformat(read["date"]),
        print_runs=tuple(_below(root, run) for run in read["tirages"]),
        registered_number=text_of(read["recommande"]),
        lines=lines_read(read["client"], read["lignes"]),
    )


def _below(root: Path, name: object) -> Path:
    """The place of a document.  ValueError for one that does not lie below `root`: none of ours (N-105)."""
    place = Path(text_of(name))
    if place.is_absolute() or ".." in place.parts:
        raise ValueError(name)
    return root / place
