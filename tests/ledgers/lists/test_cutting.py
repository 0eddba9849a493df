"""N-06: one malformed line of a text costs one row; the others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.lists.delimited import read_delimited

HEADER = "Client;Facture;Échéance;Montant"
GOOD = "Nori;F9;04/02/2026;30,00"


def read(folder: Path, *lines: str, header: str = HEADER) -> Imported:
    path = folder / "liste.csv"
    path.write_text("\n".join([header, *lines, GOOD, ""]), encoding="utf-8", newline="")
    return read_delimited(path)


def refused(imported: Imported) -> list[tuple[str, str, int]]:
    return [(row.customer, row.invoice, row.line) for row in imported.doubted]


@pytest.mark.parametrize(
    "line",
    [
        '"Duval;F1;04/02/2026;10,00',
        f'Duval;F1;04/02/2026;"{"9" * 200_000}',
        f"Duval;F1;04/02/2026;{'9' * 200_000}",
        "Duval;F1;04/02/2026;12345678901234567890",
        "Duval;F1;fils;04/02/2026;10,00",
        "Duval;F1",
    ],
    ids=["open quote", "long in an open quote", "long", "20 digits", "one separator more", "fields that lack"],
)
def test_n_06_a_malformed_line_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    """N-06"""
    imported = read(tmp_path, line, "Epi;F2;04/02/2026;20,00")

    assert [item.invoice for item in imported.items] == ["F2", "F9"]
    assert refused(imported) == [("Duval", "F1", 2)]


def test_n_06_a_quote_that_the_next_lines_quote_closes_is_seen(tmp_path: Path) -> None:
    """N-06"""
    imported = read(tmp_path, '"Duval;F1;04/02/2026;10,00', '"Epi";F2;04/02/2026;20,00')

    assert [item.customer for item in imported.items] == ["Epi", "Nori"]
    assert refused(imported) == [("Duval", "F1", 2)]


def test_n_06_quoted_fields_over_several_lines_and_lone_returns_are_read(tmp_path: Path) -> None:
    """N-06"""
    imported = read(
        tmp_path, '"Duval\nfils";F1;04/02/2026;10,00', 'Epi;"F2\r";04/02/2026;20,00', "Pic\r;F3;04/02/2026;5,00"
    )

    assert [(item.customer, item.invoice) for item in imported.items] == [
        ("Duval fils", "F1"),
        ("Epi", "F2"),
        ("Pic", "F3"),
        ("Nori", "F9"),
    ]
    assert imported.origins[1].line == 4


def test_n_06_a_header_that_is_short_is_no_fault_of_the_rows(tmp_path: Path) -> None:
    """N-06"""
    imported = read(tmp_path, *(f"Duval;F{number};04/02/2026;10,00;note" for number in range(4)))

    assert len(imported.items) == 5


def test_what_stands_beyond_a_last_column_of_text_belongs_to_it(tmp_path: Path) -> None:
    header = "Client;Facture;Échéance;Montant;E-mail"
    imported = read(tmp_path, "Duval;F1;04/02/2026;10,00;a@exemple.fr;b@exemple.fr", header=header)

    assert imported.customers["Duval"].email == "a@exemple.fr;b@exemple.fr"
