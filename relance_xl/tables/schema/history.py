"""What was done and cannot be retyped: the journal and the imports, append-only."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import BatchState, CallOutcome, Exclusion, ImportState, JournalEntry
from relance_xl.tables.schema.columns import (
    Column,
    Kind,
    Table,
    amount_column,
    choice_column,
    code_column,
    date_column,
    integer_column,
    kept,
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
        kept(date_column("Appel du", "called_on")),
        kept(choice_column("Résultat", "outcome", values(CallOutcome), 18)),
        kept(date_column("Rappel le", "call_back_on")),
        kept(amount_column("Montant promis", "promised_amount")),
    ),
)

IMPORTS = Table(
    sheet=sheets.IMPORTS,
    name="tImports",
    columns=(
        code_column("Lot", "batch", 20),
        Column(header="Horodatage", field="moment", kind=Kind.MOMENT, width=18),
        text_column("Utilisateur", "user", 16),
        text_column("Fichier", "file", 34),
        text_column("Empreinte", "fingerprint", 20),
        date_column("Du", "first_entry", help="Le jour de la première écriture du fichier."),
        date_column(
            "Au", "last_entry", help="Le jour de sa dernière écriture : le prochain fichier doit aller plus loin."
        ),
        text_column("Options", "options", 28),
        integer_column("Lues", "read", 0, None),
        integer_column("Nouvelles", "new", 0, None),
        integer_column("Modifiées", "changed", 0, None),
        integer_column("Soldées", "settled", 0, None),
        integer_column("Écartées", "set_aside", 0, None),
        amount_column("Encours avant", "open_before", help="Dans la devise de référence."),
        amount_column("Encours après", "open_after", help="Dans la devise de référence."),
        choice_column("État", "state", values(ImportState), 10),
        kept(text_column("Nature", "nature", 16)),
        kept(text_column("Comptes", "accounts", 16)),
        kept(integer_column("Lignes du journal", "journal_lines", 0, None)),
        kept(date_column("Dernier import avant", "last_import_before")),
        kept(text_column("Formes", "shapes", 16)),
    ),
)

IMPORT_DETAILS = Table(
    sheet=sheets.IMPORT_DETAILS,
    name="tImportsDetail",
    columns=(
        code_column("Lot", "batch", 20),
        text_column("Tableau", "table", 14),
        integer_column("Ligne", "row", 1, None),
        text_column("Repère", "key", 40),
        text_column("Avant", "before", 40),
        text_column("Après", "after", 40),
    ),
)
"""What « Annuler » needs of each import: a row for each row that it changed or added, in JSON by field."""
