"""The search as the sheet shows it: what it ticks can be issued as it stands, or is not ticked and says why (N-38).

The issue itself is asked, so that there is one rule: where a customer's credits, a due date to come or a level that
would not change may make it refuse a line, the letters are made for good, and the tick taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from relance_xl.domain.issue.posting import lack, lack_problems
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.model import Ledger
from relance_xl.domain.outcome import LineKey, ProposedLine, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.decisions import without_ticks
from relance_xl.domain.search.proposals import Proposals, propose
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import typeset


def ticked_proposals(
    ledger: Ledger, criteria: Criteria, as_of: date, reviews: Mapping[LineKey, Review] | None = None
) -> Proposals:
    """What `propose` answers, nothing ticked that « Lettres » or « E-mails » would refuse (N-38).

    A tick given by hand falls too (N-34).
    """
    found = propose(ledger, criteria, as_of, reviews)
    lines, fallen = found.lines, dict.fromkeys(found.fallen)
    refused = _unposted(ledger, lines) or _refusals(ledger, criteria, as_of, lines)
    while refused:
        lines = tuple(_unticked(line, refused[line.key]) if line.key in refused else line for line in lines)
        fallen |= dict.fromkeys(key for key in refused if key in found.decisions and found.decisions[key].ticked)
        refused = _refusals(ledger, criteria, as_of, lines)
    posted = {line.customer.code: line.customer for line in found.lines if _is_posted(line)}
    return replace(
        found,
        lines=lines,
        decisions=without_ticks(found.decisions, fallen),
        fallen=tuple(fallen),
        problems=(*found.problems, *lack_problems(ledger.company, posted.values())),
    )


def _is_posted(line: ProposedLine) -> bool:
    return line.level is not None and line.channel is Channel.LETTER


def _unposted(ledger: Ledger, lines: Iterable[ProposedLine]) -> Mapping[LineKey, str]:
    """The ticked lines whose letter lacks an address (N-37)."""
    posted = (line for line in lines if line.ticked and _is_posted(line))
    return {line.key: why for line in posted if (why := lack(ledger.company, line.customer))}


def _refusals(ledger: Ledger, criteria: Criteria, as_of: date, lines: Iterable[ProposedLine]) -> Mapping[LineKey, str]:
    """The ticked lines that the issue would leave out, each with its reason."""
    doubtful = _doubtful(ledger, criteria, lines)
    theirs = [line for line in lines if line.key.customer in doubtful]
    if not theirs:
        return {}
    asked = replace(ledger, items=tuple(item for item in ledger.items if item.customer in doubtful))
    shown = {line.key: Review(ticked=line.ticked, level=line.level, channel=line.channel) for line in theirs}
    made = issue(asked, criteria, as_of, shown)
    leaving = {line.key for reminder in made.reminders for line in reminder.climbing}
    why = {(each.customer, each.invoice): each.why for each in made.skipped}
    return {
        line.key: why[line.key.customer, line.key.invoice] for line in theirs if line.ticked and line.key not in leaving
    }


def _doubtful(ledger: Ledger, criteria: Criteria, lines: Iterable[ProposedLine]) -> frozenset[str]:
    """The customers of whom the issue may refuse a line: the others need not be asked about.

    Their credits may cover a letter, nothing may be due yet, a level typed by hand would not change, or the letter
    might not bear the bill of exchange asked for.
    """
    ticked = [line for line in lines if line.ticked]
    if criteria.joined_bill:
        return frozenset(line.key.customer for line in ticked)
    unsure = {line.key.customer for line in ticked if line.days_overdue < 1 or line.level == line.item.level}
    unsure |= {item.customer for item in ledger.items if item.open_amount < 0}
    return frozenset(unsure & {line.key.customer for line in ticked})


def _unticked(line: ProposedLine, why: str) -> ProposedLine:
    return replace(
        line,
        ticked=False,
        computed=replace(line.computed, ticked=False),
        why=typeset(f"{line.why} ; non cochée : {why}"),
    )
