"""N-82: what `tPayeurs` remembers, and a workbook without these tables."""

from __future__ import annotations

from pathlib import Path

from relance_xl.books.memory import MemoryBook
from relance_xl.tables.sheets.bank import forget_batch, read_bank_rows, read_memory, remember_payers


def test_n82_a_workbook_without_the_sheets_remembers_and_forgets_nothing(tmp_path: Path) -> None:
    """N-82"""
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    del book.tables["tBanque"], book.tables["tPayeurs"]

    assert remember_payers(book, [{"payer": "X", "customer": "A"}]) == []
    assert (read_bank_rows(book), read_memory(book).names, forget_batch(book, "lot")) == ([], {}, 0)


def test_n82_a_collective_payer_and_one_without_a_customer_stand_for_nobody(tmp_path: Path) -> None:
    """N-82"""
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    book.fill(
        "tPayeurs",
        [
            {"Payeur": "Plateforme", "Collectif": "oui", "Client": "A"},
            {"Payeur": "Sans client"},
            {"Payeur": "Martin", "IBAN": "FR76 12", "Client": "A"},
        ],
    )
    memory = read_memory(book)

    assert memory.collective == frozenset({"Plateforme"})
    assert (dict(memory.names), dict(memory.ibans)) == ({"Martin": "A"}, {"FR7612": "A"})
