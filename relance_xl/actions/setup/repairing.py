"""« reparer »: the workbook finds its Python again, and the shipped templates that it has lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, templates_folder
from relance_xl.actions.setup.company import TEMPLATE_KINDS, copy_missing
from relance_xl.domain import sheets
from relance_xl.machine import shipped
from relance_xl.machine.reasons import reason
from relance_xl.problems import DataError, FileUnavailable, Problem
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import read_company


@dataclass(slots=True, kw_only=True)
class RepairReport(Report):
    """What was mended: the interpreter now written ("" when it was right), the templates copied."""

    interpreter: str = ""
    templates: tuple[str, ...] = ()


def repair(book: Book, _run: Run, interpreter: Mapping[str, str]) -> RepairReport:
    """Write `interpreter` (named cell → path) and copy the missing templates; the user's own are never replaced.

    DataError when the workbook has lost the cells; FileUnavailable when the templates' folder cannot be written.
    """
    report = rehearse_repair(book, _run, interpreter)
    book.set_names(interpreter)
    if not _is_a_company_s(book):
        return report
    folder = _templates_folder(book)
    try:
        copy_missing(folder, report.templates)
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({reason(error)})")
        ) from error
    return report


def rehearse_repair(book: Book, _run: Run, interpreter: Mapping[str, str]) -> RepairReport:
    """What `repair` would mend; nothing is written."""
    names = book.read_names()
    lost = [name for name in interpreter if name not in names]
    if lost:
        raise DataError(
            Problem(
                what=f"Ce classeur a perdu la cellule nommée « {lost[0]} »",
                sheet=sheets.CONFIGURATION,
                expected="un classeur créé par « relance-xl nouveau »",
            )
        )
    changed = [path for name, path in interpreter.items() if cells.shown(names[name]) != path]
    missing = missing_templates(_templates_folder(book)) if _is_a_company_s(book) else []
    report = RepairReport(summary="", interpreter="".join(changed), templates=tuple(missing))
    report.summary = _summary(report)
    return report


def _is_a_company_s(book: Book) -> bool:
    """Whether letters are written from it: the table of a firm has buttons, and no letters."""
    return bool(book.table_names() & {schema.CUSTOMERS.name, schema.ITEMS.name})


def missing_templates(folder: Path) -> list[str]:
    """The shipped templates that `folder` does not hold."""
    names = (template.name for template in shipped.templates().iterdir() if template.suffix in TEMPLATE_KINDS)
    return sorted(name for name in names if not (folder / name).exists())


def _templates_folder(book: Book) -> Path:
    company, _ = read_company(book)
    return templates_folder(book, company)


def _summary(report: RepairReport) -> str:
    parts = []
    if report.interpreter:
        parts.append(f"Les boutons appellent désormais {report.interpreter}.")
    if report.templates:
        parts.append(f"Modèles remis : {', '.join(report.templates)}.")
    return " ".join(parts) or "Rien à réparer : les boutons trouvent Python, les modèles sont là."
