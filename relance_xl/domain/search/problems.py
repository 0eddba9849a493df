"""What a search has to tell besides its lines: errors that hold a customer, warnings that stop nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from relance_xl.domain import kinds, sheets
from relance_xl.domain.model import Ledger, ReminderGroup
from relance_xl.domain.money.rate_checks import rate_problems
from relance_xl.domain.search.assessment import Desk, Dossier
from relance_xl.domain.search.bounds import bound_problems
from relance_xl.domain.search.holds import payment_method
from relance_xl.domain.search.whole_customer import is_credit
from relance_xl.domain.vocabulary import HoldReason, Rule
from relance_xl.domain.wording import count, french_amount, french_date, typeset
from relance_xl.problems import Problem, Severity

_BY_TIMES_OR_DAYS = frozenset({Rule.INCREMENT, Rule.DAYS_OVERDUE, Rule.SEQUENTIAL})


def search_problems(desk: Desk, dossiers: Sequence[Dossier]) -> Iterator[Problem]:
    """The problems of the customers who may be reminded, group 0 left out (S0-07)."""
    yield from bound_problems(desk.ledger, desk.criteria.rule)
    yield from _imposed_without_level(desk, dossiers)
    yield from rate_problems(desk.ledger, desk.as_of)
    for dossier in dossiers:
        yield from _customer_problems(desk, dossier)
    yield from _switched_rules(desk, dossiers)
    yield from _excluded_methods(dossiers)
    yield from _ignored_currencies(desk, dossiers)


def _reasons(dossier: Dossier) -> set[HoldReason]:
    return {judgement.held.reason for judgement in dossier.judgements if judgement.held}


def _imposed_without_level(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """« Niveau imposé » without a level: an error when the run asks for it, else a warning (S2-17)."""
    if any(HoldReason.NO_IMPOSED_LEVEL in _reasons(dossier) for dossier in dossiers):
        yield Problem(
            what=typeset("La règle « Niveau imposé » ne dit pas quel niveau"),
            sheet=sheets.PROPOSALS,
            field="imposed_level",
            expected="un niveau de 1 à 9 dans le critère Niveau imposé",
            severity=Severity.ERROR if desk.criteria.rule is Rule.IMPOSED else Severity.WARNING,
        )


def _customer_problems(desk: Desk, dossier: Dossier) -> Iterator[Problem]:
    customer, reasons = dossier.customer, _reasons(dossier)
    if HoldReason.NO_RATE in reasons:
        yield Problem(
            what=typeset(
                f"{customer.name} : cours de {dossier.missing_currency} manquant au {french_date(desk.as_of)}"
            ),
            sheet=sheets.RATES,
            expected=f"une ligne {dossier.missing_currency} de la table tDevises, à cette date ou avant"
            + _recent(desk.ledger),
            value=dossier.missing_currency,
            customer=customer.code,
            kind=kinds.NO_RATE,
        )
    if HoldReason.NO_CARD_LEVEL in reasons:
        yield Problem(
            what=typeset(f"{customer.name} : niveau absent de la fiche client"),
            sheet=sheets.CUSTOMERS,
            row=customer.row,
            field="card_level",
            expected="un niveau de 1 à 9 dans la colonne Niveau fiche",
            customer=customer.code,
            kind=kinds.NO_CARD_LEVEL,
        )
    if HoldReason.NO_GROUP in reasons:
        yield Problem(
            what=typeset(f"{customer.name} : groupe à compléter, client non relancé"),
            sheet=sheets.CUSTOMERS,
            row=customer.row,
            field="group",
            expected="un groupe de 0 à 9",
            customer=customer.code,
            kind=kinds.NO_GROUP,
            severity=Severity.WARNING,
        )
    if HoldReason.UNKNOWN_GROUP in reasons:
        yield Problem(
            what=typeset(f"{customer.name} : le groupe {customer.group} est absent de la feuille Groupes"),
            sheet=sheets.CUSTOMERS,
            row=customer.row,
            field="group",
            expected="un groupe de la feuille Groupes",
            value=str(customer.group),
            customer=customer.code,
            kind=kinds.UNKNOWN_GROUP,
        )
    yield from _unmatched_credits(desk, dossier)
    yield from _to_send_again(dossier)


def _to_send_again(dossier: Dossier) -> Iterator[Problem]:
    """The invoices that the customer says he has not received (N-35)."""
    for judgement in dossier.judgements:
        if judgement.held and judgement.held.reason is HoldReason.NOT_RECEIVED:
            yield Problem(
                what=typeset(f"{dossier.customer.name} : {judgement.item.invoice} est à renvoyer, il ne l'a pas reçue"),
                sheet=sheets.ITEMS,
                row=judgement.item.row,
                field="document",
                value=judgement.item.document,
                kind=kinds.TO_SEND_AGAIN,
                severity=Severity.WARNING,
            )


def _recent(ledger: Ledger) -> str:
    """« , de 31 jours au plus », "" where the company sets no limit (N-42)."""
    days = ledger.company.exchange_rate_age
    return "" if days is None else f", de {count(days, 'jour')} au plus"


def _unmatched_credits(desk: Desk, dossier: Dossier) -> Iterator[Problem]:
    """Credits beside a reminder: perhaps a payment not yet matched (A16)."""
    judgements = [judgement for judgement in dossier.judgements if is_credit(judgement)]
    covered = {
        judgement.held.facts["what"]
        for judgement in dossier.judgements
        if judgement.held and judgement.held.reason is HoldReason.COVERED_BY_CREDITS
    }
    if not judgements or not (covered or any(judgement.level for judgement in dossier.judgements)):
        return
    totals = desk.exchange.totals(judgement.item for judgement in judgements)
    amounts = " et ".join(french_amount(-amount, currency) for currency, amount in totals)
    covered_by = bool(covered)
    effect = f"ils couvrent {covered.pop()}, aucune relance" if covered_by else "à affecter avant de relancer"
    yield Problem(
        what=typeset(f"{dossier.customer.name} : {amounts} d'avoirs ou règlements non affectés, {effect}"),
        sheet=sheets.CUSTOMERS,
        row=dossier.customer.row,
        field="code",
        value=amounts,
        kind=kinds.COVERED if covered_by else kinds.UNMATCHED,
        severity=Severity.WARNING,
    )


def _switched_rules(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """A run by another rule than the group's, on lines that have levels already (A18, S0-29)."""
    rule = desk.criteria.rule
    if rule not in _BY_TIMES_OR_DAYS:
        return
    reached: Counter[ReminderGroup] = Counter()
    for dossier in dossiers:
        if dossier.group.rule is not rule and dossier.group.number:
            reached[dossier.group] += sum(judgement.item.level > 0 for judgement in dossier.judgements)
    for group, lines in sorted(reached.items(), key=lambda entry: entry[0].number):
        if lines:
            yield Problem(
                what=typeset(
                    f"Groupe {group.number} : règle « {rule} » pour cette relance au lieu de « {group.rule} », "
                    f"sur des lignes déjà relancées : {lines}"
                ),
                sheet=sheets.GROUPS,
                row=group.row,
                field="rule",
                value=group.rule.value,
                severity=Severity.WARNING,
            )


