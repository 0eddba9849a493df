"""Several lists made one import: several files, or several sheets of one workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO
from relance_xl.ledgers.common.imported import Imported, ImportReport, Nature
from relance_xl.ledgers.common.leaving_out import without_items
from relance_xl.ledgers.lists.directory import with_directory


def together(lists: Sequence[Imported]) -> Imported:
    """Several lists as one: what the first says of a customer stays, and a line that two files have counts once."""
    kept = _without_repeats(lists)
    customers = {code: customer for one in reversed(kept) for code, customer in one.customers.items()}
    alone = all(one.nature is Nature.CUSTOMERS for one in kept)
    starts = [sum(len(one.items) for one in kept[:place]) for place in range(len(kept))]
    joined = Imported(
        source=", ".join(one.source for one in kept),
        customers=customers,
        items=tuple(item for one in kept for item in one.items),
        origins=tuple(origin for one in kept for origin in one.origins),
        computed_due=frozenset(
            start + index for start, one in zip(starts, kept, strict=True) for index in one.computed_due
        ),
        settled=tuple(item for one in kept for item in one.settled),
        doubted=tuple(row for one in kept for row in one.doubted),
        doubts=tuple(dict.fromkeys(doubt for one in kept for doubt in one.doubts)),
        named=frozenset(code for one in kept for code in one.named if alone or one.nature is not Nature.CUSTOMERS),
        first_entry=min((one.first_entry for one in kept if one.first_entry), default=None),
        last_entry=max((one.last_entry for one in kept if one.last_entry), default=None),
        columns={name: title for one in reversed(kept) for name, title in one.columns.items()},
        shapes=tuple(dict.fromkeys(shape for one in kept for shape in one.shapes)),
        unused_columns=tuple(dict.fromkeys(title for one in kept for title in one.unused_columns)),
        nature=Nature.CUSTOMERS if alone else Nature.LIST,
        report=replace(_sum([one.report for one in kept]), customers=len(customers)),
    )
    directory = {each.customer.code: each for one in reversed(kept) for each in one.directory}
    return with_directory(joined, tuple(directory.values()))


def _without_repeats(lists: Sequence[Imported]) -> list[Imported]:
    """The lists, each without the lines that the ones before it have too; a line twice in one file stays twice."""
    seen: Counter[tuple[str, str, date, Decimal]] = Counter()
    kept = []
    for one in lists:
        keys = [(item.customer, item.invoice, item.due_date, item.amount) for item in one.items]
        left = seen.copy()
        repeated = []
        for index, key in enumerate(keys):
            if left[key]:
                left[key] -= 1
                repeated.append(index)
        seen |= Counter(keys)
        kept.append(without_items(one, repeated, "déjà dans un autre fichier, non reprises"))
    return kept


def _sum(reports: Sequence[ImportReport]) -> ImportReport:
    return ImportReport(
        lines=sum(report.lines for report in reports),
        open_lines=sum(report.open_lines for report in reports),
        matched_lines=sum(report.matched_lines for report in reports),
        other_lines=sum(report.other_lines for report in reports),
        set_aside_lines=sum(report.set_aside_lines for report in reports),
        blank_lines=sum(report.blank_lines for report in reports),
        open_items=sum(report.open_items for report in reports),
        debit=sum((report.debit for report in reports), ZERO),
        credit=sum((report.credit for report in reports), ZERO),
        drafts=sum(report.drafts for report in reports),
        problems=tuple(problem for report in reports for problem in report.problems),
    )
