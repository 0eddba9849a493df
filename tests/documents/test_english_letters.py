"""The letters and messages in English: what each says, and that no French is left in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from relance_xl.documents.bill_letters import write_bill_letters
from relance_xl.documents.check_templates import check_templates
from relance_xl.documents.contents.context import Context, Extras, bill_context, letter_context
from relance_xl.documents.contents.sample_letters import sample_contexts
from relance_xl.documents.languages.choice import LANGUAGES
from relance_xl.documents.letters import write_letters
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.messages.drafts import Mailing, write_mails
from relance_xl.documents.messages.templates import MailTemplates, mail_fields
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.model import BillOfExchange, Customer, ReminderGroup
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.documents.packages_read import TEMPLATES, canonical, check_schema, has_tags, members, rows_of, text_of
from tests.documents.samples import AS_OF, COMPANY, GROUP, LEVELS, charged, line, reminder
from tests.documents.templates_made import with_paragraphs

NB = "\u00a0"
english = LANGUAGES["en"]
ENVIRONMENT = letter_environment(english)
CUSTOMER = Customer(
    code="WESS01",
    name="Wessex Metalwork Ltd",
    address=("12 Harbour Road",),
    postal_code="BS1 5TY",
    city="Bristol",
    country="Royaume-Uni",
    contact="Mr Oliver Hart",
    language="EN",
    email="ap@wessex.example",
    group=1,
)
ENGLISH_COMPANY = replace(COMPANY, name="Vallier", address=("12 Mill Lane", "69003 Lyon"), legal_notice="VAT FR44 1")
FULL = Extras(
    charges=charged("12.34", "80", line("FA-2026-001", "900")),
    bill_maturity=date(2026, 4, 30),
    registered_number="1A 123 456 7890 1",
    payment_code=True,
    statement=(line("FA-1", "100"), line("FA-2", "70", currency="USD")),
)
MIXED = (
    line("FA-1", "1234.5", "34.5"),
    line("AV-1", "-80", kind=ItemKind.CREDIT_NOTE),
    line("RG-1", "-10", kind=ItemKind.PAYMENT),
    line("AC-1", "-5", kind=ItemKind.DEPOSIT),
    line("FA-9", "300", late=-9),
    line("US", "70", currency="USD"),
)
BILL = BillOfExchange(
    number="LC-12",
    customer="WESS01",
    maturity_date=date(2026, 4, 30),
    amount=Decimal("1400.5"),
    drawn_on=date(2026, 2, 1),
    sent_on=date(2026, 2, 3),
    reminders=1,
    last_reminder=date(2026, 3, 2),
)
FRENCH = """
le la les un une des du de et ou au aux sur dans pour par avec sans sous ce cette nous vous votre notre nos sont est
jour jours facture factures avoir avoirs acompte règlement règlements paiement échéance échu échus montant solde retard
pénalités indemnité taux lettre traite tiré tireur relevé compte objet madame monsieur veuillez agréer salutations
distinguées recommandée avis réception référence références titulaire virement rappel mise demeure commerce janvier
février mars avril mai juin juillet août septembre octobre novembre décembre oui non professionnel particulier centimes
mille royaume réf téléphone société
"""
FRENCH_WORDS = frozenset(FRENCH.split())
WORD = re.compile(r"[^\W\d_]+")


def template(name: str) -> WordTemplate:
    return WordTemplate(TEMPLATES / f"{name}.en.docx", ENVIRONMENT)


LETTERS = {level: template(f"lettre_{level}") for level in (1, 2, 3)}
BILL_LETTER = template("traite")


def context(level: int, extras: Extras | None = None, kind: CustomerKind = CustomerKind.BUSINESS,
            lines: tuple[object, ...] | None = None) -> Context:  # fmt: skip
    given = reminder(level, lines, CUSTOMER, kind=kind)  # type: ignore[arg-type]  # lines of reminders
    return letter_context(given, ENGLISH_COMPANY, extras, language=english)


def letter(level: int, extras: Extras | None = None, kind: CustomerKind = CustomerKind.BUSINESS) -> bytes:
    return LETTERS[level].letter(context(level, extras, kind))


def contexts(level: int) -> list[Context]:
    made = [context(level, extras, kind) for kind in CustomerKind for extras in (None, FULL)]
    without_interest = Extras(charges=charged("0", "40", line("FA-2026-001", "900")))
    courtesy = context(level, lines=(line("FA-1", "100", late=-5),))
    return [*made, context(level, without_interest), context(level, lines=MIXED), courtesy]


def bill() -> Context:
    return bill_context(BILL, CUSTOMER, GROUP, ENGLISH_COMPANY, AS_OF, language=english)


def documents() -> Iterator[bytes]:
    for level, made in LETTERS.items():
        yield from map(made.letter, contexts(level))
    yield BILL_LETTER.letter(bill())


def french_left(text: str) -> set[str]:
    """French words, accents and marks left in a text; the term of French law in brackets aside (C. civ. 1344)."""
    bare = text.replace("(mise en demeure)", "")
    words = {word for word in WORD.findall(bare) if word.lower() in FRENCH_WORDS}
    marks = set(
        re.findall(r"[àâçéèêëîïôùûœ«»°\u202f]|\d,\d\d\b(?!\d)|\d[ \u00a0]€(?!\d)|\d\d/\d\d/\d{4}| [:;!?]", bare)
    )
    return words | marks


def test_no_french_is_left_in_an_english_letter() -> None:
    for document in documents():
        for part in ("document", "header1", "header2", "footer1"):
            assert french_left(text_of(document, f"word/{part}.xml")) == set()
        described = re.findall(rb'descr="([^"]*)"', b"".join(members(document).values()))
        assert set(described) <= {b"Company logo", b"Payment QR code"}


def test_french_would_be_seen_if_some_were_left() -> None:
    french = WordTemplate(TEMPLATES / "lettre_3.docx", letter_environment())
    document = french.letter(letter_context(reminder(3, customer=CUSTOMER), COMPANY, FULL))

    assert len(french_left(text_of(document))) > 30
    assert french_left("1 234,50") == {"4,50"}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_an_english_letter_equals_docxtpl_s(level: int) -> None:
    for given in [*contexts(level), *sample_contexts(language=english)]:
        if given["qr"]:
            continue  # docxtpl knows nothing of our pictures
        judge = DocxTemplate(TEMPLATES / f"lettre_{level}.en.docx")
        judge.render(given, ENVIRONMENT)
        expected = BytesIO()
        judge.save(expected)

        assert canonical(LETTERS[level].letter(given)) == canonical(expected.getvalue())


def test_no_tag_is_left_and_nothing_is_empty() -> None:
    for document in documents():
        assert not has_tags(document)
        assert "None" not in text_of(document)
        assert not re.search(r"  | [,.;:]", text_of(document))


def test_the_english_letters_follow_the_schema(tmp_path: Path) -> None:
    for number, document in enumerate(documents()):
        (tmp_path / f"{number}.docx").write_bytes(document)

    check_schema(*tmp_path.glob("*.docx"))


def test_the_english_templates_have_no_fault_in_their_own_language() -> None:
    assert check_templates(sorted(TEMPLATES.glob("*.en.docx"))) == []


def test_word_checks_the_spelling_of_an_english_letter_in_english() -> None:
    parts = members(letter(1))

    assert b'<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>' in parts["word/styles.xml"]
    assert b'<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/>' in parts["word/settings.xml"]
    assert b"fr-FR" not in b"".join(parts.values())


def test_s3_02_the_tone_rises_with_the_level() -> None:
    first, second, third = (text_of(letter(level)) for level in (1, 2, 3))

    assert "no doubt an oversight" in first
    assert "formal notice" not in first
    assert "We must ask you" in second
    assert "we would be obliged to serve you with a formal notice" in second
    assert "FORMAL NOTICE TO PAY" in third
    assert "we hereby give you formal notice (mise en demeure)" in third
    assert "legal proceedings before the competent court" in third


def test_s3_03_s3_04_the_table_gives_amount_paid_and_balance_of_each_invoice() -> None:
    rows = rows_of(letter(1))

    assert rows[0] == ["Invoice", "Date", "Due date", "Days late", "Amount incl. VAT", "Already paid", "Balance due"]
    assert rows[1] == [
        "FA-2026-001",
        f"14{NB}Jan{NB}2026",
        f"13{NB}Feb{NB}2026",
        "30",
        "€1,200.00",
        "€300.00",
        "€900.00",
    ]
    assert rows[3] == ["Total", "€1,700.00", "€300.00", "€1,400.00"]


def test_the_nature_of_a_line_and_the_totals_are_in_english() -> None:
    document = LETTERS[1].letter(context(1, lines=MIXED))
    rows = rows_of(document)

    assert [row[0] for row in rows[1:10]] == [
        "FA-1",
        "Credit note AV-1",
        "Payment RG-1",
        "Deposit AC-1",
        "FA-9",
        "Total in EUR",
        "Of which overdue to date",
        "US",
        "Total in USD",
    ]
    assert rows[2][-1] == "-€80.00"
    assert f"an overdue balance of €1,105.00 and USD{NB}70.00." in text_of(document)


def test_s3_06_the_third_letter_is_registered_with_a_deadline_and_a_threat() -> None:
    text = text_of(letter(3, FULL))

    assert f"REGISTERED LETTER WITH ACKNOWLEDGEMENT OF RECEIPT No.{NB}1A 123 456 7890 1" in text
    assert (
        "the sum of €1,400.00 in principal, together with the interest and the compensation set out below, making "
        f"€1,492.34 in all, within 8 days of the date of this letter, that is, by 23{NB}March{NB}2026 at the latest."
    ) in text
    assert "article 1344 of the French Civil Code" in text
    assert "REGISTERED" not in text_of(letter(2, FULL))


def test_a_payment_that_crossed_the_letter_is_thought_of_in_the_first_two() -> None:
    assert [("crossed with this letter" in text_of(letter(level))) for level in (1, 2, 3)] == [True, True, False]


def test_s0_27_the_law_quoted_is_french_and_that_of_the_customer() -> None:
    business, consumer, public = (text_of(letter(3, FULL, kind)) for kind in CustomerKind)

    assert f"articles L.{NB}441-10 and D.{NB}441-5 of the French Commercial Code" in business
    assert "€40 per invoice" in business
    assert "interest for late payment amounts to €12.34 (annual rate of 12.15%)" in business
    assert (
        f"compensation for recovery costs to €80.00 (2 invoices{NB}×{NB}€40), making, with the principal, a total to "
        "pay of €1,492.34. Interest continues to accrue until payment in full."
    ) in business
    assert not re.search("441-10|2192-|€40|compensation", consumer)
    assert "articles 1231-6 and 1344-1 of the French Civil Code" in consumer
    assert f"articles L.{NB}2192-13 and D.{NB}2192-35 of the French Public Procurement Code" in public
    assert "Commercial Code" not in public


def test_s0_27_the_fee_alone_is_told_in_a_whole_sentence_in_both_languages() -> None:
    alone = Extras(charges=charged("0", "40", line("FA-2026-001", "900")))
    french = WordTemplate(TEMPLATES / "lettre_2.docx", letter_environment())

    assert "At the date of this letter, compensation for recovery costs amounts to €40.00 (1 invoice" in text_of(
        letter(2, alone)
    )
    assert f"l’indemnité forfaitaire de recouvrement s’élève à 40,00{NB}€ (1 facture{NB}×{NB}40{NB}€), soit" in text_of(
        french.letter(letter_context(reminder(2), COMPANY, alone))
    )


def test_s3_09_s3_10_the_bill_of_exchange_bears_its_name_and_its_sum_in_words() -> None:
    text = text_of(letter(2, FULL))

    for needed in (
        "BILL OF EXCHANGE",
        "pay to the order of Vallier",
        "one thousand four hundred and ninety-two euros and thirty-four cents",  # charges included (N-44)
        f"30{NB}April{NB}2026",
        "69003 Lyon, France",
    ):
        assert needed in text
    assert "BILL OF EXCHANGE" not in text_of(letter(2))


def test_s0_26_the_statement_is_an_annex() -> None:
    assert f"Statement of account WESS01 as at 15{NB}March{NB}2026" in text_of(letter(1, FULL))


def test_s0_15_s0_30_a_bill_not_returned_is_asked_for() -> None:
    document = BILL_LETTER.letter(bill())

    assert f"On 3{NB}February{NB}2026 we sent you the following bill of exchange for acceptance." in text_of(document)
    assert f"Despite our reminder of 2{NB}March{NB}2026, and unless we are mistaken" in text_of(document)
    assert ["LC-12", f"1{NB}Feb{NB}2026", f"30{NB}Apr{NB}2026", "€1,400.50"] in rows_of(document)


def test_the_address_the_heads_and_the_footer_are_in_english() -> None:
    document = letter(1)

    assert "Attn: Mr Oliver Hart\n12 Harbour Road\nBRISTOL BS1 5TY\nUNITED KINGDOM\n" in text_of(document)
    assert "Direct line: +33 4 72 00 10 21".replace(" ", NB).replace(
        f"Direct{NB}line:{NB}", "Direct line: "
    ) in text_of(document)
    assert "69003 Lyon, France" in text_of(document, "word/header1.xml")
    assert f"our letter of 15{NB}March{NB}2026 to Wessex Metalwork Ltd" in text_of(document, "word/header2.xml")
    footer = text_of(document, "word/footer1.xml")
    assert f"French company number (SIREN) 732{NB}829{NB}320" in footer
    assert "Page 1 / 1" in footer


def test_the_country_of_the_company_is_not_said_twice() -> None:
    company = replace(ENGLISH_COMPANY, address=("12 Mill Lane", "69003 Lyon", "FRANCE"))
    document = LETTERS[1].letter(letter_context(reminder(1), company, language=english))

    assert text_of(document, "word/header1.xml").lower().count("france") == 1


@pytest.mark.parametrize(
    ("language", "spoken"), [("EN", "€1,400.00"), ("Néerlandais", f"1\u202f400,00{NB}€"), ("", f"1\u202f400,00{NB}€")]
)
def test_the_language_is_that_of_the_template_used(tmp_path: Path, language: str, spoken: str) -> None:
    given = reminder(1, customer=replace(CUSTOMER, language=language))

    [written] = write_letters([given], COMPANY, TEMPLATES, tmp_path).letters

    assert spoken in text_of(written.path.read_bytes())


def test_a_customer_in_english_without_an_english_template_gets_french_figures(tmp_path: Path) -> None:
    with_paragraphs(tmp_path, "{{ total }} {{ date }} {{ client.adresse|join(' / ') }}", name="lettre_1.docx")

    [written] = write_letters([reminder(1, customer=CUSTOMER)], COMPANY, tmp_path, tmp_path / "x").letters

    assert text_of(written.path.read_bytes()) == (
        f"1\u202f400,00{NB}€ 15/03/2026 Wessex Metalwork Ltd / À l’attention de Mr Oliver Hart / 12 Harbour Road / "
        "BRISTOL BS1 5TY / ROYAUME-UNI"
    )


def test_a_template_in_english_named_by_the_level_speaks_english_to_everybody(tmp_path: Path) -> None:
    with_paragraphs(tmp_path, "{{ total }} {{ niveau.recommande }} {{ client.type }}", name="export.en.docx")
    given = reminder(1)
    given = replace(given, level=replace(given.level, letter_template="export.en"))

    [written] = write_letters([given], COMPANY, tmp_path, tmp_path / "x").letters

    assert text_of(written.path.read_bytes()) == "€1,400.00 no Business"


def test_the_print_runs_are_named_in_french_and_their_list_is_the_accountant_s(tmp_path: Path) -> None:
    french = replace(CUSTOMER, code="C1", name="Dupont", language="")

    written = write_letters(
        [reminder(1, customer=french), reminder(1, customer=CUSTOMER)], COMPANY, TEMPLATES, tmp_path, summary=True
    )

    assert [run.path.name for run in written.print_runs] == [
        "À imprimer – niveau 1 - lettre_1.docx",
        "À imprimer – niveau 1 - lettre_1.en.docx",
    ]
    document = written.print_runs[1].path.read_bytes()
    assert text_of(document).startswith(f"Tirage du 15{NB}mars{NB}2026 – niveau 1\n1 lettre\n")
    assert rows_of(document)[1] == ["1", "WESS01", "Wessex Metalwork Ltd", "2", f"1\u202f400,00{NB}€", ""]
    assert "Dear Sir or Madam," in text_of(document)
    assert written.letters[1].path.relative_to(tmp_path).as_posix() == "Niveau 1/WESS01 Wessex Metalwork Ltd.docx"


def test_s0_15_a_bill_is_asked_for_in_the_customer_s_language(tmp_path: Path) -> None:
    written = write_bill_letters([(BILL, CUSTOMER)], {1: GROUP}, COMPANY, AS_OF, TEMPLATES, tmp_path)

    text = text_of(written.letters[0].path.read_bytes())
    assert "Dear Sir or Madam," in text
    assert "€1,400.50" in text
    assert [run.path.name for run in written.print_runs] == ["À imprimer – traites.docx"]


def mail(folder: Path, level: int, templates: Path = TEMPLATES, **fields: str) -> tuple[str, str, str]:
    """Subject, text and HTML of the message to the English customer."""
    given = reminder(level, customer=CUSTOMER)
    given = replace(given, level=replace(LEVELS[level], **fields))  # type: ignore[arg-type]  # texts
    mailing = Mailing(company=ENGLISH_COMPANY, batch="L1", templates=templates, moment=datetime(2026, 3, 16, 9))
    [made] = write_mails([given], mailing, folder).mails
    message = message_from_bytes(made.path.read_bytes(), policy=policy.default)
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    text, html = ("" if body is None else body.get_content() for body in bodies)
    return made.subject, text, html


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_french_is_left_in_an_english_message(level: int) -> None:
    templates = MailTemplates(TEMPLATES)
    for given in contexts(level):
        fields = mail_fields(given, facture="FA-1", factures="FA-1 and FA-2", pieces=["FA-1.pdf"])
        words = templates.render(f"mail_{level}.en", fields)

        shown = re.sub(r"<style.*?</style>|<!--.*?-->|<[^>]*>|&nbsp;", " ", words.html, flags=re.DOTALL)
        assert french_left(f"{words.subject}\n{words.text}\n{' '.join(shown.split())}") == set()


def test_a_message_states_its_subject_in_its_own_language(tmp_path: Path) -> None:
    subject, text, html = mail(tmp_path, 1, subject_keyword="Rappel de règlement – {factures}")

    assert subject == "Payment reminder – FA-2026-001 and FA-2026-014"
    assert f"<title>{subject}</title>" in html
    assert "an overdue balance of €1,400.00." in text
    assert f"by 23{NB}March{NB}2026" in text


def test_s4_05_a_keyword_is_filled_in_the_language_of_a_template_that_states_no_subject(tmp_path: Path) -> None:
    (tmp_path / "mail_1.txt").write_text("Bonjour", encoding="utf-8")
    (tmp_path / "mail_1.en.txt").write_text("{{ objet }}", encoding="utf-8")

    subject, text, _ = mail(tmp_path, 1, tmp_path, subject_keyword="{facture} {total} {date} {factures}")

    assert subject == "FA-2026-001 and 1 other €1,400.00 15 Mar 2026 FA-2026-001 and FA-2026-014"
    assert text.strip().replace(NB, " ") == subject


def test_s4_04_a_subject_written_for_an_english_template_is_taken_as_it_stands(tmp_path: Path) -> None:
    subject, text, _ = mail(tmp_path, 1, subject="Your account with us", mail_template="mail_1.en")

    assert subject == "Your account with us"
    assert "Dear Sir or Madam," in text


def test_a_message_without_any_subject_has_one_in_its_language(tmp_path: Path) -> None:
    (tmp_path / "mail_1.en.txt").write_text("Hello", encoding="utf-8")

    assert mail(tmp_path, 1, tmp_path, mail_template="mail_1.en", label="")[0] == "Payment reminder"


def test_templates_that_translate_the_words_themselves_still_do(tmp_path: Path) -> None:
    text = "{{ {'Avoir': 'Credit', 'Facture': 'Bill'}[lignes[0].nature] }} {{ total|replace(' et ', ' and ') }}"
    (tmp_path / "mail_1.en.txt").write_text(text, encoding="utf-8")

    assert mail(tmp_path, 1, tmp_path, mail_template="mail_1.en")[1].strip() == "Bill €1,400.00"


def test_a_manager_without_a_telephone_is_not_given_one() -> None:
    given = replace(reminder(1, customer=CUSTOMER), group=ReminderGroup(number=1))
    text = text_of(LETTERS[1].letter(letter_context(given, replace(COMPANY, phone=""), language=english)))

    assert "For any question about this statement, we will be pleased to help." in text
