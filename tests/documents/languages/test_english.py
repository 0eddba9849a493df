from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.documents.contents.postal_address import address_block
from relance_xl.documents.languages.choice import FRENCH, LANGUAGES, language_code, language_of
from relance_xl.documents.languages.en import WORDS
from relance_xl.documents.languages.spoken import number_in_words as spoken
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.documents.samples import CUSTOMER

english, french = LANGUAGES["en"], FRENCH
NB = "\u00a0"


def number_in_words(number: int) -> str:
    return WORDS.counted(spoken(number, "en"), "").strip()


@pytest.mark.parametrize(
    ("value", "currency", "printed"),
    [
        ("1234.5", "EUR", "€1,234.50"),
        ("1234.5", "USD", "USD\u00a01,234.50"),
        ("-80", "EUR", "-€80.00"),
        ("1234567.891", "GBP", "GBP\u00a01,234,567.89"),
        ("-1234567.891", "GBP", "-GBP 1,234,567.89"),
        ("0", "EUR", "€0.00"),
        ("0.005", "EUR", "€0.01"),
        ("-0.004", "EUR", "€0.00"),
        ("999999.995", "EUR", "€1,000,000.00"),
    ],
)
def test_an_amount_has_its_sign_and_its_currency_before_it(value: str, currency: str, printed: str) -> None:
    assert english.money(Decimal(value), currency) == printed


@pytest.mark.parametrize(("value", "printed"), [("1234.5", "1,234.50"), ("-80", "-80.00"), ("12", "12.00")])
def test_an_amount_without_its_currency(value: str, printed: str) -> None:
    assert english.amount(Decimal(value)) == printed


@pytest.mark.parametrize(("value", "printed"), [("12.15", "12.15%"), ("12.50", "12.5%"), ("10", "10%"), ("0", "0%")])
def test_a_rate_touches_its_sign(value: str, printed: str) -> None:
    assert english.rate(Decimal(value)) == printed


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_no_date_can_be_read_with_day_and_month_exchanged(day: date) -> None:
    for written in (english.short_date(day), english.long_date(day)):
        number, month, year = written.split(NB)

        assert (int(number), int(year)) == (day.day, day.year)
        assert [name[:3] for name in english.cldr["months"]].index(month[:3]) == day.month - 1


def test_dates_are_written_out_in_sentences_and_shortened_in_tables() -> None:
    assert english.long_date(date(2026, 3, 15)) == f"15{NB}March{NB}2026"
    assert english.short_date(date(2026, 3, 4)) == f"4{NB}Mar{NB}2026"


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (102, "102nd"), (111, "111th")],
)  # fmt: skip
def test_ordinals(number: int, written: str) -> None:
    assert english.ordinal(number) == written


def test_the_singular_is_for_one_only() -> None:
    assert [english.plural(n, "invoice") for n in (0, 1, 2)] == ["invoices", "invoice", "invoices"]
    assert english.plural(3, "penny", "pence") == "pence"
    assert [english.others(n) for n in (1, 2)] == ["1 other", "2 others"]
    assert [english.listed(list(letters)) for letters in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize("written", ["0472000000", "04.72.00.00.00", "+33 4 72 00 00 00", "+33(0)472000000"])
def test_a_french_telephone_number_can_be_dialled_from_abroad(written: str) -> None:
    shown = english.phone(written)

    assert shown == "+33 4 72 00 00 00".replace(" ", NB)
    assert english.phone(shown) == shown


def test_a_foreign_telephone_number_is_left_as_it_stands() -> None:
    assert english.phone("+44 20 7946 0142") == "+44 20 7946 0142"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "zero euros"),
        ("0.01", "one cent"),
        ("0.99", "ninety-nine cents"),
        ("1", "one euro"),
        ("2", "two euros"),
        ("21", "twenty-one euros"),
        ("100", "one hundred euros"),
        ("101", "one hundred and one euros"),
        ("1000", "one thousand euros"),
        ("1001", "one thousand and one euros"),
        ("1100", "one thousand one hundred euros"),
        ("1234.56", "one thousand two hundred and thirty-four euros and fifty-six cents"),
        ("80000", "eighty thousand euros"),
        ("1000000", "one million euros"),
        ("1000001.01", "one million and one euros and one cent"),
        ("2000100", "two million one hundred euros"),
        ("1000100000", "one billion one hundred thousand euros"),
        (
            "999999.99",
            "nine hundred and ninety-nine thousand nine hundred and ninety-nine euros and ninety-nine cents",
        ),
        ("0.005", "one cent"),
    ],
)
def test_s3_10_the_amount_of_a_bill_is_written_in_words(value: str, words: str) -> None:
    assert english.in_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        ("1", "USD", "one US dollar"),
        ("2.5", "GBP", "two pounds sterling and fifty pence"),
        ("0.01", "GBP", "one penny"),
        ("3", "CHF", "three Swiss francs"),
        ("200.5", "SEK", "two hundred SEK and 50/100"),
        ("200", "SEK", "two hundred SEK"),
    ],
)
def test_other_currencies_have_their_names_or_their_code(value: str, currency: str, words: str) -> None:
    assert english.in_words(Decimal(value), currency) == words


