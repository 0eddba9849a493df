"""What all tests share: the LibreOffice tests skip where there is none, and fail where there must be one."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRE = "RELANCE_XL_REQUIRE_LIBREOFFICE"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `libreoffice` where soffice is missing, visibly; fail it where LibreOffice is required."""
    if item.get_closest_marker("libreoffice") is None or shutil.which("soffice"):
        return
    reason = "LibreOffice (soffice) n'est pas installé sur cette machine"
    if os.environ.get(REQUIRE):
        pytest.fail(reason)
    pytest.skip(reason)
