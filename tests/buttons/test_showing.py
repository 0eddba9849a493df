"""Opening a document: which program each system is asked for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from relance_xl.buttons import showing


def test_a_linux_desktop_is_asked_by_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = tmp_path / "ouvert.txt"
    program = tmp_path / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" > "{opened}.part" && mv "{opened}.part" "{opened}"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert showing.open_outside(Path("Tirage.docx"), platform="linux")
    for _ in range(200):
        if opened.exists():
            break
        time.sleep(0.02)
    assert opened.read_text("utf-8").strip() == "Tirage.docx"


def test_where_nobody_can_open_it_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not showing.open_outside(Path("Tirage.docx"), platform="linux")
    (tmp_path / "gio").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "gio").chmod(0o755)
    assert showing._linux() == ["gio", "open"]
