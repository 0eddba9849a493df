"""The comments of a sheet, asked of each host in its own way: they follow their line (N-65)."""

from __future__ import annotations

from collections.abc import Mapping

import xlwings

Place = tuple[int, int]
"""Row and column, counted from 1."""


def notes_of(sheet: xlwings.Sheet) -> dict[Place, str]:
    """The text of each comment; {} for a host that does not tell.  A discussion of several people is none: it stays."""
    own: Mapping[Place, str] | None = getattr(sheet.impl, "notes", None)
    if own is not None:  # our engine
        return dict(own)
    comments = getattr(sheet.api, "Comments", None)
    if comments is None:
        return {}
    return {
        (comment.Parent.Row, comment.Parent.Column): str(comment.Text())
        for comment in comments
        if getattr(comment.Parent, "CommentThreaded", None) is None
    }


def give_notes(sheet: xlwings.Sheet, wanted: Mapping[Place, str]) -> None:
    """Have the sheet bear exactly these comments; those that stand there already are left alone."""
    present = notes_of(sheet)
    for place in [place for place, text in present.items() if wanted.get(place) != text]:
        _set(sheet, place, "")
    for place, text in wanted.items():
        if present.get(place) != text:
            _set(sheet, place, text)


def _set(sheet: xlwings.Sheet, place: Place, text: str) -> None:
    """Give the cell this comment in the place of its own, "" to take it away."""
    own = getattr(sheet.impl, "set_note", None)
    if own is not None:
        own(place, text)
        return
    cell = sheet.range(place).api
    cell.ClearComments()
    if text:
        cell.AddComment(text)
