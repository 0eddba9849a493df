"""What an action made that its user will want to open: the print runs first, then the folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.common.report import Report


@dataclass(frozen=True, slots=True)
class Opening:
    """Something to open, and how its link reads."""

    label: str
    path: Path


def openings(report: Report, workbook: Path) -> list[Opening]:
    """The documents of the report that are there, found from the workbook's folder."""
    runs = [workbook.parent / file for file in report.document_files.runs]
    singles = [workbook.parent / file for file in report.document_files.singles]
    links = [Opening(f"Ouvrir le tirage « {path.name} »", path) for path in runs]
    folders = dict.fromkeys(path.parent for path in runs or singles)
    links += [Opening(f"Ouvrir le dossier « {folder.name} »", folder) for folder in folders]
    return [link for link in links if link.path.exists()]
