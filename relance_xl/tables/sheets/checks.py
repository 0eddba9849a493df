"""What `Vérifier` looks for beyond the reading of single cells: each fault with the cell to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from relance_xl.domain import kinds
from relance_xl.domain.channels import email_alert
from relance_xl.domain.email_addresses import address_alert
from relance_xl.domain.issue.posting import lack_problems, reminded_by_letter
from relance_xl.domain.model import Customer, Ledger, ReminderLevel
from relance_xl.domain.money.currencies import exchange_on
from relance_xl.domain.money.rate_checks import rate_problems
from relance_xl.domain.search.bounds import bound_problems, unreachable_problems
from relance_xl.domain.vocabulary import Channel, ItemKind, Rule
from relance_xl.domain.wording import folded
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.places import Places


def check(book: Book, ledger: Ledger, as_of: date) -> list[Problem]:
    """Every fault between rows and sheets, in the order of the sheets."""
    at = Places(book)
    return [
        *_customer_faults(ledger, at),
        *_item_faults(ledger, at, as_of),
        *_level_faults(ledger, at),
        *_group_faults(ledger, at),
        *bound_problems(ledger),
        *unreachable_problems(ledger),
        *rate_problems(ledger, as_of),
        *lack_problems(ledger.company, reminded_by_letter(ledger)),
    ]


def _customer_faults(ledger: Ledger, at: Places) -> Iterator[Problem]:
    """Blank groups (A1), groups without a row, e-mail addresses that cannot be used (S1-06)."""
    for customer in ledger.customers.values():
        if customer.group is None:
            yield _customer_problem(
                customer, at, "group", f"Le client {customer.code} n'a pas de groupe : il ne sera pas relancé",
                "un groupe de 0 à 9", Severity.WARNING, kinds.NO_GROUP,
            )  # fmt: skip
        elif customer.group and customer.group not in ledger.groups:
            yield _customer_problem(
                customer, at, "group", f"Le groupe {customer.group} n'existe pas dans la feuille Groupes",
                "un groupe de la feuille Groupes", Severity.ERROR, kinds.UNKNOWN_GROUP,
            )  # fmt: skip
        if customer.group and customer.email and (alert := email_alert(customer)):
            yield _customer_problem(
                customer, at, "email", alert.removeprefix("⚠ "), "une adresse comme nom@domaine.fr", Severity.WARNING,
                kinds.BAD_EMAIL,
            )  # fmt: skip
        if customer.group and not customer.email and customer.channel is Channel.EMAIL:
            yield _customer_problem(
                customer, at, "email", f"Le client {customer.code} est relancé par e-mail et n'a pas d'adresse : il "
                "recevra un courrier", "une adresse e-mail", Severity.WARNING, kinds.WITHOUT_EMAIL,
            )  # fmt: skip
        group = ledger.groups.get(customer.group or 0)
        if group and group.number and group.rule is Rule.CUSTOMER_CARD and customer.card_level is None:
            yield _customer_problem(
                customer, at, "card_level", f"Le client {customer.code} suit la règle « Fiche client » sans niveau",
                "un niveau de 1 à 9", Severity.ERROR, kinds.NO_CARD_LEVEL,
            )  # fmt: skip


def _customer_problem(
    customer: Customer, at: Places, field: str, what: str, expected: str, severity: Severity, kind: str
) -> Problem:
    value = getattr(customer, field)
    return Problem(
        what=what,
        expected=expected,
        sheet=schema.CUSTOMERS.sheet,
        cell=at.of(schema.CUSTOMERS, field, customer.row),
        value="" if value is None else str(value),
        customer=customer.code,
        kind=kind,
        severity=severity,
    )


def _item_faults(ledger: Ledger, at: Places, as_of: date) -> Iterator[Problem]:
    """Lines that stand twice, missing rates (S0-11), levels without a date."""
    exchange = exchange_on(ledger, as_of)
    seen: dict[tuple[str, str, date, object], int] = {}
    for item in ledger.items:
        if item.kind is ItemKind.INVOICE:
            key = (item.customer, item.invoice, item.due_date, item.amount)
            if key in seen and item.customer not in ledger.set_aside:
                yield Problem(
                    what=f"La ligne {item.invoice} de {item.customer} est la copie de la ligne {seen[key]}",
                    expected="une ligne par échéance",
                    sheet=schema.ITEMS.sheet,
                    cell=at.of(schema.ITEMS, "invoice", item.row),
                    value=item.invoice,
                    kind=kinds.LINE_TWICE,
                    severity=Severity.WARNING,
                )
            seen.setdefault(key, item.row)
        currency = exchange.currency_of(item)
        if currency != exchange.reference and currency not in exchange.rates and item.open_amount:
            yield Problem(
                what=f"Aucun cours pour {currency} au {as_of:%d/%m/%Y} : {item.customer} ne sera pas relancé",
                expected="un cours dans la feuille Taux",
                sheet=schema.ITEMS.sheet,
                cell=at.of(schema.ITEMS, "currency", item.row),
                value=currency,
                customer=item.customer,
                kind=kinds.NO_RATE,
            )
        if item.level and item.last_reminder is None:
            yield Problem(
                what=f"{item.invoice} est au niveau {item.level} sans date de relance",
                expected="la date de la dernière relance",
                sheet=schema.ITEMS.sheet,
                cell=at.of(schema.ITEMS, "last_reminder", item.row),
                kind=kinds.LEVEL_WITHOUT_DATE,
                severity=Severity.WARNING,
            )


def _level_faults(ledger: Ledger, at: Places) -> Iterator[Problem]:
    """Both a subject and a keyword (S4-04), a lower bound missing, gaps in the numbers."""
    for level in ledger.levels:
        if level.subject and level.subject_keyword:
            yield _level_problem(
                level, at, "subject_keyword", f"Le niveau {level.number} a un objet et un mot-clé objet",
                "l'un ou l'autre, pas les deux", Severity.ERROR,
            )  # fmt: skip
        if level.lower is None and _needs_bounds(ledger):
            yield _level_problem(
                level, at, "lower", f"Le niveau {level.number} n'a pas de borne inférieure", "un nombre de jours",
                Severity.WARNING,
            )  # fmt: skip
    general = sorted({level.number for level in ledger.levels if level.group is None})
    for before, after in pairwise(general):
        if after > before + 1:
            level = next(each for each in ledger.levels if each.number == after)
            yield _level_problem(
                level, at, "number", f"Le niveau {before + 1} manque entre {before} et {after}",
                "des niveaux qui se suivent", Severity.WARNING,
            )  # fmt: skip
    if not ledger.levels:
        yield Problem(what="Aucun niveau n'est défini", sheet=schema.LEVEL_TABLE.sheet, expected="1 à 9 niveaux")


def _needs_bounds(ledger: Ledger) -> bool:
    return any(group.rule in {Rule.DAYS_OVERDUE, Rule.SEQUENTIAL} for group in ledger.groups.values())


def _level_problem(
    level: ReminderLevel, at: Places, field: str, what: str, expected: str, severity: Severity
) -> Problem:
    return Problem(
        what=what,
        expected=expected,
        sheet=schema.LEVEL_TABLE.sheet,
        cell=at.of(schema.LEVEL_TABLE, field, level.row),
        value=str(getattr(level, field) or ""),
        severity=severity,
    )


def _group_faults(ledger: Ledger, at: Places) -> Iterator[Problem]:
    """Minimum above maximum, a manager's address that cannot be used, levels of a group that is not defined."""
    for group in ledger.groups.values():
        if group.minimum_level > group.maximum_level:
            yield Problem(
                what=f"Groupe {group.number} : le niveau minimum dépasse le niveau maximum",
                expected="un minimum au plus égal au maximum",
                sheet=schema.GROUP_TABLE.sheet,
                cell=at.of(schema.GROUP_TABLE, "minimum_level", group.row),
                value=str(group.minimum_level),
            )
        if group.manager_email and (alert := address_alert(group.manager_email)):
            yield Problem(
                what=alert.removeprefix("⚠ "),
                expected="une adresse comme nom@domaine.fr",
                sheet=schema.GROUP_TABLE.sheet,
                cell=at.of(schema.GROUP_TABLE, "manager_email", group.row),
                value=group.manager_email,
                severity=Severity.WARNING,
            )
    for level in ledger.levels:
        if level.group is not None and level.group not in ledger.groups:
            yield _level_problem(
                level, at, "group", f"Le groupe {level.group} n'existe pas dans la feuille Groupes",
                "un groupe de la feuille Groupes", Severity.ERROR,
            )  # fmt: skip


def excluded_methods_unknown(ledger: Ledger) -> list[Problem]:
    """Excluded payment methods that no customer and no line bears: probably a slip of the pen (A12)."""
    used = {folded(customer.payment_method) for customer in ledger.customers.values()}
    used |= {folded(item.payment_method) for item in ledger.items}
    return [
        Problem(
            what=f"Le mode de règlement exclu « {method} » n'est porté par aucun client ni aucune facture",
            sheet=schema.PARAMETERS.sheet,
            field="excluded_payment_methods",
            value=method,
            severity=Severity.WARNING,
        )
        for method in sorted(ledger.company.excluded_payment_methods - used)
    ]
