"""Statements with known truth: random companies, and payments as French banks and payers really write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from relance_xl.domain.matching.matching import Books, matched
from relance_xl.domain.matching.operations import Meaning, Memory, Operation, Outcome
from relance_xl.domain.model import CENT, Customer, OpenItem

DAY = date(2026, 11, 12)
FIRST = ("ATELIERS", "GARAGE", "MENUISERIE", "BOULANGERIE", "LIBRAIRIE", "TRANSPORTS", "CLINIQUE", "PHARMACIE")
SECOND = ("DUBREUCQ", "MARTIN", "DU LAC", "VALMY", "DU PORT", "BERNARD", "LEFÈVRE", "DES ALPES", "NORD", "MOREL")
LEGAL = ("", " SARL", " SAS", " EURL", " SA")
KINDS = {
    "one": 50, "one, no reference": 14, "several": 12, "partial": 5, "nothing said": 3, "stranger": 3, "unrelated": 1,
    "fee": 8, "returned": 2,
}  # fmt: skip
PEOPLE = ("PAUL", "ANNE", "JEANNE", "LOUIS")


@dataclass(frozen=True, slots=True)
class Payment:
    """An operation and its truth: who paid, and which items it settles; nobody's for fees and strangers."""

    operation: Operation
    customer: str
    items: frozenset[int]
    kind: str


@dataclass(slots=True)
class Company:
    """Customers, items and what is remembered."""

    customers: dict[str, Customer]
    items: list[OpenItem]
    memory: Memory
    ibans: dict[str, str] = field(default_factory=dict)

    @property
    def books(self) -> Books:
        return Books(items=self.items, customers=self.customers, memory=self.memory)


def company(random: Random, customers: int = 60) -> Company:
    """A company: some customers are homonyms, a third are known by their IBAN, amounts are of three habits."""
    codes = [f"C{number:04d}" for number in range(customers)]
    people = {code: Customer(code=code, name=_name(random, place)) for place, code in enumerate(codes)}
    amount = random.choice((_free, _fives, _catalogue))
    items: list[OpenItem] = []
    for code in codes:
        for _ in range(random.choice((1, 1, 2, 2, 3, 5, 8))):
            issued = DAY - timedelta(days=random.randrange(20, 150))
            number = len(items) + 100
            items.append(
                OpenItem(
                    customer=code,
                    invoice=f"FA-{issued.year}-{number:04d}",
                    issue_date=issued,
                    due_date=issued + timedelta(days=30),
                    amount=amount(random),
                )
            )
    ibans = {code: f"FR76300040000{random.randrange(10**14):014d}" for code in codes}
    known = {ibans[code]: code for code in codes if random.random() < 0.34}
    return Company(people, items, Memory(ibans=known), ibans)


def _name(random: Random, place: int) -> str:
    if place % 17 == 0:
        return f"{random.choice(PEOPLE)} MARTIN"
    unique = f" {''.join(random.choice('BCDFGLMNPRST') + random.choice('AEIOU') for _ in range(3))}"
    return f"{random.choice(FIRST)} {random.choice(SECOND)}{unique}{random.choice(LEGAL)}"


def _free(random: Random) -> Decimal:
    return Decimal(random.randrange(5_000, 500_000)).scaleb(-2)


def _fives(random: Random) -> Decimal:
    return Decimal(random.randrange(10, 1_000) * 5).quantize(CENT)


def _catalogue(random: Random) -> Decimal:
    price = random.choice((Decimal("49.90"), Decimal(120), Decimal(240), Decimal(590)))
    return (price * random.randrange(1, 5)).quantize(CENT)


Style = Callable[[str, str], tuple[str, str, tuple[str, ...]]]
"""Payer and motif → label, payer's own field, further texts."""

STYLES: Sequence[Style] = (
    lambda payer, motif: (f"VIR SEPA {payer}"[:31], payer[:70], (motif,)),  # CFONB, NPY and LCC
    lambda payer, motif: (f"VIR SEPA RECU /DE {payer} /MOTIF {motif} /REF NOTPROVIDED", "", ()),  # BNP
    lambda payer, motif: (f"VIR RECU 5758863230 DE: {payer} MOTIF: {motif} REF: 42", "", ()),  # Société Générale
    lambda payer, motif: (f"VIREMENT EN VOTRE FAVEUR {payer} {motif}".strip(), "", ()),  # Crédit Agricole
    lambda payer, motif: (f"VIR INST {payer} {motif}".strip(), "", ()),  # Crédit Mutuel
    lambda payer, motif: (f"VIREMENT DE {payer}", "", (motif,)),  # La Banque Postale
    lambda payer, motif: (f"VIR SEPA {payer}"[:31], "", (motif[:31],)),  # a cut label, no field for the payer
    lambda payer, motif: (motif or "Virement", payer, ()),  # Qonto, a table with a column for the payer
    lambda payer, motif: (f"VIR {payer} {motif.replace('-', ' ')}".strip(), "", ()),
)


def statement(random: Random, made: Company, payments: int) -> list[Payment]:
    """So many operations in a random order; each item is paid once at most, by its owner."""
    by_customer: dict[str, list[int]] = {}
    for index, item in enumerate(made.items):
        by_customer.setdefault(item.customer, []).append(index)
    found: list[Payment] = []
    codes = list(made.customers)
    for _ in range(payments):
        kind = random.choices(tuple(KINDS), tuple(KINDS.values()))[0]
        code = random.choice(codes)
        found += _payments(random, made, kind, code, by_customer[code])
    return found


