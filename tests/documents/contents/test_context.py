from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.documents.contents.context import Extras, bill_context, letter_context
from relance_xl.documents.contents.postal_address import address_block
from relance_xl.documents.templates.fields import FIELDS
from relance_xl.domain.model import BillOfExchange, Company
from relance_xl.domain.money.charges import Charges
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.documents.samples import AS_OF, COMPANY, CUSTOMER, GROUP, charged, line, reminder

PLAIN = (str, int, bool, Decimal, date, type(None))
BILL = BillOfExchange(number="LC-12", customer="C0012", maturity_date=date(2026, 4, 30), amount=Decimal(1400))


def leaves(value: Any, name: str = "") -> dict[str, Any]:
    """The plain values of a context by the names of `FIELDS`."""
    if isinstance(value, dict):
        found: dict[str, Any] = {name: value} if name in FIELDS else {}
        for key, inner in value.items():
            found |= leaves(inner, f"{name}.{key}" if name else key)
        return found
    if isinstance(value, list):
        found = {f"{name}[]": None} if not value else {}
        for inner in value:
            found |= leaves(inner, f"{name}[]")
        return found
    return {name: value}


def first_name(field: str) -> str:
    return field.split("[]", maxsplit=1)[0].split(".", maxsplit=1)[0]


MANDATED = replace(
    COMPANY,
    firm_name="Cabinet Roche",
    firm_address="1 rue des Comptes, 39100 Dole",
    firm_phone="0384000000",
    firm_email="relances@roche.fr",
    mandate=date(2025, 1, 1),
)


def full_context() -> dict[str, Any]:
    given = reminder(3, (line("F1", "100.00", "10.00"),))
    extras = Extras(
        charges=charged("1.20", "40", given.lines[0]),
        bill_maturity=date(2026, 4, 30),
        statement=given.lines,
    )
    return letter_context(given, MANDATED, extras)


def test_every_field_of_a_letter_is_documented_and_every_documented_field_exists() -> None:
    assert set(leaves(full_context())) == set(FIELDS)


@pytest.mark.parametrize(
    ("company", "named"),
    [
        (MANDATED, "Cabinet Roche"),
        (COMPANY, None),
        (replace(MANDATED, firm_name=""), None),
        (replace(MANDATED, mandate=None), None),
        (replace(MANDATED, mandate=AS_OF), "Cabinet Roche"),
        (replace(MANDATED, mandate=AS_OF + timedelta(days=1)), None),
    ],
)
def test_a_firm_is_named_with_its_mandate_only(company: Company, named: str | None) -> None:
    firm = letter_context(reminder(1, (line("A", "100"),)), company)["cabinet"]

    assert (firm and firm["nom"]) == named


def test_a_letter_about_a_bill_has_the_same_fields() -> None:
    bill = leaves(bill_context(BILL, CUSTOMER, GROUP, COMPANY, AS_OF))

    assert {name.split("[]")[0].split(".")[0] for name in bill} == {
        name.split("[]")[0].split(".")[0] for name in FIELDS
    }


def test_only_plain_data_reach_a_template() -> None:
    for name, value in leaves(full_context()).items():
        assert isinstance(value, (*PLAIN, dict)), name


def test_s3_04_paid_is_empty_when_nothing_was_paid() -> None:
    given = letter_context(reminder(1, (line("A", "1200", "300"), line("B", "500"))), COMPANY)

    assert [(one["montant"], one["regle"], one["solde"]) for one in given["lignes"]] == [
        (1200, 300, 900),
        (500, None, 500),
    ]


def test_a2_two_currencies_are_never_added() -> None:
    given = letter_context(reminder(1, (line("A", "100"), line("B", "70", currency="USD"), line("C", "1"))), COMPANY)

    assert [(total["devise"], total["solde"], total["nombre"]) for total in given["totaux"]] == [
        ("EUR", 101, 2),
        ("USD", 70, 1),
    ]
    assert given["total"] == "101,00\u00a0€ et 70,00\u00a0USD"


def test_a16_credits_are_deducted_from_what_is_due() -> None:
    lines = (line("A", "100"), line("AV1", "-30", kind=ItemKind.CREDIT_NOTE))

    given = letter_context(reminder(1, lines), COMPANY)

    assert given["echu"] == "70,00\u00a0€"
    assert given["nombre"] == 1
    assert given["avoirs"]
    assert given["lignes"][1]["retard"] is None


