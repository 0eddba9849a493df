"""A part of `make torture`: some kills, in the command that matters most (N-100, N-104)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(sys.platform != "linux" or shutil.which("cc") is None, reason="a C compiler, on Linux"),
]


def test_n100_n104_letters_are_whole_or_absent_wherever_the_program_is_killed(tmp_path: Path) -> None:
    """N-100, N-104"""
    done = subprocess.run(
        [sys.executable, "torture/points.py", "kills", "--every", "41", "--only", "lettres"],
        cwd=ROOT, env=os.environ | {"TORTURE_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "| lettres |" in done.stdout
