"""A document written piece by piece is the one `json.dumps` would write."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from relance_xl.cli.json_output import write_json


def written(document: Any) -> str:
    """What stands on the output."""
    stream = io.StringIO()
    write_json(document, stream)
    return stream.getvalue()


@pytest.mark.parametrize("lines", [[], [{"client": "C1"}], [{"client": "C1", "solde": "1.50"}, {"client": "É"}]])
def test_an_iterator_is_written_as_a_list(lines: list[dict[str, str]]) -> None:
    plain = {"date": "2026-03-15", "propositions": lines, "problemes": []}

    assert written({**plain, "propositions": iter(lines)}) == json.dumps(plain, ensure_ascii=False) + "\n"


def test_an_iterator_inside_another_document() -> None:
    assert written({"rechercher": {"propositions": iter([None, 1])}, "appels": {}}) == (
        '{"rechercher": {"propositions": [null, 1]}, "appels": {}}\n'
    )
