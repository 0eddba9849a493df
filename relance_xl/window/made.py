"""What an action made that its user will want to open: the print runs first, then the folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relance_xl.actions.common.report import Report


@dataclass(frozen=True, slots=True)
class Made:
    """Something to open, and how its link reads."""

    label: str
    path: Path


def made_by(report: Report, workbook: Path) -> list[Made]:
    """The documents of the report that are there, found from the workbook's folder."""
    runs = [workbook.parent / file for file in _files(getattr(report, "print_runs", ()))]
    singles = [workbook.parent / file for name in ("letters", "mails") for file in _files(getattr(report, name, ()))]
    links = [Made(f"Ouvrir le tirage « {path.name} »", path) for path in runs]
    folders = dict.fromkeys(path.parent for path in runs or singles)
    links += [Made(f"Ouvrir le dossier « {folder.name} »", folder) for folder in folders]
    return [link for link in links if link.path.exists()]


def _files(issued: Sequence[Any]) -> Iterator[str]:
    for each in issued:
        file = each if isinstance(each, str) else getattr(each, "file", "")
        if file:
            yield file
