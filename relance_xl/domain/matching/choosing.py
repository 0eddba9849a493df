"""A payment that a person assigns: the customer or the invoices are his choice, the money still adds up (N-82)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.operations import Allocation, Meaning, Operation
from relance_xl.domain.matching.references import plain
from relance_xl.domain.matching.sums import sums_of
from relance_xl.domain.model import ZERO
from relance_xl.domain.wording import folded, french_amount, french_date

_SEPARATORS = re.compile(r"[;,\n|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What stands in « Client » and « Factures » of a payment: a code or a name, numbers between semicolons.

    Attributes:
        amount: signed; a payment that came back reopens what is chosen.
        currency: ISO code.
    """

    amount: Decimal
    currency: str
    customer: str = ""
    invoices: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a choice settles; `fault` says why nothing is settled, and what to choose."""

    customer: str = ""
    allocations: tuple[Allocation, ...] = ()
    rest: Decimal = ZERO
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One payment of a deposit slip: who paid, how much, and the invoice, "" where the slip does not say."""

    payer: str
    amount: Decimal
    invoice: str = ""


def taken_apart(operation: Operation, slip: Sequence[SlipLine]) -> tuple[Operation, ...]:
    """One receipt for each line of the slip; none when their sum is not the deposit's, to the cent.

    A deposit is taken apart by the list that a person gives, never by a search among customers.
    """
    if sum((line.amount for line in slip), ZERO) != operation.amount:
        return ()
    return tuple(
        replace(
            operation,
            payer=line.payer,
            amount=line.amount,
            label=" ".join(filter(None, (operation.label, line.payer, line.invoice))),
            reference="",
            texts=(line.invoice,),
            meaning=Meaning.RECEIPT,
            entry=operation.amount if operation.entry is None else operation.entry,
        )
        for line in slip
    )


