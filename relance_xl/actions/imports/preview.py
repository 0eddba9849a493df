"""What an import would do, and why a person is asked first: nothing is written here (N-04)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.wording import counted, french_amount, french_date
from relance_xl.ledgers.common.imported import Doubt, Imported, Nature
from relance_xl.ledgers.update.laid_beside import Beside, LastImport, doubts_of, without_settling_doubts
from relance_xl.ledgers.update.merge import Merge, without_settling
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.imports import read_imports

_ASKED = 6
"""A message box is no list: how many doubts it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the files would change.

    Attributes:
        doubts: the reasons to ask first, none for an ordinary import.
    """

    imported: Imported
    merged: Merge
    doubts: tuple[Doubt, ...]
    reference: str

    def partial(self) -> Preview:
        """The same when what the files lack stays open."""
        return Preview(
            imported=self.imported,
            merged=without_settling(self.merged, self.reference),
            doubts=without_settling_doubts(self.doubts),
            reference=self.reference,
        )


def previewed(book: Book, ledger: Ledger, imported: Imported, merged: Merge) -> Preview:
    """The import laid beside the workbook and its last import."""
    company = ledger.company
    beside = Beside(
        customers=frozenset(ledger.customers),
        items=ledger.items,
        siren=company.siren,
        reference=company.reference_currency,
        share=company.settled_share,
        last=last_import(book),
    )
    doubts = doubts_of(merged, beside)
    return Preview(imported=imported, merged=merged, doubts=doubts, reference=company.reference_currency)


def last_import(book: Book) -> LastImport | None:
    """The last import that is not undone; of a workbook of an earlier version, the day on `Accueil` alone."""
    for line in reversed(read_imports(book)):
        if not line.cancelled and line.nature != Nature.CUSTOMERS:
            return LastImport(
                source=line.file, nature=Nature(line.nature), last_entry=line.last_entry, accounts=line.accounts
            )
    try:
        last = day(book.read_names().get(schema.LAST_IMPORT))
    except CellFault:
        return None
    return LastImport(source="d'avant", nature=Nature.LEDGER, last_entry=last) if last is not None else None


def question(preview: Preview) -> str:
    """The one box: what the files are, why they are doubted, what they would do."""
    reasons = [f"• {doubt.detail}." for doubt in preview.doubts[:_ASKED]]
    if len(preview.doubts) > _ASKED:
        more = len(preview.doubts) - _ASKED
        reasons.append(f"… et {counted(more, 'autre raison', 'autres raisons')}.")
    return "\n".join([f"{what_it_is(preview.imported)} À confirmer :", *reasons, "", f"Résultat : {figures(preview)}"])


def what_it_is(imported: Imported) -> str:
    """« Comptabilité FEC.txt, du 01/01/2026 au 16/03/2026. »."""
    first, last = imported.first_entry, imported.last_entry
    period = ""
    if first and last:
        until = f" au {french_date(last)}" if last != first else ""
        period = f", du {french_date(first)}{until}"
    return f"{imported.nature.value} {imported.source}{period}."


def figures(preview: Preview) -> str:
    """« 2 nouveaux clients, … Encours : 1 200,00 €, puis 900,00 €. »."""
    merged = preview.merged
    of_customers = _of_directory(preview)
    if preview.imported.nature is Nature.CUSTOMERS:
        return f"{', '.join(of_customers)}. Factures : rien n'y change."
    parts = [
        *of_customers,
        counted(len(merged.new_items), "nouvelle ligne", "nouvelles lignes"),
        counted(len(merged.changed), "ligne mise à jour", "lignes mises à jour"),
        counted(len(merged.settled), "ligne soldée", "lignes soldées"),
        *(
            [counted(len(merged.kept), "ligne laissée telle quelle", "lignes laissées telles quelles")]
            * bool(merged.kept)
        ),
        *(
            [counted(len(preview.imported.computed_due), "échéance calculée", "échéances calculées")]
            * bool(preview.imported.computed_due)
        ),
        *(
            [counted(preview.imported.report.set_aside_lines, "ligne écartée", "lignes écartées")]
            * bool(preview.imported.report.set_aside_lines)
        ),
    ]
    before, after = (_total(amounts, preview.reference) for amounts in (merged.open_before, merged.open_after))
    return f"{', '.join(parts)}. Encours : {before}, puis {after}."


def _of_directory(preview: Preview) -> list[str]:
    """« 2 nouveaux clients », and of a file of customers what is completed, what differs."""
    merged = preview.merged
    filled, differing = len(merged.directory.filled), len({each.customer.code for each in merged.directory.differing})
    return [
        counted(len(merged.new_customers), "nouveau client", "nouveaux clients"),
        *([counted(filled, "fiche de client complétée", "fiches de clients complétées")] * bool(filled)),
        *(
            [
                counted(
                    differing, "fiche différente, laissée telle quelle", "fiches différentes, laissées telles quelles"
                )
            ]
            * bool(differing)
        ),
    ]


def _total(amounts: Mapping[str, Decimal], reference: str) -> str:
    said = [french_amount(total, currency or reference) for currency, total in _in_order(amounts)]
    return " + ".join(said) or french_amount(ZERO, reference)


def _in_order(amounts: Mapping[str, Decimal]) -> Iterable[tuple[str, Decimal]]:
    return amounts.items()
