"""What is answered of templates, and of the workbook made ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relance_xl.cli.answers.shapes import Document, plain_document

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.setup.repairing import RepairReport
    from relance_xl.actions.setup.updating import UpdateReport
    from relance_xl.actions.template_checking import TemplatesReport


def templates_document(report: TemplatesReport) -> Document:
    """What `modeles --json` prints."""
    return {"dossier": str(report.folder), "modeles": list(report.templates), **plain_document(report)}


def repair_document(report: RepairReport) -> Document:
    """What `reparer --json` prints."""
    return {"python": report.interpreter, "modeles": list(report.templates), **plain_document(report)}


def update_document(report: UpdateReport) -> Document:
    """What `mettre-a-jour --json` prints."""
    return {
        "feuilles": list(report.sheets),
        "colonnes": list(report.columns),
        "parametres": list(report.parameters),
        "remplaces": list(report.parts),
        **plain_document(report),
    }
