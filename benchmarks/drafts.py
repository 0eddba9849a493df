"""Drafts written per second, beside the letters that may travel with them, and the memory they need.

    python benchmarks/drafts.py [CUSTOMERS]

Both figures come from one run: the letters alone, then the drafts with those letters attached.  The memory is the
highest that Python allocated while the second half of the drafts was written, beyond the first half's.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from relance_xl.documents.letters import write_letters
from relance_xl.documents.messages.drafts import Mailing, write_mails
from relance_xl.domain.model import Company, Customer, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import LineKey, Reminder, ReminderLine
from relance_xl.domain.vocabulary import Channel, Content, Grouping
from relance_xl.machine import shipped

DAY = date(2026, 3, 16)
COMPANY = Company(
    name="Ateliers Vauban SARL", email="compta@vauban.example", iban="FR7630004000031234567890143", bic="BNPAFRPPXXX"
)
GROUP = ReminderGroup(number=1, manager="Claire Meunier", manager_email="claire.meunier@vauban.example")
LINES = 4


def reminder(number: int) -> Reminder:
    """A customer with four invoices overdue."""
    code = f"C{number:05}"
    customer = Customer(
        code=code, name=f"Établissements n° {number}", email=f'"Été {number}" <c{number}@client.example>'
    )
    level = ReminderLevel(number=1 + number % 3, deadline_days=8, late_interest=True, recovery_fee=True)
    lines = tuple(_line(code, f"FA-{number}-{each}", Decimal(100 + each), 10 + each) for each in range(LINES))
    total = sum((line.balance for line in lines), Decimal(0))
    return Reminder(
        customer=customer, group=GROUP, level=level, channel=Channel.EMAIL, grouping=Grouping.CUSTOMER,
        content=Content.OVERDUE, as_of=DAY, deadline=DAY + timedelta(days=8), lines=lines, totals=(("EUR", total),),
    )  # fmt: skip


def _line(code: str, invoice: str, amount: Decimal, late: int) -> ReminderLine:
    due = DAY - timedelta(days=late)
    item = OpenItem(customer=code, invoice=invoice, due_date=due, amount=amount)
    return ReminderLine(
        item=item, key=LineKey(customer=code, invoice=invoice, due_date=due), days_overdue=late, currency="EUR",
        amount=amount, paid=Decimal(0), balance=amount, level=1,
    )  # fmt: skip


def main(count: int) -> None:
    """Measure and print."""
    reminders = [reminder(number) for number in range(count)]
    templates = shipped.templates()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        letters, drafts = folder / "lettres", folder / "mails"
        letters.mkdir()
        drafts.mkdir()
        start = time.perf_counter()
        written = write_letters(reminders, COMPANY, templates, letters)
        for_letters = time.perf_counter() - start
        mailing = Mailing(
            company=COMPANY, batch="L1", templates=templates, moment=datetime(2026, 3, 16, 9, 30),  # noqa: DTZ001
            letters={number: letter.path for number, letter in enumerate(written.letters)},
        )  # fmt: skip
        write_mails(reminders[:3], mailing, drafts)  # the templates are compiled
        start, processor = time.perf_counter(), time.process_time()
        made = write_mails(reminders, mailing, drafts)
        for_drafts, worked = time.perf_counter() - start, time.process_time() - processor
        size = sum(mail.path.stat().st_size for mail in made.mails) / len(made.mails)
        print(f"{count} letters and their print runs: {for_letters:.2f} s, {count / for_letters:.0f} a second")
        print(
            f"{len(made.mails)} drafts with their letter ({size / 1000:.0f} kB each): {for_drafts:.2f} s, "
            f"{count / for_drafts:.0f} a second beyond the letters"
        )
        print(f"the same in processor time: {worked:.2f} s, {count / worked:.0f} a second")  # fmt: skip
        plain = replace(mailing, letters={})
        first, second = _peak(reminders[: count // 2], plain, drafts), _peak(reminders, plain, drafts)
        print(f"memory at its highest: {first / 1e6:.2f} MB for {count // 2} drafts, {second / 1e6:.2f} MB for {count}")


def _peak(reminders: list[Reminder], mailing: Mailing, folder: Path) -> int:
    """The bytes allocated at the highest while the drafts are written."""
    tracemalloc.start()
    write_mails(reminders, mailing, folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
