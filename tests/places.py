"""Where the tests find the project, and the inputs beside it that are no part of it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
"""Present where the project is developed; a test that reads it skips, with the reason, where it is absent."""
