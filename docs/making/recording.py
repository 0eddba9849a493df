"""Which test provokes which message: a plugin of pytest that writes down every sentence made while a test runs.

    PROVOKED=folder pytest -p docs.making.recording
    python -m docs.making.provoked folder

Each process leaves one file of JSON lines, `{"test", "text"}`; the second command keeps one test a message, in
`docs/reference/provoked.json`.  Nothing of it is at work in an ordinary run of the tests.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from docs.making.messages import messages
from docs.making.provoked import LONGEST
from docs.making.source import ROOT
from relance_xl.actions.bank.reading import Doubt as BankDoubt
from relance_xl.actions.common.report import Doubt as ReportDoubt
from relance_xl.actions.setup.diagnosing import Finding
from relance_xl.documents.sandbox.limits import Refusal
from relance_xl.ledgers.bank.camt_entries import Fault as EntryFault
from relance_xl.ledgers.common.figures import FigureFault
from relance_xl.ledgers.common.imported import Doubt as ImportDoubt
from relance_xl.ledgers.common.imported import DoubtedRow
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
    (DoubtedRow, "why"),
)
_LEAST: Final = 8
"""Characters of a sentence that is handed on: less is a code, a word, a name."""


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


def _listen_to_answers() -> None:
    """What a function of the program returns or yields: a sentence that passes through tables is told so.

    Only in the modules that hold messages; the answers of what is made at import are those of no test.
    """
    spoken = {str(ROOT / each.module) for each in messages()}
    typed = str(ROOT / "relance_xl" / "domain" / "wording.py")

    def speaks(frame: FrameType | None) -> bool:
        """Whether the program itself speaks; for what wording makes French, whether one of those modules asked it."""
        while frame is not None and frame.f_code.co_filename == typed:
            frame = frame.f_back
        return frame is not None and frame.f_code.co_filename in spoken

    def answered(frame: FrameType, event: str, answer: object) -> None:
        if event == "return" and answer is not None and speaks(frame) and len(HEARD) < _MANY:
            for text in _sentences(answer):
                HEARD.setdefault(text, _NOW[0])

    sys.setprofile(answered)
    threading.setprofile(answered)


def _sentences(answer: object) -> Iterator[str]:
    """The sentences of an answer: a text, a pair of them, a record that holds one."""
    parts: tuple[object, ...] = answer if isinstance(answer, tuple) else (answer,)
    if is_dataclass(answer):
        parts = tuple(getattr(answer, each.name, None) for each in fields(answer))
    yield from (part for part in parts if isinstance(part, str) and _LEAST <= len(part) <= LONGEST and " " in part)


def pytest_configure() -> None:
    """Listen to every kind of message."""
    for made, field in _MADE:
        _listen(made, field)
    for fault in (CellFault, FigureFault, EntryFault, PackageFault, Refusal):
        _listen_to_fault(fault)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say which test begins."""
    if not _NOW[0]:
        _listen_to_answers()
    _NOW[0] = item.nodeid


def pytest_sessionfinish() -> None:
    """Leave what was heard."""
    folder = Path(os.environ["PROVOKED"])
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"test": test, "text": text}, ensure_ascii=False) for text, test in HEARD.items())
    (folder / f"{os.getpid()}.jsonl").write_text("\n".join(lines), encoding="utf-8", errors="replace", newline="\n")
