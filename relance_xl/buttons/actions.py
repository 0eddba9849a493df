"""Which action each button asks for: the one table that the macros, the sheets' buttons and the ribbon are held to.

An action is imported when it is asked for: a click pays for its own libraries only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.tables.grid import Book

Act = Callable[["Click"], Report | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What an action is given; `choose_files` asks the user for the files to import."""

    book: Book
    run: Run
    choose_files: Callable[[], tuple[Path, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action.

    Attributes:
        act: does it; None when the user gave up.
        fills_control: whether it writes the faults it met into `Contrôle` itself.
        leads_to: the sheet to show afterwards, "" to stay.
    """

    act: Act
    fills_control: bool = False
    leads_to: str = ""


def _import(click: Click) -> Report | None:
    from relance_xl.actions.importing import import_files  # noqa: PLC0415 - see the module's docstring, here and below

    files = click.choose_files()
    return import_files(click.book, click.run, files) if files else None


def _verify(click: Click) -> Report:
    from relance_xl.actions.checking import verify  # noqa: PLC0415

    return verify(click.book, click.run)


def _search(click: Click) -> Report:
    from relance_xl.actions.searching import search  # noqa: PLC0415

    return search(click.book, click.run)


def _criteria(name: str) -> Act:
    """An action of the search panel: a function of the book alone."""

    def act(click: Click) -> Report:
        from relance_xl.actions import criteria  # noqa: PLC0415

        chosen: Any = getattr(criteria, name)
        report: Report = chosen(click.book)
        return report

    return act


def _phone_list(click: Click) -> Report:
    from relance_xl.actions.phoning import fill_phone_list  # noqa: PLC0415

    return fill_phone_list(click.book, click.run)


def _letters(click: Click) -> Report:
    from relance_xl.actions.letters import issue_letters  # noqa: PLC0415

    return issue_letters(click.book, click.run)


def _mails(click: Click) -> Report:
    from relance_xl.actions.mail.drafting import draft_mails  # noqa: PLC0415

    return draft_mails(click.book, click.run)


def _check_templates(click: Click) -> Report:
    from relance_xl.actions.template_checking import check_all_templates  # noqa: PLC0415

    return check_all_templates(click.book, click.run)


def _send(click: Click) -> Report:
    from relance_xl.actions.mail.sending import send_mails  # noqa: PLC0415

    return send_mails(click.book, click.run)


def _record_calls(click: Click) -> Report:
    from relance_xl.actions.calling import record_calls  # noqa: PLC0415

    return record_calls(click.book, click.run)


def _bills(click: Click) -> Report:
    from relance_xl.actions.bills import follow_bills  # noqa: PLC0415

    return follow_bills(click.book, click.run)


def _bill_letters(click: Click) -> Report:
    from relance_xl.actions.bills import issue_bill_letters  # noqa: PLC0415

    return issue_bill_letters(click.book, click.run)


def _undo(click: Click) -> Report:
    from relance_xl.actions.batches.undoing import undo  # noqa: PLC0415

    return undo(click.book, click.run)


def _dashboard(click: Click) -> Report:
    from relance_xl.actions.dashboard import dashboard  # noqa: PLC0415

    return dashboard(click.book, click.run)


def _blank_levels(click: Click) -> Report:
    from relance_xl.actions.batches.blanking import blank_levels  # noqa: PLC0415

    return blank_levels(click.book, click.run)


ACTIONS: Final[dict[str, Action]] = {
    "importer": Action(act=_import, fills_control=True, leads_to="Factures"),
    "verifier": Action(act=_verify, fills_control=True, leads_to="Contrôle"),
    "rechercher": Action(act=_search, fills_control=True, leads_to="Relances"),
    "raz": Action(act=_criteria("reset_criteria")),
    "tout-selectionner": Action(act=_criteria("select_all")),
    "tout-deselectionner": Action(act=_criteria("select_none")),
    "defaut": Action(act=_criteria("save_defaults")),
    "appels": Action(act=_phone_list, leads_to="Appels"),
    "enregistrer-appels": Action(act=_record_calls, fills_control=True),
    "lettres": Action(act=_letters),
    "mails": Action(act=_mails),
    "envoyer": Action(act=_send),
    "traites": Action(act=_bills, fills_control=True, leads_to="Traites"),
    "traites-lettres": Action(act=_bill_letters, fills_control=True),
    "annuler": Action(act=_undo),
    "bilan": Action(act=_dashboard, leads_to="Accueil"),
    "modeles": Action(act=_check_templates, fills_control=True, leads_to="Contrôle"),
    "remettre-a-blanc": Action(act=_blank_levels),
}
"""By the name that the macro passes."""
