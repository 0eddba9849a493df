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
NEEDED = ("JournalCode", "EcritureDate", "CompteNum", "EcritureLib")
_KNOWN = {condensed(name): name for name in (*COLUMNS, *SIGNED)}
_SEPARATORS = ("\t", "|", ";", ",")
_HEADER_LIMIT = 100_000
_SAMPLE = 40
_QUOTED = re.compile(r'\s*".*"\s*')


@dataclass(frozen=True, slots=True, kw_only=True)
class FecFormat:
    """The form of one FEC.

    Attributes:
        places: the index of each column of the law found in the header.
        width: columns of the header, the user's own included, empty trailing ones not.
        usual: separators on an ordinary line.
        quoted: fields stand between double quotes where need be, as in a CSV.
    """

    text: TextForm
    separator: str
    places: Mapping[str, int]
    width: int
    usual: int
    quoted: bool

    @property
    def signed(self) -> bool:
        """Whether amounts are given as Montant and Sens."""
        return "Debit" not in self.places or "Credit" not in self.places


def detect(path: Path) -> FecFormat:
    """The form of the FEC at `path`; DataError when its first line is not the header of a FEC."""
    text = text_form(path)
    with opened_text(path, text) as (_, stream):
        header = stream.readline(_HEADER_LIMIT).strip("\r\n")
        sample = [line.strip("\r\n") for line in islice(stream, _SAMPLE)]
    separator = max(_SEPARATORS, key=lambda candidate: len(_places(header, candidate)))
    places = _places(header, separator)
    missing = _missing(places)
    if missing:
        raise DataError(
            Problem(
                file=path.name,
                line=1,
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
    return any(not _missing(_places(header, separator)) for separator in _SEPARATORS)


def _places(header: str, separator: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, name in enumerate(header.split(separator)):
        known = _KNOWN.get(condensed(name))
        if known is not None:
            places.setdefault(known, index)
    return places


def _missing(places: Mapping[str, int]) -> list[str]:
    missing = [name for name in NEEDED if name not in places]
    if not all(name in places for name in SIGNED):
        missing += [name for name in ("Debit", "Credit") if name not in places]
    return missing
