"""The sample company « Ateliers Vauban SARL »: its tables and its parameters, at a fixed date.

Everything stands in the text tables of the folder `data`, one a table of the workbook, written as an accountant would
write them.  Names, addresses and numbers are invented: telephone numbers are of the ranges kept for fiction (ARCEP,
Ofcom, NANPA, PTS, Bundesnetzagentur), e-mail addresses of the domains that cannot exist (RFC 2606).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Written

DEMO_DATE = date(2026, 3, 16)
"""The day of the demonstration: due dates and past reminders are written for it."""

DEMO_TABLE_NAMES = ("tClients", "tFactures", "tNiveaux", "tGroupes", "tTraites", "tDevises", "tParametres")
"""The tables the sample company fills; a new workbook brings the others."""

DEMO_CUSTOMERS_NAME = "clients.csv"
CUSTOMER_LIST_HEADERS = frozenset(
    {
        "Code",
        "Nom",
        "Adresse 1",
        "Adresse 2",
        "Adresse 3",
        "Code postal",
        "Ville",
        "Pays",
        "Contact",
        "Téléphone",
        "E-mail",
    }
)

Headers = tuple[str, ...]
Rows = list[tuple[Written, ...]]


def demo_tables() -> Mapping[str, tuple[Headers, Rows]]:
    """Headers and rows of each table of the sample company, by table name.

    Amounts and rates are `Decimal`, days are `date`, levels and groups `int`, blank cells None.  One due date is kept
    as the text « 31/02/2026 »: the fault that the sheet `Contrôle` is to show.
    """
    return {name: demo_table(name) for name in DEMO_TABLE_NAMES}


def demo_table(name: str) -> tuple[Headers, Rows]:
    """Headers and rows of one table of the sample company; only the headers it fills."""
    table = next(table for table in schema.TABLES if table.name == name)
    kinds = {column.header: column.kind for column in table.columns}
    headers, *texts = _text_rows(f"{name}.txt")
    rows = [tuple(_written(kinds[header], text) for header, text in zip(headers, row, strict=True)) for row in texts]
    return tuple(headers), rows


def demo_parameters() -> Mapping[str, Written]:
    """The value of each parameter the sample company states, by label; the others keep their default."""
    headers, rows = demo_table(schema.PARAMETERS.name)
    label, value = (headers.index(schema.PARAMETERS.column(field).header) for field in ("label", "value"))
    return {str(row[label]): row[value] for row in rows}


def demo_customers() -> str:
    """A list of the sample company's customers, as a program exports it: what a ledger does not tell of them."""
    headers, rows = demo_table(schema.CUSTOMERS.name)
    told = [place for place, header in enumerate(headers) if header in CUSTOMER_LIST_HEADERS]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([headers[place] for place in told])
    writer.writerows([str(row[place] or "") for place in told] for row in rows)
    return text.getvalue()


def _text_rows(name: str) -> list[list[str]]:
    """The cells of a text table: « | » between columns, # before a remark; short rows end with blanks."""
    text = files("relance_xl.demo").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    width = len(rows[0])
    return [row + [""] * (width - len(row)) for row in rows]


def _written(kind: schema.Kind, text: str) -> Written:
    """The value a user would have typed; a date that is none stays the text it is."""
    if not text:
        return None
    match kind:
        case schema.Kind.DATE:
            return cells.parse_day(text) or text
        case schema.Kind.AMOUNT:
            return cells.amount(text)
        case schema.Kind.RATE | schema.Kind.PERCENT:
            return cells.rate(text)
        case schema.Kind.INTEGER:
            return cells.integer(text)
        case _:
            return text
