"""Words as files spell them, brought to one form so that they can be compared."""

from __future__ import annotations

from relance_xl.domain.wording import folded


def condensed(text: str) -> str:
    """The letters and digits of the folded text alone: « N° Pièce » → « npiece »."""
    plain = text.lower() if text.isascii() else folded(text.replace("º", "")).encode("ascii", "ignore").decode()
    return "".join(filter(str.isalnum, plain))


def spaced(text: str) -> str:
    """`text` without outer spaces, inner runs of spaces made one: « VE  0123  » → « VE 0123 »."""
    return " ".join(text.split())
