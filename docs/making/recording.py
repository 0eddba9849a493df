"""Which test provokes which message: a plugin of pytest that writes down every sentence made while a test runs.

    PROVOKED=folder pytest -p docs.making.recording
    python -m docs.making.provoked folder

Each process leaves one file of JSON lines, `{"test", "text"}`; the second command keeps one test a message, in
`docs/reference/provoked.json`.  Nothing of it is at work in an ordinary run of the tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relance_xl.actions.bank.reading import Doubt as BankDoubt
from relance_xl.actions.common.report import Doubt as ReportDoubt
from relance_xl.actions.setup.diagnosing import Finding
from relance_xl.documents.sandbox.limits import Refusal
from relance_xl.ledgers.bank.camt_entries import Fault as EntryFault
from relance_xl.ledgers.common.figures import FigureFault
from relance_xl.ledgers.common.imported import Doubt as ImportDoubt
from relance_xl.ooxml.opening import PackageFault
from relance_xl.problems import Problem
from relance_xl.tables.cells import CellFault

HEARD: dict[str, str] = {}
"""Each sentence, with the first test that made it."""
_MANY = 200_000
"""Sentences kept by one process: a property makes thousands that differ by their figures."""
_NOW = [""]
_MADE: tuple[tuple[type, str], ...] = (
    (Problem, "what"),
    (BankDoubt, "detail"),
    (ReportDoubt, "detail"),
    (ImportDoubt, "detail"),
    (Finding, "says"),
)


def _listen(made: Any, field: str) -> None:
    before: Callable[..., None] = made.__init__

    def init(self: object, *given: object, **named: object) -> None:
        before(self, *given, **named)
        if _NOW[0] and len(HEARD) < _MANY:
            HEARD.setdefault(str(getattr(self, field)), _NOW[0])

    made.__init__ = init


def _listen_to_fault(fault: Any) -> None:
    """A fault says its sentence first."""
    before: Callable[..., None] = fault.__init__

    def init(self: object, *given: object, **named: object) -> None:
        before(self, *given, **named)
        if _NOW[0] and given and len(HEARD) < _MANY:
            HEARD.setdefault(str(given[0]), _NOW[0])

    fault.__init__ = init


def pytest_configure() -> None:
    """Listen to every kind of message."""
    for made, field in _MADE:
        _listen(made, field)
    for fault in (CellFault, FigureFault, EntryFault, PackageFault, Refusal):
        _listen_to_fault(fault)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say which test begins."""
    _NOW[0] = item.nodeid


def pytest_sessionfinish() -> None:
    """Leave what was heard."""
    folder = Path(os.environ["PROVOKED"])
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"test": test, "text": text}, ensure_ascii=False) for text, test in HEARD.items())
    (folder / f"{os.getpid()}.jsonl").write_text("\n".join(lines), encoding="utf-8", newline="\n")
