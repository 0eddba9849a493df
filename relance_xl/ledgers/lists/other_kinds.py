"""Tables that are no list of customers' invoices, each named for what it is (N-15): nothing of them is taken.

A bank's list, an aged balance, suppliers' invoices… have customers, amounts and days too; believed, they would mark
every debt as paid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relance_xl.domain.wording import folded
from relance_xl.ledgers.lists.column_names import Header, name_key
from relance_xl.ledgers.lists.shape import is_account
from relance_xl.ledgers.lists.words.days import month_of
from relance_xl.problems import DataError, Problem
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Value

_DETAIL = "la liste détaillée des factures ouvertes, ou le grand livre des clients"
_SUPPLIERS = re.compile(r"^(?:nom|code|n|numero|compte|ref)?(?:du)?(?:fourniss|vendor|supplier(?!found))")
_CUSTOMERS = re.compile(r"client|customer|debiteur|tiers|partner|partenaire|facture|invoice|vente")
_BANK = re.compile(
    r"^(?:dateop|dateval|date(?:de)?(?:la)?val|date(?:d|de)?(?:la)?(?:operation|transaction)|bookingdate|valuedate"
    r"|(?:nomdela|nom)?contrepartie|counterparty|payee|iban|accountbalance|transactionid|libelleoperation"
    r"|montantoperation|libelledeloperation|montantdeloperation|numerodetransaction|completeddate|starteddate)"
)
_PAYMENTS = re.compile(r"^(?:n|no|num|numero)(?:du|de)?(?:reglement|paiement)|^payment(?:number|no|id)")
_QUOTES = re.compile(
    r"^(?:n|no|num|numero|ref|date)?(?:du|de)?devis|^(?:quote|estimate|quotation)|datedevalidite|validuntil"
)
_RECURRING = re.compile(r"periodicite|frequence|frequency|recurren|prochainefactur|nextinvoice|nextdate|abonnement")
_PIVOT = re.compile(r"etiquettesdelignes|rowlabels|^sommede|^sumof")
_BUCKET = re.compile(
    r"\W*(?:de\s+)?\d{1,3}\s*(?:-|–|à|a|to)\s*\d{1,3}\b|>\s*\d{2,3}|\W*(?:plus|moins) de \d{2,3}|\+\s*(?:de\s+)?\d{2,3}"
    r"|over \d{2,3}|\d{2,3}\s*\+|non [ée]chu|[àa] [ée]choir",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(r"([a-z]+)[\W_]*(?:20)?\d{2}")
_SUPPLIERS_ACCOUNT = re.compile(r"40[13489]")
_IBAN = re.compile(r"[A-Z]{2}\d{2} ?\d{4}[ \dA-Z]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What a table shows of itself: the texts of its header row, their keys, the fields known, its customers' codes."""

    titles: Sequence[str]
    keys: Sequence[str]
    header: Header
    codes: Sequence[str]

    def has(self, *fields: str) -> bool:
        """Whether one of these fields has a column."""
        return not self.header.columns.keys().isdisjoint(fields)

    def names(self, pattern: re.Pattern[str]) -> bool:
        """Whether the key of a header fits the pattern."""
        return any(map(pattern.search, self.keys))


def refuse_other_kind(rows: Sequence[Sequence[Value]], header: Header, file: str, line: int) -> None:
    """DataError when the table is known for something else than invoices of customers; `header` may be incomplete."""
    titles = [shown(value).strip() for value in rows[header.row]] if rows else []
    place = header.columns.get("customer", header.columns.get("name", -1))
    table = _Table(
        titles=titles,
        keys=[name_key(title) for title in titles],
        header=header,
        codes=[code for row in rows[header.row + 1 :] if 0 <= place < len(row) and (code := shown(row[place]).strip())],
    )
    for meaning, expected, fits in _KINDS:
        if fits(table):
            raise DataError(Problem(file=file, line=line, what=f"Ce fichier est {meaning}", expected=expected))


def _is_pivot(table: _Table) -> bool:
    return table.names(_PIVOT)


def _is_suppliers(table: _Table) -> bool:
    if table.names(_SUPPLIERS) and (not table.has("customer", "name") or not table.names(_CUSTOMERS)):
        return True
    column = name_key(table.header.titles.get("customer", ""))
    return "compte" in column and bool(table.codes) and all(map(_SUPPLIERS_ACCOUNT.match, table.codes))


def _is_bank(table: _Table) -> bool:
    if table.codes and all(map(_IBAN.fullmatch, table.codes)) and not table.has("invoice", "due_date"):
        return True
    if table.has("due_date", "open_amount") and not table.names(re.compile("accountbalance|transactionid")):
        return False
    if table.names(_BANK):
        return "facture" not in table.keys and "invoicenumber" not in table.keys
    nobody = not table.has("customer", "name", "invoice", "due_date")
    return nobody and table.has("issue_date") and table.has("label") and table.has("amount", "debit", "credit")


def _is_aged(table: _Table) -> bool:
    return sum(1 for title in table.titles if _BUCKET.match(title)) > 1 and not table.has("due_date", "issue_date")


def _is_balance(table: _Table) -> bool:
    return table.has("debit") and table.has("credit") and not table.has("invoice", "issue_date", "due_date", "label")


def _is_schedule(table: _Table) -> bool:
    months = [found for title in table.titles if (found := _MONTH_AND_YEAR.fullmatch(folded(title)))]
    return sum(1 for found in months if month_of(found[1])) > 1 and not table.has("due_date")


def _is_payments(table: _Table) -> bool:
    if table.has("due_date", "open_amount"):
        return False
    return table.names(_PAYMENTS) or (
        table.has("settled_on") and table.has("payment_method") and not table.has("status")
    )


def _is_quotes(table: _Table) -> bool:
    return table.names(_QUOTES) and "facture" not in " ".join(table.keys) and "invoice" not in " ".join(table.keys)


def _is_recurring(table: _Table) -> bool:
    return table.names(_RECURRING) and not table.has("due_date", "open_amount")


def _is_general_ledger(table: _Table) -> bool:
    """Accounts of charges among those of a ledger, and none of a customer but the collective one."""
    accounts = [code for code in table.codes if is_account(code)]
    own = [code for code in accounts if code.startswith("411") and code.rstrip("0") not in {"411", "4111"}]
    column = name_key(table.header.titles.get("customer", ""))
    charged = "compte" in column and any(code.startswith("6") for code in accounts)
    return charged and not own and 2 * len(accounts) > len(table.codes)


_KINDS: Sequence[tuple[str, str, Callable[[_Table], bool]]] = (
    ("un tableau croisé dynamique", _DETAIL, _is_pivot),
    ("une liste de fournisseurs", "les factures de vos clients (comptes 411)", _is_suppliers),
    (
        "un relevé bancaire",
        "« Relevé bancaire » (commande banque) pour ce fichier, ici une liste de factures",
        _is_bank,
    ),
    ("une balance âgée, sans le détail des factures", _DETAIL, _is_aged),
    ("un échéancier par mois, sans la date de chaque facture", _DETAIL, _is_schedule),
    ("une balance, sans le détail des factures", _DETAIL, _is_balance),
    ("une liste de règlements", _DETAIL, _is_payments),
    ("une liste de devis", _DETAIL, _is_quotes),
    ("une liste de factures récurrentes, des modèles", _DETAIL, _is_recurring),
    ("un journal ou un grand livre général, où les clients n'ont pas de compte", _DETAIL, _is_general_ledger),
)
