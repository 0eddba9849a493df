"""How the tests themselves are run."""

import subprocess
import sys

from tests.places import ROOT


def test_what_shares_a_window_stands_first_so_that_one_worker_runs_it_all() -> None:
    wanted = [
        "tests/domain/test_calendar.py",
        "tests/libreoffice/test_clicks.py",
        "tests/libreoffice/test_other_clicks.py",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *wanted],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line]

    assert list(dict.fromkeys(files)) == [*wanted[1:], wanted[0]]
