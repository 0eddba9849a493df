"""The pictures made for the letters of a run, each written once."""

from __future__ import annotations

from collections.abc import Mapping

from relance_xl.ooxml.members import PackageStream, stored


class RunPictures:
    """The media parts of a run."""

    def __init__(self, package: PackageStream) -> None:
        self._package = package
        self._written: set[str] = set()

    def add(self, pictures: Mapping[str, bytes]) -> None:
        """Write the pictures that are new, given by the name of their part."""
        for name, picture in pictures.items():
            if name not in self._written:
                self._written.add(name)
                self._package.add(stored(name, picture))
