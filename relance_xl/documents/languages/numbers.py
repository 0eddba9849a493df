"""Numbers that the company and its customers are known by, grouped for the eye."""

from __future__ import annotations

import re

from relance_xl.domain.wording import NO_BREAK as NBSP

_LONGEST_PHONE = 60
_FRENCH_PHONE = re.compile(r"(?:(?:\+|00)33)?(?:\(0\))?0?([1-9]\d{8})")


def phone(number: str) -> str:
    """« 04 72 00 00 00 » from any French writing of it; a foreign number as it stands."""
    digits = _french_digits(number)
    return NBSP.join(("0" + digits)[start : start + 2] for start in range(0, 10, 2)) if digits else number.strip()


def phone_abroad(number: str) -> str:
    """« +33 4 72 00 00 00 » from any French writing of it, to be dialled from abroad; a foreign one as it stands."""
    return f"+33{NBSP}{phone(number)[1:]}" if _french_digits(number) else number.strip()


def iban(number: str) -> str:
    """« FR76 3000 4000 … »: groups of four."""
    bare = re.sub(r"\s", "", number).upper()
    return NBSP.join(bare[start : start + 4] for start in range(0, len(bare), 4))


def siren(number: str) -> str:
    """« 732 829 320 » for nine digits, « 732 829 320 00074 » for a SIRET; else as it stands."""
    bare = re.sub(r"\s", "", number)
    if not re.fullmatch(r"\d{9}(?:\d{5})?", bare):
        return number.strip()
    return NBSP.join(part for part in (bare[:3], bare[3:6], bare[6:9], bare[9:]) if part)


def _french_digits(number: str) -> str:
    if len(number) > _LONGEST_PHONE:
        return ""
    match = _FRENCH_PHONE.fullmatch(re.sub(r"[\s.\-/]", "", number))
    return match[1] if match else ""
