"""Rows of a list made into customers and open items, with the account of every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.money.terms import due_date
from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.common.computed import computed
from relance_xl.ledgers.common.faults import Faults
from relance_xl.ledgers.common.imported import Imported, ImportReport, Origin
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.lists.customers import CustomerIndex
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.rows import ListRow
from relance_xl.ledgers.lists.shape import Shape, is_account
from relance_xl.problems import Problem, Severity
from relance_xl.tables.cells import CellFault

_SETTLED = frozenset({
    "payee", "paye", "paid", "reglee", "regle", "soldee", "solde", "settled", "acquittee", "encaissee", "encaisse",
    "lettree", "cloturee", "closed",
})  # fmt: skip
_VOID = frozenset({
    "annulee", "annule", "brouillon", "devis", "proforma", "cancelled", "canceled", "void", "voided", "draft",
    "refusee",
})  # fmt: skip
_CREDIT_NOTES = ("avoir", "notedecredit", "creditnote", "creditmemo")
_PAYMENTS = ("reglement", "paiement", "payment", "encaissement", "virement", "cheque")
_DEPOSITS = ("acompte", "deposit", "avance")


@dataclass(slots=True)
class _Aside:
    """Lines left out or doubted, by reason."""

    titles: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    voids: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)


class ListItems:
    """Gathers the rows of one list; `imported` says what they make."""

    def __init__(self, file: str, options: ListOptions, shape: Shape) -> None:
        self.file, self.options, self.shape = file, options, shape
        self.customers = CustomerIndex(options.customers)
        self.items: list[OpenItem] = []
        self.origins: list[Origin] = []
        self.computed_due: list[int] = []
        self.letters: list[str] = []
        self.faults = Faults(file)
        self.aside = _Aside()
        self.settled: list[OpenItem] = []
        self.named: set[str] = set()
        self.blank = 0
        self.others: list[int] = []
        self._last_customer = ""
        self._under_heading = False

    def title(self, line: int, customer: str) -> None:
        """Count a title; one that names a customer heads the rows below it."""
        self.aside.titles.append(line)
        if customer:
            self._last_customer, self._under_heading = customer, True

    def fault(self, line: int, fault: CellFault, stated: str = "", name: str = "", invoice: str = "") -> None:
        """Set a row aside for a value that cannot be read; the rest is who it is about, as far as that can be read."""
        try:
            code = self.customers.code_of(stated, name)
        except CellFault:
            code = ""
        self.faults.add(line, fault.what, expected=fault.expected, customer=code, invoice=invoice)

    def add(self, line: int, row: ListRow) -> None:
        """Take the invoice of a row; CellFault when it cannot be an item."""
        cut_off = self.options.cut_off
        if row.status in _VOID:
            self.aside.voids.append(line)
            return
        if cut_off is not None and row.issue_date is not None and row.issue_date > cut_off:
            self.aside.later.append(line)
            return
        if self.shape.has_accounts and is_account(row.customer) and not row.customer.startswith("41"):
            self.others.append(line)
            return
        code = self._code(line, row)
        item = self._item(line, row, code)
        self.named.add(code)
        if not item.open_amount:
            self.settled.append(item)
            return
        self.customers.add(code, row)
        if row.due_date is None:
            self.computed_due.append(len(self.items))
        self.items.append(item)
        self.origins.append(Origin(file=self.file, line=line))
        self.letters.append(row.letter)

    def _code(self, line: int, row: ListRow) -> str:
        code = self.customers.code_of(row.customer, row.name)
        if code:
            self._last_customer, self._under_heading = code, False
            return code
        if not self._last_customer or not (self.shape.grouped or self._under_heading):
            raise CellFault("Le client manque", "un code ou un nom de client")
        self.aside.carried.append(line)
        return self._last_customer

    def _item(self, line: int, row: ListRow, code: str) -> OpenItem:
        if not row.invoice and not row.label:
            raise CellFault("Le numéro de facture manque", "un numéro de pièce ou un libellé")
        amount, paid = row.amount, row.paid
        kind = _kind(row)
        if kind is not ItemKind.INVOICE and amount > 0:
            amount, paid = -amount, None if paid is None else -paid
            self.aside.turned.append(line)
        due, note = self._due(row, code, kind)
        return OpenItem(
            customer=code,
            invoice=row.invoice or row.label,
            due_date=due,
            issue_date=row.issue_date,
            amount=amount,
            paid=self._paid(row, amount, paid),
            kind=kind,
            currency="" if row.currency in {"", "€", self.options.reference_currency} else row.currency,
            payment_method=row.payment_method,
            note=note,
        )

    def _paid(self, row: ListRow, amount: Decimal, paid: Decimal | None) -> Decimal:
        """What is paid at the cut-off: what the row states; else all or nothing, by its day of payment or its status.

        A balance stated beside a day of payment wins: the day may be that of a part only.
        """
        cut_off = self.options.cut_off
        paid_later = cut_off is not None and row.settled_on is not None and row.settled_on > cut_off
        if paid is not None:
            return ZERO if paid_later and paid == amount else paid
        if row.settled_on is not None:
            return ZERO if paid_later else amount
        return amount if row.status in _SETTLED and cut_off is None else ZERO

    def _due(self, row: ListRow, code: str, kind: ItemKind) -> tuple[date, str]:
        if row.due_date is not None:
            return row.due_date, ""
        if row.issue_date is None:
            raise CellFault("Ni échéance ni date de facture", "une date")
        if kind is not ItemKind.INVOICE:
            return row.issue_date, ""
        terms = row.contacts.get("payment_terms") or self.options.terms.get(code) or self.options.default_terms
        try:
            return due_date(row.issue_date, terms), computed(terms)
        except ValueError as fault:
            raise CellFault(str(fault), "un délai comme « 30 jours » ou « 45 jours fin de mois »") from fault

    def imported(self) -> Imported:
        """All of it, rows whose letters balance left out."""
        keep = self._unmatched()
        kept = [item for index, item in enumerate(self.items) if index in keep]
        places = {index: place for place, index in enumerate(sorted(keep))}
        dates = [item.issue_date for item in (*self.items, *self.settled) if item.issue_date is not None]
        debit, credit = _totals(kept)
        aside = self.aside
        out = len(aside.titles) + len(aside.totals) + len(aside.voids) + len(aside.later) + len(self.faults)
        settled = (*self.settled, *(item for index, item in enumerate(self.items) if index not in keep))
        codes = {item.customer for item in kept}
        return Imported(
            source=self.file,
            customers={code: customer for code, customer in self.customers.found.items() if code in codes},
            items=tuple(kept),
            origins=tuple(origin for index, origin in enumerate(self.origins) if index in keep),
            computed_due=frozenset(places[index] for index in self.computed_due if index in keep),
            settled=settled,
            doubted=tuple(self.faults.doubted),
            named=frozenset(self.named),
            first_entry=min(dates, default=None),
            last_entry=max(dates, default=None),
            report=ImportReport(
                lines=len(kept) + len(settled) + out + len(self.others) + self.blank,
                open_lines=len(kept),
                matched_lines=len(settled),
                other_lines=len(self.others),
                set_aside_lines=out,
                blank_lines=self.blank,
                customers=len(codes),
                open_items=len(kept),
                debit=debit,
                credit=credit,
                problems=(*self.faults.problems(), *self._remarks()),
            ),
        )

    def _unmatched(self) -> set[int]:
        """The indexes of the items that are not settled by their letters, groups that do not balance included."""
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index, letter in enumerate(self.letters):
            if letter:
                groups[self.items[index].customer, letter].append(index)
        matched: set[int] = set()
        for members in groups.values():
            if not sum(self.items[index].open_amount for index in members):
                matched.update(members)
        return set(range(len(self.items))) - matched

    def _remarks(self) -> list[Problem]:
        said = (
            (self.aside.titles, "titres ou en-têtes de page, laissés de côté"),
            (self.aside.totals, "totaux, laissés de côté"),
            (self.aside.voids, "brouillons ou pièces annulées, laissés de côté"),
            (self.aside.later, "après la date d'arrêté, non prises"),
            (self.aside.turned, "avoir ou règlement écrit en positif, pris en négatif"),
            (self.others, "comptes qui ne sont pas des clients, non prises"),
            (self.aside.carried, "sans client : celui des lignes au-dessus est repris"),
        )
        return [
            Problem(file=self.file, line=lines[0], what=f"{listed(lines)} : {what}", severity=Severity.WARNING)
            for lines, what in said
            if lines
        ]


def _kind(row: ListRow) -> ItemKind:
    """What the row is: by its own word; else a negative amount is a credit note when its texts say so, or a payment."""
    if row.kind.startswith(_CREDIT_NOTES):
        return ItemKind.CREDIT_NOTE
    if row.kind.startswith(_PAYMENTS):
        return ItemKind.PAYMENT
    if row.kind.startswith(_DEPOSITS):
        return ItemKind.DEPOSIT
    if row.amount >= 0:
        return ItemKind.INVOICE
    texts = condensed(row.label), condensed(row.invoice)
    if any(text.startswith(_PAYMENTS) for text in texts):
        return ItemKind.PAYMENT
    return ItemKind.CREDIT_NOTE


def _totals(items: Sequence[OpenItem]) -> tuple[Decimal, Decimal]:
    amounts = [item.open_amount for item in items]
    return sum((each for each in amounts if each > 0), ZERO), -sum((each for each in amounts if each < 0), ZERO)
