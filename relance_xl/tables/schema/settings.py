"""What the accountant settles once: levels, groups, parameters, rates."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import Channel, Content, CountedFrom, Grouping, LetterCurrency, Rule
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
    yes_no_column,
)
from relance_xl.tables.schema.criteria_cells import GROUPINGS_TOLD, RULES_TOLD

LEVEL_TABLE = Table(
    sheet=sheets.LEVELS,
    name="tNiveaux",
    colour_by="Niveau",
    columns=(
        integer_column("Niveau", "number", 1, 9, required=True, width=9),
        integer_column("Groupe", "group", 0, 9, width=9, help="Vide : tous les groupes sans ligne à eux."),
        text_column("Libellé", "label", 24),
        integer_column(
            "Borne inférieure",
            "lower",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; négative : avant l'échéance.",
        ),
        integer_column(
            "Borne supérieure",
            "upper",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; vide : jusqu'au niveau suivant.",
        ),
        choice_column("Compté depuis", "counted_from", values(CountedFrom), 16),
        text_column("Objet", "subject", 30, help="L'objet des messages, fixe. Ou bien le mot-clé, pas les deux."),
        text_column("Mot-clé objet", "subject_keyword", 26, help="Avec {client}, {facture}, {factures}, {total}."),
        text_column("Modèle lettre", "letter_template", 20),
        text_column("Modèle e-mail", "mail_template", 20),
        choice_column("Devise lettre", "letter_currency", values(LetterCurrency), 13),
        choice_column("Canal", "channel", values(Channel), 12),
        amount_column("Montant minimum", "minimum_amount"),
        integer_column("Délai exigé", "deadline_days", 0, 365, help="Jours accordés par la lettre, imprimés en date."),
        yes_no_column("Recommandé AR", "registered"),
        yes_no_column("Pénalités", "late_interest"),
        yes_no_column("Indemnité", "recovery_fee"),
        Column(header="Couleur fond", field="fill_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB, comme #FFF2CC."),
        Column(header="Couleur texte", field="text_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB."),
    ),
)

GROUP_TABLE = Table(
    sheet=sheets.GROUPS,
    name="tGroupes",
    columns=(
        integer_column("Groupe", "number", 0, 9, required=True, width=9),
        text_column("Libellé", "label", 28),
        choice_column("Règle", "rule", values(Rule), 20, help=RULES_TOLD),
        yes_no_column(
            "Sauts",
            "jumps",
            help="« Jours de retard » : plus d'un niveau à la fois ? Vide : oui ; non : un niveau après l'autre.",
        ),
        integer_column("Niveau minimum", "minimum_level", 1, 9),
        integer_column("Niveau maximum", "maximum_level", 1, 9),
        integer_column("Intervalle", "interval", 0, 3650, help="Jours au moins entre deux relances d'une même ligne."),
        choice_column("Regroupement", "grouping", values(Grouping), 15, help=GROUPINGS_TOLD),
        choice_column("Contenu", "content", values(Content), 12),
        amount_column("Montant minimum", "minimum_amount"),
        text_column("Gestionnaire", "manager", 22),
        code_column("Téléphone gestionnaire", "manager_phone", 20),
        text_column("E-mail gestionnaire", "manager_email", 28),
    ),
)

PARAMETERS = Table(
    sheet=sheets.PARAMETERS,
    name="tParametres",
    columns=(text_column("Paramètre", "label", 40), text_column("Valeur", "value", 44)),
)

EXCHANGE_RATES = Table(
    sheet=sheets.RATES,
    name="tDevises",
    columns=(
        text_column("Devise", "currency", 10),
        date_column("Date", "on"),
        Column(
            header="Cours", field="value", kind=Kind.RATE, width=12, help="Valeur d'une unité en devise de référence."
        ),
    ),
)

PENALTY_RATES = Table(
    sheet=sheets.RATES,
    name="tPenalites",
    columns=(
        date_column("Date d'effet", "on"),
        Column(
            header="Taux BCE",
            field="ecb_rate",
            kind=Kind.PERCENT,
            width=12,
            help="En %, du premier jour du semestre : 1er janvier ou 1er juillet.",
        ),
        Column(
            header="Majoration",
            field="margin",
            kind=Kind.PERCENT,
            width=12,
            help="En points, entre professionnels. Vide : 10 (C. com. L441-10 II).",
        ),
        Column(
            header="Majoration public",
            field="public_margin",
            kind=Kind.PERCENT,
            width=18,
            help="En points, pour un acheteur public. Vide : 8 (code de la commande publique, R2192-31).",
        ),
    ),
)

LEGAL_RATES = Table(
    sheet=sheets.RATES,
    name="tInteretLegal",
    columns=(
        date_column("Date d'effet", "on"),
        Column(
            header="Professionnels",
            field="business",
            kind=Kind.PERCENT,
            width=16,
            help="Taux de l'intérêt légal, en %. Un taux convenu ne descend pas sous son triple (C. com. L441-10 II).",
        ),
        Column(
            header="Particuliers",
            field="consumer",
            kind=Kind.PERCENT,
            width=14,
            help="Taux de l'intérêt légal dû à un particulier, en %.",
        ),
    ),
)
