"""N-80: whatever bytes stand in a file, each reader reads them or refuses them in French; nothing else."""

from __future__ import annotations

import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_xl.ledgers.bank.read import BankFile, read_bank
from relance_xl.ledgers.bank.recognition import BankFormat
from relance_xl.problems import DataError
from relance_xl.tables.grid import Row, Value
from tests.ledgers.bank.bank_files import CAMT, CFONB, CSV, MT940, OFX, OFX2, QIF, entry, transaction

CAMT_FILE = CAMT.format(closing="310.00", entries=entry("300", f"<NtryDtls>{transaction('300', 'X')}</NtryDtls>"))
SAMPLES = {
    "cfonb": "\n".join(CFONB),
    "camt": CAMT_FILE,
    "ofx": OFX.format(amount="-1"),
    "ofx2": OFX2,
    "mt940": MT940,
    "qif": QIF,
    "csv": CSV,
}
PIECES = st.text(string.printable + "é€\x00\x1a\ufffd", max_size=12)


def read_or_refused(path: Path, rows: Sequence[Row] = ()) -> BankFile:
    """The file as read, a spreadsheet holding `rows`; a refusal is a file without operations."""
    try:
        return read_bank(path, lambda _: {"Feuille": rows} if rows else {})
    except DataError as refusal:
        return BankFile(file=path.name, format=BankFormat.CSV, operations=(), problems=refusal.problems)


@pytest.mark.parametrize("kind", SAMPLES)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=6))
@settings(max_examples=60, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_n80_a_damaged_file_is_read_or_refused_in_french(
    tmp_path: Path, kind: str, changes: list[tuple[float, int, str]]
) -> None:
    """N-80"""
    text = SAMPLES[kind]
    for share, gone, put in changes:
        at = int(share * len(text))
        text = text[:at] + put + text[at + gone :]
    path = tmp_path / "relevé"
    path.write_bytes(text.encode("cp1252", errors="replace"))
    found = read_or_refused(path)

    assert all(problem.file == "relevé" for problem in found.problems)
    assert all(operation.amount.is_finite() for operation in found.operations)


@given(junk=st.binary(max_size=400))
@settings(max_examples=100, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_n80_any_bytes_are_read_or_refused(tmp_path: Path, junk: bytes) -> None:
    """N-80"""
    path = tmp_path / "relevé"
    path.write_bytes(junk)

    assert all(problem.file == "relevé" for problem in read_or_refused(path).problems)


HEADERS = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.text(string.printable + "é€", max_size=8),
    st.sampled_from(["12/11/2026", "1 250,00", "Date", "Solde", "#N/A"]),
)


@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=4))
@settings(max_examples=60, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_n80_any_cells_of_a_spreadsheet_are_read_or_refused(tmp_path: Path, rows: list[list[Value]]) -> None:
    """N-80"""
    path = tmp_path / "relevé"
    path.write_bytes(b"PK\x03\x04")
    found = read_or_refused(path, [HEADERS, *rows])

    assert all(problem.file == "relevé" for problem in found.problems)
    assert all(operation.amount.is_finite() for operation in found.operations)


def test_n106_a_statement_on_one_line_without_end_is_refused_at_once_and_nothing_is_cut_from_it(tmp_path: Path) -> None:
    """N-106: before, the pieces of such a line were read as so many lines."""
    path = tmp_path / "relevé"
    path.write_text("Date;Libelle;Montant\n" + "12/03/2026;VIR CLIENT;12,00;" * 4_000, encoding="ascii")

    [problem] = read_or_refused(path).problems

    assert (problem.file, problem.line) == ("relevé", 2)
    assert problem.what == "Cette ligne est trop longue pour un relevé"
