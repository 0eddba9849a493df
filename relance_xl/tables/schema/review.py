"""What a run lays before the accountant, who decides there: the proposals and the calls."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import CallOutcome, Channel
from relance_xl.tables.schema.columns import (
    Column,
    Kind,
    Table,
    amount_column,
    attached_column,
    choice_column,
    code_column,
    date_column,
    integer_column,
    kept,
    recent,
    text_column,
    values,
    yes_no_column,
)

SUBTOTALLED = 5_000
"""Lines: up to there each customer's first line adds up what is ticked of his, in the reference currency."""

_ROW = "ROW()-ROW(tRelances[[#Headers],[Rang]])"
_FIRST_OF_CUSTOMER = f"IF({_ROW}=1,TRUE,INDEX(tRelances[Rang],{_ROW}-1)<>[@Rang])"
_TICKED_TOTAL = (
    f'=IF(OR([@Rang]="",ROWS(tRelances[Rang])>{SUBTOTALLED}),"",IF({_FIRST_OF_CUSTOMER},'
    'SUMIFS(tRelances[Contre-valeur],tRelances[Rang],[@Rang],tRelances[Relancer],"oui"),""))'
)

PROPOSALS = Table(
    sheet=sheets.PROPOSALS,
    name="tRelances",
    colour_by="Niveau proposé",
    columns=(
        text_column("Alerte", "alert", 9),
        yes_no_column("Relancer", "ticked"),
        text_column("Nom", "name", 30),
        amount_column("Total coché", "ticked_total", formula=_TICKED_TOTAL),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        date_column("Échéance", "due_date"),
        integer_column("Jours de retard", "days_overdue", None, None, width=9),
        amount_column("Solde", "open_amount"),
        integer_column("Niveau atteint", "level_reached", 0, 9, width=9),
        integer_column("Niveau proposé", "level_proposed", 1, 9, width=9),
        choice_column("Canal", "channel", values(Channel), 11),
        text_column("Pourquoi", "why", 46),
        code_column(
            "N° recommandé",
            "registered_number",
            22,
            help="Tapez ou scannez le numéro de la liasse avant « Lettres », sur une ligne cochée de la lettre.",
        ),
        text_column("Devise", "currency", 8),
        code_column("Client", "customer", 12),
        amount_column("Montant", "amount"),
        amount_column("Réglé", "paid"),
        text_column("Modèle", "template", 18),
        date_column("Dernière relance", "last_reminder"),
        integer_column("Groupe", "group", 0, 9, width=8),
        text_column("Gestionnaire", "manager", 18),
        attached_column(18),
        kept(yes_no_column("Relancer calculé", "computed_tick")),
        kept(integer_column("Niveau calculé", "computed_level", 1, 9)),
        kept(choice_column("Canal calculé", "computed_channel", values(Channel), 11)),
        kept(code_column("Lot", "batch", 20)),
        kept(amount_column("Contre-valeur", "reference_balance")),
        kept(integer_column("Rang", "customer_rank", 1, None)),
        kept(integer_column("Document", "reminder_number", 1, None)),
    ),
)

DECISIONS = Table(
    sheet=sheets.DECISIONS,
    name="tDecisions",
    columns=(
        code_column("Client", "customer", 12),
        code_column("Facture", "invoice", 16),
        date_column("Échéance", "due_date"),
        amount_column("Montant", "amount"),
        yes_no_column("Relancer", "ticked"),
        integer_column("Niveau", "level", 0, 9, help="0 : le niveau a été effacé."),
        choice_column("Canal", "channel", values(Channel), 11),
        integer_column("Niveau atteint", "level_reached", 0, 9, width=9),
        date_column("Dernière relance", "last_reminder"),
    ),
)
"""What a person decided and `Relances` does not show: of lines that the criteria leave out, or that something holds."""

CALLS = Table(
    sheet=sheets.CALLS,
    name="tAppels",
    columns=(
        text_column("Nom", "name", 30),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        date_column("Échéance", "due_date"),
        integer_column("Jours de retard", "days_overdue", None, None, width=9),
        amount_column("Solde", "open_amount"),
        integer_column("Niveau atteint", "level_reached", 0, 9, width=9),
        code_column("Téléphone", "phone", 18),
        text_column("Contact", "contact", 20),
        text_column("E-mail", "email", 28),
        recent(text_column("Suivi", "follow_up", 40)),
        choice_column("Résultat", "outcome", values(CallOutcome), 18),
        date_column(
            "Promesse le", "promised_on", help="Le jour promis ; pour « À rappeler », le jour du prochain appel."
        ),
        text_column("Note", "note", 30),
        amount_column("Montant promis", "promised_amount", help="Vide : tout ce qui est dû."),
        text_column("Gestionnaire", "manager", 18),
        code_column("Client", "customer", 12),
        text_column("Devise", "currency", 8),
        amount_column("Total client", "customer_total"),
        attached_column(18),
    ),
)
