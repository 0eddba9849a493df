"""Several years of one ledger read together, without counting anything twice.

The opening entries of a year repeat what the year before left open.  When that year is read too, its own lines are
kept (they have the invoice's number and day) and the opening entries are left out; a letter put on an opening entry
passes to the line that it repeats.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from relance_xl.domain.wording import french_amount
from relance_xl.ledgers.common.figures import decimal_of
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.fec.entries import Entry
from relance_xl.problems import DataError, Problem, Severity

_GAP = timedelta(days=45)
Unit = list[Entry]


def check_periods(periods: Sequence[tuple[str, date | None, date | None]]) -> None:
    """DataError when two files cover the same days, or when a year is missing between two of them."""
    problems = []
    for (earlier, _, last), (later, first, _) in itertools.pairwise(periods):
        if last is None or first is None:
            continue
        if first <= last:
            what = (
                f"Les fichiers {earlier} et {later} couvrent les mêmes jours (du {first:%d/%m/%Y} au {last:%d/%m/%Y})"
            )
        elif first - last > _GAP:
            what = f"Il manque un exercice entre {earlier} (fin le {last:%d/%m/%Y}) et {later} ({first:%d/%m/%Y})"
        else:
            continue
        problems.append(Problem(file=later, what=what, expected="des exercices qui se suivent"))
    if problems:
        raise DataError(problems)


def carry_forward(earlier: Sequence[Entry], opening: Sequence[Entry], file: str) -> list[Problem]:
    """Pass the letters of `opening` to the open lines of the `earlier` years that they repeat; say what differs.

    An opening entry repeats the line (or the unbalanced letter group) of the same customer with its document and
    amount, else the only one with its amount, else all the customer's lines when they make its amount.
    """
    if not opening:
        return []
    units = _units(earlier)
    problems = []
    for customer, entries in _by_customer(opening).items():
        remaining = units.get(customer, [])
        before = sum(_total(unit) for unit in remaining)
        carried = sum(entry.cents for entry in entries)
        if before != carried:
            problems.append(_difference(customer, entries[0], before, carried, file))
        for entry in entries:
            for unit in _repeated_by(entry, remaining):
                remaining.remove(unit)
                _take_letter(unit, entry)
    lines = sorted(entry.line for entry in opening)
    what = f"{listed(lines)} : à-nouveaux déjà présents dans l'exercice précédent, non repris"
    problems.append(Problem(file=file, line=lines[0], what=what, severity=Severity.WARNING))
    return problems


def _repeated_by(entry: Entry, units: Sequence[Unit]) -> list[Unit]:
    same_amount = [unit for unit in units if _total(unit) == entry.cents]
    same_document = [unit for unit in same_amount if any(line.invoice == entry.invoice for line in unit)]
    if same_document:
        return same_document[:1]
    if len(same_amount) == 1:
        return same_amount
    return list(units) if sum(map(_total, units)) == entry.cents else []


def _take_letter(unit: Unit, opening: Entry) -> None:
    if opening.letter:
        for line in unit:
            line.letter, line.letter_year = opening.letter, opening.year
            line.account, line.auxiliary = opening.account, opening.auxiliary


def _units(entries: Sequence[Entry]) -> dict[str, list[Unit]]:
    """For each customer, what may be repeated: a line without a letter, or a whole unbalanced group."""
    units: defaultdict[str, list[Unit]] = defaultdict(list)
    groups: dict[tuple[int, str, str, str], Unit] = {}
    for entry in entries:
        if entry.letter and entry.group in groups:
            groups[entry.group].append(entry)
            continue
        unit = [entry]
        units[entry.customer].append(unit)
        if entry.letter:
            groups[entry.group] = unit
    return units


def _by_customer(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.customer].append(entry)
    return found


def _total(unit: Unit) -> int:
    return sum(entry.cents for entry in unit)


def _difference(customer: str, first: Entry, before: int, carried: int, file: str) -> Problem:
    return Problem(
        file=file,
        line=first.line,
        what=(
            f"Les à-nouveaux du client {customer} font {_written(carried)}, "
            f"l'exercice précédent laisse {_written(before)} : ses lignes sont à vérifier"
        ),
        customer=customer,
        severity=Severity.WARNING,
    )


def _written(cents: int) -> str:
    return french_amount(decimal_of(cents))
