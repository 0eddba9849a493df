"""What is shipped is found the same way from a wheel, an editable install and a checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from relance_xl.machine import shipped
from tests.places import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without asking any package index for anything."""
    pytest.importorskip("hatchling", reason="hatchling, qui construit le paquet, n'est pas installé ici")
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; hatchling.build.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_workbook_and_every_template(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = {name.removeprefix("relance_xl/shipped/") for name in package.namelist() if "/shipped/" in name}

    templates = {
        f"letter_templates/{path.name}"
        for path in shipped.templates().iterdir()
        if path.suffix in {".docx", ".txt", ".html"}
    }
    assert names == {"Relances.xlsm"} | templates


def test_an_unpacked_wheel_runs_from_its_own_files(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        package.extractall(tmp_path / "site")
    new = "import sys; sys.path.insert(0, sys.argv[1]); from relance_xl.cli import main; sys.exit(main(sys.argv[2:]))"

    done = subprocess.run(
        [sys.executable, "-I", "-c", new, str(tmp_path / "site"), "nouveau", str(tmp_path / "societe")],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "societe" / "Relances.xlsm").stat().st_size > 10_000
    assert (tmp_path / "societe" / "Modèles" / "lettre_1.docx").exists()


def test_a_checkout_knows_its_files() -> None:
    assert shipped.workbook() == ROOT / "workbook" / "Relances.xlsm"
    assert (shipped.templates() / "lettre_3.docx").exists()
