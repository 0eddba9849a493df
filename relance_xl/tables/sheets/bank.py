"""The sheet `Banque`: operations kept from the statements, whom they hold, what they have settled; and the payers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from relance_xl.domain.matching.operations import Memory, Outcome
from relance_xl.domain.model import ZERO, PaymentToPlace
from relance_xl.domain.outcome import LineKey
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, read_records
from relance_xl.tables.rows import Fields, laid_out

BETWEEN = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """One row of `tBanque`.

    Attributes:
        decision: True to be assigned, False when a person said that it is no customer's, None as long as nobody did.
        held: the customers whom it holds while it is to be checked and nobody has decided.
        settled: what it has settled, by line.
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
    row: int = 0


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
        certainty=Outcome(certainty) if certainty in set(Outcome) else Outcome.UNKNOWN,
        customer=customer,
        held=tuple(code for code in text("held").split(BETWEEN) if code),
        settled=tuple(_settled(customer, text("settled"))),
        row=records.rows[place],
        **{name: text(name) for name in _TEXTS},
    )


_TEXTS = (
    "label", "reference", "invoices", "why", "file", "batch", "currency", "payer", "payer_iban", "account",
    "fingerprint",
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
    book.append_rows(schema.BANK.name, *laid_out(schema.BANK, map(bank_fields, rows)))


def forget_batch(book: Book, batch: str) -> None:
    """Take the rows of an undone batch out of `Banque`, so that its statement can be read again."""
    rows = read_bank_rows(book)
    kept = [row for row in rows if row.batch != batch]
    if len(kept) < len(rows):
        book.replace_rows(schema.BANK.name, *laid_out(schema.BANK, map(bank_fields, kept)))


def payments_to_place(rows: Iterable[BankRow]) -> dict[str, PaymentToPlace]:
    """The first payment that holds each customer: to be checked, and not yet decided."""
    found: dict[str, PaymentToPlace] = {}
    for row in rows:
        if row.certainty is Outcome.TO_CHECK and row.decision is not False:
            payment = PaymentToPlace(booked_on=row.booked_on, amount=row.amount, currency=row.currency)
            for code in row.held:
                found.setdefault(code, payment)
    return found


def read_memory(book: Book) -> Memory:
    """What `tPayeurs` remembers; nothing when the workbook has none."""
    if schema.PAYERS.name not in book.table_names():
        return Memory()
    records = read_records(book.read_table(schema.PAYERS.name), schema.PAYERS)
    columns = [records.get(name) for name in ("payer", "iban", "customer", "collective")]
    rows = list(zip(*columns, strict=True))
    return Memory(
        ibans={"".join(iban.split()): code for _, iban, code, collective in rows if iban and code and not collective},
        names={payer: code for payer, _, code, collective in rows if payer and code and not collective},
        collective=frozenset(payer for payer, _, _, collective in rows if payer and collective),
    )


def remember_payers(book: Book, payers: Iterable[Fields]) -> None:
    """Append payers to `tPayeurs`, those that it does not know yet."""
    if schema.PAYERS.name not in book.table_names():
        return
    known = read_memory(book)
    new = [payer for payer in payers if payer.get("payer") not in known.names and payer.get("iban") not in known.ibans]
    if new:
        book.append_rows(schema.PAYERS.name, *laid_out(schema.PAYERS, new))
