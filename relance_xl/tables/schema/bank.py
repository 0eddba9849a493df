"""What the bank's statements brought: the operations that concern customers, and the payers known."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.matching.operations import Outcome
from relance_xl.tables.schema.columns import (
    Table,
    amount_column,
    choice_column,
    code_column,
    date_column,
    kept,
    text_column,
    yes_no_column,
)

BANK = Table(
    sheet=sheets.BANK,
    name="tBanque",
    columns=(
        date_column("Date", "booked_on"),
        text_column("Libellé", "label", 36),
        text_column("Référence", "reference", 10),
        amount_column("Montant", "amount"),
        code_column("Client", "customer", 11, help="Qui a payé : choisissez-le dans la liste, puis « Affecter »."),
        text_column(
            "Factures",
            "invoices",
            17,
            help="Les factures payées : choisissez-en une, ou écrivez-en plusieurs séparées par « ; ».",
        ),
        choice_column(
            "Certitude", "certainty", (Outcome.CERTAIN.value, Outcome.TO_CHECK.value, Outcome.UNKNOWN.value), 12
        ),
        yes_no_column(
            "Décision",
            "decision",
            help="oui : « Affecter » le fera comme proposé. non : pas d'un client, ne retient plus.",
        ),
        text_column("Pourquoi", "why", 56),
        text_column("Fichier", "file", 20),
        code_column("Lot", "batch", 18),
        text_column("Devise", "currency", 8),
        text_column("Payeur", "payer", 26),
        code_column("IBAN du payeur", "payer_iban", 20),
        code_column("Compte", "account", 20),
        code_column("Empreinte", "fingerprint", 18, help="Reconnaît l'opération dans un autre relevé."),
        text_column("Affecté", "settled", 40, help="Ce que l'opération a réglé, ligne par ligne."),
        text_column("Retenus", "held", 20, help="Les clients qu'une opération à vérifier retient."),
        kept(text_column("Proposées", "proposed", 26)),
        kept(code_column("Lot d'affectation", "assigned", 18)),
        kept(text_column("Avant", "before", 40)),
    ),
)

PAYERS = Table(
    sheet=sheets.PAYERS,
    name="tPayeurs",
    columns=(
        text_column("Payeur", "payer", 34, help="Son nom, comme la banque l'écrit."),
        code_column("IBAN", "iban", 30),
        code_column("Client", "customer", 12, help="Le client pour qui il paie."),
        yes_no_column("Collectif", "collective", help="oui : il paie pour plusieurs clients, jamais pour un seul."),
        kept(code_column("Lot", "batch", 18)),
    ),
)
