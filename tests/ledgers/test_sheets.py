"""Workbooks given to « Importer »: visible sheets only, all those of one header, far cells for nothing (N-07, N-11)."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.ledgers.common.imported import Imported, Motive
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.ledgers.spreadsheet import read_spreadsheet
from relance_xl.problems import DataError
from relance_xl.tables.grid import Row, Value
from relance_xl.tables.sheet_rows import SheetRows
from tests.places import ROOT, SHARED

CASES = SHARED / "cases" / "import" / "sheets"
HEADER = ("Client", "Facture", "Échéance", "Solde")


def read(path: Path) -> Imported:
    return read_files([path], read_sheets, FecOptions(), ListOptions())


def told(imported: Imported) -> list[str]:
    return [f"{item.customer} {item.invoice} {item.open_amount}" for item in imported.items]


def row(number: int) -> tuple[str, str, str, str]:
    return f"C{number}", f"F{number}", "04/02/2026", "10,00"


def made(path: Path, *sheets: tuple[str, list[tuple[str, ...]]]) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, cells)
    return book


def test_n_07_all_visible_sheets_of_one_header_are_read_and_hidden_ones_named(tmp_path: Path) -> None:
    """N-07"""
    path = tmp_path / "liste.xlsx"
    book = made(
        path, ("Archive", [HEADER, row(0)]), ("Janvier", [HEADER, row(1)]), ("Février", [HEADER, row(2), row(1)])
    )
    book.get_worksheet_by_name("Janvier").activate()
    book.get_worksheet_by_name("Archive").hide()
    book.close()
    imported = read(path)

    assert told(imported) == ["C1 F1 10.00", "C2 F2 10.00"]
    assert [origin.file for origin in imported.origins] == [
        "liste.xlsx, feuille « Janvier »",
        "liste.xlsx, feuille « Février »",
    ]
    assert imported.source == "liste.xlsx"
    said = [problem.what for problem in imported.report.problems]
    assert any("déjà dans un autre fichier" in what for what in said)
    assert any("« Archive »" in what for what in said)


def test_n_07_a_list_of_another_header_is_a_doubt(tmp_path: Path) -> None:
    """N-07"""
    path = tmp_path / "liste.xlsx"
    made(path, ("A", [(*HEADER, "Statut"), (*row(1), "")]), ("B", [HEADER, row(2)])).close()
    imported = read(path)

    assert told(imported) == ["C1 F1 10.00"]
    assert [doubt.motif for doubt in imported.doubts] == [Motive.OTHER_SHEETS]
    assert "« B »" in imported.doubts[0].detail


def test_filtered_rows_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    book = made(path, ("A", [HEADER, row(1), row(2)]))
    book.get_worksheet_by_name("A").set_row(2, None, None, {"hidden": True})
    book.close()
    imported = read(path)

    assert len(imported.items) == 2
    assert [(problem.line, "masquées" in problem.what) for problem in imported.report.problems] == [(3, True)]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the peak of one process is read in /proc")
def test_n_11_cells_at_the_far_corner_cost_under_300_mb_and_5_seconds(tmp_path: Path) -> None:
    """N-11"""
    path = tmp_path / "liste.xlsx"
    book = made(path, ("A", [HEADER, row(1)]))
    book.get_worksheet_by_name("A").write_string(1_048_570, 16_383, "x")
    book.get_worksheet_by_name("A").write_string(1_048_575, 16_383, "y")
    book.close()
    code = (
        "import re, sys, time; from pathlib import Path; start = time.process_time();"
        "from relance_xl.books.closed.foreign_rows import read_sheets;"
        "from relance_xl.ledgers.files import read_files;"
        "from relance_xl.ledgers.fec.options import FecOptions;"
        "from relance_xl.ledgers.lists.options import ListOptions;"
        "found = read_files([Path(sys.argv[1])], read_sheets, FecOptions(), ListOptions());"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1];"
        "print(len(found.items), peak, time.process_time() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    items, kilobytes, seconds = done.stdout.split()

    assert items == "1"
    assert int(kilobytes) < 300_000
    assert float(seconds) < 5


def test_rows_of_a_sheet_are_found_by_their_line() -> None:
    rows = SheetRows([2, 5], [("a",), ("b",)])

    assert [len(rows), rows[0], rows[1], rows[-1], list(rows[1:3])] == [5, (), ("a",), ("b",), [("a",), ()]]
    assert (len(SheetRows([], [])), list(SheetRows([], []))) == (0, [])
    with pytest.raises(IndexError):
        rows[5]


def test_an_archive_is_read_when_it_holds_one_table(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("dossier/liste.csv", "\n".join(";".join(each) for each in (HEADER, row(1))))
        archive.writestr("__MACOSX/._liste.csv", "x")
        archive.writestr("lisez-moi.pdf", "x")

    assert told(read(path)) == ["C1 F1 10.00"]


@pytest.mark.parametrize(("names", "said"), [(("a.csv", "b.txt"), "2 tables"), (("a.pdf",), "aucune table")])
def test_an_archive_of_none_or_several_is_named(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")

    with pytest.raises(DataError, match=said):
        read(path)


def test_a_text_under_the_name_of_a_workbook_is_a_doubt_and_a_workbook_under_another_is_said(tmp_path: Path) -> None:
    text, book = tmp_path / "liste.xls", tmp_path / "liste.csv"
    text.write_text("\n".join("\t".join(each) for each in (HEADER, row(1))), encoding="utf-8")
    made(book, ("A", [HEADER, row(1)])).close()

    assert [doubt.motif for doubt in read(text).doubts] == [Motive.OTHER_FORMAT]
    assert told(read(book)) == ["C1 F1 10.00"]
    assert "un classeur" in read(book).report.problems[0].what


SHARED_CASES = {
    "avec_clients.xls": ["C1 F1 100.00"],
    "avec_clients.xlsx": ["C1 F1 100.00"],
    "controle_chars.csv": ["Duval F1 100.00"],
    "deux_blocs.xlsx": ["Duval F1 100.00", "Epi F2 200.00"],
    "excel_us_inverse.xlsx": ["Duval F1 100.00", "Epi F2 200.00"],
    "entete_ligne26.xlsx": ["Duval F1 100.00"],
    "espaces_insecables.xlsx": ["Duval F1 1234.50"],
    "faux_csv.csv": ["C1 F1 100.00"],
    "faux_xls.xls": ["C1 F1 100.00"],
    "feuille_cachee.xlsx": ["Epi F2 200.00"],
    "formules_sans_cache.xlsx": [],
    "lignes_filtrees.xlsx": [f"C{number} F{number} {number}00.00" for number in range(1, 6)],
    "loin_AZ200000.xlsx": ["Duval F1 100.00"],
    "loin_H.xlsx": ["Duval F1 100.00"],
    "sans_extension": ["C1 F1 100.00"],
    "solveur_XFD.xlsx": ["Duval F1 100.00"],
    "surrogat.csv": ["Duval F1 100.00"],
    "titres_fusionnes.ods": ["C1 F1 600.00", "C1 F2 100.00"],
    "titres_fusionnes.xlsx": ["C1 F1 600.00", "C1 F2 100.00"],
    "types_meles.xlsx": ["12 20260001 1234.50", "0012 20260002 10.01", "Epi F3 1000.00"],
}
shared = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not on this machine")


@shared
@pytest.mark.parametrize("name", SHARED_CASES)
def test_each_shared_workbook_is_read(name: str) -> None:
    assert told(read(CASES / name)) == SHARED_CASES[name]


@pytest.mark.parametrize(
    ("days", "doubted"),
    [
        (("05/25/2026", date(2026, 1, 5)), True),
        (("25/05/2026", "26/05/2026", date(2026, 1, 5), date(2026, 2, 5)), True),
        (("25/05/2026", date(2026, 1, 5)), False),
        (("25/05/2026", "26/05/2026", date(2026, 1, 5), date(2026, 2, 15)), False),
        (("25/05/2026", "02/05/2026", date(2026, 1, 5), date(2026, 2, 5)), False),
        (("25/05/2026", ""), False),
        ((date(2026, 1, 5), None), False),
    ],
)
def test_days_that_a_spreadsheet_has_half_turned_round_are_a_doubt(days: tuple[Value, ...], *, doubted: bool) -> None:
    rows: list[Row] = [("Customer", "Invoice", "Due date", "Balance")]
    rows += [(f"C{number}", f"F{number}", day, "10.00") for number, day in enumerate(days)]
    imported = read_spreadsheet({"A": rows}, "l.xlsx", ListOptions(date_order=DateOrder.DAY_FIRST))

    assert (Motive.HALF_CONVERTED in [doubt.motif for doubt in imported.doubts]) is doubted


def test_n_07_sheets_that_are_no_list_are_named() -> None:
    """N-07"""
    sheets: dict[str, list[Row]] = {
        "Liste": [HEADER, row(1)],
        "Clients": [("Code", "Nom"), ("C1", "Duval")],
        "Notes": [("à rappeler", "lundi")],
        "Mars": [("sans", "en-tête")],
    }
    said = [problem.what for problem in read_spreadsheet(sheets, "l.xlsx", ListOptions()).report.problems]
    del sheets["Notes"]
    alone = [problem.what for problem in read_spreadsheet(sheets, "l.xlsx", ListOptions()).report.problems]

    assert said == ["Feuilles non lues, aucune liste n'y est reconnue : « Notes », « Mars »"]
    assert alone == ["Feuille non lue, aucune liste n'y est reconnue : « Mars »"]


@shared
def test_a_nul_far_into_the_shared_list_costs_nothing_and_is_said() -> None:
    imported = read(CASES / "nul_loin.csv")

    assert (imported.report.lines, len(imported.items), imported.doubted) == (201, 201, ())
    assert any("nul" in problem.what.lower() for problem in imported.report.problems)


@shared
def test_half_american_days_of_the_shared_workbook_are_a_doubt() -> None:
    assert Motive.HALF_CONVERTED in [doubt.motif for doubt in read(CASES / "excel_us_inverse.xlsx").doubts]


@shared
def test_the_shared_workbooks_that_are_no_list_are_named() -> None:
    with pytest.raises(DataError, match="un tableau croisé dynamique"):
        read(CASES / "tcd.xlsx")
    with pytest.raises(DataError, match="Le classeur est vide"):
        read(CASES / "vide.xlsx")
    assert [doubt.motif for doubt in read(CASES / "entete_seul.xlsx").doubts] == [Motive.HEADER_ONLY]
    assert "n'a jamais été calculée" in read(CASES / "formules_sans_cache.xlsx").doubted[0].why
    assert "(.xls)" in read(CASES / "faux_xls.xls").report.problems[0].what


@shared
def test_n_20_a_sheet_of_customers_beside_the_invoices_is_used() -> None:
    """N-20"""
    customer = read(CASES / "avec_clients.xlsx").customers["C1"]

    assert (customer.name, customer.city, customer.email) == ("Duval Garage", "Lyon", "a@exemple.fr")


@shared
def test_the_shared_archive_holds_one_ledger() -> None:
    assert told(read(CASES.parent / "fec" / "fec.zip")) == ["CD F2 300.00"]
    assert date(2026, 2, 5) == read(CASES.parent / "fec" / "fec.zip").items[0].issue_date
