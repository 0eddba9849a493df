"""« diagnostic --rapport »: what helps to mend a fault, in one text that may be posted in public.

Nothing is copied from a workbook, a log or a path.  Every word is one that the program knows beforehand (its sheets,
columns, parameters, classes, functions), found there or not; the only figures are counts, versions and a file's size.
"""

from __future__ import annotations

import builtins
import platform
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from relance_xl import __version__
from relance_xl.actions.common.control import all_problems
from relance_xl.actions.common.run import Run
from relance_xl.actions.setup.diagnosing import Finding
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.wording import folded
from relance_xl.machine.logs import log_folder
from relance_xl.problems import Problem, RelanceError
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Grid
from relance_xl.tables.records import column_of

PACKAGES: Final = ("docxtpl", "jinja2", "lxml", "openpyxl", "python-calamine", "python-docx", "XlsxWriter", "xlwings")
KINDS: Final = frozenset({".xlsm", ".xlsx"})
LOGS: Final = 3
"""The last ones."""
_PACKAGE: Final = Path(__file__).resolve().parents[2]
_FRAME: Final = re.compile(r'^ *File "[^"]*?relance_xl[/\\]([\w/\\]+\.py)", line (\d+), in (\w+)', re.MULTILINE)
_RAISED: Final = re.compile(r"^([A-Za-z_][\w.]*)(?=:|$)", re.MULTILINE)
_DEEP: Final = 12
"""Lines kept of one log: the last ones say where it broke."""
_OTHER: Final = "autre"


def fault_report(findings: Iterable[Finding], workbook: Path | None, now: datetime, logs: Path | None = None) -> str:
    """The text, in French, one fact a line.  A workbook that cannot be read is said to be so."""
    lines = ["Rapport de relance-xl : ni nom, ni adresse, ni montant ; il peut être publié.", ""]
    lines += _program()
    lines += ["", "Constats", *(f"  {each.subject} : {each.state.value}" for each in findings)]
    if workbook is not None:
        lines += ["", "Classeur", *(f"  {each}" for each in _workbook(workbook, now))]
    lines += ["", "Dernières erreurs du programme", *(f"  {each}" for each in _errors(logs or log_folder()))]
    return "\n".join((*lines, ""))


def _program() -> Iterator[str]:
    yield f"relance-xl {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield ", ".join(f"{name} {_version(name)}" for name in PACKAGES)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _workbook(path: Path, now: datetime) -> Iterator[str]:
    kind = path.suffix.lower()
    yield f"forme {kind if kind in KINDS else _OTHER}, {max(1, path.stat().st_size // 1024)} Ko"
    try:
        book = WorkbookFile(path)
        yield from _shape(book)
        yield from _faults(book, all_problems(book, Run(now=now, rehearsed=True)))
    except RelanceError as error:
        yield f"ne se lit pas : {type(error).__name__}"


def _shape(book: WorkbookFile) -> Iterator[str]:
    names = set(book.sheet_names())
    lacking = [name for name in schema.SHEETS if name not in names]
    yield f"feuilles : {len(names & set(schema.SHEETS))} connues, {len(names - set(schema.SHEETS))} autres"
    if lacking:
        yield f"feuilles absentes : {', '.join(lacking)}"
    present = book.table_names()
    for table in schema.TABLES:
        if table.name in present:
            yield _table(book.read_table(table.name), table)
        else:
            yield f"{table.name} : absent"
    yield from _parameters(book)


def _table(grid: Grid, table: schema.Table) -> str:
    known = {folded(header) for header in table.headers}
    lacking = [column.header for column in table.columns if column_of(grid, column) is None]
    others = sum(folded(header) not in known for header in grid.headers)
    said = f"{table.name} : {len(grid.rows)} lignes, {others} colonnes ajoutées"
    return f"{said}, absentes : {', '.join(lacking)}" if lacking else said


def _parameters(book: Book) -> Iterator[str]:
    """Which parameters are filled, never with what."""
    if schema.PARAMETERS.name not in book.table_names():
        return
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, schema.PARAMETERS.column(field)) for field in ("label", "value"))
    if label is None or value is None:
        return
    filled = {folded(cells.shown(row[label])) for row in grid.rows if cells.shown(row[value]).strip()}
    every = (*schema.PARAMETER_LIST, *schema.IMPORT_PARAMETERS)
    yield f"paramètres remplis : {', '.join(each.label for each in every if folded(each.label) in filled)}"


def _faults(book: Book, problems: Iterable[Problem]) -> Iterator[str]:
    """How many anomalies of each gravity, by sheet and column."""
    columns = dict(_columns(book))
    counts = Counter((each.severity.value, _sheet(each.sheet), _column(each, columns)) for each in problems)
    for (severity, sheet, column), many in sorted(counts.items()):
        yield f"{many} × {severity} : {sheet}, {column}"


def _sheet(name: str) -> str:
    return name if name in schema.SHEETS else _OTHER


def _columns(book: Book) -> Iterator[tuple[tuple[str, str], str]]:
    """Sheet and letters of each column of the schema → its header, as the schema writes it."""
    present = book.table_names()
    for table in schema.TABLES:
        grid = book.read_table(table.name) if table.name in present else None
        for column in table.columns if grid else ():
            place = column_of(grid, column) if grid else None
            if grid is not None and place is not None:
                yield (table.sheet, grid.address(0, place).rstrip("0123456789")), column.header


def _column(problem: Problem, columns: Mapping[tuple[str, str], str]) -> str:
    return columns.get((problem.sheet, problem.cell.rstrip("0123456789")), "–")


def _errors(folder: Path) -> Iterator[str]:
    """Of the last logs: the kinds of exceptions and the program's own lines; never a text."""
    found = sorted(folder.glob("*.log"))[-LOGS:] if folder.is_dir() else []
    if not found:
        yield "aucune"
    for log in found:
        text = log.read_text(encoding="utf-8", errors="replace")
        kinds = dict.fromkeys(name for name in map(_kind, _RAISED.findall(text)) if name)
        yield f"{', '.join(kinds) or _OTHER}"
        yield from (f"  {place}" for place in list(_places(text))[-_DEEP:])


def _kind(name: str) -> str:
    """The exception's name when it is Python's own, "" otherwise."""
    made = getattr(builtins, name, None)
    return name if isinstance(made, type) and issubclass(made, BaseException) else ""


def _places(text: str) -> Iterator[str]:
    for module, line, function in _FRAME.findall(text):
        path = _PACKAGE / module.replace("\\", "/")
        if path.is_file() and re.search(rf"def {function}\b", path.read_text(encoding="utf-8")):
            yield f"relance_xl/{path.relative_to(_PACKAGE).as_posix()}, ligne {line}, {function}"
