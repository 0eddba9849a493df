"""The sample company's ledger, as a FEC: the year's sales and receipts that its open items come from.

The accounting year runs from 1 July 2025.  Older items come in with the opening entry, the invoices of the year with
their sale, part payments with their bank entry and a lettering that does not balance, and each customer has one
invoice settled and lettered beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from relance_xl.demo.company import demo_table
from relance_xl.domain.model import CENT, ZERO
from relance_xl.domain.vocabulary import ItemKind
from relance_xl.ledgers.fec.format import COLUMNS

DEMO_LEDGER_NAME = "123456782FEC20260630.txt"
"""The file's name as the law wants it: SIREN, FEC, last day of the accounting year (LPF art. A47 A-1)."""

YEAR_START = date(2025, 7, 1)
VAT = Decimal("1.20")
CUSTOMERS, DEPOSITS, SALES, VAT_DUE, BANK, OPENING = "411000", "419100", "701000", "445710", "512000", "110000"
ACCOUNTS: Mapping[str, str] = {
    CUSTOMERS: "Clients",
    DEPOSITS: "Clients, avances et acomptes reçus",
    SALES: "Ventes de produits finis",
    VAT_DUE: "TVA collectée",
    BANK: "Banque",
    OPENING: "Report à nouveau",
}
JOURNALS: Mapping[str, str] = {"AN": "À-nouveaux", "VE": "Ventes", "BQ": "Banque"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of an entry; `amount` is positive for a debit, negative for a credit."""

    account: str
    amount: Decimal
    customer: str = ""
    letter: str = ""
    lettered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One balanced entry: a journal, a document, its postings."""

    journal: str
    on: date
    document: str
    document_date: date
    wording: str
    postings: tuple[Posting, ...]


Record = Mapping[str, Any]


def demo_ledger() -> str:
    """The text of a FEC of 18 columns, separated by tabs, that the open items of `ledger_lines` can be drawn from."""
    names = {row["Code"]: row["Nom"] for row in _records("tClients")}
    lines = ledger_lines()
    customers = list(dict.fromkeys(line["Client"] for line in lines))
    entries = [entry for line in lines for entry in _entries(line)]
    entries += [entry for rank, code in enumerate(customers) for entry in _settled(code, rank)]
    entries.sort(key=lambda entry: (entry.on, entry.document))
    return "".join("\t".join(cells) + "\r\n" for cells in (COLUMNS, *_numbered(entries, names)))


def ledger_lines() -> Sequence[Record]:
    """The rows of `tFactures` that the ledger states, by header.

    Left out are the customers one of whose lines a ledger cannot tell: a foreign currency, an invoice in instalments,
    a faulty cell.
    """
    lines = _records("tFactures")
    rows = Counter(line["Facture"] for line in lines)
    untold = {line["Client"] for line in lines if rows[line["Facture"]] > 1 or _is_untold(line)}
    return [line for line in lines if line["Client"] not in untold]


def _is_untold(line: Record) -> bool:
    credit = line["Nature"] not in (None, ItemKind.INVOICE)
    return bool(line["Devise"]) or not isinstance(line["Échéance"], date) or (credit and line["Montant"] > 0)


def _records(table: str) -> list[Record]:
    headers, rows = demo_table(table)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def _entries(line: Record) -> Iterator[Entry]:
    """The entries of one open line: how it came, and what was paid of it."""
    paid = line["Réglé"] or ZERO
    letter = line["Facture"][-2:].translate(str.maketrans("0123456789", "abcdefghij")) if paid else ""
    if line["Date"] < YEAR_START:
        yield _entry("AN", YEAR_START, line, "À nouveau", (_claim(line, letter), _other(OPENING, -line["Montant"])))
        return
    match line["Nature"]:
        case ItemKind.PAYMENT:
            yield _entry("BQ", line["Date"], line, "Règlement", (_claim(line), _other(BANK, -line["Montant"])))
        case ItemKind.DEPOSIT:
            received = (_claim(line, account=DEPOSITS), _other(BANK, -line["Montant"]))
            yield _entry("BQ", line["Date"], line, "Acompte", received)
        case ItemKind.CREDIT_NOTE:
            yield _entry("VE", line["Date"], line, "Avoir", _sale(line))
        case _:
            yield _entry("VE", line["Date"], line, "Facture", _sale(line, letter))
    if paid:
        part = Posting(account=CUSTOMERS, amount=-paid, customer=line["Client"], letter=letter)
        yield _entry("BQ", line["Date"] + timedelta(days=20), line, "Règlement partiel", (part, _other(BANK, paid)))


def _entry(journal: str, on: date, line: Record, wording: str, postings: tuple[Posting, ...]) -> Entry:
    number = line["Facture"]
    return Entry(
        journal=journal,
        on=on,
        document=number,
        document_date=line["Date"] if on == line["Date"] or journal == "AN" else on,
        wording=f"{wording} {number}",
        postings=postings,
    )


def _claim(line: Record, letter: str = "", *, account: str = CUSTOMERS) -> Posting:
    return Posting(account=account, amount=line["Montant"], customer=line["Client"], letter=letter)


def _other(account: str, amount: Decimal) -> Posting:
    return Posting(account=account, amount=amount)


def _sale(line: Record, letter: str = "") -> tuple[Posting, ...]:
    """The customer against sales and VAT at 20 %; all signs turned for a credit note."""
    without_vat = (line["Montant"] / VAT).quantize(CENT)
    return _claim(line, letter), _other(SALES, -without_vat), _other(VAT_DUE, without_vat - line["Montant"])


def _settled(customer: str, rank: int) -> Iterator[Entry]:
    """An invoice of the autumn and its payment in full, lettered « AAA »: nothing of it is open."""
    issued, paid_on = date(2025, 9, 1) + timedelta(days=rank), date(2025, 10, 6) + timedelta(days=rank)
    amount = Decimal(960) + 36 * rank
    line = {"Client": customer, "Facture": f"FA-25-{5000 + rank}", "Date": issued, "Montant": amount}
    settled = Posting(account=CUSTOMERS, amount=amount, customer=customer, letter="AAA", lettered_on=paid_on)
    _, *counterparts = _sale(line)
    yield _entry("VE", issued, line, "Facture", (settled, *counterparts))
    yield _entry("BQ", paid_on, line, "Règlement", (replace(settled, amount=-amount), _other(BANK, amount)))


def _numbered(entries: Iterable[Entry], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The 18 cells of each line, the entries of a journal numbered without a gap."""
    last: Counter[str] = Counter()
    for entry in entries:
        last[entry.journal] += 1
        for posting in entry.postings:
            yield _cells(entry, f"{entry.journal}{last[entry.journal]:05d}", posting, names)


def _cells(entry: Entry, number: str, posting: Posting, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        entry.journal,
        JOURNALS[entry.journal],
        number,
        f"{entry.on:%Y%m%d}",
        posting.account,
        ACCOUNTS[posting.account],
        posting.customer,
        names.get(posting.customer, ""),
        entry.document,
        f"{entry.document_date:%Y%m%d}",
        entry.wording,
        _figure(max(posting.amount, ZERO)),
        _figure(max(-posting.amount, ZERO)),
        posting.letter,
        f"{posting.lettered_on:%Y%m%d}" if posting.lettered_on else "",
        f"{entry.on:%Y%m%d}",
        "",
        "",
    )


def _figure(amount: Decimal) -> str:
    """« 1200,00 »: a decimal comma, no thousands separator."""
    return f"{amount:.2f}".replace(".", ",")
