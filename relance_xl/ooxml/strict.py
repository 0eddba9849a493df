"""Strict Open XML in the names of the transitional form, which Word writes by default and the libraries know.

ISO/IEC 29500-1 and -4 have the same elements; the strict form differs by its namespaces, and by values that Word reads
in the other form as well (« 50% », « 12pt »).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from relance_xl.ooxml.namespaces import STRICT, USUAL

_NAME = re.compile(re.escape(STRICT).encode() + rb"(\w+)/([\w/]+)")
_HYPHENATED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_CONFORMANCE = re.compile(rb"""\s(?:\w+:)?conformance=(?:"strict"|'strict')""")


def is_strict(stating: bytes) -> bool:
    """Whether a package or a part is in the strict form, from the names that it states."""
    return STRICT.encode() in stating


def transitional(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a strict package in the transitional form."""
    return {name: _renamed(part) if name.endswith((".xml", ".rels")) else part for name, part in parts.items()}


def _renamed(part: bytes) -> bytes:
    return _CONFORMANCE.sub(b"", _NAME.sub(_transitional_name, part))


def _transitional_name(found: re.Match[bytes]) -> bytes:
    """« …/wordprocessingml/2006/main » for « …/wordprocessingml/main »."""
    folder, _, last = found[2].rpartition(b"/")
    rest = b"/".join(filter(None, (folder, _HYPHENATED.get(last, last))))
    return b"%s%s/2006/%s" % (USUAL.encode(), found[1], rest)
