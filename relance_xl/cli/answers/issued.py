"""What is answered of letters, e-mails and bills of exchange: issued, taken back, blanked or returned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relance_xl.cli.answers.shapes import Document, amount, problems, to_confirm
from relance_xl.domain.outcome import Reminder

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.batches.blanking import BlankingReport
    from relance_xl.actions.batches.undoing import UndoReport
    from relance_xl.actions.bills import BillsReport
    from relance_xl.actions.letters import LettersReport
    from relance_xl.actions.mail.reports import MailIssued, MailsReport
    from relance_xl.actions.mail.returns import ReturnsReport
    from relance_xl.post.sending import Sent

_BILL_STATES = {
    "TO_REMIND": "a_relancer",
    "ACCEPTED": "acceptee",
    "TOO_EARLY": "trop_tot",
    "TOO_CLOSE": "trop_proche",
    "MATURED": "echue",
    "NO_DATE": "sans_date",
    "HELD": "retenue",
}


def letters_document(report: LettersReport) -> Document:
    """What `lettres --json` prints; « total » and « devise » are those of the first currency."""
    return {
        "lot": report.batch,
        "lettres": [
            {
                "client": letter.reminder.customer.code,
                "niveau": letter.reminder.level.number,
                "fichier": letter.file,
                "factures": list(letter.invoices),
                "total": amount(letter.totals[0][1]),
                "devise": letter.totals[0][0],
                "totaux": [{"devise": currency, "total": amount(total)} for currency, total in letter.totals],
                "a_regler": _to_pay(letter.reminder),
                "recommande": letter.reminder.registered_number,
                **({"pdf": letter.pdf} if letter.pdf else {}),
            }
            for letter in report.letters
        ],
        "tirages": [
            {
                "niveau": each.level,
                "fichier": each.file,
                "lettres": len(each.ranks),
                **({"pdf": each.pdf} if each.pdf else {}),
            }
            for each in report.print_runs
        ],
        "ignores": [
            {"client": each.customer, "facture": each.invoice, "pourquoi": each.why} for each in report.skipped
        ],
        "a_confirmer": to_confirm(report.doubts),
        "message": report.summary,
        "problemes": problems(report.problems),
    }


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
        "a_confirmer": to_confirm(report.doubts),
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def _to_pay(reminder: Reminder) -> str | None:
    """The one sum that the letter, its code and its draft name; None when there is none, or not in one currency."""
    return amount(reminder.to_pay[0][1]) if len(reminder.to_pay) == 1 else None


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
        "a_regler": _to_pay(each.reminder),
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


def bills_document(report: BillsReport) -> Document:
    """What `traites --json` prints; « etat » is the name of the state, « pourquoi » its sentence."""
    return {
        "lot": report.batch,
        "date": report.as_of.isoformat(),
        "traites": [
            {
                "traite": status.bill.number,
                "client": status.bill.customer,
                "echeance": status.bill.maturity_date.isoformat(),
                "montant": amount(status.bill.amount),
                "devise": status.bill.currency or report.reference,
                "relances": status.bill.reminders,
                "etat": _BILL_STATES[status.state.name],
                "pourquoi": status.why,
            }
            for status in report.statuses
        ],
        "a_epurer": [status.bill.number for status in report.to_purge],
        "lettres": [
            {"traite": letter.status.bill.number, "client": letter.status.bill.customer, "fichier": letter.file}
            for letter in report.letters
        ],
        "tirages": list(report.print_runs),
        "a_confirmer": to_confirm(report.doubts),
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def blanking_document(report: BlankingReport) -> Document:
    """What `remettre-a-blanc --json` prints."""
    return {
        "lot": report.batch,
        "groupes": list(report.groups),
        "lignes": report.lines,
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def returns_document(report: ReturnsReport) -> Document:
    """What `retours --json` prints: the addresses marked, then those that the reports name and that are not."""
    return {
        "lot": report.batch,
        "refusees": [
            {
                "client": each.customer.code,
                "adresse": each.address,
                "le": each.on.isoformat(),
                "code": each.bounce.code,
                "reponse": each.bounce.words,
                "lot_perdu": each.lost,
            }
            for each in report.marked
        ],
        "autres": [
            {
                "adresse": " / ".join(each.addresses),
                "etat": each.verdict.value,
                "code": each.code,
                "reponse": each.words,
            }
            for each in report.unmarked
        ],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def undo_document(report: UndoReport) -> Document:
    """What `annuler --json` prints: the lines given back, those left alone and why, the documents set aside."""
    return {
        "lot": report.batch,
        "annulees": [
            {
                "client": each.line.customer,
                "facture": each.line.invoice,
                "echeance": each.line.due_date.isoformat() if each.line.due_date else None,
                "nature": each.line.nature.value,
                "canal": each.line.channel.value if each.line.channel else None,
            }
            for each in report.restored
        ],
        "ignores": [
            {"client": each.line.customer, "facture": each.line.invoice, "pourquoi": each.why} for each in report.kept
        ],
        "documents": [{"de": source, "vers": target} for source, target in report.documents],
        "message": report.summary,
        "problemes": problems(report.problems),
    }
