"""What the matching of bank statements gets right, and how fast; statements with known truth.

    .venv/bin/python benchmarks/bank.py [PAYMENTS]

Prints: payments, share certain, certain matches of another customer and of another line of the same one, share of the
paid items settled or held; then 20,000 operations against 5,000 open items.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from relance_xl.domain.matching.matching import Books, matched
from tests.domain.matching.random_statements import Figures, company, measured, statement


def truth(payments: int) -> None:
    """Prints what becomes of so many payments of random companies."""
    figures, seed = Figures(), 0
    while figures.payments < payments:
        measured(seed, 120, figures)
        seed += 1
    print(f"{figures.payments} payments of {seed} companies")
    print(f"certain: {figures.certain / figures.payments:.2%}")
    print(f"certain, of another customer: {len(figures.other_customer)}")
    print(f"certain, of another line of the same customer: {len(figures.other_line)}")
    print(f"paid items settled or held: {figures.safe_items / figures.paid_items:.2%}")
    for case in (*figures.other_customer[:5], *figures.other_line[:5]):
        print("  ", case)


def speed() -> None:
    """Prints the seconds of processor for a year of a company."""
    random = Random(1)  # noqa: S311 - the same statements each time, no secrets
    made = company(random, 1800)
    items = made.items[:5000]
    operations = [each.operation for each in statement(random, made, 22_000)]
    while len(operations) < 20_000:  # other years' payments, of other companies with the same habits
        operations += [each.operation for each in statement(random, company(random, 1800), 22_000)]
    operations = operations[:20_000]
    begun = time.process_time()
    decisions = matched(operations, Books(items=items, customers=made.customers, memory=made.memory))
    seconds = time.process_time() - begun
    counts = Counter(decision.outcome.value for decision in decisions)
    print(f"{len(operations)} operations against {len(items)} items: {seconds:.2f} s of processor; {dict(counts)}")


if __name__ == "__main__":
    truth(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
    speed()
