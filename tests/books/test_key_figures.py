"""The key figures of `Accueil` are never stale: a closed file that changes forgets them, the next program computes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from relance_xl.actions.common.run import Run
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.machine import shipped
from relance_xl.tables.sheets.parameters import write_parameters
from tests.postal import ADDRESS, OWNER

TO_REMIND, TICKED = "G8", "A3"
"""The figure of `Accueil`; the running total of `Relances`."""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The shipped workbook with two customers late by forty days."""
    path = tmp_path / "Relances.xlsm"
    shutil.copyfile(shipped.workbook(), path)
    book = WorkbookFile(path)
    headers = ("Code", "Nom", "Groupe", *ADDRESS)
    book.replace_rows(
        "tClients", headers, [["C1", "Dupont", 1, *ADDRESS.values()], ["C2", "Durand", 1, *ADDRESS.values()]]
    )
    write_parameters(book, OWNER)
    due = date(2026, 2, 3)
    book.replace_rows(
        "tFactures", ("Client", "Facture", "Échéance", "Montant"),
        [["C1", "F1", due, 100], ["C1", "F2", due, 200], ["C2", "F3", due, 300]],
    )  # fmt: skip
    book.save()
    return path


def _searched(path: Path) -> None:
    book = WorkbookFile(path)
    search(book, Run(now=datetime(2026, 3, 15), as_of=date(2026, 3, 15)))
    book.save()


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_change_takes_their_results_from_the_formulas_of_the_home_page(company: Path) -> None:
    home = _parts(company)["xl/worksheets/sheet1.xml"].decode()

    assert home.count("</f>") >= 7
    assert not re.search(r"</f><v>|<c [^>]*t=\"str\"[^>]*><f>", home)


def test_the_other_sheets_keep_their_results_and_bytes(tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsm"
    shutil.copyfile(shipped.workbook(), path)
    before = _parts(path)

    book = WorkbookFile(path)
    book.replace_rows("tClients", ("Code", "Nom", "Groupe"), [["C1", "Dupont", 1]])
    book.save()

    changed = {name for name, content in _parts(path).items() if content != before.get(name)}
    assert {name for name in changed if "worksheets" in name} == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet6.xml",  # the running totals of `Relances`
    }


@pytest.mark.libreoffice
def test_libreoffice_shows_the_figures_of_the_last_search(company: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    assert soffice
    _searched(company)

    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "calc"), str(company)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    shown = openpyxl.load_workbook(tmp_path / "calc" / "Relances.xlsx", data_only=True)
    assert (shown["Accueil"][TO_REMIND].value, shown["Relances"][TICKED].value[:17]) == (2, "3 lignes cochées ")
