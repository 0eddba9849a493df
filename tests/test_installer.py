"""The setup programs for Windows: built here from a small kit, their contents listed; none is run (no Windows here)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from installer import build, kit
from relance_xl import __version__
from tests.places import ROOT
from tests.programs import needs

FILES = (
    "uv.exe", "versions.txt", "kit.txt", "installer.cmd", "relance-xl.cmd", "LICENSE.txt", "wheels/relance_xl.whl",
)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit whose big files are small ones; the scripts are the real ones."""
    folder = tmp_path_factory.mktemp("kit") / "kit"
    for name in FILES:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        script = ROOT / "installer" / "windows" / name
        place.write_bytes(script.read_bytes() if script.is_file() else name.encode())
    return folder


def listed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.replace("\\", "/")


def test_the_setup_of_one_user_holds_the_whole_kit_and_its_uninstaller(small: Path, tmp_path: Path) -> None:
    needs("makensis", "7z")
    made = build.nsis(small, tmp_path)

    assert made.name == f"relance-xl-{__version__}-installation.exe"
    names = listed("7z", "l", str(made))
    for name in (*FILES, "desinstaller.exe"):
        assert name in names
    manifest = made.read_bytes()
    assert b'requestedExecutionLevel level="asInvoker"' in manifest  # no administrator is asked for


def test_the_msi_holds_the_whole_kit_for_one_user(small: Path, tmp_path: Path) -> None:
    needs("wixl", "msiinfo")
    made = build.msi(small, tmp_path)

    files = listed("msiinfo", "export", str(made), "File")
    for name in FILES:
        assert Path(name).name in files
    assert "10" in next(line for line in listed("msiinfo", "suminfo", str(made)).splitlines() if "Source" in line)
    assert "ALLUSERS" not in listed("msiinfo", "export", str(made), "Property")
    assert "relance-xl.cmd" in listed("msiinfo", "export", str(made), "Shortcut")
    removed = listed("msiinfo", "export", str(made), "CustomAction")
    assert '/c rmdir /s /q "[INSTALLDIR]programme"' in removed  # what its first run has made goes with it
    sequence = dict(line.split("\t")[::2] for line in listed(
        "msiinfo", "export", str(made), "InstallExecuteSequence").splitlines()[3:])  # fmt: skip
    assert int(sequence["InstallInitialize"]) < int(sequence["Programme"]) < int(sequence["RemoveFiles"])


def test_the_scripts_are_plain_windows_text_and_reach_no_network() -> None:
    for script in (ROOT / "installer" / "windows").iterdir():
        content = script.read_bytes()
        assert content.isascii()  # a console has any code page
        assert content.count(b"\n") == content.count(b"\r\n")
        assert b"http" not in content
    setup = (ROOT / "installer" / "windows" / "installer.cmd").read_text(encoding="ascii")
    assert "UV_OFFLINE=1" in setup
    assert "--no-index" in setup


def test_a_program_that_does_not_start_is_a_failure_to_the_setup() -> None:
    """Windows gives it a negative code, which `if errorlevel 1` takes for success."""
    for script in (ROOT / "installer" / "windows").iterdir():
        commands = [line for line in script.read_text(encoding="ascii").splitlines() if not line.startswith("rem ")]
        assert not any("errorlevel 1" in line for line in commands)


@pytest.mark.parametrize("files", [(), ("python.exe",), ("DLLs/_tkinter.pyd",)])
def test_a_windows_python_that_cannot_draw_the_window_is_refused(tmp_path: Path, files: tuple[str, ...]) -> None:
    for name in files:
        place = tmp_path / "runtime" / name
        place.parent.mkdir(parents=True)
        place.touch()
    with pytest.raises(SystemExit, match="tkinter"):
        kit.take_runtime(tmp_path / "runtime", tmp_path / "python")
    assert not (tmp_path / "python").exists()


def test_a_whole_windows_python_is_taken_whole(tmp_path: Path) -> None:
    (tmp_path / "runtime" / "DLLs").mkdir(parents=True)
    for name in ("python.exe", "DLLs/_tkinter.pyd"):
        (tmp_path / "runtime" / name).touch()
    kit.take_runtime(tmp_path / "runtime", tmp_path / "python")
    assert (tmp_path / "python" / "DLLs" / "_tkinter.pyd").exists()


def test_the_uninstaller_removes_what_the_kit_puts_and_nothing_of_a_user_s() -> None:
    script = (ROOT / "installer" / "relance-xl.nsi").read_text(encoding="utf-8")
    removed = script[script.index('Section "Uninstall"') :]
    assert 'RMDir /r "$INSTDIR"\n' not in removed
    for name in FILES:
        top = name.split("/", maxsplit=1)[0]
        assert f'"$INSTDIR\\{top}"' in removed


def test_a_package_without_a_wheel_is_left_out_of_the_download() -> None:
    pins = "docopt==0.6.2 \\\n    --hash=sha256:00\nlxml==6.1 \\\n    --hash=sha256:11\n"
    assert kit.blocks(pins, without=["docopt==0.6.2"]) == ["lxml==6.1 \\\n    --hash=sha256:11\n"]
    assert "".join(kit.blocks(pins, without=[])) == pins


@pytest.mark.parametrize("given", [(), ("absent.whl",)])
def test_the_script_of_linux_and_macos_wants_the_file_of_the_program(given: tuple[str, ...], tmp_path: Path) -> None:
    needs("sh")
    script = ROOT / "installer" / "installer.sh"
    done = subprocess.run(["sh", str(script), *given], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 3
    assert "Attendu : le chemin de relance_xl-" in done.stderr
    assert "://" not in script.read_text(encoding="utf-8")
