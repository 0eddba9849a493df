"""What a person decided in `Relances`, from one search to the next (N-34).

A line unticked stays so until the person says otherwise.  A tick, a level or a channel chosen lasts until the line is
reminded; a tick falls as soon as something holds the line, so that nothing revives it later by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from relance_xl.domain.lines import reminded_since
from relance_xl.domain.outcome import LineKey, ProposedLine, Review
from relance_xl.domain.search.assessment import Judgement

NOTHING = Review(ticked=None, level=None, channel=None)
"""Of a line of which nothing was decided."""


def living(review: Review, judgement: Judgement) -> Review:
    """What is left of the decision at this search, with what the sheet shows of the line from now on."""
    spent = reminded_since(judgement.item, review)
    ticked = review.ticked
    if ticked and (spent or judgement.level is None):
        ticked = None
    return Review(
        ticked=ticked,
        level=None if spent else review.level,
        channel=None if spent else review.channel,
        shown=True,
        level_reached=judgement.item.level,
        last_reminder=judgement.item.last_reminder,
    )


def tick_fallen(review: Review, judgement: Judgement) -> bool:
    """Whether a tick given by hand falls because something holds the line, which is to be said."""
    return bool(review.ticked) and judgement.level is None and not reminded_since(judgement.item, review)


def without_ticks(decisions: Mapping[LineKey, Review], fallen: Collection[LineKey]) -> Mapping[LineKey, Review]:
    """The decisions without the ticks of these lines; a line of which nothing else was decided is left out."""
    if not fallen:
        return decisions
    left = {key: replace(each, ticked=None) if key in fallen else each for key, each in decisions.items()}
    return {key: each for key, each in left.items() if each.decides}


def unseen(decision: Review, line: ProposedLine | None) -> Review:
    """The part of the decision that the sheet does not show beside what is computed: it must be kept elsewhere.

    `line` is None when the criteria leave the line out of the sheet.
    """
    if line is None:
        return decision
    ticked = decision.ticked
    if ticked or line.ticked is not line.computed.ticked:
        ticked = None
    level = decision.level if line.level == line.computed.level else None
    channel = decision.channel if line.channel is line.computed.channel else None
    return replace(decision, ticked=ticked, level=level, channel=channel)


def told(decision: Review, line: ProposedLine) -> list[str]:
    """What « Pourquoi » adds to its reason: what was decided by hand, or waits."""
    parts: list[str] = []
    if decision.ticked is False:
        parts.append("décochée à la main")
    elif decision.ticked and not line.computed.ticked:
        parts.append("cochée à la main")
    if decision.level and line.level is None:
        parts.append(f"niveau {decision.level} choisi à la main, en attente")
    if decision.channel is line.channel and line.channel is not line.computed.channel:
        parts.append(f"canal choisi à la main (calculé : {line.computed.channel})")
    return parts
