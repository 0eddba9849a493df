"""« Vérifier les modèles »: every fault of the letter and message templates, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.common.control import fill_control, template_faults
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, templates_folder
from relance_xl.documents.check_templates import check_templates
from relance_xl.documents.file_names import safe_name, unique_name
from relance_xl.documents.messages.templates import check_mail_templates
from relance_xl.documents.templates.conversion import converted
from relance_xl.documents.templates.recognition import template_bytes, template_parts
from relance_xl.domain.wording import counted, typeset
from relance_xl.machine.scratch import written_exclusively
from relance_xl.problems import DataError, Problem, Severity, errors
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.places import located

_NO_FIELD = "Ce document n'a aucun champ de publipostage"
_A_MAIN_DOCUMENT = "le document principal d'un publipostage de Word (.docx)"


@dataclass(slots=True, kw_only=True)
class TemplatesReport(Report):
    """Which templates were tried."""

    folder: Path
    templates: tuple[str, ...]
    converted: str = ""


def check_all_templates(book: Book, run: Run, *, merge_document: str = "") -> TemplatesReport:
    """`merge_document`, a main document of Word's mail merge, turned into a template; without it, all are tried."""
    return _converted(book, run, Path(merge_document)) if merge_document else _all_checked(book, run)


def _converted(book: Book, run: Run, document: Path) -> TemplatesReport:
    """A new template in the company's folder, beside those that are there; what of it is still to be done by hand."""
    ledger, _ = read_ledger(book)
    folder = templates_folder(book, ledger.company)
    data = template_bytes(document)
    conversion = converted(data, template_parts(document, data))
    if not conversion.turned and not conversion.left:
        raise DataError(Problem(file=document.name, what=_NO_FIELD, expected=_A_MAIN_DOCUMENT))
    taken = {path.name for path in folder.glob("*")}
    place = folder / unique_name(safe_name(document.stem), ".docx", taken)
    if not run.rehearsed:
        written_exclusively(conversion.data, place)
    turned = counted(len(conversion.turned), "champ converti", "champs convertis")
    left = [_left(place.name, said) for said in dict.fromkeys(conversion.left)]
    return TemplatesReport(
        summary=f"{turned} dans « {place.name} », {counted(len(left), 'champ laissé', 'champs laissés')}.",
        problems=left,
        folder=folder,
        templates=(place.name,),
        converted=place.name,
    )


def _left(file: str, said: str) -> Problem:
    return Problem(
        file=file,
        what=typeset(f"Le champ de publipostage « {said} » n'a pas d'équivalent : il est resté"),
        expected="une balise de docs/modeles.md à sa place, ou rien",
        severity=Severity.WARNING,
    )


def _all_checked(book: Book, run: Run) -> TemplatesReport:
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
    fill_control(book, run, "modeles", found)
    tried = tuple(path.name for path in (*letters, *messages))
    return TemplatesReport(summary=_summary(tried, len(errors(found)), len(found)), problems=found, folder=folder,
                           templates=tried)  # fmt: skip


def _summary(tried: tuple[str, ...], faults: int, problems: int) -> str:
    said = counted(len(tried), "modèle essayé", "modèles essayés")
    if not problems:
        return f"{said} : aucune anomalie."
    warnings = counted(problems - faults, "avertissement", "avertissements")
    return f"{said} : {counted(faults, 'erreur', 'erreurs')}, {warnings} : voyez la feuille « Contrôle »."
