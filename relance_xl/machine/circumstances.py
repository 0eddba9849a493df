"""Who runs an action, and when, as the command line and the buttons tell it to the run.

Copies, logs and the log of what was sent bear the moment at which they are written, by the same clock.
"""

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
