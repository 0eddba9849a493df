"""How a reminder leaves: the first channel that is set, and a letter when the e-mail cannot be used (A5, S1-07)."""

from __future__ import annotations

from relance_xl.domain.email_addresses import usable_addresses
from relance_xl.domain.model import Customer, ReminderLevel
from relance_xl.domain.vocabulary import Channel

FALLBACK = "e-mail impossible, courrier à la place"
UNREGISTERED = "recommandé AR demandé, part par e-mail : rien ne prouvera sa réception"
"""A formal notice may leave by e-mail when somebody so chose, but never without a word (N-76)."""


def wanted_channel(
    customer: Customer, level: ReminderLevel | None, method: Channel | None, by_hand: Channel | None
) -> Channel:
    """The first that is set: chosen by hand, the run's method, the level's, the customer's; else a letter."""
    return by_hand or method or (level.channel if level else None) or customer.channel or Channel.LETTER


def possible_channel(wanted: Channel, customer: Customer) -> Channel:
    """The channel wanted, or a letter when it is an e-mail and the customer has no usable address (S0-28)."""
    if wanted is Channel.EMAIL and not usable_addresses(customer.email):
        return Channel.LETTER
    return wanted


def template_of(level: ReminderLevel | None, channel: Channel) -> str:
    """The level's own template for the channel, or the shipped one (S4-11); "" when nothing is written."""
    if level is None or channel is Channel.PHONE:
        return ""
    if channel is Channel.EMAIL:
        return level.mail_template or f"mail_{level.number}"
    return level.letter_template or f"lettre_{level.number}.docx"
