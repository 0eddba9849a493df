"""Whether a ledger knows the documents that an import would settle: each read once more where it stands (N-01)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from relance_xl.ledgers.common.figures import FigureFault
from relance_xl.ledgers.common.imported import Tell, silent
from relance_xl.ledgers.fec.entry_maker import EntryMaker
from relance_xl.ledgers.fec.format import detect
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.rows import FecRows

Document = tuple[str, str]
"""The customer's code in the ledger, and the number."""


def documents_met(
    paths: Sequence[Path], options: FecOptions, sought: Collection[Document], tell: Tell = silent
) -> frozenset[Document]:
    """Those of `sought` that stand, lettered, in a customer's account: the ledger has them and says that they are paid.

    Memory does not grow with the files.
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
