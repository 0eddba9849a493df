"""« diagnostic »: what is installed, what is missing, and the command or the gesture that mends it."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from relance_xl import __version__
from relance_xl.actions.common.report import Report
from relance_xl.actions.setup.company import TEMPLATE_KINDS
from relance_xl.books.closed.code.embedded import embedded_xlwings
from relance_xl.domain.wording import counted
from relance_xl.machine import programs, shipped
from relance_xl.machine.interpreter import INSTALL, THIS, Interpreter, short_lived
from relance_xl.ooxml.opening import PackageFault

INSTALL_AGAIN = f"{INSTALL} --reinstall, depuis le dossier du programme"


class State(StrEnum):
    """How a thing stands; the value is what is printed."""

    GOOD = "En ordre"
    DOUBTFUL = "À savoir"
    BAD = "À corriger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: what it is, how it stands, and `remedy`, the command or the gesture, "" when none is needed.

    Every text is French, without a final point.
    """

    subject: str
    state: State
    says: str
    remedy: str = ""


@dataclass(slots=True, kw_only=True)
class DiagnosticReport(Report):
    """All that was looked at, in order."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """1 when something must be mended."""
        return 1 if any(finding.state is State.BAD for finding in self.findings) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What is known of this computer; a test makes its own."""

    interpreter: Interpreter = THIS
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    home: Path = field(default_factory=Path.home)
    libreoffice: Callable[[], Path | None] = programs.libreoffice
    excel: Callable[[], bool] = programs.excel
    word: Callable[[], bool] = programs.word

    @property
    def system(self) -> str:
        """`sys.platform`."""
        return self.interpreter.platform


def diagnose(machine: Machine | None = None, more: Iterable[Finding] = ()) -> DiagnosticReport:
    """Look at the program, the spreadsheets and what is shipped, then at `more`, the workbook's own findings."""
    seen = machine or Machine()
    findings = [_python(seen), _xlwings(), *_spreadsheets(seen), _templates(), *more]
    return DiagnosticReport(summary=_summary(findings), findings=findings)


def _summary(findings: Iterable[Finding]) -> str:
    states = Counter(finding.state for finding in findings)
    if states[State.BAD]:
        return f"{counted(states[State.BAD], 'point à corriger', 'points à corriger')}."
    if states[State.DOUBTFUL]:
        return f"Rien à corriger, {counted(states[State.DOUBTFUL], 'point à savoir', 'points à savoir')}."
    return "Tout est en ordre."


def _python(machine: Machine) -> Finding:
    subject = "Programme"
    fault = short_lived(machine.interpreter, machine.environment)
    if fault is not None:
        return Finding(subject=subject, state=State.BAD, says=fault.what, remedy=INSTALL_AGAIN)
    says = f"relance-xl {__version__}, Python {platform.python_version()} : {machine.interpreter.executable}"
    return Finding(subject=subject, state=State.GOOD, says=says)


def _xlwings() -> Finding:
    installed = version("xlwings")
    try:
        embedded = embedded_xlwings(shipped.workbook())
    except PackageFault as fault:
        says = f"le classeur livré ne se lit pas : {fault}"
        return Finding(subject="xlwings", state=State.BAD, says=says, remedy=INSTALL_AGAIN)
    if installed == embedded:
        return Finding(
            subject="xlwings", state=State.GOOD, says=f"version {installed}, la même dans les classeurs neufs"
        )
    return Finding(
        subject="xlwings",
        state=State.BAD,
        says=f"version {installed}, mais les classeurs neufs contiennent la version {embedded or 'inconnue'}",
        remedy=INSTALL_AGAIN,
    )


def _spreadsheets(machine: Machine) -> Iterator[Finding]:
    excel = machine.excel()
    office = machine.libreoffice()
    if excel:
        yield Finding(subject="Excel", state=State.GOOD, says="installé")
    if office:
        yield Finding(subject="LibreOffice", state=State.GOOD, says=f"installé : {office}")
    if not excel and not office:
        yield Finding(
            subject="Tableur",
            state=State.DOUBTFUL,
            says="ni Excel ni LibreOffice n'a été trouvé : les commandes marchent, les boutons non",
            remedy="installez Excel ou LibreOffice (https://fr.libreoffice.org)",
        )
    if office or machine.word():
        yield Finding(subject="PDF", state=State.GOOD, says=f"faits par {'LibreOffice' if office else 'Word'}")


def _templates() -> Finding:
    found = sorted(each.name for each in shipped.templates().iterdir() if each.suffix in TEMPLATE_KINDS)
    if found and shipped.workbook().is_file():
        return Finding(subject="Fichiers livrés", state=State.GOOD, says=f"classeur vierge et {len(found)} modèles")
    return Finding(
        subject="Fichiers livrés",
        state=State.BAD,
        says="le classeur vierge ou les modèles manquent",
        remedy=INSTALL_AGAIN,
    )
