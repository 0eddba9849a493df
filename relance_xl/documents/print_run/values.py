"""What tells one letter of a print run from the others: its numbers, as they are written in its XML.

The same change of the tree is made once in the template's source, where the numbers are Jinja tags, or in each letter,
where they are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from relance_xl.documents.word.tagged_xml import Tags

NUMBER = "_lettre"
"""The letter's rank in its run, from 0."""
LISTS = "_listes"
"""The `w:numId` of the letter's first list."""
END_OF_LETTER = "fin_de_lettre_"
"""The bookmark at the end of each letter, before its rank."""


class Values(Protocol):
    """The fields of a letter that its template does not know."""

    def text(self, name: str) -> str:
        """The field, as a text."""

    def number(self, name: str, step: int = 1, offset: int = 0) -> str:
        """The field, a number, times `step` plus `offset`."""


class TaggedValues:
    """In the template's source: marks of tags that print the values."""

    def __init__(self, tags: Tags) -> None:
        self._tags = tags

    def text(self, name: str) -> str:
        """A mark."""
        return self._tags.mark(f"{{{{ {name} }}}}")

    def number(self, name: str, step: int = 1, offset: int = 0) -> str:
        """A mark."""
        return self._tags.mark(f"{{{{ {name} * {step} + {offset} }}}}")


class KnownValues:
    """In one letter: the values."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def text(self, name: str) -> str:
        """The value."""
        return str(self._given[name])

    def number(self, name: str, step: int = 1, offset: int = 0) -> str:
        """The value."""
        return str(int(self._given[name]) * step + offset)
