"""What is not written stays as it was, byte for byte; what is written opens everywhere."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.tables.grid import Link, Written
from tests.places import SHARED

Workbook = Callable[..., Path]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
CHECKER = SHARED / "tools" / "ooxml_check.py"
INVOICES = [
    {"Client": f"C{n}", "Facture": f"FA-{n}", "Échéance": date(2026, 1, n), "Montant": 100 * n, "Niveau": n}
    for n in range(1, 5)
]


def rich(book: Any, sheets: dict[str, Any]) -> None:
    """What openpyxl would lose: charts, text boxes, sparklines, data bars, buttons, rich text, notes."""
    invoices = sheets["Factures"]
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Factures!$H$8:$H$11"})
    sheets["Accueil"].insert_chart("B12", chart)
    sheets["Accueil"].insert_textbox("H2", "Cliquez ici")
    sheets["Accueil"].insert_button("J2", {"macro": "Relance_Rechercher", "caption": "Rechercher"})
    invoices.write_comment("B8", "appelé le 3 mars")
    invoices.add_sparkline("T2", {"range": "Factures!H8:H11"})
    invoices.conditional_format("H8:H11", {"type": "data_bar", "data_bar_2010": True})
    invoices.write_rich_string("T8", book.add_format({"bold": True}), "gras", "et maigre")
    invoices.write_url("T9", "https://exemple.fr")
    invoices.set_column("A:A", 33)
    invoices.set_row(8, 40)
    invoices.freeze_panes(7, 2)
    book.set_custom_property("Dossier", "2026")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def opened(path: Path, **options: bool) -> openpyxl.Workbook:
    """The workbook as openpyxl sees it, without what it says of the extensions it does not know."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(path, **options)


def changed(before: dict[str, bytes], path: Path) -> set[str]:
    after = parts(path)
    assert list(after) == list(before)
    return {name for name in before if before[name] != after[name]}