def _excluded_methods(dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """Lines overdue but never reminded because of their payment method (A12)."""
    lines: Counter[str] = Counter()
    for dossier in dossiers:
        for judgement in dossier.judgements:
            if judgement.held and judgement.held.reason is HoldReason.PAYMENT_METHOD and judgement.days > 0:
                lines[payment_method(judgement.item, dossier.customer)] += 1
    for method, number in sorted(lines.items()):
        yield Problem(
            what=typeset(f"{count(number, 'ligne')} en retard en « {method} » : mode de règlement exclu des relances"),
            sheet=sheets.PARAMETERS,
            field="excluded_payment_methods",
            value=method,
            severity=Severity.WARNING,
        )


def _ignored_currencies(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """Lines in another currency while the module Devises is off: read in the reference currency (S0-10)."""
    if desk.exchange.enabled:
        return
    lines: Counter[str] = Counter()
    for dossier in dossiers:
        lines.update(judgement.item.currency.strip().upper() for judgement in dossier.judgements)
    reference = desk.exchange.reference
    for currency, number in sorted(lines.items()):
        if currency not in ("", reference):
            yield Problem(
                what=typeset(
                    f"Lignes en {currency} comptées en {reference}, le module Devises étant arrêté : {number}"
                ),
                sheet=sheets.ITEMS,
                value=currency,
                severity=Severity.WARNING,
            )
