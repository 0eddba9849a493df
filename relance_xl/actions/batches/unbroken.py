"""What must be done whole or not at all, also when the user presses Ctrl-C in the middle of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Ear:
    """Hears Ctrl-C, and goes on."""

    heard = False

    def __call__(self, _number: int, _frame: object) -> None:
        self.heard = True


@contextmanager
def unbroken() -> Iterator[None]:
    """Hear Ctrl-C at the end of the body only: KeyboardInterrupt is raised there, once the body has succeeded.

    Documents moved and a workbook saved go together: between the two, an interruption would leave letters that nothing
    records, or take back those that were just recorded.  Only the main thread is ever interrupted; a program started
    in the background (`&`) hears no Ctrl-C at all, and that stays so.  Inside another one, the outer one answers.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    if before == signal.SIG_IGN or isinstance(before, _Ear):
        yield
        return
    ear = _Ear()
    signal.signal(signal.SIGINT, ear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)  # None: not set by Python
    if ear.heard:
        raise KeyboardInterrupt