class Chooser:
    """The invoices and the customers, ready to be found by what a person typed."""

    def __init__(self, debts: Debts, names: Mapping[str, str]) -> None:
        """`names` gives each customer's name by code."""
        self._debts = debts
        self._codes = {folded(code): code for code in names}
        self._names: dict[str, list[str]] = {}
        for code, name in names.items():
            self._names.setdefault(folded(name), []).append(code)
        self._numbers: dict[str, list[int]] = {}
        for index, item in enumerate(debts.items):
            self._numbers.setdefault(plain(item.invoice), []).append(index)

    def settled(self, choice: Choice) -> Chosen:
        """What the choice settles, to the last cent of each invoice in turn.

        The money never leaves its customer, but where the invoices listed are a deposit slip to the cent.
        """
        customer = self._customer(choice.customer)
        if choice.customer and not customer:
            return Chosen(fault=f"« {choice.customer} » n'est pas un client")
        if not choice.invoices:
            return self._of_customer(customer, choice) if customer else Chosen(fault="ni client ni facture choisis")
        items, unknown = self._named(choice.invoices, customer)
        if unknown:
            return Chosen(fault=f"{unknown} n'est pas une facture {'de ce client' if customer else 'connue'}")
        owners = dict.fromkeys(self._debts.items[index].customer for index in items)
        if len(owners) > 1:
            return self._slip(items, choice)
        return self._of_items(next(iter(owners)), items, choice)

    def _customer(self, written: str) -> str:
        named = self._names.get(folded(written), [])
        return self._codes.get(folded(written), "") or (named[0] if len(named) == 1 else "")

    def _named(self, written: str, customer: str) -> tuple[list[int], str]:
        """The items that the numbers name, in the order written, the customer's only; the first number that none is."""
        whole = self._items(written, customer)
        if whole:
            return whole, ""
        found: list[int] = []
        for part in filter(None, map(str.strip, _SEPARATORS.split(written))):
            items = self._items(part, customer)
            if not items:
                return [], part
            found += items
        return list(dict.fromkeys(found)), "" if found else written

    def _items(self, number: str, customer: str) -> list[int]:
        found = self._numbers.get(plain(number), ())
        own = [index for index in found if not customer or self._debts.items[index].customer == customer]
        return sorted(own, key=lambda index: (self._debts.items[index].due_date, index))

    def _of_items(self, customer: str, items: Sequence[int], choice: Choice) -> Chosen:
        own = [index for index in items if self._debts.currency[index] == choice.currency]
        if not own:
            return Chosen(fault=f"ces factures ne sont pas en {choice.currency}")
        if choice.amount < ZERO:
            return self._reopened(customer, own, choice)
        owed = [index for index in own if self._debts.open[index] != ZERO]
        if not owed:
            return Chosen(fault="ces factures sont déjà réglées")
        return self._shared_out(customer, owed, choice.amount)

    def _slip(self, items: Sequence[int], choice: Choice) -> Chosen:
        """A deposit of several customers' payments, by the list that a person gives: exactly what its lines owe."""
        own = [index for index in items if self._debts.currency[index] == choice.currency and self._debts.open[index]]
        missing = choice.amount - self._debts.total(own)
        if missing:
            told = french_amount(missing, choice.currency)
            return Chosen(fault=f"ces factures sont de plusieurs clients et ne font pas la remise, à {told} près")
        return Chosen(allocations=self._debts.whole(own))

    def _shared_out(self, customer: str, owed: Sequence[int], amount: Decimal) -> Chosen:
        """Credit notes first, whole, then each invoice in turn up to what is left; what is then left is told."""
        parts = [Allocation(index, self._debts.open[index]) for index in owed if self._debts.open[index] < ZERO]
        left = amount - sum((part.amount for part in parts), ZERO)
        for index in owed:
            taken = min(left, self._debts.open[index])
            if taken > ZERO:
                parts.append(Allocation(index, taken))
                left -= taken
        return Chosen(customer=customer, allocations=tuple(parts), rest=left)

    def _reopened(self, customer: str, items: Sequence[int], choice: Choice) -> Chosen:
        """A payment that came back is due again, on what the invoices chosen had been paid."""
        parts: list[Allocation] = []
        left = -choice.amount
        for index in items:
            taken = min(left, self._debts.items[index].amount - self._debts.open[index])
            if taken > ZERO:
                parts.append(Allocation(index, -taken))
                left -= taken
        if left:
            missing = french_amount(left, choice.currency)
            return Chosen(fault=f"ces factures n'avaient pas reçu autant : il manque {missing}")
        return Chosen(customer=customer, allocations=tuple(parts))

    def _of_customer(self, customer: str, choice: Choice) -> Chosen:
        """The only sum of his lines that makes the amount, or all he owes; else the invoices must be chosen."""
        if choice.amount < ZERO:
            return Chosen(fault="choisissez dans « Factures » ce qui est de nouveau dû")
        owed = self._debts.owed(customer, choice.currency)
        if not owed:
            return Chosen(fault="ce client ne doit rien dans cette devise")
        if self._debts.total(owed) == choice.amount:
            return Chosen(customer=customer, allocations=self._debts.whole(owed))
        cents = [int(self._debts.open[index].scaleb(3)) for index in owed]
        found = sums_of(cents, int(choice.amount.scaleb(3)))
        if len(found) != 1:
            return Chosen(fault=f"choisissez aussi les factures : {self._lines(owed, choice.currency)}")
        return Chosen(customer=customer, allocations=self._debts.whole(owed[place] for place in found[0]))

    def _lines(self, owed: Sequence[int], currency: str) -> str:
        """The first lines open, to choose among."""
        told = [
            f"{self._debts.items[index].invoice} du {french_date(self._debts.items[index].due_date)}, "
            f"{french_amount(self._debts.open[index], currency)}"
            for index in owed[:_SHOWN]
        ]
        return " ; ".join([*told, *(["…"] if len(owed) > _SHOWN else [])])


_SHOWN = 3
