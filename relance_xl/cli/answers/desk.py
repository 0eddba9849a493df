"""What is answered of proposals, customers, telephone calls and key figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from relance_xl.cli.answers.shapes import Document, amount, plain_document, problems, totals
from relance_xl.domain.money.ageing import BRACKETS
from relance_xl.domain.money.balances import Ages, manager_of
from relance_xl.domain.outcome import ProposedLine

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.calling import CallsReport
    from relance_xl.actions.card import CardReport
    from relance_xl.actions.dashboard import DashboardReport
    from relance_xl.actions.phoning import PhoneReport
    from relance_xl.actions.searching import SearchReport


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
        "encours": totals(card.owed),
        "echu": totals(card.overdue),
        "plus_ancien_retard": card.oldest,
        "niveau_atteint": card.reached,
        "niveau_propose": card.proposed,
        "lignes": [_proposition(line, report.reference) for line in card.lines],
        "relances": [
            {"date": each.day.isoformat(), "canal": each.channel.value if each.channel else None,
             "niveau": each.level, "lignes": each.lines, "totaux": totals(each.totals), "document": each.document}
            for each in card.sent
        ],
        "appels": [
            {"date": each.day.isoformat(), "dit": each.words, "lignes": each.lines,
             "promesse": each.promised_on.isoformat() if each.promised_on else None,
             "totaux": totals(each.totals), "suite": each.state.name.lower() if each.state else None}
            for each in card.spoken
        ],
        "delai_habituel": card.usual_delay,
        "promesses_tenues": card.promises[0],
        "promesses_passees": card.promises[1],
        **plain_document(report),
    }  # fmt: skip


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
