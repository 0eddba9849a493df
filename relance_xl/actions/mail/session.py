"""One run of « E-mails » holding the log: what carries the messages, what earlier runs left, what is planned."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relance_xl.actions.common.run import Run, mail_folder
from relance_xl.actions.mail.accounts import Post, configured_outbox, post_of
from relance_xl.actions.mail.doubt import mail_log
from relance_xl.actions.mail.plan import MailPlan, Prepared, plan
from relance_xl.actions.mail.recovery import (
    Unfinished,
    bring_home,
    note_answers,
    record_accepted,
    unfinished,
    waiting_lines,
)
from relance_xl.actions.mail.reports import MailIssued, MailsReport, uncertain_problems
from relance_xl.actions.mail.settling import Tell, by_browser, look_for
from relance_xl.domain.model import Company
from relance_xl.machine.scratch import sweep
from relance_xl.post.send_log import SendLog, open_log
from relance_xl.post.sending import Outbox, Pace
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_company

if TYPE_CHECKING:  # a password needs none of it
    from relance_xl.post.microsoft.signing_in import Account

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChoice:
    """How this run goes about it.

    Attributes:
        redirection: everything goes to this address, and nothing is recorded; "" for what `Paramètres` says.
        left, again: customers whose uncertain message did leave, or must be sent again; « tous » for all.
        outbox: what carries the messages.
        post: the roads that the parameters open: the mailbox, the account.
        ask: how somebody is asked to sign in when nobody is.
        pace: how fast they leave; None for what `Paramètres` says.
        unrecorded: what becomes of documents that the journal does not hold: a value of Settling, "" to ask.
    """

    redirection: str = ""
    left: frozenset[str] = _NONE
    again: frozenset[str] = _NONE
    outbox: Callable[[Company], AbstractContextManager[Outbox]] = configured_outbox
    post: Callable[[Company], Post] = post_of
    ask: Callable[[Account, Tell], None] = by_browser
    pace: Pace | None = None
    unrecorded: str = ""


@dataclass(slots=True, kw_only=True)
class MailSession:
    """One run holding the log: the plan, and what earlier runs left unfinished."""

    book: Book
    run: Run
    root: Path
    log: SendLog
    planned: MailPlan
    recovered: list[Unfinished]
    uncertain: list[Unfinished]
    redirection: str

    @property
    def day_folder(self) -> Path:
        """« E-mails/2026-03-16 »."""
        return self.root / f"{self.planned.ticked.given.as_of:%Y-%m-%d}"


@contextmanager
def mail_session(book: Book, run: Run, choice: MailChoice) -> Iterator[MailSession]:
    """Hold the log, record what an interrupted sending left unrecorded, and plan.  FileUnavailable as `open_log`."""
    company = read_company(book)[0]
    root = mail_folder(book, company)
    with open_log(root) as log:
        recovered, uncertain = _catch_up(book, run, log, choice, company)
        yield MailSession(
            book=book,
            run=run,
            root=root,
            log=log,
            planned=plan(book, run, waiting_lines(uncertain)),
            recovered=recovered,
            uncertain=uncertain,
            redirection=choice.redirection or company.mail_redirection,
        )


@contextmanager
def rehearsed_session(book: Book, run: Run, choice: MailChoice) -> Iterator[MailSession]:
    """The session that `mail_session` would open, with nothing written: no folder, no log, no record.

    Its log is an empty one, thrown away; the real one, where there is one, is read and held.  FileUnavailable as
    `open_log`.
    """
    company = read_company(book)[0]
    with mail_log(book) as log, tempfile.TemporaryDirectory(prefix="relance-") as folder:
        pending = unfinished(book, read_ledger(book)[0], log) if log else []
        with open_log(Path(folder)) as none:
            yield MailSession(
                book=book,
                run=run,
                root=mail_folder(book, company),
                log=none,
                planned=plan(book, run, waiting_lines(pending)),
                recovered=[],
                uncertain=[one for one in pending if one.uncertain],
                redirection=choice.redirection or company.mail_redirection,
            )


def sweep_mails(book: Book) -> None:
    """Sweep what a killed run left in the folder of e-mails, the copies of messages that left being brought home first.

    For a run that ends before any session (N-104).  FileUnavailable as `open_log`.
    """
    root = mail_folder(book, read_company(book)[0])
    with mail_log(book) as log:
        if log is not None:
            bring_home(unfinished(book, read_ledger(book)[0], log), book.path.parent, root)
        sweep(root)


def _catch_up(
    book: Book, run: Run, log: SendLog, choice: MailChoice, company: Company
) -> tuple[list[Unfinished], list[Unfinished]]:
    """Record what left and is not recorded; returns it, and what stays uncertain."""
    root = mail_folder(book, company)
    pending = unfinished(book, read_ledger(book)[0], log)
    bring_home(pending, book.path.parent, root)
    sweep(root)
    if not pending:
        return [], []
    note_answers(pending, log, choice.left, choice.again, run.user)
    look_for(choice.post(company), unfinished(book, read_ledger(book)[0], log), log)
    recovered = record_accepted(book, run, log)
    if recovered:
        book.save()
    return recovered, [one for one in unfinished(book, read_ledger(book)[0], log) if one.uncertain]


def made_report(session: MailSession, prepared: Prepared, batch: str, issued: Sequence[MailIssued]) -> MailsReport:
    """The report of a run, to be given its summary."""
    planned = session.planned
    return MailsReport(
        summary="Aucun e-mail n'a pu être écrit : voyez pourquoi ci-dessus.",
        problems=[*planned.problems, *prepared.problems, *uncertain_problems(session.uncertain)],
        batch=batch,
        mails=tuple(issued),
        uncertain=tuple(session.uncertain),
        fallbacks=planned.fallbacks,
        skipped=planned.skipped,
        recovered=len(session.recovered),
    )
