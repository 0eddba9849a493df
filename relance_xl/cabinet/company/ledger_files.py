"""Which files a firm's run takes for a company: the newest FEC beside its workbook; the statements of « Relevés »."""

from __future__ import annotations

import re
from pathlib import Path

from relance_xl.domain.wording import folded, french_date
from relance_xl.ledgers.common.figures import FigureFault, day
from relance_xl.problems import DataError, Problem

_NAME = re.compile(r"(\d{9})FEC(\d{8})\.(?:txt|csv)", re.IGNORECASE)
"""SIREN, FEC, last day of the accounting year (LPF art. A47 A-1)."""


def newest_ledger(folder: Path, siren: str) -> tuple[Path, ...]:
    """The FEC of the latest accounting year, the last one written of those; nothing when there is none.

    DataError when it bears another SIREN than the company's (« siren », "" when it is not stated): another company's
    ledger would be taken for this one's.
    """
    files = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    found = [(match[2], path.stat().st_mtime_ns, path.name, match[1], path)
             for path in files if (match := _NAME.fullmatch(path.name))]  # fmt: skip
    if not found:
        return ()
    closed, _, _, whose, newest = max(found)
    own = re.sub(r"\D", "", siren)[:9]
    if own and whose != own:
        raise DataError(
            Problem(
                file=newest.name,
                what=f"Ce FEC, clos le {_closed(closed)}, porte le SIREN {whose} : c'est celui d'une autre société",
                expected=f"le SIREN {own} de « Paramètres »",
            )
        )
    return (newest,)


STATEMENTS = frozenset({"releves", "releves bancaires", "banque"})
"""Names of the folder beside the workbook where the bank's files are put, without case nor accents."""


def bank_files(folder: Path) -> tuple[Path, ...]:
    """All files of « Relevés », the oldest first: what `Banque` holds already is not added again."""
    found = [
        path
        for place in folder.iterdir()
        if folded(place.name) in STATEMENTS and place.is_dir() and not place.is_symlink()
        for path in place.iterdir()
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
    ]
    return tuple(sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def _closed(written: str) -> str:
    try:
        found = day(written)
    except FigureFault:
        return written
    return french_date(found) if found else written
