"""The workbook brought up to date with a ledger, without losing a reminder, a promise, a dispute or a note.

Pure: what is to be written is computed, nothing is.  The ledger owns the amounts, the payments and the dates of the
documents; the user owns all the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, Customer, OpenItem
from relance_xl.domain.money.terms import due_date
from relance_xl.domain.wording import french_amount
from relance_xl.ledgers.common.computed import computed
from relance_xl.ledgers.common.imported import Doubt, Imported, Nature
from relance_xl.ledgers.update.customers_met import Met, with_known_codes
from relance_xl.ledgers.update.directory import Directory, laid_beside_customers, overwritten
from relance_xl.ledgers.update.evidence import Evidence, judged, unreadable_in
from relance_xl.ledgers.update.other_spellings import other_spellings
from relance_xl.ledgers.update.proposed import proposed
from relance_xl.ledgers.update.recognition import recognised
from relance_xl.ledgers.update.sheet_cells import Changes, item_differences
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema

SETTLED_NOTE = "Soldée à l'import du "


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A row before and after the update."""

    before: OpenItem
    after: OpenItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What an import will change.

    Attributes:
        imported: the file under the workbook's codes of customers.
        new_customers: to append to `Clients`, with the default group and what their names propose.
        directory: what a file, or a sheet, of customers changes beside them.
        new_items: to append to `Factures`.
        changed: rows recognised in the file, whose amount, payment or dates are not the same any more.
        settled: open rows that become paid in full; `named` are those that the file itself names as paid.
        unchanged: how many rows were recognised as they are.
        kept: open rows that the file could not know or that it has but cannot be read: left as they are.
        absent: the rows of `settled` that the file has not, by what that says.
        uncertain: (row, line of the file) that may be one debt or two.
        codes: code of the file → code of the workbook, where they differ.
        problems: what the user should look at.
        doubts: of the customers' codes (N-09).
    """

    imported: Imported
    new_customers: tuple[Customer, ...] = ()
    new_items: tuple[OpenItem, ...] = ()
    changed: tuple[Changed, ...] = ()
    settled: tuple[Changed, ...] = ()
    named: int = 0
    unchanged: int = 0
    kept: tuple[OpenItem, ...] = ()
    absent: Mapping[Evidence, Sequence[OpenItem]] = field(default_factory=dict)
    uncertain: tuple[tuple[OpenItem, OpenItem], ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    open_before: Mapping[str, Decimal]
    open_after: Mapping[str, Decimal]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written: the same file imported again."""
        return not (self.new_customers or self.new_items or self.changed or self.settled or self.directory.filled)

    def cell_changes(self) -> Changes:
        """The cells of `Factures` to overwrite."""
        return {
            change.before.row: item_differences(change.before, change.after)
            for change in (*self.changed, *self.settled)
        }


def merge(
    customers: Mapping[str, Customer],
    items: Sequence[OpenItem],
    imported: Imported,
    *,
    default_group: int | None,
    imported_on: date,
    set_aside: Collection[str] = frozenset(),
    default_currency: str = "EUR",
) -> Merge:
    """What the import changes in the workbook's `customers` and `items`.

    Customers of `set_aside` have rows that cannot be read: nothing of theirs is added or settled, and it is said.
    The same file imported twice changes nothing the second time.
    """
    doubtful = set(set_aside)
    present = [item for item in items if item.customer not in doubtful]
    met = with_known_codes(customers, present, imported)
    if imported.nature is Nature.CUSTOMERS:
        return _of_customers_alone(customers, met, present, default_group, default_currency)
    sorting = _sorted(present, met.imported, doubtful, imported_on)
    settled = (*sorting.named, *sorting.settled)
    new = _new_customers(customers, met.imported, doubtful, default_group)
    directory = laid_beside_customers(customers, met.imported, default_group, [customer.code for customer in new])
    return Merge(
        imported=met.imported,
        new_customers=(*new, *directory.new),
        directory=directory,
        new_items=sorting.new,
        changed=tuple(change for change in sorting.met if change.after != change.before),
        settled=settled,
        named=len(sorting.named),
        unchanged=sum(1 for change in sorting.met if change.after == change.before),
        kept=sorting.kept,
        absent=sorting.absent,
        uncertain=sorting.uncertain,
        codes=met.codes,
        problems=(
            *_of_doubtful(doubtful, met.imported),
            *_of_kept(sorting.absent, met.imported),
            *_of_lowered_payments(sorting.met),
            *directory.problems(met.imported.source),
        ),
        doubts=met.doubts,
        open_before=_totals(present, default_currency),
        open_after=_totals([*sorting.new, *sorting.kept, *(change.after for change in sorting.met)], default_currency),
    )


