"""What is given to be read is no file: a device, a pipe, a folder; and names that are none (N-106)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.documents.merge.letterhead import usable_logo
from relance_xl.documents.messages.attachments import DocumentFolder
from relance_xl.documents.templates.recognition import template_bytes
from relance_xl.domain.model import Company
from relance_xl.ledgers.bank.recognition import bank_format
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.problems import DataError, FileUnavailable, RelanceError
from tests.documents.samples import line

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="devices and pipes of POSIX")


@pytest.fixture(params=["/dev/zero", "pipe", "link"])
def special(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "link":
        (tmp_path / "export.csv").symlink_to("/dev/zero")
        return tmp_path / "export.csv"
    if request.param == "pipe":
        os.mkfifo(tmp_path / "export.csv")
        return tmp_path / "export.csv"
    return Path(request.param)


def test_n106_a_device_or_a_pipe_is_refused_at_once_by_every_reader(special: Path) -> None:
    """N-106"""
    with pytest.raises(DataError, match="Ce n'est pas un fichier"):
        read_files([special], lambda _path: {}, FecOptions(), ListOptions())
    with pytest.raises(DataError, match="Ce n'est pas un fichier"):
        bank_format(special)
    with pytest.raises(DataError, match="ce n'est pas un fichier"):
        template_bytes(special)
    company, logo, problems = usable_logo(Company(name="Essais", logo=str(special)), Path())
    assert (company.logo, logo) == ("", None)
    assert "ce n'est pas un fichier" in problems[0].what


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_n106_a_name_that_is_none_is_said(tmp_path: Path, name: str) -> None:
    """N-106"""
    with pytest.raises(RelanceError):
        read_files([tmp_path / name], lambda _path: {}, FecOptions(), ListOptions())
    with pytest.raises(FileUnavailable):
        bank_format(tmp_path / name)


def joined(folder: Path, **fields: str) -> tuple[list[str], list[str]]:
    found = DocumentFolder(folder).documents_of([replace(line("", "1").item, **fields)])  # type: ignore[arg-type] # texts
    return [path.name for path in found.files], [each.why for each in found.missing]


def test_n105_neither_a_link_nor_a_name_nor_piece_leaves_the_folder(tmp_path: Path) -> None:
    """N-105"""
    folder, outside = tmp_path / "Pièces", tmp_path / "paie.pdf"
    folder.mkdir()
    outside.write_bytes(b"secret")
    (folder / "FA-1.pdf").symlink_to(outside)
    (folder / "boucle.pdf").symlink_to(folder / "boucle.pdf")
    (folder / "dehors").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "FA-2.pdf")
    (folder / "FA-3.pdf").write_bytes(b"invoice")
    (folder / "FA-4.pdf").symlink_to(folder / "FA-3.pdf")
    hostile = ["../paie.pdf", str(outside), "dehors/paie.pdf", "..\\paie.pdf", "FA-1.pdf", "a\0b", "x" * 5000,
               "boucle.pdf", "/dev/zero", ".", "FA-2.pdf", "~/paie.pdf", "\x1b[2J", "dehors"]  # fmt: skip

    for invoice in ("FA-1", "FA-2"):
        assert joined(folder, invoice=invoice) == ([], ["aucun fichier à ce numéro"])
    assert joined(folder, invoice="FA-3") == (["FA-3.pdf"], [])
    assert joined(folder, invoice="FA-4") == (["FA-3.pdf"], [])
    for document in hostile:
        files, why = joined(folder, invoice="FA-3", document=document)
        assert (files, len(why)) == ([], 1), document
        assert len(why[0]) < 200
