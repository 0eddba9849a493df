"""Who runs an action, and when: the one place that reads the clock and the session."""

from __future__ import annotations

import getpass
from datetime import datetime


def now() -> datetime:
    """The moment by this machine's clock, without its time zone, as a worksheet holds it."""
    return datetime.now().astimezone().replace(tzinfo=None)


def user() -> str:
    """Who is logged in; "" where the machine does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
