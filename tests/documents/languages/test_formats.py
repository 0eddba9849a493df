"""Every folder of a language: what CLDR says is CLDR's, what we say otherwise has its reason, amounts in words."""

from __future__ import annotations

import runpy
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.documents.languages.choice import FRENCH, LANGUAGES, language_code, language_of
from relance_xl.documents.languages.language import FOLDER
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.places import ROOT

SCRIPT = runpy.run_path(str(ROOT / "letter_templates" / "make_formats.py"))
REGIONS: dict[str, str] = SCRIPT["REGIONS"]
NB = "\u00a0"
SHIPPED = ("fr", "en", "de", "es", "it")


def spaced(text: str) -> str:
    return text.replace("\u202f", NB).replace(" ", NB)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_file_of_a_language_is_babel_s(code: str) -> None:
    assert (FOLDER / code / "cldr.json").read_text(encoding="utf-8") == SCRIPT["written"](code)


def test_each_folder_is_a_language_and_nothing_else_lists_them() -> None:
    assert set(LANGUAGES) == {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(SHIPPED)
    assert LANGUAGES["fr"] is FRENCH


@pytest.mark.parametrize("code", SHIPPED)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_is_written_as_babel_writes_it(code: str, value: Decimal) -> None:
    """But for the spaces, which never break, and four digits, which Spanish groups here as the columns beside them."""
    ours, theirs = LANGUAGES[code].money(value), format_currency(value, "EUR", locale=REGIONS.get(code, code))
    if code == "es" and 1000 <= abs(value) < 10000:
        theirs = f"{theirs[:-8].rstrip('.')}.{theirs[-8:]}" if theirs[-9] != "." else theirs

    assert spaced(ours) == spaced(theirs) if value else ours.startswith(("0", "€0"))


@pytest.mark.parametrize("code", SHIPPED)
def test_a_rate_is_written_as_babel_writes_it(code: str) -> None:
    theirs = format_percent(Decimal("0.1215"), "#,##0.##" + ("%" if code in {"en", "it"} else f"{NB}%"),
                            locale=REGIONS.get(code, code))  # fmt: skip

    assert LANGUAGES[code].rate(Decimal("12.15")) == theirs


@pytest.mark.parametrize(
    ("code", "short", "full", "first"),
    [
        ("fr", "04/03/2026", "4 mars 2026", "1er août 2026"),
        ("en", "4 Mar 2026", "4 March 2026", "1 August 2026"),
        ("de", "04.03.2026", "4. März 2026", "1. August 2026"),
        ("es", "04/03/2026", "4 de marzo de 2026", "1 de agosto de 2026"),
        ("it", "04/03/2026", "4 marzo 2026", "1º agosto 2026"),
    ],
)
def test_dates(code: str, short: str, full: str, first: str) -> None:
    language = LANGUAGES[code]

    assert language.short_date(date(2026, 3, 4)) == short.replace(" ", NB)
    assert language.long_date(date(2026, 3, 4)) == full.replace(" ", NB)
    assert language.long_date(date(2026, 8, 1)) == first.replace(" ", NB)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("fr", "1000000000000", ""),
        ("en", "1234060.01", "one million two hundred and thirty-four thousand and sixty euros and one cent"),
        ("de", "0", "null Euro"),
        ("de", "1", "ein Euro"),
        ("de", "0.01", "ein Cent"),
        ("de", "101", "einhundertein Euro"),
        ("de", "1400.50", "eintausendvierhundert Euro und fünfzig Cent"),
        ("de", "101000", "einhunderteintausend Euro"),
        ("de", "21", "einundzwanzig Euro"),
        ("de", "1000000", "eine Million Euro"),
        ("de", "101000000", "einhunderteine Millionen Euro"),
        ("de", "2000001", "zwei Millionen ein Euro"),
        ("es", "0", "cero euros"),
        ("es", "1", "un euro"),
        ("es", "21", "veintiún euros"),
        ("es", "31.21", "treinta y un euros y veintiún céntimos"),
        ("es", "100", "cien euros"),
        ("es", "1001", "mil un euros"),
        ("es", "21000", "veintiún mil euros"),
        ("es", "1000000", "un millón de euros"),
        ("es", "21000000", "veintiún millones de euros"),
        ("es", "1000001.01", "un millón un euros y un céntimo"),
        ("it", "0", "zero euro"),
        ("it", "1", "un euro"),
        ("it", "0.01", "un centesimo"),
        ("it", "21", "ventuno euro"),
        ("it", "23", "ventitré euro"),
        ("it", "1400.50", "millequattrocento euro e cinquanta centesimi"),
        ("it", "1000000", "un milione di euro"),
        ("it", "1000001", "un milione e un euro"),
        ("it", "1000023", "un milione e ventitré euro"),
        ("it", "3000000", "tre milioni di euro"),
    ],
)  # fmt: skip
def test_s3_10_the_amount_of_a_bill_in_words(code: str, value: str, words: str) -> None:
    if not words:
        with pytest.raises(ValueError, match=value):
            LANGUAGES[code].in_words(Decimal(value))
        return
    assert LANGUAGES[code].in_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("code", "currency", "words"),
    [
        ("de", "CHF", "zwei Schweizer Franken und zehn Rappen"),
        ("es", "USD", "dos dólares estadounidenses y diez centavos"),
        ("it", "SEK", "due SEK e 10/100"),
        ("en", "SEK", "two SEK and 10/100"),
    ],
)
def test_other_currencies_in_words(code: str, currency: str, words: str) -> None:
    assert LANGUAGES[code].in_words(Decimal("2.10"), currency) == words


