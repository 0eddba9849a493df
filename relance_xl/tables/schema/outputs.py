"""What the program prints and rewrites whole: the figures of the home page, the balances, the charges, the control."""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.problems import Severity
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
    recent,
    text_column,
    values,
)

AGED_BALANCE = Table(
    sheet=sheets.HOME,
    name="tBalance",
    columns=(
        text_column("Tranche", "bracket", 22),
        amount_column("Montant", "amount"),
        integer_column("Lignes", "lines", 0, None),
        Column(header="Part", field="share", kind=Kind.RATE, width=10),
    ),
)

CUSTOMER_BALANCES = Table(
    sheet=sheets.AGED_BALANCE,
    name="tBalanceClients",
    columns=(
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 34),
        amount_column("Non échu", "bracket_0"),
        amount_column("1-30 jours", "bracket_1"),
        amount_column("31-60 jours", "bracket_2"),
        amount_column("61-90 jours", "bracket_3"),
        amount_column("Plus de 90 jours", "bracket_4"),
        amount_column("Total", "total"),
        text_column("Gestionnaire", "manager", 22),
    ),
)

CHARGE_DETAILS = Table(
    sheet=sheets.CHARGES,
    name="tPenalitesDetail",
    columns=(
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 34),
        code_column("Facture", "invoice", 16),
        date_column("Échéance", "due_date"),
        date_column("Du", "first"),
        date_column("Au", "last"),
        integer_column("Jours", "days", 1, None),
        amount_column("Base", "base"),
        text_column("Devise", "currency", 9),
        Column(header="Taux annuel", field="rate", kind=Kind.RATE, width=10, help="En % : taux BCE et majoration."),
        amount_column("Intérêts", "interest", help="Base × taux × jours / 365, arrondis au centime."),
        amount_column(
            "Indemnité",
            "fee",
            help="Par facture en retard, une seule fois (voir Paramètres).",
        ),
    ),
)

CONTROL = Table(
    sheet=sheets.CONTROL,
    name="tControle",
    columns=(
        choice_column("Gravité", "severity", values(Severity), 14),
        recent(integer_column("Nombre", "number", 1, None, width=8, help="Combien de cellules ont la même anomalie.")),
        text_column("Feuille", "sheet", 14),
        Column(header="Cellule", field="cell", kind=Kind.LINK, width=11),
        text_column("Valeur", "value", 24),
        text_column("Message", "message", 90),
        kept(code_column("Origine", "origin", 14)),
    ),
)

LAST_IMPORT = "dernier_import"
"""Named cell of `Accueil`: date of the last imported entry."""

BALANCE_DAY = "balance_au"
"""Named cell of `Accueil`: the day of its balance and of the sheet `Balance âgée`, blank before the first one."""

DSO = "delai_de_reglement"
"""Named cell of `Accueil`: days of sales outstanding, blank where they are not known."""

CHARGES_DAY = "penalites_au"
"""Named cell of `Pénalités`: the day of the calculation, blank before the first one."""

CHARGES_TOLD = "penalites_dites"
"""Named cell of `Pénalités`: « Calculées au 16/03/2026 », and whether `Accueil` is newer."""

BROKEN_PROMISES = "promesses_non_tenues"
"""Named cell of `Accueil`: « 3 promesses non tenues : 12 400,00 € », blank for none."""
