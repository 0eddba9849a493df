"""An address that came back is no address to write to, and its alert says so (A5)."""

from __future__ import annotations

from datetime import date

import pytest

from relance_xl.domain.channels import email_alert, mailed_at, possible_channel
from relance_xl.domain.model import Customer
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import NO_BREAK

DAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("email", "refused", "on", "left", "alert", "channel"),
    [
        ("a@b.fr", "", None, "a@b.fr", "", Channel.EMAIL),
        ("a@b.fr", "c@d.fr", DAY, "a@b.fr", "", Channel.EMAIL),
        ("a@b.fr", "A@B.fr", DAY, "", "⚠ Adresse refusée le 18/03/2026 : « a@b.fr »", Channel.LETTER),
        ("a@b.fr", "a@b.fr", None, "", "⚠ Adresse refusée : « a@b.fr »", Channel.LETTER),
        ("Anne <a@b.fr>, c@d.fr", "a@b.fr", DAY, "c@d.fr", "⚠ Adresse refusée le 18/03/2026 : « Anne <a@b.fr> »",
         Channel.EMAIL),
        ("a@b.fr ; faux", "a@b.fr", None, "faux", "⚠ Adresse refusée : « a@b.fr » ⚠ E-mail invalide : « faux »",
         Channel.LETTER),
        ("", "a@b.fr", DAY, "", "⚠ Aucune adresse e-mail", Channel.LETTER),
    ],
)  # fmt: skip
def test_a5_what_is_left_of_a_card_without_the_addresses_that_came_back(
    email: str, refused: str, on: date | None, left: str, alert: str, channel: Channel
) -> None:
    customer = Customer(code="C", name="C", email=email, refused_email=refused, refused_on=on)

    assert mailed_at(customer) == left
    assert email_alert(customer).replace(NO_BREAK, " ") == alert
    assert possible_channel(Channel.EMAIL, customer) is channel
