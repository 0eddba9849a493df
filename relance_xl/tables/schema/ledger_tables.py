"""The customers, what they owe line by line, and the bills drawn on them: what an import or a hand fills in."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import Block, Channel, CustomerKind, Exclusion, ItemKind
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

CUSTOMERS = Table(
    sheet=sheets.CUSTOMERS,
    name="tClients",
    columns=(
        code_column(
            "Code", "code", 12, required=True, help="Le code du client, unique ; les zéros de tête sont gardés."
        ),
        Column(header="Nom", field="name", required=True, width=34),
        text_column("Adresse 1", "address_1", 28),
        text_column("Adresse 2", "address_2", 22),
        text_column("Adresse 3", "address_3", 22),
        code_column("Code postal", "postal_code", 11),
        text_column("Ville", "city", 20),
        text_column("Pays", "country", 12, help="Vide : France."),
        text_column("Langue", "language", 9, help="Vide : français. Les modèles d'une autre langue portent son code."),
        text_column("Contact", "contact", 22),
        code_column("Téléphone", "phone", 16),
        text_column("E-mail", "email", 30, help="Plusieurs adresses : séparées par un point-virgule."),
        integer_column(
            "Groupe",
            "group",
            0,
            9,
            required=True,
            width=9,
            help="Groupe de relance de 0 à 9. Le groupe 0 n'est jamais relancé.",
        ),
        text_column("Devise", "currency", 9, help="Vide : la devise de référence."),
        text_column("Mode de règlement", "payment_method", 18),
        choice_column("Canal", "channel", values(Channel), 12),
        integer_column("Niveau fiche", "card_level", 0, 9, help="Le niveau imposé par la règle « Fiche client »."),
        choice_column("Type", "kind", values(CustomerKind), 14, help="Vide : professionnel."),
        choice_column("Blocage", "block", values(Block), 20),
        date_column("Pas avant le", "not_before", help="Aucune relance avant cette date."),
        text_column("Délai de règlement", "payment_terms", 20, help="« 30 jours », « 45 jours fin de mois »…"),
        text_column("Note", "note", 30),
        recent(code_column("SIREN", "siren", 12, help="Le même client reconnu dans les autres dossiers du cabinet.")),
        recent(
            text_column(
                "À confirmer", "to_confirm", 16, help="Ce que l'import a proposé d'après le nom : videz pour confirmer."
            )
        ),
        recent(
            text_column(
                "Adresse refusée", "refused_email", 26, help="Ce qui est revenu non remis : videz pour y écrire encore."
            )
        ),
        recent(date_column("Refusée le", "refused_on", help="Le jour du dernier retour de « relance-xl retours ».")),
    ),
)

ITEMS = Table(
    sheet=sheets.ITEMS,
    name="tFactures",
    colour_by="Niveau",
    columns=(
        code_column("Client", "customer", 12, required=True, help="Un code de la feuille Clients."),
        code_column("Facture", "invoice", 16, required=True),
        choice_column("Nature", "kind", values(ItemKind), 12, help="Vide : facture."),
        code_column("Garantie", "warranty", 12, help="Numéro de facture de garantie."),
        date_column("Date", "issue_date"),
        date_column("Échéance", "due_date", required=True, help="Le dernier jour pour payer."),
        text_column("Devise", "currency", 9, help="Vide : la devise de référence."),
        amount_column(
            "Montant", "amount", required=True, help="TTC ; positif : dû par le client, négatif : avoir ou règlement."
        ),
        amount_column("Réglé", "paid", help="Ce qui est déjà payé de cette ligne."),
        amount_column("Solde", "open_amount", formula="=[@Montant]-[@Réglé]"),
        text_column("Mode de règlement", "payment_method", 18),
        integer_column("Niveau", "level", 0, 9, help="Le niveau atteint ; 0 : jamais relancée."),
        date_column("Dernière relance", "last_reminder"),
        choice_column("Exclusion", "exclusion", values(Exclusion), 11),
        date_column("Promesse le", "promised_on", help="Aucune relance jusqu'à cette date comprise."),
        attached_column(24, kind=Kind.TEXT, help="Le chemin du document, ou son nom dans le dossier des pièces."),
        text_column("Note", "note", 30),
        kept(text_column("Délai calculé", "computed_terms", 20)),
        kept(date_column("Soldée à l'import", "import_settled")),
    ),
)

BILLS = Table(
    sheet=sheets.BILLS,
    name="tTraites",
    columns=(
        code_column("Traite", "number", 14, required=True),
        code_column("Client", "customer", 12, required=True),
        date_column("Tirée le", "drawn_on"),
        date_column("Échéance", "maturity_date", required=True),
        amount_column("Montant", "amount", required=True),
        text_column("Devise", "currency", 9),
        date_column("Envoyée le", "sent_on"),
        yes_no_column("Acceptée", "accepted"),
        integer_column("Relances", "reminders", 0, None),
        date_column("Dernière relance", "last_reminder"),
        text_column("Note", "note", 36),
        text_column("État", "state", 46, help="Écrit par « Traites » : à relancer, à épurer, trop tôt…"),
    ),
)
