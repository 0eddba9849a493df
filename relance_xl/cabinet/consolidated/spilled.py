"""What is long in the answers, in a passing database on the disk: of three thousand companies it fits in no memory."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from relance_xl.cabinet.company.jobs import Debtor, Fault, Result
from relance_xl.problems import Severity

Read = Callable[[str], Result | None]
"""The whole answer kept for a workbook; None when there is none."""

_TABLES = """
CREATE TABLE debts (place INTEGER, certain INTEGER, key TEXT, code TEXT, name TEXT, owed TEXT, overdue TEXT, sum REAL);
CREATE TABLE faults (place INTEGER, severity TEXT, sheet TEXT, cell TEXT, message TEXT);
"""
_COMMON = """
CREATE TABLE common AS SELECT certain, key, SUM(sum) AS total FROM debts
GROUP BY certain, key HAVING MIN(place) < MAX(place);
"""
_GROUPS = """
SELECT key, certain, place, code, name, owed, overdue FROM common JOIN debts USING (certain, key)
ORDER BY total DESC, key, certain, place, debts.rowid
"""
_CACHE = "PRAGMA cache_size = -4096; PRAGMA temp_store = FILE;"
"""4 MB in memory; the rest on the disk, in files that go with the process."""


@dataclass(frozen=True, slots=True)
class Owing:
    """One debt: to whom, and who owes it."""

    result: Result
    debtor: Debtor
    currency: str


@dataclass(frozen=True, slots=True)
class Spilled:
    """The debts and the faults of every company, in the order of `results`."""

    results: Sequence[Result]
    database: sqlite3.Connection

    @property
    def common(self) -> int:
        """How many debtors owe something to two companies or more."""
        return self._count("common")

    @property
    def faults_found(self) -> int:
        """How many faults there are in all."""
        return self._count("faults")

    def common_debtors(self) -> Iterator[list[Owing]]:
        """The debts of each debtor of two companies or more, those who owe most first."""
        for _, rows in groupby(self.database.execute(_GROUPS), key=itemgetter(0, 1)):
            yield [self._owing(*row) for row in rows]

    def faults(self) -> Iterator[tuple[Result, Fault]]:
        """Each fault, with the answer that it stands in."""
        for place, *told in self.database.execute("SELECT * FROM faults ORDER BY rowid"):
            severity, sheet, cell, message = told
            yield self.results[place], Fault(severity=severity, sheet=sheet, cell=cell, message=message)

    def _count(self, table: str) -> int:
        [(number,)] = self.database.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - one of ours
        return int(number)

    def _owing(self, key: str, certain: int, place: int, code: str, name: str, owed: str, overdue: str) -> Owing:
        result = self.results[place]
        debtor = Debtor(key=key, certain=bool(certain), code=code, name=name,
                        owed=Decimal(owed), overdue=Decimal(overdue))  # fmt: skip
        return Owing(result, debtor, result.figures.currency if result.figures else "")


@contextmanager
def spilled(results: Sequence[Result], read: Read) -> Iterator[Spilled]:
    """The debts and faults that `read` gives for each of `results`, read once.  OSError where the disk refuses them."""
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as database:
            database.executescript(_CACHE + _TABLES)
            database.execute("BEGIN")
            for place, result in enumerate(results):
                _keep(database, place, read(result.workbook) or result)
            database.execute("COMMIT")
            database.executescript(_COMMON)
            yield Spilled(results, database)
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, str(error)) from error


def _keep(database: sqlite3.Connection, place: int, whole: Result) -> None:
    database.executemany(
        "INSERT INTO debts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(place, each.certain, each.key, each.code, each.name, str(each.owed), str(each.overdue), float(each.owed))
         for each in whole.debtors],
    )  # fmt: skip
    database.executemany(
        "INSERT INTO faults VALUES (?, ?, ?, ?, ?)",
        [(place, each.severity, each.sheet, each.cell, each.message) for each in _faults(whole)],
    )


def _faults(whole: Result) -> Sequence[Fault]:
    """Its faults; why it was not done, when none is told."""
    if whole.faults or not whole.failed:
        return whole.faults
    return (Fault(severity=Severity.ERROR.value, sheet="", cell="", message=whole.message),)
