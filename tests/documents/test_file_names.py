import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_xl.documents.file_names import LENGTH, safe_name, unique_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dupont & Fils <SARL>", "Dupont & Fils -SARL-"),
        ("A:B*?", "A-B--"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("point. ", "point"),
        ("..", "sans nom"),
        ("", "sans nom"),
        ("Socie\u0301te\u0301", "Société"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("deux\nlignes", "deux lignes"),
    ],
)
def test_a_customer_s_name_becomes_a_file_name(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_any_text_becomes_a_name_that_windows_accepts(text: str) -> None:
    name = safe_name(text)

    assert name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert len(name.encode("utf-16-le")) // 2 <= LENGTH + 1


def test_names_that_differ_by_case_or_by_the_form_of_accents_are_told_apart() -> None:
    taken: set[str] = set()

    names = [unique_name(name, ".docx", taken) for name in ("Société", "SOCIÉTÉ", "Socie\u0301te\u0301")]

    assert names == ["Société.docx", "SOCIÉTÉ (2).docx", "Socie\u0301te\u0301 (3).docx"]
