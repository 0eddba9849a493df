"""What « E-mails » starts from: the ticked reminders that leave by e-mail, and those that do not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from relance_xl.actions.batches.registering import numbers_by_mail
from relance_xl.actions.common.letter_extras import LetterExtras
from relance_xl.actions.common.run import Run, documents_folder, templates_folder
from relance_xl.actions.common.ticked import Ticked, read_ticked
from relance_xl.actions.mail.recovery import apart
from relance_xl.documents.letters import write_letters
from relance_xl.documents.messages.drafts import Mailing, MailsWritten, write_mails
from relance_xl.documents.pdf.convert import write_pdfs
from relance_xl.domain import sheets
from relance_xl.domain.channels import UNREGISTERED, wanted_channel
from relance_xl.domain.email_addresses import split_addresses
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import LineKey, Reminder, Skipped
from relance_xl.domain.vocabulary import Channel, JoinedLetter
from relance_xl.domain.wording import typeset
from relance_xl.post.send_log import SendLog
from relance_xl.post.threads import threads
from relance_xl.problems import DataError, Problem, Severity, UsageError
from relance_xl.tables.grid import Book

TO_CHECK = "adresse à vérifier"
NO_RECIPIENT = "aucune adresse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A reminder wanted by e-mail that becomes a letter: `queue` says what its address lacks (A5)."""

    reminder: Reminder
    queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """The reminders that leave by e-mail, and all that does not, with its reason."""

    ticked: Ticked
    reminders: tuple[Reminder, ...]
    fallbacks: tuple[Fallback, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]

    @property
    def company(self) -> Company:
        """Who writes."""
        return self.ticked.given.ledger.company


@dataclass(slots=True)
class Prepared:
    """The messages of a plan, written in a scratch folder, with what was met on the way."""

    mails: MailsWritten
    problems: list[Problem] = field(default_factory=list)


def plan(book: Book, run: Run, waiting: Mapping[LineKey, str]) -> MailPlan:
    """Everything that leaves and does not; `waiting` holds the lines that must not leave, and why."""
    ticked = read_ticked(book, run)
    leaving, held = apart((each for each in ticked.reminders if each.channel is Channel.EMAIL), waiting)
    method = ticked.given.criteria.method
    return MailPlan(
        ticked=ticked,
        reminders=tuple(leaving),
        fallbacks=tuple(
            Fallback(reminder=each, queue=TO_CHECK if split_addresses(each.customer.email) else NO_RECIPIENT)
            for each in ticked.reminders
            if each.channel is Channel.LETTER
            and each.alert
            and wanted_channel(each.customer, each.level, method, None) is Channel.EMAIL
        ),
        skipped=(*ticked.skipped, *held),
        problems=(*ticked.problems, *numbers_by_mail(book, leaving, ticked.reviewed), *_unregistered(leaving)),
    )


def _unregistered(leaving: Iterable[Reminder]) -> Iterable[Problem]:
    """One warning for each formal notice that leaves by e-mail (N-76)."""
    for each in leaving:
        if each.level.registered:
            yield Problem(
                sheet=sheets.PROPOSALS,
                value=each.customer.code,
                customer=each.customer.code,
                severity=Severity.WARNING,
                what=typeset(f"{each.customer.name}, niveau {each.level.number} : {UNREGISTERED}"),
                expected=typeset("« Courrier » en « Canal », pour une lettre recommandée"),
            )


def prepare(book: Book, run: Run, planned: MailPlan, scratch: Path, batch: str, redirection: str,
            log: SendLog, *, unsent: bool) -> Prepared:  # fmt: skip
    """Write the messages of a plan into `scratch`, with their letters and invoices.  DataError as `write_mails`."""
    extras = LetterExtras(planned.ticked.given)
    company = planned.company
    beside = scratch / "Lettres jointes"
    letters, problems = _letters(book, planned, extras, beside)
    mailing = Mailing(
        company=company,
        batch=batch,
        templates=templates_folder(book, company),
        moment=run.now,
        unsent=unsent,
        documents=documents_folder(book, company) if company.mail_joined_invoices else None,
        letters=letters,
        redirection=redirection,
        extras=extras,
        thread=threads(log),
    )
    mails = write_mails(planned.reminders, mailing, scratch, book.tell)
    return Prepared(mails=mails, problems=[*problems, *mails.problems, *extras.problems, *_missing(mails)])


def _letters(
    book: Book, planned: MailPlan, extras: LetterExtras, folder: Path
) -> tuple[dict[int, Path], Sequence[Problem]]:
    """The letter of each reminder, as the parameter asks for it; {} when it asks for none."""
    wanted = planned.company.mail_joined_letter
    if wanted is JoinedLetter.NONE:
        return {}, ()
    folder.mkdir()
    written = write_letters(
        planned.reminders,
        planned.company,
        templates_folder(book, planned.company),
        folder,
        extras=extras,
        tell=book.tell,
    )
    paths: Sequence[Path] = [letter.path for letter in written.letters]
    if wanted is JoinedLetter.PDF:
        try:
            paths = write_pdfs(paths, tell=book.tell)
        except UsageError as error:
            raise DataError(
                Problem(
                    sheet=sheets.PARAMETERS,
                    what=error.problems[0].what,
                    expected=typeset("l'un des deux, ou « docx » dans « E-mails : joindre la lettre »"),
                )
            ) from error
    return dict(enumerate(paths)), written.problems


def _missing(mails: MailsWritten) -> Iterable[Problem]:
    """One warning for each invoice asked for that could not be joined."""
    for mail in mails.mails:
        for each in mail.missing:
            yield Problem(
                severity=Severity.WARNING,
                sheet=sheets.ITEMS,
                value=each.invoice,
                what=f"La facture {each.invoice} de {each.customer} n'est pas jointe : {each.why}",
                expected="la facture dans le dossier des pièces, ou son « Fichier joint » dans « Factures »",
            )
