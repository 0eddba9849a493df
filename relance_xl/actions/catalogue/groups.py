"""The actions that a person starts, in the groups in which Excel's ribbon and the window show them."""

from __future__ import annotations

from typing import Final

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.catalogue.shape import Action


def _grouped() -> dict[str, tuple[Action, ...]]:
    """In the order of the table, the groups and the actions of each."""
    groups: dict[str, tuple[Action, ...]] = {}
    for action in ACTIONS.values():
        if action.group:
            groups[action.group] = (*groups.get(action.group, ()), action)
    return groups


GROUPS: Final = _grouped()
"""By the title of the group, in working order."""
