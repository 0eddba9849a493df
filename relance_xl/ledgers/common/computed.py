"""What the note says to a person of a due date that no document states; the fact is `OpenItem.computed_terms`."""

from __future__ import annotations


def computed(terms: str) -> str:
    """« Échéance calculée (30 jours) »."""
    return f"Échéance calculée ({terms})"
