"""What is shipped is found the same way from a wheel, an editable install and a checkout."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    assert names == {"Relances.xlsm", "Cabinet.xlsm", "Aide.html"} | templates


def test_an_unpacked_wheel_runs_from_its_own_files(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        package.extractall(tmp_path / "site")
    run = "from relance_xl.cli.main import main; sys.exit(main(sys.argv[2:]))"
    new = f"import sys; sys.path.insert(0, sys.argv[1]); {run}"

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


def test_the_exact_versions_cover_what_is_declared_and_name_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    pinned = dict(block.split(maxsplit=1)[0].split("==") for block in blocks)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    for line in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        declared = Requirement(line)
        assert declared.specifier.contains(pinned[canonicalize_name(declared.name)]), f"{line}: make constraints"
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in blocks)


def test_what_runs_needs_no_package_of_the_workshop() -> None:
    """What builds the project, and dask, which only a firm with several machines wants, is not installed by users."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    workshop = {canonicalize_name(Requirement(line).name) for line in project["dependency-groups"]["dev"]}

    assert not declared & workshop
    assert not declared & {"distributed", "dask"}
    assert {Requirement(line).name for line in project["project"]["optional-dependencies"]["cabinet"]} == {
        "distributed"
    }
