"""The structure judged before use: columns and parameters lost, perhaps under another name (N-64).

A workbook may lack an optional column: it is an earlier one, or its user has no use for it.  But beside a column that
nobody knows, the missing one has most likely been renamed, and its values no longer count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from relance_xl.domain.wording import folded, typeset
from relance_xl.problems import Problem, Severity
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Grid
from relance_xl.tables.records import Records, column_of

HOLDING: Mapping[str, frozenset[str]] = {
    schema.ITEMS.name: frozenset({"paid", "exclusion", "promised_on", "kind", "currency"}),
    schema.CUSTOMERS.name: frozenset({"block", "not_before", "kind"}),
    schema.LEVEL_TABLE.name: frozenset({"lower", "registered"}),
    schema.GROUP_TABLE.name: frozenset({"rule", "maximum_level", "interval", "minimum_amount"}),
    schema.BILLS.name: frozenset({"accepted"}),
    schema.BANK.name: frozenset({"booked_on", "amount", "customer", "certainty", "held"}),
}
"""The optional columns that hold a reminder back, or reduce what it claims: without them it would claim too much."""
HOLDING_PARAMETERS = frozenset({"reference_currency", "excluded_payment_methods"})
"""Refused as soon as any label is unknown."""
REDUCING_PARAMETERS = frozenset({
    "penalty_rate", "recovery_fee", "notice_interval", "payment_wait", "currencies_enabled", "payment_terms",
    "mail_redirection",
})  # fmt: skip
"""Refused when an unknown label looks like theirs: an earlier workbook may well lack them."""
_DATES: Mapping[str, tuple[str, str]] = {
    schema.ITEMS.name: ("issue_date", "due_date"),
    schema.BILLS.name: ("drawn_on", "maturity_date"),
}
_MANY = 5
"""Lines whose two dates must be in the wrong order before the headers are doubted."""
_ALIKE = 0.6
"""How much two labels have in common, from 0 to 1, when one may be the other changed."""
_OWN = " – "
"""Stands in the labels that the program itself adds to `Paramètres`: « Défaut – Jours »."""


def lost_columns(grid: Grid, table: schema.Table) -> Iterator[Problem]:
    """The known columns missing beside unknown ones: an error for each that holds back, one warning for the others."""
    known = {folded(name) for column in table.columns for name in (column.header, column.title)}
    unknown = [place for place, header in enumerate(grid.headers) if header.strip() and folded(header) not in known]
    missing = [
        column
        for column in table.columns
        if not (column.required or column.recent or column.formula) and column_of(grid, column) is None
    ]
    if not unknown or not missing:
        return
    holding = HOLDING.get(table.name, frozenset())
    others = _listed([grid.headers[place] for place in unknown])
    cell = grid.address(-1, unknown[0])
    for column in missing:
        if column.field in holding:
            yield _lost(f"La colonne « {column.header} » manque", others, column.header, grid.sheet, cell)
    rest = [column.header for column in missing if column.field not in holding]
    if rest:
        found = "La colonne" if len(rest) == 1 else "Les colonnes"
        verb = "manque" if len(rest) == 1 else "manquent"
        yield _lost(f"{found} {_listed(rest)} {verb}", others, rest[0], grid.sheet, cell, Severity.WARNING)


def swapped_dates(records: Records) -> Iterator[Problem]:
    """An error when the first date and the due date of most lines seem to stand under each other's header (N-63).

    A line may be wrong by itself; when most are, reminders would leave a whole term too early.
    """
    fields = _DATES.get(records.table.name)
    if fields is None:
        return
    both = [pair for pair in zip(*map(records.get, fields), strict=True) if all(pair) and pair[0] != pair[1]]
    early = sum(first > due for first, due in both)
    if early < _MANY or 2 * early <= len(both):
        return
    first, due = (records.table.column(field) for field in fields)
    place = column_of(records.grid, due)
    yield Problem(
        what=typeset(
            f"« {due.header} » précède « {first.header} » sur {early} lignes de {len(both)} : ces deux en-têtes ont "
            "peut-être changé de place"
        ),
        expected=typeset(f"chaque en-tête au-dessus de ses dates, ou « {first.header} » vide"),
        sheet=records.grid.sheet,
        cell=records.grid.address(-1, place or 0),
    )


def lost_parameters(book: Book) -> Iterator[Problem]:
    """`Paramètres` missing, or parameters missing beside unknown labels: an error for those that hold back."""
    if schema.PARAMETERS.name not in book.table_names():
        yield Problem(
            what=f"Le tableau « {schema.PARAMETERS.name} » est absent du classeur",
            sheet=schema.PARAMETERS.sheet,
            expected=f"une feuille « {schema.PARAMETERS.sheet} » portant le tableau {schema.PARAMETERS.name}",
        )
        return
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        return  # said where parameters are read
    stated = {
        row: cells.shown(values[label]).strip() for row, values in enumerate(grid.rows)
        if not (cells.is_blank(values[label]) and cells.is_blank(values[value]))
    }  # fmt: skip
    known = {folded(parameter.label): parameter for parameter in schema.PARAMETER_LIST}
    named = known.keys() | {folded(section.title) for section in schema.SECTIONS}
    unknown = {row: text for row, text in stated.items() if _OWN not in text and folded(text) not in named}
    present = {folded(text) for text in stated.values()}
    for name, parameter in known.items():
        if name in present:
            continue
        held = parameter.field in HOLDING_PARAMETERS
        rows = [row for row, text in unknown.items() if held or _alike(name, folded(text))]
        if rows:
            others = _listed([unknown[row] or "(sans nom)" for row in rows])
            what = f"Le paramètre « {parameter.label} » manque"
            severity = Severity.ERROR if held or parameter.field in REDUCING_PARAMETERS else Severity.WARNING
            cell = grid.address(rows[0], label)
            yield _lost(what, others, parameter.label, grid.sheet, cell, severity, kind="ligne")


def _alike(one: str, other: str) -> bool:
    """Whether a label may be another one changed."""
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _lost(
    what: str,
    others: str,
    name: str,
    sheet: str,
    cell: str,
    severity: Severity = Severity.ERROR,
    kind: str = "colonne",
) -> Problem:
    return Problem(
        what=typeset(f"{what}, et {others} n'est pas connu : un nom a peut-être été changé"),
        expected=typeset(f"« {name} » rétabli, ou une {kind} vide de ce nom"),
        sheet=sheet,
        cell=cell,
        severity=severity,
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"« {name} »" for name in names)
