"""What the columns of a list of invoices are called, by the programs that export them.

A table, so that a name met in the field is added here and nowhere else; of two columns that name the same thing, the
one whose name stands first here is taken (« Montant TTC » before « Montant »).  Names are compared without case,
accents, spaces, punctuation, nor what stands between brackets (« Montant TTC (€) »).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from relance_xl.ledgers.common.spelling import condensed
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Value

SEARCHED_ROWS = 60
"""The header stands within so many rows of the top."""

# Sage 100, EBP, Cegid, Quadra, Ciel, Pennylane, Tiime, Axonaut, Sellsy, Evoliz, Henrri, Dolibarr, Odoo, ERPNext,
# Zoho, QuickBooks, Xero, Invoice Ninja, and our own sheet.
NAMES: Mapping[str, tuple[str, ...]] = {
    "customer": (
        "Code client", "Code tiers", "N° client", "Numéro client", "Compte client", "Compte tiers", "N° compte tiers",
        "Compte auxiliaire", "N° compte auxiliaire", "Auxiliaire", "CompAuxNum", "Code auxiliaire", "Réf. client",
        "Référence client", "Identifiant client", "ID client", "Code", "Compte", "N° compte", "Numéro de compte",
        "CompteNum", "Customer ID", "Customer number", "Customer code", "Customer no", "Account", "Account number",
        "Client ID", "Client code",
    ),
    "either": ("Client", "Tiers", "Customer", "Société", "Débiteur", "Payeur", "Client facturé", "Client payeur"),
    "name": (
        "Nom", "Nom client", "Nom du client", "Nom du tiers", "Nom tiers", "Raison sociale", "Intitulé",
        "Intitulé du compte", "Intitulé tiers", "Intitulé compte", "Libellé compte", "Libellé du compte", "CompAuxLib",
        "Dénomination", "Nom de la société", "Nom société", "Nom ou raison sociale", "Customer name", "Client name",
        "Company", "Company name", "Nom d'affichage du partenaire de la facture", "Invoice Partner Display Name",
        "Partenaire", "Partner", "Destinataire", "Name",
    ),
    "invoice": (
        "N° facture", "Numéro facture", "Numéro de facture", "N° de facture", "Num facture", "Facture",
        "Référence facture", "Réf. facture", "N° pièce", "N° de pièce", "Numéro de pièce", "Numéro pièce", "PieceRef",
        "Réf. pièce", "Référence pièce", "Pièce", "Numéro du document", "N° document", "N° de document", "Document",
        "Numéro", "N°", "Référence", "Réf.", "Réf. interne", "Invoice number", "Invoice no", "Invoice ID",
        "Invoice #", "Invoice", "Num", "Reference", "Ref", "Number", "Document number",
    ),
    "issue_date": (
        "Date facture", "Date de facture", "Date de la facture", "Date de facturation", "Date d'émission",
        "Date émission", "Émise le", "Date pièce", "Date de pièce", "PieceDate", "Date du document", "Date document",
        "Date comptable", "Date écriture", "Date d'écriture", "Invoice date", "Issue date", "Issued on",
        "Date of issue", "Document date", "Invoice/Bill Date", "Date facturation", "Posting date", "Date",
    ),
    "due_date": (
        "Échéance", "Date échéance", "Date d'échéance", "Date d'éch.", "Éch.", "Date éch.", "Échue le",
        "À payer avant le", "Date limite de paiement", "Date limite de règlement", "Date de paiement prévue",
        "Date d'échéance prévue", "Date d'échéance de paiement", "Date d'échéance de la facture",
        "Échéance de paiement", "Échéance de la facture", "Échéance facture", "Date échéance facture",
        "Due date", "Invoice due date", "Invoice date due", "Due on",
        "Payment due date", "Maturity date", "Due",
    ),
    "amount": (
        "Montant TTC", "Total TTC", "Montant total TTC", "TTC", "Montant échéance", "Montant de l'échéance",
        "Montant facture", "Montant de la facture", "Montant du document", "Net à payer", "Montant total",
        "Amount incl VAT", "Invoice amount", "Amount total", "Invoice total", "Total amount", "Grand total",
        "Montant", "Amount", "Total",
    ),
    "open_amount": (
        "Solde", "Solde dû", "Reste dû", "Restant dû", "Montant restant dû", "Reste à payer", "Restant à payer",
        "Montant restant à payer", "Montant dû", "Reste à régler", "Solde à payer", "Solde restant dû",
        "Montant ouvert", "Montant impayé", "Impayé", "Encours", "Solde TTC", "Reste à encaisser", "Balance",
        "Balance due",
        "Amount due", "Invoice balance", "Invoice amount due", "Open amount", "Outstanding", "Outstanding amount",
        "Amount residual", "Residual amount", "Restant", "Reste", "Remaining amount", "Open balance",
    ),
    "paid": (
        "Réglé", "Montant réglé", "Payé", "Montant payé", "Déjà réglé", "Déjà payé", "Encaissé", "Montant encaissé",
        "Règlements", "Acomptes", "Total réglé", "Paid", "Amount paid", "Paid amount", "Invoice amount paid",
        "Invoice paid to date", "Paid to date",
    ),
    "debit": (
        "Débit", "Montant débit", "Mouvement débit", "Mouvements débit", "Débit EUR", "Debit", "Solde débiteur",
    ),
    "credit": (
        "Crédit", "Montant crédit", "Mouvement crédit", "Mouvements crédit", "Crédit EUR", "Credit", "Solde créditeur",
    ),
    "settled_on": (
        "Date de règlement", "Date règlement", "Réglée le", "Payée le", "Date de paiement", "Date paiement",
        "Date d'encaissement", "Date du dernier règlement", "Settled date", "Paid on", "Payment date", "Paid date",
        "Date paid",
    ),
    "sense": ("Sens", "D/C", "Débit/Crédit", "Débit crédit", "Signe", "DC"),
    "payment_status": (
        "Statut de paiement", "Statut du paiement", "Statut paiement", "État du paiement", "État de paiement",
        "Statut de règlement", "Statut règlement", "Statut du règlement", "État du règlement", "Payment status",
        "Payment state",
    ),
    "status": (
        "Statut", "État", "Situation", "Statut de la facture", "Statut facture", "État facture", "État de la facture",
        "Statut du document", "Statut document", "Status", "Invoice status", "Document status", "State",
    ),
    "kind": (
        "Nature", "Type", "Type de pièce", "Type de document", "Nature de pièce", "Type document", "Type de facture",
        "Document type", "Transaction type", "Move type", "Invoice type", "Type journal",
    ),
    "letter": ("Lettrage", "Lettre", "Code lettrage", "EcritureLet", "Let.", "L"),
    "currency": ("Devise", "Code devise", "Monnaie", "Idevise", "Currency", "Currency code"),
    "payment_method": (
        "Mode de règlement", "Mode règlement", "Mode de paiement", "Moyen de paiement", "Règlement", "Payment method",
    ),
    "payment_terms": (
        "Délai de règlement", "Délai de paiement", "Conditions de paiement", "Conditions de règlement",
        "Payment terms", "Terms",
    ),
    "label": ("Libellé", "Libellé écriture", "EcritureLib", "Objet", "Description", "Désignation", "Label"),
    "email": ("E-mail", "Mail", "Adresse e-mail", "Courriel", "Adresse mail", "Email address", "Email"),
    "phone": ("Téléphone", "Tél.", "Tel", "Téléphone 1", "N° téléphone", "Portable", "Phone", "Phone number"),
    "contact": ("Contact", "Interlocuteur", "Nom du contact", "Contact name"),
    "address_1": ("Adresse", "Adresse 1", "Adresse de facturation", "Rue", "Address", "Address 1", "Billing address",
                  "PO Address Line 1"),
    "address_2": ("Adresse 2", "Complément", "Complément d'adresse", "Address 2", "PO Address Line 2"),
    "address_3": ("Adresse 3", "Address 3", "PO Address Line 3"),
    "postal_code": ("Code postal", "CP", "Postal code", "Zip", "Zip code", "Postcode", "PO Postal Code"),
    "city": ("Ville", "Localité", "City", "Town", "PO City"),
    "country": ("Pays", "Code pays", "Country", "Country code", "PO Country"),
}  # fmt: skip

# What only a file of customers has: in a list of invoices these columns say nothing of the debt.
OF_CUSTOMERS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("Prénom", "First name", "Prénom du contact"),
    "email_2": (
        "E-mail 2", "Email 2", "E-mail facturation", "Email facturation", "E-mail comptabilité", "E-mail compta",
        "Billing email", "E-mail de facturation", "Email de facturation",
    ),
    "siren": (
        "SIREN", "N° SIREN", "Numéro SIREN", "SIRET", "N° SIRET", "Numéro SIRET", "SIREN/SIRET", "SIRET/SIREN",
        "SIREN - SIRET", "Prof. id 1", "Registration number", "Company registration number",
    ),
    "customer_kind": (
        "Type de client", "Type client", "Type de tiers", "Type tiers", "Type du client", "Type du tiers",
        "Customer type", "Client type", "Nature du client", "Type", "Catégorie de client",
    ),
}  # fmt: skip

_ENGLISH = re.compile(
    r"customer|amount|invoice|issued|issuedate|paid|settled|balance|outstanding|currency|payment|company|status|terms"
    r"|number|^name$|^id$|state|residual|^due(?:date|on)?$|maturity"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_UNITS = re.compile(r"(?:eneuros|eneur|eur|euros)$")


def name_key(header: Value) -> str:
    """What two spellings of one header have in common."""
    bare = condensed(_BRACKETS.sub("", shown(header)))
    return _UNITS.sub("", bare) or bare


_FIGURE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}$|[.,]\d{2}(?:\D{0,3})$")
_EXPOSURES = frozenset({"encours"})
FieldOf = Mapping[str, tuple[str, int]]
"""Key of a header → its field, and the rank of its name among that field's."""


