"""« E-mails »: what is ticked in `Relances` becomes drafts to look at and send; then, and only then, is recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from relance_xl.actions.batches.document_log import Logged
from relance_xl.actions.batches.issuing import Issuance, Made, Place, carry_out, rehearse
from relance_xl.actions.batches.recording import Issued, logged, record_reminders
from relance_xl.actions.batches.unrecorded import settled
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import IN_MAILBOX, Run, shown
from relance_xl.actions.mail.placing import drafts_box, note_to_place, place_unplaced, put_in_mailbox, unplaced
from relance_xl.actions.mail.plan import Prepared, prepare
from relance_xl.actions.mail.reports import MailIssued, MailsReport, drafts_question, drafts_summary, nothing
from relance_xl.actions.mail.session import (
    MailChoice,
    MailSession,
    made_report,
    mail_session,
    rehearsed_session,
    sweep_mails,
)
from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import DraftPlace
from relance_xl.domain.wording import counted, typeset
from relance_xl.post.mailbox import Mailbox
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
    choice = choice or MailChoice()
    with settled(book, run, choice.unrecorded) as before:
        if before.ends:
            sweep_mails(book)
            return before.told(MailsReport(summary=""))
        with mail_session(book, run, choice) as session:
            return before.added(_draft(session, choice))


def _draft(session: MailSession, choice: MailChoice) -> MailsReport:
    planned, run = session.planned, session.run
    left = unplaced(session)
    if not planned.reminders and not left:
        return nothing(planned, session.recovered, session.uncertain)
    if planned.reminders and not run.confirm(drafts_question(planned.reminders)):
        return MailsReport(summary="Rien n'a été émis, rien n'a été enregistré.")
    with drafts_box(session, choice) as box:
        told = place_unplaced(session, box, left)
        report = _issued_now(session, box)
    report.problems += told
    if len(left) > len(told):
        report.summary += f" {_caught_up(len(left) - len(told))}"
    return report


def _issued_now(session: MailSession, box: Mailbox | None) -> MailsReport:
    if not session.planned.reminders:
        return nothing(session.planned, session.recovered, session.uncertain)
    report = carry_out(session.book, session.run, _issuance(session))
    return report if box is None else put_in_mailbox(session, box, report)


def _caught_up(number: int) -> str:
    one = "brouillon d'une exécution interrompue est maintenant dans la boîte"
    many = "brouillons d'une exécution interrompue sont maintenant dans la boîte"
    return f"{counted(number, one, many)}."


def rehearse_mails(book: Book, run: Run, choice: MailChoice | None = None) -> MailsReport:
    """Say what `draft_mails` would write, where and with which faults; nothing is kept, nothing is recorded.

    What an earlier run left unrecorded or uncertain is held back, as by the real run, which settles it first.
    """
    choice = choice or MailChoice()
    with settled(book, run, choice.unrecorded) as before, rehearsed_session(book, run, choice) as session:
        if before.ends:
            return before.told(MailsReport(summary=""))
        if not session.planned.reminders:
            return nothing(session.planned, (), session.uncertain)
        return rehearse(book, _issuance(session))


def _issuance(session: MailSession) -> Issuance[MailsReport]:
    def write(folder: Path, batch: str) -> Made[MailsReport]:
        prepared = prepare(
            session.book, session.run, session.planned, folder, batch, session.redirection, session.log, unsent=True
        )
        return Made(files=[mail.path for mail in prepared.mails.mails], report=partial(_report, session, prepared))

    return Issuance(
        root=session.root,
        target=_target(session),
        write=write,
        record=None if session.redirection else partial(_record, session),
        logged=partial(_logged, session),
    )


def _logged(session: MailSession, report: MailsReport) -> list[Logged]:
    if session.planned.company.mail_drafts is DraftPlace.MAILBOX:
        note_to_place(session, report)
    return logged(session.book, report.batch, _issued(report))


def _target(session: MailSession) -> Path:
    if session.redirection:
        return session.day_folder / REHEARSAL_FOLDER
    return session.day_folder / (IN_MAILBOX if session.planned.company.mail_drafts is DraftPlace.MAILBOX else "")


def _report(session: MailSession, prepared: Prepared, place: Place, batch: str) -> MailsReport:
    issued = [MailIssued(mail=mail, file=place(mail.path)) for mail in prepared.mails.mails]
    report = made_report(session, prepared, batch, issued)
    folder = shown(session.book, _target(session))
    report.summary = drafts_summary(issued, folder, session.planned.fallbacks, session.redirection)
    return report


def _record(session: MailSession, report: MailsReport) -> None:
    """Write levels, dates, journal, `Relances` and `Accueil`."""
    record_reminders(session.book, session.run, report.batch, _issued(report), session.planned.ticked)


def _issued(report: MailsReport) -> list[Issued]:
    return [Issued(reminder=one.reminder, document=one.file, fingerprint=one.mail.message_id) for one in report.mails]


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
