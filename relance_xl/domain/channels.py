"""How a reminder leaves: the first channel that is set, and a letter when the e-mail cannot be used (A5, S1-07)."""

from __future__ import annotations

from relance_xl.domain.email_addresses import address_alert, among, usable_addresses, without
from relance_xl.domain.model import Customer, ReminderLevel
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import french_date, typeset

FALLBACK = "e-mail impossible, courrier à la place"
UNREGISTERED = "recommandé AR demandé, part par e-mail : rien ne prouvera sa réception"
"""A formal notice may leave by e-mail when somebody so chose, but never without a word (N-76)."""


def wanted_channel(
    customer: Customer, level: ReminderLevel | None, method: Channel | None, by_hand: Channel | None
) -> Channel:
    """The first that is set: chosen by hand, the run's method, the level's, the customer's; else a letter."""
    return by_hand or method or (level.channel if level else None) or customer.channel or Channel.LETTER


def mailed_at(customer: Customer) -> str:
    """The addresses to write to: those of the customer's card that no report of non-delivery named (A5)."""
    return without(customer.email, customer.refused_email)


def email_alert(customer: Customer) -> str:
    """What is wrong with the customer's addresses, those that came back first; "" when nothing is (S1-06, A5)."""
    refused = among(customer.email, customer.refused_email)
    left = mailed_at(customer)
    if not refused:
        return address_alert(left)
    day = f" le {french_date(customer.refused_on)}" if customer.refused_on else ""
    told = typeset(f"⚠ Adresse refusée{day} : « {' ; '.join(refused)} »")
    faulty = address_alert(left) if left else ""
    return f"{told} {faulty}".rstrip()


def possible_channel(wanted: Channel, customer: Customer) -> Channel:
    """The channel wanted, or a letter when it is an e-mail and the customer has no usable address (S0-28)."""
    if wanted is Channel.EMAIL and not usable_addresses(mailed_at(customer)):
        return Channel.LETTER
    return wanted


def template_of(level: ReminderLevel | None, channel: Channel) -> str:
    """The level's own template for the channel, or the shipped one (S4-11); "" when nothing is written."""
    if level is None or channel is Channel.PHONE:
        return ""
    if channel is Channel.EMAIL:
        return level.mail_template or f"mail_{level.number}"
    return level.letter_template or f"lettre_{level.number}.docx"
