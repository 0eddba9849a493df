"""« Vérifier les modèles »: every fault of the letter and message templates, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.checking import template_faults
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, templates_folder
from relance_xl.documents.check_templates import check_templates
from relance_xl.documents.messages.templates import check_mail_templates
from relance_xl.domain.wording import counted
from relance_xl.problems import errors
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.writing import write_problems


@dataclass(slots=True, kw_only=True)
class TemplatesReport(Report):
    """Which templates were tried."""

    folder: Path
    templates: tuple[str, ...]


def check_all_templates(book: Book, _run: Run) -> TemplatesReport:
    """Try every template of the company's folder on sample customers, the worst case among them; fill `Contrôle`.

    The templates that a level names and the folder lacks are told too.
    """
    ledger, _ = read_ledger(book)
    folder = templates_folder(book, ledger.company)
    letters = sorted(path for path in folder.glob("*.docx") if not path.name.startswith("~$"))
    messages = sorted({*folder.glob("mail*.txt"), *folder.glob("mail*.html")})
    found = [
        *located(book, list(template_faults(book, ledger))),
        *check_templates(letters),
        *check_mail_templates(folder),
    ]
    write_problems(book, found)
    tried = tuple(path.name for path in (*letters, *messages))
    return TemplatesReport(summary=_summary(tried, len(errors(found)), len(found)), problems=found, folder=folder,
                           templates=tried)  # fmt: skip


def _summary(tried: tuple[str, ...], faults: int, problems: int) -> str:
    said = counted(len(tried), "modèle essayé", "modèles essayés")
    if not problems:
        return f"{said} : aucune anomalie."
    warnings = counted(problems - faults, "avertissement", "avertissements")
    return f"{said} : {counted(faults, 'erreur', 'erreurs')}, {warnings} : voyez la feuille « Contrôle »."
