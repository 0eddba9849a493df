"""« Envoyer »: the messages leave for real, each fate on the disk before the next; then the workbook follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path

from relance_xl.actions.batches.delivery import Delivery, scratch_folder
from relance_xl.actions.batches.judging import check_written
from relance_xl.actions.batches.recording import new_batch
from relance_xl.actions.batches.unrecorded import settled
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.run import Run, shown
from relance_xl.actions.mail.plan import Prepared, prepare
from relance_xl.actions.mail.recovery import record_accepted, unfinished
from relance_xl.actions.mail.reports import MailIssued, MailsReport, nothing, recap, sent_problems, sent_summary
from relance_xl.actions.mail.session import MailChoice, MailSession, made_report, mail_session, sweep_mails
from relance_xl.actions.mail.settling import ensure_signed_in, looked_for
from relance_xl.domain.vocabulary import MailMethod
from relance_xl.domain.wording import counted, typeset
from relance_xl.machine.flushing import flush_file, flush_names
from relance_xl.machine.leases import still_held
from relance_xl.machine.moving import move_exclusively
from relance_xl.post.send_log import Fate, open_log, sending_of
from relance_xl.post.sending import Delivered, Outbox, Pace, Parcel, deliver
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.ledger import read_ledger

SENT_FOLDER = "Envoyés"

Carrier = AbstractContextManager[Outbox]


def send_mails(book: Book, run: Run, choice: MailChoice | None = None) -> MailsReport:
    """Send one message per reminder whose channel is e-mail, each recorded in the log as the server accepts it.

    A recap first, and the user's yes.  Levels, dates and journal follow for the accepted messages, also when the
    sending is interrupted; when the workbook cannot be saved, the next run records them and sends nothing twice.
    DataError or FileUnavailable, nothing being sent, for a faulty template, parameter, password or server.
    """
    choice = choice or MailChoice()
    with settled(book, run, choice.unrecorded) as before:
        if before.ends:
            sweep_mails(book)
            return before.told(MailsReport(summary=""))
        return before.added(_sent(book, run, choice))


def _sent(book: Book, run: Run, choice: MailChoice) -> MailsReport:
    with mail_session(book, run, choice) as session, scratch_folder(session.root) as scratch:
        planned = session.planned
        if not planned.reminders:
            return nothing(planned, session.recovered, session.uncertain)
        outbox = choice.outbox(planned.company)  # a server not set up is said before any question
        batch = new_batch(book, run.now)
        prepared = prepare(book, run, planned, scratch, batch, session.redirection, session.log, unsent=False)
        mails = prepared.mails.mails
        check_written(mail.path for mail in mails)
        if not mails:
            return made_report(session, prepared, "", ())
        if not run.confirm(recap(mails, planned.company, session.redirection)):
            return MailsReport(summary="Rien n'a été envoyé, rien n'a été enregistré.")
        ensure_signed_in(choice.post(planned.company), choice.ask, book.tell)
        if session.redirection:
            return _rehearse_sending(session, choice, outbox, prepared, scratch)
        return _send(session, choice, outbox, prepared, batch, scratch)


def _send(
    session: MailSession, choice: MailChoice, outbox: Carrier, prepared: Prepared, batch: str, scratch: Path
) -> MailsReport:
    places = Delivery(scratch, session.day_folder / SENT_FOLDER).planned([mail.path for mail in prepared.mails.mails])
    parcels = [
        Parcel(
            mail=mail,
            sending=sending_of(
                mail.reminder, mail.message_id, batch, shown(session.book, places[mail.path]), mail.recipients
            ),
        )
        for mail in prepared.mails.mails
    ]

    def keep(parcel: Parcel) -> None:
        place = places[parcel.mail.path]
        with suppress(OSError):  # the message has left: its copy matters less, and the next run looks for it again
            flush_file(parcel.mail.path)
            place.parent.mkdir(parents=True, exist_ok=True)
            move_exclusively(parcel.mail.path, place)
            flush_names([place])

    with _told(session, batch):
        with outbox as carrier:
            delivered = deliver(parcels, carrier, session.log, _pace(session, choice), keep=keep,
                                tell=session.book.tell, may_go_on=partial(still_held, session.book.path))  # fmt: skip
        delivered = looked_for(choice.post(session.planned.company), delivered, session.log)
        _record_sent(session)
    session.uncertain = [
        one for one in unfinished(session.book, read_ledger(session.book)[0], session.log) if one.uncertain
    ]
    issued = [
        MailIssued(mail=sent.mail, file=sent.sending.document, words=sent.outcome.words)
        for sent in delivered.of(Fate.ACCEPTED)
    ]
    return _sent_report(session, prepared, delivered, batch, issued)


def _rehearse_sending(
    session: MailSession, choice: MailChoice, outbox: Carrier, prepared: Prepared, scratch: Path
) -> MailsReport:
    """Send everything to the redirection; the log is thrown away with the rest."""
    parcels = [
        Parcel(mail=mail, sending=sending_of(mail.reminder, mail.message_id, "", "", mail.recipients))
        for mail in prepared.mails.mails
    ]
    with outbox as carrier, open_log(scratch) as log:
        delivered = deliver(parcels, carrier, log, _pace(session, choice), tell=session.book.tell)
    issued = [MailIssued(mail=sent.mail, file="", words=sent.outcome.words) for sent in delivered.of(Fate.ACCEPTED)]
    report = _sent_report(session, prepared, delivered, "", issued)
    report.summary = f"Répétition vers {session.redirection} : {report.summary} Rien n'est enregistré."
    return report


def _pace(session: MailSession, choice: MailChoice) -> Pace:
    return choice.pace or Pace(per_minute=session.planned.company.mails_per_minute)


def _record_sent(session: MailSession) -> None:
    """Record what was accepted, and save."""
    if record_accepted(session.book, session.run, session.log):
        refresh_home(session.book, read_ledger(session.book)[0], session.planned.ticked.given.as_of)
        session.book.save()


@contextmanager
def _told(session: MailSession, batch: str) -> Iterator[None]:
    """Whatever stops the sending or its recording, the messages that left are told with it."""
    try:
        yield
    except RelanceError as error:
        entries = session.log.entries.values()
        accepted = sum(each.fate is Fate.ACCEPTED and each.sending.batch == batch for each in entries)
        if not accepted:
            raise
        left = counted(accepted, "e-mail est parti", "e-mails sont partis")
        heading = Problem(
            what=typeset(f"{left}, mais le classeur n'a pas pu être enregistré"),
            expected=typeset("de relancer « E-mails » : ils seront enregistrés sans être renvoyés"),
        )
        kind = DataError if isinstance(error, DataError) else FileUnavailable
        raise kind([heading, *error.problems]) from error


def _sent_report(
    session: MailSession, prepared: Prepared, delivered: Delivered, batch: str, issued: Sequence[MailIssued]
) -> MailsReport:
    report = made_report(session, prepared, batch if issued else "", issued)
    report.problems += sent_problems(delivered)
    report.refused = tuple(delivered.of(Fate.REFUSED))
    report.postponed = tuple(delivered.of(Fate.POSTPONED))
    report.summary = sent_summary(delivered, len(prepared.mails.mails), session.recovered, session.planned.fallbacks)
    if issued and session.planned.company.mail_method is MailMethod.GRAPH:
        report.summary += " Microsoft 365 les a pris en charge, sans dire s'il les a remis : « Retours » le dira."
    return report
