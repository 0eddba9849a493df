"""What « diagnostic » found, for a person and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from relance_xl.actions.setup.diagnosing import Finding, State
from relance_xl.cli.answers.shapes import Document
from relance_xl.domain.wording import typeset

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
