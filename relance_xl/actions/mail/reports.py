"""What « E-mails » says of itself: what was written or sent, what was not and why, and the recap before sending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from relance_xl.actions.common.leaving import described
from relance_xl.actions.common.report import DocumentFiles, IssuingReport
from relance_xl.actions.common.ticked import NOTHING_TICKED
from relance_xl.actions.mail.plan import NO_RECIPIENT, Fallback, MailPlan
from relance_xl.actions.mail.recovery import Unfinished
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain import sheets
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder, Skipped
from relance_xl.domain.vocabulary import MailMethod
from relance_xl.domain.wording import counted, typeset
from relance_xl.post.said import expected_of, explained
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Delivered, Sent
from relance_xl.problems import Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIssued:
    """One message, its file relative to the workbook's folder; `words` are the server's when it was sent."""

    mail: MailFile
    file: str
    words: str = ""

    @property
    def reminder(self) -> Reminder:
        """What it reminds of."""
        return self.mail.reminder

    @property
    def invoices(self) -> tuple[str, ...]:
        """The invoices listed, in their order."""
        return tuple(dict.fromkeys(line.item.invoice for line in self.reminder.lines))

    @property
    def totals(self) -> tuple[tuple[str, Decimal], ...]:
        """(currency, amount): the principal claimed (N-44)."""
        return self.reminder.principal


@dataclass(slots=True, kw_only=True)
class MailsReport(IssuingReport):
    """What « E-mails » did.

    Attributes:
        mails: the drafts written, or the messages sent.
        refused, postponed: the messages that the server refused for good, or for now at each attempt.
        uncertain: the messages of which nobody knows whether they left, of this run or an earlier one.
        fallbacks: the reminders that become letters for want of an address (A5).
        recovered: messages sent by an earlier run, recorded by this one.
        missing: invoices asked for and not joined.
    """

    mails: tuple[MailIssued, ...] = ()
    refused: tuple[Sent, ...] = ()
    postponed: tuple[Sent, ...] = ()
    uncertain: tuple[Unfinished, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    recovered: int = 0

    @property
    def document_files(self) -> DocumentFiles:
        """The drafts and messages."""
        return DocumentFiles(singles=tuple(mail.file for mail in self.mails if mail.file))


def nothing(planned: MailPlan, recovered: Sequence[Unfinished], uncertain: Sequence[Unfinished]) -> MailsReport:
    """No message to write, and why."""
    summary = NOTHING_TICKED
    if planned.ticked.any or recovered or uncertain:
        summary = "Aucun e-mail à émettre : voyez pourquoi pour chaque ligne cochée."
    if planned.fallbacks:
        summary = f"Aucun e-mail à émettre : {_fallback_words(planned.fallbacks)}."
    return MailsReport(
        summary=" ".join(filter(None, (summary, _recovered_words(recovered)))),
        problems=[*planned.problems, *uncertain_problems(uncertain)],
        uncertain=tuple(uncertain),
        fallbacks=planned.fallbacks,
        skipped=planned.skipped,
        recovered=len(recovered),
    )


def drafts_question(reminders: Sequence[Reminder]) -> str:
    """How many drafts of each level, their date, what they claim."""
    return typeset(
        f"{described(reminders, 'e-mail daté', 'e-mails datés')}\n"
        "Écrire les brouillons, et enregistrer ces relances dans « Factures » et « Journal » ?"
    )


def recap(mails: Sequence[MailFile], company: Company, redirection: str) -> str:
    """What is about to leave: how many, for how much, the first and the last address, from whom, by what."""
    first, last = mails[0], mails[-1]
    carrier = _CARRIERS.get(company.mail_method) or f"le serveur « {company.mail_server or 'de Microsoft 365'} »"
    senders = sorted({mail.sender for mail in mails})
    lines = [
        described([mail.reminder for mail in mails], "e-mail daté", "e-mails datés"),
        f"Premier : {_whom(first)} ; dernier : {_whom(last)}.",
        f"Expéditeur : {', '.join(senders)}, par {carrier}.",
    ]
    if redirection:
        lines.append(f"Répétition : tout part à {redirection}, rien n'est enregistré.")
    lines.append("Les envoyer maintenant ?")
    return typeset("\n".join(lines))


_CARRIERS = {MailMethod.OUTLOOK: "l'Outlook de ce poste", MailMethod.GRAPH: "Microsoft 365"}


def _whom(mail: MailFile) -> str:
    return f"{mail.recipients[0]} ({mail.reminder.customer.name})"


def drafts_summary(mails: Sequence[MailIssued], folder: str, fallbacks: Sequence[Fallback], redirection: str) -> str:
    """« 12 brouillons prêts dans … »."""
    said = f"{counted(len(mails), 'brouillon prêt', 'brouillons prêts')} à envoyer dans « {folder} »."
    rehearsed = f"Répétition vers {redirection} : rien n'est enregistré." if redirection else ""
    return " ".join(filter(None, (said, rehearsed, _fallback_sentence(fallbacks))))


def mailbox_summary(placed: int, folder: str, fallbacks: Sequence[Fallback]) -> str:
    """« 12 brouillons dans le dossier Brouillons de votre boîte ; leurs copies sont dans … »."""
    said = f"{counted(placed, 'brouillon', 'brouillons')} dans le dossier Brouillons de votre boîte"
    copies = f"copies dans « {folder} », à ne pas envoyer aussi."
    return " ".join(filter(None, (f"{said} ; {copies}", _fallback_sentence(fallbacks))))


def sent_summary(
    delivered: Delivered, planned: int, recovered: Sequence[Unfinished], fallbacks: Sequence[Fallback]
) -> str:
    """« 197 e-mails envoyés sur 200 ; 2 refusés ; 1 incertain. »."""
    fates = {fate: len(delivered.of(fate)) for fate in (Fate.ACCEPTED, Fate.REFUSED, Fate.POSTPONED, Fate.UNCERTAIN)}
    parts = [f"{counted(fates[Fate.ACCEPTED], 'e-mail envoyé', 'e-mails envoyés')} sur {planned}"]
    for fate, one, many in (
        (Fate.REFUSED, "refusé", "refusés"),
        (Fate.POSTPONED, "à renvoyer plus tard", "à renvoyer plus tard"),
        (Fate.UNCERTAIN, "incertain", "incertains"),
    ):
        if fates[fate]:
            parts.append(counted(fates[fate], one, many))
    sentence = " ; ".join(parts) + "."
    if delivered.interrupted:
        sentence = f"Interrompu : {sentence} Relancez la commande pour continuer : rien ne partira deux fois."
    return " ".join(filter(None, (sentence, _recovered_words(recovered), _fallback_sentence(fallbacks))))


def _recovered_words(recovered: Sequence[Unfinished]) -> str:
    one = "e-mail parti lors d'un envoi interrompu a été enregistré"
    many = "e-mails partis lors d'un envoi interrompu ont été enregistrés"
    return f"{counted(len(recovered), one, many)}." if recovered else ""


def _fallback_sentence(fallbacks: Sequence[Fallback]) -> str:
    return f"{_fallback_words(fallbacks)}." if fallbacks else ""


def _fallback_words(fallbacks: Sequence[Fallback]) -> str:
    """« 3 clients partiront par courrier : 2 sans adresse, 1 adresse à vérifier »."""
    without = len({each.reminder.customer.code for each in fallbacks if each.queue == NO_RECIPIENT})
    doubtful = len({each.reminder.customer.code for each in fallbacks if each.queue != NO_RECIPIENT})
    reasons = [f"{without} sans adresse"] * bool(without)
    reasons += [counted(doubtful, "adresse à vérifier", "adresses à vérifier")] * bool(doubtful)
    clients = counted(without + doubtful, "client recevra une lettre", "clients recevront une lettre")
    return f"{clients} ({', '.join(reasons)})"


def sent_problems(delivered: Delivered) -> Iterable[Problem]:
    """One error for each message that did not leave, with the server's words; a warning for an address among others."""
    for sent in delivered.sent:
        code = sent.sending.customer
        for address, words in sent.outcome.refused if sent.outcome.fate is Fate.ACCEPTED else ():
            yield Problem(
                sheet=sheets.CUSTOMERS, value=address, severity=Severity.WARNING,
                what=typeset(f"« {address} », chez {code}, est refusée par le serveur ({words}) ; "
                             "le message est parti aux autres adresses"),
            )  # fmt: skip
        if sent.outcome.fate is Fate.REFUSED:
            address = ", ".join(sent.mail.recipients)
            yield Problem(
                sheet=sheets.CUSTOMERS, value=address, customer=code,
                what=typeset(f"L'e-mail de {code} à « {address} » est refusé par le serveur : "
                             f"{explained(sent.outcome.words)}"),
                expected=expected_of(sent.outcome.words),
            )  # fmt: skip
        if sent.outcome.fate is Fate.POSTPONED:
            yield Problem(
                sheet=sheets.CUSTOMERS, value=code, customer=code,
                what=typeset(f"L'e-mail de {code} n'est pas parti : "
                             f"{explained(sent.outcome.words) or 'envoi arrêté avant lui'}"),
                expected=expected_of(sent.outcome.words, "un nouvel envoi, plus tard"),
            )  # fmt: skip


def uncertain_problems(uncertain: Iterable[Unfinished]) -> Iterable[Problem]:
    """One error for each message of which nobody knows whether it left."""
    for one in uncertain:
        sending = one.entry.sending
        words = f" ({one.entry.words})" if one.entry.words else ""
        yield Problem(
            sheet=sheets.CUSTOMERS,
            value=sending.customer,
            customer=sending.customer,
            what=typeset(
                f"L'e-mail de {sending.customer} du {one.entry.when} est peut-être parti{words} : "
                f"{sending.message_id}, à {', '.join(sending.recipients)}"
            ),
            expected=typeset(
                f"après vérification, « --partis {sending.customer} » ou « --a-renvoyer {sending.customer} »"
            ),
        )
