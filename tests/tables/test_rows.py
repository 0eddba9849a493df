"""Rows are given by field, and stand under the headers of the schema whatever the order of its columns."""

import pytest

from relance_xl.tables import schema
from relance_xl.tables.rows import laid_out


def test_values_stand_under_the_header_of_their_field_and_what_is_left_out_is_blank() -> None:
    headers, rows = laid_out(schema.PARAMETERS, [{"value": "Duval", "label": "Société"}, {"label": "SIREN"}])

    assert [dict(zip(headers, row, strict=True)) for row in rows] == [
        {"Paramètre": "Société", "Valeur": "Duval"},
        {"Paramètre": "SIREN", "Valeur": None},
    ]


def test_a_column_that_computes_itself_is_not_written() -> None:
    headers, _ = laid_out(schema.ITEMS, [])

    assert headers == [header for header in schema.ITEMS.headers if header != "Solde"]


def test_only_the_columns_wanted_are_written() -> None:
    name = schema.CUSTOMERS.column("name")

    assert laid_out(schema.CUSTOMERS, [{"code": "C1", "name": "Duval"}], [name]) == (["Nom"], [["Duval"]])


def test_a_field_that_the_table_has_not_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError, match="nom"):
        laid_out(schema.CUSTOMERS, [{"nom": "Duval"}])
