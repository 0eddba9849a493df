"""N-65: what the user puts beside a line is its line's, whatever a search makes of the order."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from relance_xl.actions.checking import verify
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.tables import schema
from relance_xl.tables.grid import CellError, Grid, Link, Value
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.writing import origins_of
from tests.actions.company import Rows, click, column, in_memory, type_in

ITEMS: Rows = [
    {"Client": code, "Facture": f"F-{code}", "Échéance": date(2026, 1, day), "Montant": 100 + day}
    for code, day in (("A", 5), ("B", 6), ("C", 7))
]
OWN = "À moi"


def with_own_column(folder: Path, *tables: str) -> MemoryBook:
    book = in_memory(folder, {"tFactures": ITEMS})
    for name in tables:
        table = book.tables[name]
        table.headers = (*table.headers, OWN)
        table.rows = [[*row, None] for row in table.rows]
    return book


def beside(book: MemoryBook, table: str) -> list[tuple[object, object]]:
    return list(zip(column(book, table, "Client"), column(book, table, OWN), strict=True))


def test_n_65_the_users_own_column_and_comments_follow_their_line_over_a_search(tmp_path: Path) -> None:
    """N-65: « C » is paid, a new line comes first, the others move."""
    book = with_own_column(tmp_path, "tRelances")
    search(book, click())
    clients = column(book, "tRelances", "Client")
    type_in(book, "tRelances", OWN, [f"note {client}" for client in clients])
    book.tables["tRelances"].comments = {(row, "Nom"): f"de {client}" for row, client in enumerate(clients)}
    book.fill(
        "tFactures",
        [{"Client": "A", "Facture": "F-0", "Échéance": date(2025, 12, 1), "Montant": 1}, *list(ITEMS)[:2]],  # type: ignore[list-item] # plain values
    )

    search(book, click(1))

    after = list(zip(column(book, "tRelances", "Facture"), column(book, "tRelances", OWN), strict=True))
    assert set(after) == {("F-0", None), ("F-A", "note A"), ("F-B", "note B")}
    kept = {(after[row][0], text) for (row, _), text in book.tables["tRelances"].comments.items()}
    assert kept == {("F-A", "de A"), ("F-B", "de B")}


def test_n_65_of_two_lines_alike_each_keeps_its_note_by_their_order(tmp_path: Path) -> None:
    """N-65"""
    book = with_own_column(tmp_path, "tRelances")
    book.fill("tFactures", [*list(ITEMS)[:1], *list(ITEMS)[:1]])  # type: ignore[list-item] # idem
    search(book, click())
    type_in(book, "tRelances", OWN, ["première", "seconde"])

    search(book, click(1))

    assert column(book, "tRelances", OWN) == ["première", "seconde"]


def test_n_65_an_error_in_the_users_column_is_left_out_and_the_rest_follows(tmp_path: Path) -> None:
    """N-65"""
    book = with_own_column(tmp_path, "tRelances")
    search(book, click())
    table = book.tables["tRelances"]
    typed: tuple[Value, ...] = (CellError("#N/A"), 2, 3)
    table.rows = [[*row[:-1], value] for row, value in zip(table.rows, typed, strict=True)]

    search(book, click(1))

    assert column(book, "tRelances", OWN) == [None, 2, 3]


def test_n_65_calls_and_faults_keep_what_is_typed_beside_them(tmp_path: Path) -> None:
    """N-65"""
    book = with_own_column(tmp_path, "tAppels", "tControle")
    book.tables["tFactures"].rows[1][7] = "abc"  # type: ignore[index] # a row of the fake is a list
    search(book, click())
    fill_phone_list(book, click())
    verify(book, click())
    type_in(book, "tAppels", OWN, [f"appel {client}" for client in column(book, "tAppels", "Client")])
    messages = column(book, "tControle", "Message")
    type_in(book, "tControle", OWN, [f"vu : {message}" for message in messages])

    fill_phone_list(book, click(1))
    verify(book, click(2))

    assert beside(book, "tAppels") == [(client, f"appel {client}") for client in column(book, "tAppels", "Client")]
    assert column(book, "tControle", OWN) == [f"vu : {message}" for message in column(book, "tControle", "Message")]
    assert messages


def test_n_62_a_renamed_sheet_is_where_links_lead(tmp_path: Path) -> None:
    """N-62: no dead link."""
    book = in_memory(tmp_path, {"tFactures": ITEMS})
    written: list[object] = []
    for name in ("tFactures", "tNiveaux"):
        book.tables[name].sheet = f"{book.tables[name].sheet} de l'an"
    replace = book.replace_rows

    def noted(table: str, headers: object, rows: list[list[object]], origins: object = ()) -> None:
        written.extend(value for row in rows for value in row)
        replace(table, headers, rows, origins)  # type: ignore[arg-type] # passed on as it came

    book.replace_rows = noted  # type: ignore[assignment, method-assign] # listening to the book
    search(book, click())

    assert "#'Factures de l''an'!B8" in {getattr(value, "target", "") for value in written}


def test_n_65_a_line_is_known_whatever_the_cell_shows_of_its_date_and_without_a_column_that_is_gone() -> None:
    """N-65: a moment for a date, a link for a text; a blank row is no line."""
    headers = ("Client", "Échéance")
    rows: list[list[Value]] = [["A", datetime(2026, 1, 5)], [None, None], ["B", date(2026, 1, 6)]]
    grid = Grid(table="tRelances", sheet="Relances", top=7, left=1, headers=headers, rows=rows)
    wanted: list[Fields] = [
        {"customer": "B", "invoice": "F", "due_date": date(2026, 1, 6)},
        {"customer": Link("#A1", "A"), "due_date": date(2026, 1, 5)},
        {"customer": None, "due_date": None},
    ]

    assert origins_of(grid, schema.PROPOSALS, wanted) == [2, 0, None]
