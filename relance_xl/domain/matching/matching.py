"""Every operation of a statement placed: certain, to be checked, unknown, or not a customer's; each says why.

In order: whole references, then payers with the exact amount of one item, then known payers with a whole sum, then
what came back, then hints.  Two operations of one rank that want the same money are both to be checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.domain.matching.by_payer import one_item_each, whole_due
from relance_xl.domain.matching.by_reference import by_reference, entered
from relance_xl.domain.matching.claims import Claim, Evidence, contested
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.hints import deposited, hinted
from relance_xl.domain.matching.names import NameKey, Names
from relance_xl.domain.matching.operations import Allocation, Decision, Meaning, Memory, Operation, Outcome, PastPayment
from relance_xl.domain.matching.references import Named, Numbers, Strength
from relance_xl.domain.matching.returns import Past, returned
from relance_xl.domain.model import ZERO, Customer, OpenItem

_BACK = frozenset({Meaning.RETURN, Meaning.REFUND})
_LONGEST_TERM = timedelta(days=92)
"""Sixty days, or forty-five and the end of the month (C. com. L441-10), and some: no invoice is older than that when it
falls due, so that its day, when the ledger states none, is not before."""
_VALUE_DAYS = timedelta(days=3)
"""How far apart two kinds of file of one bank date one operation: booking day or value day."""
_OURS = {
    Meaning.FEE: "Frais ou agios de la banque",
    Meaning.OWN: "Mouvement de l'entreprise, ce n'est pas un encaissement de client",
    Meaning.UNKNOWN: "Débit sans lien avec un client",
    Meaning.RECEIPT: "Débit sans lien avec un client",
    Meaning.DEPOSIT: "Débit sans lien avec un client",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is known before the statement is read.

    Attributes:
        items: all lines, settled ones too, so that a return can reopen them.
        past: payments settled by earlier statements.
        entered_until: the day of the ledger's last entry, None when unknown.
    """

    items: Sequence[OpenItem]
    customers: Mapping[str, Customer]
    memory: Memory = field(default_factory=Memory)
    past: Sequence[PastPayment] = ()
    reference_currency: str = "EUR"
    entered_until: date | None = None


def matched(operations: Sequence[Operation], books: Books) -> tuple[Decision, ...]:
    """One decision for each operation, in their order; `Allocation.item` is the index in `books.items`."""
    matching = _Matching(operations, books)
    matching.sort_out()
    matching.place_receipts()
    matching.place_returns()
    return tuple(matching.decisions[index] for index in range(len(operations)))


def _is_twin(operation: Operation, claim: Claim, payment: PastPayment) -> bool:
    """Whether an earlier file may have told this payment of that customer and sum in other words: on the same day.

    Some days apart when it paid a part of the same item.
    """
    before = payment.operation
    same_items = {part.item for part in payment.allocations} & {part.item for part in claim.allocations}
    apart = abs(before.booked_on - operation.booked_on)
    return before.currency == claim.evidence.currency and apart <= (_VALUE_DAYS if same_items else timedelta())


