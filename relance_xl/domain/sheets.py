"""The names of the worksheets, as the user reads them, in the order of the workbook."""

from __future__ import annotations

HOME = "Accueil"
CUSTOMERS = "Clients"
ITEMS = "Factures"
LEVELS = "Niveaux"
GROUPS = "Groupes"
PROPOSALS = "Relances"
CALLS = "Appels"
BILLS = "Traites"
AGED_BALANCE = "Balance âgée"
CHARGES = "Pénalités"
JOURNAL = "Journal"
CONTROL = "Contrôle"
PARAMETERS = "Paramètres"
RATES = "Taux"
CONFIGURATION = "xlwings.conf"
