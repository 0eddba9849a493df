"""The letters and messages in German, Spanish and Italian: in their language only, as French law asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from relance_xl.documents.check_templates import check_templates
from relance_xl.documents.contents.context import Context, Extras, bill_context, letter_context
from relance_xl.documents.contents.sample_letters import sample_contexts
from relance_xl.documents.languages.choice import LANGUAGES
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.messages.templates import MailTemplates, Words, check_mail_templates, mail_fields
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.vocabulary import CustomerKind
from tests.documents.packages_read import TEMPLATES, canonical, check_schema, has_tags, text_of
from tests.documents.samples import AS_OF, COMPANY, CUSTOMER, GROUP, charged, line, reminder
from tests.documents.test_english_letters import BILL, FULL, MIXED

NB = "\u00a0"
ABROAD = ("de", "es", "it")
SENDER = replace(COMPANY, address=("12 Mill", "69003 Lyon"))
FRENCH_LEFT = re.compile(
    r"\b(?:le|les|une|du|et|aux|sur|dans|pour|avec|sans|sous|ce|cette|nous|vous|votre|notre|nos|sont|est|jour|jours|"
    r"factures?|avoirs?|règlements?|paiement|échéance|échue?s?|montant|solde|retard|pénalités|indemnité|taux|"
    r"objet|madame|monsieur|recommandée|virement|rappel|commerce|civil|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre|oui|non|professionnel|centimes?|mille)\b",
    re.IGNORECASE,
)
SHARED = {
    "de": "Code de commerce|Code civil|Code de la commande publique",
    "es": "[Ll]es|[Nn]os|Civil|sin",
    "it": "[Nn]on|[Ll]e|mille",
}
"""French names of French codes, and words that both languages write so."""

PUBLIC_LAW = "L.\u00a02192-13"
COMMERCIAL_LAW = "L.\u00a0441-10"


def given(code: str, level: int, kind: CustomerKind, extras: Extras | None, *, mixed: bool = False) -> Context:
    lines = MIXED if mixed else None
    own = reminder(level, lines, replace(CUSTOMER, language=code), kind=kind)
    return letter_context(own, SENDER, extras, language=LANGUAGES[code])


def contexts(code: str, level: int) -> Iterator[Context]:
    fee_only = Extras(charges=charged("0", "40", line("FA-2026-001", "900")))
    for kind in CustomerKind:
        for extras in (None, FULL, fee_only):
            yield given(code, level, kind, extras)
    yield given(code, level, CustomerKind.BUSINESS, None, mixed=True)
    early = reminder(level, (line("FA-1", "100", late=-5),), CUSTOMER)
    yield letter_context(early, SENDER, language=LANGUAGES[code])


def template(code: str, name: str) -> WordTemplate:
    return WordTemplate(TEMPLATES / f"{name}.{code}.docx", letter_environment(LANGUAGES[code]))


def documents(code: str) -> Iterator[bytes]:
    for level in (1, 2, 3):
        yield from map(template(code, f"lettre_{level}").letter, contexts(code, level))
    bill = bill_context(BILL, CUSTOMER, GROUP, SENDER, AS_OF, language=LANGUAGES[code])
    yield template(code, "traite").letter(bill)


def message(code: str, level: int, context: Context) -> Words:
    fields = mail_fields(context, facture="FA-1", factures="FA-1, FA-2", pieces=["FA-1.pdf"])
    return MailTemplates(TEMPLATES).render(f"mail_{level}.{code}", fields)


@pytest.mark.parametrize(
    ("code", "person", "house"),
    [
        ("es", "Estimada señora, estimado señor:", "Estimados señores:"),
        ("it", "Gentile Signora, gentile Signore,", "Gentili Signori,"),
    ],
)
def test_a_private_person_is_not_greeted_as_a_house_is(code: str, person: str, house: str) -> None:
    """N-76"""
    for kind in CustomerKind:
        context = given(code, 1, kind, None)
        greeting, other = (person, house) if kind is CustomerKind.CONSUMER else (house, person)
        for text in (text_of(template(code, "lettre_1").letter(context)), message(code, 1, context).text):
            assert greeting in text
            assert other not in text


def french_left(code: str, text: str) -> set[str]:
    bare = re.sub(rf"\b(?:{SHARED[code]})\b", "", text.replace("mise en demeure", ""))
    return {*FRENCH_LEFT.findall(bare), *re.findall(r"\u202f| [:;!?]|[«»]", text)}


@pytest.mark.parametrize("code", ABROAD)
def test_n_76_no_french_no_tag_and_no_gap_is_left_in_a_letter(code: str, tmp_path: Path) -> None:
    """N-76"""
    for number, document in enumerate(documents(code)):
        text = text_of(document)

        assert french_left(code, text) == set()
        assert not has_tags(document)
        assert "None" not in text
        assert not re.search(r"  | [,.;:]|\*\*", text)
        (tmp_path / f"{number}.docx").write_bytes(document)
    check_schema(*tmp_path.glob("*.docx"))


@pytest.mark.parametrize("code", ABROAD)
def test_french_would_be_seen_if_some_were_left(code: str) -> None:
    french = WordTemplate(TEMPLATES / "lettre_3.docx", letter_environment())

    assert len(french_left(code, text_of(french.letter(letter_context(reminder(3), COMPANY, FULL))))) > 15


@pytest.mark.parametrize("code", ABROAD)
def test_a_letter_equals_docxtpl_s(code: str) -> None:
    for level in (1, 2, 3):
        own = template(code, f"lettre_{level}")
        for context in [*contexts(code, level), *sample_contexts(language=LANGUAGES[code])]:
            if context["qr"]:
                continue  # docxtpl knows nothing of our pictures
            judge = DocxTemplate(TEMPLATES / f"lettre_{level}.{code}.docx")
            judge.render(context, letter_environment(LANGUAGES[code]))
            expected = BytesIO()
            judge.save(expected)

            assert canonical(own.letter(context)) == canonical(expected.getvalue())


@pytest.mark.parametrize("code", ABROAD)
def test_the_templates_have_no_fault_in_their_own_language(code: str) -> None:
    assert check_templates(sorted(TEMPLATES.glob(f"*.{code}.docx"))) == []


def test_the_messages_have_no_fault() -> None:
    assert check_mail_templates(TEMPLATES) == []


@pytest.mark.parametrize("code", ABROAD)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_n_76_a_message_says_what_its_letter_says_and_nothing_of_a_letter(code: str, level: int) -> None:
    """N-76"""
    for context in contexts(code, level):
        words = message(code, level, context)
        shown = re.sub(r"<style.*?</style>|<!--.*?-->|<[^>]*>|&nbsp;", " ", words.html, flags=re.DOTALL)

        for text in (f"{words.subject} {words.text}", shown):
            assert not re.search(r"Schreiben|\bcarta\b|\blettera\b|\bla presente\b|della presente|\*\*|\{%|None", text)
            assert french_left(code, text) == set()
            for owed in filter(None, (context["echu"], context["a_regler"] if context["penalites"] else "")):
                assert owed.replace(NB, " ") in text.replace(NB, " ")


@pytest.mark.parametrize("code", ABROAD)
def test_n_76_the_law_cited_is_french_and_that_of_the_customer(code: str) -> None:
    """N-76"""
    texts = {kind: text_of(template(code, "lettre_3").letter(given(code, 3, kind, FULL))) for kind in CustomerKind}

    assert COMMERCIAL_LAW in texts[CustomerKind.BUSINESS]
    assert PUBLIC_LAW not in texts[CustomerKind.BUSINESS]
    assert PUBLIC_LAW in texts[CustomerKind.PUBLIC]
    assert COMMERCIAL_LAW not in texts[CustomerKind.PUBLIC]
    assert not {COMMERCIAL_LAW, PUBLIC_LAW} & {law for law in (COMMERCIAL_LAW, PUBLIC_LAW)
                                               if law in texts[CustomerKind.CONSUMER]}  # fmt: skip
    assert "1231-6" in texts[CustomerKind.CONSUMER]
    for text in texts.values():
        assert "mise en demeure" in text
        assert re.search(r"französisch|francés|francese", text)
    assert not re.search(r"Gericht|tribunal|giudice", texts[CustomerKind.PUBLIC])
    assert re.search(r"Gericht|tribunal|giudice", texts[CustomerKind.BUSINESS])


@pytest.mark.parametrize(
    ("code", "level", "sentence"),
    [
        ("de", 1, "ist die folgende Rechnung fällig"),
        ("de", 2, "ist die folgende Rechnung weiterhin unbezahlt"),
        ("de", 3, "ist die folgende fällige Rechnung unbezahlt:"),
        ("es", 1, "la siguiente factura ha vencido"),
        ("es", 2, "la siguiente factura sigue pendiente de pago"),
        ("es", 3, "la siguiente factura vencida sigue impagada:"),
        ("it", 1, "la seguente fattura è scaduta"),
        ("it", 2, "la seguente fattura risulta ancora insoluta"),
        ("it", 3, "la seguente fattura scaduta risulta insoluta:"),
    ],
)
def test_n_76_one_invoice_is_spoken_of_in_the_singular(code: str, level: int, sentence: str) -> None:
    """N-76"""
    single = letter_context(reminder(level, (line("FA-1", "100"),)), COMPANY, language=LANGUAGES[code])
    several = given(code, level, CustomerKind.BUSINESS, None)

    assert sentence in text_of(template(code, f"lettre_{level}").letter(single)).replace(NB, " ")
    assert sentence not in text_of(template(code, f"lettre_{level}").letter(several)).replace(NB, " ")


@pytest.mark.parametrize(
    ("code", "subject", "title"),
    [
        ("de", "Zahlungserinnerung – FA-1, FA-2", "WECHSEL"),
        ("es", "Recordatorio de pago – FA-1, FA-2", "LETRA DE CAMBIO"),
        ("it", "Sollecito di pagamento – FA-1, FA-2", "CAMBIALE"),
    ],
)
def test_s3_09_subject_and_bill_bear_their_names_in_their_language(code: str, subject: str, title: str) -> None:
    drawn = text_of(template(code, "lettre_1").letter(given(code, 1, CustomerKind.BUSINESS, Extras(
        bill_maturity=date(2026, 4, 30)))))  # fmt: skip

    assert message(code, 1, given(code, 1, CustomerKind.BUSINESS, None)).subject == subject
    assert drawn.count(title) >= 2
    assert LANGUAGES[code].in_words(reminder(1).totals[0][1]) in drawn


@pytest.mark.parametrize(
    ("code", "one", "several"),
    [
        ("de", "trotz unserer Erinnerung vom 28", "trotz unserer Erinnerungen, zuletzt vom 28"),
        ("es", "A pesar de nuestro recordatorio del 28", "A pesar de nuestros recordatorios, el último de fecha 28"),
        ("it", "nonostante il nostro sollecito del 28", "nonostante i nostri solleciti, l’ultimo dei quali del 28"),
    ],
)
def test_n76_a_formal_notice_says_one_reminder_or_several(code: str, one: str, several: str) -> None:
    """N-76"""
    template = WordTemplate(TEMPLATES / f"lettre_3.{code}.docx", letter_environment(LANGUAGES[code]))
    for reminders, said in ((1, one), (2, several)):
        context = given(code, 3, CustomerKind.BUSINESS, None) | {"rappels": reminders}
        assert said in text_of(template.letter(context)).replace(NB, " ")
