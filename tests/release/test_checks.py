"""What refuses a release: each check finds its fault, and is silent where there is none."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from relance_xl import __version__
from release import checks, make
from tests.places import ROOT

WHOLE = (
    "relance_xl/shipped/Relances.xlsm",
    "relance_xl/shipped/Cabinet.xlsm",
    "relance_xl/shipped/letter_templates/lettre_1.docx",
    "relance_xl-1.dist-info/licenses/LICENSE",
    "relance_xl-1.dist-info/licenses/release/LICENCES.md",
    "relance_xl-1.dist-info/sboms/sbom.cdx.json",
)


def a_wheel(path: Path, *names: str, size: int = 0) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"0" * size)
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("## 1.2\n\n- Une ligne.\n", []),
        ("## À venir\n\n## 1.2\n\n- Une ligne.\n", []),
        ("## 1.1\n\n- Une ligne.\n", ["la version 1.2 n'y dit rien"]),
        ("## 1.2\n\n## 1.1\n\n- Une ligne.\n", ["la version 1.2 n'y dit rien"]),
        ("## À venir\n\n- Ceci,\n  et la suite.\n- Cela.\n\n## 1.2\n\n- Une ligne.\n", ["tient encore 2 points"]),
    ],
)
def test_the_version_says_what_it_brings_and_nothing_waits(text: str, told: list[str]) -> None:
    found = list(checks.changelog(text, "1.2"))
    assert len(found) == len(told)
    assert all(words in fault for words, fault in zip(told, found, strict=True))


def test_the_version_of_this_program_has_its_section() -> None:
    found = list(checks.changelog((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__))
    assert not [fault for fault in found if "n'y dit rien" in fault]


def test_a_whole_wheel_passes(tmp_path: Path) -> None:
    assert list(checks.wheel(a_wheel(tmp_path / "r.whl", *WHOLE))) == []


@pytest.mark.parametrize("missing", WHOLE)
def test_what_a_wheel_lacks_is_named(tmp_path: Path, missing: str) -> None:
    (fault,) = checks.wheel(a_wheel(tmp_path / "r.whl", *(name for name in WHOLE if name != missing)))
    assert missing.endswith(fault.split("« ")[1].split(" »")[0])


@pytest.mark.parametrize("name", ["tests/test_x.py", "relance_xl/tests/test_x.py", ".github/workflows/tests.yml"])
def test_what_a_wheel_should_not_hold_is_named(tmp_path: Path, name: str) -> None:
    (fault,) = checks.wheel(a_wheel(tmp_path / "r.whl", *WHOLE, name))
    assert name in fault


def test_a_wheel_too_large_is_told(tmp_path: Path) -> None:
    (fault,) = checks.wheel(a_wheel(tmp_path / "r.whl", *WHOLE, size=checks.LARGEST_WHEEL // len(WHOLE)))
    assert "2 Mo au plus" in fault


def test_a_file_of_the_repository_that_the_sdist_lacks_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.tar.gz"
    with tarfile.open(path, "w:gz") as package:
        package.addfile(tarfile.TarInfo("r-1/Makefile"), io.BytesIO())
    assert list(checks.sdist(path, ["Makefile"])) == []
    assert list(checks.sdist(path, ["Makefile", "LICENSE"])) == ["r.tar.gz : « LICENSE » y manque."]


def test_a_library_that_is_not_pinned_is_named() -> None:
    assert list(checks.bill(["lxml"], ["lxml", "rich"])) == []
    assert list(checks.bill(["lxml", "intrus"], ["lxml"])) == ["intrus : installé, mais absent de constraints.txt."]


def test_what_the_wheel_did_not_make_is_told(tmp_path: Path) -> None:
    assert len(list(make.left_behind(tmp_path))) == 4
    letter = tmp_path / "Démonstration" / "Lettres" / "2026-06-30" / "Niveau 1" / "x.docx"
    for path in (
        letter,
        tmp_path / "Démonstration" / "Relances.xlsm",
        tmp_path / "Société neuve" / "Relances.xlsm",
        tmp_path / "Société neuve" / "Modèles" / "lettre_1.docx",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(make.left_behind(tmp_path)) == []


def test_a_command_runs_away_from_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    python = make.run("env").stdout
    assert "PYTHONPATH" not in python
    assert "PATH=" in python
