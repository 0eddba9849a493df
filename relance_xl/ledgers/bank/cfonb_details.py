"""The records 05 of a CFONB operation: who paid, with which words and references (norm of March 2010)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relance_xl.domain.matching.operations import Operation

_NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "NONREF"})
_FULL = 70


def given_reference(text: str) -> str:
    """The payer's reference, "" for one of the words that say there is none."""
    bare = text.strip()
    return "" if bare.upper() in _NO_REFERENCE else bare


def with_details(operation: Operation, details: Sequence[str]) -> Operation:
    """The operation completed by its records 05; an unknown qualifier adds its text."""
    if not details:
        return operation
    by_key: dict[str, list[str]] = {}
    for record in details:
        by_key.setdefault(record[45:48], []).append(record[48:118])
    texts = list(operation.texts)
    for key, written in by_key.items():
        if key in {"NPY", "IPY", "LC2", "RUM", "CPY", "CBE", "IBE", "FEE", "MMO", "NBE", "NBU", "IBU", "IPO"}:
            continue
        texts.extend(_motif(by_key) if key == "LCC" else (text.strip() for text in written))
    label = " ".join(filter(None, (operation.label, *(text.strip() for text in by_key.get("LIB", ())))))
    return replace(
        operation,
        label=label,
        texts=tuple(dict.fromkeys(filter(None, texts))),
        reference=given_reference(_first(by_key, "RCN")[:35]),
        payer=_first(by_key, "NPY"),
        payer_iban=_first(by_key, "CPY")[:35].replace(" ", ""),
        mandate=_first(by_key, "RUM")[:35].strip(),
    )


def _first(by_key: dict[str, list[str]], key: str) -> str:
    return " ".join(text.strip() for text in by_key.get(key, ()))


def _motif(by_key: dict[str, list[str]]) -> list[str]:
    """LCC and LC2 are one text of 140: a number may be cut at the 70th, so it is read joined and apart."""
    first, second = by_key["LCC"][0].ljust(_FULL), by_key.get("LC2", [""])[0]
    joined = (first + second).strip()
    apart = f"{first.strip()} {second.strip()}".strip()
    return [apart] if apart == joined or not second else [joined, apart, (first.rstrip() + second.lstrip()).strip()]
