"""N-76: what a letter says agrees with counts, recipient and level; N-46: the fee it names is the parameter's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from relance_xl.documents.contents.context import Extras, letter_context
from relance_xl.documents.languages.choice import LANGUAGES
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.domain.vocabulary import CustomerKind
from tests.documents.packages_read import text_of
from tests.documents.samples import COMPANY, charged, line, reminder
from tests.documents.test_english_letters import LETTERS as ENGLISH
from tests.documents.test_shipped_letters import LETTERS

NB = "\u00a0"
ONE = line("FA-1", "900", level=2)
CHARGED = Extras(charges=charged("12.34", "40", ONE), payment_code=True)


def letter(level: int, kind: CustomerKind = CustomerKind.BUSINESS, reached: int = 2, extras: Extras = CHARGED) -> str:
    item = replace(ONE.item, level=reached)
    given = reminder(level, (replace(ONE, item=item),), kind=kind)
    return text_of(LETTERS[level].letter(letter_context(given, COMPANY, extras)))


@pytest.mark.parametrize(
    ("reached", "said"),
    [(1, f"Malgré notre rappel du 28{NB}février{NB}2026"), (2, "Malgré nos rappels, dont le dernier du")],
)
def test_n_76_one_reminder_is_spoken_of_in_the_singular(reached: int, said: str) -> None:
    assert said in letter(3, reached=reached)


def test_n_76_a_public_buyer_reads_neither_of_a_lawsuit_nor_of_the_civil_code() -> None:
    text = letter(3, CustomerKind.PUBLIC)
    assert "action judiciaire" not in text
    assert "code civil" not in text
    assert "les voies de droit ouvertes aux créanciers des personnes publiques" in text


def test_n_76_the_days_granted_say_from_when_and_that_they_are_postponed() -> None:
    given = reminder(3)
    assert given.deadline is not None
    later = replace(given, deadline=given.deadline + timedelta(days=2))
    plain, postponed = (text_of(LETTERS[3].letter(letter_context(each, COMPANY, Extras()))) for each in (given, later))
    assert f"sous 8 jours à compter de ce jour, soit au plus tard le 23{NB}mars{NB}2026" in plain
    assert f"délai reporté au premier jour ouvré, soit au plus tard le 25{NB}mars{NB}2026" in postponed


def test_n_76_a_letter_with_a_draft_asks_for_the_draft_and_for_its_sum_alone() -> None:
    text = letter(2, extras=replace(CHARGED, bill_maturity=date(2026, 4, 15)))
    assert "à la suite de cette lettre une lettre de change de 952,34" in text
    assert "en règlement de cette somme" in text
    assert "retourner, acceptée, la lettre de change jointe" in text
    assert "Règlement par virement" not in text


@pytest.mark.parametrize(
    ("language", "templates", "one", "several"),
    [
        ("fr", LETTERS, "à la liquidation de cette facture, merci", "à la liquidation de ces factures, merci"),
        ("en", ENGLISH, "missing for this invoice to be processed", "missing for these invoices to be processed"),
    ],
)
def test_n_76_a_public_buyer_is_asked_for_the_papers_of_the_invoices_that_there_are(
    language: str, templates: Mapping[int, WordTemplate], one: str, several: str
) -> None:
    for lines, said in (((ONE,), one), ((ONE, line("FA-2", "10", level=2)), several)):
        given = reminder(2, lines, kind=CustomerKind.PUBLIC)
        context = letter_context(given, COMPANY, Extras(), language=LANGUAGES[language])
        assert said in text_of(templates[2].letter(context))


def test_n_76_the_english_letter_cites_the_whole_number_of_an_article() -> None:
    given = reminder(2, (ONE,), kind=CustomerKind.PUBLIC)
    text = text_of(ENGLISH[2].letter(letter_context(given, COMPANY, CHARGED, language=LANGUAGES["en"])))
    assert f"articles L.{NB}2192-13 and R.{NB}2192-31" in text


@pytest.mark.parametrize(("fee", "said"), [("40", f"de 40{NB}€ par facture"), ("42.50", f"de 42,50{NB}€ par facture")])
def test_n_46_the_letter_names_the_fee_of_the_parameter(fee: str, said: str) -> None:
    company = replace(COMPANY, recovery_fee=Decimal(fee))
    assert said in text_of(LETTERS[2].letter(letter_context(reminder(2, (ONE,)), company, CHARGED)))


def test_n_39_a_fee_that_cannot_be_read_is_not_named() -> None:
    company = replace(COMPANY, faulty=frozenset({"recovery_fee"}))
    context = letter_context(reminder(2, (ONE,)), company, Extras())
    assert (context["indemnite"], context["niveau"]["indemnite"]) == ("", False)
    assert "indemnité forfaitaire" not in text_of(LETTERS[2].letter(context))
