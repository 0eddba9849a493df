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

A table that stands before the first action is given to the workbook; one that stands after an action is what the
sheet must then hold: the same rows, no other, in any order (« Relances dans l'ordre »: in that order), looked at
through the columns named.  « Relances » without an action means « Rechercher ».  A line of its own is an action
(`ACTIONS`) or says:

    Au 15/03/2026                      the day of the clicks that follow
    Critère jours = 10                 a criterion typed on top of the sheet « Relances »
    Paramètre Société = Vauban         a parameter
    Change Factures F1 Réglé = 100     a value typed into the lines of an invoice, a customer, a group, a level
    Ajoute Factures                    lines added by hand, as a table
    Opération 12/11/2026 ; VIR … ; 5,00   a line of the statement that « Lire le relevé bancaire » reads next
    Ligne du fichier C1 ; Duval ; F1 ; 05/01/2026 ; 04/02/2026 ; 100,00 ; 100,00
                                       a line of the list that « Importer le grand livre » reads next (`LIST`)
    Importe quand même                 yes to what the import has just asked
    Choisit VIR … : Client = Dupont    a value typed into the line of « Banque » that bears this label
    Sans modèle                        the folder of the templates is emptied
    Message : 2 lignes                 a part of the sentence the last action ended with, or refused with
    Problème : …   Aucun problème      a part of a problem the last action told; that it told none
    Non émise : F1 a été réglée        a part of why a ticked line was not issued
    Lettre Dupont : 1 400,00 €         a text of a letter to this customer; « Lettre Dupont sans : F2 » its absence
    E-mails : 2                        how many drafts were issued
    E-mail Dupont : 1 400,00 €         a text of the subject or the body of a draft to this customer; « sans » as above
    Courrier à la place : Dupont       a customer whose e-mail becomes a letter for want of an address
    Lettres : 2   Fichiers : 3         how many letters were issued; how many Word files stand below « Lettres »

Customers that a scenario does not state are made, in group 1; the levels (10, 30 and 60 days) and the groups 0 to 9
too.  So are the company's name and address, and the customers' addresses.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

from relance_xl.actions.catalogue import rows as catalogue
from relance_xl.actions.catalogue.shape import Action
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted, import_files
from relance_xl.actions.letters import LetterIssued, LettersReport
from relance_xl.actions.mail.reports import MailIssued, MailsReport
from relance_xl.actions.setup.company import copy_templates
from relance_xl.domain.wording import folded
from relance_xl.problems import RelanceError
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.parameters import write_parameters
from tests.postal import ADDRESS, OWNER
from tests.scenarios.texts import (
    ADDED,
    TABLES,
    Scenario,
    Sheet,
    column_named,
    compare,
    plain,
    read_sheet,
    typed,
    typed_rows,
)


def _said(row: Action) -> str:
    """The button's caption; the step's title where the caption is a sheet's name too, or asks for files."""
    return row.title if folded(row.caption) in TABLES or row.asks_files else row.caption


ACTIONS: Mapping[str, Action] = {_said(row): row for row in catalogue.ACTIONS.values() if row.macro}

LIST = "Code client;Nom;Facture;Date;Échéance;Montant TTC;Reste dû"
STATEMENT = "Date;Libellé;Montant"
USUAL_LEVELS = ("Niveau | Borne inférieure", "1 | 10", "2 | 30", "3 | 60")
USUAL_GROUPS = ("Groupe | Règle", *(f"{number} | Jours de retard" for number in range(10)))
RESULTS = frozenset({schema.PROPOSALS, schema.CALLS, schema.CONTROL})


@dataclass(slots=True)
class Stage:
    """A workbook being played on; `reopened` gives it again as it is found after a click."""

    book: Book
    reopened: Callable[[Book], Book]
    now: datetime = field(default_factory=lambda: datetime(2026, 3, 15, 9, 30))
    report: Report | None = None
    refusal: RelanceError | None = None
    acted: bool = False
    statement: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    imported: Path | None = None

    def run(self) -> Run:
        """The circumstances of the next click; each click comes a second after the one before."""
        self.now += timedelta(seconds=1)
        return Run(now=self.now, user="comptable")


def unchanged(book: Book) -> Book:
    """The book itself: memory has nothing to reopen."""
    return book


def play(scenario: Scenario, book: Book, reopened: Callable[[Book], Book] = unchanged) -> None:
    """Play every step on `book`; AssertionError where the sheets do not hold what the scenario says."""
    stage = Stage(book, reopened)
    given = [step for verb, step in _before_first_action(scenario) if verb == "table" and isinstance(step, Sheet)]
    assert len({sheet.table for sheet in given}) == len(given), f"{scenario.title} : un tableau est donné deux fois"
    assert _checks_something(scenario, given), f"{scenario.title} : rien n'est vérifié"
    _prepare(book, given)
    for verb, argument in scenario.steps:
        if isinstance(argument, str):
            VERBS[verb](stage, argument) if verb != "action" else act(stage, argument)
        elif verb == ADDED:
            stage.book.append_rows(argument.table.name, argument.headers, typed_rows(argument))
        elif not any(argument is sheet for sheet in given):
            if not stage.acted:
                act(stage, "Rechercher")
            compare(stage.book, argument)
    if stage.refusal is not None:
        raise AssertionError(f"refusé : {stage.refusal}")


def _before_first_action(scenario: Scenario) -> Iterator[tuple[str, str | Sheet]]:
    for verb, argument in scenario.steps:
        if verb == "action" or (isinstance(argument, Sheet) and argument.table in RESULTS):
            return
        yield verb, argument


def _checks_something(scenario: Scenario, given: Sequence[Sheet]) -> bool:
    return any(
        verb in CHECKS if isinstance(step, str) else verb == "table" and not any(step is sheet for sheet in given)
        for verb, step in scenario.steps
    )


def _prepare(book: Book, given: Sequence[Sheet]) -> None:
    copy_templates(book.path.parent / "Modèles")
    stated = {sheet.table: sheet for sheet in given}
    for table, usual in ((schema.LEVEL_TABLE, USUAL_LEVELS), (schema.GROUP_TABLE, USUAL_GROUPS)):
        stated.setdefault(table, read_sheet(table, list(usual)))
    stated.setdefault(schema.CUSTOMERS, _usual_customers(given))
    stated[schema.CUSTOMERS] = _addressed(stated[schema.CUSTOMERS])
    for sheet in stated.values():
        book.replace_rows(sheet.table.name, sheet.headers, typed_rows(sheet))
    if schema.PARAMETERS not in stated:
        write_parameters(book, OWNER)


def _addressed(customers: Sheet) -> Sheet:
    """The customers with a postal address, where the scenario says nothing of theirs (N-37)."""
    if "Ville" in customers.headers or "Adresse 1" in customers.headers:
        return customers
    return replace(
        customers,
        headers=(*customers.headers, *ADDRESS),
        rows=tuple((*row, *ADDRESS.values()) for row in customers.rows),
    )


def _usual_customers(given: Sequence[Sheet]) -> Sheet:
    codes: dict[str, None] = {}
    for sheet in given:
        if "Client" in sheet.headers:
            codes.update(dict.fromkeys(row[sheet.headers.index("Client")] for row in sheet.rows))
    rows = tuple((code, code, "compta@example.com", "1") for code in codes if code)
    return Sheet(schema.CUSTOMERS, ("Code", "Nom", "E-mail", "Groupe"), rows)


def act(stage: Stage, name: str) -> None:
    """Click a button."""
    if stage.refusal is not None:
        raise AssertionError(f"refusé : {stage.refusal}")
    stage.acted, stage.report = True, None
    try:
        row = ACTIONS[name]
        given = {"files": [_file(stage, row)]} if row.asks_files else {}
        stage.report = row.function()(stage.book, stage.run(), **given)
    except RelanceError as error:
        stage.refusal = error
    stage.book = stage.reopened(stage.book)


def _file(stage: Stage, row: Action) -> Path:
    """The lines waiting, as the CSV file of a bank or of an invoicing program."""
    if row.name == "importer":
        stage.imported = _csv(stage, "liste", LIST, stage.lines)
        return stage.imported
    return _csv(stage, "relevé", STATEMENT, stage.statement)


def _csv(stage: Stage, name: str, header: str, waiting: list[str]) -> Path:
    lines = [header, *(";".join(map(str.strip, line.split(";"))) for line in waiting)]
    path = stage.book.path.parent / f"{name} {stage.now:%H%M%S}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    waiting.clear()
    return path


def _add_line(stage: Stage, written: str) -> None:
    stage.lines.append(written)


def _import_all_the_same(stage: Stage, _nothing: str) -> None:
    assert stage.imported is not None
    assert stage.refusal is None, f"refusé : {stage.refusal}"
    stage.report = import_files(stage.book, stage.run(), [stage.imported], Wanted(confirmed=True))
    stage.book = stage.reopened(stage.book)


def _add_operation(stage: Stage, written: str) -> None:
    stage.statement.append(written)


def _choose(stage: Stage, written: str) -> None:
    label, _, typed_in = (part.strip() for part in written.partition(" : "))
    header, _, value = (part.strip() for part in typed_in.partition("="))
    grid = stage.book.read_table(schema.BANK.name)
    labels, at = (column_of(grid, column_named(schema.BANK, name)) for name in ("Libellé", header))
    assert labels is not None
    assert at is not None
    places = [place for place, row in enumerate(grid.rows) if cells.text(row[labels]) == label]
    assert len(places) == 1, f"« {label} » : {len(places)} lignes de Banque"
    values: list[Written | Value] = [row[at] for row in grid.rows]
    values[places[0]] = typed(column_named(schema.BANK, header), value)
    stage.book.update_columns(schema.BANK.name, {grid.headers[at]: values})


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
    write_parameters(stage.book, {name: value})


def _change(stage: Stage, written: str) -> None:
    place, _, value = (part.strip() for part in written.partition("="))
    sheet, key, header = place.split(maxsplit=2)
    table = TABLES[folded(sheet)]
    grid = stage.book.read_table(table.name)
    column = column_named(table, header)
    position = column_of(grid, column)
    at = column_of(grid, next(c for c in table.columns if c.field in {"invoice", "code", "number"}))
    assert position is not None
    assert at is not None
    values: list[Written | Value] = [row[position] for row in grid.rows]
    lines = [index for index, row in enumerate(grid.rows) if cells.text(row[at]) == key]
    if not lines and table is schema.CALLS:  # the row that opens a customer has no invoice
        who = column_of(grid, table.column("customer"))
        assert who is not None
        lines = [index for index, row in enumerate(grid.rows) if row[at] is None and cells.text(row[who]) == key]
    assert lines, f"{sheet} n'a pas de ligne {key}"
    for index in lines:
        values[index] = typed(column, value)
    stage.book.update_columns(table.name, {grid.headers[position]: values})


def _without_templates(stage: Stage, _nothing: str) -> None:
    shutil.rmtree(stage.book.path.parent / "Modèles")


def _expect_message(stage: Stage, expected: str) -> None:
    if stage.refusal is not None:
        assert expected in plain(str(stage.refusal)), f"refus : {stage.refusal}"
        stage.refusal = None
        return
    assert stage.report is not None
    assert expected in plain(stage.report.summary), f"message : {stage.report.summary}"


def _expect_problem(stage: Stage, expected: str) -> None:
    assert stage.report is not None, f"refusé : {stage.refusal}"
    told = [plain(str(problem)) for problem in stage.report.problems]
    assert any(expected in problem for problem in told), f"« {expected} » absent de {told}"


def _expect_no_problem(stage: Stage, _nothing: str) -> None:
    assert stage.report is not None, f"refusé : {stage.refusal}"
    assert not stage.report.problems, [str(problem) for problem in stage.report.problems]


def _expect_files(stage: Stage, expected: str) -> None:
    """« Fichiers : 3 »: how many Word documents stand below « Lettres », print runs included."""
    folder = stage.book.path.parent / "Lettres"
    found = sorted(file.name for file in folder.rglob("*.docx")) if folder.exists() else []
    assert len(found) == int(expected), found


def _letters(stage: Stage) -> tuple[LetterIssued, ...]:
    assert isinstance(stage.report, LettersReport), f"la dernière action n'est pas « Lettres » : {stage.refusal}"
    return stage.report.letters


def _expect_letters(stage: Stage, expected: str) -> None:
    found = _letters(stage)
    assert len(found) == int(expected), [letter.file for letter in found]


def _expect_letter(stage: Stage, written: str) -> None:
    """« Dupont : text » is in one of the letters to Dupont; « Dupont sans : text » is in none of them."""
    who, _, text = (part.strip() for part in written.partition(":"))
    code, without = who.removesuffix(" sans"), who.endswith(" sans")
    letters = [_words(stage.book.path.parent / letter.file) for letter in _letters(stage)
               if letter.reminder.customer.code == code]  # fmt: skip
    assert letters, f"aucune lettre à {code}"
    assert any(text in letter for letter in letters) is not without, f"« {text} » : {letters}"


def _words(file: Path) -> str:
    """The paragraphs of a Word file, a space between them."""
    xml = zipfile.ZipFile(file).read("word/document.xml").decode("utf-8")
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml, flags=re.DOTALL)
    texts = ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph)) for paragraph in paragraphs)
    return plain(unescape(" ".join(text for text in texts if text)))