def _of_customers_alone(
    customers: Mapping[str, Customer],
    met: Met,
    present: Sequence[OpenItem],
    default_group: int | None,
    default_currency: str,
) -> Merge:
    """What a file of customers changes: `Clients`, and nothing of what is owed (N-20)."""
    directory = laid_beside_customers(customers, met.imported, default_group)
    owed = _totals(present, default_currency)
    return Merge(
        imported=met.imported,
        new_customers=directory.new,
        directory=directory,
        codes=met.codes,
        problems=tuple(directory.problems(met.imported.source)),
        doubts=met.doubts,
        open_before=owed,
        open_after=owed,
    )


def with_coordinates(merged: Merge) -> Merge:
    """The same update, a file of customers believed where it differs from `Clients`."""
    directory = overwritten(merged.directory, merged.imported)
    told = set(merged.directory.problems(merged.imported.source))
    return replace(merged, directory=directory, problems=tuple(each for each in merged.problems if each not in told))


def _by_chance(
    pairs: Mapping[int, int], present: Sequence[OpenItem], lines: Sequence[OpenItem], imported: Imported
) -> dict[int, int]:
    """The pairs that may be of another instalment: the day differs and the row's own line cannot be read.

    An open line of the same amount is another's where a line that cannot be read bears the customer or the number.
    """
    unreadable = unreadable_in(imported)

    def doubtful(row: OpenItem, line: OpenItem) -> bool:
        alike = row.amount == line.amount and line.open_amount
        return unreadable.names(row) if alike else unreadable.may_be(row)

    return {
        row: line
        for row, line in pairs.items()
        if present[row].due_date != lines[line].due_date and doubtful(present[row], lines[line])
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorting:
    """The rows of the workbook and the lines of the file, each where it belongs."""

    new: tuple[OpenItem, ...]
    met: tuple[Changed, ...]
    named: tuple[Changed, ...]
    settled: tuple[Changed, ...]
    kept: tuple[OpenItem, ...]
    absent: Mapping[Evidence, Sequence[OpenItem]]
    uncertain: tuple[tuple[OpenItem, OpenItem], ...]


def _sorted(present: Sequence[OpenItem], imported: Imported, doubtful: Collection[str], on: date) -> _Sorting:
    incoming = [index for index, item in enumerate(imported.items) if item.customer not in doubtful]
    opens = [imported.items[index] for index in incoming]
    lines = [*opens, *(item for item in imported.settled if item.customer not in doubtful)]
    opening = frozenset(place for place, index in enumerate(incoming) if index in imported.opening)
    pairs = recognised(present, lines)
    chance = _by_chance(pairs, present, lines, imported)
    pairs = {row: line for row, line in pairs.items() if row not in chance}
    met = {*pairs.values(), *chance.values()}
    other = other_spellings(
        present,
        lines,
        (
            [row for row in range(len(present)) if row not in pairs and row not in chance],
            [place for place in range(len(opens)) if place not in met],
        ),
        opening,
    )
    pairs |= other.pairs
    met = {*pairs.values(), *other.repeated}
    unsure = [(row, line) for row, line in chance.items() if line < len(opens)]
    gone = [row for row, item in enumerate(present) if row not in pairs and item.open_amount]
    absent = judged([present[row] for row in gone if row not in other.standing], imported)
    paid = [item for evidence in _TAKEN_AS_PAID for item in absent[evidence]]
    return _Sorting(
        new=tuple(line for place, line in enumerate(opens) if place not in met),
        met=tuple(
            Changed(
                before=present[row],
                after=_updated(present[row], lines[line], incoming[line] in imported.computed_due, line in opening),
            )
            for row, line in pairs.items()
            if line < len(opens)
        ),
        named=tuple(
            Changed(before=present[row], after=_settled(present[row], on))
            for row, line in pairs.items()
            if line >= len(opens) and present[row].open_amount
        ),
        settled=tuple(Changed(before=item, after=_settled(item, on)) for item in paid),
        kept=(
            *(present[row] for row in sorted(other.standing)),
            *absent[Evidence.UNREADABLE],
            *absent[Evidence.LATER],
        ),
        absent=absent,
        uncertain=tuple((present[row], lines[line]) for row, line in (*other.uncertain, *unsure)),
    )


_TAKEN_AS_PAID = (Evidence.PAID, Evidence.NEWEST, Evidence.BEFORE)
"""Those that are not certain are doubts: a person has said yes before they are written."""


def with_documents_met(merged: Merge, met: Collection[tuple[str, str]]) -> Merge:
    """The same update, the rows that a ledger itself has as paid among those that it names; (code, number) of each.

    The codes are those of the file.
    """
    told = {(merged.codes.get(code, code), number) for code, number in met}
    named, absent = merged.settled[: merged.named], merged.settled[merged.named :]
    known = [change for change in absent if (change.before.customer, change.before.invoice) in told]
    others = [change for change in absent if (change.before.customer, change.before.invoice) not in told]
    return replace(merged, settled=(*named, *known, *others), named=merged.named + len(known))


def without_settling(merged: Merge, default_currency: str = "EUR") -> Merge:
    """The same update for a partial list: rows that the file lacks stay open; those it names as paid are."""
    rows = [change.before for change in merged.settled[merged.named :]]
    after = defaultdict(Decimal, merged.open_after)
    for currency, total in _totals(rows, default_currency).items():
        after[currency] += total
    return replace(
        merged,
        settled=merged.settled[: merged.named],
        kept=(*merged.kept, *rows),
        absent={},
        open_after=dict(after),
    )


def _updated(row: OpenItem, line: OpenItem, due_was_computed: bool, opening: bool) -> OpenItem:  # noqa: FBT001 - facts, no options
    """The row with what the ledger knows better; the user's due date wins over a computed one.

    An opening entry knows what is left, and nothing of the document's days (N-08).
    """
    row = _reopened(row) if line.open_amount else row
    if opening:
        return replace(row, paid=row.amount - line.open_amount)
    note, due, terms = row.note, line.due_date, line.computed_terms
    if due_was_computed:
        if _is_ours(row):
            note = note.replace(computed(row.computed_terms), computed(terms))
        else:
            due, terms = row.due_date, row.computed_terms
    return replace(
        row,
        amount=line.amount,
        paid=line.paid,
        due_date=due,
        issue_date=line.issue_date or row.issue_date,
        currency=line.currency or row.currency,
        payment_method=row.payment_method or line.payment_method,
        note=note,
        computed_terms=terms,
    )


def _is_ours(row: OpenItem) -> bool:
    """Whether the row's due date is still the one that was calculated: the customer's terms may change, not his."""
    if not row.computed_terms or row.issue_date is None:
        return False
    try:
        return due_date(row.issue_date, row.computed_terms) == row.due_date
    except ValueError:
        return False


def _settled(item: OpenItem, on: date) -> OpenItem:
    said = _settled_remark(on)
    return replace(item, paid=item.amount, note=f"{item.note} – {said}" if item.note else said, import_settled=on)


def _reopened(row: OpenItem) -> OpenItem:
    """The row of a line that the ledger has again: no import has settled it any more, and its note says so no more."""
    if row.import_settled is None:
        return row
    note = row.note.removesuffix(_settled_remark(row.import_settled)).removesuffix(" – ")
    return replace(row, note=note, import_settled=None)


def _settled_remark(on: date) -> str:
    return f"{SETTLED_NOTE}{on:%d/%m/%Y}"


def _new_customers(
    customers: Mapping[str, Customer], imported: Imported, doubtful: Collection[str], group: int | None
) -> tuple[Customer, ...]:
    return tuple(
        proposed(customer, group)
        for code, customer in imported.customers.items()
        if code not in customers and code not in doubtful
    )


def _totals(items: Iterable[OpenItem], default_currency: str) -> dict[str, Decimal]:
    totals: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        totals[item.currency or default_currency] += item.open_amount
    return dict(totals)


def _of_doubtful(doubtful: Collection[str], imported: Imported) -> Iterable[Problem]:
    """Customers of the file that are not updated, each with the place of their first line."""
    seen: set[str] = set()
    for item, origin in zip(imported.items, imported.origins, strict=True):
        if item.customer in doubtful and item.customer not in seen:
            seen.add(item.customer)
            what = f"Le client {item.customer} n'est pas mis à jour : une de ses lignes est à corriger d'abord"
            yield Problem(file=origin.file, line=origin.line, what=what, customer=item.customer)


def _of_kept(absent: Mapping[Evidence, Sequence[OpenItem]], imported: Imported) -> Iterable[Problem]:
    for item in absent[Evidence.LATER]:
        what = (
            f"{item.invoice} de {item.customer} est postérieure à la dernière écriture de {imported.source} "
            f"({imported.last_entry:%d/%m/%Y}) : elle est conservée"
        )
        yield _warning(item, what)
    for item in absent[Evidence.UNREADABLE]:
        what = f"{item.invoice} de {item.customer} reste comme elle était : une ligne du fichier n'a pas pu être lue"
        yield _warning(item, what)


def _of_lowered_payments(changed: Iterable[Changed]) -> Iterable[Problem]:
    """A payment typed by hand that the ledger does not have yet would pass unseen otherwise."""
    for change in changed:
        before, after = change.before, change.after
        if abs(after.paid) < abs(before.paid):
            paid = f"{_amount(before, before.paid)} à {_amount(after, after.paid)}"
            what = f"Réglé ramené de {paid} sur {before.invoice} de {before.customer} : le fichier l'ignore"
            yield _warning(before, what)


def _warning(item: OpenItem, what: str) -> Problem:
    cell = f"B{item.row}" if item.row else ""
    return Problem(sheet=schema.ITEMS.sheet, cell=cell, what=what, customer=item.customer, severity=Severity.WARNING)


def _amount(item: OpenItem, amount: Decimal) -> str:
    return french_amount(amount, item.currency or "EUR")
