"""Which format a bank's file has, by its content and never by its name."""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import Path

from relance_xl.ledgers.common.regular import refuse_special
from relance_xl.machine.reasons import reason
from relance_xl.problems import DataError, FileUnavailable, Problem

_HEAD = 4096
_EXPECTED = "un relevé CFONB 120, camt.053 ou 054, OFX, MT940, QIF, CSV ou Excel"
_CFONB = re.compile(r"0[1-7]\d{5}.{4}\d{5}")
_CFONB_240 = re.compile(r"3[149]\d")
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


class BankFormat(Enum):
    """Which reader a file is for."""

    CFONB = auto()
    CAMT = auto()
    OFX = auto()
    MT940 = auto()
    QIF = auto()
    CSV = auto()
    SPREADSHEET = auto()


def bank_format(path: Path) -> BankFormat:
    """The format of the file at `path`; DataError for what is no statement, FileUnavailable when it cannot be read."""
    refuse_special(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {reason(fault)}")) from fault
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return BankFormat.SPREADSHEET
    if head.startswith(b"%PDF"):
        raise _refused(path, "Le fichier est un PDF")
    text = _decoded(head).lstrip("\ufeff \t\r\n\x00")
    if not text:
        raise _refused(path, "Le fichier est vide")
    return _of_text(path, text)


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _of_text(path: Path, text: str) -> BankFormat:
    if re.search(r"<OFX>", text, re.IGNORECASE):
        return BankFormat.OFX
    if text.startswith("<"):
        return _of_xml(path, text)
    first = text.split("\n", 1)[0]
    if _CFONB.match(first) and len(first) >= 100:
        return BankFormat.CFONB
    if _CFONB_240.match(first) and len(first) >= 200:
        raise _refused(path, "Le fichier est un CFONB 240 (virements, prélèvements ou effets), pas un relevé")
    if re.search(r"^:34F:", text, re.MULTILINE):
        raise _refused(path, "Le fichier est un MT942, un relevé provisoire de la journée")
    if re.search(r":60[FM]:", text) or re.search(r"^:20:", text, re.MULTILINE):
        return BankFormat.MT940
    return BankFormat.QIF if re.match(r"!(?:Type|Account|Option)", text, re.IGNORECASE) else BankFormat.CSV


def _of_xml(path: Path, text: str) -> BankFormat:
    root = _ROOT.search(text)
    if root and root[1] == "Document":
        return BankFormat.CAMT
    if root and root[1].upper() == "OFX":
        return BankFormat.OFX
    name = f" de racine « {root[1][:40]} »" if root else ""
    raise _refused(path, f"Le fichier est un XML{name}")


def _refused(path: Path, what: str) -> DataError:
    return DataError(Problem(file=path.name, what=what, expected=_EXPECTED))
