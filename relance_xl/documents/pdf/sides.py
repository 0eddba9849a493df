"""On which sides of the sheets a document will be printed."""

from __future__ import annotations

from enum import Enum, auto


class Sides(Enum):
    """`BOTH`: letter after letter on the front of a sheet, a blank verso where a letter ends on a front."""

    FRONTS = auto()
    BOTH = auto()
