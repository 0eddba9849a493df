"""What every spreadsheet behind the port does, whichever it is: the same tests run against all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.utils.cell import coordinate_to_tuple

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.books.live.notes import notes_of
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Grid, Link, Row, Value, Written
from tests.books.conftest import HEADER_ROW, Rows, draw_workbook

Host = Callable[[Mapping[str, Rows]], Book]


def in_memory(folder: Path, rows: Mapping[str, Rows]) -> Book:
    book = MemoryBook.empty(folder / "Relances.xlsm")
    for table, lines in rows.items():
        book.fill(table, lines)  # type: ignore[arg-type]  # rows of the tests hold plain values
    return book


def closed_file(folder: Path, rows: Mapping[str, Rows]) -> Book:
    return WorkbookFile(draw_workbook(folder / "Relances.xlsx", rows))


def saved_file(folder: Path, rows: Mapping[str, Rows]) -> Book:
    """The closed file again, every check reading what has been saved."""
    return Saving(draw_workbook(folder / "Relances.xlsx", rows))


class Saving(WorkbookFile):
    """Saves and opens anew before each reading."""

    def read_table(self, table: str) -> Grid:
        if self._touched:
            self.save()
        return super().read_table(table)


HOSTS = {"memory": in_memory, "file": closed_file, "saved file": saved_file}
LIVE = "libreoffice"


@pytest.fixture(params=[*HOSTS, pytest.param(LIVE, marks=pytest.mark.libreoffice)])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    if request.param != LIVE:
        yield lambda rows: HOSTS[request.param](tmp_path, rows)
        return
    app: xlwings.App = request.getfixturevalue("calc")
    yield lambda rows: XlwingsBook(app.books.open(draw_workbook(tmp_path / "Relances.xlsx", rows)))
    for book in app.books:
        book.close()


ONE = {"Client": "C1", "Facture": "F1", "Échéance": date(2026, 1, 31), "Montant": 1200.5, "Réglé": 200.5, "Niveau": 1}
TWO = {"Client": "C2", "Facture": "F2", "Échéance": date(2026, 2, 28), "Montant": 80, "Niveau": 0, "Note": "à voir"}


def column(book: Book, table: str, header: str) -> list[object]:
    grid = book.read_table(table)
    place = grid.headers.index(header)
    return [row[place] for row in grid.rows]


def is_blank(row: Row) -> bool:
    return all(value is None for value in row)


def test_every_table_of_the_schema_is_there(host: Host) -> None:
    assert {table.name for table in schema.TABLES} <= host({}).table_names()


def test_an_empty_table_has_its_headers_and_one_blank_row(host: Host) -> None:
    grid = host({}).read_table("tFactures")

    assert grid.headers == schema.ITEMS.headers
    assert [is_blank(row) for row in grid.rows] == [True]
    assert grid.address(0, 7) == "H8"


def test_a_table_that_is_missing_is_named(host: Host) -> None:
    with pytest.raises(DataError, match="tAbsent"):
        host({}).read_table("tAbsent")


VALUES: tuple[tuple[Written, Value], ...] = (
    ("Dupont & Fils <SARL>", "Dupont & Fils <SARL>"),
    ("007", "007"),
    ("  deux  espaces ", "  deux  espaces "),
    ("deux\nlignes", "deux\nlignes"),
    ("deux\r\nlignes", "deux\nlignes"),
    ("_x000D_", "_x000D_"),
    ("« é € 漢 😀 »", "« é € 漢 😀 »"),
    ("", None),
    (None, None),
    ("=1+1", "=1+1"),
    ("+33 1 02", "+33 1 02"),
    ("-5", "-5"),
    ("@SUM(A1)", "@SUM(A1)"),
    (0, 0),
    (-3, -3),
    (2**53, 2**53),
    (Decimal("1234.56"), 1234.56),
    (Decimal("1E+3"), 1000),
    (Decimal("-0.10"), -0.1),
    (0.1, 0.1),
    (1e-9, 1e-9),
    (date(2024, 2, 29), date(2024, 2, 29)),
    (date(1900, 1, 1), date(1900, 1, 1)),
    (date(9999, 12, 31), date(9999, 12, 31)),
    (datetime(2026, 3, 15, 14, 5, 7), datetime(2026, 3, 15, 14, 5, 7)),
    (Link("#'Factures'!B12", "FA-1"), "FA-1"),
    (Link('C:\\Lettres\\d\'été "2026".docx', 'dit "le grand"'), 'dit "le grand"'),
    (Link("#A1", "x" * 300), "x" * 300),
    (Link("https://exemple.fr/" + "a" * 300, "trop long pour un lien"), "trop long pour un lien"),
)
"""What is written, and what is read back."""


def test_a_value_comes_back_as_it_was_written(host: Host) -> None:
    """One row each, all in one book: a host that lives takes its time to open."""
    book = host({})
    book.replace_rows("tFactures", ["Note", "Client"], [[written, "C1"] for written, _ in VALUES])

    found = column(book, "tFactures", "Note")
    assert found == [read for _, read in VALUES]
    assert [type(value) for value in found] == [type(read) for _, read in VALUES]


def test_rows_may_be_replaced_by_more_rows(host: Host) -> None:
    book = host({"tFactures": [ONE]})
    book.replace_rows("tFactures", ["Client", "Montant"], [[f"C{n}", n] for n in range(5)])

    assert column(book, "tFactures", "Client") == ["C0", "C1", "C2", "C3", "C4"]
    assert column(book, "tFactures", "Solde") == [0, 1, 2, 3, 4]


def test_rows_may_be_replaced_by_fewer_rows(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO, ONE]})
    book.replace_rows("tFactures", ["Client"], [["X"]])

    assert column(book, "tFactures", "Client") == ["X"]
    assert column(book, "tFactures", "Note") == [None]


def test_replacing_by_no_rows_leaves_one_blank_row_and_the_header(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.replace_rows("tFactures", ["Client"], [])

    grid = book.read_table("tFactures")
    assert [is_blank(row) for row in grid.rows] == [True]
    assert grid.headers == schema.ITEMS.headers


def test_a_table_emptied_then_filled_is_as_new(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.replace_rows("tFactures", [], [])
    book.append_rows("tFactures", ["Facture", "Client", "Montant"], [["F9", "C9", 9], ["F8", "C8", 8]])

    assert column(book, "tFactures", "Facture") == ["F9", "F8"]
    assert column(book, "tFactures", "Solde") == [9, 8]


def test_appending_keeps_the_rows_before(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.append_rows("tFactures", ["Montant", "Client", "Réglé"], [[Decimal("10.10"), "C3", Decimal("0.20")]])

    assert column(book, "tFactures", "Client") == ["C1", "C2", "C3"]
    assert column(book, "tFactures", "Note") == [None, "à voir", None]
    assert column(book, "tFactures", "Solde")[2] == 9.9


def test_appending_begins_below_the_last_row_that_is_not_blank(host: Host) -> None:
    book = host({"tFactures": [ONE, {}, TWO, {}, {}]})
    book.append_rows("tFactures", ["Client"], [["C3"]])

    assert column(book, "tFactures", "Client") == ["C1", None, "C2", "C3", None]


def test_appending_nothing_changes_nothing(host: Host) -> None:
    book = host({"tFactures": [ONE]})
    book.append_rows("tFactures", ["Client"], [])

    assert column(book, "tFactures", "Client") == ["C1"]


def test_blank_rows_are_read_so_that_addresses_hold(host: Host) -> None:
    grid = host({"tFactures": [ONE, {}, TWO]}).read_table("tFactures")

    assert [is_blank(row) for row in grid.rows] == [False, True, False]
    assert grid.address(2, 0) == "A10"


def test_updated_columns_leave_the_others_alone(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.update_columns("tFactures", {"Niveau": [2, 1], "Dernière relance": [date(2026, 3, 15), None]})

    assert column(book, "tFactures", "Niveau") == [2, 1]
    assert column(book, "tFactures", "Dernière relance") == [date(2026, 3, 15), None]
    assert column(book, "tFactures", "Client") == ["C1", "C2"]
    assert column(book, "tFactures", "Montant") == [1200.5, 80]


def test_updated_columns_may_be_emptied(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.update_columns("tFactures", {"Niveau": [None, ""]})

    assert column(book, "tFactures", "Niveau") == [None, None]


def test_a_column_formula_follows_what_is_updated_and_is_never_overwritten(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    book.update_columns("tFactures", {"Réglé": [Decimal("1200.50"), 80], "Solde": [99, 99]})

    assert column(book, "tFactures", "Solde") == [0, 0]


def test_updating_wants_one_value_a_row(host: Host) -> None:
    with pytest.raises(ValueError, match="Niveau"):
        host({"tFactures": [ONE, TWO]}).update_columns("tFactures", {"Niveau": [1]})


def test_a_value_for_a_column_that_is_missing_is_refused(host: Host) -> None:
    book = host({"tFactures": [ONE]})

    with pytest.raises(DataError, match=r"Relief.* manque"):
        book.append_rows("tFactures", ["Client", "Relief"], [["C2", "x"]])
    with pytest.raises(DataError, match=r"Relief.* manque"):
        book.update_columns("tFactures", {"Relief": [1]})
    assert column(book, "tFactures", "Client") == ["C1"]


def test_a_missing_column_without_a_value_is_passed_over(host: Host) -> None:
    book = host({"tFactures": [ONE]})
    book.append_rows("tFactures", ["Client", "Relief"], [["C2", None]])

    assert column(book, "tFactures", "Client") == ["C1", "C2"]


def test_missing_last_columns_without_a_value_reach_nothing_beside_the_table(host: Host) -> None:
    book = host({"tPenalites": [{"Date d'effet": date(2025, 1, 1), "Taux BCE": 3.15}]})
    book.replace_rows(
        "tDevises", ["Devise", "Date", "Cours", "Relief", "Relief 2"], [["USD", date(2026, 1, 1), 0.92, None, None]]
    )

    assert column(book, "tDevises", "Cours") == [0.92]
    assert column(book, "tPenalites", "Date d'effet") == [date(2025, 1, 1)]


def test_two_tables_side_by_side_do_not_disturb_each_other(host: Host) -> None:
    book = host({"tDevises": [{"Devise": "USD", "Date": date(2026, 1, 1), "Cours": 0.92}]})
    book.replace_rows("tPenalites", ["Date d'effet", "Taux BCE"], [[date(2025, n, 1), n] for n in (1, 7)])

    assert column(book, "tDevises", "Cours") == [0.92]
    assert column(book, "tPenalites", "Taux BCE") == [1, 7]


def test_named_cells_are_read_and_written(host: Host) -> None:
    book = host({})
    assert book.read_names()["critere_groupe"] == "Tous"

    book.set_names({"critere_groupe": "3", "critere_jours": 10, "date_relance": date(2026, 3, 15), "critere_nom": ""})

    names = book.read_names()
    assert (names["critere_groupe"], names["critere_jours"], names["critere_nom"]) == ("3", 10, None)
    assert names["date_relance"] == date(2026, 3, 15)
    assert names["critere_affichage"] == "Trouvées"


def test_a_named_cell_has_an_address(host: Host) -> None:
    assert host({}).name_address(schema.LAST_IMPORT) == ("Accueil", "C3")


def test_a_named_cell_that_is_missing_is_named(host: Host) -> None:
    book = host({})

    with pytest.raises(DataError, match="critere_absent"):
        book.name_address("critere_absent")
    with pytest.raises(DataError, match="critere_absent"):
        book.set_names({"critere_nom": "x", "critere_absent": 1})
    assert book.read_names()["critere_nom"] is None


# ---------------------------------------------------------------------- N-60


class Fallen(Exception):
    """Whatever stops an action half way."""


def everything(book: Book) -> dict[str, object]:
    """All the cells that a test of this chapter may change."""
    tables = {
        name: [list(row) for row in book.read_table(name).rows] for name in ("tFactures", "tJournal", "tRelances")
    }
    return {**tables, "names": book.read_names()}


def write_a_bit_everywhere(book: Book) -> None:
    book.update_columns(
        "tFactures", {"Niveau": [4, 5], "Dernière relance": [date(2026, 3, 16)] * 2, "Note": ["7", None]}
    )
    book.append_rows("tJournal", ["Lot", "Client"], [["L1", "C1"], ["L1", "C2"]])
    book.replace_rows("tRelances", ["Client", "Facture"], [["C1", Link("#'Factures'!B8", "F1")]] * 3)
    book.set_names({"critere_nom": "Dupont", "date_relance": date(2026, 3, 16)})


def fall_half_way(book: Book, *steps: Callable[[Book], None]) -> None:
    with book.all_or_nothing({"tFactures", "tJournal", "tRelances"}):
        for step in steps:
            step(book)
        raise Fallen


def test_what_falls_half_way_leaves_every_cell_as_before(host: Host) -> None:
    """N-60"""
    book = host({"tFactures": [ONE, TWO], "tRelances": [{"Client": "C9", "Facture": "007", "Solde": 12.5}] * 5})
    if isinstance(book, Saving):  # it saves at each reading, and what was saved stays
        book = WorkbookFile(book.path)
    before = everything(book)

    with pytest.raises(Fallen) as fallen:
        fall_half_way(book, write_a_bit_everywhere)

    assert fallen.value.__notes__ == ["Rien n'a été changé dans le classeur."]
    assert everything(book) == before
    write_a_bit_everywhere(book)
    assert column(book, "tFactures", "Niveau") == [4, 5], "the book goes on"


def test_what_was_saved_half_way_stays(host: Host) -> None:
    """N-60"""
    book = host({"tFactures": [ONE, TWO]})

    with pytest.raises(Fallen):
        fall_half_way(
            book,
            lambda book: book.append_rows("tJournal", ["Lot"], [["L1"]]),
            lambda book: book.save(),
            lambda book: book.update_columns("tFactures", {"Niveau": [7, 7]}),
        )

    assert column(book, "tJournal", "Lot") == ["L1"]
    assert column(book, "tFactures", "Niveau") == [1, 0]


def test_what_succeeds_stays(host: Host) -> None:
    """N-60"""
    book = host({"tFactures": [ONE, TWO]})

    with book.all_or_nothing({"tFactures", "tAbsent"}):
        write_a_bit_everywhere(book)

    assert column(book, "tFactures", "Niveau") == [4, 5]
    assert len(book.read_table("tRelances").rows) == 3


def notes(book: Book) -> dict[tuple[int, int], str]:
    """The comments of the sheet of the invoices, by row and column of the sheet."""
    if isinstance(book, MemoryBook):
        table = book.tables["tFactures"]
        return {(table.top + 1 + row, table.left + table.headers.index(header)): text
                for (row, header), text in table.comments.items()}  # fmt: skip
    if isinstance(book, WorkbookFile):
        book.save()
        sheet = openpyxl.load_workbook(book.path)["Factures"]
        marked = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
        return {coordinate_to_tuple(str(cell.coordinate)): str(cell.comment.text) for cell in marked if cell.comment}
    assert isinstance(book, XlwingsBook)
    return notes_of(book._book.sheets["Factures"])


def test_the_programs_notes_come_and_go(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    grid = book.read_table("tFactures")
    top, column = grid.top, grid.left + grid.headers.index("Note")
    book.set_notes("tFactures", "Note", {0: "⚠ une", 1: "⚠ autre"})
    book.set_notes("tFactures", "Note", {1: "⚠ autre et <plus> & mieux"})
    book.set_notes("tFactures", "Absente", {0: "⚠ rien"})

    assert notes(book) == {(top + 2, column): "⚠ autre et <plus> & mieux"}
    book.set_notes("tFactures", "Note", {})
    assert notes(book) == {}


def test_the_note_of_a_person_stays_whatever_the_program_says(host: Host) -> None:
    book = host({"tFactures": [ONE, TWO]})
    grid = book.read_table("tFactures")
    book.set_notes("tFactures", "Note", {0: "à moi"})  # it does not begin as the program's do
    book.set_notes("tFactures", "Note", {0: "⚠ une"})

    assert list(notes(book).values()) == ["à moi"]
    assert list(notes(book)) == [(grid.top + 1, grid.left + grid.headers.index("Note"))]


def test_rows_that_nobody_sees_are_known(host: Host) -> None:
    """N-61"""
    book = host({"tFactures": [ONE, TWO, ONE, TWO]})
    assert book.hidden_rows("tFactures") == frozenset()

    hide(book, {1, 2})
    if isinstance(book, WorkbookFile):
        book = WorkbookFile(book.path)
    assert book.hidden_rows("tFactures") == {1, 2}

    book.replace_rows("tFactures", ["Client"], [["C1"], ["C2"], ["C3"], ["C4"]])
    assert book.hidden_rows("tFactures") == frozenset(), "what was hidden were other lines"


def hide(book: Book, rows: set[int]) -> None:
    """Hide rows of tFactures by hand."""
    if isinstance(book, MemoryBook):
        book.tables["tFactures"].hidden = frozenset(rows)
    elif isinstance(book, XlwingsBook):
        for row in rows:
            book._book.sheets["Factures"].range((HEADER_ROW + 1 + row, 1)).rows.hidden = True
    else:
        opened = openpyxl.load_workbook(book.path)
        for row in rows:
            opened["Factures"].row_dimensions[HEADER_ROW + 1 + row].hidden = True
        opened.save(book.path)