def test_only_the_parts_of_the_table_written_change(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    before = parts(path)
    book = WorkbookFile(path)
    book.append_rows("tFactures", ["Client", "Montant"], [["C5", Decimal("5.55")]])
    book.save()

    assert changed(before, path) == {"xl/worksheets/sheet3.xml", "xl/tables/table3.xml"}


def test_updating_cells_changes_the_sheet_alone_and_in_it_those_cells_alone(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    before = parts(path)
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Niveau": [1, 2, 3, 5]})
    book.save()

    assert changed(before, path) == {"xl/worksheets/sheet3.xml"}
    sheet = "xl/worksheets/sheet3.xml"
    old, new = before[sheet].decode(), parts(path)[sheet].decode()
    assert new == old.replace(' spans="1:20"', "", 0).replace(
        old[old.index('<row r="11"') : old.index("</row>", old.index('<row r="11"'))],
        new[new.index('<row r="11"') : new.index("</row>", new.index('<row r="11"'))],
    )
    assert '<c r="L11"><v>5</v></c>' in new


def test_untouched_parts_keep_even_their_compressed_bytes(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    before = compressed(path)
    book = WorkbookFile(path)
    book.set_names({"critere_nom": "Dupont"})
    book.save()

    after = compressed(path)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet6.xml"}


def repacked(path: Path, renamed: Callable[[str], str], *, folders: tuple[str, ...] = ()) -> None:
    """The workbook as another tool would pack it: entries of folders, names and targets of its own."""
    before = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for folder in folders:
            package.writestr(folder, b"")
        for name, content in before.items():
            package.writestr(renamed(name), content)


def test_folder_entries_change_no_byte_of_the_other_members(workbook: Workbook) -> None:
    """N-72."""
    path = workbook({"tFactures": INVOICES}, rich)
    repacked(path, str, folders=("xl/", "xl/worksheets/", "docProps/"))
    before = compressed(path)
    book = WorkbookFile(path)
    book.set_names({"critere_nom": "Dupont"})
    book.save()

    after = compressed(path)
    members = {name for name in before if not name.endswith("/")}
    assert set(after) == members
    assert {name for name in members if before[name] != after[name]} == {"xl/worksheets/sheet6.xml"}
    assert opened(path)["Factures"]["A8"].value == "C1"
    assert WorkbookFile(path).read_names()["critere_nom"] == "Dupont"


@pytest.mark.parametrize(
    ("old", "target"),
    [
        (b'Target="worksheets/sheet3.xml"', b'Target="worksheets\\sheet3.xml"'),
        (b'Target="worksheets/sheet3.xml"', b'Target="/xl/worksheets/sheet%33.xml"'),
    ],
    ids=["backslash", "percent-encoded"],
)
def test_a_target_written_in_another_way_leads_to_its_sheet(workbook: Workbook, old: bytes, target: bytes) -> None:
    path = workbook({"tFactures": INVOICES})
    before = parts(path)
    relations = before["xl/_rels/workbook.xml.rels"]
    assert old in relations
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**before, "xl/_rels/workbook.xml.rels": relations.replace(old, target)}.items():
            package.writestr(name, content)
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Niveau": [1, 2, 3, 5]})
    book.save()

    grid = WorkbookFile(path).read_table("tFactures")
    assert [row[grid.headers.index("Niveau")] for row in grid.rows] == [1, 2, 3, 5]


def test_a_part_whose_own_name_has_a_percent_sign_is_found_as_it_is_written(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    before = parts(path)
    before["xl/worksheets/sheet%33.xml"] = before.pop("xl/worksheets/sheet3.xml")
    before["xl/worksheets/_rels/sheet%33.xml.rels"] = before.pop("xl/worksheets/_rels/sheet3.xml.rels")
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        before[name] = before[name].replace(b"worksheets/sheet3.xml", b"worksheets/sheet%33.xml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in before.items():
            package.writestr(name, content)

    assert len(WorkbookFile(path).read_table("tFactures").rows) == len(INVOICES)


def compressed(path: Path) -> dict[str, bytes]:
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        found = {}
        for info in package.infolist():
            lengths = content[info.header_offset + 26 : info.header_offset + 30]
            start = info.header_offset + 30 + sum(struct.unpack("<2H", lengths))
            found[info.filename] = content[start : start + info.compress_size]
        return found


def test_notes_sparklines_bars_and_looks_stay_in_the_sheet_written(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    book = WorkbookFile(path)
    book.replace_rows("tFactures", ["Client", "Facture"], [["X", "Y"]] * 8)
    book.save()

    sheet = parts(path)["xl/worksheets/sheet3.xml"].decode()
    for kept in (
        "sparkline",
        "legacyDrawing",
        "hyperlink ",
        'customWidth="1"',
        "<pane ",
        'ht="39.75"',
        "x14:dataBar",
    ):
        assert kept in sheet, kept
    sheet_read = opened(path, rich_text=True)["Factures"]
    assert str(sheet_read["T8"].value) == "graset maigre"
    assert sheet_read["B8"].comment is not None


def test_rules_and_lists_follow_the_table(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    for count in (9, 2, 0):
        book = WorkbookFile(path)
        book.replace_rows("tFactures", ["Client"], [["X"]] * count)
        book.save()

        sheet = opened(path)["Factures"]
        last = 7 + max(count, 1)
        assert sheet.tables["tFactures"].ref == f"A7:S{last}"
        assert sheet.tables["tFactures"].autoFilter.ref == f"A7:S{last}"
        whole = f"A8:S{last}"
        column = f"C8:C{last}" if count else "C8"
        assert whole in {str(block.sqref) for block in sheet.conditional_formatting}
        assert column in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
        bars = f"<xm:sqref>H8:H{last}</xm:sqref>" if count else "<xm:sqref>H8</xm:sqref>"
        assert bars in parts(path)["xl/worksheets/sheet3.xml"].decode()


def test_new_rows_look_like_the_first_one(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    book = WorkbookFile(path)
    book.append_rows("tFactures", ["Client", "Échéance", "Montant"], [["C9", date(2026, 5, 1), 12]] * 2)
    book.save()

    sheet = opened(path)["Factures"]
    assert [sheet[f"{letter}13"].number_format for letter in "FHA"] == ["dd/mm/yyyy", "#,##0.00", "@"]


def test_a_date_is_shown_as_a_date_even_in_a_cell_without_a_format(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Note": [date(2026, 3, 15), "b", "c", "d"]})
    book.save()

    assert opened(path)["Factures"]["Q8"].is_date


def test_column_formulas_carry_their_results(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    book = WorkbookFile(path)
    book.append_rows("tFactures", ["Montant", "Réglé"], [[Decimal("10.10"), Decimal("0.20")]])
    book.save()

    assert opened(path, data_only=True)["Factures"]["J12"].value == 9.9
    formula = opened(path)["Factures"]["J12"].value
    assert formula == "=tFactures[[#This Row],[Montant]]-tFactures[[#This Row],[Réglé]]"


def test_a_text_never_becomes_a_formula(workbook: Workbook) -> None:
    path = workbook({"tFactures": INVOICES})
    book = WorkbookFile(path)
    book.replace_rows("tFactures", ["Note"], [['=HYPERLINK("http://x")'], ["+1"], ["-1"], ["@x"], ["\t=1"]])
    book.save()

    sheet = opened(path)["Factures"]
    assert {sheet[f"Q{row}"].data_type for row in range(8, 13)} == {"s"}
    assert "<f>HYPERLINK" not in parts(path)["xl/worksheets/sheet3.xml"].decode()


def test_n_62_a_link_is_the_cells_own_with_its_text(workbook: Workbook) -> None:
    """N-62: it was a formula, which Excel copies to every row of a table's column."""
    path = workbook()
    book = WorkbookFile(path)
    book.replace_rows("tRelances", ["Facture", "Client"], [[Link("#'Factures'!B12", 'FA "1"'), "C1"]])
    book.save()

    cell = opened(path)["Relances"]["E8"]
    assert (cell.value, cell.data_type) == ('FA "1"', "s")
    assert cell.hyperlink is not None
    assert (cell.hyperlink.location, cell.hyperlink.display) == ("'Factures'!B12", 'FA "1"')


def test_the_calculation_chain_goes_and_everything_is_computed_anew(workbook: Workbook, tmp_path: Path) -> None:
    path = with_calculation_chain(workbook({"tFactures": INVOICES}), tmp_path / "Chaîne.xlsx")
    book = WorkbookFile(path)
    book.set_names({"critere_nom": "x"})
    book.save()

    after = parts(path)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def with_calculation_chain(source: Path, path: Path) -> Path:
    """The same workbook as Excel saves it: a calculation chain, and no wish to compute anew."""
    uri = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    added = {
        "[Content_Types].xml": (
            b"</Types>",
            f'<Override PartName="/xl/calcChain.xml" ContentType="{CHAIN_TYPE}"/></Types>'.encode(),
        ),
        "xl/_rels/workbook.xml.rels": (
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'.encode(),
        ),
        "xl/workbook.xml": (b' fullCalcOnLoad="1"', b""),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts(source).items():
            package.writestr(name, content.replace(*added[name]) if name in added else content)
        package.writestr("xl/calcChain.xml", f'<calcChain xmlns="{uri}"><c r="J8" i="3"/></calcChain>')
    return path


def written_everywhere(path: Path) -> Path:
    """A workbook in which every table has been written."""
    book = WorkbookFile(path)
    for table in sorted(book.table_names()):
        headers = book.read_table(table).headers
        book.append_rows(table, headers, [[f"& <{n}>" for n in range(len(headers))]] * 3)
    book.replace_rows("tRelances", ["Facture", "Échéance"], [[Link("#A1", "lien"), date(2026, 3, 1)]])
    book.set_row_colours("tFactures", "Niveau", {1: ("#FF0000", "#00FF00"), 4: ("", "")})
    book.set_names({"critere_du": date(2026, 1, 1)})
    book.save()
    return path


def test_the_result_follows_the_schemas_of_the_format(workbook: Workbook) -> None:
    if not CHECKER.exists():
        pytest.skip("the checker of OOXML packages is not beside the project")
    path = written_everywhere(workbook({"tFactures": INVOICES}, rich))
    run = subprocess.run([sys.executable, CHECKER, path], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


def test_other_readers_read_the_same_values(workbook: Workbook) -> None:
    path = written_everywhere(workbook({"tFactures": INVOICES}, rich))

    theirs = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        .get_sheet_by_name("Factures")
        .to_python()
    )
    assert theirs[-1][:3] == ["& <0>", "& <1>", "& <2>"]
    assert opened(path, data_only=True)["Factures"]["A12"].value == "& <0>"


@pytest.mark.libreoffice
def test_libreoffice_opens_the_result_and_computes_the_same(workbook: Workbook, tmp_path: Path) -> None:
    path = workbook({"tFactures": INVOICES}, rich)
    book = WorkbookFile(path)
    rows: list[list[Written]] = [[f"C{n}", 10 * n + 0.1, Decimal("0.20"), date(2026, 1, n)] for n in range(1, 6)]
    book.replace_rows("tFactures", ["Client", "Montant", "Réglé", "Échéance"], rows)
    book.save()
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
            "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(path),
        ],
        check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip

    grid = WorkbookFile(tmp_path / "out" / path.name).read_table("tFactures")
    assert [row[0] for row in grid.rows] == ["C1", "C2", "C3", "C4", "C5"]
    assert [row[9] for row in grid.rows] == [9.9, 19.9, 29.9, 39.9, 49.9]
    assert grid.rows[0][5] == date(2026, 1, 1)
