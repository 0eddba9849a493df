"""A file laid beside the workbook: each reason to ask before anything is written, once, with its figures (N-04)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.wording import counted, french_amount, french_date
from relance_xl.ledgers.common.imported import Doubt, Imported, Motive, Nature
from relance_xl.ledgers.update.doubts import ABOUT_SETTLING, UpdateMotive
from relance_xl.ledgers.update.evidence import Evidence
from relance_xl.ledgers.update.merge import Merge

_LEAST_SETTLED = 3
"""A share of fewer lines is no sign of anything."""
_SEVERAL = 2
"""Of fewer customers owing, an ordinary week may leave none."""
_SHOWN = 3
_FEC_NAME = re.compile(r"(?<![0-9])([0-9]{9})FEC[0-9]{6,8}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """What the last import that holds was: the measure of the next one.

    Attributes:
        source: the names of its files.
        nature: what they were.
        last_entry: the day of its last entry or newest line, None when it stated none.
        accounts: the beginnings of the accounts read.
    """

    source: str
    nature: Nature
    last_entry: date | None
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The workbook's side.

    Attributes:
        customers: the codes of `Clients`.
        items: the rows of `Factures` that can be read.
        siren: the company's, "" when `Paramètres` has none.
        reference: its currency.
        share: percent of the open amount of a currency that an import may settle without a question.
        last: the last import, None for the first.
    """

    customers: frozenset[str]
    items: Sequence[OpenItem]
    siren: str = ""
    reference: str = "EUR"
    share: int = 40
    last: LastImport | None = field(default=None)


def doubts_of(merged: Merge, beside: Beside) -> tuple[Doubt, ...]:
    """Every reason to ask first: those of the file itself, then those that the workbook gives; each once."""
    own = [each for each in merged.imported.doubts if _counts(each, merged, beside)]
    if merged.imported.nature is Nature.CUSTOMERS:
        return tuple(dict.fromkeys((*own, *_of_strangers(merged.imported, beside), *merged.doubts)))
    found = (
        *own,
        *_of_company(merged.imported, beside),
        *_of_customers(merged.imported, beside),
        *_of_age(merged, beside),
        *_of_absent(merged, beside),
        *merged.doubts,
        *_of_uncertain(merged, beside),
    )
    return tuple(dict.fromkeys(found))


