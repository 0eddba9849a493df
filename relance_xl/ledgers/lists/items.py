"""Rows of a list made into customers and open items, with the account of every row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.money.terms import due_date
from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.common.collective import is_collective
from relance_xl.ledgers.common.computed import computed
from relance_xl.ledgers.common.faults import Faults
from relance_xl.ledgers.common.imported import Doubt, DoubtedRow, Imported, ImportReport, Motive, Origin
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.common.remainder import applied
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.lists.customers import CustomerIndex
from relance_xl.ledgers.lists.lines.repeats import repeats
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.rows import ListRow
from relance_xl.ledgers.lists.shape import Shape, is_account, is_credit_number
from relance_xl.ledgers.lists.words.statuses import Standing
from relance_xl.problems import Problem, Severity
from relance_xl.tables.cells import CellFault
from relance_xl.tables.grid import Value

_CREDIT_NOTES = re.compile(r"avoir|notedecredit|creditnote|creditmemo|refund|^rinv|^return|^retour")
_PAYMENTS = re.compile(
    r"reglement|paiement|payment|encaissement|virement|cheque|prelevement|versement|banque|^receipt|remisebancaire"
)
_DEPOSITS = re.compile(r"^(?:acompte|deposit|avance)")
_NO_INVOICE = re.compile(
    r"devis|proforma|^commande|boncommande|bondecommande|bonlivraison|bondelivraison|quote|estimate|salesorder"
)
_SUPPLIER = re.compile(r"^in(?:invoice|refund)|fournisseur|vendor|supplier|^bill|achat|purchase")
_WRECKED_NUMBER = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)


@dataclass(slots=True)
class _Aside:
    """Lines left out or doubted, by reason."""

    titles: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    voids: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many lines no other count has."""
        out = (self.titles, self.totals, self.voids, self.closed, self.later, self.copies, self.articles)
        return sum(map(len, out))


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
        self.cells: list[Sequence[Value]] = []
        self.settled: list[OpenItem] = []
        self.dropped: list[OpenItem] = []
        self.named: set[str] = set()
        self.blank = 0
        self.others: list[int] = []
        self._last_customer = self._last_name = ""
        self._under_heading = False

    def title(
        self, line: int, heading: tuple[str, str] = ("", ""), identity: tuple[str, str, str] = ("", "", "")
    ) -> None:
        """Count a title; one that names a customer heads the rows below it.

        A row that has a customer and a number and nothing else may be one that was cut: its invoice stays as it is.
        """
        self.aside.titles.append(line)
        if identity[2] and (code := self._known_code(*identity[:2])):
            why = "La ligne n'a ni montant ni date"
            self.faults.doubted.append(
                DoubtedRow(customer=code, invoice=identity[2], file=self.file, line=line, why=why)
            )
        if any(heading):
            self._last_customer, self._last_name, self._under_heading = *heading, True

    def total(self, line: int) -> None:
        """Count a total; where customers head their rows, the next row needs a heading of its own."""
        self.aside.totals.append(line)
        if self.shape.headed:
            self._last_customer = self._last_name = ""

    def _known_code(self, stated: str, name: str) -> str:
        try:
            return self.customers.code_of(stated, name)
        except CellFault:
            return ""

    def fault(self, line: int, fault: CellFault, stated: str = "", name: str = "", invoice: str = "") -> None:
        """Set a row aside for a value that cannot be read; the rest is who it is about, as far as that can be read."""
        code = self._known_code(stated, name)
        self.faults.add(line, fault.what, expected=fault.expected, customer=code, invoice=invoice)

    def add(self, line: int, row: ListRow, cells: Sequence[Value] = ()) -> None:
        """Take the invoice of a row, `cells` as they stand; CellFault when it cannot be an item."""
        cut_off = self.options.cut_off
        if row.standing is Standing.VOID or _NO_INVOICE.search(row.kind):
            self.aside.voids.append(line)
            self._no_more_owed(line, row)
            return
        if cut_off is not None and row.issue_date is not None and row.issue_date > cut_off:
            self.aside.later.append(line)
            return
        if self._is_anothers(row):
            self.others.append(line)
            return
        if row.standing is Standing.CLOSED:
            self.aside.closed.append(line)
            self._no_more_owed(line, row)
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
        self.cells.append(cells)

    def _is_anothers(self, row: ListRow) -> bool:
        """Whether the row is no customer's: another account of the ledger, or a supplier's invoice."""
        if _SUPPLIER.search(row.kind):
            return True
        account = row.customer or (self._last_customer if self.shape.headed else "")
        accounts = self.shape.has_accounts or self.shape.headed
        return accounts and is_account(account) and not account.startswith("41")

    def _no_more_owed(self, line: int, row: ListRow) -> None:
        """Hand over an invoice that the file names as cancelled or written off: nobody owes it any more (N-01)."""
        try:
            item = self._item(line, row, self.customers.code_of(row.customer, row.name))
        except CellFault:
            return  # a draft without number or day was never in the workbook
        if item.customer and row.invoice:
            self.dropped.append(replace(item, paid=item.amount))

    def _code(self, line: int, row: ListRow) -> str:
        code = self.customers.code_of(self._own_account(row), row.name)
        if code:
            self._last_customer, self._last_name, self._under_heading = code, row.name, False
            return code
        if not self._last_customer or not (self.shape.grouped or self.shape.headed or self._under_heading):
            raise CellFault("Le client manque", "un code ou un nom de client")
        if not self.shape.headed:
            self.aside.carried.append(line)
        row.name = row.name or self._last_name
        return self.customers.code_of(self._last_customer, self._last_name)

    def _own_account(self, row: ListRow) -> str:
        """The row's account, "" for one that many customers share: the name is then the customer (N-12)."""
        if not self.shape.has_accounts or not is_collective(row.customer, ""):
            return row.customer
        if is_collective(row.customer, row.name):
            raise CellFault(
                f"Le compte {row.customer} est celui de tous les clients, et rien n'y nomme celui-ci",
                "un compte par client, ou une colonne qui le nomme",
            )
        return row.customer if self._is_only_one(row) else ""

    def _is_only_one(self, row: ListRow) -> bool:
        """Whether the workbook already knows the account as that of the one customer named."""
        known = self.customers.known.get(row.customer)
        return known is not None and condensed(known.name) == condensed(row.name)

    def _item(self, line: int, row: ListRow, code: str) -> OpenItem:
        kind = self._kind(row)
        amount, paid = row.amount, row.paid
        if kind is not ItemKind.INVOICE and amount > 0 and not self.shape.signed:
            amount, paid = -amount, None if paid is None else -paid
            self.aside.turned.append(line)
        due, terms = self._due(row, code, kind)
        return OpenItem(
            customer=code,
            invoice=_number(row, kind),
            due_date=due,
            issue_date=row.issue_date,
            amount=amount,
            paid=self._paid(row, amount, paid),
            kind=kind,
            currency="" if row.currency == self.options.reference_currency else row.currency,
            payment_method=row.payment_method,
            note=computed(terms) if terms else "",
            computed_terms=terms,
        )

    def _kind(self, row: ListRow) -> ItemKind:
        """What the row is: by its own word; else by its number, where few bear such a one; else by its sign."""
        stated = _stated_kind(row)
        if stated is not None:
            return stated
        if self.shape.credit_numbers and not row.kind and is_credit_number(row.invoice):
            return ItemKind.CREDIT_NOTE
        if row.amount >= 0:
            return ItemKind.INVOICE
        if any(_PAYMENTS.match(condensed(text)) for text in (row.label, row.invoice)):
            return ItemKind.PAYMENT
        return ItemKind.CREDIT_NOTE

    def _paid(self, row: ListRow, amount: Decimal, paid: Decimal | None) -> Decimal:
        """What is paid at the cut-off: what the row states; else all or nothing, by its day of payment or its status.

        A balance stated beside a day of payment wins: the day may be that of a part only.  CellFault when the status
        contradicts the amounts, or says that a part is paid and not how much.
        """
        cut_off = self.options.cut_off
        _check_standing(row, amount, paid)
        paid_later = cut_off is not None and row.settled_on is not None and row.settled_on > cut_off
        if paid is not None:
            return ZERO if paid_later and paid == amount else paid
        if row.settled_on is not None:
            return ZERO if paid_later else amount
        return amount if row.standing is Standing.PAID and cut_off is None else ZERO

    def _due(self, row: ListRow, code: str, kind: ItemKind) -> tuple[date, str]:
        if row.due_date is not None:
            return row.due_date, ""
        if row.issue_date is None:
            raise CellFault("Ni échéance ni date de facture", "une date")
        if kind is not ItemKind.INVOICE:
            return row.issue_date, ""
        terms = row.contacts.get("payment_terms") or self.options.terms.get(code) or self.options.default_terms
        try:
            return due_date(row.issue_date, terms), terms
        except ValueError as fault:
            raise CellFault(str(fault), "un délai comme « 30 jours » ou « 45 jours fin de mois »") from fault

    def imported(self) -> Imported:
        """All of it, rows that repeat another and rows whose letters balance left out."""
        self._leave_out_repeats()
        self._net_letters()
        keep = [index for index, item in enumerate(self.items) if item.open_amount]
        kept = [self.items[index] for index in keep]
        places = {index: place for place, index in enumerate(keep)}
        settled = (*self.settled, *(item for item in self.items if not item.open_amount))
        dates = [item.issue_date for item in (*self.items, *self.settled) if item.issue_date is not None]
        codes = {item.customer for item in kept}
        return Imported(
            source=self.file,
            customers={code: customer for code, customer in self.customers.found.items() if code in codes},
            items=tuple(kept),
            origins=tuple(self.origins[index] for index in keep),
            computed_due=frozenset(places[index] for index in self.computed_due if index in places),
            settled=(*settled, *self.dropped),
            doubted=tuple(self.faults.doubted),
            doubts=self._doubts(),
            named=frozenset(self.named),
            first_entry=min(dates, default=None),
            last_entry=max(dates, default=None),
            report=self._report(kept, len(settled), len(codes)),
        )

    def _doubts(self) -> tuple[Doubt, ...]:
        """A list of which one or two rows have no customer: grouped, or with cells that were emptied."""
        if not (self.shape.few_grouped and self.aside.carried):
            return ()
        where = listed(self.aside.carried).lower()
        detail = f"{self.file}, {where} : sans client, celui de la ligne au-dessus serait repris"
        return (Doubt(motif=Motive.CUSTOMER_CARRIED, detail=detail),)

    def _report(self, kept: Sequence[OpenItem], matched: int, customers: int) -> ImportReport:
        debit, credit = _totals(kept)
        out = self.aside.left_out + len(self.faults)
        return ImportReport(
            lines=len(kept) + matched + out + len(self.others) + self.blank,
            open_lines=len(kept),
            matched_lines=matched,
            other_lines=len(self.others),
            set_aside_lines=out,
            blank_lines=self.blank,
            customers=customers,
            open_items=len(kept),
            debit=debit,
            credit=credit,
            problems=(*self.faults.problems(), *self._remarks()),
        )

    def _leave_out_repeats(self) -> None:
        if self.shape.signed:
            return  # in a ledger, two equal lines are two
        found = repeats(self.items, self.cells)
        self.aside.copies += [self.origins[place].line for place in found.copies]
        self.aside.articles += [self.origins[place].line for place in found.articles]
        out = {*found.copies, *found.articles}
        if out:
            keep = [place for place in range(len(self.items)) if place not in out]
            new = {place: index for index, place in enumerate(keep)}
            self.computed_due = [new[place] for place in self.computed_due if place in new]
            self.items = [self.items[place] for place in keep]
            self.origins = [self.origins[place] for place in keep]
            self.letters = [self.letters[place] for place in keep]

    def _net_letters(self) -> None:
        """Settle the rows of one letter by each other; what a group leaves open stays on the lines it is owed for."""
        groups: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index, letter in enumerate(self.letters):
            if letter:
                groups[self.items[index].customer, self.items[index].currency, letter].append(index)
        for members in groups.values():
            lines = [self.items[index] for index in members]
            parts = applied([line.open_amount for line in lines], [line.issue_date or line.due_date for line in lines])
            for index, line, part in zip(members, lines, parts, strict=True):
                self.items[index] = replace(line, paid=line.paid + part)

    def _remarks(self) -> list[Problem]:
        said = (
            (self.aside.titles, "titres ou en-têtes de page, laissés de côté"),
            (self.aside.totals, "totaux, laissés de côté"),
            (self.aside.voids, "brouillons, devis ou pièces annulées, laissés de côté"),
            (self.aside.closed, "remboursées, extournées ou passées en perte, laissées de côté"),
            (self.aside.copies, "copies exactes d'une autre ligne, comptées une fois"),
            (self.aside.articles, "même facture et même total qu'une ligne au-dessus, comptés une fois"),
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


def _stated_kind(row: ListRow) -> ItemKind | None:
    """What the row's own word says that it is; None when it says nothing but « Facture »."""
    status = condensed(row.status)
    for word in (row.kind, status if status in {"return", "retour"} else ""):
        for pattern, kind in (
            (_CREDIT_NOTES, ItemKind.CREDIT_NOTE),
            (_DEPOSITS, ItemKind.DEPOSIT),
            (_PAYMENTS, ItemKind.PAYMENT),
        ):
            if word and pattern.search(word):
                return kind
    return None


def _number(row: ListRow, kind: ItemKind) -> str:
    """The number of the line, its label without one, « Règlement du 20/09/2025 » for a payment that has neither."""
    if _WRECKED_NUMBER.fullmatch(row.invoice):
        raise CellFault(f"Le numéro « {row.invoice} » a été changé en nombre par un tableur", "le numéro d'origine")
    found = row.invoice or row.label
    if not found and kind is not ItemKind.INVOICE and (on := row.issue_date or row.due_date):
        return f"{kind} du {on:%d/%m/%Y}"
    if not found:
        raise CellFault("Le numéro de facture manque", "un numéro de pièce ou un libellé")
    return found


def _check_standing(row: ListRow, amount: Decimal, paid: Decimal | None) -> None:
    if row.standing is Standing.UNKNOWN:
        raise CellFault(f"Le statut « {row.status} » n'est pas connu", "un statut comme « Payée » ou « En retard »")
    if row.standing is Standing.HELD:
        raise CellFault(f"La facture est « {row.status} »", "une facture que personne d'autre ne réclame")
    if row.standing is Standing.PARTLY and (not paid or paid == amount):
        raise CellFault(f"« {row.status} », sans dire combien", "le montant réglé ou le reste dû")
    if row.standing is Standing.PAID and paid is not None and paid != amount:
        raise CellFault(f"« {row.status} », mais il reste un solde", "un statut et un solde qui s'accordent")


def _totals(items: Sequence[OpenItem]) -> tuple[Decimal, Decimal]:
    amounts = [item.open_amount for item in items]
    return sum((each for each in amounts if each > 0), ZERO), -sum((each for each in amounts if each < 0), ZERO)
