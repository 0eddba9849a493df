"""What a letter claims: one sum in its sentence, in its total and in its code, and never what is not due."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from relance_xl.documents.contents.context import Context, Extras, letter_context
from relance_xl.documents.languages.choice import FRENCH, LANGUAGES
from relance_xl.documents.languages.language import Language
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.messages.templates import MailTemplates, mail_fields
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.outcome import ReminderLine
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.documents.merge.test_pictures import read
from tests.documents.packages_read import TEMPLATES, members, rows_of, text_of
from tests.documents.samples import COMPANY, CUSTOMER, charged, line, reminder

NB = "\u00a0"
SETS: dict[str, Language] = {"": FRENCH, ".en": LANGUAGES["en"]}
OVERDUE, UNDUE = line("FA-1", "1000"), line("FA-2", "900", late=-3)
CHARGED = Extras(charges=charged("12.34", "80", OVERDUE), payment_code=True)


def context(
    level: int,
    *lines: ReminderLine,
    extras: Extras | None = None,
    kind: CustomerKind = CustomerKind.BUSINESS,
    language: Language = FRENCH,
) -> Context:
    return letter_context(reminder(level, lines, kind=kind), COMPANY, extras, language=language)


def printed(level: int, given: Context, suffix: str = "") -> str:
    template = WordTemplate(TEMPLATES / f"lettre_{level}{suffix}.docx", letter_environment(SETS[suffix]))
    return text_of(template.letter(given))


def mailed(level: int, given: Context, suffix: str = "") -> str:
    words = MailTemplates(TEMPLATES).render(f"mail_{level}{suffix}", mail_fields(given))
    return f"{words.subject}\n{words.text}{words.html}"


def code_of(document: bytes) -> str:
    """The text of the QR code: the larger picture, beside the place of the logo."""
    pictures = [data for name, data in members(document).items() if name.endswith(".png")]
    return read(max(pictures, key=len)).decode()


@pytest.mark.parametrize("level", [2, 3])
def test_the_sentence_the_total_and_the_code_name_one_sum(level: int) -> None:
    given = context(level, OVERDUE, UNDUE, extras=CHARGED)
    template = WordTemplate(TEMPLATES / f"lettre_{level}.docx", letter_environment())
    document = template.letter(given)
    text = text_of(document)

    assert "EUR1092.34" in code_of(document)
    assert f"un total à régler de 1\u202f092,34{NB}€" in text
    assert f"Ce code prépare le virement de 1\u202f092,34{NB}€" in text


def test_the_formal_notice_tells_the_principal_from_the_whole() -> None:
    assert (
        f"de nous régler la somme de 1\u202f000,00{NB}€ en principal, augmentée des pénalités de retard et de "
        f"l’indemnité forfaitaire ci-dessous, pour un total de 1\u202f092,34{NB}€, sous 8 jours à "
    ) in printed(3, context(3, OVERDUE, extras=CHARGED))


def test_without_charges_the_formal_notice_names_the_principal_alone() -> None:
    text = printed(3, context(3, OVERDUE))

    assert f"de nous régler la somme de 1\u202f000,00{NB}€ sous 8 jours" in text
    assert "en principal" not in text


def test_a_consumer_is_asked_for_the_principal_only_by_the_letter_and_by_the_code() -> None:
    given = context(3, OVERDUE, extras=CHARGED, kind=CustomerKind.CONSUMER)
    template = WordTemplate(TEMPLATES / "lettre_3.docx", letter_environment())
    document = template.letter(given)

    assert given["penalites"] is None
    assert "EUR1000.00" in code_of(document)
    assert f"la somme de 1\u202f000,00{NB}€ sous" in text_of(document)


def test_several_currencies_are_several_sums() -> None:
    given = context(3, OVERDUE, line("US", "70", currency="USD"))

    assert f"régler les sommes de 1\u202f000,00{NB}€ et 70,00{NB}USD" in printed(3, given)
    assert f"régler les sommes de 1\u202f000,00{NB}€ et 70,00{NB}USD" in mailed(3, given)


@pytest.mark.parametrize("suffix", SETS)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_where_nothing_is_due_nothing_is_claimed(level: int, suffix: str) -> None:
    covered = (line("FA-0", "50"), line("AV-1", "-80", kind=ItemKind.CREDIT_NOTE), UNDUE)
    for lines in ((UNDUE,), covered):
        given = context(level, *lines, extras=CHARGED, language=SETS[suffix])

        assert (given["echu"], given["a_regler"], given["penalites"], given["qr"]) == ("", "", None, None)
        for text in (printed(level, given, suffix), mailed(level, given, suffix)):
            assert ("échéance" if not suffix else "shortly fall due") in text
            assert not any(
                word in text.lower()
                for word in ("mise en demeure", "en demeure", "impayée", "solde échu", "pénalités", "judiciaire",
                             "formal notice", "unpaid", "overdue balance", "legal proceedings", "441-10")
            )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        (1, "nous n’avons pas encore reçu le règlement de la facture échue du décompte ci-dessous."),
        (2, "la facture échue du décompte ci-dessous reste impayée."),
        (3, f"la facture échue du décompte ci-dessous demeure impayée{NB}:"),
    ],
)
def test_an_invoice_not_yet_due_is_not_called_overdue(level: int, sentence: str) -> None:
    given = context(level, OVERDUE, UNDUE)

    assert sentence in printed(level, given)
    assert sentence in mailed(level, given)
    assert "factures suivantes" not in printed(level, given)


def test_several_overdue_invoices_beside_undue_ones() -> None:
    given = context(3, OVERDUE, line("FA-3", "10"), UNDUE)

    assert f"les factures échues du décompte ci-dessous demeurent impayées{NB}:" in printed(3, given)


def test_what_is_not_yet_due_is_not_asked_for_and_no_credit_is_called_undue() -> None:
    given = context(3, OVERDUE, UNDUE)

    assert (
        f"Les factures sans jours de retard ne sont pas encore échues{NB}; elles sont rappelées pour information et "
        "leur règlement n’est pas demandé par la présente."
    ) in printed(3, given)


def test_the_fee_is_detailed_and_interest_goes_on() -> None:
    text = printed(3, context(3, OVERDUE, extras=CHARGED))

    assert f"recouvrement à 80,00{NB}€ (2 factures{NB}×{NB}40{NB}€), soit" in text
    assert "Les pénalités de retard continuent de courir jusqu’au paiement complet." in text


@pytest.mark.parametrize(
    ("margin", "words"),
    [
        (Decimal(10), f"(taux de la BCE majoré de 10{NB}points, semestre par semestre)"),
        (Decimal(8), f"(taux de la BCE majoré de 8{NB}points, semestre par semestre)"),
        (None, "(au taux en vigueur de chaque semestre)"),
    ],
)
def test_a_rate_that_changed_on_the_way_is_told_by_its_rule(margin: Decimal | None, words: str) -> None:
    one = charged("1.00", "0", OVERDUE)
    (part,) = one.interest[OVERDUE.key]
    changed = replace(one, interest={OVERDUE.key: (part, replace(part, rate=Decimal("13.15")))}, margin=margin)
    given = context(3, OVERDUE, extras=Extras(charges=changed))

    assert words in printed(3, given)
    assert words in mailed(3, given)


def test_without_a_deadline_no_date_is_spoken_of() -> None:
    given = {**context(3, OVERDUE), "delai": None, "delai_jours": None}

    text = printed(3, given)

    assert "dès réception de la présente." in text
    assert "À défaut de règlement intégral, nous engagerons" in text
    assert "pour tout règlement amiable, au" in text
    assert "dans ce délai" not in mailed(3, given)
    assert "Until then" not in printed(3, context(3, OVERDUE, language=LANGUAGES["en"]) | {"delai": None}, ".en")


def test_the_drawee_of_the_bill_is_the_full_name_then_street_and_town() -> None:
    name = "Syndicat intercommunal d'alimentation en eau potable et d'assainissement de la Haute Vallée"
    customer = replace(CUSTOMER, name=name)
    given = letter_context(reminder(2, customer=customer), COMPANY, Extras(bill_maturity=reminder().as_of))
    template = WordTemplate(TEMPLATES / "lettre_2.docx", letter_environment())

    drawee = next(cell for row in rows_of(template.letter(given)) for cell in row if cell.startswith("TIRÉ (NOM"))

    assert drawee.split("\n")[1:] == [name, "Bâtiment C", "8, avenue de l'Église", "42000 SAINT ETIENNE"]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_full_name_stands_beside_the_account(level: int) -> None:
    name = "Syndicat intercommunal d'alimentation en eau potable et d'assainissement de la Haute Vallée"
    given = letter_context(reminder(level, customer=replace(CUSTOMER, name=name)), COMPANY)

    assert f"Votre compte client{NB}: C0012 – {name}" in printed(level, given)
