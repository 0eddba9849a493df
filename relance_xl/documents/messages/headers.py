"""Who writes to whom: addresses checked and made fit for a header, line breaks refused (S0-28, S4-04)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address

from relance_xl.domain.email_addresses import Recipient, breaks_a_header, mailed_as, recipients
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The addresses of a cell: those a message is sent to, and those that cannot be used, as written."""

    usable: tuple[Address, ...]
    faulty: tuple[str, ...]


def sorted_addresses(text: str) -> Sorted:
    """The addresses of one cell, each once; international domains in their ASCII form (RFC 5890)."""
    usable: dict[str, Address] = {}
    faulty: list[str] = []
    for recipient in recipients(text):
        address = header_address(recipient)
        if address is None:
            faulty.append(recipient.address)
        else:
            usable.setdefault(address.addr_spec.casefold(), address)
    return Sorted(usable=tuple(usable.values()), faulty=tuple(faulty))


def header_address(recipient: Recipient) -> Address | None:
    """The address as a header holds it; None when it cannot be used."""
    user, _, domain = mailed_as(recipient).rpartition("@")
    return Address(display_name=recipient.name, username=user, domain=domain) if user else None


def sender_of(reminder: Reminder, company: Company) -> Address | None:
    """Who signs: the parameter's address, else the manager's, else the company's; None when none can be used.

    The name is the manager's with the company's, so that the customer knows who writes.
    """
    group = reminder.group
    name = " – ".join(part for part in (group.manager, company.name) if part and not breaks_a_header(part))
    for text in (company.mail_sender, group.manager_email, company.email):
        for recipient in recipients(text):
            address = header_address(Recipient(recipient.name or name, recipient.address))
            if address is not None:
                return address
    return None


def manager_of(reminder: Reminder) -> Address | None:
    """The manager of the customer's group, who receives the answers; None without a usable address."""
    usable = sorted_addresses(reminder.group.manager_email).usable
    if not usable:
        return None
    first = usable[0]
    name = first.display_name or reminder.group.manager
    if breaks_a_header(name):
        name = ""
    return Address(display_name=name, username=first.username, domain=first.domain)


def message_id(batch: str, reminder: Reminder, domain: str) -> str:
    """« <relance.5f…@societe.fr> »: the same for the same batch, customer, level and lines, and for no other."""
    return f"<relance.{_digest(_identity(batch, reminder))}@{domain}>"


def _identity(batch: str, reminder: Reminder) -> Iterable[str]:
    yield from (batch, reminder.customer.code, str(reminder.level.number), reminder.as_of.isoformat())
    for line in reminder.lines:
        key = line.key
        yield from (key.invoice, key.due_date.isoformat(), str(key.occurrence), str(line.balance), str(line.level))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