def _mails(stage: Stage) -> tuple[MailIssued, ...]:
    assert isinstance(stage.report, MailsReport), f"la dernière action n'est pas « E-mails » : {stage.refusal}"
    return stage.report.mails


def _expect_mails(stage: Stage, expected: str) -> None:
    found = _mails(stage)
    assert len(found) == int(expected), [mail.file for mail in found]


def _expect_mail(stage: Stage, written: str) -> None:
    """« Dupont : text » is in one of the drafts to Dupont; « Dupont sans : text » is in none of them."""
    who, _, text = (part.strip() for part in written.partition(":"))
    code, without = who.removesuffix(" sans"), who.endswith(" sans")
    drafts = [_mail_words(stage.book.path.parent / mail.file) for mail in _mails(stage)
              if mail.reminder.customer.code == code]  # fmt: skip
    assert drafts, f"aucun e-mail à {code}"
    assert any(text in draft for draft in drafts) is not without, f"« {text} » : {drafts}"


def _mail_words(file: Path) -> str:
    """Whom a draft is for, its subject and its plain text."""
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return plain(f"{message['To']} {message['Subject']} {body.get_content()}")


def _expect_fallback(stage: Stage, expected: str) -> None:
    _mails(stage)
    assert isinstance(stage.report, MailsReport)
    found = [each.reminder.customer.code for each in stage.report.fallbacks]
    assert expected in found, found


