"""The lines of a FEC, streamed: customers' lines cut into fields, the others only counted."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final

from relance_xl.ledgers.common.encodings import opened_text
from relance_xl.ledgers.common.faults import Faults
from relance_xl.ledgers.common.imported import Tell
from relance_xl.ledgers.fec.format import SEPARATORS, FecFormat
from relance_xl.ledgers.fec.recovery import holds, recovered

Fields = list[str]
_BEAT: Final = 0x3FFF  # progress is told every 16,384 lines
_LONGEST: Final = 5
"""Lines of one quoted label; beyond, a quote is missing."""
_BYTES = re.compile(r"b'(.*)'")
_MISSPELLING = re.compile(r"\s|^b?['\"]+|['\"]+$")
_BLANKS = ' \t|;,"\x1a\x00\r\n'


_CUSTOMER, _THIRD_PARTY, _MONEY, _SALES, _OTHER, _MISSPELT = range(6)
"""What a line's account is to us; plain numbers, compared a million times."""


def bare_account(written: str) -> str:
    """The account without what a spreadsheet or a script put around it: « '411100 », « 41 1100 », « b'411100' »."""
    return _MISSPELLING.sub("", written.strip())


def plain_field(written: str) -> str:
    """The field of a script that wrote its bytes as Python shows them: « b'57' » → « 57 »."""
    found = _BYTES.fullmatch(written)
    return found[1] if found else written


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
        others, top = 0, self.form.header_line
        number = top
        with opened_text(self.path, self.form.text) as (raw, stream):
            for number, line in enumerate(islice(stream, top, None), top + 1):
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
                if sort == _MISSPELT:
                    yield number, self._respelt(line.rstrip("\r\n").split(separator))
                    continue
                others += 1
                if sort == _THIRD_PARTY:
                    tally.other_accounts[bare_account(account)[:3]].append(number)
                elif sort != _OTHER:
                    classes[head[at_journal]][sort == _SALES] += 1
        tally.other += others
        tally.lines = number - top

    def _sort_of(self, account: str) -> int:
        bare = bare_account(account)
        sort = _OTHER
        if bare.startswith(self.accounts):
            sort = _CUSTOMER if account.strip() == bare else _MISSPELT
        elif bare.startswith("41"):
            sort = _THIRD_PARTY
        elif bare.startswith("5"):
            sort = _MONEY
        elif bare.startswith("70"):
            sort = _SALES
        self._sorts[account] = sort
        return sort

    def _respelt(self, fields: Fields) -> Fields:
        """The fields of a customer's line, its account and its fields spelt as they are elsewhere."""
        plain = [plain_field(field) for field in fields]
        place = self.form.places["CompteNum"]
        plain[place] = bare_account(plain[place])
        return plain

    def _note_other(self, number: int, journal: str, account: str, sort: int) -> None:
        if sort == _THIRD_PARTY:
            self.tally.other_accounts[bare_account(account)[:3]].append(number)
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
        number = self.form.header_line + 1
        for line in islice(stream, self.form.header_line, None):
            fields, span = self._between_quotes(line), 1
            if len(fields) != self.form.width:
                reader = csv.reader(chain([line], stream), delimiter=self.form.separator)
                try:
                    fields = next(reader)
                except csv.Error:  # a field longer than any label: its closing quote is missing
                    fields = []
                span = reader.line_num
            yield number, span, fields
            number += span

    def _between_quotes(self, line: str) -> Fields:
        """The fields of a line that has them all between quotes, those inside a name neither doubled nor cut."""
        inner = line.strip()
        if len(inner) < 2 or inner[0] != '"' or inner[-1] != '"':
            return []
        return [part.replace('""', '"') for part in inner[1:-1].split(f'"{self.form.separator}"')]

    def _odd(self, number: int, fields: Fields) -> list[tuple[int, Fields]]:
        """The customer's line that these fields make, alone in a list, or none: what is wrong with them is said."""
        if not any(part.strip(_BLANKS) for part in fields):
            self.tally.blank += 1
            return []
        whole = self._complete(self._cut_otherwise(fields))
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
        if sort in {_CUSTOMER, _MISSPELT}:
            return [(number, self._respelt(whole))]
        self.tally.other += 1
        if sort != _OTHER:
            self._note_other(number, whole[self.form.places["JournalCode"]], account, sort)
        return []

    def _cut_otherwise(self, fields: Fields) -> Fields:
        """The fields of a line that has not one separator of its file, but all those of another."""
        if len(fields) == 1:
            for separator in SEPARATORS:
                parts = fields[0].split(separator)
                if len(parts) == self.form.width:
                    return parts
        return fields

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
