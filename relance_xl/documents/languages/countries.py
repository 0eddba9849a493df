"""Which country a workbook means: CLDR's French names, and what else French people write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from relance_xl.domain.wording import folded

_ALSO = """
GB Grande-Bretagne, Angleterre, Écosse, Pays de Galles, Irlande du Nord
NL Hollande
US États-Unis d'Amérique, USA
CZ République tchèque
CD République démocratique du Congo
KR Corée
MK Macédoine
MM Birmanie
MU Île Maurice
KG Kirghizistan
CF Centrafrique
VA Vatican, Saint-Siège
"""
"""Current names that are not CLDR's, by code.  The post knows the United Kingdom only, whichever of its nations."""


def territory(name: str) -> str:
    """« GB » for « Royaume-Uni » or « ROYAUME UNI »; "" for a name not known."""
    return _codes().get(_key(name), "")


@cache
def _codes() -> Mapping[str, str]:
    french = json.loads((Path(__file__).parent / "fr" / "cldr.json").read_text(encoding="utf-8"))["countries"]
    also = [(code, name) for code, _, names in (line.partition(" ") for line in _ALSO.strip().splitlines())
            for name in names.split(", ")]  # fmt: skip
    return {_key(name): code for code, name in [*french.items(), *also]}


def _key(name: str) -> str:
    return folded(name).replace("-", " ")
