from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from relance_xl.documents import pdf
from relance_xl.documents.letters import write_letters
from relance_xl.documents.pdf import soffice, write_pdfs
from relance_xl.problems import FileUnavailable, UsageError
from tests.documents.packages_read import TEMPLATES
from tests.documents.samples import COMPANY, reminder
from tests.programs import needs


@pytest.mark.libreoffice
def test_each_letter_becomes_a_pdf_beside_it(tmp_path: Path) -> None:
    written = write_letters([reminder(level) for level in (1, 1, 3)], COMPANY, TEMPLATES, tmp_path)
    told: list[str] = []

    made = write_pdfs([letter.path for letter in written.letters], tell=lambda text, _: told.append(text))

    assert [path.suffix for path in made] == [".pdf"] * 3
    assert [path.parent.name for path in made] == ["Niveau 1", "Niveau 1", "Niveau 3"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
    assert told[-1] == "PDF : 3 sur 3"
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-layout", made[2], "-"], capture_output=True, text=True, check=True).stdout
        assert "MISE EN DEMEURE DE PAYER" in text
        assert "Page 1 / 1" in text


@pytest.mark.libreoffice
def test_a_print_run_counts_the_pages_of_each_letter_in_libreoffice(tmp_path: Path) -> None:
    needs("pdftotext")
    written = write_letters([reminder(1), reminder(1)], COMPANY, TEMPLATES, tmp_path)

    [made] = write_pdfs([run.path for run in written.print_runs])

    text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("Page 1 / 1") == 2


@pytest.mark.libreoffice
def test_documents_that_cannot_be_converted_are_named(tmp_path: Path) -> None:
    missing = tmp_path / "absent.docx"

    with pytest.raises(FileUnavailable, match=r"absent\.docx : LibreOffice n'a pas pu"):
        write_pdfs([missing])


def test_a_missing_libreoffice_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_USUAL_PLACES", ())

    with pytest.raises(UsageError, match="LibreOffice est introuvable"):
        soffice()


def test_a_program_that_does_not_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable, match="n'a pas pu être lancé"):
        write_pdfs([tmp_path / "x.docx"], program=tmp_path / "absent")
