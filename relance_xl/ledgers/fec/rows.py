"""The lines of a FEC, streamed: customers' lines cut into fields, the others only counted."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from relance_xl.ledgers.common.encodings import opened_text
from relance_xl.ledgers.common.faults import Faults
from relance_xl.ledgers.common.imported import Tell
from relance_xl.ledgers.fec.format import FecFormat
from relance_xl.ledgers.fec.recovery import holds, recovered

Fields = list[str]
_BEAT: Final = 0x3FFF  # progress is told every 16,384 lines
_LONGEST: Final = 5
"""Lines of one quoted label; beyond, a quote is missing."""
_BLANKS = ' \t|;,"\x1a\x00\r\n'


_CUSTOMER, _THIRD_PARTY, _MONEY, _SALES, _OTHER = range(5)
"""What a line's account is to us; plain numbers, compared a million times."""


@dataclass(slots=True)
class Tally:
    """What is known of all the lines of one file, beside those handed over.

    Attributes:
        days: each spelling of an entry's day, with the first line that bears it.
        classes: for each journal, how many lines of the accounts 5 (money) and 70 (sales) it has.
        other_accounts: lines of the third-party accounts 41 that are not asked for, by their first three figures.
        faults: the lines that cannot be understood; the reading of their fields adds its own.
    """

    faults: Faults
    lines: int = 0
    blank: int = 0
    other: int = 0
    days: dict[str, int] = field(default_factory=dict)
    classes: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    other_accounts: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class FecRows:
    """The customers' lines of one FEC.

    Iterating gives (line number counted from 1, fields) of every line whose account begins with one of `accounts`,
    and fills `tally`.  Memory does not grow with the file.
    """

    def __init__(self, path: Path, form: FecFormat, accounts: tuple[str, ...], tell: Tell) -> None:
        self.path, self.form, self.accounts, self.tell = path, form, accounts, tell
        self.tally = Tally(Faults(path.name))
        self._sorts: dict[str, int] = {}

    def __iter__(self) -> Iterator[tuple[int, Fields]]:
        return self._quoted() if self.form.quoted else self._plain()

    def lines(self, wanted: Container[int]) -> Iterator[tuple[int, Fields]]:
        """The fields of the lines whose numbers are wanted: a second reading, nothing is counted."""
        with opened_text(self.path, self.form.text) as (_, stream):
            if self.form.quoted:
                for number, _, fields in self._records(stream):
                    if number in wanted:
                        yield number, self._complete(fields) or fields
                return
            for number, line in enumerate(stream, 1):
                if number in wanted:
                    fields = line.rstrip("\r\n").split(self.form.separator)
                    yield number, self._complete(fields) or fields

    def _plain(self) -> Iterator[tuple[int, Fields]]:
        """The hot loop of a million lines: nothing is kept between two lines, and every name is local."""
        separator, usual, places, tally = self.form.separator, self.form.usual, self.form.places, self.tally
        at_journal, at_day, at_account = places["JournalCode"], places["EcritureDate"], places["CompteNum"]
        cuts = max(at_journal, at_day, at_account) + 1
        days, classes, sorts = tally.days, tally.classes, self._sorts
        others, number = 0, 1
        with opened_text(self.path, self.form.text) as (raw, stream):
            stream.readline()
            for number, line in enumerate(stream, 2):
                if not number & _BEAT:
                    self._say(raw.tell())
                if line.count(separator) != usual:
                    yield from self._odd(number, line.rstrip("\r\n").split(separator))
                    continue
                head = line.split(separator, cuts)
                if head[at_day] not in days:
                    days[head[at_day]] = number
                account = head[at_account]
                sort = sorts[account] if account in sorts else self._sort_of(account)
                if sort == _CUSTOMER:
                    yield number, line.rstrip("\r\n").split(separator)
                    continue
                others += 1
                if sort == _THIRD_PARTY:
                    tally.other_accounts[account.strip()[:3]].append(number)
                elif sort != _OTHER:
                    classes[head[at_journal]][sort == _SALES] += 1
        tally.other += others
        tally.lines = number - 1

    def _sort_of(self, account: str) -> int:
        bare = account.strip()
        sort = _OTHER
        if bare.startswith(self.accounts):
            sort = _CUSTOMER
        elif bare.startswith("41"):
            sort = _THIRD_PARTY
        elif bare.startswith("5"):
            sort = _MONEY
        elif bare.startswith("70"):
            sort = _SALES
        self._sorts[account] = sort
        return sort

    def _note_other(self, number: int, journal: str, account: str, sort: int) -> None:
        if sort == _THIRD_PARTY:
            self.tally.other_accounts[account.strip()[:3]].append(number)
        else:
            self.tally.classes[journal][sort == _SALES] += 1

    def _quoted(self) -> Iterator[tuple[int, Fields]]:
        with opened_text(self.path, self.form.text) as (raw, stream):
            for number, span, fields in self._records(stream):
                self.tally.lines += span
                if span > _LONGEST:
                    for line in range(number, number + span):
                        self.tally.faults.add(line, f"Un guillemet ouvert ligne {number} n'est pas refermé")
                    continue
                self.tally.blank += span - 1
                yield from self._odd(number, fields)
                if not number & _BEAT:
                    self._say(raw.tell())

    def _say(self, position: int) -> None:
        self.tell(f"Lecture de {self.path.name}", min(1.0, position / max(1, self.form.text.size)))

    def _records(self, stream: Iterator[str]) -> Iterator[tuple[int, int, Fields]]:
        """Line, number of lines, and fields of each record; a label may run over several lines between quotes."""
        reader = csv.reader(stream, delimiter=self.form.separator)
        next(reader)
        while True:
            before = reader.line_num
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a field longer than any label: its closing quote is missing
                fields = []
            yield before + 1, reader.line_num - before, fields

    def _odd(self, number: int, fields: Fields) -> list[tuple[int, Fields]]:
        """The customer's line that these fields make, alone in a list, or none: what is wrong with them is said."""
        if not any(part.strip(_BLANKS) for part in fields):
            self.tally.blank += 1
            return []
        whole = self._complete(fields)
        if whole is None:
            self.tally.faults.add(
                number,
                f"La ligne a {len(fields)} colonnes et ne peut être comprise",
                expected=f"{self.form.width} colonnes",
                value=self.form.separator.join(fields)[:80],
            )
            return []
        self.tally.days.setdefault(whole[self.form.places["EcritureDate"]], number)
        account = whole[self.form.places["CompteNum"]]
        sort = self._sort_of(account)
        if sort == _CUSTOMER:
            return [(number, whole)]
        self.tally.other += 1
        if sort != _OTHER:
            self._note_other(number, whole[self.form.places["JournalCode"]], account, sort)
        return []

    def _complete(self, fields: Fields) -> Fields | None:
        """These fields at the header's width, None when they cannot be brought to it without a guess."""
        width, usual = self.form.width, self.form.usual + 1
        last_needed = max(self.form.places[name] for name in self._amount_columns)
        if len(fields) == usual and usual >= width:
            return fields
        if len(fields) <= last_needed:
            return None
        if len(fields) <= width:
            return fields + [""] * (width - len(fields))
        trailing = max(0, usual - width)
        if trailing and not any(part.strip() for part in fields[-trailing:]):
            fields = fields[:-trailing]
        if not any(part.strip() for part in fields[width:]) and holds(fields[:width], self.form):
            return fields[:width]
        return recovered(fields, self.form, self.accounts)

    @property
    def _amount_columns(self) -> tuple[str, str]:
        return ("Montant", "Sens") if self.form.signed else ("Debit", "Credit")