def without_settling_doubts(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Those that stand even when what the file lacks stays open."""
    return tuple(each for each in doubts if each.motif not in ABOUT_SETTLING)


def _counts(doubt: Doubt, merged: Merge, beside: Beside) -> bool:
    """A file without a customer or a line is a doubt where it would change something."""
    if doubt.motif not in {Motive.NO_CUSTOMER, Motive.HEADER_ONLY}:
        return True
    return bool(beside.items) or not merged.is_empty


def _of_company(imported: Imported, beside: Beside) -> Iterator[Doubt]:
    """The SIREN that the law puts into the name of a FEC (LPF art. A47 A-1)."""
    stated = dict.fromkeys(_FEC_NAME.findall(imported.source))
    known = re.sub(r"\D", "", beside.siren)[:9]
    place = "celui de « Paramètres »"
    if not known and beside.last is not None:
        known = next(iter(_FEC_NAME.findall(beside.last.source)), "")
        place = f"celui du dernier import ({beside.last.source})"
    for siren in stated:
        if known and siren != known:
            what = f"Le fichier {imported.source} est de la société de SIREN {siren}, {place} est {known}"
            yield Doubt(motif=UpdateMotive.OTHER_COMPANY, detail=what)
            return


def _of_customers(imported: Imported, beside: Beside) -> Iterator[Doubt]:
    owing = {item.customer for item in beside.items if item.open_amount}
    told = {each.motif for each in imported.doubts}
    stated = {*imported.named, *(item.customer for item in (*imported.items, *imported.settled))}
    if not owing:
        return
    if not stated:
        if told.isdisjoint({Motive.NO_CUSTOMER, Motive.HEADER_ONLY}):
            lines = counted(imported.report.lines, "ligne lue", "lignes lues")
            empty = not imported.report.lines
            what = (
                f"{imported.source} n'a qu'un en-tête : aucune ligne"
                if empty
                else f"{imported.source} n'a aucune ligne de client ({lines})"
            )
            yield Doubt(motif=Motive.HEADER_ONLY if empty else Motive.NO_CUSTOMER, detail=what)
    elif stated.isdisjoint(beside.customers) and len(owing) >= _SEVERAL:
        them = counted(len(stated), "client du fichier n'est", "clients du fichier ne sont")
        what = f"Aucun client en commun : {them} pas dans le classeur, qui en a {len(owing)} avec des lignes ouvertes"
        yield Doubt(motif=UpdateMotive.NO_CUSTOMER_IN_COMMON, detail=what)
    elif len(stated) == 1 and imported.nature is Nature.LIST and len(owing - stated) >= _SEVERAL:
        what = (
            f"{imported.source} ne parle que d'un client ({next(iter(stated))}), et le classeur a des lignes ouvertes "
            f"chez {counted(len(owing - stated), 'autre', 'autres')}, qui passeraient pour soldées"
        )
        yield Doubt(motif=UpdateMotive.ONE_CUSTOMER, detail=what)


def _of_strangers(imported: Imported, beside: Beside) -> Iterator[Doubt]:
    """A file of customers of whom the workbook knows none: another company's, or another list's."""
    if imported.named and len(beside.customers) >= _SEVERAL and imported.named.isdisjoint(beside.customers):
        them = counted(len(imported.named), "client du fichier n'est", "clients du fichier ne sont")
        what = f"Aucun client en commun : {them} pas dans le classeur, qui en a {len(beside.customers)}"
        yield Doubt(motif=UpdateMotive.NO_CUSTOMER_IN_COMMON, detail=what)


def _of_age(merged: Merge, beside: Beside) -> Iterator[Doubt]:
    imported, last = merged.imported, beside.last
    if last is None:
        return
    same_sort = last.nature is imported.nature
    dates = (last.last_entry, imported.last_entry) if same_sort else (None, None)
    before, now = dates
    reopened = _reopened(merged)
    if before is not None and now is not None and now < before and (reopened or not _newest_absent(merged)):
        what = (
            f"{imported.source} s'arrête au {french_date(now)}, le dernier import ({last.source}) allait "
            f"jusqu'au {french_date(before)} : ce fichier est plus ancien"
        )
        yield Doubt(motif=UpdateMotive.OLDER, detail=what)
    fewer = [account for account in last.accounts if account not in imported.accounts]
    if same_sort and imported.nature is Nature.LEDGER and fewer:
        what = f"Le dernier import lisait aussi les comptes {', '.join(fewer)}, celui-ci non : leurs lignes y manquent"
        yield Doubt(motif=UpdateMotive.FEWER_ACCOUNTS, detail=what)
    newer = before is not None and now is not None and now > before
    if reopened and not newer:
        lines = counted(len(reopened), "ligne soldée redeviendrait ouverte", "lignes soldées redeviendraient ouvertes")
        what = (
            f"{lines} ({_examples(reopened, beside)}), et rien ne montre que {imported.source} est plus récent "
            "que le dernier import"
        )
        yield Doubt(motif=UpdateMotive.REOPENED, detail=what)


def _reopened(merged: Merge) -> list[OpenItem]:
    """Lines settled in the workbook that the file has open, their payment not standing beside them unmatched."""
    credits_ = {(item.customer, -item.open_amount) for item in merged.imported.items if item.open_amount < 0}
    return [
        each.after
        for each in merged.changed
        if not each.before.open_amount
        and each.after.open_amount
        and (each.after.customer, each.after.open_amount) not in credits_
    ]


def _newest_absent(merged: Merge) -> Sequence[OpenItem]:
    """Open rows newer than the whole list: that it may be older is said with them, once."""
    return merged.absent.get(Evidence.NEWEST, ())


def _of_absent(merged: Merge, beside: Beside) -> Iterator[Doubt]:
    imported = merged.imported
    newest = _newest_absent(merged)
    if newest and not _reopened(merged):
        what = (
            f"{_said(newest)} plus récentes que la dernière ligne de {imported.source} "
            f"(du {imported.last_entry:%d/%m/%Y}) n'y sont pas : payées, ou fichier plus ancien ? "
            f"({_examples(newest, beside)})"
        )
        yield Doubt(motif=UpdateMotive.NEWEST_ABSENT, detail=what)
    before = merged.absent.get(Evidence.BEFORE, ())
    if before and (imported.named or imported.items):
        what = (
            f"{imported.source} commence le {imported.first_entry:%d/%m/%Y}, sans à-nouveaux : {_said(before)} "
            f"d'avant cette date ne peuvent y être, et passeraient pour soldées ({_examples(before, beside)})"
        )
        yield Doubt(motif=UpdateMotive.BEGINS_AFTER, detail=what)
    if imported.named or imported.items:
        yield from _of_share(merged, beside)


def _of_share(merged: Merge, beside: Beside) -> Iterator[Doubt]:
    gone = [change.before for change in merged.settled[merged.named :] if change.before.open_amount > 0]
    if len(gone) < _LEAST_SETTLED:
        return
    owed = _owed(beside.items, beside.reference)
    for currency, settled in _owed(gone, beside.reference).items():
        if settled * 100 > owed[currency] * beside.share:
            percent = int(settled * 100 / owed[currency])
            what = (
                f"{counted(len(gone), 'ligne ouverte manque', 'lignes ouvertes manquent')} dans "
                f"{merged.imported.source} et passeraient pour soldées : {french_amount(settled, currency)} sur "
                f"{french_amount(owed[currency], currency)}, soit {percent} % (seuil : {beside.share} %)"
            )
            yield Doubt(motif=UpdateMotive.SHARE_SETTLED, detail=what)
            return


def _of_uncertain(merged: Merge, beside: Beside) -> Iterator[Doubt]:
    if not merged.uncertain:
        return
    pairs = [_two(row, line, beside) for row, line in merged.uncertain[:_SHOWN]]
    more = len(merged.uncertain) - len(pairs)
    rest = f" ; et {counted(more, 'autre', 'autres')}" if more > 0 else ""
    stays = any(row in merged.kept for row, _ in merged.uncertain)
    first = "la première resterait ouverte" if stays else "la première passerait pour soldée"
    what = f"Une même dette, ou deux ? {' ; '.join(pairs)}{rest} : {first}, la seconde serait nouvelle"
    yield Doubt(motif=UpdateMotive.TWO_SPELLINGS, detail=what)


def _two(row: OpenItem, line: OpenItem, beside: Beside) -> str:
    """The row and the line, by the due dates where the days of issue do not tell them apart."""
    days = [document(each) for each in (row, line)]
    if days[0] == days[1]:
        days = [f"échéance {french_date(each.due_date)}" for each in (row, line)]
    first = f"{row.invoice} de {row.customer} ({_amount(row, beside)}, {days[0]})"
    return f"{first} et {line.invoice} ({_amount(line, beside)}, {days[1]})"


def document(item: OpenItem) -> str:
    """« du 15/01/2026 », or the due date when the day of issue is not known."""
    return f"du {french_date(item.issue_date)}" if item.issue_date else f"échéance {french_date(item.due_date)}"


def _said(items: Sequence[OpenItem]) -> str:
    return counted(len(items), "ligne ouverte", "lignes ouvertes")


def _examples(items: Sequence[OpenItem], beside: Beside) -> str:
    """« F4 de C3, 200,00 € », at most three and how many others."""
    shown = [f"{item.invoice} de {item.customer}, {_amount(item, beside)}" for item in items[:_SHOWN]]
    return " ; ".join([*shown, *(["…"] if len(items) > _SHOWN else [])])


def _amount(item: OpenItem, beside: Beside) -> str:
    return french_amount(item.open_amount or item.amount, item.currency or beside.reference)


def _owed(items: Sequence[OpenItem], reference: str) -> Mapping[str, Decimal]:
    owed: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        if item.open_amount > 0:
            owed[item.currency or reference] += item.open_amount
    return owed
