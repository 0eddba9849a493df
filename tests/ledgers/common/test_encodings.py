"""N-19: the charset of a file is told by its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.ledgers.common.encodings import opened_text, text_form

TEXTS = (
    "Code client;Référence;Échéance;Débit\nDUV;Garage Dépannage Élan – à côté;Ça et là;N° 12\n",
    "SOCIÉTÉ;QUALITÉ;NOËL\nÉtablissements Lefèvre;hôpital;Müller\n",
    "Société;à payer\nL'Œuvre;été\n",
)


def read(path: Path) -> str:
    form = text_form(path)
    with opened_text(path, form) as (_, lines):
        return "".join(lines).removeprefix("\ufeff")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("text", TEXTS)
def test_n_19_accents_are_accents(tmp_path: Path, encoding: str, text: str) -> None:
    """N-19"""
    written = text.replace("Œ", "OE").replace("–", "-") if encoding == "cp850" else text
    path = tmp_path / "liste.csv"
    path.write_bytes(written.encode(encoding))

    assert read(path) == written


@pytest.mark.parametrize("text", ["Peña;Muñoz\n", "Straße;Größe\n", "Åse;Ørsted\n"])
def test_n_19_other_languages_of_windows_stay_what_they_are(tmp_path: Path, text: str) -> None:
    """N-19"""
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode("cp1252"))

    assert read(path) == text


def test_n_19_one_damaged_byte_does_not_make_another_charset_of_utf_8(tmp_path: Path) -> None:
    """N-19"""
    path = tmp_path / "liste.csv"
    path.write_bytes("Échéance;Société\nété;".encode() + b"\xff\n")

    assert read(path) == "Échéance;Société\nété;\ufffd\n"


def test_nul_bytes_are_counted_with_the_line_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(b"a;b\nc\x00;d\n\x00\x00e;f\n")
    form = text_form(path)

    assert (form.nuls, form.nul_line) == (3, 2)
    assert read(path) == "a;b\nc;d\ne;f\n"
    assert [problem.line for problem in form.remarks("liste.csv")] == [2]
