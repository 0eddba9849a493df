"""A release, made and tried: sdist, wheel, bill of materials, and the wheel at work where nothing else is.

    python -m release.make DOSSIER

Everything is made and every point looked at before the faults are told, all at once; exit 1 when there is one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from relance_xl import __version__
from release import checks

ROOT: Final = Path(__file__).resolve().parents[1]
_LATER: Final = "2026-06-30"
"""A day on which the sample company has lines to remind again."""
_STEPS: Final = (
    ("nouveau", "Société neuve"),
    ("demo", "Démonstration"),
    ("verifier", "Démonstration/Relances.xlsm"),
    ("rechercher", "Démonstration/Relances.xlsm", "--au", _LATER),
    ("lettres", "Démonstration/Relances.xlsm", "--au", _LATER),
)
"""What the wheel does in its empty environment, from the folder in which it is."""


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A command away from this project's own environment; its output is kept."""
    away = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "UV_"))}
    return subprocess.run(command, cwd=cwd, env=away, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 - our own commands


def built(folder: Path) -> tuple[Path, Path]:
    """The wheel and the sdist, alone in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    done = run(sys.executable, "-m", "hatchling", "build", "-d", str(folder.resolve()))
    if done.returncode:
        raise SystemExit(done.stderr)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def described(*packages: Path) -> Iterator[str]:
    """What twine says of their descriptions."""
    done = run(
        sys.executable, "-m", "twine", "--no-color", "check", "--strict", *(str(path.resolve()) for path in packages)
    )
    if done.returncode:
        yield f"twine check : {' '.join(done.stdout.split())}"


def at_work(wheel: Path, place: Path) -> Iterator[str]:
    """The wheel alone in an empty environment and an empty folder, the repository out of its sight."""
    python = place / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = run(sys.executable, "-m", "venv", str(place / "venv"))
    if not done.returncode:
        done = run(str(python), "-m", "pip", "install", "--quiet", str(wheel.resolve()))
    if done.returncode:
        yield f"{wheel.name} : ne s'installe pas. {done.stderr.strip()[-400:]}"
        return
    for step in _STEPS:
        done = run(str(python), "-I", "-m", "relance_xl", *step, cwd=place)
        if done.returncode not in {0, 1} or not done.stdout:  # 1: the sample company has faults to show
            yield f"{wheel.name} : « relance-xl {' '.join(step)} » rend {done.returncode}. {done.stderr.strip()[-400:]}"
    yield from left_behind(place)
    where = run(str(python), "-I", "-c", "import relance_xl; print(relance_xl.__file__)", cwd=place).stdout.strip()
    if not Path(where).is_relative_to(place):
        yield f"{wheel.name} : c'est « {where} » qui a travaillé."


def left_behind(place: Path) -> Iterator[str]:
    """What a user must find after those steps."""
    for wanted in ("Société neuve/Relances.xlsm", "Société neuve/Modèles/lettre_1.docx", "Démonstration/Relances.xlsm"):
        if not (place / wanted).is_file():
            yield f"« {wanted} » n'a pas été fait."
    if not list(place.glob(f"Démonstration/Lettres/{_LATER}/**/*.docx")):
        yield f"Aucune lettre au {_LATER}."


def billed(python: Path, made: Path) -> Iterator[str]:
    """The bill of materials of that environment, written to `made`; what it names is pinned."""
    done = run(sys.executable, "-m", "cyclonedx_py", "environment", str(python), "--output-reproducible",
               "--spec-version", "1.6", "--of", "JSON", "-o", str(made.resolve()))  # fmt: skip
    if done.returncode:
        yield f"cyclonedx-py : {done.stderr.strip()[-400:]}"
        return
    names = [
        each["name"].lower().replace("_", "-").replace(".", "-")
        for each in json.loads(made.read_text(encoding="utf-8"))["components"]
    ]
    pinned = re.findall(r"(?m)^([\w-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    yield from checks.bill(names, (*pinned, "relance-xl", "pip", "setuptools"))


def faults(folder: Path) -> Iterator[str]:
    """Make everything into `folder`; every fault of it."""
    wheel, sdist = built(folder)
    tracked = run("git", "ls-files").stdout.splitlines()
    yield from checks.changelog((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__)
    yield from checks.wheel(wheel)
    yield from checks.sdist(sdist, (name for name in tracked if not name.startswith(".")))
    yield from described(wheel, sdist)
    with tempfile.TemporaryDirectory() as aside:
        yield from at_work(wheel, Path(aside))
        yield from billed(Path(aside) / "venv", folder / f"relance_xl-{__version__}.cdx.json")
    for path in sorted(folder.iterdir()):
        print(f"{path} : {path.stat().st_size / 1e6:.2f} Mo")


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found) or f"La version {__version__} est prête.")
    sys.exit(1 if found else 0)
