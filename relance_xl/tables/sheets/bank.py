"""The sheet `Banque`: operations kept from the statements, whom they hold, what they have settled; and the payers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from relance_xl.domain.matching.operations import Memory, Outcome
from relance_xl.domain.model import ZERO, PaymentToPlace
from relance_xl.domain.outcome import LineKey
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, column_of, read_records
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.sheets.writing import set_cells

BETWEEN = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """One row of `tBanque`.

    Attributes:
        decision: True to be assigned, False when a person said that it is no customer's, None as long as nobody did.
        held: the customers whom it holds while it is to be checked and nobody has decided.
        settled: what it has settled, by line.
        proposed: the invoices that the program had written, so that a person's own choice is known.
        assigned: the batch in which a person's choice was settled, "" otherwise.
        before: what stood in the row before that, as `kept_before` writes it.
        row: the worksheet's row.
    """

    booked_on: date
    label: str
    amount: Decimal
    customer: str = ""
    invoices: str = ""
    certainty: Outcome = Outcome.UNKNOWN
    decision: bool | None = None
    why: str = ""
    file: str = ""
    batch: str = ""
    currency: str = ""
    reference: str = ""
    payer: str = ""
    payer_iban: str = ""
    account: str = ""
    fingerprint: str = ""
    held: tuple[str, ...] = ()
    settled: tuple[tuple[LineKey, Decimal], ...] = ()
    proposed: str = ""
    assigned: str = ""
    before: str = ""
    row: int = 0

    @property
    def waits(self) -> bool:
        """Whether nothing is settled yet, and nobody said that it is no customer's."""
        return self.certainty is not Outcome.CERTAIN and self.decision is not False

    @property
    def is_chosen(self) -> bool:
        """Whether a person said « oui », or changed the customer or the invoices that the program had written."""
        if not self.waits:
            return False
        suggested = self.held[0] if len(self.held) == 1 else ""
        changed = bool(self.customer) and self.customer != suggested
        return self.decision is True or changed or (bool(self.invoices) and self.invoices != self.proposed)


def read_bank_rows(book: Book) -> list[BankRow]:
    """The rows that bear a day and an amount, in the sheet's order; none when the workbook has no `Banque`."""
    if schema.BANK.name not in book.table_names():
        return []
    records = read_records(book.read_table(schema.BANK.name), schema.BANK)
    columns = {column.field: records.get(column.field) for column in schema.BANK.columns}
    return [
        _row(records, columns, place)
        for place in range(len(records.rows))
        if columns["booked_on"][place] and columns["amount"][place] is not None
    ]


def _row(records: Records, columns: Mapping[str, Sequence[object]], place: int) -> BankRow:
    def text(name: str) -> str:
        return str(columns[name][place] or "")

    booked_on, amount, decision = (columns[name][place] for name in ("booked_on", "amount", "decision"))
    certainty = text("certainty")
    customer = text("customer")
    return BankRow(
        booked_on=booked_on if isinstance(booked_on, date) else date.min,
        amount=amount if isinstance(amount, Decimal) else ZERO,
        decision=decision if isinstance(decision, bool) else None,
        certainty=_outcome(certainty),
        customer=customer,
        held=tuple(code for code in text("held").split(BETWEEN) if code),
        settled=tuple(_settled(customer, text("settled"))),
        row=records.rows[place],
        **{name: text(name) for name in _TEXTS},
    )


_TEXTS = (
    "label", "reference", "invoices", "why", "file", "batch", "currency", "payer", "payer_iban", "account",
    "fingerprint", "proposed", "assigned", "before",
)  # fmt: skip


def _settled(customer: str, text: str) -> Iterable[tuple[LineKey, Decimal]]:
    """« F1;2026-01-31;0=100.00 | … »; what cannot be read is left out, and its line then counts as not settled."""
    for part in filter(None, text.split(BETWEEN)):
        where, _, amount = part.rpartition("=")
        invoice, *others = where.rsplit(";", 2)
        with suppress(ValueError, InvalidOperation):
            due, occurrence = others
            key = LineKey(
                customer=customer,
                invoice=invoice,
                due_date=date.fromisoformat(due),
                occurrence=int(occurrence),
            )
            yield key, Decimal(amount)


def settled_text(settled: Iterable[tuple[LineKey, Decimal]]) -> str:
    """What `_settled` reads back."""
    return BETWEEN.join(
        f"{key.invoice};{key.due_date.isoformat()};{key.occurrence}={amount}" for key, amount in settled
    )


def bank_fields(row: BankRow) -> Fields:
    """The row by field, blanks left out."""
    decision = None if row.decision is None else schema.YES if row.decision else schema.NO
    return {
        "booked_on": row.booked_on,
        "amount": row.amount,
        "customer": row.customer or None,
        "certainty": row.certainty.value,
        "decision": decision,
        "held": BETWEEN.join(row.held) or None,
        "settled": settled_text(row.settled) or None,
        **{name: getattr(row, name) or None for name in _TEXTS},
    }


def add_bank_rows(book: Book, rows: Iterable[BankRow]) -> None:
    """Append rows to `Banque`.  DataError when the workbook has no such table."""
    book.append_rows(schema.BANK.name, *laid_out(schema.BANK, map(bank_fields, rows), _present(book, schema.BANK)))


def replace_bank_rows(book: Book, rows: Iterable[BankRow]) -> None:
    """Give `Banque` these rows and no others."""
    book.replace_rows(schema.BANK.name, *laid_out(schema.BANK, map(bank_fields, rows), _present(book, schema.BANK)))


