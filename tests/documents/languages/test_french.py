from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.fr import ordinal
from relance_xl.documents.languages.numbers import iban, siren
from relance_xl.documents.languages.spoken import number_in_words


@pytest.mark.parametrize(
    ("value", "currency", "printed"),
    [
        ("1234.5", "EUR", "1\u202f234,50\u00a0€"),
        ("1000", "USD", "1\u202f000,00\u00a0USD"),
        ("-80", "EUR", "-80,00\u00a0€"),
        ("0.005", "EUR", "0,01\u00a0€"),
        ("1234567.89", "EUR", "1\u202f234\u202f567,89\u00a0€"),
    ],
)
def test_an_amount_is_printed_with_no_break_spaces(value: str, currency: str, printed: str) -> None:
    assert FRENCH.money(Decimal(value), currency) == printed


@pytest.mark.parametrize(("value", "printed"), [("12.15", "12,15"), ("12.50", "12,5"), ("10", "10"), ("0", "0")])
def test_a_rate_drops_its_needless_zeros(value: str, printed: str) -> None:
    assert FRENCH.rate(Decimal(value)) == f"{printed}\u00a0%"


def test_dates_are_french() -> None:
    assert FRENCH.short_date(date(2026, 3, 5)) == "05/03/2026"
    assert FRENCH.long_date(date(2026, 3, 15)) == "15\u00a0mars\u00a02026"
    assert FRENCH.long_date(date(2026, 8, 1)) == "1er\u00a0août\u00a02026"


def test_ordinals_and_plurals() -> None:
    assert [FRENCH.ordinal(1), ordinal(1, feminine=True), FRENCH.ordinal(3)] == ["1er", "1re", "3e"]
    assert [FRENCH.plural(n, "facture") for n in (0, 1, 2)] == ["facture", "facture", "factures"]
    assert FRENCH.plural(2, "avoir", "avoirs") == "avoirs"
    assert [FRENCH.listed(list(letters)) for letters in ("", "a", "ab", "abc")] == ["", "a", "a et b", "a, b et c"]


@pytest.mark.parametrize(
    "written", ["0472000000", "04.72.00.00.00", "+33 4 72 00 00 00", "0033472000000", "+33(0)472000000"]
)
def test_a_french_telephone_number_is_grouped_by_two(written: str) -> None:
    assert FRENCH.phone(written) == "04\u00a072\u00a000\u00a000\u00a000"


def test_a_foreign_telephone_number_is_left_as_it_stands() -> None:
    assert FRENCH.phone(" +49 30 901820 ") == "+49 30 901820"


def test_account_and_company_numbers_are_grouped() -> None:
    assert iban("fr76 30004000031234567890143") == "FR76 3000 4000 0312 3456 7890 143".replace(" ", "\u00a0")
    assert siren("732829320") == "732\u00a0829\u00a0320"
    assert siren("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert siren("en cours") == "en cours"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "zéro euro"),
        ("0.01", "un centime"),
        ("1", "un euro"),
        ("21", "vingt et un euros"),
        ("71", "soixante et onze euros"),
        ("80", "quatre-vingts euros"),
        ("81.01", "quatre-vingt-un euros et un centime"),
        ("97", "quatre-vingt-dix-sept euros"),
        ("200", "deux cents euros"),
        ("201", "deux cent un euros"),
        ("1000", "mille euros"),
        ("1400", "mille quatre cents euros"),
        ("80000", "quatre-vingt mille euros"),
        ("200000", "deux cent mille euros"),
        ("1000000", "un million d’euros"),
        ("200000000", "deux cents millions d’euros"),
        ("1000001", "un million un euros"),
        (
            "1234567.89",
            "un million deux cent trente-quatre mille cinq cent soixante-sept euros et quatre-vingt-neuf centimes",
        ),
    ],
)
def test_s3_10_the_amount_of_a_draft_is_written_in_words(value: str, words: str) -> None:
    assert FRENCH.in_words(Decimal(value)) == words


def test_a_currency_without_a_french_name_keeps_its_code() -> None:
    assert FRENCH.in_words(Decimal("2.10"), "USD") == "deux USD et dix centimes"


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="-1"):
        FRENCH.in_words(Decimal("-0.01"))


@settings(deadline=None)  # the first one loads num2words
@given(st.sets(st.integers(0, 10**12 - 1), min_size=2))
def test_two_numbers_never_have_the_same_words(numbers: set[int]) -> None:
    assert len({number_in_words(number, "fr") for number in numbers}) == len(numbers)
