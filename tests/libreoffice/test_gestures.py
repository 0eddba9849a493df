"""N-65, N-68: a person's gestures and commands in any order lose no cell, comment nor validation, and spoil no file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlwings

from tests.libreoffice.gestures import play


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", [1, 5])
def test_n_65_n_68_gestures_between_commands_lose_nothing(
    tmp_path: Path, sample: Path, calc: xlwings.App, seed: int
) -> None:
    """N-65, N-68"""
    path = shutil.copytree(sample.parent, tmp_path / "Société") / sample.name

    assert play(calc, path, seed) == []
