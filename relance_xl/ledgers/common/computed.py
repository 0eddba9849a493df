"""The remark that marks a due date no document states."""

from __future__ import annotations

import re

_REMARK = re.compile(r"Échéance calculée \(([^)]*)\)")


def computed(terms: str) -> str:
    """« Échéance calculée (30 jours) »."""
    return f"Échéance calculée ({terms})"


def computed_remark(note: str) -> re.Match[str] | None:
    """Where the remark stands in a note; its first group is the terms."""
    return _REMARK.search(note)
