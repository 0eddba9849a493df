"""The walls of the house: imports go one way, and each dependency has one room that knows it."""

import subprocess
import sys

from tests.places import ROOT


def test_imports_keep_to_the_contracts_of_pyproject() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
