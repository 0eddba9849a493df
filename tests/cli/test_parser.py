"""The command line's own words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from relance_xl import __version__
from relance_xl.actions.catalogue.rows import COMMANDS
from relance_xl.cli.main import main


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_given_too_little_says_so_in_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--inconnue"])
    assert left.value.code == 2
    assert "Usage : relance-xl" in capsys.readouterr().err


def test_the_version_is_told_before_the_program_is_loaded() -> None:
    asked = "import sys; sys.argv[1:] = ['--version']; from relance_xl.cli import command; command()"
    ours = "print([name for name in sys.modules if name.startswith('relance_xl')])"
    done = subprocess.run([sys.executable, "-c", f"{asked}; {ours}"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"relance-xl {__version__}", "['relance_xl', 'relance_xl.cli']"]
