"""« mettre-a-jour »: an older workbook gets what this version has more, and keeps all that it holds (N-69)."""

from __future__ import annotations

from dataclasses import dataclass

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.imports.habits import parameter_texts
from relance_xl.books.closed.upgrade.upgraded import Upgraded, upgraded
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.wording import folded
from relance_xl.machine import shipped
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Value
from relance_xl.tables.records import column_of
from relance_xl.tables.schema import Kind, Parameter
from relance_xl.tables.sheets.parameters import write_parameters


@dataclass(slots=True, kw_only=True)
class UpdateReport(Report):
    """What was added: sheets, columns (« Relances : Lot »), parameters, and the program's own parts replaced."""

    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def bring_up_to_date(book: WorkbookFile, _run: Run) -> UpdateReport:
    """Give the workbook what it lacks of the present one; the same again adds nothing.

    DataError when `Paramètres` has lost a column, and for a workbook that is no company's (« Cabinet.xlsm »).
    """
    if not book.table_names() & {schema.CUSTOMERS.name, schema.ITEMS.name}:
        expected = "un classeur créé par « relance-xl nouveau »"
        raise DataError(
            Problem(file=book.path.name, what="Ce classeur n'est pas celui d'une société", expected=expected)
        )
    found = upgraded(book.path.read_bytes(), shipped.workbook().read_bytes(), book.path.name)
    if found.sheets or found.columns or found.tables or found.names or found.parts:
        book.adopt(found.content)
    lacking = _lacking_parameters(book)
    if lacking:
        write_parameters(book, {parameter.label: _default(parameter) for parameter in lacking})
    if stated_version(book) not in {"", schema.VERSION.default}:
        write_parameters(book, {schema.VERSION_LABEL: schema.VERSION.default})
    parameters = tuple(parameter.label for parameter in lacking)
    return UpdateReport(
        summary=_summary(found, parameters),
        problems=[_no_room(name) for name in found.refused],
        sheets=found.sheets,
        columns=found.columns,
        parameters=parameters,
        parts=found.parts,
    )


def stated_version(book: Book) -> str:
    """The shape that the workbook says it has; "" in one of 0.1.0."""
    if schema.PARAMETERS.name not in book.table_names():
        return ""
    return next((value for label, value in parameter_texts(book) if folded(label) == folded(schema.VERSION_LABEL)), "")


def _lacking_parameters(book: WorkbookFile) -> list[Parameter]:
    if schema.PARAMETERS.name not in book.table_names():
        return []
    grid = book.read_table(schema.PARAMETERS.name)
    label = column_of(grid, schema.PARAMETERS.column("label"))
    present = {folded(shown(row[label])) for row in grid.rows if label is not None}
    every = (*schema.PARAMETER_LIST, *schema.IMPORT_PARAMETERS, schema.VERSION)
    return [each for each in every if folded(each.label) not in present]


def _default(parameter: Parameter) -> Value:
    if parameter.kind is Kind.INTEGER and parameter.default:
        return int(parameter.default)
    return parameter.default or None


def _no_room(name: str) -> Problem:
    sheet, _, header = name.partition(" : ")
    return Problem(
        sheet=sheet,
        what=f"La colonne « {header} » n'a pas été ajoutée : ce qui est à droite du tableau ne lui laisse pas de place",
        expected="des colonnes vides à droite du tableau, puis « mettre-a-jour » de nouveau",
        severity=Severity.WARNING,
    )


def _summary(found: Upgraded, parameters: tuple[str, ...]) -> str:
    told = [
        f"{what} : {', '.join(names)}"
        for what, names in (
            ("feuilles", found.sheets),
            ("tableaux", found.tables),
            ("colonnes", found.columns),
            ("cellules nommées", found.names),
            ("paramètres", parameters),
            ("remplacés", found.parts),
        )
        if names
    ]
    if not told:
        return "Le classeur est à jour : rien n'est changé."
    return f"Classeur mis à jour ({' ; '.join(told)}). Tout ce qui s'y trouvait est resté."