def test_what_is_not_yet_due_is_shown_and_not_claimed() -> None:
    given = letter_context(reminder(1, (line("A", "100"), line("B", "900", late=0))), COMPANY)

    assert given["echu"] == "100,00\u00a0€"
    assert given["total"] == "100,00\u00a0€"  # the principal claimed (N-44)
    assert given["a_echoir"]


def test_s4_06_a_courtesy_reminder_before_the_due_date_claims_nothing() -> None:
    assert letter_context(reminder(1, (line("A", "100", late=-5),)), COMPANY)["echu"] == ""


def test_s3_10_the_draft_is_the_letter_s_balance_in_figures_and_words() -> None:
    lines = (line("A", "1200", "300"), line("B", "500"))

    draft = letter_context(reminder(1, lines), COMPANY, Extras(bill_maturity=date(2026, 4, 30)))["traite"]

    assert draft["montant"] == 1400
    assert draft["lettres"] == "mille quatre cents euros"
    assert draft["echeance"] == date(2026, 4, 30)


def test_s0_27_interest_and_fee_are_added_to_what_is_due_in_their_currency() -> None:
    lines = (line("A", "100"), line("B", "5", currency="USD"))

    given = letter_context(reminder(1, lines), COMPANY, Extras(charges=charged("1.20", "80", lines[0])))

    assert given["penalites"] == {
        "taux": Decimal("12.15"),
        "majoration": None,
        "interets": "1,20\u00a0€",
        "indemnite": Decimal(80),
        "factures": 2,
        "total": "181,20\u00a0€ et 5,00\u00a0USD",
    }
    assert [one["penalites"] for one in given["lignes"]] == [Decimal("1.20"), None]


@pytest.mark.parametrize("charges", [None, Charges()])
def test_there_are_no_charges_when_nothing_is_charged(charges: Charges | None) -> None:
    assert letter_context(reminder(1), COMPANY, Extras(charges=charges))["penalites"] is None


def test_s0_09_the_group_s_manager_is_named() -> None:
    assert letter_context(reminder(1), COMPANY)["gestionnaire"] == {
        "nom": "Paul Renaud",
        "telephone": "04\u00a072\u00a000\u00a010\u00a021",
        "email": "relances@vallier.example",
    }


def test_a_consumer_is_known_as_one() -> None:
    client = letter_context(reminder(1, kind=CustomerKind.CONSUMER), COMPANY)["client"]

    assert (client["professionnel"], client["particulier"], client["public"]) == (False, True, False)


def test_the_address_block_ends_with_the_town_in_capitals() -> None:
    assert address_block(CUSTOMER) == [
        "Dupont & Fils <SARL>",
        "À l’attention de Mme Anne Dupont",
        "Bâtiment C",
        "8, avenue de l'Église",
        "42000 SAINT ETIENNE",
    ]


def test_the_country_is_last_abroad_and_left_out_in_france() -> None:
    abroad = replace(CUSTOMER, postal_code="80331", city="München", country="Allemagne", contact="")

    assert address_block(abroad)[-2:] == ["80331 MÜNCHEN", "ALLEMAGNE"]
    assert address_block(replace(CUSTOMER, country="France")) == address_block(CUSTOMER)


def test_the_address_block_has_six_lines_at_most() -> None:
    long = replace(
        CUSTOMER, address=("Service A", "Bâtiment C", "8, rue Haute", "BP 12"), country="Suisse", city="Genève"
    )

    block = address_block(long)

    assert block == ["Dupont & Fils <SARL>", "Service A", "Bâtiment C", "8, rue Haute BP 12", "42000 GENÈVE", "SUISSE"]


def test_a_long_line_is_cut_between_words_while_there_is_room() -> None:
    long = replace(CUSTOMER, name="Établissements Dupont-Lefèvre et Compagnie du Forez", address=("8, rue Haute",))

    assert address_block(long)[:3] == [
        "Établissements Dupont-Lefèvre et",
        "Compagnie du Forez",
        "À l’attention de Mme Anne Dupont",
    ]
    crowded = replace(long, address=("Service A", "Bâtiment C", "8, rue Haute", "BP 12", "Zone Nord"))
    assert address_block(crowded) == [
        "Établissements Dupont-Lefèvre et",
        "Compagnie du Forez",
        "Service A",
        "Bâtiment C",
        "8, rue Haute BP 12 Zone Nord",
        "42000 SAINT ETIENNE",
    ]


def test_an_address_may_be_nearly_empty() -> None:
    assert address_block(replace(CUSTOMER, address=("",), postal_code="", city="", contact="")) == [CUSTOMER.name]
