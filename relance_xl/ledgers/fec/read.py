"""The open items of a FEC, the file of accounting entries that every French ledger can produce (LPF art. A47 A-1).

The file is streamed.  Customers' lines without a letter are kept at once; of lettered lines only the sum of their
group is, and the lines of the groups that do not balance are fetched by a second reading: memory grows with what
is open, not with the file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from relance_xl.domain import sheets
from relance_xl.domain.money.terms import read_terms
from relance_xl.ledgers.common.figures import FigureFault
from relance_xl.ledgers.common.imported import Imported, Tell, silent
from relance_xl.ledgers.fec.carry_forward import carry_forward, check_periods
from relance_xl.ledgers.fec.entries import Entry
from relance_xl.ledgers.fec.entry_maker import EntryMaker
from relance_xl.ledgers.fec.format import detect
from relance_xl.ledgers.fec.items import imported_from
from relance_xl.ledgers.fec.one_file import FecReading
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.rows import FecRows
from relance_xl.problems import DataError, Problem

Document = tuple[str, str]
"""The customer's code in the ledger, and the number."""


def read_fec(paths: Path | Sequence[Path], options: FecOptions | None = None, tell: Tell = silent) -> Imported:
    """The open items of one FEC, or of several consecutive years of one ledger.

    Of two years loaded together, the opening entries of the later one are left out: the earlier one has the
    invoices themselves.  DataError when a file is no FEC, when years overlap or one is missing between them;
    FileUnavailable when a file cannot be read.  A line that cannot be read is set aside and said.
    """
    options = options or FecOptions()
    _check_terms(options.default_terms)
    files = [paths] if isinstance(paths, Path) else list(paths)
    readings = [FecReading(path, options, tell) for path in files]
    if len(readings) > 1:
        readings.sort(key=FecReading.first_day)
    for year, reading in enumerate(readings):
        reading.scan(year)
    check_periods([(reading.path.name, *reading.period()) for reading in readings])
    entries: list[Entry] = []
    for reading in readings:
        reading.remarks += carry_forward(entries, reading.opening, reading.path.name)
        entries += reading.open_entries()
    return imported_from(entries, readings, options)


def documents_met(
    paths: Sequence[Path], options: FecOptions, sought: Collection[Document], tell: Tell = silent
) -> frozenset[Document]:
    """Those of `sought` that stand, lettered, in a customer's account: the ledger itself has them as paid (N-01).

    A third reading, for an import that would settle a great share: memory does not grow with the files.
    """
    met: set[Document] = set()
    wanted, numbers = set(sought), {number for _, number in sought}
    for path in paths:
        form = detect(path)
        maker = EntryMaker(form, 0, options.reference_currency)
        for line, fields in FecRows(path, form, options.accounts, tell):
            if maker.invoice(fields) not in numbers:
                continue
            try:
                entry = maker.entry(line, fields)
            except FigureFault:
                continue  # said by the first reading
            if entry.letter and (entry.customer, entry.invoice) in wanted:
                met.add((entry.customer, entry.invoice))
    return frozenset(met)


def _check_terms(terms: str) -> None:
    """DataError when the default terms are not understood: every due date would be wrong."""
    try:
        read_terms(terms)
    except ValueError as fault:
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what=f"Délai de règlement par défaut : {fault}",
                expected="un délai comme « 30 jours » ou « 45 jours fin de mois »",
                value=terms,
            )
        ) from fault
