"""How the tests themselves are run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_a_workflow_pins_what_it_uses_is_given_little_and_says_that_it_was_never_run(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, version in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version), action
    assert "\npermissions: {}\n" in text
    assert set(re.findall(r"(?m)^ {6}(\w+): (?:read|write)$", text)) == {"contents"}
    assert "secrets." not in text
    assert "Never run yet" in text.splitlines()[0]
