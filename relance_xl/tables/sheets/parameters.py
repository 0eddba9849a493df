"""The sheet `Paramètres` and the criteria cells: read into records, and written back as the saved defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from relance_xl.domain.model import Company
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.switches import APPLIED_PREFIX
from relance_xl.domain.vocabulary import (
    Channel,
    Display,
    DraftPlace,
    Grouping,
    JoinedLetter,
    MailMethod,
    MailSecurity,
    Rule,
    SignIn,
)
from relance_xl.domain.wording import folded, typeset
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import cells, identity, schema
from relance_xl.tables.grid import Book, Grid, Value, Written
from relance_xl.tables.raw_cells import writable
from relance_xl.tables.records import column_of, converter
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.schema import NamedCell

LEGAL_RATE = "Légal"
_RULES = cells.choice(tuple(Rule))

_WORDS: Mapping[str, type[StrEnum]] = {
    "mail_method": MailMethod,
    "mail_security": MailSecurity,
    "mail_sign_in": SignIn,
    "mail_drafts": DraftPlace,
    "mail_joined_letter": JoinedLetter,
}
"""The closed lists of the parameters."""


def read_company(book: Book) -> tuple[Company, list[Problem]]:
    """The parameters; an absent sheet or row takes its default, a faulty value is reported and takes it too.

    Its field is then named in `faulty`: no figure of a letter comes from that default (N-39).  An IBAN, a BIC or a
    SIREN that cannot be true is named there too, and kept: it still tells companies apart, and is not printed (N-37).

    DataError when the table has lost a column.
    """
    problems: list[Problem] = []
    fields: dict[str, Any] = {}
    faulty: set[str] = set()
    stated = _stated(book)
    for parameter in schema.PARAMETER_LIST:
        value, place = stated.get(folded(parameter.label), (parameter.default, ("", "")))
        try:
            fields[parameter.field] = _parameter(parameter, value)
        except cells.CellFault as fault:
            faulty.add(parameter.field)
            sheet, cell = place
            problems.append(
                Problem(
                    what=fault.what,
                    expected=fault.expected,
                    sheet=sheet or schema.PARAMETERS.sheet,
                    cell=cell,
                    value=cells.shown(value),
                )
            )
    given = {name: value for name, value in fields.items() if value is not None and value != ""}
    for field, problem in _number_faults(given, stated):
        problems.append(problem)
        faulty |= {field} if problem.severity is Severity.ERROR else set()
    return Company(**given, faulty=frozenset(faulty)), problems


_NUMBERS = (
    ("iban", identity.iban_fault, identity.IBAN_EXPECTED),
    ("bic", identity.bic_fault, identity.BIC_EXPECTED),
    ("siren", identity.siren_fault, identity.SIREN_EXPECTED),
)


def _number_faults(
    given: Mapping[str, Any], stated: Mapping[str, tuple[Value, tuple[str, str]]]
) -> Iterator[tuple[str, Problem]]:
    """The numbers that cannot be true (N-37): an error where it is printed by us, which it then is not.

    The legal notice is a text of the user's: it is printed as it stands, and what is doubtful in it is a warning.
    """
    for field, judge, expected in _NUMBERS:
        if field in given and (what := judge(given[field])):
            yield field, _number_fault(field, given[field], stated, what, expected)
    for what in identity.notice_faults(given["legal_notice"]) if "legal_notice" in given else ():
        fault = _number_fault("legal_notice", given["legal_notice"], stated, what, "un numéro exact")
        yield "legal_notice", replace(fault, severity=Severity.WARNING)


def _number_fault(
    field: str, value: str, stated: Mapping[str, tuple[Value, tuple[str, str]]], what: str, expected: str
) -> Problem:
    label = next(parameter.label for parameter in schema.PARAMETER_LIST if parameter.field == field)
    _, (sheet, cell) = stated[folded(label)]
    return Problem(what=typeset(what), expected=expected, sheet=sheet, cell=cell, value=value)


def _stated(book: Book) -> dict[str, tuple[Value, tuple[str, str]]]:
    """Folded label → (value, (sheet, cell)) for each row of the sheet."""
    if schema.PARAMETERS.name not in book.table_names():
        return {}
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = _columns(grid)
    return {
        folded(cells.shown(row[label])): (row[value], (grid.sheet, grid.address(index, value)))
        for index, row in enumerate(grid.rows)
        if not cells.is_blank(row[label])
    }


def _columns(grid: Grid) -> tuple[int, int]:
    """Where labels and values stand.  DataError when one is lost: without its parameters nothing may be reminded."""
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        raise DataError("La feuille « Paramètres » a perdu une de ses colonnes « Paramètre » ou « Valeur »")
    return label, value


def parameter_cell(book: Book, field: str) -> str:
    """The A1 address of the value of a parameter; "" when the sheet has no row for it."""
    label = next(parameter.label for parameter in schema.PARAMETER_LIST if parameter.field == field)
    _, (_, cell) = _stated(book).get(folded(label), (None, ("", "")))
    return cell


def _parameter(parameter: schema.Parameter, value: Value) -> Any:
    match parameter.field:
        case "address":
            lines = cells.text(value).replace("\r", "").replace("\n", ";").split(";")
            return tuple(line.strip() for line in lines if line.strip())
        case "excluded_payment_methods":
            return frozenset(folded(word) for word in cells.text(value).split(";") if word.strip())
        case "penalty_rate":
            return None if folded(cells.shown(value)) in {"", folded(LEGAL_RATE)} else _agreed_rate(value)
        case "recovery_fee":
            return _fee(value)
        case "reference_currency":
            return cells.text(value).upper()
        case "payment_terms":
            return cells.text(value)
    read = converter(parameter.kind, parameter.choices, None, None)(value)
    words = _WORDS.get(parameter.field)
    return words(read) if words and read else read


def _agreed_rate(value: Value) -> Decimal | None:
    """The rate agreed by contract, percent a year: 12 where the cell says « 12 » or « 12 % » (N-39)."""
    agreed = cells.percentage(value)
    if agreed is not None and agreed < 1:
        raise cells.CellFault(f"« {cells.shown(value)} » n'est pas un taux vraisemblable", "un taux comme 12 ou 12 %")
    return agreed


def _fee(value: Value) -> Decimal | None:
    fee = cells.amount(value)
    if fee is not None and fee < 0:
        raise cells.CellFault(f"« {cells.shown(value)} » est négatif", "un montant en euros, comme 40")
    return fee


def read_criteria(book: Book) -> tuple[Criteria, date | None, list[Problem]]:
    """The criteria as the cells state them, the run date (None = today), and the faults.

    A faulty criterion is an error: searching without it would remind people the user meant to leave alone.
    """
    names = book.read_names()
    problems = list(lost_criteria(names))
    fields: dict[str, Any] = {}
    for cell in schema.CRITERIA:
        raw = names.get(cell.name)
        try:
            fields[cell.field] = criterion(cell, raw)
        except cells.CellFault as fault:
            sheet, address = book.name_address(cell.name)
            problems.append(
                Problem(
                    what=f"« {cell.label} » : {fault.what}",
                    expected=fault.expected,
                    sheet=sheet,
                    cell=address,
                    value=cells.shown(raw),
                )
            )
    as_of = fields.pop("as_of", None)
    given = {name: value for name, value in fields.items() if value is not None}
    return Criteria(**given), as_of, problems


def lost_criteria(names: Mapping[str, Value]) -> Iterator[Problem]:
    """A warning for the criteria whose named cell is gone: nothing typed where it stood counts any more (N-64).

    A workbook without any has no use for them.
    """
    gone = [cell for cell in schema.CRITERIA if cell.name not in names]
    if gone and len(gone) < len(schema.CRITERIA):
        listed = ", ".join(f"« {cell.label} » ({cell.name})" for cell in gone)
        yield Problem(
            what=typeset(f"Ces critères n'ont plus leur cellule nommée et ne comptent pas : {listed}"),
            expected=typeset(
                "ces noms rendus à leurs cellules (Formules, Gestionnaire de noms) ; « relance-xl mettre-a-jour » les "
                "ajoute à un classeur d'une version précédente"
            ),
            sheet=schema.PROPOSALS.sheet,
            severity=Severity.WARNING,
        )


def criterion(cell: NamedCell, raw: Value) -> Any:
    """The value of one criterion; None for blank, « Tous », « Selon le groupe », « Selon le canal ».

    CellFault when it cannot be read.
    """
    value = converter(cell.kind, cell.choices, cell.low, cell.high)(raw)
    if value in {None, "", schema.ALL, schema.PER_GROUP, schema.PER_CHANNEL}:
        return None
    match cell.field:
        case "level_reached" | "level_proposed" | "group":
            return int(value)
        case "display":
            return Display(value)
        case "rule":
            return Rule(value)
        case "grouping":
            return Grouping(value)
        case "method":
            return Channel(value)
    return value


def narrowing(book: Book) -> list[str]:
    """The criteria that leave lines out, each in words: « nom « dupont » », « échéance dès le 01/02/2026 »."""
    names = book.read_names()
    told = []
    for cell in schema.CRITERIA:
        value = names.get(cell.name)
        if cell.narrows and not cells.is_blank(value) and value != schema.ALL:
            told.append(typeset(cell.narrows.format(cells.shown(value))))
    return told


def saved_defaults(book: Book) -> dict[str, Written]:
    """Named cell → its saved default: what « RAZ filtre » puts back (S2-10, S2-24)."""
    stated = _stated(book)
    return {cell.name: _default(cell, stated) for cell in schema.CRITERIA}


def _default(cell: NamedCell, stated: Mapping[str, tuple[Value, tuple[str, str]]]) -> Written:
    value, _ = stated.get(folded(schema.DEFAULT_PREFIX + cell.label), (cell.default or None, ("", "")))
    try:
        known = converter(cell.kind, cell.choices, cell.low, cell.high)(value)
    except cells.CellFault:
        known = cell.default
    if isinstance(known, bool):
        return schema.YES if known else schema.NO
    return None if known == "" else known


def applied_rules(book: Book) -> dict[int, Rule]:
    """For each group, the rule under which its levels were reached, as « Rechercher » noted it (A18)."""
    stated = _stated(book)
    noted = {number: stated.get(folded(f"{APPLIED_PREFIX}{number}"), (None, ("", "")))[0] for number in schema.GROUPS}
    return {number: Rule(word) for number, value in noted.items() if (word := _rule(value)) is not None}


def _rule(value: Value) -> str | None:
    try:
        found: str | None = _RULES(value)
    except cells.CellFault:
        return None
    return found


def write_parameters(book: Book, wanted: Mapping[str, Value]) -> None:
    """Give parameters their values by label, in their row or in a new one.  DataError when the table lacks a column."""
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = _columns(grid)
    values: list[Written | Value] = [row[value] for row in grid.rows]
    places = {folded(str(row[label])): index for index, row in enumerate(grid.rows) if row[label]}
    missing: list[Fields] = []
    for name, stated in wanted.items():
        place = places.get(folded(name))
        if place is None:
            missing.append({"label": name, "value": writable(stated)})
        else:
            values[place] = stated
    book.update_columns(schema.PARAMETERS.name, {grid.headers[value]: values})
    if missing:
        book.append_rows(schema.PARAMETERS.name, *laid_out(schema.PARAMETERS, missing))


def default_rows(book: Book) -> Iterator[tuple[str, Value]]:
    """(label, value) of each criterion as it stands now: what « Enregistrer comme défaut » saves."""
    names = book.read_names()
    for cell in schema.CRITERIA:
        yield schema.DEFAULT_PREFIX + cell.label, names.get(cell.name)
