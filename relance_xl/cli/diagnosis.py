"""What « diagnostic » found, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from relance_xl.actions.setup.diagnosing import Finding, State
from relance_xl.actions.setup.fault_report import fault_report
from relance_xl.cli.answers.shapes import Document
from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances
from relance_xl.machine.reasons import reason
from relance_xl.machine.scratch import written_exclusively
from relance_xl.problems import FileUnavailable, Problem

STYLES = {State.GOOD: "green", State.DOUBTFUL: "yellow", State.BAD: "bold red"}


def show_diagnosis(console: Console, findings: Sequence[Finding]) -> None:
    """One line a finding, its remedy below."""
    for finding in findings:
        line = Text(f"{finding.state.value:12}", style=STYLES[finding.state])
        console.print(line + Text(typeset(f"{finding.subject} : {finding.says}."), style=""))
        if finding.remedy:
            console.print(Text(f"{'':12}→ {typeset(finding.remedy)}", style="bold"))


def diagnosis_document(findings: Sequence[Finding]) -> Document:
    """Key « constats »: one object a finding."""
    return {
        "constats": [
            {
                "sujet": finding.subject,
                "etat": finding.state.value,
                "constat": finding.says,
                "remede": finding.remedy,
            }
            for finding in findings
        ]
    }


def keep_fault_report(findings: Sequence[Finding], workbook: Path | None, *, rehearsed: bool) -> str:
    """Write the report into the folder where the command is given; what to say of it.  FileUnavailable."""
    now = circumstances.now()
    place = Path.cwd() / f"rapport-relance-xl-{now:%Y-%m-%d-%H%M%S}.txt"
    if rehearsed:
        return f" « {place} » serait écrit."
    try:
        written_exclusively(fault_report(findings, workbook, now).encode(), place)
    except OSError as error:
        what = f"« {place} » ne peut pas être écrit ({reason(error)})"
        raise FileUnavailable(Problem(what=what, expected="un dossier où vous avez le droit d'écrire")) from error
    return f" Rapport écrit : « {place} ». Relisez-le, puis joignez-le à votre signalement."
