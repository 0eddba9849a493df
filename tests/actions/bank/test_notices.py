"""N-80 N-83: a camt.054 of the day and the camt.053 that tells it again are one money, in whichever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.actions.bank.reading import Fresh, read_fresh
from relance_xl.actions.bank.statements import read_statements
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.matching.operations import Outcome
from relance_xl.tables.sheets.bank import BankRow
from tests.actions.bank.test_statements import RUN
from tests.ledgers.bank.bank_files import entry, transaction

HEAD = (
    '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08"><{root}><{body}>'
    "<Acct><Id><IBAN>FR7630004000031234567890143</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}</{body}></{root}></Document>"
)
STATEMENT, NOTICE = ("053", "BkToCstmrStmt", "Stmt"), ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn")
BATCH = entry("300", "<AddtlNtryInf>REMISE</AddtlNtryInf>")
TWO = entry("300", f"<NtryDtls>{transaction('100', 'DUPONT', 'FA-1')}{transaction('200', 'MARTIN', 'FA-2')}</NtryDtls>")
PLAIN = entry("100", "<AddtlNtryInf>VIR DURAND</AddtlNtryInf>")
TOLD = entry("100", f"<NtryDtls>{transaction('100', 'DURAND SARL', 'FACTURE FA-2026-0009')}</NtryDtls>")
OTHER = entry("100", "<AddtlNtryInf>VIR LEROY</AddtlNtryInf>")


def camt(folder: Path, kind: tuple[str, str, str], *entries: str, name: str = "") -> Path:
    number, root, body = kind
    path = folder / (name or f"{number}.xml")
    path.write_text(HEAD.format(kind=number, root=root, body=body, entries="".join(entries)), encoding="utf-8")
    return path


def rows(fresh: Fresh, batch: str = "L1") -> list[BankRow]:
    """What `Banque` holds after them."""
    return [
        BankRow(
            booked_on=each.booked_on, label=each.label, amount=each.amount, currency=each.currency,
            account=each.account, file=each.file, batch=batch, fingerprint=key, certainty=Outcome.UNKNOWN,
        )
        for each, key in zip(fresh.operations, fresh.prints, strict=True)
    ]  # fmt: skip


def both(first: Path, second: Path) -> list[BankRow]:
    """What `Banque` holds after one file, then the other."""
    held = rows(read_fresh([first], [], {}))
    fresh = read_fresh([second], held, {})
    known = [
        replace(row, fingerprint="=".join((row.fingerprint, *fresh.also.get(row.fingerprint.partition("/")[0], ()))))
        for row in held
    ]
    return [*known, *rows(fresh, "L2")]


def amounts(fresh: Fresh) -> list[int]:
    return sorted(int(each.amount) for each in fresh.operations)


@pytest.mark.parametrize(
    ("statement", "notice", "together", "statement_first", "notice_first"),
    [
        ([BATCH], [TWO], [100, 200], [300], [100, 200]),
        ([TWO], [BATCH], [100, 200], [100, 200], [300]),
        ([PLAIN], [TOLD], [100], [100], [100]),
        ([PLAIN], [PLAIN], [100], [100], [100]),
        ([PLAIN, OTHER], [PLAIN], [100, 100], [100, 100], [100, 100]),
        ([PLAIN, OTHER], [TOLD, OTHER], [100, 100], [100, 100], [100, 100]),
        ([PLAIN], [TOLD, OTHER], [100, 100], [100, 100], [100, 100]),
        ([PLAIN, PLAIN], [TOLD], [100, 100], [100, 100], [100, 100]),
        ([BATCH, TWO], [TWO], [100, 200, 300], [100, 200, 300], [100, 200, 300]),
    ],
)
def test_n83_a_notice_and_its_statement_are_counted_once(
    tmp_path: Path,
    statement: Sequence[str],
    notice: Sequence[str],
    together: Sequence[int],
    statement_first: Sequence[int],
    notice_first: Sequence[int],
) -> None:
    """N-83"""
    files = camt(tmp_path, STATEMENT, *statement), camt(tmp_path, NOTICE, *notice)
    assert amounts(read_fresh(files, [], {})) == together
    assert amounts(read_fresh(files[::-1], [], {})) == together
    for order, expected in ((files, statement_first), (files[::-1], notice_first)):
        held = both(*order)
        assert sorted(int(row.amount) for row in held) == expected
        assert read_fresh(files, held, {}).operations == ()
        assert read_fresh(files[::-1], held, {}).operations == ()


def test_n83_the_one_that_tells_more_is_kept(tmp_path: Path) -> None:
    """N-83"""
    files = [camt(tmp_path, STATEMENT, PLAIN, BATCH), camt(tmp_path, NOTICE, TWO, TOLD)]
    fresh = read_fresh(files, [], {})

    assert [each.payer for each in fresh.operations] == ["DUPONT", "MARTIN", "DURAND SARL"]
    assert fresh.known == 2


def test_n83_two_notices_of_one_amount_are_two_moneys(tmp_path: Path) -> None:
    """N-83"""
    files = [camt(tmp_path, NOTICE, TOLD, name="a.xml"), camt(tmp_path, NOTICE, OTHER, name="b.xml")]

    assert amounts(read_fresh(files, [], {})) == [100, 100]


def test_n83_a_statement_read_after_its_notice_adds_nothing_to_banque(tmp_path: Path) -> None:
    """N-83"""
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    notice, statement = camt(tmp_path, NOTICE, TWO, TOLD), camt(tmp_path, STATEMENT, BATCH, PLAIN)
    read_statements(book, RUN, [notice])
    before = [row["Montant"] for row in book.rows("tBanque")]
    told = read_statements(book, RUN, [statement]).summary

    assert before == [100, 200, 100]
    assert [row["Montant"] for row in book.rows("tBanque")] == before
    assert told.endswith("déjà dans Banque, rien à ajouter.")
    assert read_statements(book, RUN, [statement, notice]).decisions == ()
