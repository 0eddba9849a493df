"""An Excel in which a cell is being typed takes no call: wait for its user, for a while, and give up cleanly (N-60)."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from relance_xl.books.live.permits import Busy

WAITING = "Excel attend une saisie : terminez-la (Entrée ou Échap), l'action reprend d'elle-même."
LIMIT = 60.0
"""Seconds after which the click is given up."""
PAUSE = 0.5
"""Seconds between two tries."""

Answer = TypeVar("Answer")


def patiently(
    attempt: Callable[[], Answer],
    *,
    tell: Callable[[str], None],
    given_up: Event,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """What `attempt` answers, tried again while Excel is busy; an attempt refused half-way has changed nothing.

    Args:
        attempt: the click, or a part of it.
        tell: is told what the user must do.
        given_up: set by a user who does not want to wait.
        clock: seconds.

    Raises:
        Busy: after LIMIT seconds, or once given up.
    """
    end = clock() + LIMIT
    while True:
        try:
            return attempt()
        except Busy:
            if given_up.is_set() or clock() >= end:
                raise
            tell(WAITING)
            given_up.wait(PAUSE)
