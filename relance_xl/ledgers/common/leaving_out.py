"""Items taken out of an import, and the account of its lines kept right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from relance_xl.domain.model import ZERO
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.problems import Problem, Severity


def without_items(imported: Imported, indexes: Collection[int], why: str) -> Imported:
    """The import without the items at `indexes`, set aside and said with `why`; itself when there are none."""
    if not indexes:
        return imported
    out = set(indexes)
    kept = [index for index in range(len(imported.items)) if index not in out]
    places = {index: place for place, index in enumerate(kept)}
    gone = [imported.items[index].open_amount for index in out]
    lines = sorted(imported.origins[index].line for index in out)
    codes = {imported.items[index].customer for index in kept}
    before = imported.report
    remark = Problem(file=imported.source, line=lines[0], what=f"{listed(lines)} : {why}", severity=Severity.WARNING)
    return replace(
        imported,
        items=tuple(imported.items[index] for index in kept),
        origins=tuple(imported.origins[index] for index in kept),
        computed_due=frozenset(places[index] for index in imported.computed_due if index in places),
        opening=frozenset(places[index] for index in imported.opening if index in places),
        customers={code: customer for code, customer in imported.customers.items() if code in codes},
        report=replace(
            before,
            open_lines=len(kept),
            open_items=len(kept),
            set_aside_lines=before.set_aside_lines + len(out),
            customers=len(codes),
            debit=before.debit - sum((each for each in gone if each > 0), ZERO),
            credit=before.credit + sum((each for each in gone if each < 0), ZERO),
            problems=(*before.problems, remark),
        ),
    )
