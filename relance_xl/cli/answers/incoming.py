"""What is answered of ledgers, lists and bank statements read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relance_xl.cli.answers.shapes import Document, amount, plain_document, problems
from relance_xl.domain.matching.operations import Outcome
from relance_xl.domain.wording import typeset

if TYPE_CHECKING:  # the actions are imported by the commands that run them
    from relance_xl.actions.bank.assigning import AssignedReport
    from relance_xl.actions.bank.emptying import EmptiedReport
    from relance_xl.actions.bank.statements import BankReport
    from relance_xl.actions.importing import ImportedReport
    from relance_xl.actions.imports.columns import ColumnsReport
    from relance_xl.actions.imports.undoing import ImportUndone
    from relance_xl.tables.sheets.imports import Touched


def bank_document(report: BankReport) -> Document:
    """What `banque --json` prints: each operation and how it ended, then the doubts that stopped it."""
    return {
        "lot": report.batch or None,
        "operations": [
            {
                "date": each.operation.booked_on.isoformat(),
                "libelle": each.operation.label,
                "montant": amount(each.operation.amount),
                "devise": each.operation.currency,
                "client": " ; ".join(each.customers),
                "factures": told,
                "certitude": each.outcome.value,
                "pourquoi": typeset(each.why),
            }
            for each, told in zip(report.decisions, report.told, strict=True)
        ],
        "affectes": report.count(Outcome.CERTAIN),
        "retenus": report.count(Outcome.TO_CHECK),
        "inconnus": report.count(Outcome.UNKNOWN),
        "a_confirmer": [{"motif": doubt.reason, "detail": doubt.detail} for doubt in report.doubts],
        **plain_document(report),
    }


def assigned_document(report: AssignedReport) -> Document:
    """What `banque --affecter --json` prints: the payments settled, and the payers remembered."""
    return {
        "lot": report.batch or None,
        "affectes": [
            {"date": row.booked_on.isoformat(), "libelle": row.label, "montant": amount(row.amount)}
            for row in report.assigned
        ],
        "payeurs": list(report.remembered),
        **plain_document(report),
    }


def emptied_document(report: EmptiedReport) -> Document:
    """What `banque --vider-inconnus --json` prints."""
    return {"vides": report.emptied, **plain_document(report)}


def import_document(report: ImportedReport) -> Document:
    """What `importer --json` prints: where each line of the files went, then what changes in the workbook."""
    from relance_xl.actions.imports.habits import column_label  # noqa: PLC0415 - as the actions above

    read, merged = report.imported.report, report.merged
    return {
        "source": report.imported.source,
        "derniere_ecriture": report.imported.last_entry.isoformat() if report.imported.last_entry else None,
        "lignes_lues": read.lines,
        "lignes_ouvertes": read.open_lines,
        "lignes_lettrees": read.matched_lines,
        "lignes_autres_comptes": read.other_lines,
        "lignes_ecartees": read.set_aside_lines,
        "lignes_vides": read.blank_lines,
        "clients": read.customers,
        "debit": amount(read.debit),
        "credit": amount(read.credit),
        "total": amount(read.debit - read.credit),
        "devise": report.reference,
        "nouveaux_clients": len(merged.new_customers),
        "clients_completes": len(merged.directory.filled),
        "clients_differents": len({each.customer.code for each in merged.directory.differing}),
        "nouvelles_lignes": len(merged.new_items),
        "lignes_modifiees": len(merged.changed),
        "lignes_soldees": len(merged.settled),
        "lignes_inchangees": merged.unchanged,
        "lignes_laissees": len(merged.kept),
        "echeances_calculees": len(report.imported.computed_due),
        "encours_avant": {currency: amount(total) for currency, total in merged.open_before.items()},
        "encours_apres": {currency: amount(total) for currency, total in merged.open_after.items()},
        "lot": report.batch or None,
        "options": report.options,
        "colonnes_lues": {header: column_label(field) for field, header in report.imported.columns.items()},
        "colonnes_ignorees": list(report.imported.unused_columns),
        "a_confirmer": [{"motif": str(doubt.motif), "detail": doubt.detail} for doubt in report.doubts],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def columns_document(report: ColumnsReport) -> Document:
    """What `importer --colonnes --json` prints; « lue » is null for a column that is not read."""
    from relance_xl.actions.imports.habits import column_label  # noqa: PLC0415 - as the actions above

    return {
        "fichiers": [
            {
                "fichier": seen.place,
                "ligne": seen.line,
                "colonnes": [
                    {
                        "en_tete": column.title,
                        "lue": column_label(column.field) if column.field else None,
                        "exemples": list(column.samples),
                    }
                    for column in seen.columns
                ],
            }
            for seen in report.files
        ],
        **plain_document(report),
    }


def import_undone_document(report: ImportUndone) -> Document:
    """What `annuler --json` prints of an import: the rows given back, those taken away, those left alone and why."""
    return {
        "lot": report.batch,
        "import": report.file,
        "annulees": [_touched(each) for each in report.restored],
        "retirees": [_touched(each) for each in report.removed],
        "ignores": [{"client": each.customer, "facture": each.invoice, "pourquoi": each.why} for each in report.kept],
        "documents": [],
        "message": report.summary,
        "problemes": problems(report.problems),
    }


def _touched(each: Touched) -> Document:
    key = each.key
    return {"client": key.get("customer") or key.get("code"), "facture": key.get("invoice"), "tableau": each.table}
