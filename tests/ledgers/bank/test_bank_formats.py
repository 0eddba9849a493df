"""N-80: each format read, what it says kept, one malformed operation costing one operation, refusals in French."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.domain.matching.operations import Meaning
from relance_xl.ledgers.bank.read import read_bank
from relance_xl.ledgers.bank.recognition import BankFormat
from relance_xl.problems import DataError, FileUnavailable
from relance_xl.tables.grid import Value
from tests.ledgers.bank.bank_files import (
    CAMT,
    CFONB,
    CSV,
    MT940,
    OFX,
    QIF,
    balance,
    entry,
    movement,
    no_sheets,
    read,
    transaction,
)


@pytest.mark.parametrize("joint", ["\n", "\r\n", "\n\n", ""])
def test_n80_cfonb_is_read_with_and_without_line_ends(tmp_path: Path, joint: str) -> None:
    """N-80"""
    found = read(tmp_path, joint.join(CFONB))
    receipt, unpaid, fee = found.operations

    assert found.format is BankFormat.CFONB
    assert [each.amount for each in found.operations] == [Decimal("590.00"), Decimal("-300.00"), Decimal("-12.00")]
    assert (receipt.payer, receipt.reference, receipt.meaning) == ("ATELIERS DU LAC SARL", "", Meaning.RECEIPT)
    assert any("FA-2025-0121" in text for text in receipt.texts)
    assert (unpaid.meaning, unpaid.reason, unpaid.mandate) == (Meaning.RETURN, "30", "MANDAT-1")
    assert (unpaid.payer_iban, unpaid.reference) == ("FR7630006000011234567890189", "FA20250090")
    assert fee.meaning is Meaning.FEE
    assert found.statements[0].kept
    assert all(each.sure for each in found.operations)
    assert found.problems == ()


def test_n06_one_malformed_operation_of_cfonb_costs_one_and_nothing_of_its_statement_is_sure(tmp_path: Path) -> None:
    """N-06"""
    lines = [
        CFONB[0],
        movement("05", "031125", "VIR", 590_00),
        CFONB[1].replace("0000000005900{", "00000000059000"),
        *CFONB[6:],
    ]
    found = read(tmp_path, "\n".join(lines))

    assert [each.amount for each in found.operations] == [Decimal("590.00"), Decimal("-300.00"), Decimal("-12.00")]
    assert str(found.problems[0]).startswith("relevé.dat, ligne 3 : « 00000000059000 » n'est pas un montant signé")
    assert not any(each.sure for each in found.operations)


def test_n80_a_broken_balance_is_said_by_the_statement_and_missing_statements_by_a_warning(tmp_path: Path) -> None:
    """N-80"""
    second = [balance("01", "041125", 999_00), balance("07", "051125", 998_00)]
    found = read(tmp_path, "\n".join([*CFONB, *second]))

    assert [each.kept for each in found.statements] == [True, False]
    assert "il en manque un" in str(found.problems[0])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (CFONB[:-1], "n'a pas de fin"),
        (CFONB[1:], "avant le début"),
        ([CFONB[0], *CFONB], "avant la fin du précédent"),
        ([CFONB[0], "99 autre chose"], "n'est pas un enregistrement"),
        ([CFONB[0], CFONB[1][:90]], "a 90 caractères"),
        ([CFONB[0].replace("021125", "321325"), CFONB[-1]], "n'est pas une date"),
        ([CFONB[0], CFONB[-1].replace("0000123456A", "0000123456B")], "autre compte"),
    ],
)
def test_n80_a_broken_structure_of_cfonb_is_refused_with_its_line(tmp_path: Path, lines: list[str], said: str) -> None:
    """N-80"""
    with pytest.raises(DataError, match=said) as refusal:
        read(tmp_path, "\n".join(lines))

    assert "relevé.dat, ligne" in str(refusal.value)
    assert "Attendu" in str(refusal.value)


def test_n80_cfonb_keeps_a_detail_without_operation_aside_and_reads_eaten_spaces(tmp_path: Path) -> None:
    """N-80"""
    found = read(tmp_path, "\n".join(line.rstrip() for line in [CFONB[0], CFONB[2], *CFONB[1:]]) + "\n\x1a")

    assert len(found.operations) == 3
    assert "avant son opération" in str(found.problems[0])


def test_n80_camt_splits_a_batch_only_when_its_details_add_up(tmp_path: Path) -> None:
    """N-80"""
    exact = f"<NtryDtls>{transaction('100', 'VALMY')}{transaction('200', 'LAC', 'FA-2025-0117')}</NtryDtls>"
    copied = f"<NtryDtls>{transaction('300')}{transaction('300')}</NtryDtls>"
    found = read(
        tmp_path, CAMT.format(closing="610.00", entries=entry("300", exact) + entry("300", copied)), encoding="utf-8"
    )

    assert [(each.amount, each.payer, each.sure) for each in found.operations] == [
        (Decimal(100), "VALMY", True),
        (Decimal(200), "LAC", True),
        (Decimal(300), "", False),
    ]
    assert found.statements[0].account == "FR7630004000031234567890143"
    assert found.statements[0].kept


def test_n80_camt_charges_explain_the_gap_of_a_detail_as_a_fee(tmp_path: Path) -> None:
    """N-80"""
    charges = '<Chrgs><Rcrd><Amt Ccy="EUR">26</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>'
    inner = f"{charges}<NtryDtls>{transaction('1200', 'ACME')}</NtryDtls>"
    found = read(tmp_path, CAMT.format(closing="1184.00", entries=entry("1174", inner)), encoding="utf-8")

    assert [(each.amount, each.meaning) for each in found.operations] == [
        (Decimal(1200), Meaning.UNKNOWN),
        (Decimal(-26), Meaning.FEE),
    ]


@pytest.mark.parametrize(("closing", "amount", "sure"), [("0", "-10", True), ("20", "10", True), ("7", "-10", False)])
def test_n80_a_reversal_of_camt_goes_the_way_that_the_balances_prove(
    tmp_path: Path, closing: str, amount: str, *, sure: bool
) -> None:
    """N-80"""
    content = CAMT.format(closing=closing, entries=entry("10", sign="DBIT", before="<RvslInd>true</RvslInd>"))
    (operation,) = read(tmp_path, content, encoding="utf-8").operations

    assert (operation.amount, operation.sure) == (Decimal(amount), sure)


def test_n06_an_entry_of_camt_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    """N-06"""
    bad = (
        entry("12,x")
        + entry("5", sign="?")
        + entry("5").replace("2025-11-27", "2025-13-27")
        + entry("5").replace("<BookgDt><Dt>2025-11-27</Dt></BookgDt>", "")
    )
    found = read(tmp_path, CAMT.format(closing="20.00", entries=entry("10") + bad), encoding="utf-8")

    assert [each.amount for each in found.operations] == [Decimal(10)]
    assert len(found.problems) == 4
    assert found.statements[0].kept is False


def test_n80_camt_with_a_dtd_or_cut_short_is_refused(tmp_path: Path) -> None:
    """N-80"""
    bomb = '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    whole = CAMT.format(closing="20.00", entries=entry("10"))

    with pytest.raises(DataError, match="DTD"):
        read(tmp_path, whole.replace("?>\n", f"?>\n{bomb}"), encoding="utf-8")
    with pytest.raises(DataError, match="interrompu ou mal formé"):
        read(tmp_path, whole[:-60], encoding="utf-8")


def test_n80_camt_with_a_prefix_that_it_never_declares_has_no_statement(tmp_path: Path) -> None:
    """N-80"""
    with pytest.raises(DataError):
        read(tmp_path, '<Document><c:Stmt xmlns:d="x"><c:Acct/></c:Stmt></Document>')


def test_n80_ofx_is_read_by_its_tags_whatever_their_form(tmp_path: Path) -> None:
    """N-80"""
    sgml = OFX.format(amount="-12,50")
    for content in (sgml, sgml.replace("\n", ""), "<?xml version='1.0'?>" + sgml[sgml.index("<OFX>") :]):
        found = read(tmp_path, content)
        receipt, fee = found.operations

        assert found.format is BankFormat.OFX
        assert (receipt.amount, fee.amount, fee.meaning) == (Decimal("1250.00"), Decimal("-12.50"), Meaning.FEE)
        assert receipt.label == "VIR INST RE 575886 DE: ÉTÉ & CIE MOTIF: FA-2025-0117"
        assert found.statements[0].closing == Decimal("1237.50")
        assert found.statements[0].opening is None


def test_n06_an_ambiguous_amount_of_ofx_costs_its_operation(tmp_path: Path) -> None:
    """N-06"""
    found = read(tmp_path, OFX.format(amount="2,000"))

    assert len(found.operations) == 1
    assert "milliers ou en décimales" in str(found.problems[0])


def test_n80_an_ofx_without_statement_says_the_banks_own_message(tmp_path: Path) -> None:
    """N-80"""
    with pytest.raises(DataError, match="Compte fermé"):
        read(tmp_path, "<OFX><SIGNONMSGSRSV1><STATUS><CODE>2000<MESSAGE>Compte fermé</STATUS></OFX>")
    with pytest.raises(DataError, match="interrompu"):
        read(tmp_path, OFX.format(amount="-1")[:-60])


def test_n80_a_taken_back_credit_of_mt940_is_money_out(tmp_path: Path) -> None:
    """N-80"""
    found = read(tmp_path, MT940)
    receipt, back = found.operations

    assert (receipt.amount, receipt.payer, receipt.reference) == (Decimal("590.00"), "ATELIERS DU LAC", "FA20250118")
    assert any("FA-2025-0117" in text for text in receipt.texts)
    assert (back.amount, back.meaning, back.payer) == (Decimal("-250.00"), Meaning.RETURN, "GARAGE VALMY")
    assert found.statements[0].kept


def test_n06_an_entry_of_mt940_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    """N-06"""
    found = read(tmp_path, MT940.replace("2511041104RC", "2513041104RC"))

    assert len(found.operations) == 1
    assert str(found.problems[0]).startswith("relevé.dat, ligne 9")
    assert found.statements[0].kept is False


def test_n80_mt940_without_balances_is_read_and_said(tmp_path: Path) -> None:
    """N-80"""
    found = read(tmp_path, MT940.replace(":62F:C251104EUR440,00\n", "").replace("C251102EUR100,00", "X"))
    with pytest.raises(DataError, match="aucun relevé"):
        read(tmp_path, ":20:REF\n:61:2511031103CR590,00NTRFNONREF\n-\n")

    assert found.statements[0].remark
    assert "n'est pas un solde" in str(found.problems[0])


def test_n80_qif_is_read_day_first_and_proves_nothing(tmp_path: Path) -> None:
    """N-80"""
    found = read(tmp_path, QIF.replace("T-12,50", "T12 kg") + "D05/11/2025\nT3\n")

    assert [each.amount for each in found.operations] == [Decimal("1250.00"), Decimal(3)]
    assert found.operations[0].label == "VIR SEPA ATELIERS DU LAC FA-2025-0117"
    assert "ligne 7" in str(found.problems[0])
    assert found.statements[0].kept is None


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_n80_a_banks_csv_is_read_with_labels_over_several_lines(tmp_path: Path, encoding: str) -> None:
    """N-80"""
    found = read(tmp_path, CSV, encoding=encoding)
    receipt, fee = found.operations

    assert (receipt.amount, fee.amount) == (Decimal("1250.00"), Decimal("-12.50"))
    assert receipt.label == "VIREMENT EN VOTRE FAVEUR ATELIERS DU LAC FA-2025-0117"
    assert (found.statements[0].opening, found.statements[0].closing) == (Decimal(0), Decimal("1237.50"))
    assert found.statements[0].kept


def test_n06_a_malformed_row_of_a_csv_costs_itself(tmp_path: Path) -> None:
    """N-06"""
    rows = (
        '05/11/2025;"ouvert;1,00;;\r\n06/11/2025;X;1,00;2,00;\r\n'
        "31/02/2025;X;;2,00;\r\n07/11/2025;VIR SEPA LAC;;9,00;\r\n"
    )
    found = read(tmp_path, CSV + rows)

    assert [each.amount for each in found.operations] == [
        Decimal("1250.00"),
        Decimal("-12.50"),
        Decimal(-1),
        Decimal(9),
    ]
    assert [problem.line for problem in found.problems] == [9, 10]


def test_n06_an_absurd_exponent_costs_its_row(tmp_path: Path) -> None:
    """N-06"""
    found = read(tmp_path, CSV + "05/11/2025;X;;1E999999999;\r\n")

    assert len(found.operations) == 2
    assert "n'est pas un montant" in str(found.problems[0])


def test_n14_the_users_own_names_of_columns_are_read(tmp_path: Path) -> None:
    """N-14"""
    content = "Jour;Texte;Somme\r\n03/11/2025;VIR SEPA LAC;-3,00\r\n"
    with pytest.raises(DataError, match="n'est pas un relevé reconnu"):
        read(tmp_path, content)
    found = read(tmp_path, content, columns={"day": "Jour", "label": "Texte", "amount": "Somme"})

    assert [(each.label, each.amount) for each in found.operations] == [("VIR SEPA LAC", Decimal(-3))]


def test_n80_a_spreadsheet_is_read_by_the_sheet_that_is_a_statement(tmp_path: Path) -> None:
    """N-80"""
    path = tmp_path / "relevé.xlsx"
    path.write_bytes(b"PK\x03\x04")
    rows: list[tuple[Value, ...]] = [
        ("Date", "Libellé", "Montant", "Statut"),
        ("03/11/2025", "VIR SEPA LAC", 12.5, "Exécuté"),
        ("04/11/2025", "X", 1, "En attente"),
    ]
    found = read_bank(path, lambda _: {"Vide": [], "Relevé": rows})

    assert [each.amount for each in found.operations] == [Decimal("12.50")]
    assert "non reprises" in str(found.problems[0])
    with pytest.raises(DataError, match="Aucune feuille"):
        read_bank(path, lambda _: {"Vide": []})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"%PDF-1.4", "PDF"),
        (b"<pain/>", "racine « pain »"),
        (b"3102" + b" " * 240, "CFONB 240"),
        (b":20:X\n:34F:EUR0,\n", "MT942"),
        (b"Bonjour,\nvoici notre relev\xe9", "n'est pas un relevé reconnu"),
        (b"<Document><BkToCstmrStmt></BkToCstmrStmt></Document>", "aucun relevé"),
    ],
)
def test_n80_what_is_no_statement_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """N-80"""
    with pytest.raises(DataError, match=said):
        read(tmp_path, content)


def test_n80_a_file_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    """N-80"""
    with pytest.raises(FileUnavailable):
        read_bank(tmp_path / "absent", no_sheets)
