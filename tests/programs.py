"""The programs of this machine that some tests need."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRE = "RELANCE_XL_REQUIRE_LIBREOFFICE"


def needs(*programs: str) -> None:
    """Skip the test where one of these programs is missing; fail it where LibreOffice's tests must all be run."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        unavailable(f"absent de cette machine : {', '.join(missing)}")


def unavailable(reason: str) -> None:
    """Skip the test, or fail it where LibreOffice's tests must all be run."""
    if os.environ.get(REQUIRE):
        pytest.fail(reason)
    pytest.skip(reason)
