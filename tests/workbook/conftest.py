"""The workbook built from its sources, read back by programs that are not ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from workbook.build import build

ALWAYS_COMPUTE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
"""A LibreOffice that computes every formula of the files it opens."""

Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built") / "Relances.xlsm")


@pytest.fixture(scope="session")
def parts(built: Path) -> Parts:
    return parts_of(built)


@pytest.fixture(scope="session")
def book(built: Path) -> Iterator[Workbook]:
    opened = openpyxl.load_workbook(built, keep_vba=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sheet_part(parts: Parts) -> Callable[[str], str]:
    """The XML of a sheet, by its name."""
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"].decode())
    return lambda name: parts[f"xl/worksheets/sheet{names.index(name) + 1}.xml"].decode()


@pytest.fixture(scope="session")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Workbook]:
    """The workbook as LibreOffice computes it afresh."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed on this machine")
    folder = tmp_path_factory.mktemp("libreoffice")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_COMPUTE, encoding="utf-8")

    def convert(path: Path) -> Workbook:
        target = folder / path.parent.name
        command = [soffice, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(target), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return openpyxl.load_workbook(target / f"{path.stem}.xlsx", data_only=True)

    return convert
