"""« E-mails »: what is ticked in `Relances` becomes drafts to look at and send; then, and only then, is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from relance_xl.actions.batches.delivery import Delivery, scratch_folder
from relance_xl.actions.batches.recording import Issued, new_batch, record, show_issued
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, mail_folder, shown
from relance_xl.actions.mail.plan import plan, prepare
from relance_xl.actions.mail.reports import MailIssued, MailsReport, drafts_question, drafts_summary, nothing
from relance_xl.actions.mail.session import MailChoice, MailSession, made_report, mail_session
from relance_xl.domain import sheets
from relance_xl.domain.wording import counted, typeset
from relance_xl.post.passwords import store_password
from relance_xl.problems import DataError, Problem
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import read_company

REHEARSAL_FOLDER = "Répétition"


def draft_mails(book: Book, run: Run, choice: MailChoice | None = None) -> MailsReport:
    """Write one draft per reminder whose channel is e-mail, record levels, dates and journal, and save.

    The drafts exist in their final place before anything is recorded; when the workbook cannot be saved they are taken
    back.  Redirected drafts are a rehearsal: nothing is recorded.  DataError when a template, a subject or a parameter
    is faulty: nothing is written then.
    """
    with mail_session(book, run, choice or MailChoice()) as session:
        planned = session.planned
        if not planned.reminders:
            return nothing(planned, session.recovered, session.uncertain)
        if not run.confirm(drafts_question(planned.reminders)):
            return MailsReport(summary="Rien n'a été émis, rien n'a été enregistré.")
        with scratch_folder(session.root) as scratch:
            batch = new_batch(book, run.now)
            prepared = prepare(book, run, planned, scratch, batch, session.redirection, unsent=True)
            target = session.day_folder / (REHEARSAL_FOLDER if session.redirection else "")
            delivery = Delivery(scratch, target)
            places = delivery.planned([mail.path for mail in prepared.mails.mails])
            issued = [MailIssued(mail=mail, file=shown(book, places[mail.path])) for mail in prepared.mails.mails]
            with delivery.moved(places):
                if issued and not session.redirection:
                    _record(session, batch, issued)
    report = made_report(session, prepared, "" if session.redirection else batch, issued)
    report.summary = drafts_summary(issued, shown(book, target), planned.fallbacks, session.redirection)
    return report


def rehearse_mails(book: Book, run: Run, choice: MailChoice | None = None) -> MailsReport:
    """Write the drafts in a scratch folder, say what would leave, and throw them away: nothing is recorded."""
    del choice
    planned = plan(book, run, {})
    if not planned.reminders:
        return nothing(planned, (), ())
    with scratch_folder(mail_folder(book, planned.company).parent) as scratch:
        prepared = prepare(book, run, planned, scratch, "", planned.company.mail_redirection, unsent=True)
    mails = prepared.mails.mails
    return MailsReport(
        summary=f"Simulation : {counted(len(mails), 'e-mail partirait', 'e-mails partiraient')}.",
        problems=[*planned.problems, *prepared.problems],
        mails=tuple(MailIssued(mail=mail, file="") for mail in mails),
        fallbacks=planned.fallbacks,
        skipped=planned.skipped,
    )


def _record(session: MailSession, batch: str, issued: Sequence[MailIssued]) -> None:
    """Write levels, dates, journal and `Relances` for the drafts, and save."""
    book, planned = session.book, session.planned
    record(
        book,
        session.run,
        batch,
        [Issued(reminder=one.reminder, document=one.file, fingerprint=one.mail.message_id) for one in issued],
        planned.company.reference_currency,
    )
    show_issued(book, planned.rows, [one.reminder for one in issued], batch)
    refresh_home(book, planned.given.ledger, planned.given.as_of)
    book.save()


def keep_password(book: Book, ask: Callable[[str], str]) -> Report:
    """Give the mail account's password to the system's key store.  DataError without an account or a key store."""
    company, _ = read_company(book)
    if not company.mail_server or not company.mail_user:
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what="Le serveur d'envoi ou son utilisateur n'est pas indiqué",
                expected=typeset("« E-mails : serveur d'envoi » et « E-mails : utilisateur » remplis"),
            )
        )
    password = ask(typeset(f"Mot de passe de « {company.mail_user} » sur « {company.mail_server} » : "))
    if not password:
        return Report(summary="Aucun mot de passe n'a été donné : rien n'a changé.")
    store_password(company.mail_user, company.mail_server, password)
    return Report(summary="Le mot de passe est confié au trousseau du système ; le classeur ne le contient pas.")
