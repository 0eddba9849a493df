"""Formulas between Excel's syntax and LibreOffice's."""

from __future__ import annotations

import pytest

from relance_xl.libreoffice.doubles import resolved
from relance_xl.libreoffice.engine.formulas import from_calc, to_calc

PAIRS = [
    ('=IF(A1>0,"a,b;c!d",2)', '=IF(A1>0;"a,b;c!d";2)'),
    ("=Clients!A1+1", "=$Clients.A1+1"),
    ("='Balance âgée'!$B$2", "=$'Balance âgée'.$B$2"),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("=tFactures[[#This Row],[Montant]]", "=tFactures[[#This Row];[Montant]]"),
    ('=HYPERLINK("#\'Factures\'!B12","FA ""1""")', '=HYPERLINK("#\'Factures\'!B12";"FA ""1""")'),
    ("=1.5+A1", "=1.5+A1"),
]


@pytest.mark.parametrize(("excel", "calc"), PAIRS)
def test_a_formula_goes_to_calc_and_comes_back(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc
    assert from_calc(calc) == excel


def test_this_row_is_the_table_the_cell_stands_in() -> None:
    assert to_calc("=[@Montant]-[@[Montant TTC]]", "tF") == "=tF[[#This Row];[Montant]]-tF[[#This Row];[Montant TTC]]"


def test_of_each_if_the_side_of_else_is_kept() -> None:
    source = "a\n#If VBA7 Then\n  b\n  #If Mac Then\n c\n  #Else\n d\n  #End If\n#Else\n  e\n#End If\nf"

    assert resolved(source).split() == ["a", "e", "f"]
    assert resolved("Sub x\nEnd Sub") == "Sub x\nEnd Sub"
