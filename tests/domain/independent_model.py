"""The rules a second time, written from the requirements alone, a line being a few plain facts: what is it worth?

Nothing of the search or of the issue is imported: a fault of theirs is not repeated here.  Searches without a filter,
due dates counted from the due date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from relance_xl.domain.model import Customer, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Content, Grouping, ItemKind, LetterCurrency, Rule

HOLIDAYS = {date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25)}
HOLIDAYS |= {date(2025, 12, 25), date(2026, 1, 1), date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 11)}
NEVER, CREDIT, OTHER = "never claimed", "credit", "not now"


@dataclass(eq=False)
class Line:
    """One open line: `why` says what keeps it out, `level` what it is reminded at."""

    item: OpenItem
    days: int
    owed: Decimal
    worth: Decimal | None
    why: str = ""
    level: int = 0
    asks: bool = False
    apart: bool = False
    channel: str = ""
    ticked: bool = False


@dataclass
class Letter:
    """One reminder: its customer, the lines that climb, the worth of those it lists, what it claims by currency."""

    customer: str
    climbing: list[Line]
    total: Decimal
    claims: dict[str, Decimal] = field(default_factory=dict)


def worth(lines: Iterable[Line]) -> Decimal:
    """What the lines are worth in the reference currency."""
    return sum((line.worth or Decimal(0) for line in lines), Decimal(0))


def cent(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Model:
    """The answer for a whole ledger: `lines` of everybody but group 0, `letters`."""

    def __init__(self, books: Ledger, run: Criteria, today: date) -> None:
        self.books, self.run, self.today = books, run, today
        self.rates = {rate.currency: rate.value for rate in books.rates} | {"EUR": Decimal(1)}
        self.lines: list[Line] = []
        self.letters: list[Letter] = []
        for code, card in books.customers.items():
            if card.group != 0:
                self.customer(card, [item for item in books.items if item.customer == code])

    def customer(self, card: Customer, items: list[OpenItem]) -> None:
        lines = [self.line(item) for item in items if abs(item.amount - item.paid) >= Decimal("0.005")]
        self.lines += lines
        group = self.books.groups.get(card.group if card.group is not None else -1)
        shut = (
            group is None
            or card.block is not None
            or card.code in self.books.set_aside
            or card.code in self.books.to_place
            or (card.not_before is not None and self.today < card.not_before)
        )
        for line in lines:
            line.why = self.silence(line, card)
        unknown = any(line.worth is None and line.item.exclusion is None and line.why != "sign" for line in lines)
        if group is None or shut or unknown:
            for line in lines:
                line.why = line.why or OTHER
                line.channel = self.channel(card, None)
            return
        table = {row.number: row for row in self.books.levels if row.group is None}
        table |= {row.number: row for row in self.books.levels if row.group == group.number}
        Desk(self, card, group, table, lines, items).settle()

    def line(self, item: OpenItem) -> Line:
        owed = item.amount - item.paid
        rate = self.rates.get(item.currency or "EUR")
        return Line(item, (self.today - item.due_date).days, owed, None if rate is None else cent(owed * rate))

    def silence(self, line: Line, card: Customer) -> str:
        item = line.item
        if item.exclusion is not None:
            return NEVER
        if line.owed < 0:
            return CREDIT
        if item.kind is not ItemKind.INVOICE:
            return "sign"
        if (item.payment_method or card.payment_method) in self.books.company.excluded_payment_methods:
            return NEVER
        return NEVER if item.promised_on is not None and self.today <= item.promised_on else ""

    def channel(self, card: Customer, row: ReminderLevel | None) -> str:
        first = self.run.method or (row.channel if row else None) or card.channel
        wanted = first.value if first else "Courrier"
        return "Courrier" if wanted == "E-mail" and not card.email else wanted


class Desk:
    """One customer who may be reminded."""

    def __init__(
        self,
        model: Model,
        card: Customer,
        group: ReminderGroup,
        table: dict[int, ReminderLevel],
        lines: list[Line],
        items: list[OpenItem],
    ) -> None:
        self.model, self.card, self.group, self.table, self.lines = model, card, group, table, lines
        self.allowed = sorted(n for n in table if group.minimum_level <= n <= group.maximum_level)
        self.rule = model.run.rule or group.rule
        self.grouping = model.run.grouping or group.grouping
        self.warned = any(line.item.level for line in lines)
        self.notice = any(
            item.last_reminder and self.registered(item.level) and self.notice_ends(item) > model.today
            for item in items
        )

    def registered(self, number: int) -> bool:
        return number in self.table and self.table[number].registered

    def notice_ends(self, item: OpenItem) -> date:
        sent = item.last_reminder or date.max
        deadline = sent + timedelta(self.table[item.level].deadline_days or 0)
        while deadline.weekday() > 4 or deadline in HOLIDAYS:
            deadline += timedelta(1)
        return max(deadline + timedelta(1), sent + timedelta(self.model.books.company.notice_interval))

    def settle(self) -> None:
        for line in self.lines:
            line.apart = self.notice and line.owed > 0 and self.registered(line.item.level)
            if not line.why:
                line.level = self.tamed(self.reached(line), line)
                line.asks = self.rule is Rule.DAYS_OVERDUE and 0 < line.level < line.item.level
                line.why = "" if line.level else OTHER
        for batch in self.batches([line for line in self.lines if line.level]):
            self.agree(batch)
        self.covered()
        floor = self.group.minimum_amount or Decimal("0.01")
        counted = [line for line in self.lines if line.item.exclusion is None and line.why != "sign"]
        total = worth(counted)
        for line in self.lines:
            if line.level and total < max(floor, self.table[line.level].minimum_amount or Decimal("0.01")):
                self.drop(line)
            line.channel = self.model.channel(self.card, self.table.get(line.level))
            line.ticked = bool(line.level) and not line.asks
        self.write()

    def drop(self, line: Line) -> None:
        line.level, line.why = 0, OTHER

    def above(self, stored: int) -> int:
        return next((number for number in self.allowed if number > stored), 0)

    def reached(self, line: Line) -> int:
        """What the rule says of the line alone, 0 for nothing; once a day, and not before the interval."""
        item, today = line.item, self.model.today
        if item.last_reminder and today < item.last_reminder + timedelta(max(self.group.interval, 1)):
            return 0
        stored, same = item.level, item.level if item.level in self.allowed else 0
        if self.rule is Rule.DAYS_OVERDUE:
            return self.by_days(line)
        if self.rule is Rule.SEQUENTIAL:
            following = self.above(stored)
            if not following:
                return same if self.model.run.same_level else 0
            lower = self.table[following].lower
            since = item.due_date if stored == 0 else item.last_reminder or item.due_date
            return following if lower is not None and today >= since + timedelta(lower) else 0
        if line.days < 1:
            return 0
        if self.rule is Rule.INCREMENT:
            return self.above(stored) or same
        wanted = (self.card.card_level if self.rule is Rule.CUSTOMER_CARD else self.model.run.imposed_level) or 0
        if self.group.rule is Rule.SEQUENTIAL and wanted not in {stored, self.above(stored)}:
            return 0
        return wanted if wanted in self.allowed else 0

    def by_days(self, line: Line) -> int:
        rows = [self.table[number] for number in self.allowed if self.table[number].lower is not None]
        for place, row in enumerate(rows):
            end = row.upper
            if end is None and place + 1 < len(rows):
                end = (rows[place + 1].lower or 0) - 1
            if (row.lower or 0) <= line.days and (end is None or line.days <= end):
                step = self.above(line.item.level)
                return step if not self.group.jumps and 0 < step < row.number else row.number
        return 0

    def tamed(self, number: int, line: Line) -> int:
        """No formal notice as the first word, none while another is running: then the highest lower level, if new."""
        if not number or not self.registered(number):
            return number
        first = not self.warned and not self.model.books.company.notice_without_reminder and min(self.table) < number
        if not first and not self.notice:
            return number
        below = max((n for n in self.allowed if n < number and not self.registered(n)), default=0)
        return below if below > line.item.level else 0

    def batches(self, lines: list[Line]) -> list[list[Line]]:
        def together(line: Line) -> tuple[object, ...]:
            if self.grouping is Grouping.CUSTOMER:
                return (line.apart,)
            return (line.apart, line.item.invoice) if self.grouping is Grouping.INVOICE else (id(line),)

        found: dict[tuple[object, ...], list[Line]] = {}
        for line in lines:
            found.setdefault(together(line), []).append(line)
        return list(found.values())

    def agree(self, batch: list[Line]) -> None:
        top = max(line.level for line in ([line for line in batch if not line.asks] or batch))
        for line in batch:
            if not (line.asks and line.item.level > top):
                line.asks = line.asks and top < line.item.level
                line.level = top
        sure = [line for line in batch if not line.asks]
        if not self.model.run.same_level and all(line.level == line.item.level for line in sure):
            for line in sure:
                self.drop(line)

    def covered(self) -> None:
        credit = -worth(line for line in self.lines if line.why == CREDIT)
        climbing = [line for line in self.lines if line.level]
        payable = [line for line in self.lines if line.level or (line.days > 0 and line.owed > 0 and line.why == OTHER)]
        due = worth(payable)
        asked = worth(climbing)
        narrow = self.group.content is Content.REMINDED and self.grouping is Grouping.CUSTOMER
        if credit and (credit >= due or (narrow and credit >= asked)):
            for line in climbing:
                self.drop(line)

    def write(self) -> None:
        """The letters of what is ticked; what one refuses is ticked no more, and the others are made again."""
        while True:
            letters = [self.claiming(*each) for each in self.made([line for line in self.lines if line.ticked])]
            refused = [line for letter in letters if not self.leaves(letter) for line in letter.climbing]
            if not refused:
                self.model.letters += letters
                return
            for line in refused:
                line.ticked = False

    def made(self, ticked: list[Line]) -> list[tuple[list[Line], list[Line]]]:
        """For each letter the lines that climb and those it lists."""

        def sort(line: Line) -> tuple[object, ...]:
            part = {Grouping.INVOICE: line.item.invoice, Grouping.LEVEL: str(line.level)}.get(self.grouping, "")
            return (part, line.apart, line.channel)

        shown = sorted(ticked, key=lambda line: (line.item.due_date, line.item.invoice))
        order = {key: place for place, key in enumerate(dict.fromkeys(map(sort, shown)))}
        heaps = [list(heap) for _, heap in groupby(sorted(shown, key=lambda line: order[sort(line)]), key=sort)]
        heaps = [
            heap for heap in heaps if self.model.run.same_level or any(line.level != line.item.level for line in heap)
        ]
        lent = [line for line in self.lines if line.why == CREDIT]
        if len(heaps) == 1 and self.grouping is not Grouping.INVOICE:
            (heap,) = heaps
            return [(heap, heap + [line for line in self.lines if line not in heap and self.beside(line)])]
        heaps.sort(key=lambda heap: -max(line.level for line in heap))
        while len(heaps) > 1 and worth(heaps[0] + lent) <= 0:
            heaps[:2] = [heaps[0] + heaps[1]]
        return [(heap, heap + (lent if place == 0 else [])) for place, heap in enumerate(heaps)]

    @staticmethod
    def climbs(heap: Iterable[Line]) -> bool:
        return any(line.level != line.item.level for line in heap)

    def beside(self, line: Line) -> bool:
        if line.why in {NEVER, "sign"} or line.apart:
            return False
        if line.why == CREDIT or self.group.content is Content.STATEMENT:
            return True
        return self.group.content is Content.OVERDUE and line.days > 0

    def claiming(self, heap: list[Line], listed: list[Line]) -> Letter:
        converted = self.table[max(line.level for line in heap)].letter_currency is LetterCurrency.REFERENCE
        letter = Letter(self.card.code, heap, worth(listed))
        for line in listed:
            if line.owed < 0 or line.days > 0:
                currency = "EUR" if converted else line.item.currency or "EUR"
                amount = (line.worth or Decimal(0)) if converted else cent(line.owed)
                letter.claims[currency] = letter.claims.get(currency, Decimal(0)) + amount
        return letter

    def leaves(self, letter: Letter) -> bool:
        """Something remains to be paid, and is due unless the level is a mere courtesy."""
        top = max(line.level for line in letter.climbing)
        row = self.table[top]
        courtesy = not row.registered and (top == 1 or (row.lower is not None and row.lower < 0))
        return letter.total > 0 and (courtesy or any(amount > 0 for amount in letter.claims.values()))
