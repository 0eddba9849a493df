"""What all tests share: the LibreOffice tests skip where there is none, and fail where there must be one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.programs import needs

if TYPE_CHECKING:
    import xlwings


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `libreoffice` where soffice is missing, visibly; fail it where LibreOffice is required."""
    if item.get_closest_marker("libreoffice") is not None:
        needs("soffice")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that share a window first, in their order: `--dist worksteal` ignores `xdist_group`.

    Each worker begins with one unbroken part of the list, and others steal from the end of it.  In a run of all the
    tests, what stands at the head is therefore run by one worker, in one window; a small selection may be shared out.
    """
    items.sort(key=lambda item: item.get_closest_marker("window") is None)


@pytest.fixture(scope="session")
def calc() -> Iterator[xlwings.App]:
    """LibreOffice behind xlwings, without a window, with a profile of its own: started once, ended at the end."""
    from relance_xl.libreoffice.engine import attach  # noqa: PLC0415 - xlwings is slow to import, and seldom wanted
    from relance_xl.libreoffice.soffice import Soffice  # noqa: PLC0415

    with Soffice(headless=True) as office:
        yield attach(office.context)
