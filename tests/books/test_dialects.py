"""Workbooks as other programs and other hands leave them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.tables.grid import CellError, Uncomputed
from tests.places import SHARED

Workbook = Callable[..., Path]
SHEET, TABLE = "xl/worksheets/sheet3.xml", "xl/tables/table3.xml"
SAMPLES = SHARED / "data" / "excel"
INVOICES = [
    {"Client": f"C{n}", "Facture": f"FA-{n}", "Échéance": date(2026, 1, n), "Montant": 100 * n, "Niveau": n}
    for n in range(1, 4)
]


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    assert change(text) != text
    parts[part] = change(text).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def first_rows(path: Path) -> list[list[object]]:
    """Client, invoice, due date, amount and level."""
    grid = WorkbookFile(path).read_table("tFactures")
    return [[row[place] for place in (0, 1, 5, 7, 11)] for row in grid.rows]


EXPECTED = [[f"C{n}", f"FA-{n}", date(2026, 1, n), 100 * n, n] for n in range(1, 4)]


def can_be_written(path: Path) -> None:
    book = WorkbookFile(path)
    book.append_rows("tFactures", ["Client", "Facture", "Échéance", "Montant"], [["C9", "F9", date(2026, 9, 9), 9]])
    book.update_columns("tFactures", {"Niveau": [1, 2, 3, 4]})
    book.save()
    assert first_rows(path) == [*EXPECTED, ["C9", "F9", date(2026, 9, 9), 9, 4]]
    assert openpyxl.load_workbook(path)["Factures"]["A11"].value == "C9"


def test_a_workbook_saved_by_openpyxl(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    openpyxl.load_workbook(path).save(path)

    assert first_rows(path) == EXPECTED
    solde = WorkbookFile(path).read_table("tFactures").rows[0][9]
    assert isinstance(solde, Uncomputed)
    can_be_written(path)


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice(workbook: Workbook, tmp_path: Path) -> None:
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(workbook({"tFactures": INVOICES})),
        ],
        check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    path = tmp_path / "out" / "Relances.xlsx"

    assert first_rows(path) == EXPECTED
    assert WorkbookFile(path).read_names()["critere_groupe"] == "Tous"
    can_be_written(path)


def prefixed(text: str) -> str:
    text = re.sub(r"<(/?)(?=[a-zA-Z])(?!\w+:)", r"<\1x:", text)
    return text.replace(' xmlns="', ' xmlns:x="', 1)


@pytest.mark.parametrize(
    "change",
    [
        prefixed,
        lambda text: re.sub(r' r="[A-Z]+[0-9]+"', "", re.sub(r'(<row) r="[0-9]+"', r"\1", unplaced(text))),
        lambda text: re.sub(r' spans="[^"]*"', "", text),
        lambda text: re.sub(r'<c r="(\w+)" s="(\d+)"', r'<c s="\2" r="\1"', text),
        lambda text: text.replace("<sheetData>", "<!-- écrit à la main --><sheetData>"),
        lambda text: text.replace("<row ", "\r\n  <row ").replace("<c ", "\r\n    <c ").replace("</row>", "\r\n</row>"),
        lambda text: text.replace('="', "='").replace('"', "'").replace("''", "'"),
    ],
    ids=["prefix", "no addresses", "no spans", "other order", "comment", "indented", "single quotes"],
)
def test_other_ways_of_writing_the_same_sheet(workbook: Workbook, change: Callable[[str], str]) -> None:
    path = rewritten(workbook({"tFactures": INVOICES}), SHEET, change)

    assert first_rows(path) == EXPECTED
    can_be_written(path)


def unplaced(text: str) -> str:
    """The sheet with every row and cell present from A1 on, so that addresses may be left out."""

    def filled(row: re.Match[str]) -> str:
        cells = {match[1]: match[0] for match in re.finditer(r'<c r="([A-Z])[0-9]+"(?:[^>]*/>|.*?</c>)', row[2])}
        return row[1] + "".join(cells.get(letter, "<c/>") for letter in "ABCDEFGHIJKLMNOPQ") + "</row>"

    text = re.sub(r"(<row [^>]*>)(.*?)</row>", filled, text)
    return text.replace("<sheetData>", "<sheetData>" + '<row r="0"/>' * 6)


def test_a_sheet_in_utf_16(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[SHEET] = parts[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)

    assert first_rows(path) == EXPECTED
    can_be_written(path)


def test_a_workbook_counting_days_since_1904(tmp_path: Path) -> None:
    path = tmp_path / "Mac.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    sheet = book.add_worksheet("Factures")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_datetime("A2", date(2026, 3, 15), day)
    sheet.add_table("A1:A2", {"name": "tFactures", "columns": [{"header": "Échéance"}]})
    book.close()
    found = WorkbookFile(path)
    found.append_rows("tFactures", ["Échéance"], [[date(2026, 4, 1)]])
    found.save()

    assert [row[0] for row in WorkbookFile(path).read_table("tFactures").rows] == [date(2026, 3, 15), date(2026, 4, 1)]
    assert openpyxl.load_workbook(path)["Factures"]["A3"].value == datetime(2026, 4, 1)


def test_every_kind_of_value(workbook: Workbook) -> None:
    def fill(book: Any, sheets: dict[str, Any]) -> None:
        sheet = sheets["Factures"]

        def formatted(code: str) -> Any:
            return book.add_format({"num_format": code})

        sheet.write_boolean("A8", True)
        sheet.write_formula("B8", "=NA()", None, "#N/A")
        sheet.write_formula("C8", '="vu"', None, "vu")
        sheet.write_number("D8", 45000.5, formatted("dd/mm/yyyy hh:mm"))
        sheet.write_number("E8", 0.25, formatted("hh:mm"))
        sheet.write_number("F8", 1.5, formatted("[h]:mm"))
        sheet.write_number("G8", 0.124, formatted("0.0%"))
        sheet.write_rich_string("H8", book.add_format({"bold": True}), "1 234", ",50")
        sheet.write_number("I8", -5, formatted("dd/mm/yyyy"))
        sheet.write_number("K8", 1e15 + 1)
        sheet.write_string("L8", "1_x000D_\n2")
        sheet.write_number("M8", 46096, formatted('[$-40C]d mmmm yyyy;@"'))
        sheet.write_number("N8", 12, formatted('0" jours dus"'))

    row = WorkbookFile(workbook({}, fill)).read_table("tFactures").rows[0]

    assert row[0] is True
    assert row[1] == CellError("#N/A")
    assert row[2:9] == [
        "vu", datetime(2023, 3, 15, 12), time(6), timedelta(hours=36), 0.124, "1 234,50", -5,
    ]  # fmt: skip
    assert row[10:14] == [10**15 + 1, "1_x000D_\n2", date(2026, 3, 15), 12]


def test_a_formula_no_spreadsheet_has_computed(workbook: Workbook) -> None:
    path = rewritten(workbook({"tFactures": INVOICES}), SHEET, lambda text: re.sub(r"</f><v>0</v>", "</f>", text))

    assert WorkbookFile(path).read_table("tFactures").rows[0][9] == Uncomputed(
        "=tFactures[[#This Row],[Montant]]-tFactures[[#This Row],[Réglé]]"
    )


def test_rows_typed_under_the_table_belong_to_it(workbook: Workbook) -> None:
    def typed(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Factures"].write("A11", "C4")
        sheets["Factures"].write("H11", 400)
        sheets["Factures"].write("A12", "C5")
        sheets["Factures"].write("A14", "une note plus bas")

    path = workbook({"tFactures": INVOICES}, typed)
    book = WorkbookFile(path)
    assert [row[0] for row in book.read_table("tFactures").rows] == ["C1", "C2", "C3", "C4", "C5"]
    book.update_columns("tFactures", {"Niveau": [1, 2, 3, 0, 0]})
    book.save()

    assert openpyxl.load_workbook(path)["Factures"].tables["tFactures"].ref == "A7:S12"
    rows = WorkbookFile(path).read_table("tFactures").rows
    assert [row[9] for row in rows[3:]] == [400, 0]
    assert openpyxl.load_workbook(path)["Factures"]["A14"].value == "une note plus bas"


def test_the_line_of_an_empty_table_stays_blank_though_its_formula_has_a_result(workbook: Workbook) -> None:
    path = workbook()

    assert all(value is None for value in WorkbookFile(path).read_table("tFactures").rows[0])
    assert openpyxl.load_workbook(path)["Factures"]["J8"].value is not None


def test_the_users_columns_and_order_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Factures")
    headers = ["Commercial", "Montant", "Réglé", "Jours de\nretard", "Double", "Client", "Solde"]
    columns: list[dict[str, str]] = [{"header": header} for header in headers]
    columns[4]["formula"] = "=[@Montant]*2"
    sheet.add_table("B3:H5", {"name": "tFactures", "columns": columns})
    for row, line in enumerate([["Zoé", 10, 1, 5, None, "C1"], ["Max", 20, 2, 6, None, "C2"]], start=3):
        for column, value in enumerate(line, start=1):
            if value is not None:
                sheet.write(row, column, value)
    book.close()

    found = WorkbookFile(path)
    assert found.read_table("tFactures").headers == tuple(headers)
    found.update_columns("tFactures", {"Réglé": [1, 20], "Jours de retard": [7, 8]})
    found.append_rows("tFactures", ["Client", "Montant"], [["C3", 30]])
    found.save()

    rows = WorkbookFile(path).read_table("tFactures").rows
    assert [row[0] for row in rows] == ["Zoé", "Max", None]
    assert [row[3] for row in rows] == [7, 8, None]
    assert [row[4] for row in rows][1:] == [40, 60]
    assert [row[6] for row in rows][1:] == [0, 30]


def test_a_table_filtered_by_the_user_hides_no_new_row(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    rewritten(path, TABLE, lambda text: re.sub(
        r"<autoFilter ref=\"(.*?)\"/>",
        r'<autoFilter ref="\1"><filterColumn colId="0"><filters blank="1"/></filterColumn></autoFilter>',
        text,
    ))  # fmt: skip
    rewritten(path, SHEET, lambda text: text.replace('<row r="9" ', '<row r="9" hidden="1" '))
    book = WorkbookFile(path)
    book.replace_rows("tFactures", ["Client"], [["X"], ["Y"], ["Z"]])
    book.save()

    sheet = openpyxl.load_workbook(path)["Factures"]
    assert not sheet.row_dimensions[9].hidden
    assert not sheet.tables["tFactures"].autoFilter.filterColumn


def test_a_shared_formula_survives_the_loss_of_the_cell_that_held_it(workbook: Workbook) -> None:
    def shared(text: str) -> str:
        text = re.sub(
            r'(<row r="8".*?)</row>', r'\1<c r="T8"><f t="shared" ref="T8:T10" si="0">H8*2</f></c></row>', text
        )
        for row in (9, 10):
            text = re.sub(
                rf'(<row r="{row}".*?)</row>', rf'\1<c r="T{row}"><f t="shared" si="0"/><v>1</v></c></row>', text
            )
        return text

    path = rewritten(workbook({"tFactures": INVOICES}), SHEET, shared)
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Niveau": [9, 9, 9]})
    book.save()

    sheet = openpyxl.load_workbook(path)["Factures"]
    assert [sheet[f"T{row}"].value for row in (8, 9, 10)] == ["=H8*2", "=H9*2", "=H10*2"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample workbooks are not beside the project")
def test_workbooks_made_by_others_read_as_calamine_reads_them() -> None:
    compared = 0
    for path in sorted(SAMPLES.glob("*.xlsx")):
        theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for name, rows in read_sheets(path).items():
            expected = theirs.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for ours, there in zip(rows, expected, strict=False):  # calamine leaves out the last blank rows
                seen = ["" if value is None or isinstance(value, CellError) else value for value in ours]
                seen += [""] * (len(there) - len(seen))  # ours end with their last cell
                assert seen[: len(there)] == there, (path, name)
                compared += len(there)
    assert compared > 100


def test_a_users_column_of_formulas_is_filled_even_if_the_table_does_not_say_so(tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Factures")
    headers = ["Client", "Montant", "Avec frais", "Remarque"]
    sheet.add_table("A1:D3", {"name": "tFactures", "columns": [{"header": header} for header in headers]})
    for row in (2, 3):
        sheet.write(f"A{row}", "C1")
        sheet.write_formula(f"C{row}", f"=B{row}+$F$1", None, 0)
    sheet.write_formula("D2", "=A2", None, "C1")
    book.close()
    found = WorkbookFile(path)
    found.replace_rows("tFactures", ["Client", "Montant"], [["C1", 1], ["C2", 2], ["C3", 3]])
    found.save()

    written = openpyxl.load_workbook(path)["Factures"]
    assert [written[f"C{row}"].value for row in (2, 3, 4)] == ["=B2+$F$1", "=B3+$F$1", "=B4+$F$1"]
    assert [written[f"D{row}"].value for row in (2, 3, 4)] == [None, None, None]
    assert isinstance(WorkbookFile(path).read_table("tFactures").rows[0][2], Uncomputed)
