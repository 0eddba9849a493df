"""Every list of the shared cases, with what is right for each (N-06, N-13 … N-19, N-22); skipped where they are not.

« Duval F1 1000.00 » is an open line with what is owed, « ? C10 F10 » a row that is held, « = F2 » one named as paid or
owed no more.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.problems import DataError
from tests.places import SHARED

CASES = SHARED / "cases" / "import" / "lists"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not on this machine")


def read(path: Path) -> Imported:
    return read_files([path], read_sheets, FecOptions(), ListOptions())


def told(imported: Imported) -> str:
    lines = [f"{item.customer} {item.invoice} {item.open_amount}{item.currency}" for item in imported.items]
    lines += [f"? {row.customer} {row.invoice}" for row in imported.doubted]
    lines += [f"= {item.invoice}" for item in imported.settled]
    return "; ".join(lines)


READ = {
    "avoirs_numero.csv": "Duval F1 1000.00; Duval AV2026-001 -200.00",
    "avoirs_positifs.csv": "Duval F1 1000.00; Duval A1 -200.00; Duval AV-2 -100.00; Duval R1 -50.00",
    "brouillons.csv": "= INV-2; = INV-1; = INV-1",
    "casse_code.csv": "c1 F1 100.00; c1 F2 100.00; c1 F3 100.00",
    "cp850_msdos.csv": "Garage Dépannage Élan F1 1000.00",
    "creances_cp.csv": "Duval F1 100.00",
    "date_paiement_mix.csv": "Epi F2 500.00; = F1; = F3",
    "dates_2chiffres.csv": "Duval F1 100.00",
    "dates_heure.csv": "Duval F1 100.00; Epi F2 100.00",
    "deux_montants.csv": "Duval F1 1200.00",
    "devises_symboles.csv": "Duval F1 1000.00; Smith F2 500.00USD; Jones F3 300.00GBP",
    "echeance_avant.csv": "Duval F1 1000.00; Epi F2 10.00; Nori F3 10.00",
    "encours_client.csv": "Duval F1 1000.00; Duval F2 500.00",
    "erpnext.csv": "CUST-1 ACC-SINV-2026-00001 1200.00; CUST-2 ACC-SINV-2026-00003 -60.00; "
    "= ACC-SINV-2026-00002; = ACC-SINV-2026-00004",
    "escompte.csv": "Duval F1 800.00",
    "gl_aux.csv": "411ALPHA F1 1000.00; 411ALPHA R1 -400.00; = F2; = R2",
    "gl_aux2.csv": "411ALPHA F1 1000.00; 411ALPHA R1 -400.00; = F2; = R2",
    "gl_flat.csv": "411ALPHA F1 1000.00; 411ALPHA R1 -400.00; = F2; = R2",
    "gl_partiel.csv": "411ALPHA F2 300.00; = F1; = R1",
    "colonne_en_moins.csv": "? Duval fils; ? Epi F2",
    "guillemet_ouvert.csv": "Epi F2 20.00; Nori F3 30.00; ? Duval F1",
    "guillemets.csv": "Duval; Fils & Cie F1 1000.00; Epi F2 200.00",
    "ht_seul.csv": "Duval F1 1200.00",
    "journal_ventes_sens.csv": "41101ALPHA 00706 120.00; 41101ALPHA 00326 -120.00",
    "lignes_articles.csv": "Duval F1 1200.00",
    "meme_nom.csv": "C1 F1 100.00; C2 F2 100.00",
    "mois.csv": "Duval F1 100.00; Epi F2 200.00; Nori F3 300.00; Ozan F4 400.00; Pic F5 500.00; Qu F6 600.00",
    "mois_en.csv": "Duval F1 100.00; Epi F2 200.00; Nori F3 300.00",
    "montant_devise.csv": "Smith F1 1000.00USD",
    "multi_echeances.csv": "Duval F1 500.00; Duval F1 500.00",
    "negatif_par.csv": "Duval F1 -100.00; Epi F2 -100.00; Nori F3 -50.00; Ozan F4 1234.50; Pic F5 1234.50; ? Qu F6",
    "nom_total_dates.csv": "Total Station Lyon F1 100.00; ? Solde du compte ; ? Total au 31/01/2026 ",
    "nul.csv": "Duval F1 100.00",
    "odoo_en.csv": "Duval Garage INV/2026/0001 1200.00; Epi RINV/2026/0001 -60.00; = INV/2026/0002",
    "odoo_etat_paiement.csv": "Ozan F4 90.00; ? Nori F3; = F1; = F5; = F2",
    "odoo_fr.csv": "Duval Garage FAC/2026/0001 1200.00; = FAC/2026/0002",
    "odoo_tech.csv": "Duval F1 1200.00",
    "part_statut.csv": "? Duval F1",
    "pct.csv": "? Duval F1; ? Epi F2; ? Nori F3; ? Ozan F4; ? Pic F5",
    "pipes_et_virgules.csv": "Duval, fils F1 1000.00",
    "quickbooks_ar.csv": "Duval 1001 1000.00; Duval Règlement du 20/09/2025 -200.00; Epi 1002 -60.00",
    "quickbooks_group.csv": "Duval 1001 1000.00; Duval 1003 500.00; Epi 1002 60.00",
    "reglement_montant.csv": "Epi F2 500.00; = F1",
    "reste_sup.csv": "? Duval F1; ? Epi F2",
    "retour_ligne.csv": "Duval fils F1 1000.00",
    "scientifique.csv": "? Duval 2,02601E+11",
    "sep.csv": "Duval, fils F1 1000.00",
    "statut_valeurs.csv": "C15 F15 100.00; C16 F16 100.00; C17 F17 100.00; C18 F18 100.00; ? C10 F10; ? C13 F13; "
    "= F0; = F1; = F2; = F3; = F11; = F12; = F22; = F23; = F24; = F25; "
    "= F4; = F5; = F6; = F7; = F8; = F9; = F14; = F19; = F20; = F21",
    "suffixe.csv": "CD F1 1000.00; CD A1 -400.00",
    "suisse.csv": "Duval F1 1234.50; Epi F2 12345.60",
    "utf16.csv": "Épi & Co F1 1000.00",
}


NAMED = {
    "balance_agee.csv": "une balance âgée",
    "balance_aux.csv": "une balance",
    "bank_bourso.csv": "un relevé bancaire",
    "bank_n26.csv": "un relevé bancaire",
    "bank_paypal.csv": "un relevé bancaire",
    "bank_qonto.csv": "un relevé bancaire",
    "bank_simple.csv": "un relevé bancaire",
    "charges.csv": "un journal ou un grand livre général",
    "dates_us_melees.csv": "Des dates s'y lisent jour/mois et d'autres mois/jour",
    "echeancier_mois.csv": "un échéancier par mois",
    "fournisseurs.csv": "une liste de fournisseurs",
    "fournisseurs2.csv": "une liste de fournisseurs",
    "fournisseurs_debit.csv": "une liste de fournisseurs",
    "html.xls": "une page HTML",
    "json.txt": "un fichier JSON",
    "xml2003.xls": "un tableau XML",
}


@pytest.mark.parametrize("name", NAMED)
def test_n_15_what_is_no_list_of_invoices_is_named_and_nothing_is_taken(name: str) -> None:
    """N-15"""
    with pytest.raises(DataError, match=NAMED[name]):
        read(CASES / name)


@pytest.mark.parametrize("name", READ)
def test_the_list_is_understood(name: str) -> None:
    imported = read(CASES / name)

    assert told(imported) == READ[name]
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    assert all(problem.file and problem.line for problem in report.problems)


def test_a_postcode_that_a_spreadsheet_cut_and_two_addresses_are_kept_whole() -> None:
    customer = read(CASES / "creances_cp.csv").customers["Duval"]

    assert (customer.postal_code, customer.email) == ("01000", "x@exemple.fr ; y@exemple.fr")
