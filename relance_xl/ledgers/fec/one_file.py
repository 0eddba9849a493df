"""One FEC read: its open entries, and where all the other lines went."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from relance_xl.ledgers.common.figures import FigureFault, day
from relance_xl.ledgers.common.imported import Tell
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.fec.entries import Entry
from relance_xl.ledgers.fec.entry_maker import EntryMaker
from relance_xl.ledgers.fec.format import detect
from relance_xl.ledgers.fec.letter_groups import LetterGroups
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.rows import FecRows, plain_field
from relance_xl.problems import Problem, Severity

_OTHER_ACCOUNTS = {
    "413": "effets à recevoir",
    "416": "clients douteux",
    "418": "factures à établir",
    "419": "avances et avoirs à établir",
}


class FecReading:
    """The reading of one file: `scan` first, then the rest."""

    def __init__(self, path: Path, options: FecOptions, tell: Tell) -> None:
        self.path, self.options = path, options
        self.form = detect(path)
        self.rows = FecRows(path, self.form, options.accounts, tell)
        self.remarks: list[Problem] = []
        self.opening: list[Entry] = []
        self.matched = 0
        self.named: set[str] = set()
        self._maker = EntryMaker(self.form, 0, options.reference_currency)
        self._letters = LetterGroups()
        self._plain: list[Entry] = []
        self._later = array("q")
        self._period: tuple[date | None, date | None] | None = None

    @property
    def lettered(self) -> int:
        """How many customers' lines bear a letter."""
        return len(self._letters)

    @property
    def set_aside(self) -> int:
        """How many lines are left out: the faulty, the later than the cut-off, the opening balances repeated."""
        return len(self.rows.tally.faults) + len(self._later) + len(self.opening)

    def problems(self) -> list[Problem]:
        """Faults and remarks, once all is read."""
        return [*self.form.text.remarks(self.path.name), *self.rows.tally.faults.problems(), *self.remarks]

    def first_day(self) -> date:
        """The day of the first entry that has one, to put the years in order."""
        place = self.form.places["EcritureDate"]
        for _, fields in self.rows.lines(range(2, 1000)):
            try:
                found = day(fields[place]) if place < len(fields) else None
            except FigureFault:
                continue
            if found:
                return found
        return date.min

    def scan(self, year: int) -> None:
        """Read the file once; `year` is its rank among the files read together, from 0."""
        self._maker.year = year
        by_hand = bool(year) or self.options.cut_off is not None
        raw_key, cents, add = self._maker.raw_key, self._maker.cents, self._letters.add
        for line, fields in self.rows:
            try:
                key = None if by_hand else raw_key(fields)
                if key is None:
                    self._take(line, fields)
                else:
                    add(key, line, cents(fields), None)
            except FigureFault as fault:
                self._refuse(line, str(fault), fields)
        self._tell_of_later_lines()
        self._tell_of_other_accounts()

    def open_entries(self) -> list[Entry]:
        """The lines without a letter and those of the groups that do not balance, in the order of the file.

        They are handed over: asked a second time, the reading has none left.
        """
        wanted = self._letters.open_lines(self.options.cut_off)
        entries, self._plain = self._plain, []
        if wanted:
            for line, fields in self.rows.lines(wanted):
                try:
                    entry = self._maker.entry(line, fields)
                except FigureFault as fault:
                    self._refuse(line, str(fault), fields)
                    continue
                if not wanted[line]:
                    entry.letter = ""
                entries.append(entry)
            entries.sort(key=lambda entry: entry.line)
        self.matched = len(self._letters) - len(wanted)
        self.named = self._letters.customers() | {entry.customer for entry in (*entries, *self.opening)}
        return entries

    def period(self) -> tuple[date | None, date | None]:
        """The days of the first and the last entry; None when no day can be read."""
        if self._period is None:
            self._period = self._measured_period()
        return self._period

    def _measured_period(self) -> tuple[date | None, date | None]:
        days, unreadable = [], []
        for text, line in self.rows.tally.days.items():
            try:
                if found := day(plain_field(text)):
                    days.append(found)
            except FigureFault:
                unreadable.append(line)
        if unreadable:
            lines = sorted(unreadable)
            self._remark(f"{listed(lines)} : la date d'écriture n'est pas une date", lines[0])
        return (min(days), max(days)) if days else (None, None)

    def _take(self, line: int, fields: Sequence[str]) -> None:
        maker = self._maker
        if self.options.cut_off is not None:
            entry_date = maker.day(fields, "EcritureDate")
            if entry_date is not None and entry_date > self.options.cut_off:
                self._later.append(line)
                return
        if maker.year and maker.opens(fields):
            self.opening.append(maker.entry(line, fields))
            return
        key = maker.raw_key(fields)
        if key is None:
            self._plain.append(maker.entry(line, fields))
            return
        matched_on = None
        if self.options.cut_off is not None:
            matched_on = maker.day(fields, "DateLet") or maker.day(fields, "EcritureDate")
        self._letters.add(key, line, maker.cents(fields), matched_on)

    def _refuse(self, line: int, what: str, fields: Sequence[str]) -> None:
        account, auxiliary, _ = self._maker.key(fields)
        value = self.form.separator.join(fields)[:80]
        invoice = self._maker.invoice(fields)
        self.rows.tally.faults.add(line, what, value=value, customer=auxiliary or account, invoice=invoice)

    def _tell_of_later_lines(self) -> None:
        if self._later:
            self._remark(
                f"{listed(self._later)} : après le {self.options.cut_off:%d/%m/%Y}, non prises", self._later[0]
            )

    def _tell_of_other_accounts(self) -> None:
        for account, lines in sorted(self.rows.tally.other_accounts.items()):
            meaning = _OTHER_ACCOUNTS.get(account, "autres comptes clients")
            self._remark(f"{listed(lines)} : compte {account} ({meaning}), non prises", lines[0])

    def _remark(self, what: str, line: int) -> None:
        self.remarks.append(Problem(file=self.path.name, line=line, what=what, severity=Severity.WARNING))
