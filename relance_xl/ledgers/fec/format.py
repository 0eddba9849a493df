"""How a FEC is written: charset, separator, columns (LPF art. A47 A-1, VII; the tolerances of its checker)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from relance_xl.ledgers.common.encodings import TextForm, opened_text, text_form
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.problems import DataError, Problem

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
SIGNED = ("Montant", "Sens")
BEYOND = ("DateLimitReglmt", "NumFacture")
"""Columns that some programs add to the eighteen of the law: the due date and the invoice's number (N-13)."""
HEADER_WITHIN = 20
"""The header stands within so many lines of the top: a title or a blank line may come first."""
NEEDED = ("JournalCode", "EcritureDate", "CompteNum", "EcritureLib")
_KNOWN = {condensed(name): name for name in (*COLUMNS, *SIGNED, *BEYOND)} | {
    condensed(written): name
    for name, writings in {
        "DateLimitReglmt": ("DateLimiteReglement", "DateEcheance", "Date d'échéance", "EcheanceDate", "Echeance"),
        "NumFacture": ("NumeroFacture", "N° facture", "NoFacture"),
    }.items()
    for written in writings
}
_FRENCH = {
    condensed(written): name
    for name, writings in {
        "JournalCode": ("Code journal", "Journal"),
        "JournalLib": ("Libellé journal", "Libellé du journal", "Intitulé journal"),
        "EcritureNum": ("N° écriture", "Numéro écriture", "Numéro d'écriture", "N° d'écriture", "Num écriture"),
        "EcritureDate": ("Date écriture", "Date d'écriture", "Date comptable", "Date de l'écriture"),
        "CompteNum": ("N° compte", "Numéro compte", "Numéro de compte", "N° de compte", "Compte"),
        "CompteLib": ("Libellé compte", "Libellé du compte", "Intitulé compte", "Intitulé du compte"),
        "CompAuxNum": (
            "Compte auxiliaire", "N° compte auxiliaire", "Numéro compte auxiliaire", "Code auxiliaire", "Auxiliaire",
            "Numéro de compte auxiliaire", "N° auxiliaire",
        ),
        "CompAuxLib": (
            "Libellé auxiliaire", "Libellé compte auxiliaire", "Intitulé auxiliaire", "Libellé de compte auxiliaire",
            "Libellé du compte auxiliaire",
        ),
        "PieceRef": ("Référence pièce", "Réf. pièce", "N° pièce", "Pièce", "Référence de la pièce"),
        "PieceDate": ("Date pièce", "Date de pièce", "Date de la pièce"),
        "EcritureLib": ("Libellé écriture", "Libellé", "Libellé de l'écriture", "Libellé d'écriture"),
        "Debit": ("Montant débit", "Montant au débit"),
        "Credit": ("Montant crédit", "Montant au crédit"),
        "EcritureLet": ("Lettrage", "Code lettrage", "Lettre", "Code de lettrage"),
        "DateLet": ("Date lettrage", "Date de lettrage"),
        "ValidDate": ("Date validation", "Date de validation"),
        "Montantdevise": ("Montant devise", "Montant en devise"),
        "Idevise": ("Devise", "Identifiant devise", "Code devise", "Identifiant de la devise"),
    }.items()
    for written in writings
}  # fmt: skip
"""Headers in plain French; believed only where nearly all the columns of the law have one: else it is a list."""
_NEARLY_ALL = 15
SEPARATORS = ("\t", "|", ";", ",")
_HEADER_LIMIT = 100_000
_SAMPLE = 40
_QUOTED = re.compile(r'\s*".*"\s*')


@dataclass(frozen=True, slots=True, kw_only=True)
class FecFormat:
    """The form of one FEC.

    Attributes:
        places: the index of each column of the law found in the header.
        width: columns of the header, the user's own included, empty trailing ones not.
        header_line: that of the header, counted from 1.
        usual: separators on an ordinary line.
        quoted: fields stand between double quotes where need be, as in a CSV.
    """

    text: TextForm
    separator: str
    places: Mapping[str, int]
    width: int
    usual: int
    quoted: bool
    header_line: int = 1

    @property
    def signed(self) -> bool:
        """Whether amounts are given as Montant and Sens."""
        return "Debit" not in self.places or "Credit" not in self.places


def detect(path: Path) -> FecFormat:
    """The form of the FEC at `path`; DataError when its first line is not the header of a FEC."""
    text = text_form(path)
    with opened_text(path, text) as (_, stream):
        first = [line.strip("\r\n") for line in islice(stream, HEADER_WITHIN + _SAMPLE)]
    at_header = next((index for index, line in enumerate(first[:HEADER_WITHIN]) if is_fec(line[:_HEADER_LIMIT])), 0)
    header, sample = first[at_header] if first else "", first[at_header + 1 : at_header + 1 + _SAMPLE]
    separator = max(SEPARATORS, key=lambda candidate: len(_places(header, candidate)))
    places = _places(header, separator)
    missing = _missing(places)
    if missing:
        raise DataError(
            Problem(
                file=path.name,
                line=at_header + 1,
                what=f"L'en-tête n'est pas celui d'un FEC : il manque {', '.join(missing)}",
                expected="les 18 colonnes de l'article A47 A-1, de JournalCode à Idevise",
                value=header[:80],
            )
        )
    width = len(header.rstrip(separator).split(separator))
    return FecFormat(
        text=text,
        separator=separator,
        places=places,
        width=width,
        usual=_usual(header, sample, separator, places),
        quoted=separator == "," or '"' in header or _is_quoted(sample, separator),
        header_line=at_header + 1,
    )


def _usual(header: str, sample: Sequence[str], separator: str, places: Mapping[str, int]) -> int:
    """The header's count of separators; the sample's when all its lines agree and have all the columns."""
    counts = {line.count(separator) for line in sample}
    if len(sample) == _SAMPLE and len(counts) == 1 and min(counts) >= max(places.values()):
        return counts.pop()
    return header.count(separator)


def _is_quoted(sample: Sequence[str], separator: str) -> bool:
    """Whether half of the lines have a field between quotes; elsewhere a quote is an inch, or a part of a name."""
    quoted = [line for line in sample if any(_QUOTED.fullmatch(part) for part in line.split(separator))]
    return 0 < len(sample) <= 2 * len(quoted)


def is_fec(header: str) -> bool:
    """Whether a file's first line has the columns of a FEC."""
    return any(not _missing(_places(header, separator)) for separator in SEPARATORS)


def _places(header: str, separator: str) -> dict[str, int]:
    keys = [condensed(name) for name in header.split(separator)]
    places = _found(keys, _KNOWN)
    if len(places) < _NEARLY_ALL:
        french = _found(keys, _KNOWN | _FRENCH)
        if len(french.keys() & set(COLUMNS)) >= _NEARLY_ALL:
            return french
    return places


def _found(keys: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key in names:
            places.setdefault(names[key], index)
    return places


def _missing(places: Mapping[str, int]) -> list[str]:
    missing = [name for name in NEEDED if name not in places]
    if not all(name in places for name in SIGNED):
        missing += [name for name in ("Debit", "Credit") if name not in places]
    return missing
