"""The names of IMAP's folders in its own UTF-7 (RFC 3501, 5.1.3): « Envoyés » travels as « Envoy&AOk-s »."""

from __future__ import annotations

import binascii
import re

_PRINTABLE = re.compile(r"[ -~]+")
_RUN = re.compile(r"[ -~]+|[^ -~]+")
_SHIFTED = re.compile(r"&([^-]*)-")


def written_name(name: str) -> str:
    """The name as it travels, in ASCII."""
    return "".join(
        run.replace("&", "&-") if _PRINTABLE.fullmatch(run) else f"&{_shifted(run)}-" for run in _RUN.findall(name)
    )


def read_name(travelling: bytes) -> str:
    """The name as a person reads it; one that is not in this UTF-7 comes as it can, in UTF-8."""
    text = travelling.decode("utf-8", "replace")
    return _SHIFTED.sub(lambda found: _unshifted(found[1], found[0]), text)


def _shifted(run: str) -> str:
    return (
        binascii.b2a_base64(run.encode("utf-16-be", "replace"), newline=False)
        .decode("ascii")
        .rstrip("=")
        .replace("/", ",")
    )


def _unshifted(inside: str, whole: str) -> str:
    if not inside:
        return "&"
    try:
        content = binascii.a2b_base64(inside.replace(",", "/") + "=" * (-len(inside) % 4), strict_mode=False)
        return content.decode("utf-16-be")
    except ValueError:  # of base64, or of UTF-16
        return whole