def _payments(random: Random, made: Company, kind: str, code: str, left: list[int]) -> list[Payment]:
    if kind == "fee":
        operation = Operation(booked_on=DAY, amount=Decimal("-1.72"), label="COMMISSION CB", meaning=Meaning.FEE)
        return [Payment(operation, "", frozenset(), kind)]
    if kind == "stranger":
        amount = random.choice(made.items).amount
        payer, motif = f"ASSURANCES {random.randrange(99)} REUNIES", f"SINISTRE {random.randrange(10**9):09d}"
        return [Payment(_operation(random, payer, motif, amount), "", frozenset(), kind)]
    if kind == "unrelated":
        amount = random.choice(made.items).amount
        payer = made.customers[code].name
        other = random.choice(("", "FACT ", "FACTURE N ")) + _written(
            random, f"FA-{DAY.year}-{random.randrange(9000, 9999)}"
        )
        motif = random.choices((other, "ACOMPTE DEVIS", "REGLEMENT"), (60, 25, 15))[0]
        return [Payment(_operation(random, payer, motif, amount, made.ibans[code]), code, frozenset(), kind)]
    if not left:
        return []
    return _of_items(random, made, kind, code, left)


def _of_items(random: Random, made: Company, kind: str, code: str, left: list[int]) -> list[Payment]:
    size = min(len(left), random.randrange(2, 5)) if kind == "several" else 1
    chosen = random.sample(left, size)
    for index in chosen:
        left.remove(index)
    amount = sum((made.items[index].amount for index in chosen), Decimal(0))
    if kind == "partial":
        amount = (amount * Decimal(random.randrange(20, 80)) / 100).quantize(CENT)
    payer, motif = made.customers[code].name, _motif(random, kind, [made.items[index].invoice for index in chosen])
    if kind == "nothing said":
        payer, motif = "COMPTE COURANT", "REGLEMENT"
    operation = _operation(random, payer, motif, amount, made.ibans[code] if kind != "nothing said" else "")
    payment = Payment(operation, code, frozenset(chosen), kind)
    if kind != "returned":
        return [payment]
    back = Operation(
        booked_on=DAY + timedelta(days=3), amount=-amount, label=f"IMPAYE {payer}", payer=payer, texts=(motif,),
        meaning=Meaning.RETURN,
    )  # fmt: skip
    return [payment, Payment(back, code, frozenset(chosen), "return")]


def _motif(random: Random, kind: str, invoices: Sequence[str]) -> str:
    if kind == "one, no reference":
        return random.choice(("", "REGLEMENT", "FACTURE", f"SOLDE AU {DAY:%d %m %Y}", f"CMD {random.randrange(10**6)}"))
    if len(invoices) > 1 and random.random() < 0.3:
        return _series(random, sorted(invoices))
    written = [_written(random, invoice) for invoice in invoices]
    return random.choice(("FACT ", "REGLEMENT ", "", "N/REF ")) + random.choice((" ET ", " ", "/")).join(written)


def _series(random: Random, invoices: Sequence[str]) -> str:
    """« FA-2026-0117/0119 », the following ones by their last digits; or « FACT 117 ET 119 »."""
    numbers = [invoice.rpartition("-")[2] for invoice in invoices]
    short = [number.lstrip("0") for number in numbers]
    link = random.choice(("/", " ET ", ", ", " - "))
    is_run = int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1
    return random.choice(
        (
            link.join([invoices[0], *numbers[1:]]),
            f"FACT {link.join(short)}",
            f"{invoices[0]} A {numbers[-1]}" if is_run else f"FACT {link.join(short)}",
        )
    )


def _written(random: Random, invoice: str) -> str:
    letters, year, number = invoice.split("-")
    return random.choice(
        (
            invoice,
            f"{letters}{year}{number}",
            f"{letters}{year} {number}",
            f"{year}-{number}",
            f"{letters} {year} {number}",
            number,
            invoice.lower(),
        )
    )


def _operation(random: Random, payer: str, motif: str, amount: Decimal, iban: str = "") -> Operation:
    label, field_of_payer, texts = random.choice(STYLES)(payer, motif)
    return Operation(
        booked_on=DAY,
        amount=amount,
        label=label,
        payer=field_of_payer,
        texts=texts,
        payer_iban=iban if random.random() < 0.4 else "",
        meaning=Meaning.RECEIPT,
    )


@dataclass(slots=True)
class Figures:
    """What became of payments whose truth is known."""

    payments: int = 0
    certain: int = 0
    other_customer: list[str] = field(default_factory=list)
    other_line: list[str] = field(default_factory=list)
    paid_items: int = 0
    safe_items: int = 0


def measured(seed: int, payments: int, figures: Figures) -> None:
    """Adds one random company's statement to the figures; « safe » is settled, or its customer held."""
    random = Random(seed)  # noqa: S311 - the same statements each time, no secrets
    made = company(random)
    truth = statement(random, made, payments)
    random.shuffle(truth)
    decisions = matched([each.operation for each in truth], made.books)
    held = {code for each in decisions if each.outcome is Outcome.TO_CHECK for code in each.customers}
    settled = {part.item for each in decisions if each.outcome is Outcome.CERTAIN for part in each.allocations}
    for payment, decision in zip(truth, decisions, strict=True):
        if payment.kind in {"fee", "return", "stranger"}:
            if decision.outcome is Outcome.CERTAIN and payment.kind == "stranger":
                figures.other_customer.append(f"{seed}: {decision}")
            continue
        figures.payments += 1
        figures.paid_items += len(payment.items)
        figures.safe_items += sum(1 for item in payment.items if item in settled or payment.customer in held)
        if decision.outcome is not Outcome.CERTAIN:
            continue
        figures.certain += 1
        if decision.customers != (payment.customer,):
            figures.other_customer.append(f"{seed}: {payment} {decision}")
        elif {part.item for part in decision.allocations} != payment.items:
            figures.other_line.append(f"{seed}: {payment} {decision}")
