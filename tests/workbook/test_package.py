"""The file itself: macro-enabled, valid, the same at every build, and held to its source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT, SHARED
from tests.workbook.conftest import Parts, parts_of
from workbook import ribbon
from workbook.build import WORKBOOK, build
from workbook.buttons import CODE_NAMES
from workbook.package import MACRO_ENABLED
from workbook.vba.project import vba_project


def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "again.xlsm").read_bytes() == built.read_bytes()


def test_the_committed_workbook_is_what_its_sources_build(parts: Parts) -> None:
    """Parts are compared, not bytes: another zlib packs the same parts otherwise."""
    assert parts_of(WORKBOOK) == parts, "run: python workbook/build.py"


def test_it_is_a_macro_enabled_workbook(parts: Parts) -> None:
    assert MACRO_ENABLED in parts["[Content_Types].xml"]


def test_the_macros_and_the_ribbon_find_their_place(parts: Parts) -> None:
    assert parts["xl/vbaProject.bin"] == vba_project()
    assert parts["customUI/customUI.xml"].decode() == ribbon.document()
    assert b'Target="customUI/customUI.xml"' in parts["_rels/.rels"]
    assert b"vbaProject" in parts["xl/_rels/workbook.xml.rels"]


def test_the_book_and_every_sheet_have_their_code_name(parts: Parts) -> None:
    assert b'codeName="ThisWorkbook"' in parts["xl/workbook.xml"]
    for number, code_name in enumerate(CODE_NAMES.values(), start=1):
        assert f'codeName="{code_name}"'.encode() in parts[f"xl/worksheets/sheet{number}.xml"]


def test_code_names_are_ascii_and_unique() -> None:
    assert all(name.isascii() and name.isalnum() and len(name) <= 31 for name in CODE_NAMES.values())
    assert len(set(CODE_NAMES.values())) == len(CODE_NAMES)


def test_the_script_writes_where_it_is_told(tmp_path: Path, built: Path) -> None:
    out = tmp_path / "Relances.xlsm"
    script = ROOT / "workbook" / "build.py"
    subprocess.run([sys.executable, str(script), str(out)], check=True, cwd=tmp_path, timeout=60)

    assert out.read_bytes() == built.read_bytes()


def test_the_package_follows_the_published_schemas(built: Path) -> None:
    checker = SHARED / "tools" / "ooxml_check.py"
    if not checker.exists():
        pytest.skip("the schemas of ECMA-376 are not on this machine")
    command = [sys.executable, str(checker), str(built)]
    checked = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)

    assert checked.stdout.strip().endswith(": 0 faults"), checked.stdout
