"""The offline kit: every wheel that Windows needs, uv that installs them, and the two scripts that call it.

    python -m installer.kit DOSSIER [RUNTIME]

Wheels come from the package index by the names, versions and hashes of `constraints.txt`; a package that has no wheel
is made into one here.  `RUNTIME` is a folder that holds Windows' own Python (`python.exe`), which no package index has:
whoever makes a release puts it in.  Without it the setup looks for a Python on the PC, and says so when there is none.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from relance_xl import __version__

ROOT: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = "3.12"
"""The Python that the wheels are for; other versions of a PC take the wheels made for any."""
WHEELS, PINS, STAMP = "wheels", "versions.txt", "kit.txt"
_SCRIPTS: Final = ROOT / "installer" / "windows"
_PLATFORM: Final = ("--platform", "win_amd64", "--python-version", PYTHON, "--only-binary", ":all:")


def make(folder: Path, runtime: Path | None = None) -> Path:
    """Fill `folder`, empty or absent, with the whole kit; the folder itself.

    subprocess.CalledProcessError when a package cannot be had.
    """
    wheels = folder / WHEELS
    wheels.mkdir(parents=True)
    pins = folder / PINS
    _pin(pins)
    _download(pins, wheels)
    _build(wheels)
    _take_uv(folder)
    for script in _SCRIPTS.iterdir():
        shutil.copyfile(script, folder / script.name)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    if runtime is not None:
        take_runtime(runtime, folder / "python")
    (folder / STAMP).write_text(f"relance-xl {__version__} {_mark(wheels)}\r\n", encoding="ascii", newline="")
    return folder


def _pin(pins: Path) -> None:
    """The versions of `constraints.txt` that Windows needs to run, with their hashes and without any address.

    What signs in to Microsoft is among them: a PC without network cannot add it later.
    """
    _run("uv", "pip", "compile", str(ROOT / "pyproject.toml"), "--extra", "oauth",
         "--constraints", str(ROOT / "constraints.txt"), "--python-platform", "windows", "--python-version", PYTHON,
         "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet",
         "--output-file", str(pins))  # fmt: skip


def _download(pins: Path, wheels: Path) -> None:
    """The wheels, each checked by its hash; a package that has a source alone is built into one, pure as it is."""
    sources = _without_wheel(pins)
    for name in sources:
        _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), name)
    with tempfile.TemporaryDirectory() as folder:
        rest = Path(folder) / PINS
        rest.write_text("".join(blocks(pins.read_text(encoding="utf-8"), without=sources)), encoding="utf-8")
        _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", *_PLATFORM,
             "--dest", str(wheels), "--requirement", str(rest))  # fmt: skip


_SOURCE_ONLY: Final = ("docopt",)
"""Packages published as a source alone: pure Python, so that the wheel made here serves everywhere."""


def _without_wheel(pins: Path) -> list[str]:
    text = pins.read_text(encoding="utf-8")
    found = (re.search(rf"^({re.escape(name)}==[^\s\\]+)", text, re.MULTILINE) for name in _SOURCE_ONLY)
    return [match[1] for match in found if match]


def blocks(text: str, without: list[str]) -> list[str]:
    """The requirements with their hashes, one text each, but for some."""
    found = [block for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE) if block]
    return [block for block in found if block.split(" ", maxsplit=1)[0].rstrip() not in without]


def _build(wheels: Path) -> None:
    """Our own wheel."""
    build = "import sys, hatchling.build; hatchling.build.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(wheels)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def _take_uv(folder: Path) -> None:
    """uv.exe, out of its wheel."""
    with tempfile.TemporaryDirectory() as aside:
        _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *_PLATFORM, "--dest", aside, "uv")
        with zipfile.ZipFile(next(Path(aside).glob("uv-*.whl"))) as wheel:
            name = next(each for each in wheel.namelist() if each.endswith("/uv.exe"))
            (folder / "uv.exe").write_bytes(wheel.read(name))


def take_runtime(runtime: Path, place: Path) -> None:
    """Windows' own Python, whole: SystemExit without what draws the window, which the embeddable one lacks."""
    if not (runtime / "python.exe").is_file() or not any(runtime.rglob("_tkinter.pyd")):
        raise SystemExit(
            f"{runtime} : python.exe ou tkinter y manque. Attendu : un Python {PYTHON} complet pour Windows."
        )
    shutil.copytree(runtime, place)


def _mark(wheels: Path) -> str:
    """What tells these packages from others of the same version of the program."""
    digest = hashlib.sha256()
    for wheel in sorted(wheels.iterdir()):
        digest.update(wheel.name.encode() + wheel.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str) -> None:
    program = command[0]
    if program == "uv":
        program = str(Path(sys.executable).with_name("uv"))
    subprocess.run([program, *command[1:]], check=True)  # noqa: S603 - our own commands


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
