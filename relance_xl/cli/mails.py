"""`mails`: what its options say, its question before sending, and the password."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from relance_xl.actions.common.report import Report
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, UsageError

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.mail.session import MailChoice
    from relance_xl.actions.mail.settling import Tell
    from relance_xl.cli.session import Session
    from relance_xl.post.microsoft.signing_in import Account

_YES = frozenset({"o", "oui", "y", "yes"})


def mail_choice(session: Session) -> MailChoice:
    """What the options ask for; UsageError for a sending that nobody can confirm."""
    from relance_xl.actions.mail.session import MailChoice  # noqa: PLC0415 - only when e-mails are asked for
    from relance_xl.actions.mail.settling import nobody  # noqa: PLC0415

    options = session.options
    if _sends(session) and not options.simulation and not options.oui and not _on_a_terminal(session):
        raise UsageError(
            Problem(
                what=typeset("« --envoyer » demande une confirmation, et il n'y a pas de terminal pour la donner"),
                expected=typeset("« --oui » en plus, qui confirme d'avance"),
            )
        )
    return MailChoice(
        ask=nobody if options.oui else asking(session),
        redirection=options.redirection,
        left=_codes(options.left),
        again=_codes(options.again),
        unrecorded=options.unrecorded,
    )


def asking(session: Session) -> Callable[[Account, Tell], None]:
    """How somebody is asked to sign in: in the browser, where somebody sits at a terminal, for one company alone."""
    from relance_xl.actions.mail.settling import by_browser, nobody  # noqa: PLC0415

    return by_browser if _on_a_terminal(session) and session.options.command != "cabinet" else nobody


def _sends(session: Session) -> bool:
    return bool(session.options.chosen == "envoyer")


def _codes(written: str) -> frozenset[str]:
    return frozenset(code.strip() for code in written.split(",") if code.strip())


def _on_a_terminal(session: Session) -> bool:
    return sys.stdin.isatty() and not session.options.json


def agreed(session: Session, question: str) -> bool:
    """Drafts can be thrown away: only a sending asks; `--oui` answers."""
    if not _sends(session):
        return True
    session.console.print(typeset(question), style="bold", markup=False)
    if session.options.oui:
        return True
    return input("[oui/non] ").strip().casefold() in _YES


def keep_password(session: Session) -> Report:
    """`mails --mot-de-passe`; a simulation asks for no password and keeps none."""
    from relance_xl.actions.mail.drafting import keep_password as action  # noqa: PLC0415

    def asked(_question: str) -> str:
        return "" if session.options.simulation else getpass.getpass(_question)

    report: Report = session.on_workbook(lambda book, _run: action(book, asked), saves_itself=True)
    return report
