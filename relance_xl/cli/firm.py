"""`cabinet`: what its options say, its one question, its JSON document and what a person reads."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relance_xl.cabinet.company.jobs import Engine, Result, State
from relance_xl.cabinet.engines.local import local_pool
from relance_xl.cabinet.firm import FirmReport, Wish
from relance_xl.cabinet.firm import over_firm as done_over_firm
from relance_xl.cli.answers.shapes import Document, amount, problems
from relance_xl.cli.telling import Teller
from relance_xl.domain.wording import french_amount, typeset
from relance_xl.machine import circumstances
from relance_xl.problems import Problem, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from relance_xl.cli.session import Session

_YES = frozenset({"o", "oui", "y", "yes"})
_OWN = frozenset({"resume", "oui", "workers", "delay", "scheduler"})
"""Options of `cabinet` itself: the others are the action's."""
Choice = Callable[["Session"], dict[str, Any]]


def over_firm(session: Session, choice: Choice | None) -> tuple[FirmReport, Document]:
    """Run the action over the tree; `choice` makes the action's own arguments of the options."""
    gc.enable()  # this command may live for hours
    options, teller = session.options, Teller()
    options.confirmed, options.files = False, ()
    given = {} if choice is None or options.action == "mails" else choice(session)
    given.pop("files", None)
    now = circumstances.now()
    wish = Wish(
        root=options.folder,
        action=options.action,
        as_of=options.as_of or now.date(),
        now=now,
        user=circumstances.user(),
        criteria=session.criteria(),
        options=given,
        simulation=options.simulation,
        resume=options.resume,
        delay=float(_positive(options.delay, "--delai", 120)),
        confirm=lambda question: _agreed(session, teller, question),
        tell=teller.tell,
    )
    with teller.running():
        report = done_over_firm(wish, _engine(session))
    if not options.json:
        show_firm(session.console, report)
    return report, firm_document(report)


def _engine(session: Session) -> Engine:
    if session.options.scheduler:
        from relance_xl.cabinet.engines.scheduler import dask_workers  # noqa: PLC0415 - an extra

        return dask_workers(session.options.scheduler)
    return local_pool(_positive(session.options.workers, "--processus", os.cpu_count() or 1))


def _positive(given: int | None, option: str, default: int) -> int:
    if given is not None and given < 1:
        raise UsageError(Problem(what=f"« {option} {given} » n'a pas de sens", expected="un nombre entier positif"))
    return given or default


def _agreed(session: Session, teller: Teller, question: str) -> bool:
    """The answer to the one question, with its totals; UsageError when nobody is there to give it."""
    with teller.paused():
        print(typeset(question), file=sys.stderr, flush=True)  # noqa: T201 - the output may be a JSON document
        if session.options.oui:
            return True
        try:
            return input().strip().casefold() in _YES
        except (EOFError, OSError, RuntimeError) as error:
            raise UsageError(
                Problem(
                    what="Cette action demande une confirmation, et personne n'est là pour la donner",
                    expected="« --oui » en plus, qui confirme d'avance",
                )
            ) from error


def firm_document(report: FirmReport) -> Document:
    """The key `dossiers` has one object a company, in the order of the tree."""
    return {
        "action": report.action,
        "dossiers": [_company(result) for result in report.results],
        "faits": report.done,
        "en_echec": report.failed,
        "classeur": str(report.workbook) if report.workbook else None,
        "message": typeset(report.summary),
        "problemes": problems(report.problems),
    }


def _company(result: Result) -> Document:
    figures = result.figures
    return {
        "classeur": result.workbook,
        "societe": result.company,
        "etat": result.state.value,
        "code": result.code,
        "message": result.message,
        "encours": amount(figures.exposure) if figures else None,
        "echu": amount(figures.overdue) if figures else None,
        "a_relancer": figures.proposed if figures else None,
        "erreurs": figures.errors if figures else None,
        "dernier_import": figures.last_import.isoformat() if figures and figures.last_import else None,
        "secondes": result.seconds,
    }


def show_firm(console: Console, report: FirmReport) -> None:
    """The companies that were not done, each with its reason, then what is owed in all."""
    for result in report.results:
        if result.state is not State.DONE:
            style = "red" if result.failed else "yellow"
            said = f"{result.company or result.workbook} : {result.state}. {result.message}"
            console.print(typeset(said), style=style, markup=False)
    totals: dict[str, Decimal] = {}
    for figures in (result.figures for result in report.results if result.figures):
        totals[figures.currency] = totals.get(figures.currency, Decimal(0)) + figures.exposure
    if totals:
        said = " + ".join(french_amount(amount, currency) for currency, amount in totals.items())
        console.print(f"Encours de toutes les sociétés : {said}", markup=False)