class _Matching:
    """The decisions taken so far, and what is still open after them."""

    def __init__(self, operations: Sequence[Operation], books: Books) -> None:
        self.operations, self.books = operations, books
        self.debts = Debts(books.items, books.customers, books.reference_currency)
        self.names = Names(list(books.customers.values()), books.memory)
        self.numbers = Numbers(books.items)
        self.decisions: dict[int, Decision] = {}
        self.receipts: list[Evidence] = []
        self.deposits: list[int] = []
        self.back: list[int] = []
        self.past = list(books.past)
        self.told_before: dict[tuple[str, Decimal], list[PastPayment]] = {}
        self.by_bank: dict[int, Decimal] = {}
        for payment in books.past:
            for part in payment.allocations:
                self.by_bank[part.item] = self.by_bank.get(part.item, ZERO) + part.amount
            self.told_before.setdefault((payment.customer, payment.operation.amount), []).append(payment)

    def sort_out(self) -> None:
        """What is no customer's ends here; receipts and returns are gathered with what they say."""
        for index, operation in enumerate(self.operations):
            if operation.amount == ZERO:
                self._end(index, Outcome.NOT_A_CUSTOMERS, "Opération sans montant")
            elif operation.amount < ZERO and operation.meaning in _BACK:
                self.back.append(index)
            elif operation.amount < ZERO or operation.meaning in {Meaning.FEE, Meaning.OWN}:
                self._end(index, Outcome.NOT_A_CUSTOMERS, _OURS.get(operation.meaning, _OURS[Meaning.OWN]))
            elif operation.meaning is Meaning.DEPOSIT:
                self.deposits.append(index)
            else:
                self.receipts.append(self._evidence(index, operation))

    def _evidence(self, index: int, operation: Operation) -> Evidence:
        currency = operation.currency or self.books.reference_currency
        keys = self.names.keys(operation)
        known, whole = self._known(operation, keys), self.names.whole(keys)
        proved = len(whole) == 1 and self.names.proves(whole[0], operation)
        if known and not self._is_sure(known, operation):
            known, whole, proved = "", (known,), False
        evidence = Evidence(
            index=index,
            operation=operation,
            named=self.numbers.named(operation),
            known=known,
            whole=whole,
            is_proved=proved,
            collective=self.names.is_collective(keys),
            currency=currency,
        )
        return replace(evidence, named=self._still_open(self._told(evidence), currency))

    def _told(self, evidence: Evidence) -> Named:
        """What the texts name; of a payer who is known, the short numbers too where no better one stands."""
        named = evidence.named
        if not evidence.payer or named.strength > Strength.HINT:
            return named
        told = self.numbers.told_by(evidence.payer, evidence.operation)
        if told.items:
            return replace(told, foreign=named.foreign)
        return named if named.items else replace(named, foreign=named.foreign or told.foreign)

    def _still_open(self, named: Named, currency: str) -> Named:
        """The named items that are still due; one that is settled is told, for nobody pays it again on another."""
        left, settled, aside = set(), set(), ""
        for item in sorted(named.items):
            if self.debts.currency[item] == currency and self.debts.open[item] == ZERO:
                settled.add(item)
                aside = aside or f"{self.debts.items[item].invoice}, déjà réglée"
            elif self.debts.currency[item] != currency:
                aside = aside or f"{self.debts.items[item].invoice}, due en {self.debts.currency[item]}"
            else:
                left.add(item)
        return replace(named, items=frozenset(left), settled=frozenset(settled), aside=aside)

    def _known(self, operation: Operation, keys: Sequence[NameKey]) -> str:
        return self.books.memory.ibans.get(operation.payer_iban, "") or self.names.remembered(keys)

    def _is_sure(self, known: str, operation: Operation) -> bool:
        """Whether the IBAN, or a name that can be no longer one's beginning, tells this customer."""
        return self._known(operation, self.names.sure_keys(operation)) == known

    def place_receipts(self) -> None:
        """Three ranks of certainty, each on what the ranks before have left; then hints for the others."""
        self._take(claim for each in self.receipts if (claim := by_reference(each, self.debts)) is not None)
        self._take(self._entered())
        self._take(claim for group in self._same_amounts() for claim in one_item_each(group, self.debts))
        self._take(claim for each in self._nameless() if (claim := whole_due(each, self.debts)) is not None)
        owners = self.debts.owners_of()
        for each in self.receipts:
            if each.index not in self.decisions:
                self.decisions[each.index] = hinted(each, self.debts, self.names, owners)
        for index in self.deposits:
            operation = self.operations[index]
            currency = operation.currency or self.books.reference_currency
            named = self._still_open(self.numbers.named(operation), currency)
            self.decisions[index] = deposited(operation, named, self.debts, self.names, owners, currency)

    def _entered(self) -> list[Claim]:
        """The claims of payments up to the ledger's last entry that it knows: of settled items that no statement paid.

        Two payments of one settled item are one too many: neither is known to be the ledger's.
        """
        paid_by_bank = {part.item for payment in self.past for part in payment.allocations}
        until = self.books.entered_until
        claims = [
            claim
            for each in self.receipts
            if until is not None
            and each.operation.booked_on <= until
            and each.named.settled.isdisjoint(paid_by_bank)
            and (claim := entered(each, self.debts)) is not None
        ]
        count = Counter(item for claim in claims for item in claim.evidence.named.settled)
        return [claim for claim in claims if all(count[item] == 1 for item in claim.evidence.named.settled)]

    def _nameless(self) -> list[Evidence]:
        """The receipts left that name no item, neither ours nor another's, from a payer who pays for himself."""
        return [
            each
            for each in self.receipts
            if each.index not in self.decisions
            and each.payer
            and not each.named.items
            and not each.named.foreign
            and not each.named.aside
            and not each.collective
            and not (each.known and each.whole and each.known not in each.whole)
        ]

    def _same_amounts(self) -> Iterable[list[Evidence]]:
        groups: dict[tuple[object, ...], list[Evidence]] = {}
        for each in self._nameless():
            if not self.debts.is_common(each.operation.amount, each.currency):
                groups.setdefault((each.payer, each.currency, each.operation.amount), []).append(each)
        return list(groups.values())

    def _take(self, found: Iterable[Claim]) -> None:
        claims = list(found)
        doubtful = contested(claims, self.debts)
        for claim in claims:
            index, operation = claim.evidence.index, claim.evidence.operation
            doubt = self._doubt(operation, claim)
            if index in doubtful:
                doubt = "mais un autre paiement règle la même facture"
            outcome = Outcome.TO_CHECK if doubt else Outcome.CERTAIN
            self.decisions[index] = Decision(
                operation=operation,
                outcome=outcome,
                customers=(claim.customer,),
                allocations=claim.allocations,
                why=f"{claim.why}, {doubt}" if doubt else claim.why,
            )
            if not doubt:
                self.debts.settle(claim.allocations)
                self.past.append(
                    PastPayment(operation=operation, customer=claim.customer, allocations=claim.allocations)
                )

    def _doubt(self, operation: Operation, claim: Claim) -> str:
        """Why a claim that is right by itself must still be checked; "" when it need not."""
        if not operation.sure:
            return "mais le compte ou le solde de ce relevé, le sens ou le jour de l'opération n'est pas prouvé"
        if self._is_booked(claim):
            return "mais la comptabilité porte déjà un règlement de ce montant, non lettré"
        if any(self._is_entered(operation, part) for part in claim.allocations):
            return "mais la comptabilité porte déjà un règlement d'autant sur la facture"
        alike = self.told_before.get((claim.customer, operation.amount), ())
        if any(_is_twin(operation, claim, payment) for payment in alike):
            return "mais Banque porte déjà un paiement pareil de ce client : le même, dans un autre fichier ?"
        items = [self.debts.items[part.item] for part in claim.allocations]
        if any((item.issue_date or item.due_date - _LONGEST_TERM) > operation.booked_on for item in items):
            return "mais la facture est postérieure au paiement"
        return ""

    def _is_entered(self, operation: Operation, part: Allocation) -> bool:
        """Whether the ledger, up to its last entry, has brought as much on the item as this payment would."""
        until = self.books.entered_until
        by_ledger = self.debts.items[part.item].paid - self.by_bank.get(part.item, ZERO)
        return (until is None or operation.booked_on <= until) and ZERO < part.amount <= by_ledger

    def _is_booked(self, claim: Claim) -> bool:
        """Whether the customer has an unmatched credit of just this amount: the payment, entered already."""
        amount, own = claim.evidence.operation.amount, {part.item for part in claim.allocations}
        owed = self.debts.owed(claim.customer, claim.evidence.currency)
        return any(self.debts.open[index] == -amount and index not in own for index in owed)

    def place_returns(self) -> None:
        """What came back, oldest first, so that two returns do not take back one payment."""
        past = Past(self.past)
        for index in sorted(self.back, key=lambda place: (self.operations[place].booked_on, place)):
            operation = self.operations[index]
            keys = self.names.keys(operation)
            known = self._known(operation, keys)
            customers = (known,) if known else self.names.whole(keys) or self.names.likely(operation)
            decision = returned(operation, self.numbers.named(operation), customers, past, self.debts)
            self.decisions[index] = decision
            if decision.outcome is Outcome.CERTAIN:
                self.debts.settle(decision.allocations)
                past.forget(decision)

    def _end(self, index: int, outcome: Outcome, why: str) -> None:
        self.decisions[index] = Decision(operation=self.operations[index], outcome=outcome, why=why)
