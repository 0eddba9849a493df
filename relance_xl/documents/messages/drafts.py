"""« E-mails »: one message per reminder, written as an .eml file, showing the same figures as the letter.

Messages are made one by one and written to disk at once: a thousand of them need no more memory than one.
Everything is made in a scratch folder; who calls moves the files to their place and records afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from relance_xl.documents.contents.context import Extras, letter_context
from relance_xl.documents.file_names import safe_name, unique_name
from relance_xl.documents.jobs import Tell, silent
from relance_xl.documents.languages.choice import language_of
from relance_xl.documents.messages.attachments import HEAVIEST, DocumentFolder, Found, Missing
from relance_xl.documents.messages.headers import manager_of, message_id, sender_of, sorted_addresses
from relance_xl.documents.messages.message import Heads, difference, message_bytes
from relance_xl.documents.messages.subject import check_subjects, filled, invoice_words
from relance_xl.documents.messages.templates import MailTemplates, Words, mail_fields
from relance_xl.domain import sheets
from relance_xl.domain.channels import mailed_at
from relance_xl.domain.email_addresses import breaks_a_header
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.vocabulary import Grouping
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem, Severity

_TOLD_EVERY = 50
_LONGEST_SUBJECT = 200
_NO_SENDER = Problem(
    sheet=sheets.PARAMETERS,
    what="Aucune adresse d'expéditeur ne peut être utilisée",
    expected=typeset("« E-mails : expéditeur », ou « E-mail », ou l'e-mail du gestionnaire dans « Groupes »"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What all the messages of a batch share.

    Attributes:
        templates: the folder of the templates.
        moment: when they are written, local time; the `Date` of the drafts.
        unsent: whether they open in Outlook and Thunderbird as messages to be sent (X-Unsent).
        documents: the folder of the invoices to join, None to join none.
        letters: the letter to join to a reminder, by its place in the list; {} to join none.
        redirection: everything goes to this address instead, for a rehearsal; "" for the customers.
        extras: what a letter bears beside its reminder; the message says the same.
        thread: the Message-IDs that a reminder follows, the oldest first; None when none is known.
    """

    company: Company
    batch: str
    templates: Path
    moment: datetime
    unsent: bool = True
    documents: Path | None = None
    letters: Mapping[int, Path] = field(default_factory=dict)
    redirection: str = ""
    extras: Callable[[Reminder], Extras] | None = None
    thread: Callable[[Reminder], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """One message written.

    Attributes:
        message_id: with its angle brackets; the journal repeats it.
        sender: the address that bounces come back to.
        recipients: every address the message is sent to, copies included, in ASCII form.
        joined: the names of the files that travel with it.
    """

    reminder: Reminder
    path: Path
    message_id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    joined: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A reminder that cannot become a message, and why."""

    reminder: Reminder
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsWritten:
    """What `write_mails` made, in the order of the reminders; the refused ones are told in `problems` too."""

    mails: tuple[MailFile, ...]
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()


def write_mails(reminders: Sequence[Reminder], mailing: Mailing, scratch: Path, tell: Tell = silent) -> MailsWritten:
    """Write each reminder's message into `scratch`.

    DataError, before anything is written, for a template missing or faulty, a level with both a subject and a keyword
    (S4-04), an unknown placeholder (S4-05), an unusable redirection; while writing, for a field that cannot be
    printed.  A reminder whose own data cannot be trusted in a header is refused, and the others are written.
    """
    writer = _Writer(mailing, scratch)
    writer.check(reminders)
    mails: list[MailFile] = []
    refused: list[Refused] = []
    problems: list[Problem] = []
    for number, reminder in enumerate(reminders):
        if number % _TOLD_EVERY == 0:
            tell(f"E-mails : {number} sur {len(reminders)}", number / len(reminders))
        made = writer.write(number, reminder)
        if isinstance(made, MailFile):
            mails.append(made)
        else:
            refused.append(Refused(reminder=reminder, why=made))
            problems.append(_refusal(reminder, made))
        problems += _doubts(reminder)
    return MailsWritten(mails=tuple(mails), refused=tuple(refused), problems=tuple(problems))


class _Writer:
    """Writes messages one after the other, with what they share kept at hand."""

    def __init__(self, mailing: Mailing, scratch: Path) -> None:
        self._mailing, self._scratch = mailing, scratch
        self._templates = MailTemplates(mailing.templates)
        self._documents = DocumentFolder(mailing.documents) if mailing.documents else None
        self._taken: set[str] = set()
        self._redirected = sorted_addresses(mailing.redirection).usable

    def check(self, reminders: Sequence[Reminder]) -> None:
        """DataError with all the faults that concern the levels and the parameters."""
        problems: list[Problem] = []
        try:
            check_subjects(reminder.level for reminder in reminders)
        except DataError as error:
            problems += error.problems
        names: dict[str, None] = {}
        for reminder in reminders:
            try:
                names[self._templates.chosen(reminder.level, reminder.customer.language)] = None
            except DataError as error:
                problems += [problem for problem in error.problems if problem not in problems]
        if reminders and all(sender_of(reminder, self._mailing.company) is None for reminder in reminders):
            problems.append(_NO_SENDER)
        if self._mailing.redirection and not self._redirected:
            problems.append(
                Problem(
                    sheet=sheets.PARAMETERS,
                    what=typeset(f"L'adresse de répétition « {self._mailing.redirection} » ne peut pas être utilisée"),
                    expected="une adresse comme nom@societe.fr",
                    value=self._mailing.redirection,
                )
            )
        if problems:
            raise DataError(problems)
        self._templates.compile(names)

    def write(self, number: int, reminder: Reminder) -> MailFile | str:
        """The message of one reminder, written; or why it cannot be."""
        found = self._joined(number, reminder)
        words = self._words(reminder, [path.name for path in found.files])
        heads = self._heads(reminder, words.subject)
        if isinstance(heads, str):
            return heads
        data = message_bytes(heads, words, found.files, self._mailing.moment, unsent=self._mailing.unsent)
        if fault := difference(data, heads):
            return fault
        path = self._scratch / unique_name(safe_name(_name(reminder)), ".eml", self._taken)
        path.write_bytes(data)
        return MailFile(
            reminder=reminder,
            path=path,
            message_id=heads.message_id,
            subject=heads.subject,
            sender=heads.sender.addr_spec,
            recipients=tuple(address.addr_spec for address in (*heads.to, *heads.copies)),
            joined=tuple(path.name for path in found.files),
            missing=found.missing,
        )

    def _joined(self, number: int, reminder: Reminder) -> Found:
        letter = self._mailing.letters.get(number)
        files = (letter,) if letter else ()
        if self._documents is None:
            return Found(files=files)
        room = HEAVIEST - sum(path.stat().st_size for path in files)
        found = self._documents.documents_of((line.item for line in reminder.lines), room)
        return replace(found, files=(*files, *found.files))

    def _words(self, reminder: Reminder, joined: list[str]) -> Words:
        """The words of one message, in its template's language.

        The subject of the level is written for its own template; a translation of it states its own.
        """
        mailing = self._mailing
        level = reminder.level
        template = self._templates.chosen(level, reminder.customer.language)
        language = language_of(f"{template}.txt")
        extras = mailing.extras(reminder) if mailing.extras else None
        context = letter_context(reminder, mailing.company, extras, language=language)
        one, all_of_them = invoice_words(_invoices(reminder), language)
        values = {
            "client": reminder.customer.name,
            "code": reminder.customer.code,
            "facture": one,
            "factures": all_of_them,
            "total": context["total"],
            "niveau": level.label,
            "date": language.short_date(reminder.as_of),
            "société": mailing.company.name,
        }
        stated = level.subject.strip() or filled(level.subject_keyword, values).strip()
        fields = mail_fields(context, objet=stated, facture=one, factures=all_of_them, pieces=joined)
        translated = self._templates.is_translation(template, level)
        words = self._templates.render(template, fields, own_subject_first=translated)
        return replace(words, subject=words.subject or level.label or language.words.reminder)

    def _heads(self, reminder: Reminder, subject: str) -> Heads | str:
        company = self._mailing.company
        sender, manager = sender_of(reminder, company), manager_of(reminder)
        if sender is None:
            return "aucune adresse d'expéditeur : ni dans « Paramètres », ni celle du gestionnaire"
        to = sorted_addresses(mailed_at(reminder.customer)).usable
        if not to:
            return "aucune adresse e-mail utilisable"
        if breaks_a_header(subject):
            return "l'objet contiendrait un retour à la ligne ou un caractère invisible : voyez le nom du client"
        copies = (manager,) if manager and company.mail_copy_to_manager else ()
        heads = Heads(
            sender=sender,
            to=to,
            copies=tuple(each for each in copies if each.addr_spec not in {address.addr_spec for address in to}),
            reply_to=manager if manager and manager.addr_spec != sender.addr_spec else None,
            subject=_shortened(subject),
            message_id=message_id(self._mailing.batch, reminder, sender.domain),
            reference=f"{self._mailing.batch}; {reminder.customer.code}; {reminder.level.number}",
            thread=self._mailing.thread(reminder) if self._mailing.thread else (),
        )
        return self._rehearsed(heads) if self._redirected else heads

    def _rehearsed(self, heads: Heads) -> Heads:
        """The same message to the rehearsal's address, its subject saying for whom it was."""
        meant = ", ".join(address.addr_spec for address in heads.to)
        subject = _shortened(f"[Répétition – pour {meant}] {heads.subject}")
        return replace(heads, to=self._redirected, copies=(), subject=subject, thread=())


def _invoices(reminder: Reminder) -> list[str]:
    """The numbers that the reminder is about, each once."""
    climbing = reminder.climbing or reminder.lines
    return list(dict.fromkeys(line.item.invoice for line in climbing))


def _name(reminder: Reminder) -> str:
    """« C0012 Dupont », and the invoice when each has its own message."""
    invoice = f" {reminder.lines[0].item.invoice}" if reminder.grouping is Grouping.INVOICE and reminder.lines else ""
    return f"{reminder.customer.code} {reminder.customer.name}{invoice}"


def _shortened(subject: str) -> str:
    flat = " ".join(subject.split())
    return flat if len(flat) <= _LONGEST_SUBJECT else f"{flat[: _LONGEST_SUBJECT - 1]}…"


def _refusal(reminder: Reminder, why: str) -> Problem:
    code = reminder.customer.code
    return Problem(
        sheet=sheets.CUSTOMERS, value=code, customer=code, what=typeset(f"Aucun e-mail pour « {code} » : {why}")
    )


def _doubts(reminder: Reminder) -> Iterable[Problem]:
    """One warning for addresses that cannot be used beside others that can."""
    both = sorted_addresses(mailed_at(reminder.customer))
    if both.usable and both.faulty:
        code = reminder.customer.code
        yield Problem(
            severity=Severity.WARNING,
            sheet=sheets.CUSTOMERS,
            value=" ; ".join(both.faulty),
            what=typeset(f"Adresse inutilisable chez « {code} » : le message part aux autres seulement"),
            expected="une adresse comme nom@societe.fr",
        )
