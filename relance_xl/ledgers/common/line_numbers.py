"""Line numbers said in few words."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 12


def listed(lines: Sequence[int]) -> str:
    """« Ligne 4 », « 3 lignes (4, 7-8) », at most a dozen ranges: « … et 120 autres »."""
    if len(lines) == 1:
        return f"Ligne {lines[0]}"
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    shown = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges[:_SHOWN])
    others = sum(last - first + 1 for first, last in ranges[_SHOWN:])
    more = f" et {others} autres" if others > 1 else f" et {others} autre" if others else ""
    return f"{len(lines)} lignes ({shown}{more})"
