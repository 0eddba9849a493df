"""What must be done whole or not at all, also when the user presses Ctrl-C in the middle of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unbroken() -> Iterator[None]:
    """Hear Ctrl-C at the end of the body only: KeyboardInterrupt is raised there, once the body has succeeded.

    Documents moved and a workbook saved go together: between the two, an interruption would leave letters that nothing
    records, or take back those that were just recorded.  Only the main thread is ever interrupted; a program started
    in the background (`&`) hears no Ctrl-C at all, and that stays so.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)  # None: not set by Python
    if heard:
        raise KeyboardInterrupt
