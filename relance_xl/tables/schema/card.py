"""The sheet `Fiche`: one customer on a page, rewritten whole at each request."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.tables.schema.columns import (
    Column,
    Kind,
    NamedCell,
    Table,
    amount_column,
    date_column,
    integer_column,
    kept,
    text_column,
)

CARD = Table(
    sheet=sheets.CARD,
    name="tFiche",
    columns=(
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=15),
        date_column("Date", "day"),
        date_column("Échéance", "due_date"),
        integer_column("Jours", "days", None, None, width=8),
        amount_column("Montant", "amount"),
        amount_column("Solde", "open_amount"),
        text_column("Devise", "currency", 8),
        integer_column("Niveau", "level", 0, 9, width=8),
        Column(header="Situation", field="said", kind=Kind.LINK, width=38),
        kept(text_column("Genre", "kind", 10)),
    ),
)
"""What is open, then under a title of their own what was sent, what was said, the notes."""

SECTION, CAPTION, LINE, TOTAL, TEXT = "titre", "entête", "ligne", "total", "texte"
"""What « Genre » says of a row: it decides of its looks."""


def _cell(name: str, field: str, label: str = "") -> NamedCell:
    return NamedCell(name=f"fiche_{name}", field=field, label=label, kind=Kind.TEXT)


CARD_CODE = NamedCell(name="fiche_client", field="code", label="Client", kind=Kind.CODE)
CARD_TITLE = (_cell("nom", "name"), _cell("date", "as_of"))
CARD_IDENTITY = (
    _cell("adresse", "address", "Adresse"),
    _cell("contact", "contact", "Contact"),
    _cell("telephone", "phone", "Téléphone"),
    _cell("email", "email", "E-mail"),
    _cell("groupe", "group", "Groupe"),
    _cell("gestionnaire", "manager", "Gestionnaire"),
    _cell("reglement", "payment", "Règlement"),
)
CARD_FIGURES = (
    _cell("encours", "owed", "Encours"),
    _cell("echu", "overdue", "Dont échu"),
    _cell("retard", "oldest", "Plus ancien retard"),
    _cell("niveau", "levels", "Niveau atteint → proposé"),
    _cell("delai", "delay", "Paie d'habitude"),
    _cell("promesses", "promises", "Promesses tenues"),
    _cell("derniere", "last", "Dernière relance"),
)
CARD_SENTENCE = _cell("resume", "sentence")
CARD_CELLS = (CARD_CODE, *CARD_TITLE, *CARD_IDENTITY, *CARD_FIGURES, CARD_SENTENCE)
"""Named cells of `Fiche`."""
