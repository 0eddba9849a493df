"""The workbook's tables read into the domain's `Ledger`, with every fault and its cell.

A structural fault (missing table, missing column, a level stated twice) stops: all such faults at once in one
DataError.  A fault in a row sets its customer aside and is reported; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from relance_xl.domain import kinds
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import (
    ZERO,
    BillOfExchange,
    Customer,
    ExchangeRate,
    Ledger,
    LegalInterestRate,
    OpenItem,
    PenaltyRate,
    ReminderGroup,
    ReminderLevel,
)
from relance_xl.domain.vocabulary import (
    Block,
    Channel,
    Content,
    CountedFrom,
    CustomerKind,
    Exclusion,
    Grouping,
    ItemKind,
    LetterCurrency,
    Rule,
)
from relance_xl.problems import DataError, Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import Records, missing_columns, read_records
from relance_xl.tables.sheets.bank import payments_to_place, read_bank_rows
from relance_xl.tables.sheets.ledger_columns import (
    BillColumns,
    CustomerColumns,
    GroupColumns,
    ItemColumns,
    LegalRateColumns,
    LevelColumns,
    PenaltyColumns,
    RateColumns,
)
from relance_xl.tables.sheets.parameters import read_company
from relance_xl.tables.sheets.structure import lost_columns, lost_parameters, swapped_dates

W = TypeVar("W")

REQUIRED = (schema.CUSTOMERS, schema.ITEMS, schema.LEVEL_TABLE, schema.GROUP_TABLE)
OPTIONAL = (schema.BILLS, schema.EXCHANGE_RATES, schema.PENALTY_RATES, schema.LEGAL_RATES)


def read_ledger(book: Book) -> tuple[Ledger, list[Problem]]:
    """Everything the rules need, and all the faults met.  DataError for structural faults, all at once."""
    records = _read_tables(book)
    problems = [
        lost
        for table in (*REQUIRED, *OPTIONAL)
        if table.name in records
        for lost in lost_columns(book.read_table(table.name), table)
    ]
    problems += lost_parameters(book)
    problems += [problem for read in records.values() for problem in read.problems]
    company, faults = read_company(book)
    problems += faults
    customers, doubtful, faults = _customers(records[schema.CUSTOMERS.name])
    problems += faults
    items, unsure, faults = _items(records[schema.ITEMS.name], customers)
    problems += faults
    bills, faults = _bills(records.get(schema.BILLS.name), customers)
    problems += faults
    levels = tuple(_levels(records[schema.LEVEL_TABLE.name]))
    ledger = Ledger(
        company=company,
        customers=customers,
        items=tuple(items),
        groups={group.number: group for group in _groups(records[schema.GROUP_TABLE.name])},
        levels=levels,
        bills=bills,
        rates=tuple(_rates(records.get(schema.EXCHANGE_RATES.name))),
        penalty_rates=tuple(_penalty_rates(records.get(schema.PENALTY_RATES.name))),
        legal_rates=tuple(_legal_rates(records.get(schema.LEGAL_RATES.name))),
        set_aside=frozenset(doubtful | unsure),
        to_place=payments_to_place(read_bank_rows(book)),
    )
    return ledger, problems


def _read_tables(book: Book) -> dict[str, Records]:
    """The records of each table present; DataError with every structural fault."""
    present = book.table_names()
    faults = [_absent(table) for table in REQUIRED if table.name not in present]
    read: dict[str, Records] = {}
    for table in (*REQUIRED, *OPTIONAL):
        if table.name not in present:
            continue
        grid = book.read_table(table.name)
        faults += [*missing_columns(grid, table), *errors(lost_columns(grid, table))]
        read[table.name] = read_records(grid, table)
        faults += swapped_dates(read[table.name])
    faults += [*errors(lost_parameters(book)), *_lost_payments(book)]
    for table in (schema.LEVEL_TABLE, schema.GROUP_TABLE):
        if table.name in read:
            faults += _parameter_faults(read[table.name])
    if faults:
        raise DataError(faults)
    return read


def _lost_payments(book: Book) -> Iterator[Problem]:
    """Payments that wait in `Banque` hold their customers back: a table made plain cells, or renamed, holds nobody.

    A workbook of before `Banque` has not `tPayeurs` either.
    """
    present = book.table_names()
    if schema.BANK.name in present:
        yield from errors(lost_columns(book.read_table(schema.BANK.name), schema.BANK))
    elif schema.PAYERS.name in present:
        yield _absent(schema.BANK)


def _absent(table: schema.Table) -> Problem:
    return Problem(
        what=f"Le tableau « {table.name} » est absent du classeur",
        sheet=table.sheet,
        expected=f"une feuille « {table.sheet} » portant le tableau {table.name}",
    )


def _parameter_faults(records: Records) -> Iterator[Problem]:
    """Faults in `Niveaux` and `Groupes` concern everybody: bad cells and rows stated twice (S4-02)."""
    yield from records.problems
    seen: dict[tuple[int, int | None], int] = {}
    groups: Sequence[int | None] = records.get("group")
    numbers: Sequence[int | None] = records.get("number")
    for record, number in enumerate(numbers):
        if number is None:
            continue
        key = (number, groups[record])
        if key in seen:
            noun = "groupe" if records.table is schema.GROUP_TABLE else "niveau"
            of_group = f" (groupe {groups[record]})" if groups[record] is not None else ""
            named = f"groupe {number}" if noun == "groupe" else f"niveau {number}{of_group}"
            yield Problem(
                what=f"Le {named} est défini deux fois, déjà à la ligne {seen[key]}",
                sheet=records.grid.sheet,
                cell=records.cell("number", record),
                value=str(number),
                expected=f"une seule ligne par {noun}",
            )
        seen.setdefault(key, records.rows[record])


def _customers(records: Records) -> tuple[dict[str, Customer], set[str], list[Problem]]:
    """Customers by code, the codes in doubt, and the faults between rows."""
    customers: dict[str, Customer] = {}
    doubtful: set[str] = set()
    problems: list[Problem] = []
    field = CustomerColumns(records)
    for record, code in enumerate(field.code):
        if not code:
            continue
        if record in records.faulty:
            doubtful.add(code)
        if code in customers:
            doubtful.add(code)
            problems.append(
                Problem(
                    what=f"Le code « {code} » est porté par deux clients, déjà à la ligne {customers[code].row}",
                    sheet=records.grid.sheet,
                    cell=records.cell("code", record),
                    value=code,
                    expected="un code par client",
                    customer=code,
                )
            )
            continue
        customers[code] = _customer(field, record, records.rows[record])
    return customers, doubtful, [*problems, *unconfirmed(customers.values())]


def unconfirmed(customers: Iterable[Customer]) -> Iterator[Problem]:
    """A warning for each customer of whom an import proposed something that nobody has confirmed (N-21)."""
    kind, group = (schema.CUSTOMERS.column(field).header for field in ("kind", "group"))
    for customer in customers:
        if not customer.to_confirm:
            continue
        held = "" if customer.group else ", jamais relancé"
        told = [f"{kind} {customer.kind}"] * (kind in customer.to_confirm)
        told += [f"{group} {customer.group}{held}"] * (group in customer.to_confirm)
        yield Problem(
            what=f"{customer.code} « {customer.name} » : {', '.join(told) or customer.to_confirm}, proposé d'après "
            "le nom à l'import",
            expected="la bonne valeur, puis la case « À confirmer » vidée",
            sheet=schema.CUSTOMERS.sheet,
            row=customer.row,
            field="to_confirm",
            value=customer.to_confirm,
            kind=f"{kinds.TO_CONFIRM} {told}",
            severity=Severity.WARNING,
        )


def _customer(field: CustomerColumns, record: int, row: int) -> Customer:
    lines = (field.address_1[record], field.address_2[record], field.address_3[record])
    return Customer(
        code=_stated(field.code[record]),
        name=field.name[record] or "",
        address=tuple(line for line in lines if line),
        postal_code=field.postal_code[record] or "",
        city=field.city[record] or "",
        country=field.country[record] or "",
        language=(field.language[record] or "").lower(),
        contact=field.contact[record] or "",
        phone=field.phone[record] or "",
        email=field.email[record] or "",
        group=field.group[record],
        currency=(field.currency[record] or "").upper(),
        payment_method=field.payment_method[record] or "",
        channel=_word(Channel, field.channel[record]),
        card_level=field.card_level[record],
        kind=_word(CustomerKind, field.kind[record]) or CustomerKind.BUSINESS,
        block=_word(Block, field.block[record]),
        not_before=field.not_before[record],
        payment_terms=field.payment_terms[record] or "",
        note=field.note[record] or "",
        siren=field.siren[record] or "",
        to_confirm=field.to_confirm[record] or "",
        refused_email=field.refused_email[record] or "",
        refused_on=field.refused_on[record],
        row=row,
    )


def _items(records: Records, customers: Mapping[str, Customer]) -> tuple[list[OpenItem], set[str], list[Problem]]:
    """The items without fault, the customers set aside because of the others, and the faults between sheets."""
    items: list[OpenItem] = []
    doubtful: set[str] = set()
    problems: list[Problem] = []
    field = ItemColumns(records)
    for record, code in enumerate(field.customer):
        if code and code not in customers:
            problems.append(unknown_customer(code, customers, records, record))
        if record in records.faulty:
            doubtful.add(code or "")
        elif code is not None and code in customers:
            item = _item(field, record, records.rows[record])
            items.append(item)
            problems += _doubts(item, records, record)
    doubtful.discard("")
    copies = list(_copies(items, records))
    return items, doubtful | {problem.customer for problem in copies}, [*problems, *copies]


def _copies(items: Iterable[OpenItem], records: Records) -> Iterator[Problem]:
    """An error for each line to be claimed that is the copy of another: its customer would be claimed twice (N-36).

    What an issue or a hand writes on a line (level, date, exclusion, promise, note) tells no debt from another.
    """
    first: dict[tuple[object, ...], int] = {}
    cells = {row: record for record, row in enumerate(records.rows)}
    for item in items:
        if is_settled(item) or item.exclusion is not None:
            continue  # it is claimed once at most
        debt = (item.customer, item.invoice, item.due_date, item.amount, item.paid, item.kind, item.currency,
                item.issue_date, item.warranty)  # fmt: skip
        row = first.setdefault(debt, item.row)
        if row != item.row:
            yield Problem(
                what=f"La ligne {item.invoice} de {item.customer} est la copie de la ligne {row}",
                expected="une ligne par échéance",
                sheet=records.grid.sheet,
                cell=records.cell("invoice", cells[item.row]),
                value=item.invoice,
                customer=item.customer,
                kind=kinds.LINE_TWICE,
            )


def unknown_customer(code: str, customers: Iterable[str], records: Records, record: int) -> Problem:
    """The problem of a code that no customer bears, with the nearest that one does."""
    bare = code.casefold().lstrip("0")
    near = [known for known in customers if known.casefold().lstrip("0") == bare]
    near = near or get_close_matches(code, list(customers), n=1, cutoff=0.8)
    hint = f"un code de la feuille Clients (« {near[0]} » ?)" if near else "un code de la feuille Clients"
    return Problem(
        what=f"Le client « {code} » est inconnu",
        sheet=records.grid.sheet,
        cell=records.cell("customer", record),
        value=code,
        expected=hint,
        kind=kinds.UNKNOWN_CUSTOMER,
    )


def _item(field: ItemColumns, record: int, row: int) -> OpenItem:
    return OpenItem(
        customer=_stated(field.customer[record]),
        invoice=_stated(field.invoice[record]),
        due_date=_stated(field.due_date[record]),
        amount=_stated(field.amount[record]),
        kind=_word(ItemKind, field.kind[record]) or ItemKind.INVOICE,
        warranty=field.warranty[record] or "",
        issue_date=field.issue_date[record],
        currency=(field.currency[record] or "").upper(),
        paid=field.paid[record] or ZERO,
        payment_method=field.payment_method[record] or "",
        level=field.level[record] or 0,
        last_reminder=field.last_reminder[record],
        exclusion=_word(Exclusion, field.exclusion[record]),
        promised_on=field.promised_on[record],
        document=field.document[record] or "",
        note=field.note[record] or "",
        computed_terms=field.computed_terms[record] or "",
        import_settled=field.import_settled[record],
        row=row,
    )


def _doubts(item: OpenItem, records: Records, record: int) -> Iterator[Problem]:
    """What is readable, but strange: said, and left to the user."""

    def warning(field: str, what: str, expected: str) -> Problem:
        cell = records.cell(field, record)
        return Problem(
            what=what,
            sheet=records.grid.sheet,
            cell=cell,
            expected=expected,
            value=item.invoice,
            severity=Severity.WARNING,
        )

    if item.kind is not ItemKind.INVOICE and item.amount > 0:
        yield warning(
            "amount",
            f"« {item.kind} » d'un montant positif ({item.invoice})",
            "un montant négatif pour ce qui vient en déduction",
        )
    if item.paid and (item.paid > 0) != (item.amount > 0):
        yield warning("paid", f"Le réglé de {item.invoice} n'a pas le signe du montant", "un réglé de même signe")
    elif abs(item.paid) > abs(item.amount):
        yield warning("paid", f"Le réglé de {item.invoice} dépasse son montant", "au plus le montant")
    if item.issue_date and item.issue_date > item.due_date:
        yield warning("due_date", f"L'échéance de {item.invoice} précède sa date", "une échéance après la date")
    if item.last_reminder and not item.level:
        yield warning("level", f"{item.invoice} porte une date de relance au niveau 0", "le niveau atteint")


def _levels(records: Records) -> Iterator[ReminderLevel]:
    field = LevelColumns(records)
    for record, row in enumerate(records.rows):
        yield ReminderLevel(
            number=_stated(field.number[record]),
            group=field.group[record],
            label=field.label[record] or "",
            lower=field.lower[record],
            upper=field.upper[record],
            counted_from=_word(CountedFrom, field.counted_from[record]),
            subject=field.subject[record] or "",
            subject_keyword=field.subject_keyword[record] or "",
            letter_template=field.letter_template[record] or "",
            mail_template=field.mail_template[record] or "",
            letter_currency=_word(LetterCurrency, field.letter_currency[record]) or LetterCurrency.CUSTOMER,
            channel=_word(Channel, field.channel[record]),
            minimum_amount=field.minimum_amount[record],
            deadline_days=field.deadline_days[record],
            registered=bool(field.registered[record]),
            late_interest=bool(field.late_interest[record]),
            recovery_fee=bool(field.recovery_fee[record]),
            fill_colour=field.fill_colour[record] or "",
            text_colour=field.text_colour[record] or "",
            row=row,
        )


def _groups(records: Records) -> Iterator[ReminderGroup]:
    field = GroupColumns(records)
    for record, row in enumerate(records.rows):
        yield ReminderGroup(
            number=_stated(field.number[record]),
            label=field.label[record] or "",
            rule=_word(Rule, field.rule[record]) or Rule.DAYS_OVERDUE,
            jumps=_or(field.jumps[record], True),
            minimum_level=_or(field.minimum_level[record], 1),
            maximum_level=_or(field.maximum_level[record], 9),
            interval=_or(field.interval[record], 0),
            grouping=_word(Grouping, field.grouping[record]) or Grouping.CUSTOMER,
            content=_word(Content, field.content[record]) or Content.OVERDUE,
            minimum_amount=field.minimum_amount[record],
            manager=field.manager[record] or "",
            manager_phone=field.manager_phone[record] or "",
            manager_email=field.manager_email[record] or "",
            row=row,
        )


def _bills(
    records: Records | None, customers: Mapping[str, Customer]
) -> tuple[tuple[BillOfExchange, ...], list[Problem]]:
    if records is None:
        return (), []
    field = BillColumns(records)
    bills: list[BillOfExchange] = []
    problems: list[Problem] = []
    for record, code in enumerate(field.customer):
        if code and code not in customers:
            problems.append(unknown_customer(code, customers, records, record))
        elif record not in records.faulty:
            bills.append(_bill(field, record, records.rows[record]))
    return tuple(bills), problems


def _bill(field: BillColumns, record: int, row: int) -> BillOfExchange:
    return BillOfExchange(
        number=_stated(field.number[record]),
        customer=_stated(field.customer[record]),
        maturity_date=_stated(field.maturity_date[record]),
        amount=_stated(field.amount[record]),
        drawn_on=field.drawn_on[record],
        currency=(field.currency[record] or "").upper(),
        sent_on=field.sent_on[record],
        accepted=bool(field.accepted[record]),
        reminders=field.reminders[record] or 0,
        last_reminder=field.last_reminder[record],
        note=field.note[record] or "",
        row=row,
    )


def _rates(records: Records | None) -> Iterator[ExchangeRate]:
    if records is None:
        return
    field = RateColumns(records)
    for currency, on, value in zip(field.currency, field.on, field.value, strict=True):
        if currency and on and value:
            yield ExchangeRate(currency=currency.upper(), on=on, value=value)


def _penalty_rates(records: Records | None) -> Iterator[PenaltyRate]:
    if records is None:
        return
    field = PenaltyColumns(records)
    for record, (on, ecb_rate) in enumerate(zip(field.on, field.ecb_rate, strict=True)):
        if on and ecb_rate is not None and record not in records.faulty:
            usual = PenaltyRate(on=on, ecb_rate=ecb_rate)
            margin, public = field.margin[record], field.public_margin[record]
            yield replace(usual, margin=_or(margin, usual.margin), public_margin=_or(public, usual.public_margin))


def _legal_rates(records: Records | None) -> Iterator[LegalInterestRate]:
    if records is None:
        return
    field = LegalRateColumns(records)
    for on, business, consumer in zip(field.on, field.business, field.consumer, strict=True):
        if on:
            yield LegalInterestRate(on=on, business=business, consumer=consumer)


def _stated(value: W | None) -> W:
    """The value of a required column: a record without it is faulty, and nothing is made of it.

    Raises:
        ValueError: for the slip of making something of it.
    """
    if value is None:
        raise ValueError("a required cell is blank")
    return value


def _word(words: Callable[[str], W], value: str | None) -> W | None:
    return None if value is None else words(value)


def _or(value: W | None, default: W) -> W:
    return default if value is None else value


def latest_reminder(items: Iterable[OpenItem]) -> date | None:
    """The date of the most recent reminder recorded, None when nobody was ever reminded."""
    return max((item.last_reminder for item in items if item.last_reminder), default=None)
