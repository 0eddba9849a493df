"""`mails`: its question before sending, what is shown of it, and its JSON document."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from relance_xl.actions.common.report import Report
from relance_xl.cli.console import SHOWN, titled_table
from relance_xl.cli.json_documents import Document, amount, problems
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, UsageError

if TYPE_CHECKING:  # the actions are imported by the command that runs them
    from rich.console import Console

    from relance_xl.actions.mail.reports import MailIssued, MailsReport
    from relance_xl.cli.session import Session
    from relance_xl.post.sending import Sent

_YES = frozenset({"o", "oui", "y", "yes"})


def mails(session: Session) -> tuple[Report, Document]:
    """`mails`: drafts, or with `--envoyer` the sending itself."""
    options = session.options
    if options.password:
        return _keep_password(session)
    report = session.on_workbook(_action(session), saves_itself=True, confirm=partial(_agreed, session))
    if not options.json:
        show_mails(session.console, report)
    return report, mails_document(report)


def _action(session: Session) -> Any:
    from relance_xl.actions.mail.drafting import draft_mails, rehearse_mails  # noqa: PLC0415
    from relance_xl.actions.mail.sending import send_mails  # noqa: PLC0415 - see the module's docstring, here and below
    from relance_xl.actions.mail.session import MailChoice  # noqa: PLC0415

    options = session.options
    choice = MailChoice(redirection=options.redirection, left=_codes(options.partis), again=_codes(options.again))
    if options.simulation:
        return partial(rehearse_mails, choice=choice)
    if options.envoyer and not options.oui and not _on_a_terminal(session):
        raise UsageError(
            Problem(
                what=typeset("« --envoyer » demande une confirmation, et il n'y a pas de terminal pour la donner"),
                expected=typeset("« --oui » en plus, qui confirme d'avance"),
            )
        )
    return partial(send_mails if options.envoyer else draft_mails, choice=choice)


def _codes(written: str) -> frozenset[str]:
    return frozenset(code.strip() for code in written.split(",") if code.strip())


def _on_a_terminal(session: Session) -> bool:
    return sys.stdin.isatty() and not session.options.json


def _agreed(session: Session, question: str) -> bool:
    """Drafts can be thrown away: only a sending asks; `--oui` answers."""
    if not session.options.envoyer:
        return True
    session.console.print(typeset(question), style="bold", markup=False)
    if session.options.oui:
        return True
    return input("[oui/non] ").strip().casefold() in _YES


def _keep_password(session: Session) -> tuple[Report, Document]:
    from relance_xl.actions.mail.drafting import keep_password  # noqa: PLC0415

    report = session.on_workbook(lambda book, _run: keep_password(book, getpass.getpass), saves_itself=True)
    return report, {"message": report.summary, "problemes": problems(report.problems)}


def show_mails(console: Console, report: MailsReport) -> None:
    """The messages by level, then what was not written and why; the faults follow."""
    if report.mails:
        table = titled_table(f"Lot {report.batch}" if report.batch else "Sans enregistrement")
        for heading in ("Niveau", "Client", "À", "Objet"):
            table.add_column(heading, justify="right" if heading == "Niveau" else "left")
        for each in report.mails[:SHOWN]:
            recipients = ", ".join(each.mail.recipients)
            table.add_row(str(each.reminder.level.number), each.reminder.customer.name, recipients, each.mail.subject)
        console.print(table)
        _more(console, len(report.mails), "e-mails")
    for fallback in report.fallbacks[:SHOWN]:
        console.print(f"Courrier à la place : {fallback.reminder.customer.name} ({fallback.queue})", style="yellow")
    for skipped in report.skipped[:SHOWN]:
        console.print(f"Non émise : {skipped.customer} {skipped.invoice} : {skipped.why}", style="yellow")
    _more(console, len(report.skipped), "lignes")


def _more(console: Console, number: int, what: str) -> None:
    if number > SHOWN:
        console.print(f"… et {number - SHOWN} autres {what}.", style="dim")


def mails_document(report: MailsReport) -> Document:
    """What `mails --json` prints; « total » and « devise » are those of the first currency."""
    return {
        "lot": report.batch,
        "mails": [_mail(each) for each in report.mails],
        "refuses": _failed(report.refused),
        "reportes": _failed(report.postponed),
        "incertains": [
            {
                "client": one.entry.sending.customer,
                "destinataires": list(one.entry.sending.recipients),
                "message": one.entry.sending.message_id,
                "moment": one.entry.moment,
                "reponse": one.entry.words,
            }
            for one in report.uncertain
        ],
        "courriers": [
            {"client": each.reminder.customer.code, "niveau": each.reminder.level.number, "pourquoi": each.queue}
            for each in report.fallbacks
        ],
        "recuperes": report.recovered,
        "ignores": [
            {"client": each.customer, "facture": each.invoice, "pourquoi": each.why} for each in report.skipped
        ],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def _mail(each: MailIssued) -> Document:
    return {
        "client": each.reminder.customer.code,
        "niveau": each.reminder.level.number,
        "fichier": each.file,
        "message": each.mail.message_id,
        "objet": each.mail.subject,
        "expediteur": each.mail.sender,
        "destinataires": list(each.mail.recipients),
        "factures": list(each.invoices),
        "total": amount(each.totals[0][1]),
        "devise": each.totals[0][0],
        "totaux": [{"devise": currency, "total": amount(total)} for currency, total in each.totals],
        "pieces": list(each.mail.joined),
        "pieces_absentes": [{"facture": gone.invoice, "pourquoi": gone.why} for gone in each.mail.missing],
        **({"reponse": each.words} if each.words else {}),
    }


def _failed(sent: Iterable[Sent]) -> list[Document]:
    return [
        {
            "client": each.sending.customer,
            "destinataires": list(each.mail.recipients),
            "message": each.sending.message_id,
            "reponse": each.outcome.words,
        }
        for each in sent
    ]
