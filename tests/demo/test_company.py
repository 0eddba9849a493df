"""The sample company is whole, plausible, always the same, and shows every case once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.demo.company import DEMO_DATE, DEMO_TABLE_NAMES, demo_parameters, demo_table, demo_tables
from relance_xl.domain.vocabulary import Block, Channel, CustomerKind, Exclusion, ItemKind, Rule
from relance_xl.tables import schema

FICTION_RANGES = {
    "01": "01 99 00",
    "02": "02 61 91",
    "03": "03 53 01",
    "04": "04 65 71",
    "05": "05 36 49",
    "06": "06 39 98",
    "+44": "+44 20 7946 0",
    "+1": "+1 212 555 01",
    "+49": "+49 30 23125 ",
    "+46": "+46 8 465 004 ",
}
"""What each telephone number begins with: the ranges that regulators keep for fiction."""


def records(table: str) -> list[dict[str, Any]]:
    headers, rows = demo_table(table)
    return [dict(zip(headers, row, strict=True)) for row in rows]


CUSTOMERS = records("tClients")
ITEMS = records("tFactures")
BY_CODE = {customer["Code"]: customer for customer in CUSTOMERS}


def of_customer(**wanted: Any) -> list[dict[str, Any]]:
    """The lines of the customers that have these values."""
    return [item for item in ITEMS if all(BY_CODE[item["Client"]].get(key) == wanted[key] for key in wanted)]


def test_it_is_a_company_of_the_size_of_a_small_real_one() -> None:
    assert len(CUSTOMERS) >= 60
    assert len(ITEMS) >= 250
    assert max(Counter(item["Client"] for item in ITEMS).values()) >= 25


def test_it_is_always_the_same_and_knows_no_clock() -> None:
    assert date(2026, 3, 16) == DEMO_DATE
    assert demo_tables() == demo_tables()


@pytest.mark.parametrize("name", DEMO_TABLE_NAMES)
def test_each_table_uses_the_headers_of_the_workbook(name: str) -> None:
    table = next(table for table in schema.TABLES if table.name == name)
    headers, rows = demo_table(name)
    assert set(headers) <= set(table.headers)
    assert {column.header for column in table.columns if column.required} <= set(headers)
    assert rows
    assert {len(row) for row in rows} == {len(headers)}


@pytest.mark.parametrize("name", DEMO_TABLE_NAMES)
def test_each_choice_is_one_the_workbook_offers(name: str) -> None:
    table = next(table for table in schema.TABLES if table.name == name)
    for column in table.columns:
        if column.choices:
            written = {record.get(column.header) for record in records(name)} - {None}
            assert written <= set(column.choices), column.header


def test_parameters_are_rows_of_the_sheet_parametres() -> None:
    assert set(demo_parameters()) <= {parameter.label for parameter in schema.PARAMETER_LIST}
    assert demo_parameters()["Société"] == "Ateliers Vauban SARL"


def test_a_code_is_borne_by_one_customer_and_leading_zeros_stay() -> None:
    assert max(Counter(customer["Code"] for customer in CUSTOMERS).values()) == 1
    assert {"0000001", "00042", "00107", "00815"} <= set(BY_CODE)
    assert BY_CODE["NICE01"]["Code postal"] == "06000"


@pytest.mark.parametrize("table", ["tFactures", "tTraites"])
def test_each_line_belongs_to_a_customer(table: str) -> None:
    assert {record["Client"] for record in records(table)} <= set(BY_CODE)


def test_an_invoice_number_is_borne_by_one_invoice() -> None:
    issued = {(item["Facture"], item["Client"], item["Date"]) for item in ITEMS}
    assert len(issued) == len({item["Facture"] for item in ITEMS})


def test_only_one_date_is_wrong_and_the_others_are_sane() -> None:
    wrong = [item for item in ITEMS if not isinstance(item["Échéance"], date)]
    assert [(item["Client"], item["Échéance"]) for item in wrong] == [("YONN01", "31/02/2026")]
    for item in ITEMS:
        if item in wrong:
            continue
        assert item["Date"] <= item["Échéance"]
        assert item["Date"] <= DEMO_DATE


def test_a_level_reached_has_the_date_of_its_reminder_and_no_other_line_has_one() -> None:
    for item in ITEMS:
        assert (item["Niveau"] is None) == (item["Dernière relance"] is None), item
        if item["Dernière relance"]:
            assert item["Date"] < item["Dernière relance"] < DEMO_DATE
    assert {item["Niveau"] for item in ITEMS} == {None, 1, 2, 3}


def test_amounts_are_exact_cents_signed_by_kind() -> None:
    for item in ITEMS:
        assert isinstance(item["Montant"], Decimal)
        assert item["Montant"].as_tuple().exponent == -2
        owed = item["Nature"] in (None, ItemKind.INVOICE) or item["Note"] == "Signe à vérifier"
        assert (item["Montant"] > 0) == owed, item
        if item["Réglé"]:
            assert 0 < item["Réglé"] < item["Montant"]


def test_telephone_numbers_are_of_the_ranges_kept_for_fiction() -> None:
    phones = [customer["Téléphone"] for customer in CUSTOMERS] + [
        row["Téléphone gestionnaire"] for row in records("tGroupes")
    ]
    for phone in filter(None, [*phones, demo_parameters()["Téléphone"]]):
        prefix = phone.split()[0]
        assert phone.startswith(FICTION_RANGES[prefix]), phone
        if not prefix.startswith("+"):
            assert re.fullmatch(r"\d\d( \d\d){4}", phone)


def test_a_french_customer_is_called_in_the_region_of_his_postal_code() -> None:
    for code, prefix in {"ARMO01": "02", "HALL01": "01", "STRA01": "03", "CORS01": "04", "GARO01": "05"}.items():
        assert BY_CODE[code]["Téléphone"].startswith(prefix)


def test_e_mail_addresses_can_reach_nobody() -> None:
    for customer in CUSTOMERS:
        for address in filter(None, (customer["E-mail"] or "").split(";")):
            assert re.search(r"[@)](\S+\.example|example\.com)$", address), address


def test_addresses_are_missing_and_wrong_for_some() -> None:
    assert not BY_CODE["BOCA01"]["E-mail"]
    assert "@" not in BY_CODE["BRET01"]["E-mail"]
    assert ";" in BY_CODE["TROY01"]["E-mail"]


def test_s0_08_sundry_customers_are_of_group_0_with_an_old_and_big_debt() -> None:
    assert BY_CODE["0000001"]["Nom"] == "CLIENTS DIVERS"
    assert BY_CODE["0000001"]["Groupe"] == 0
    oldest = min(of_customer(Code="0000001"), key=lambda item: item["Échéance"])
    assert (DEMO_DATE - oldest["Échéance"]).days > 365
    assert oldest["Montant"] > 5000


def test_s0_09_every_rule_is_the_method_of_a_group_with_customers() -> None:
    rules = {group["Règle"] for group in records("tGroupes") if of_customer(Groupe=group["Groupe"])}
    assert rules - {None} == {rule.value for rule in Rule}
    assert {group["Groupe"] for group in records("tGroupes")} == set(schema.GROUPS)


def test_s4_06_levels_are_three_for_all_with_rows_of_their_own_for_some_groups() -> None:
    levels = records("tNiveaux")
    assert [level["Niveau"] for level in levels if level["Groupe"] is None] == [1, 2, 3]
    assert {level["Groupe"] for level in levels} == {None, 2, 7}
    assert any(level["Borne inférieure"] < 0 for level in levels)
    assert not any(level["Objet"] and level["Mot-clé objet"] for level in levels), "S4-04: one or the other"


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_is_chosen_somewhere(channel: Channel) -> None:
    assert any(record.get("Canal") == channel for record in CUSTOMERS + records("tNiveaux"))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Type", CustomerKind.CONSUMER),
        ("Type", CustomerKind.PUBLIC),
        ("Blocage", Block.DO_NOT_REMIND),
        ("Blocage", Block.INSOLVENCY),
        ("Pas avant le", date(2026, 4, 15)),
        ("Groupe", None),
        ("Mode de règlement", "Prélèvement"),
        ("Langue", "en"),
        ("Pays", "Allemagne"),
        ("Nom", "Dupont & Fils <SARL>"),
        ("Nom", "L'Œuf d'Or"),
    ],
)
def test_a_customer_of_each_sort_has_open_lines(header: str, value: object) -> None:
    assert of_customer(**{header: value})


def test_one_name_is_very_long() -> None:
    assert max(len(customer["Nom"]) for customer in CUSTOMERS) > 120


@pytest.mark.parametrize("kind", [ItemKind.CREDIT_NOTE, ItemKind.PAYMENT, ItemKind.DEPOSIT])
def test_credits_of_each_kind_stand_open(kind: ItemKind) -> None:
    assert any(item["Nature"] == kind and item["Montant"] < 0 for item in ITEMS)


@pytest.mark.parametrize("exclusion", list(Exclusion))
def test_s4_03_lines_are_excluded_beside_lines_that_are_not(exclusion: Exclusion) -> None:
    excluded = next(item for item in ITEMS if item["Exclusion"] == exclusion)
    assert any(not item["Exclusion"] for item in ITEMS if item["Client"] == excluded["Client"])


def test_promises_are_kept_waiting_and_broken() -> None:
    promised = {item["Promesse le"] for item in ITEMS} - {None}
    assert min(promised) < DEMO_DATE < max(promised)


def test_lines_are_not_due_due_today_and_one_day_late() -> None:
    delays = {(DEMO_DATE - item["Échéance"]).days for item in ITEMS if isinstance(item["Échéance"], date)}
    assert {-1, 0, 1, 9, 10} <= delays


def test_s2_01_one_invoice_is_paid_in_instalments() -> None:
    instalments = Counter(item["Facture"] for item in ITEMS)
    assert max(instalments.values()) >= 3


def test_s2_06_some_lines_bear_a_warranty_number() -> None:
    assert sum(bool(item["Garantie"]) for item in ITEMS) >= 3


def test_s0_11_currencies_have_rates_but_one() -> None:
    used = {item["Devise"] for item in ITEMS} - {None}
    rated = {rate["Devise"] for rate in records("tDevises")}
    assert used - rated == {"SEK"}
    assert {"USD", "GBP", "CHF"} <= used & rated
    assert all(rate["Date"] <= DEMO_DATE for rate in records("tDevises"))


def test_a2_one_customer_owes_in_two_currencies() -> None:
    assert {item["Devise"] for item in of_customer(Code="STRA01")} == {None, "CHF"}


def test_s0_15_bills_meet_every_outcome() -> None:
    notes = " ".join(bill["Note"] for bill in records("tTraites"))
    for outcome in ("Échue", "acceptée", "À réclamer", "Trop près", "Trop tôt", "Pas encore envoyée", "groupe 0"):
        assert outcome in notes
