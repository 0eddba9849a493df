"""The search and the issue against rules written a second time: level, tick, channel and claimed sum agree."""

from __future__ import annotations

import pytest

from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.outcome import LineKey, ProposedLine, Review
from tests.domain.independent_model import Model
from tests.domain.random_companies import RUN, a_run, company

BUNDLES, EACH = 5, 10
"""Fifty companies here; a thousand and more have been compared by hand."""


def decided(line: ProposedLine) -> Review:
    """What the sheet holds of the line, left as it was proposed."""
    return Review(
        ticked=line.ticked,
        level=line.level,
        channel=line.channel,
        shown=True,
        level_reached=line.item.level,
        last_reminder=line.item.last_reminder,
    )


@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_n_30_n_31_n_32_n_33_n_38_n_44_n_45_two_writings_of_the_rules_agree(bundle: int) -> None:
    for seed in range(bundle * EACH, (bundle + 1) * EACH):
        books, run = company(seed), a_run(seed)
        model = Model(books, run, RUN)
        found = ticked_proposals(books, run, RUN).lines
        reviews: dict[LineKey, Review] = {line.key: decided(line) for line in found}
        letters = issue(books, run, RUN, reviews).reminders

        assert {id(line.item): (line.level, line.ticked, line.channel.value) for line in found} == {
            id(line.item): (line.level or None, line.ticked, line.channel) for line in model.lines
        }, seed
        assert sorted((each.customer.code, sorted(line.item.invoice for line in each.climbing), sorted(each.due))
                      for each in letters) == sorted(
            (each.customer, sorted(line.item.invoice for line in each.climbing), sorted(each.claims.items()))
            for each in model.letters
        ), seed  # fmt: skip
