"""Tiny invented statements, one in each format, and a way to read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from relance_xl.ledgers.bank.read import BankFile, read_bank
from relance_xl.tables.grid import Row

ACCOUNT = "30002", "00999", "0000123456A"


def no_sheets(path: Path) -> Mapping[str, Sequence[Row]]:
    raise AssertionError(path)


def read(
    folder: Path, content: str | bytes, *, encoding: str = "latin-1", columns: Mapping[str, str] | None = None
) -> BankFile:
    """The statement in a file whose name says nothing of its format."""
    path = folder / "relevé.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_bank(path, no_sheets, columns)


def overpunched(cents: int) -> str:
    """14 columns, the sign in the last: 12345 → 0000000001234E, -20 → 0000000000002}."""
    last = ("{ABCDEFGHI" if cents >= 0 else "}JKLMNOPQR")[abs(cents) % 10]
    return f"{abs(cents) // 10:013d}{last}"


def balance(kind: str, day: str, cents: int) -> str:
    bank, branch, account = ACCOUNT
    return f"{kind}{bank}    {branch}EUR2 {account}  {day}{'':50}{overpunched(cents)}{'':16}"


def movement(code: str, day: str, label: str, cents: int, reason: str = "  ") -> str:
    bank, branch, account = ACCOUNT
    return (
        f"04{bank}    {branch}EUR2 {account}{code}{day}{reason}{day}{label:31.31}  0000000  {overpunched(cents)}{'':16}"
    )


def detail(qualifier: str, text: str) -> str:
    bank, branch, account = ACCOUNT
    return f"05{bank}    {branch}EUR2 {account}05031125     {qualifier}{text:70.70}  "


CFONB = [
    balance("01", "021125", 100_00),
    movement("05", "031125", "VIR SEPA ATELIERS DU LAC", 590_00),
    detail("NPY", "ATELIERS DU LAC SARL"),
    detail("LCC", "REGLEMENT DE NOS FACTURES FA-2025-0117 MOINS AVOIR AV-2025-0009 FA-202"),
    detail("LC2", "5-0121"),
    detail("RCN", "NOTPROVIDED"),
    movement("B3", "031125", "IMPAYE PRLV GARAGE VALMY", -300_00, "30"),
    detail("NPY", "GARAGE VALMY"),
    detail("CPY", "FR7630006000011234567890189"),
    detail("RUM", f"{'MANDAT-1':35}RCUR"),
    detail("RCN", "FA20250090"),
    movement("62", "031125", "FRAIS IMPAYE", -12_00),
    balance("07", "031125", 378_00),
]

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>FR76 3000 4000 0312 3456 7890 143</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
{entries}
</Stmt></BkToCstmrStmt></Document>"""


def entry(amount: str, inner: str = "", sign: str = "CRDT", *, before: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{before}<Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2025-11-27</Dt></BookgDt>{inner}</Ntry>"
    )


def transaction(amount: str, name: str = "", text: str = "") -> str:
    return (
        f'<TxDtls><Amt Ccy="EUR">{amount}</Amt><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties>'
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


OFX = """OFXHEADER:100
DATA:OFXSGML
ENCODING:USASCII

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>30004<ACCTID>00001234567</BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DIRECTDEP<DTPOSTED>20251103<TRNAMT>+1 250,00<FITID>1<NAME>VIR INST RE 575886<MEMO>DE: ÉTÉ &amp; CIE MOTIF: FA-2025-0117</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20251104<TRNAMT>{amount}<FITID>2<NAME>FRAIS</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1237.50<DTASOF>20251130</LEDGERBAL><AVAILBAL><BALAMT>0</AVAILBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""  # noqa: E501 - one transaction, one line

OFX2 = (
    '<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>'
    "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>3</BANKID>"
    "<ACCTID>0001</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20251103120000"
    "</DTPOSTED><TRNAMT>12.50</TRNAMT><FITID>1</FITID><NAME>&Eacute;T&amp;</NAME><MEMO>FA-1</MEMO></STMTTRN>"
    "</BANKTRANLIST><LEDGERBAL><BALAMT>1</BALAMT></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)

MT940 = """{1:F01}
:20:REF
:25:FR7630004000031234567890143
:28C:1/1
:60F:C251102EUR100,00
:61:2511031103CR590,00NTRFNONREF//B1
:86:/EREF/FA20250118/NAME/ATELIERS DU LAC/REMI/REGLEMENT FA-2025-0
117
:61:2511041104RC250,00NTRFNONREF
:86:VIR SEPA RECU /DE GARAGE VALMY /MOTIF ANNULE /REF X
:62F:C251104EUR440,00
-
"""

QIF = """!Type:Bank
D03/11/2025
T1.250,00
PVIR SEPA ATELIERS DU LAC
MFA-2025-0117
^
D04/11'25
T-12,50
PFRAIS
^
"""

CSV = (
    "Compte n° 00012345678;\r\n\r\n"
    "Date;Libellé;Débit euros;Crédit euros;Solde\r\n"
    '03/11/2025;"VIREMENT EN VOTRE FAVEUR\r\nATELIERS DU LAC\r\nFA-2025-0117";;1\xa0250,00;1 250,00\r\n'
    "04/11/2025;FRAIS;12,50;;1 237,50\r\n"
)
