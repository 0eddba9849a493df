"""Deposit slips given with a statement, or after it: each takes apart the one deposit of its sum (N-82)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.bank.notices import PART, Brought
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.domain.matching.choosing import SlipLine, taken_apart
from relance_xl.domain.matching.hints import DEPOSIT
from relance_xl.domain.matching.operations import Meaning, Operation, Outcome
from relance_xl.domain.model import Customer
from relance_xl.domain.wording import counted, folded, french_amount
from relance_xl.ledgers.bank.recognition import BankFormat, bank_format
from relance_xl.ledgers.bank.tables.slips import Slip, read_slip
from relance_xl.problems import DataError, Problem
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.bank import BankRow, kept_before


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A deposit by its payments; `row` is the row of `Banque` where it waited, None when the same click brought it."""

    slip: Slip
    parts: tuple[Brought, ...]
    row: BankRow | None = None

    def cells(self, batch: str) -> Fields:
        """What the deposit's row says from now on."""
        if self.row is None:
            return {}
        told = counted(len(self.parts), "paiement", "paiements")
        return {
            "certainty": Outcome.CERTAIN.value,
            "why": f"Remise détaillée par {self.slip.file} : {told}",
            "assigned": batch,
            "before": kept_before(self.row),
        }


def sorted_out(paths: Iterable[Path]) -> tuple[list[Path], list[Slip]]:
    """The statements, and the slips, among the files chosen.  DataError and FileUnavailable as the readers say."""
    statements: list[Path] = []
    slips: list[Slip] = []
    for path in paths:
        slip = _slip(path)
        if slip is None:
            statements.append(path)
        else:
            slips.append(slip)
    return statements, slips


def _slip(path: Path) -> Slip | None:
    kind = bank_format(path)
    if kind is BankFormat.SPREADSHEET:
        return read_slip(path, read_sheets(path))
    return read_slip(path, None) if kind is BankFormat.CSV else None


def by_slips(
    new: Mapping[str, Brought], slips: Sequence[Slip], rows: Sequence[BankRow], customers: Mapping[str, Customer]
) -> Iterator[TakenApart]:
    """Each slip with the first deposit of its sum: of those just read, else of those that wait in `Banque`.

    A slip taken apart before, by its name, its payers and their sums, brings nothing again.  DataError for one whose
    deposit is nowhere: nothing of it is certain.
    """
    before = _taken_before(rows)
    deposits: list[tuple[Brought, BankRow | None]] = [
        (each, None) for each in new.values() if each.operation.meaning is Meaning.DEPOSIT and each.operation.amount > 0
    ]
    deposits += [
        (_waiting(row), row)
        for row in rows
        if row.waits and row.fingerprint and (row.certainty is Outcome.UNKNOWN or row.why.startswith(DEPOSIT))
    ]
    for slip in slips:
        lines = [replace(line, payer=_name(line, customers)) for line in slip.lines]
        if (slip.file, frozenset(Counter((line.payer, line.amount) for line in lines).items())) in before:
            continue
        found = next((each for each in deposits if each[0].operation.amount == slip.total), None)
        if found is None:
            raise _nowhere(slip)
        deposits.remove(found)
        deposit, row = found
        parts = tuple(
            Brought(replace(part, file=slip.file), f"{deposit.fingerprint}{PART}{rank}")
            for rank, part in enumerate(taken_apart(deposit.operation, lines), 1)
        )
        yield TakenApart(slip, parts, row)


def _taken_before(rows: Iterable[BankRow]) -> set[tuple[str, frozenset[tuple[tuple[str, Decimal], int]]]]:
    """The slips behind rows of `Banque`: each its file, and how many times each payer paid each sum."""
    slips: dict[tuple[str, str], Counter[tuple[str, Decimal]]] = {}
    for row in rows:
        deposit, part, _ = row.fingerprint.partition(PART)
        if part:
            slips.setdefault((row.file, deposit), Counter())[row.payer, row.amount] += 1
    return {(file, frozenset(lines.items())) for (file, _), lines in slips.items()}


def _waiting(row: BankRow) -> Brought:
    operation = Operation(
        booked_on=row.booked_on,
        amount=row.amount,
        currency=row.currency or "EUR",
        label=row.label,
        account=row.account,
        file=row.file,
    )
    return Brought(operation, row.fingerprint.partition("/")[0].partition("=")[0])


def _name(line: SlipLine, customers: Mapping[str, Customer]) -> str:
    """The payer; where the slip writes a customer's code, his name."""
    codes = {folded(code): customer.name for code, customer in customers.items()}
    return codes.get(folded(line.payer), line.payer)


def _nowhere(slip: Slip) -> DataError:
    payments = counted(len(slip.lines), "paiement", "paiements")
    return DataError(
        Problem(
            file=slip.file,
            what=f"Ce bordereau de remise ({payments}, {french_amount(slip.total)}) n'est celui d'aucune remise "
            "du relevé ni de Banque",
            expected="une remise non affectée du même montant, au centime",
        )
    )
