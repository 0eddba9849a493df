"""What was done and cannot be retyped: the journal, append-only."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import BatchState, Exclusion, JournalEntry
from relance_xl.tables.schema.columns import (
    Column,
    Kind,
    Table,
    amount_column,
    choice_column,
    code_column,
    date_column,
    integer_column,
    text_column,
    values,
)

JOURNAL = Table(
    sheet=sheets.JOURNAL,
    name="tJournal",
    columns=(
        code_column("Lot", "batch", 18),
        Column(header="Horodatage", field="moment", kind=Kind.MOMENT, width=18),
        text_column("Utilisateur", "user", 16),
        code_column("Client", "customer", 12),
        code_column("Facture", "invoice", 16),
        text_column("Canal", "channel", 12),
        integer_column("Niveau avant", "level_before", 0, 9),
        integer_column("Niveau après", "level_after", 0, 9),
        date_column("Relance précédente", "previous_reminder"),
        amount_column("Solde", "open_amount"),
        text_column("Devise", "currency", 8),
        text_column("Document", "document", 44),
        text_column("Empreinte", "fingerprint", 20),
        choice_column("État", "state", values(BatchState), 10),
        date_column(
            "Échéance", "due_date", help="L'échéance de la ligne relancée : une facture peut en avoir plusieurs."
        ),
        choice_column("Nature", "nature", values(JournalEntry), 10),
        date_column("Relance du", "reminded_on", help="La date de relance écrite sur la ligne."),
        text_column("Tirage", "print_run", 34),
        date_column("Promesse avant", "promised_before"),
        date_column("Promesse", "promised_after"),
        choice_column("Exclusion avant", "exclusion_before", values(Exclusion), 11),
        choice_column("Exclusion", "exclusion_after", values(Exclusion), 11),
        text_column("Note ajoutée", "note_added", 30),
        amount_column("Encaissé", "received", help="Ce qu'un relevé bancaire a ajouté à Réglé."),
        code_column(
            "N° recommandé",
            "registered_number",
            22,
            help="Le numéro de la lettre recommandée ; vide, il peut être tapé ici après coup.",
        ),
    ),
)
