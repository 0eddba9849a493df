"""The JSON document that each command prints: amounts as strings, dates in ISO form, keys in French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from relance_xl.domain.matching.operations import Outcome
from relance_xl.domain.model import CENT
from relance_xl.domain.money.ageing import BRACKETS
from relance_xl.domain.money.balances import Ages, manager_of
from relance_xl.domain.money.currencies import Totals
from relance_xl.domain.outcome import ProposedLine, Reminder
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.bank.assigning import AssignedReport
    from relance_xl.actions.bank.emptying import EmptiedReport
    from relance_xl.actions.bank.statements import BankReport
    from relance_xl.actions.batches.blanking import BlankingReport
    from relance_xl.actions.batches.undoing import UndoReport
    from relance_xl.actions.bills import BillsReport
    from relance_xl.actions.calling import CallsReport
    from relance_xl.actions.card import CardReport
    from relance_xl.actions.common.report import Doubt, Report
    from relance_xl.actions.dashboard import DashboardReport
    from relance_xl.actions.importing import ImportedReport
    from relance_xl.actions.imports.columns import ColumnsReport
    from relance_xl.actions.imports.undoing import ImportUndone
    from relance_xl.actions.letters import LettersReport
    from relance_xl.actions.mail.reports import MailIssued, MailsReport
    from relance_xl.actions.mail.returns import ReturnsReport
    from relance_xl.actions.phoning import PhoneReport
    from relance_xl.actions.searching import SearchReport
    from relance_xl.actions.setup.repairing import RepairReport
    from relance_xl.actions.setup.updating import UpdateReport
    from relance_xl.actions.template_checking import TemplatesReport
    from relance_xl.post.sending import Sent
    from relance_xl.tables.sheets.imports import Touched

Document = dict[str, Any]


def amount(value: Decimal) -> str:
    """« 1234.50 »."""
    return str(value.quantize(CENT))


def problems(found: Iterable[Problem]) -> list[Document]:
    """The key « problemes » of every document."""
    return [
        {
            "feuille": problem.sheet,
            "cellule": problem.cell,
            "message": typeset(problem.message),
            "gravite": problem.severity.value,
            **({"fichier": problem.file, "ligne": problem.line} if problem.file else {}),
            **({"valeur": problem.value} if problem.value else {}),
        }
        for problem in found
    ]


def to_confirm(doubts: Iterable[Doubt]) -> list[Document]:
    """The key « a_confirmer »: why nothing was done before somebody says what to do."""
    return [{"motif": doubt.motif, "detail": doubt.detail} for doubt in doubts]


def search_document(report: SearchReport) -> Document:
    """What `rechercher --json` prints; the lines are given one by one, for there may be a hundred thousand."""
    reference = report.reference
    return {
        "date": report.as_of.isoformat(),
        "propositions": (_proposition(line, reference) for line in report.proposals.lines),
        "absents": [
            {"pourquoi": each.why, "clients": each.customers, "lignes": each.lines,
             "totaux": [{"devise": currency, "total": amount(total)} for currency, total in each.totals]}
            for each in report.proposals.withheld
        ],
        "problemes": problems(report.problems),
    }  # fmt: skip


def _proposition(line: ProposedLine, reference: str) -> Document:
    return {
        "client": line.customer.code,
        "nom": line.customer.name,
        "facture": line.item.invoice,
        "echeance": line.item.due_date.isoformat(),
        "jours": line.days_overdue,
        "solde": amount(line.item.open_amount),
        "devise": line.item.currency or reference,
        "niveau_atteint": line.item.level,
        "niveau_propose": line.level,
        "canal": line.channel.value,
        "relancer": line.ticked,
        "pourquoi": line.why,
        "alerte": line.alert,
    }


def card_document(report: CardReport) -> Document:
    """What `fiche --json` prints."""
    card = report.card
    return {
        "date": card.as_of.isoformat(),
        "client": card.customer.code,
        "nom": card.customer.name,
        "encours": _totals(card.owed),
        "echu": _totals(card.overdue),
        "plus_ancien_retard": card.oldest,
        "niveau_atteint": card.reached,
        "niveau_propose": card.proposed,
        "lignes": [_proposition(line, report.reference) for line in card.lines],
        "relances": [
            {"date": each.day.isoformat(), "canal": each.channel.value if each.channel else None,
             "niveau": each.level, "lignes": each.lines, "totaux": _totals(each.totals), "document": each.document}
            for each in card.sent
        ],
        "appels": [
            {"date": each.day.isoformat(), "dit": each.words, "lignes": each.lines,
             "promesse": each.promised_on.isoformat() if each.promised_on else None,
             "totaux": _totals(each.totals), "suite": each.state.name.lower() if each.state else None}
            for each in card.spoken
        ],
        "delai_habituel": card.usual_delay,
        "promesses_tenues": card.promises[0],
        "promesses_passees": card.promises[1],
        **plain_document(report),
    }  # fmt: skip


def _totals(totals: Totals) -> list[Document]:
    return [{"devise": currency, "total": amount(total)} for currency, total in totals]


def phone_document(report: PhoneReport) -> Document:
    """What `appels --json` prints."""
    return {
        "date": report.as_of.isoformat(),
        "appels": [
            {
                "client": call.customer.code,
                "nom": call.customer.name,
                "contact": call.customer.contact,
                "telephone": call.customer.phone,
                "email": call.customer.email,
                "facture": call.item.invoice,
                "echeance": call.item.due_date.isoformat(),
                "jours": call.days_overdue,
                "solde": amount(call.item.open_amount),
                "devise": call.item.currency or report.reference,
                "total_client": None if call.customer_total is None else amount(call.customer_total),
                "niveau_atteint": call.level,
                "gestionnaire": call.manager,
            }
            for call in report.calls
        ],
        "problemes": problems(report.problems),
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


def bank_document(report: BankReport) -> Document:
    """What `banque --json` prints: each operation and how it ended, then the doubts that stopped it."""
    return {
        "lot": report.batch or None,
        "operations": [
            {
                "date": each.operation.booked_on.isoformat(),
                "libelle": each.operation.label,
                "montant": amount(each.operation.amount),
                "devise": each.operation.currency,
                "client": " ; ".join(each.customers),
                "factures": told,
                "certitude": each.outcome.value,
                "pourquoi": typeset(each.why),
            }
            for each, told in zip(report.decisions, report.told, strict=True)
        ],
        "affectes": report.count(Outcome.CERTAIN),
        "retenus": report.count(Outcome.TO_CHECK),
        "inconnus": report.count(Outcome.UNKNOWN),
        "a_confirmer": [{"motif": doubt.reason, "detail": doubt.detail} for doubt in report.doubts],
        **plain_document(report),
    }


def assigned_document(report: AssignedReport) -> Document:
    """What `banque --affecter --json` prints: the payments settled, and the payers remembered."""
    return {
        "lot": report.batch or None,
        "affectes": [
            {"date": row.booked_on.isoformat(), "libelle": row.label, "montant": amount(row.amount)}
            for row in report.assigned
        ],
        "payeurs": list(report.remembered),
        **plain_document(report),
    }


def emptied_document(report: EmptiedReport) -> Document:
    """What `banque --vider-inconnus --json` prints."""
    return {"vides": report.emptied, **plain_document(report)}


def import_document(report: ImportedReport) -> Document:
    """What `importer --json` prints: where each line of the files went, then what changes in the workbook."""
    from relance_xl.actions.imports.habits import column_label  # noqa: PLC0415 - as the actions above

    read, merged = report.imported.report, report.merged
    return {
        "source": report.imported.source,
        "derniere_ecriture": report.imported.last_entry.isoformat() if report.imported.last_entry else None,
        "lignes_lues": read.lines,
        "lignes_ouvertes": read.open_lines,
        "lignes_lettrees": read.matched_lines,
        "lignes_autres_comptes": read.other_lines,
        "lignes_ecartees": read.set_aside_lines,
        "lignes_vides": read.blank_lines,
        "clients": read.customers,
        "debit": amount(read.debit),
        "credit": amount(read.credit),
        "total": amount(read.debit - read.credit),
        "devise": report.reference,
        "nouveaux_clients": len(merged.new_customers),
        "clients_completes": len(merged.directory.filled),
        "clients_differents": len({each.customer.code for each in merged.directory.differing}),
        "nouvelles_lignes": len(merged.new_items),
        "lignes_modifiees": len(merged.changed),
        "lignes_soldees": len(merged.settled),
        "lignes_inchangees": merged.unchanged,
        "lignes_laissees": len(merged.kept),
        "echeances_calculees": len(report.imported.computed_due),
        "encours_avant": {currency: amount(total) for currency, total in merged.open_before.items()},
        "encours_apres": {currency: amount(total) for currency, total in merged.open_after.items()},
        "lot": report.batch or None,
        "options": report.options,
        "colonnes_lues": {header: column_label(field) for field, header in report.imported.columns.items()},
        "colonnes_ignorees": list(report.imported.unused_columns),
        "a_confirmer": [{"motif": str(doubt.motif), "detail": doubt.detail} for doubt in report.doubts],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def columns_document(report: ColumnsReport) -> Document:
    """What `importer --colonnes --json` prints; « lue » is null for a column that is not read."""
    from relance_xl.actions.imports.habits import column_label  # noqa: PLC0415 - as the actions above

    return {
        "fichiers": [
            {
                "fichier": seen.place,
                "ligne": seen.line,
                "colonnes": [
                    {
                        "en_tete": column.title,
                        "lue": column_label(column.field) if column.field else None,
                        "exemples": list(column.samples),
                    }
                    for column in seen.columns
                ],
            }
            for seen in report.files
        ],
        **plain_document(report),
    }


def calls_document(report: CallsReport) -> Document:
    """What `enregistrer-appels --json` prints; « promesse » is null without one."""
    return {
        "lot": report.batch,
        "date": report.as_of.isoformat(),
        "appels": [
            {
                "client": call.item.customer,
                "facture": call.item.invoice,
                "echeance": call.item.due_date.isoformat(),
                "resultat": str(call.outcome) if call.outcome else None,
                "promesse": call.promised_on.isoformat() if call.promised_on else None,
                "texte": call.words,
            }
            for call in report.calls
        ],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


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


_BILL_STATES = {
    "TO_REMIND": "a_relancer",
    "ACCEPTED": "acceptee",
    "TOO_EARLY": "trop_tot",
    "TOO_CLOSE": "trop_proche",
    "MATURED": "echue",
    "NO_DATE": "sans_date",
    "HELD": "retenue",
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


def import_undone_document(report: ImportUndone) -> Document:
    """What `annuler --json` prints of an import: the rows given back, those taken away, those left alone and why."""
    return {
        "lot": report.batch,
        "import": report.file,
        "annulees": [_touched(each) for each in report.restored],
        "retirees": [_touched(each) for each in report.removed],
        "ignores": [{"client": each.customer, "facture": each.invoice, "pourquoi": each.why} for each in report.kept],
        "documents": [],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def _touched(each: Touched) -> Document:
    key = each.key
    return {"client": key.get("customer") or key.get("code"), "facture": key.get("invoice"), "tableau": each.table}


def dashboard_document(report: DashboardReport) -> Document:
    """What `bilan --json` prints; shares go from 0 to 1, « dso » is in days, null where « dso_pourquoi » says why."""
    figures, reference = report.balances, report.reference
    return {
        "date": report.as_of.isoformat(),
        "devise": reference,
        "total": amount(figures.whole.total),
        "echu": amount(figures.whole.overdue),
        "part_echue": _share(figures.whole.overdue_share),
        "dso": report.dso.days,
        "dso_pourquoi": report.dso.why,
        "balance": [
            {"tranche": row.label, "montant": amount(row.amount), "lignes": row.lines,
             "part": _share(figures.aged.share(row))}
            for row in figures.aged.rows
        ],
        "clients": [
            {"client": customer.code, "nom": customer.name, "gestionnaire": manager_of(report.ledger, customer),
             **_ages(ages)}
            for customer, ages in figures.customers
        ],
        "devises": [{"devise": currency, **_ages(ages)} for currency, ages in figures.currencies.items()],
        "gestionnaires": [{"gestionnaire": manager, **_ages(ages)} for manager, ages in figures.managers.items()],
        "niveaux": [{"niveau": row.label, "montant": amount(row.amount), "lignes": row.lines} for row in report.levels],
        "devises_sans_cours": list(figures.missing_currencies),
        "message": report.summary,
        "problemes": problems(report.problems),
    }  # fmt: skip


def _ages(ages: Ages) -> Document:
    by_bracket = {bracket.label: amount(value) for bracket, value in zip(BRACKETS, ages.amounts, strict=True)}
    return {"tranches": by_bracket, "total": amount(ages.total), "lignes": sum(ages.lines)}


def _share(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.0001")))


def templates_document(report: TemplatesReport) -> Document:
    """What `modeles --json` prints."""
    return {"dossier": str(report.folder), "modeles": list(report.templates), **plain_document(report)}


def repair_document(report: RepairReport) -> Document:
    """What `reparer --json` prints."""
    return {"python": report.interpreter, "modeles": list(report.templates), **plain_document(report)}


def update_document(report: UpdateReport) -> Document:
    """What `mettre-a-jour --json` prints."""
    return {
        "feuilles": list(report.sheets),
        "colonnes": list(report.columns),
        "parametres": list(report.parameters),
        "remplaces": list(report.parts),
        **plain_document(report),
    }


def plain_document(report: Report) -> Document:
    """What is printed of a report that has nothing more to say."""
    return {"message": report.summary, "problemes": problems(report.problems)}


DOCUMENTS: Final[Mapping[str, Callable[[Any], Document]]] = {
    "SearchReport": search_document,
    "AssignedReport": assigned_document,
    "EmptiedReport": emptied_document,
    "BankReport": bank_document,
    "ImportedReport": import_document,
    "CardReport": card_document,
    "ColumnsReport": columns_document,
    "PhoneReport": phone_document,
    "CallsReport": calls_document,
    "LettersReport": letters_document,
    "MailsReport": mails_document,
    "ReturnsReport": returns_document,
    "BillsReport": bills_document,
    "BlankingReport": blanking_document,
    "UndoReport": undo_document,
    "ImportUndone": import_undone_document,
    "DashboardReport": dashboard_document,
    "TemplatesReport": templates_document,
    "RepairReport": repair_document,
    "UpdateReport": update_document,
    "Report": plain_document,
}
"""By the name of the report's class, which only the command that makes it imports."""


def document_of(report: Report) -> Document:
    """What `--json` prints of it."""
    return DOCUMENTS[type(report).__name__](report)
