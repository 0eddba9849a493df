"""0 lost, 0 double, whatever the server does: a small part of `torture/mail.py`, by each road (N-102, N-103)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relance_xl.post import passwords
from relance_xl.post.microsoft import keeping
from tests.actions.mail.roads import ROADS, Found
from tests.post import dovecot
from tests.post.mail_server import certificate


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificat"))


FEW = {"jeton": (12, 12), "graph": (12, 12), "brouillons": (10, 5), "retours": (20, 10)}
"""Messages and faults of each road: each kind of fault once."""


@pytest.mark.parametrize("road", ROADS)
def test_n102_n103_nothing_is_lost_and_nothing_leaves_twice(
    road: str, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-102, N-103"""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv(passwords.VARIABLE, dovecot.PASSWORD)
    monkeypatch.setattr(keeping, "sessions_folder", lambda: tmp_path / "connexions")
    keeping.kept.cache_clear()
    way: Callable[[Path, Path, int, int], Found] = ROADS[road]

    found = way(tmp_path, pem, *FEW[road])

    assert (found.lost, found.double, found.wrong) == (0, 0, 0), found