def _present(book: Book, table: schema.Table) -> list[schema.Column]:
    """The columns to write: those out of sight only where the workbook has them."""
    grid = book.read_table(table.name)
    return [column for column in table.columns if not column.hidden or column_of(grid, column) is not None]


Settlement = tuple[str, str, date | None]
"""Customer, invoice, due date of a line settled."""


def forget_batch(book: Book, batch: str, still_settled: Collection[Settlement] = ()) -> int:
    """Take an undone batch out of `Banque` and `Payeurs`; how many operations were given back.

    The operations that its statement had brought leave, so that it can be read again; those that a person had assigned
    wait as before.  One that still settles a line, here (`still_settled`) or by a later batch, stays as it is.
    """
    rows = read_bank_rows(book)
    after = [_undone(row, batch, still_settled) for row in rows]
    set_cells(book, schema.BANK, {row.row: _waiting_cells(row) for row in after if row is not None and row not in rows})
    if None in after:
        replace_bank_rows(book, [row for row in after if row is not None])
    _forget_payers(book, batch)
    return sum(1 for row, then in zip(rows, after, strict=True) if row != then)


def _undone(row: BankRow, batch: str, still_settled: Collection[Settlement]) -> BankRow | None:
    if batch not in {row.batch, row.assigned}:
        return row
    lines = {(customer if row.customer else "", invoice, due) for customer, invoice, due in still_settled}
    if any((key.customer, key.invoice, key.due_date) in lines for key, _ in row.settled):
        return row
    if row.assigned == batch:
        return None if row.batch == batch else _waiting_again(row)
    return row if row.assigned else None


_BEFORE = ("customer", "invoices", "why")


def kept_before(row: BankRow) -> str:
    """What « Affecter » overwrites of a row, to be given back by an undo."""
    return json.dumps([row.certainty.value, *(getattr(row, name) for name in _BEFORE)], ensure_ascii=False)


def _waiting_again(row: BankRow) -> BankRow:
    """The row as it waited before it was assigned; to be checked again where that cannot be read."""
    waiting = replace(row, certainty=Outcome.TO_CHECK, settled=(), assigned="", before="")
    with suppress(ValueError, TypeError):
        certainty, customer, invoices, why = map(str, json.loads(row.before))
        return replace(waiting, certainty=_outcome(certainty), customer=customer, invoices=invoices, why=why)
    return replace(waiting, held=(row.customer,))


def _waiting_cells(row: BankRow) -> Fields:
    fields = bank_fields(row)
    return {name: fields[name] for name in ("certainty", *_BEFORE, "held", "settled", "assigned", "before")}


def _outcome(text: str) -> Outcome:
    return Outcome(text) if text in set(Outcome) else Outcome.UNKNOWN


def payments_to_place(rows: Iterable[BankRow]) -> dict[str, PaymentToPlace]:
    """The first payment that holds each customer: to be checked, or his by choice, and not settled nor put aside."""
    found: dict[str, PaymentToPlace] = {}
    for row in rows:
        if row.waits:
            payment = PaymentToPlace(booked_on=row.booked_on, amount=row.amount, currency=row.currency)
            likely = row.held if row.certainty is Outcome.TO_CHECK else ()
            for code in (*likely, *([row.customer] if row.customer else [])):
                found.setdefault(code, payment)
    return found


def read_memory(book: Book) -> Memory:
    """What `tPayeurs` remembers; nothing when the workbook has none.

    A name chosen for two customers pays for several, and stands for none of them; an IBAN neither.
    """
    if schema.PAYERS.name not in book.table_names():
        return Memory()
    records = read_records(book.read_table(schema.PAYERS.name), schema.PAYERS)
    columns = [records.get(name) for name in ("payer", "iban", "customer", "collective")]
    ibans: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    collective: set[str] = set()
    for payer, iban, code, is_collective in zip(*columns, strict=True):
        if payer and is_collective:
            collective.add(payer)
        elif code:
            names.setdefault(payer or "", set()).add(code)
            ibans.setdefault("".join((iban or "").split()), set()).add(code)
    return Memory(
        ibans={iban: code for iban, (code, *others) in ibans.items() if iban and not others},
        names={name: code for name, (code, *others) in names.items() if name and not others and name not in collective},
        collective=frozenset(collective | {name for name, codes in names.items() if name and len(codes) > 1}),
    )


def remember_payers(book: Book, payers: Iterable[Fields]) -> list[Fields]:
    """Append payers to `tPayeurs`, those whose customer it does not know yet, each once; those appended."""
    if schema.PAYERS.name not in book.table_names():
        return []
    memory = read_memory(book)
    new = [
        payer
        for payer in {tuple(sorted(each.items(), key=str)): each for each in payers}.values()
        if memory.names.get(str(payer.get("payer") or "")) != payer.get("customer")
        and payer.get("payer") not in memory.collective
        and (not payer.get("iban") or memory.ibans.get(str(payer["iban"])) != payer.get("customer"))
    ]
    if new:
        book.append_rows(schema.PAYERS.name, *laid_out(schema.PAYERS, new, _present(book, schema.PAYERS)))
    return new


def _forget_payers(book: Book, batch: str) -> None:
    """Take out of `tPayeurs` what a batch had remembered."""
    if schema.PAYERS.name not in book.table_names():
        return
    records = read_records(book.read_table(schema.PAYERS.name), schema.PAYERS)
    blank = {column.field: None for column in _present(book, schema.PAYERS)}
    forgotten = [row for row, of in zip(records.rows, records.get("batch"), strict=True) if of == batch]
    set_cells(book, schema.PAYERS, dict.fromkeys(forgotten, blank))