@settings(deadline=None)  # the first one loads num2words
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_in_words_reads_back(number: int) -> None:
    assert read(number_in_words(number)) == number


@pytest.mark.parametrize("number", [-1, 10**12])
def test_a_number_out_of_bounds_has_no_words(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        number_in_words(number)


def read(words: str) -> int:
    """The number of its words, by the value of each: what stands before a scale is multiplied by it."""
    small = {number_in_words(value): value for value in range(20)} | {
        number_in_words(value): value for value in range(20, 100, 10)
    }
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
    total = group = 0
    for word in words.replace("-", " ").split():
        if word in scales:
            total, group = total + group * scales[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += small.get(word, 0)
    return total + group


@pytest.mark.parametrize(
    ("country", "printed"),
    [
        ("Royaume-Uni", "UNITED KINGDOM"),
        ("ROYAUME UNI", "UNITED KINGDOM"),
        ("Etats-Unis", "UNITED STATES OF AMERICA"),
        ("Canada", "CANADA"),
        ("Suède", "SWEDEN"),
        ("Ireland", "IRELAND"),
        ("Nouvelle-Calédonie", "NOUVELLE-CALÉDONIE"),
    ],
)
def test_the_address_of_an_english_letter(country: str, printed: str) -> None:
    abroad = replace(CUSTOMER, postal_code="BS1 5TY", city="Bristol", country=country)

    block = address_block(abroad, language=english)

    assert block[1] == "Attn: Mme Anne Dupont"
    code_last = printed in {"UNITED KINGDOM", "UNITED STATES OF AMERICA", "CANADA"}
    assert block[-2:] == ["BRISTOL BS1 5TY" if code_last else "BS1 5TY BRISTOL", printed]


def test_the_country_is_left_out_in_france_whatever_the_language() -> None:
    assert address_block(replace(CUSTOMER, country="France"), language=english)[-1] == "42000 SAINT ETIENNE"


@pytest.mark.parametrize(
    ("file", "is_english"),
    [
        ("lettre_1.en.docx", True),
        ("lettre_1.EN.docx", True),
        ("mail_2.en-gb.txt", True),
        ("courrier.anglais.docx", True),
        ("lettre_1.docx", False),
        ("lettre_1.fr.docx", False),
        ("lettre_1.nl.docx", False),
        ("relance.en.cours.docx", False),
        ("relance en.docx", False),
    ],
)
def test_the_language_is_that_of_the_template_s_name(file: str, is_english: bool) -> None:
    assert (language_of(file) is english) == is_english
    assert (language_of(file) is FRENCH) != is_english


@pytest.mark.parametrize(
    ("written", "code"),
    [("EN", "en"), ("Anglais", "en"), ("English", "en"), ("en_GB", "en-gb"), ("Français", ""), ("fr-BE", ""), ("", "")],
)
def test_a_language_is_known_by_its_code_or_its_name(written: str, code: str) -> None:
    assert language_code(written) == code


@pytest.mark.parametrize(
    ("source", "in_english", "in_french"),
    [
        ("{{ montant }}", "1,234.50", "1\u202f234,50"),
        ("{{ jour }}", f"4{NB}Mar{NB}2026", "04/03/2026"),
        ("{{ vrai }}", "yes", "oui"),
        ("{{ montant|montant('USD') }}", "USD\u00a01,234.50", "1\u202f234,50\u00a0USD"),
        ("{{ taux|taux }}", "12.15%", "12,15\u00a0%"),
        ("{{ jour|date_longue }}", f"4{NB}March{NB}2026", f"4{NB}mars{NB}2026"),
        ("{{ montant|en_lettres }}", "one thousand two hundred and thirty-four euros and fifty cents",
         "mille deux cent trente-quatre euros et cinquante centimes"),
        ("{{ 2|ordinal }}", "2nd", "2e"),
        ("{{ 0|pluriel('jour') }}", "jours", "jour"),
        ("{{ nature }}", "Credit note", "Avoir"),
        ("{{ nature|lower }}", "credit note", "avoir"),
        ("{{ nature|majuscules }}", "CREDIT NOTE", "AVOIR"),
        ("{{ nature == 'Avoir' }}", "yes", "oui"),
        ("{{ {'Avoir': 'x'}[nature] }}", "x", "x"),
        ("{{ type }}", "Public body", "Public"),
        ("{{ rien|montant }}", "", ""),
    ],
)  # fmt: skip
def test_the_same_template_prints_in_its_own_language(source: str, in_english: str, in_french: str) -> None:
    values = {
        "montant": Decimal("1234.5"),
        "taux": Decimal("12.15"),
        "jour": date(2026, 3, 4),
        "vrai": True,
        "nature": ItemKind.CREDIT_NOTE,
        "type": CustomerKind.PUBLIC,
        "rien": None,
    }

    assert letter_environment(english).from_string(source).render(values) == in_english
    assert letter_environment(french).from_string(source).render(values) == in_french