def _field_of(names: Mapping[str, tuple[str, ...]]) -> FieldOf:
    return {name_key(name): (field, rank) for field, each in names.items() for rank, name in enumerate(each)}


_FIELD_OF = _field_of(NAMES)
_CUSTOMER_FIELD_OF = {**_FIELD_OF, **_field_of(OF_CUSTOMERS)}
_OF_INVOICES = frozenset({
    "amount", "open_amount", "paid", "debit", "credit", "invoice", "issue_date", "due_date", "settled_on", "sense",
    "letter",
})  # fmt: skip
_COORDINATES = frozenset({
    "email", "phone", "contact", "address_1", "postal_code", "city", "payment_terms", "siren",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header row of a list.

    Attributes:
        row: its index among the rows, from 0.
        columns: field → index of its column.
        titles: field → the header as written, to be shown and remembered.
        unused: headers that name nothing known.
        exposures: headers of what a customer owes in all, which is no balance of an invoice.
        shape: « 3fa9c1 », what tells this row of headers from others, whatever stands below it.
        english: columns have English names, so that the order of the days must be seen, not assumed.
    """

    row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[str, ...]
    english: bool
    exposures: tuple[str, ...] = ()
    shape: str = ""


def shape_mark(row: Sequence[Value]) -> str:
    """Six hexadecimal digits of a row of headers: the same for the same headers in the same order."""
    keys = [name_key(cell) if isinstance(cell, str) else "" for cell in row]
    return hashlib.sha256("|".join(filter(None, keys)).encode()).hexdigest()[:6]


def find_header(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str] | None = None) -> Header | None:
    """The row, within the first sixty, that names the most columns; None when none names enough of them.

    Enough is a customer, an amount, and an invoice or a day.  `mapping`, the user's own, gives field → header; it
    comes before the usual names.
    """
    return max(filter(_is_enough, _headers(rows, mapping or {})), key=_names, default=None)


def find_headed(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str] | None = None) -> Header | None:
    """The header of a list whose customers stand in rows of their own, above their invoices; None when it is none.

    It names an amount and an invoice or a day, and the first row below it is no invoice but one or two texts.
    """
    header = nearest_header(rows, mapping)
    if (
        header is None
        or header.columns.keys() & {"customer", "name"}
        or not _is_enough(header, who={"amount", "open_amount", "debit"})
    ):
        return None
    below = next((row for row in rows[header.row + 1 :] if any(shown(cell).strip() for cell in row)), ())
    return header if is_heading(below) else None


def find_directory(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str] | None = None) -> Header | None:
    """The header of a list of customers, who have no invoice there; None when it is none.

    It names a code and a name, or one of them and two coordinates at least; and no amount, number or day at all.
    """
    told = mapping or {}
    headers = [
        _header(index, row, each, _CUSTOMER_FIELD_OF)
        for each in (told, {"customer": "id", **told})
        for index, row in enumerate(rows[:SEARCHED_ROWS])
    ]
    header = max(headers, key=_names, default=None)
    known = header is not None and header.columns.keys().isdisjoint(_OF_INVOICES) and _names_customers(header)
    return header if known else None


def _names_customers(header: Header) -> bool:
    named = {"customer", "name"} & header.columns.keys()
    return len(named) > 1 or (bool(named) and len(_COORDINATES & header.columns.keys()) > 1)


def is_heading(row: Sequence[Value]) -> bool:
    """Whether a row holds one or two texts and nothing else: no day, no amount with its cents."""
    filled = [cell for cell in row if shown(cell).strip()]
    return 0 < len(filled) <= 2 and all(isinstance(cell, str) and not _FIGURE.search(cell.strip()) for cell in filled)


def another_header(row: Sequence[Value], index: int, now: Header, mapping: Mapping[str, str]) -> Header | None:
    """The header that a row below the first makes, with its columns in other places; None when it makes none."""
    known = set(now.titles.values())
    if sum(1 for cell in row if type(cell) is str and cell.strip() in known) < 2:
        return None
    header = _header(index, row, mapping)
    return header if _is_enough(header) and header.columns != now.columns else None


def nearest_header(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str] | None = None) -> Header | None:
    """The row that names the most columns, enough of them or not; None when there is no row."""
    return max(_headers(rows, mapping or {}), key=_names, default=None)


def _headers(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str]) -> list[Header]:
    return [_header(index, row, mapping) for index, row in enumerate(rows[:SEARCHED_ROWS])]


def _names(header: Header) -> int:
    return len(header.columns)


def _header(index: int, row: Sequence[Value], mapping: Mapping[str, str], fields: FieldOf = _FIELD_OF) -> Header:
    wanted = {name_key(header): field for field, header in mapping.items()}
    keys = [name_key(cell) if isinstance(cell, str) else "" for cell in row]
    columns = {wanted[key]: place for place, key in reversed(list(enumerate(keys))) if key in wanted}
    stated = set(columns.values())
    ranked = sorted((fields[key][1], place) for place, key in enumerate(keys) if key in fields and place not in stated)
    for _, place in ranked:
        columns.setdefault(fields[keys[place]][0], place)
    _place_leftovers(columns, keys)
    exposures = _exposures(columns, keys)
    unused = [shown(row[place]).strip() for place, key in enumerate(keys) if key and place not in columns.values()]
    _place_either(columns)
    columns = dict(sorted(columns.items(), key=lambda column: column[1]))
    return Header(
        row=index,
        columns=columns,
        titles={field: shown(row[place]).strip() for field, place in columns.items()},
        unused=tuple(unused),
        english=any(_ENGLISH.search(keys[place]) for place in columns.values()),
        exposures=tuple(shown(row[place]).strip() for place in exposures),
        shape=shape_mark(row),
    )


def _place_leftovers(columns: dict[str, int], keys: Sequence[str]) -> None:
    """« name » and « ID » are the number of the invoice where no other column is, and « ContactName » the customer."""
    if columns.keys().isdisjoint({"amount", "open_amount", "debit"}):
        return
    taken = set(columns.values())
    for key in ("name", "id"):
        if "invoice" not in columns and key in keys and (key == "id" or keys.index(key) not in taken):
            columns["invoice"] = keys.index(key)
    if columns.keys().isdisjoint({"customer", "either", "name"}) and "contactname" in keys:
        columns["name"] = columns.pop("contact")


def _exposures(columns: dict[str, int], keys: Sequence[str]) -> list[int]:
    """The places of an « Encours » beside the amounts of the invoices: it is the customer's, and is taken out."""
    if "amount" in columns and "open_amount" in columns and keys[columns["open_amount"]] in _EXPOSURES:
        return [columns.pop("open_amount")]
    return []


def _place_either(columns: dict[str, int]) -> None:
    """« Client » alone is who the customer is; beside a code it is the name, beside a name it is the code."""
    place = columns.pop("either", None)
    if place is None:
        return
    columns.setdefault("name" if "customer" in columns else "customer", place)


def _is_enough(header: Header, who: Collection[str] = frozenset({"customer", "name"})) -> bool:
    names = header.columns.keys()
    return (
        not names.isdisjoint(who)
        and not names.isdisjoint({"amount", "open_amount", "debit"})
        and not names.isdisjoint({"invoice", "issue_date", "due_date"})
    )
