"""What is told before reminders leave."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from relance_xl.actions.common.leaving import asked, described
from tests.documents.samples import line, reminder


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_n_38_the_confirmation_names_levels_numbers_date_sums_and_formal_notices_apart() -> None:
    first, second = (replace(reminder(1), to_pay=(("EUR", Decimal(amount)),)) for amount in ("1400", "600"))
    notice = replace(reminder(3), to_pay=(("EUR", Decimal("1492.34")),))

    assert plain(described([notice, first, second], "lettre datée", "lettres datées")) == (
        "3 lettres datées du 15/03/2026, pour 3 492,34 € à régler :\n"
        "– niveau 1 : 2 lettres, 2 000,00 €\n"
        "Mises en demeure (recommandé AR) :\n"
        "– niveau 3 : 1 lettre, 1 492,34 €"
    )


def test_n_38_a_courtesy_reminder_counts_for_what_it_announces_and_no_two_currencies_are_added() -> None:
    early = reminder(1, (line("A", "100", late=-5),))
    abroad = replace(reminder(1), to_pay=(("USD", Decimal(70)),))

    assert plain(asked([early, abroad])) == "100,00 € + 70,00 USD"