def _expect_skipped(stage: Stage, expected: str) -> None:
    assert isinstance(stage.report, LettersReport | MailsReport), f"rien n'a été émis : {stage.refusal}"
    told = [plain(skipped.why) for skipped in stage.report.skipped]
    assert any(expected in why for why in told), f"« {expected} » absent de {told}"


VERBS: Mapping[str, Callable[[Stage, str], None]] = {
    "Aucun problème": _expect_no_problem,
    "Sans modèle": _without_templates,
    "Au ": _set_date,
    "Critère ": _set_criterion,
    "Paramètre ": _set_parameter,
    "Change ": _change,
    "Opération ": _add_operation,
    "Ligne du fichier ": _add_line,
    "Importe quand même": _import_all_the_same,
    "Choisit ": _choose,
    "Message": _expect_message,
    "Problème": _expect_problem,
    "Non émise": _expect_skipped,
    "E-mails :": _expect_mails,
    "E-mail ": _expect_mail,
    "Courrier à la place": _expect_fallback,
    "Lettres :": _expect_letters,
    "Lettre ": _expect_letter,
    "Fichiers": _expect_files,
}

CHECKS = frozenset(verb for verb, does in VERBS.items() if does.__name__.startswith("_expect"))
"""The verbs that look at something; a scenario without any would prove nothing."""
