"""The drafts put into the mailbox, beside the files that are recorded: nothing of what is recorded rests on it.

The files are written and recorded first, as ever: a draft that could not be put into the mailbox is there as a file,
and said.  The same draft is never put there twice (N-102).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relance_xl.actions.common.run import IN_MAILBOX, shown
from relance_xl.actions.mail.reports import MailIssued, MailsReport, mailbox_summary
from relance_xl.actions.mail.session import MailChoice, MailSession
from relance_xl.actions.mail.settling import ensure_signed_in
from relance_xl.domain import sheets
from relance_xl.domain.vocabulary import DraftPlace
from relance_xl.domain.wording import typeset
from relance_xl.machine.leases import still_held
from relance_xl.machine.reasons import reason
from relance_xl.post.mailbox import Mailbox
from relance_xl.problems import DataError, Problem, RelanceError


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


def put_in_mailbox(session: MailSession, box: Mailbox, report: MailsReport) -> MailsReport:
    """The same report, its drafts put among those of the mailbox; those that could not be are told, each with its file.

    A mailbox that is lost ends it: the next draft has no better chance.
    """
    left: list[tuple[MailIssued, str]] = []
    for number, one in enumerate(report.mails):
        session.book.tell(f"Brouillons : {number} sur {len(report.mails)}", number / len(report.mails))
        try:
            still_held(session.book.path)
            box.add_draft(one.mail.message_id, (session.book.path.parent / one.file).read_bytes())
        except DataError as error:
            left.append((one, _reason(error)))
        except (RelanceError, OSError) as error:
            left += [(each, _reason(error)) for each in report.mails[number:]]
            break
    placed = len(report.mails) - len(left)
    report.summary = mailbox_summary(placed, shown(session.book, _folder(session)), session.planned.fallbacks)
    report.problems += [_problem(one, reason) for one, reason in left]
    return report


def _folder(session: MailSession) -> Path:
    return session.day_folder / IN_MAILBOX


def _reason(error: RelanceError | OSError) -> str:
    return reason(error) if isinstance(error, OSError) else error.problems[0].what


def _problem(one: MailIssued, why: str) -> Problem:
    code = one.reminder.customer.code
    return Problem(
        sheet=sheets.CUSTOMERS,
        value=code,
        what=typeset(f"Le brouillon de {code} n'a pas pu être mis dans la boîte : {why}"),
        expected=typeset(f"l'envoi depuis le fichier « {one.file} », s'il n'est pas dans « Brouillons »"),
    )