@pytest.mark.parametrize("code", SHIPPED)
@settings(deadline=None)  # the first one loads num2words
@given(st.sets(st.integers(0, 10**12 - 1), min_size=2))
def test_two_amounts_never_have_the_same_words(code: str, numbers: set[int]) -> None:
    assert len({LANGUAGES[code].in_words(Decimal(number)) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("fr", ["1er", "2e", "1 autre", "3 autres", "a et b", "0 jour"]),
        ("en", ["1st", "2nd", "1 other", "3 others", "a and b", "0 jours"]),
        ("de", ["1.", "2.", "1 weitere", "3 weitere", "a und b", "0 jours"]),
        ("es", ["1.º", "2.º", "1 más", "3 más", "a y b", "0 jours"]),
        ("it", ["1º", "2º", "1 altra", "3 altre", "a e b", "0 jours"]),
    ],
)
def test_ranks_counts_and_lists(code: str, shown: list[str]) -> None:
    own = LANGUAGES[code]

    made = [own.ordinal(1), own.ordinal(2), own.others(1), own.others(3), own.listed(["a", "b"])]
    assert [*made, f"0 {own.plural(0, 'jour')}"] == shown


@pytest.mark.parametrize("code", SHIPPED[1:])
def test_every_word_of_the_workbook_that_a_letter_prints_is_translated(code: str) -> None:
    own = LANGUAGES[code]

    assert set(own.words.kinds) == {*ItemKind, *CustomerKind}
    assert own.attention("Mme Roy").endswith(" Mme Roy")
    assert own.phone("0472000000") == "+33 4 72 00 00 00".replace(" ", NB)


@pytest.mark.parametrize(
    ("country", "shown"),
    [
        ("Royaume-Uni", ["United Kingdom", "Vereinigtes Königreich", "Reino Unido", "Regno Unito"]),
        ("Écosse", ["United Kingdom", "Vereinigtes Königreich", "Reino Unido", "Regno Unito"]),
        ("ETATS UNIS", ["United States of America", "Vereinigte Staaten", "Estados Unidos", "Stati Uniti"]),
        ("Hollande", ["Netherlands", "Niederlande", "Países Bajos", "Paesi Bassi"]),
        ("République tchèque", ["Czechia", "Tschechien", "Chequia", "Cechia"]),
        ("La Réunion", ["La Réunion"] * 4),
        ("Ruritanie", ["Ruritanie"] * 4),
    ],
)
def test_a_country_is_named_in_the_letter_s_language(country: str, shown: list[str]) -> None:
    assert [LANGUAGES[code].country(country) for code in SHIPPED[1:]] == shown
    assert FRENCH.country(country) == country


@pytest.mark.parametrize("code", SHIPPED[1:])
def test_a_language_is_known_by_its_french_its_own_and_its_english_name(code: str) -> None:
    locale = Locale.parse(code)

    for written_so in (code, code.upper(), *(locale.get_language_name(each) for each in ("fr", "en", code))):
        assert language_code(str(written_so)) == code
    assert language_code("Néerlandais") == "nl"
    assert language_of(f"lettre_1.{code}.docx") is LANGUAGES[code]
    assert language_of("lettre_1.nl.docx") is FRENCH


def test_the_library_of_words_waits_for_a_bill() -> None:
    """Its import takes a tenth of a second, which no other letter pays."""
    program = (
        "import sys; from relance_xl.documents.letters import write_letters; "
        "from relance_xl.documents.languages.choice import FRENCH; from datetime import date; "
        "FRENCH.money(3); FRENCH.long_date(date(2026, 3, 1)); assert 'num2words' not in sys.modules; "
        "FRENCH.in_words(3); assert 'num2words' in sys.modules; assert 'babel' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
