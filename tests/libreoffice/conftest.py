"""The shipped workbook, filled with the sample company, and its window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.setup.company import WORKBOOK, new_company
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.demo.company import DEMO_DATE
from relance_xl.demo.run import fill
from relance_xl.libreoffice.launcher import Window
from relance_xl.libreoffice.soffice import Soffice
from tests.libreoffice.desktop import User, screen


def sample_company(folder: Path, day: date = DEMO_DATE) -> Path:
    """The workbook of the sample company in a folder of its own, its run date fixed."""
    new_company(folder, WorkbookFile, {})
    book = WorkbookFile(folder / WORKBOOK)
    fill(book)
    book.set_names({"date_relance": day})
    book.save()
    return folder / WORKBOOK


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's workbook, made once: tests work on copies."""
    return sample_company(tmp_path_factory.mktemp("modele") / "Ateliers Vauban")


@pytest.fixture(scope="module")
def company(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's workbook, closed."""
    return shutil.copytree(sample.parent, tmp_path_factory.mktemp("societe") / "Ateliers Vauban") / sample.name


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the buttons keep their log files: not in the home of who runs the tests."""
    folder = tmp_path_factory.mktemp("state")
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(folder)
    yield folder
    if before is None:
        del os.environ["XDG_STATE_HOME"]
    else:
        os.environ["XDG_STATE_HOME"] = before


@pytest.fixture(scope="module")
def user(company: Path, state: Path) -> Iterator[User]:
    """Somebody in front of the window of the sample company."""
    del state
    with screen() as environment, Soffice(headless=False, environment=environment) as office:
        window = Window(office, company)
        yield User(window.app, environment)
        window.document.setModified(False)
        window.document.close(True)
