"""The named cells of the search panel on `Relances`, declared once."""

from __future__ import annotations

from relance_xl.domain.vocabulary import Channel, Display, Grouping, Rule
from relance_xl.tables.schema.columns import GROUPS, LEVELS, NO, YES, Kind, NamedCell, numbers, values

ALL = "Tous"
PER_GROUP = "Selon le groupe"
PER_CHANNEL = "Selon le canal"

RULES_TOLD = (
    "Jours de retard : celui dont les bornes contiennent le retard. Bornes enchaînées : le suivant, quand sa borne est "
    "atteinte. Incrémentation : le suivant, à chaque relance. Fiche client : celui de la fiche. Niveau imposé : celui "
    "du critère."
)
"""What level each rule proposes, within the 255 characters of an input message."""

GROUPINGS_TOLD = (
    "Client : une lettre pour tout ce qu'il doit, à la situation de compte. Facture : une lettre par facture, à la "
    "pièce. Niveau : une lettre par niveau atteint."
)
"""How many letters a customer gets, in the words of the trade."""

CRITERIA: tuple[NamedCell, ...] = (
    NamedCell(name="critere_nom", field="name", label="Nom (ou partie)", kind=Kind.TEXT, narrows="nom « {} »"),
    NamedCell(name="critere_du", field="due_from", label="Échéance du", kind=Kind.DATE, narrows="échéance dès le {}"),
    NamedCell(name="critere_au", field="due_to", label="Échéance au", kind=Kind.DATE, narrows="échéance jusqu'au {}"),
    NamedCell(name="critere_facture", field="invoice", label="N° de facture", kind=Kind.CODE, narrows="facture « {} »"),
    NamedCell(
        name="critere_garantie", field="warranty", label="N° de garantie", kind=Kind.CODE, narrows="garantie « {} »"
    ),
    NamedCell(
        name="critere_jours", field="days", label="Jours de retard ≥", kind=Kind.INTEGER, narrows="jours de retard ≥ {}"
    ),
    NamedCell(
        name="critere_encours",
        field="exposure",
        label="Encours client ≥",
        kind=Kind.AMOUNT,
        narrows="encours client ≥ {}",
    ),
    NamedCell(
        name="critere_niveau_atteint",
        field="level_reached",
        label="Niveau atteint",
        kind=Kind.CHOICE,
        narrows="niveau atteint {}",
        default=ALL,
        choices=(ALL, *numbers(GROUPS)),
    ),
    NamedCell(
        name="critere_niveau_propose",
        field="level_proposed",
        label="Niveau proposé",
        kind=Kind.CHOICE,
        narrows="niveau proposé {}",
        default=ALL,
        choices=(ALL, *numbers(LEVELS)),
    ),
    NamedCell(
        name="critere_mode_reglement",
        field="payment_method",
        label="Mode de règlement",
        kind=Kind.TEXT,
        narrows="réglé par « {} »",
    ),
    NamedCell(
        name="critere_groupe",
        field="group",
        label="Groupe",
        kind=Kind.CHOICE,
        narrows="groupe {}",
        default=ALL,
        choices=(ALL, *numbers(GROUPS)),
    ),
    NamedCell(
        name="critere_gestionnaire",
        field="manager",
        label="Gestionnaire",
        kind=Kind.TEXT,
        narrows="gestionnaire « {} »",
    ),
    NamedCell(
        name="critere_affichage",
        field="display",
        label="Affichage",
        kind=Kind.CHOICE,
        default=Display.FOUND,
        choices=values(Display),
    ),
    NamedCell(
        name="critere_regle",
        field="rule",
        label="Règle",
        kind=Kind.CHOICE,
        default=PER_GROUP,
        choices=(PER_GROUP, *values(Rule)),
        help=RULES_TOLD,
    ),
    NamedCell(
        name="critere_niveau_impose",
        field="imposed_level",
        label="Niveau imposé",
        kind=Kind.INTEGER,
        choices=numbers(LEVELS),
        low=1,
        high=9,
    ),
    NamedCell(
        name="critere_meme_niveau",
        field="same_level",
        label="Même niveau permis",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
    ),
    NamedCell(
        name="critere_regroupement",
        field="grouping",
        label="Regroupement",
        kind=Kind.CHOICE,
        default=PER_GROUP,
        choices=(PER_GROUP, *values(Grouping)),
        help=GROUPINGS_TOLD,
    ),
    NamedCell(
        name="critere_methode",
        field="method",
        label="Méthode d'envoi",
        kind=Kind.CHOICE,
        default=PER_CHANNEL,
        choices=(PER_CHANNEL, Channel.LETTER, Channel.EMAIL),
    ),
    NamedCell(
        name="date_relance", field="as_of", label="Date de relance", kind=Kind.DATE, help="Vide : la date du jour."
    ),
    NamedCell(
        name="traite_jointe",
        field="joined_bill",
        label="Traite jointe",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
    ),
    NamedCell(name="traite_echeance", field="bill_maturity", label="Échéance de la traite", kind=Kind.DATE),
)
