"""Where a person reads, which lets the command decide what happens when nobody reads any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from relance_xl.cli.endings import Unread
from relance_xl.machine.plain_text import plain


class Terminal(Console):
    """A console of rich that does not leave by itself with exit code 1, which means that the data has errors.

    What others wrote reaches it as text: the orders to a terminal are rich's own (N-107).
    """

    def on_broken_pipe(self) -> NoReturn:
        """The output's reader has left."""
        raise Unread

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Its segments, of which no text gives an order."""
        for segment in super().render(renderable, options):
            text: Any = segment.text
            yield segment if segment.control else Segment(plain(text), segment.style)
