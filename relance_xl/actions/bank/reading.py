"""The files of one click read: the operations that `Banque` does not hold yet, and what is doubtful of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from relance_xl.actions.bank.notices import PART, Brought, prints_of, told_once
from relance_xl.actions.bank.slips import TakenApart, by_slips, sorted_out
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.domain.matching.operations import Operation
from relance_xl.domain.model import Customer
from relance_xl.domain.wording import counted, folded, french_amount, french_date
from relance_xl.ledgers.bank.parts.statements import Statement
from relance_xl.ledgers.bank.read import BankFile, read_bank
from relance_xl.problems import Problem
from relance_xl.tables.sheets.bank import BankRow

_LEAST_OF_AN_ACCOUNT = 8
_AHEAD = timedelta(days=31)
"""How far a bank's day may be ahead: of one further, the year is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why nothing is written before somebody confirms: a reason in two words, and its sentence."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What the files bring that `Banque` does not hold.

    Attributes:
        operations: new ones, with `prints`, their fingerprints, in the same order.
        known: how many operations `Banque` holds already, or another of the files tells too.
        apart: the deposits that slips took apart; their payments are among `operations`.
        also: by the fingerprint of a row of `Banque`, those that it stands for from now on.
    """

    files: tuple[BankFile, ...]
    operations: tuple[Operation, ...]
    prints: tuple[str, ...]
    known: int
    also: Mapping[str, Sequence[str]] = field(default_factory=dict)
    apart: tuple[TakenApart, ...] = ()

    @property
    def names(self) -> str:
        """The names of all the files."""
        return ", ".join([*(file.file for file in self.files), *(each.slip.file for each in self.apart)])

    @property
    def problems(self) -> list[Problem]:
        """The faults of all the files."""
        return [problem for file in self.files for problem in file.problems]

    @property
    def statements(self) -> list[Statement]:
        """The statements of all the files."""
        return [statement for file in self.files for statement in file.statements]


def read_fresh(
    paths: Sequence[Path],
    rows: Iterable[BankRow],
    columns: Mapping[str, str],
    customers: Mapping[str, Customer] | None = None,
) -> Fresh:
    """The files' operations less those that `rows` hold; two alike on one day are told apart by their rank.

    Files that overlap among themselves bring each operation once.  A deposit whose slip is among the files is
    brought as the payments of the slip.  DataError and FileUnavailable as the readers say.
    """
    statements, slips = sorted_out(paths)
    files = tuple(read_bank(path, read_sheets, columns) for path in statements)
    held = list(rows)
    prints = {each for row in held for each in prints_of(row.fingerprint)}
    new: dict[str, Brought] = {}
    again: list[Brought] = []
    for file in files:
        for key, operation in _fingerprinted(file.operations):
            brought = Brought(operation, key)
            if key in prints or key in new:
                again.append(brought)
            else:
                new[key] = brought
    once = told_once(new, again, held)
    known = sum(1 for each in again if each.fingerprint in prints) + len(new) - len(once.new)
    apart = tuple(by_slips(once.new, slips, held, customers or {}))
    for each in apart:
        once.new.pop(each.parts[0].fingerprint.partition(PART)[0], None)
        once.new.update({part.fingerprint: part for part in each.parts})
    return Fresh(
        files=files,
        operations=tuple(each.operation for each in once.new.values()),
        prints=tuple(each.kept_print(once.also.get(key, ())) for key, each in once.new.items()),
        also={key: tuple(others) for key, others in once.also.items() if key not in once.new},
        apart=apart,
        known=known,
    )


def _fingerprinted(operations: Iterable[Operation]) -> Iterable[tuple[str, Operation]]:
    seen: Counter[str] = Counter()
    for operation in operations:
        same = "|".join(
            (
                operation.account,
                operation.booked_on.isoformat(),
                f"{operation.amount.normalize():f}",
                operation.currency,
                folded(operation.label),
                operation.reference,
            )
        )
        seen[same] += 1
        yield hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()[:16], operation


def doubts_of(fresh: Fresh, rows: Sequence[BankRow], iban: str) -> list[Doubt]:
    """What a person must confirm: another account, a broken balance, an overlap, a statement older than the last."""
    return [
        *_other_accounts(fresh.statements, iban),
        *_broken(fresh.statements),
        *_overlaps(fresh, rows),
    ]


def _other_accounts(statements: Iterable[Statement], iban: str) -> Iterable[Doubt]:
    for account in dict.fromkeys(statement.account for statement in statements):
        if _is_other(account, iban):
            yield Doubt(
                reason="autre compte",
                detail=f"Le relevé est du compte {account}, l'IBAN de Paramètres est {iban}",
            )


def _is_other(account: str, iban: str) -> bool:
    own = "".join(iban.split()).upper()
    bare = "".join(filter(str.isalnum, account)).upper()
    return bool(own) and len(bare) >= _LEAST_OF_AN_ACCOUNT and bare not in own


def _broken(statements: Iterable[Statement]) -> Iterable[Doubt]:
    for statement in statements:
        if statement.kept is False:
            found = (statement.opening or 0) + statement.credits - statement.debits
            said = french_amount(statement.closing or found, statement.currency or "EUR")
            yield Doubt(
                reason="solde",
                detail=f"Compte {statement.account or 'non dit'} : l'ancien solde et les opérations font "
                f"{french_amount(found, statement.currency or 'EUR')}, le relevé dit {said}",
            )


def _overlaps(fresh: Fresh, rows: Sequence[BankRow]) -> Iterable[Doubt]:
    """New operations on days that an earlier statement of the account has told, or before them."""
    last: dict[str, BankRow] = {}
    for row in rows:
        if row.account not in last or row.booked_on > last[row.account].booked_on:
            last[row.account] = row
    for account, row in last.items():
        days = [each.booked_on for each in fresh.operations if each.account == account]
        if not days or min(days) > row.booked_on:
            continue
        if max(days) < row.booked_on:
            told = french_date(row.booked_on)
            detail = f"Le relevé s'arrête au {french_date(max(days))}, Banque va déjà jusqu'au {told}"
            yield Doubt(reason="plus ancien", detail=detail)
        elif fresh.known:
            new = counted(len(days), "opération nouvelle", "opérations nouvelles")
            yield Doubt(
                reason="chevauchement",
                detail=f"{counted(fresh.known, 'opération', 'opérations')} sont déjà dans Banque ; {new} s'y ajoutent",
            )


def proved(operations: Iterable[Operation], iban: str, today: date) -> tuple[Operation, ...]:
    """The operations; none of another account than the company's is sure, nor of a month to come, whoever confirms."""
    return tuple(
        replace(each, sure=each.sure and each.booked_on <= today + _AHEAD and not _is_other(each.account, iban))
        for each in operations
    )
