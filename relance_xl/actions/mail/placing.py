"""The drafts put into the mailbox, beside the files that are recorded: nothing of what is recorded rests on it.

The files are written and recorded first, as ever: a draft that could not be put into the mailbox is there as a file,
and said.  The same draft is never put there twice (N-102).  The log of e-mails says which were to be put there: those
that an interrupted run had not come to are put there by the next one, that at which it stopped is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from relance_xl.actions.common.run import IN_MAILBOX, shown
from relance_xl.actions.mail.reports import MailIssued, MailsReport, mailbox_summary
from relance_xl.actions.mail.session import MailChoice, MailSession
from relance_xl.actions.mail.settling import ensure_signed_in
from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import BatchState, DraftPlace
from relance_xl.domain.wording import typeset
from relance_xl.machine.leases import still_held
from relance_xl.machine.reasons import reason
from relance_xl.post.mailbox import Mailbox
from relance_xl.post.send_log import Entry, Fate, sending_of
from relance_xl.problems import DataError, Problem, RelanceError
from relance_xl.tables import schema
from relance_xl.tables.records import read_records


@contextmanager
def drafts_box(session: MailSession, choice: MailChoice) -> Iterator[Mailbox | None]:
    """The mailbox, opened before anything is written, so that what it lacks is said; None for files alone.

    A rehearsal puts nothing there.  DataError, FileUnavailable, UsageError.
    """
    company = session.planned.company
    if company.mail_drafts is DraftPlace.FILES or session.redirection:
        yield None
        return
    post = choice.post(company)
    ensure_signed_in(post, choice.ask, session.book.tell)
    with post.mailbox() as box:
        yield box


def note_to_place(session: MailSession, report: MailsReport) -> None:
    """Write into the log that these drafts are to be put into the mailbox."""
    for one in report.mails:
        mail = one.mail
        sending = sending_of(mail.reminder, mail.message_id, report.batch, one.file, mail.recipients)
        session.log.write(sending, Fate.TO_PLACE)


def unplaced(session: MailSession) -> list[Entry]:
    """The drafts that an interrupted run recorded, and did not put into the mailbox or not surely."""
    waiting = [each for each in session.log.entries.values() if each.fate in {Fate.TO_PLACE, Fate.PLACING}]
    if not waiting or session.redirection:
        return []
    journal = read_records(session.book.read_table(schema.JOURNAL.name), schema.JOURNAL, ("fingerprint", "state"))
    pairs = zip(journal.get("fingerprint"), journal.get("state"), strict=True)
    standing = {message for message, state in pairs if state != BatchState.CANCELLED}
    return [each for each in waiting if each.sending.message_id in standing]


def place_unplaced(session: MailSession, box: Mailbox | None, left: Sequence[Entry]) -> list[Problem]:
    """Put them there; those of which it is not sure, or for which there is no mailbox any more, are told."""
    problems: list[Problem] = []
    lost = "" if box else "la boîte n'est plus celle que disent les paramètres"
    for each in left:
        why = lost or _why_not_now(session, box, each)
        session.log.write(each.sending, Fate.LEFT_AS_FILE if why else Fate.PLACED, why)
        if why:
            problems.append(_problem(each.sending.customer, each.sending.document, why))
    return problems


def _why_not_now(session: MailSession, box: Mailbox | None, left: Entry) -> str:
    """Put the draft there; why it could not be, "" when it is there."""
    message = left.sending.message_id
    try:
        if box is None or left.fate is Fate.PLACING:
            there = box is not None and (box.holds_draft(message) or box.holds_sent(message))
            return "" if there else "l'exécution s'est arrêtée au moment de l'y mettre"
        still_held(session.book.path)
        content = (session.book.path.parent / left.sending.document).read_bytes()
        session.log.write(left.sending, Fate.PLACING)
        box.add_draft(message, content)
    except (RelanceError, OSError) as error:
        return _reason(error)
    return ""


def put_in_mailbox(session: MailSession, box: Mailbox, report: MailsReport) -> MailsReport:
    """The same report, its drafts put among those of the mailbox; those that could not be are told, each with its file.

    A mailbox that is lost ends it: the next draft has no better chance.
    """
    left: list[tuple[MailIssued, str]] = []
    for number, one in enumerate(report.mails):
        session.book.tell(f"Brouillons : {number} sur {len(report.mails)}", number / len(report.mails))
        try:
            still_held(session.book.path)
            content = (session.book.path.parent / one.file).read_bytes()
            _note(session, one, Fate.PLACING)
            box.add_draft(one.mail.message_id, content)
            _note(session, one, Fate.PLACED)
        except DataError as error:
            left.append((one, _reason(error)))
        except (RelanceError, OSError) as error:
            left += [(each, _reason(error)) for each in report.mails[number:]]
            break
    for one, why in left:
        _note(session, one, Fate.LEFT_AS_FILE, why)
    placed = len(report.mails) - len(left)
    report.summary = mailbox_summary(placed, shown(session.book, _folder(session)), session.planned.fallbacks)
    report.problems += [_problem(one.reminder.customer.code, one.file, why) for one, why in left]
    return report


def _note(session: MailSession, one: MailIssued, fate: Fate, words: str = "") -> None:
    session.log.write(session.log.entries[one.mail.message_id].sending, fate, words)


def _folder(session: MailSession) -> Path:
    return session.day_folder / IN_MAILBOX


def _reason(error: RelanceError | OSError) -> str:
    return reason(error) if isinstance(error, OSError) else error.problems[0].what


def _problem(code: str, file: str, why: str) -> Problem:
    return Problem(
        sheet=sheets.CUSTOMERS,
        value=code,
        what=typeset(f"Le brouillon de {code} n'a pas pu être mis dans la boîte : {why}"),
        expected=typeset(f"l'envoi depuis le fichier « {file} », s'il n'est pas dans « Brouillons »"),
    )
