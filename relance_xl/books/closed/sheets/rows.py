"""The rows of a worksheet by their number, those of a long sheet kept compressed by the block.

A sheet of 100,000 lines is 90 MB of XML that shrinks to a tenth: one block of rows stands open at a time.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator

_ROWS = 256
"""Rows of one block."""
_LONG = 24 << 20
"""Bytes beyond which the rows of a sheet are packed as they come: some 25,000 lines."""
_FAST = 1  # the level of compression

Open = dict[int, bytes]


class _Packed:
    """A closed block: the numbers of its rows, where each ends, and their bytes compressed."""

    __slots__ = ("content", "ends", "numbers")

    def __init__(self, rows: Open) -> None:
        self.numbers = array("L", rows)
        self.ends = array("L")
        end = 0
        for row in rows.values():
            end += len(row)
            self.ends.append(end)
        self.content = zlib.compress(b"".join(rows.values()), _FAST)

    def opened(self) -> Open:
        content = zlib.decompress(self.content)
        rows: Open = {}
        start = 0
        for number, end in zip(self.numbers, self.ends, strict=True):
            rows[number] = content[start:end]
            start = end
        return rows


class Rows:
    """A mapping from a row's number to its bytes, in the order of the numbers.

    A sheet that is not long stays as it is, for speed.
    """

    def __init__(self) -> None:
        self._size = 0
        self._long = False
        self._firsts: list[int] = []
        self._blocks: list[Open | _Packed] = []
        self._current: Open = {}
        self._place = -1
        self._changed = False
        self._last = 0

    def _block(self, number: int) -> Open:
        """The open block where the row stands or would stand."""
        place = bisect_right(self._firsts, number) - 1
        if place != self._place:
            self._close()
            block = self._blocks[place]
            self._current = block.opened() if isinstance(block, _Packed) else block
            self._place = place
        return self._current

    def _close(self) -> None:
        if self._changed:
            rows = _sorted(self._current)
            self._blocks[self._place] = _Packed(rows) if self._long else rows
            self._changed = False
            if not self._long and self._size > _LONG:
                self._long = True
                self._blocks = [_Packed(block) if isinstance(block, dict) else block for block in self._blocks]
        self._current, self._place = {}, -1

    def get(self, number: int) -> bytes:
        """The row's bytes, b"" when there is no such row."""
        return self._block(number).get(number, b"") if self._blocks else b""

    def __contains__(self, number: int) -> bool:
        return bool(self._blocks) and number in self._block(number)

    def __setitem__(self, number: int, row: bytes) -> None:
        if number > self._last and (not self._blocks or len(self._block(number)) >= _ROWS):
            self._close()
            self._firsts.append(number if self._blocks else 0)
            self._blocks.append({})
        self._last = max(self._last, number)
        block = self._block(number)
        self._size += len(row) - len(block.get(number, b""))
        block[number] = row
        self._changed = True

    def remove(self, number: int) -> None:
        """Forget the row, if there is one."""
        if number in self:
            self._size -= len(self._block(number).pop(number))
            self._changed = True

    def blocks(self) -> Iterator[Open]:
        """The rows by the block, in the order of their numbers."""
        self._close()
        for block in list(self._blocks):
            yield block.opened() if isinstance(block, _Packed) else block

    def between(self, top: int, bottom: int) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of the rows from `top` to `bottom`, both included, in the order of the numbers."""
        self._close()
        first = bisect_right(self._firsts, top) - 1 if self._blocks else 0
        for block in self._blocks[first : bisect_right(self._firsts, bottom)]:
            rows = block.opened() if isinstance(block, _Packed) else block
            yield from [pair for pair in rows.items() if top <= pair[0] <= bottom]

    def last(self) -> int:
        """The number of the last row, 0 when there is none."""
        self._close()
        return next((max(_numbers(block)) for block in reversed(self._blocks) if any(_numbers(block))), 0)

    def as_they_are(self) -> Rows:
        """The rows of this moment, which later changes leave alone."""
        self._close()
        kept = Rows()
        kept._size, kept._long = self._size, self._long
        kept._firsts = self._firsts.copy()
        kept._last = self._last
        kept._blocks = [block if isinstance(block, _Packed) else block.copy() for block in self._blocks]
        return kept


def _numbers(block: Open | _Packed) -> Iterator[int]:
    return iter(block.numbers if isinstance(block, _Packed) else block)


def _sorted(rows: Open) -> Open:
    numbers = list(rows)
    return rows if all(map(int.__le__, numbers, numbers[1:])) else dict(sorted(rows.items()))
