"""Words as files spell them, brought to one form so that they can be compared."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The letters and digits of `text`, in lower case and without accents: « N° Pièce » → « npiece »."""
    decomposed = unicodedata.normalize("NFKD", text.replace("°", "").replace("º", ""))
    return "".join(character for character in decomposed.casefold() if character.isascii() and character.isalnum())


def spaced(text: str) -> str:
    """`text` without outer spaces, inner runs of spaces made one: « VE  0123  » → « VE 0123 »."""
    return " ".join(text.split())
