"""Plays a scenario: a text that an accountant can write, read and check.

    # S1-10 Une facture déjà relancée, une autre non : les deux passent au niveau 2
    Au 15/03/2026

    Factures
    Client | Facture | Échéance   | Montant  | Niveau
    Dupont | F1      | 01/02/2026 | 1 200,00 | 1

    Rechercher

    Relances
    Client | Facture | Niveau proposé
    Dupont | F1      | 2

A table that stands before the first action is given to the workbook; one that stands after an action is what the sheet
must then hold: the same rows in any order, looked at through the columns named.  « Relances » without an action means
« Rechercher ».  A line of its own is an action (`ACTIONS`), « Au » a date, « Critère nom = valeur » a criterion,
« Paramètre nom = valeur » a parameter, « Message : … » a part of the sentence the last action ended with,
« Problème : … » a part of a problem it told, « Aucun problème » that it told none.  Customers that a scenario does not
state are made, in group 1; the levels (10, 30 and 60 days) and the groups 0 to 9 too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.bills import follow_bills, issue_bill_letters
from relance_xl.actions.calling import record_calls
from relance_xl.actions.checking import verify
from relance_xl.actions.company import copy_templates
from relance_xl.actions.dashboard import dashboard
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.run import Run
from relance_xl.actions.searching import reset_criteria, save_defaults, search, select_all, select_none
from relance_xl.actions.undoing import undo
from relance_xl.domain.wording import folded
from relance_xl.problems import RelanceError, Report
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Grid, Value, Written
from relance_xl.tables.records import column_of, converter

Action = Callable[[Book, Run], Report]

ACTIONS: Mapping[str, Action] = {
    "Vérifier": verify,
    "Rechercher": search,
    "Tout sélectionner": lambda book, _run: select_all(book),
    "Tout désélectionner": lambda book, _run: select_none(book),
    "RAZ filtre": lambda book, _run: reset_criteria(book),
    "Enregistrer comme défaut": lambda book, _run: save_defaults(book),
    "Liste d'appels": fill_phone_list,
    "Enregistrer les appels": record_calls,
    "Lettres": issue_letters,
    "Traites": follow_bills,
    "Lettres de traites": issue_bill_letters,
    "Annuler": undo,
    "Tableau de bord": dashboard,
}

USUAL_LEVELS = ("Niveau | Borne inférieure", "1 | 10", "2 | 30", "3 | 60")
USUAL_GROUPS = ("Groupe | Règle", *(f"{number} | Jours de retard" for number in range(10)))

TABLES = {folded(table.sheet): table for table in reversed(schema.TABLES)} | {
    "devises": schema.EXCHANGE_RATES,
    "penalites": schema.PENALTY_RATES,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as the scenario writes it."""

    table: schema.Table
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The steps of one file, in order: (verb, argument)."""

    title: str
    steps: tuple[tuple[str, str | Sheet], ...]


def read_scenarios(file: Path) -> list[Scenario]:
    """The scenarios of a file, each beginning with a line « # title »."""
    blocks = re.split(r"^# ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_scenario(block.splitlines()) for block in blocks]


def _scenario(lines: list[str]) -> Scenario:
    title, *rest = lines
    steps: list[tuple[str, str | Sheet]] = []
    waiting = [line.strip() for line in rest]
    while waiting:
        line = waiting.pop(0)
        if not line:
            continue
        table = TABLES.get(folded(line))
        if table is not None:
            steps.append(("table", _sheet(table, waiting)))
        elif line in ACTIONS:
            steps.append(("action", line))
        else:
            verb = next((verb for verb in VERBS if line.startswith(verb)), None)
            if verb is None:
                raise AssertionError(f"{title} : « {line} » n'est ni un tableau, ni une action, ni une vérification")
            steps.append((verb, line.removeprefix(verb).strip(" :")))
    return Scenario(title.strip(), tuple(steps))


def _sheet(table: schema.Table, waiting: list[str]) -> Sheet:
    rows: list[tuple[str, ...]] = []
    while waiting and waiting[0]:
        rows.append(tuple(cell.strip() for cell in waiting.pop(0).split("|")))
    if not rows or rows == [("(vide)",)]:
        return Sheet(table, (), ())
    headers, *body = rows
    for row in body:
        assert len(row) == len(headers), f"{table.name} : {row} n'a pas {len(headers)} colonnes"
    return Sheet(table, headers, tuple(body))


@dataclass(slots=True)
class Stage:
    """A workbook being played on."""

    book: Book
    now: datetime = field(default_factory=lambda: datetime(2026, 3, 15, 9, 30))
    report: Report | None = None
    refusal: RelanceError | None = None
    acted: bool = False

    def run(self) -> Run:
        """The circumstances of the next click; each click comes a second after the one before."""
        self.now += timedelta(seconds=1)
        return Run(now=self.now, user="comptable")


def play(scenario: Scenario, book: Book) -> None:
    """Play every step on `book`; AssertionError where the sheets do not hold what the scenario says."""
    stage = Stage(book)
    given = [step for verb, step in _before_first_action(scenario) if verb == "table" and isinstance(step, Sheet)]
    _prepare(book, given)
    for verb, argument in scenario.steps:
        if isinstance(argument, str):
            VERBS[verb](stage, argument) if verb != "action" else act(stage, argument)
        elif argument not in given:
            if not stage.acted:
                act(stage, "Rechercher")
            compare(stage.book, argument)
    if stage.refusal is not None:
        raise AssertionError(f"refusé : {stage.refusal}")


def _before_first_action(scenario: Scenario) -> Iterator[tuple[str, str | Sheet]]:
    for verb, argument in scenario.steps:
        expected = isinstance(argument, Sheet) and argument.table in {schema.PROPOSALS, schema.CALLS, schema.CONTROL}
        if verb == "action" or expected:
            return
        yield verb, argument


def _prepare(book: Book, given: Sequence[Sheet]) -> None:
    copy_templates(book.path.parent / "Modèles")
    stated = {sheet.table: sheet for sheet in given}
    for table, usual in ((schema.LEVEL_TABLE, USUAL_LEVELS), (schema.GROUP_TABLE, USUAL_GROUPS)):
        stated.setdefault(table, _sheet(table, list(usual)))
    stated.setdefault(schema.CUSTOMERS, _usual_customers(given))
    for sheet in stated.values():
        fill(book, sheet)


def _usual_customers(given: Sequence[Sheet]) -> Sheet:
    codes: dict[str, None] = {}
    for sheet in given:
        if "Client" in sheet.headers:
            codes.update(dict.fromkeys(row[sheet.headers.index("Client")] for row in sheet.rows))
    rows = tuple((code, code, "compta@example.com", "1") for code in codes if code)
    return Sheet(schema.CUSTOMERS, ("Code", "Nom", "E-mail", "Groupe"), rows)


def fill(book: Book, sheet: Sheet) -> None:
    """Give the workbook's table these rows, as typed values."""
    columns = {folded(column.header): column for column in sheet.table.columns}
    rows = [
        [_typed(columns[folded(header)], cell) for header, cell in zip(sheet.headers, row, strict=True)]
        for row in sheet.rows
    ]
    book.replace_rows(sheet.table.name, sheet.headers, rows)


def _typed(column: schema.Column, cell: str) -> Written:
    """The cell as a spreadsheet would hold it; what cannot be read stays the text it is."""
    try:
        value = converter(column.kind, column.choices, column.low, column.high)(cell)
    except cells.CellFault:
        return cell
    if isinstance(value, bool):
        return schema.YES if value else schema.NO
    return value or None if not isinstance(value, int | Decimal) else value


def act(stage: Stage, name: str) -> None:
    """Click a button."""
    if stage.refusal is not None:
        raise AssertionError(f"refusé : {stage.refusal}")
    stage.acted, stage.report = True, None
    try:
        stage.report = ACTIONS[name](stage.book, stage.run())
    except RelanceError as error:
        stage.refusal = error


def compare(book: Book, expected: Sheet) -> None:
    """AssertionError unless the sheet holds the expected rows, in any order, seen through the columns named."""
    grid = book.read_table(expected.table.name)
    if not expected.headers:
        found = [row for row in grid.rows if any(cell not in {None, ""} for cell in row[:2])]
        assert not found, f"{expected.table.sheet} devrait être vide : {found}"
        return
    columns = [next(c for c in expected.table.columns if folded(c.header) == folded(h))
               for h in expected.headers]  # fmt: skip
    rows = sorted(_row(grid, columns, row) for row in grid.rows if any(cell not in {None, ""} for cell in row))
    wanted = sorted(tuple(map(_wanted, columns, row)) for row in expected.rows)
    assert rows == wanted, f"{expected.table.sheet}\n  attendu : {wanted}\n  trouvé  : {rows}"


def _row(grid: Grid, columns: Sequence[schema.Column], row: Sequence[Value]) -> tuple[str, ...]:
    positions = [column_of(grid, column) for column in columns]
    return tuple(
        _seen(column, row[place]) if place is not None else "" for column, place in zip(columns, positions, strict=True)
    )


def _seen(column: schema.Column, value: Value) -> str:
    try:
        found = converter(column.kind, column.choices, column.low, column.high)(value)
    except cells.CellFault:
        return cells.shown(value)
    return _text(found)


def _wanted(column: schema.Column, cell: str) -> str:
    return _seen(column, cell or None)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return schema.YES if value else schema.NO
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return re.sub(r"[\u00a0\u202f]", " ", str(value))


def _set_date(stage: Stage, written: str) -> None:
    day = cells.parse_day(written)
    assert day is not None, f"« {written} » n'est pas une date"
    stage.now = datetime.combine(day, time(9, 30))


def _set_criterion(stage: Stage, written: str) -> None:
    name, _, value = (part.strip() for part in written.partition("="))
    cell = next((c for c in schema.CRITERIA if name in {c.name, c.name.removeprefix("critere_"), c.label}), None)
    assert cell is not None, f"« {name} » n'est pas un critère"
    typed: Written = (cells.parse_day(value) or value) if cell.kind is schema.Kind.DATE else value
    stage.book.set_names({cell.name: typed or None})


def _set_parameter(stage: Stage, written: str) -> None:
    name, _, value = (part.strip() for part in written.partition("="))
    stage.book.append_rows(schema.PARAMETERS.name, schema.PARAMETERS.headers, [[name, value]])


def _change(stage: Stage, written: str) -> None:
    """« Change Factures F1 Solde = 0 »: type a value into the line of an invoice, as a user would."""
    place, _, value = (part.strip() for part in written.partition("="))
    sheet, invoice, header = place.split(maxsplit=2)
    table = TABLES[folded(sheet)]
    grid = stage.book.read_table(table.name)
    column = next(c for c in table.columns if folded(c.header) == folded(header))
    key = next(c for c in table.columns if c.field in {"invoice", "code", "number"})
    position, at = column_of(grid, column), column_of(grid, key)
    assert position is not None
    assert at is not None
    values: list[Written | Value] = [row[position] for row in grid.rows]
    lines = [index for index, row in enumerate(grid.rows) if cells.text(row[at]) == invoice]
    assert lines, f"{sheet} n'a pas de ligne {invoice}"
    for index in lines:
        values[index] = _typed(column, value)
    stage.book.update_columns(table.name, {grid.headers[position]: values})


def _expect_message(stage: Stage, expected: str) -> None:
    if stage.refusal is not None:
        assert expected in _text(str(stage.refusal)), f"refus : {stage.refusal}"
        stage.refusal = None
        return
    assert stage.report is not None
    assert expected in _text(stage.report.summary), f"message : {stage.report.summary}"


def _expect_problem(stage: Stage, expected: str) -> None:
    assert stage.report is not None, f"refusé : {stage.refusal}"
    told = [_text(str(problem)) for problem in stage.report.problems]
    assert any(expected in problem for problem in told), f"« {expected} » absent de {told}"


def _expect_no_problem(stage: Stage, _nothing: str) -> None:
    assert stage.report is not None, f"refusé : {stage.refusal}"
    assert not stage.report.problems, [str(problem) for problem in stage.report.problems]


def _expect_files(stage: Stage, expected: str) -> None:
    """« Fichiers : 3 »: how many Word documents stand below « Lettres », print runs included."""
    folder = stage.book.path.parent / "Lettres"
    found = sorted(file.name for file in folder.rglob("*.docx")) if folder.exists() else []
    assert len(found) == int(expected), found


VERBS: Mapping[str, Callable[[Stage, str], None]] = {
    "Aucun problème": _expect_no_problem,
    "Au ": _set_date,
    "Critère ": _set_criterion,
    "Paramètre ": _set_parameter,
    "Change ": _change,
    "Message": _expect_message,
    "Problème": _expect_problem,
    "Fichiers": _expect_files,
}
