"""Every sheet, table, column, named cell and parameter of the workbook, declared once.

One file a chapter: what is typed (`ledger_tables`), settled once (`settings`), reviewed (`review`), kept (`history`),
rewritten whole (`outputs`).  `workbook/build.py` draws the workbook from it, `tables.sheets` finds their way by it, and
the documentation's reference is printed from it.  French is what the user sees, English what the code calls it.
"""

from __future__ import annotations

from relance_xl.domain import sheets
from relance_xl.tables.schema.bank import BANK, PAYERS
from relance_xl.tables.schema.card import CARD, CARD_CELLS, CARD_CODE
from relance_xl.tables.schema.columns import GROUPS, LEVELS, NO, YES, Column, Kind, NamedCell, Parameter, Table
from relance_xl.tables.schema.criteria_cells import ALL, CRITERIA, PER_CHANNEL, PER_GROUP
from relance_xl.tables.schema.history import IMPORT_DETAILS, IMPORTS, JOURNAL
from relance_xl.tables.schema.ledger_tables import BILLS, CUSTOMERS, ITEMS
from relance_xl.tables.schema.outputs import (
    AGED_BALANCE,
    BALANCE_DAY,
    BROKEN_PROMISES,
    CHARGE_DETAILS,
    CHARGES_DAY,
    CHARGES_TOLD,
    CONTROL,
    CUSTOMER_BALANCES,
    DSO,
    LAST_IMPORT,
)
from relance_xl.tables.schema.parameter_list import (
    DEFAULT_PREFIX,
    IMPORT_PARAMETERS,
    IMPORT_PREFIX,
    PARAMETER_LIST,
    VERSION,
    VERSION_LABEL,
)
from relance_xl.tables.schema.parameter_sections import SAVED_CRITERIA, SECTIONS, Section
from relance_xl.tables.schema.review import CALLS, DECISIONS, PROPOSALS
from relance_xl.tables.schema.settings import (
    EXCHANGE_RATES,
    GROUP_TABLE,
    LEGAL_RATES,
    LEVEL_TABLE,
    PARAMETERS,
    PENALTY_RATES,
)

__all__ = [
    "AGED_BALANCE",
    "ALL",
    "BALANCE_DAY",
    "BANK",
    "BILLS",
    "BROKEN_PROMISES",
    "CALLS",
    "CARD",
    "CARD_CELLS",
    "CARD_CODE",
    "CHARGES_DAY",
    "CHARGES_TOLD",
    "CHARGE_DETAILS",
    "CONTROL",
    "CRITERIA",
    "CUSTOMERS",
    "CUSTOMER_BALANCES",
    "DECISIONS",
    "DEFAULT_PREFIX",
    "DSO",
    "EXCHANGE_RATES",
    "GROUPS",
    "GROUP_TABLE",
    "IMPORTS",
    "IMPORT_DETAILS",
    "IMPORT_PARAMETERS",
    "IMPORT_PREFIX",
    "ITEMS",
    "JOURNAL",
    "LAST_IMPORT",
    "LEGAL_RATES",
    "LEVELS",
    "LEVEL_TABLE",
    "NO",
    "PARAMETERS",
    "PARAMETER_LIST",
    "PAYERS",
    "PENALTY_RATES",
    "PER_CHANNEL",
    "PER_GROUP",
    "PROPOSALS",
    "SAVED_CRITERIA",
    "SECTIONS",
    "SHEETS",
    "TABLES",
    "VERSION",
    "VERSION_LABEL",
    "YES",
    "Column",
    "Kind",
    "NamedCell",
    "Parameter",
    "Section",
    "Table",
]

TABLES: tuple[Table, ...] = (
    AGED_BALANCE,
    CUSTOMERS,
    ITEMS,
    LEVEL_TABLE,
    GROUP_TABLE,
    PROPOSALS,
    CARD,
    CALLS,
    BILLS,
    CUSTOMER_BALANCES,
    CHARGE_DETAILS,
    BANK,
    PAYERS,
    JOURNAL,
    IMPORTS,
    CONTROL,
    PARAMETERS,
    EXCHANGE_RATES,
    PENALTY_RATES,
    IMPORT_DETAILS,
    DECISIONS,
    LEGAL_RATES,
)

SHEETS = (
    sheets.HOME,
    sheets.CUSTOMERS,
    sheets.ITEMS,
    sheets.LEVELS,
    sheets.GROUPS,
    sheets.PROPOSALS,
    sheets.CARD,
    sheets.CALLS,
    sheets.BILLS,
    sheets.AGED_BALANCE,
    sheets.CHARGES,
    sheets.BANK,
    sheets.JOURNAL,
    sheets.IMPORTS,
    sheets.CONTROL,
    sheets.PARAMETERS,
    sheets.RATES,
    sheets.PAYERS,
    sheets.HELP,
    sheets.CONFIGURATION,
    sheets.IMPORT_DETAILS,
    sheets.DECISIONS,
)
