"""The letters of the shipped templates: what each level must say, whoever the customer is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from relance_xl.documents.contents.context import Context, Extras, bill_context, letter_context
from relance_xl.documents.languages.choice import LANGUAGES
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.model import BillOfExchange, Company
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from tests.documents.packages_read import TEMPLATES, canonical, check_schema, has_tags, members, rows_of, text_of
from tests.documents.samples import AS_OF, COMPANY, CUSTOMER, GROUP, charged, line, reminder

NB = "\u00a0"
EURO = f"{NB}€"
ENVIRONMENT = letter_environment()
FULL = Extras(
    charges=charged("12.34", "80", line("FA-2026-001", "900")),
    bill_maturity=date(2026, 4, 30),
    registered_number="1A 123 456 7890 1",
    statement=(line("FA-1", "100"), line("FA-2", "70", currency="USD")),
)
MIXED = (
    line("FA-1", "1234.5", "34.5"),
    line("AV-1", "-80", kind=ItemKind.CREDIT_NOTE),
    line("US", "70", currency="USD"),
)
BILL = BillOfExchange(
    number="LC-12",
    customer="C0012",
    maturity_date=date(2026, 4, 30),
    amount=Decimal("1400.5"),
    drawn_on=date(2026, 2, 1),
    sent_on=date(2026, 2, 3),
)


def template(name: str) -> WordTemplate:
    return WordTemplate(TEMPLATES / f"{name}.docx", ENVIRONMENT)


LETTERS = {level: template(f"lettre_{level}") for level in (1, 2, 3)}
BILL_LETTER = template("traite")


def letter(level: int, kind: CustomerKind = CustomerKind.BUSINESS, extras: Extras | None = None) -> bytes:
    return LETTERS[level].letter(letter_context(reminder(level, kind=kind), COMPANY, extras))


def bill_letter_context() -> Context:
    return bill_context(BILL, CUSTOMER, GROUP, COMPANY, AS_OF)


def contexts(level: int) -> list[Context]:
    made = [
        letter_context(reminder(level, kind=kind), COMPANY, extras) for kind in CustomerKind for extras in (None, FULL)
    ]
    return [*made, letter_context(reminder(level, MIXED), COMPANY)]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_tag_is_left_in_a_letter_and_none_is_empty(level: int) -> None:
    for context in contexts(level):
        document = LETTERS[level].letter(context)

        assert not has_tags(document)
        assert "None" not in text_of(document)
        assert "  " not in text_of(document)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_letter_equals_docxtpl_s(level: int) -> None:
    for context in contexts(level):
        judge = DocxTemplate(TEMPLATES / f"lettre_{level}.docx")
        judge.render(context, ENVIRONMENT)
        expected = BytesIO()
        judge.save(expected)

        assert canonical(LETTERS[level].letter(context)) == canonical(expected.getvalue())


def test_a_letter_is_the_same_each_time_it_is_made() -> None:
    assert letter(1) == letter(1)


def test_s3_02_the_tone_rises_with_the_level() -> None:
    first, second, third = (text_of(letter(level)) for level in (1, 2, 3))

    assert "sans doute d’un oubli" in first
    assert "mise en demeure" not in first
    assert "demandons" in second
    assert "serions contraints" in second
    assert "MISE EN DEMEURE" in third
    assert "action judiciaire" in third


@pytest.mark.parametrize("level", [1, 2, 3])
def test_s3_03_s3_04_the_table_gives_amount_paid_and_balance_of_each_invoice(level: int) -> None:
    rows = rows_of(letter(level))

    assert rows[0] == ["Facture", "Date", "Échéance", "Retard", "Montant TTC", "Déjà réglé", "Solde dû"]
    assert rows[1] == [
        "FA-2026-001",
        "14/01/2026",
        "13/02/2026",
        f"30{NB}j",
        f"1\u202f200,00{EURO}",
        f"300,00{EURO}",
        f"900,00{EURO}",
    ]
    assert rows[2][4:] == [f"500,00{EURO}", "", f"500,00{EURO}"]
    assert rows[3] == ["Total", f"1\u202f700,00{EURO}", f"300,00{EURO}", f"1\u202f400,00{EURO}"]


def test_a2_each_currency_has_its_sub_total_and_credit_notes_are_negative() -> None:
    document = LETTERS[1].letter(letter_context(reminder(1, MIXED), COMPANY))
    rows = rows_of(document)

    assert [row[0] for row in rows[1:6]] == ["FA-1", "Avoir AV-1", "Total en EUR", "US", "Total en USD"]
    assert rows[2][-1] == f"-80,00{EURO}"
    assert rows[3][-1] == f"1\u202f120,00{EURO}"
    assert rows[5][-1] == f"70,00{NB}USD"
    assert f"1\u202f120,00{EURO} et 70,00{NB}USD" in text_of(document)


def test_what_is_not_due_is_told_from_what_is() -> None:
    lines = (line("FA-1", "100"), line("FA-2", "900", late=-3))
    document = LETTERS[3].letter(letter_context(reminder(3, lines), COMPANY))

    assert ["Dont échu à ce jour", f"100,00{EURO}"] in rows_of(document)
    assert f"régler la somme de 100,00{EURO}" in text_of(document)


def test_s3_06_the_third_letter_is_registered_with_a_deadline_and_a_threat() -> None:
    text = text_of(letter(3, extras=FULL))

    assert f"LETTRE RECOMMANDÉE AVEC AVIS DE RÉCEPTION N°{NB}1A 123 456 7890 1" in text
    assert f"sous 8 jours à compter de ce jour, soit au plus tard le 23{NB}mars{NB}2026" in text
    assert "nous vous mettons en demeure" in text
    assert "action judiciaire" in text
    assert "RECOMMANDÉE" not in text_of(letter(2, extras=FULL))


@pytest.mark.parametrize("level", [1, 2])
def test_a_payment_that_crossed_the_letter_is_thought_of_in_the_first_two(level: int) -> None:
    assert "Si votre règlement a croisé ce courrier" in text_of(letter(level))
    assert "a croisé" not in text_of(letter(3))


def test_s3_09_s3_10_the_draft_to_sign_stands_in_the_letter() -> None:
    text = text_of(letter(2, extras=FULL))

    for needed in (
        "LETTRE DE CHANGE",
        "veuillez payer à l’ordre de",
        "mille quatre cent quatre-vingt-douze euros et trente-quatre centimes",  # charges included (N-44)
        f"30{NB}avril{NB}2026",
    ):
        assert needed in text
    assert "LETTRE DE CHANGE" not in text_of(letter(2))


def test_s0_26_the_statement_is_an_annex() -> None:
    document = letter(1, extras=FULL)

    assert f"Relevé de votre compte C0012 au 15{NB}mars{NB}2026" in text_of(document)
    assert ["Total en USD", f"70,00{NB}USD", "", f"70,00{NB}USD"] in rows_of(document)


def test_s0_27_the_law_quoted_is_the_one_of_the_customer() -> None:
    business, consumer, public = (text_of(letter(3, kind, FULL)) for kind in CustomerKind)

    assert f"L.{NB}441-10" in business
    assert f"D.{NB}441-5" in business
    assert f"un total à régler de 1\u202f492,34{EURO}" in business
    assert "441-10" not in consumer
    assert f"40{EURO}" not in consumer
    assert "1231-6" in consumer
    assert f"L.{NB}2192-13" in public
    assert "441-10" not in public


def test_s0_27_a_level_without_interest_or_fee_claims_none() -> None:
    assert "441-10" not in text_of(letter(1))
    assert "441-10" in text_of(letter(2))


def test_s0_11_the_letter_prints_the_currency_of_its_lines() -> None:
    converted = reminder(1, (line("FA-1", "920.00"),))
    own = reminder(1, (line("FA-1", "1000.00", currency="USD"),))

    assert f"920,00{EURO}" in text_of(LETTERS[1].letter(letter_context(converted, COMPANY)))
    assert f"1\u202f000,00{NB}USD" in text_of(LETTERS[1].letter(letter_context(own, COMPANY)))


def test_s0_15_s0_30_a_bill_not_returned_is_asked_for() -> None:
    document = BILL_LETTER.letter(bill_letter_context())
    text = text_of(document)

    assert not has_tags(document)
    assert f"Le 3{NB}février{NB}2026, nous vous avons adressé, pour acceptation" in text
    assert ["LC-12", "01/02/2026", "30/04/2026", f"1\u202f400,50{EURO}"] in rows_of(document)


def test_s0_09_the_manager_is_named_in_every_letter() -> None:
    for document in (letter(1), letter(2), letter(3), BILL_LETTER.letter(bill_letter_context())):
        assert f"Affaire suivie par{NB}: Paul Renaud" in text_of(document)


def test_w16_a_name_with_ampersand_and_brackets_is_printed_whole() -> None:
    document = letter(1)

    assert "Dupont & Fils <SARL>" in text_of(document)
    assert "Dupont & Fils <SARL>" in text_of(document, "word/header2.xml")


def test_the_address_stands_behind_the_window_of_the_envelope() -> None:
    body = members(letter(1))["word/document.xml"].decode()
    frames = re.findall(r'<w:pStyle w:val="Adressedestinataire"/><w:framePr ([^>]*)/>', body)

    assert len(frames) == 5
    for frame in frames:
        millimetres = {
            name: round(int(value) * 25.4 / 1440) for name, value in re.findall(r'w:([wxyh])="(\d+)"', frame)
        }
        assert millimetres == {"w": 85, "h": 33, "x": 110, "y": 55}


def test_the_letterhead_and_the_legal_notice_are_those_of_the_company() -> None:
    document = letter(1)

    assert "Menuiserie Vallier & Fils" in text_of(document, "word/header1.xml")
    footer = text_of(document, "word/footer1.xml")
    assert f"SIREN 732{NB}829{NB}320" in footer
    assert "SAS au capital de 50 000 €" in footer
    assert "Page 1 / 1" in footer


def test_the_shipped_letters_follow_the_schema(tmp_path: Path) -> None:
    paths = []
    for level in (1, 2, 3):
        path = tmp_path / f"{level}.docx"
        path.write_bytes(letter(level, extras=FULL))
        paths.append(path)

    check_schema(*paths, *TEMPLATES.glob("*.docx"))


def test_the_templates_are_those_that_their_script_makes(tmp_path: Path) -> None:
    for script in TEMPLATES.glob("*.py"):
        shutil.copy(script, tmp_path)
    shutil.copytree(TEMPLATES / "words", tmp_path / "words")

    subprocess.run([sys.executable, "make_templates.py"], cwd=tmp_path, check=True, capture_output=True)

    made = {path.name: members(path.read_bytes()) for path in tmp_path.glob("*.docx")}
    assert len(made) == 5 * 4
    assert made == {name: members((TEMPLATES / name).read_bytes()) for name in made}
    messages = {path.name: path.read_bytes() for path in tmp_path.glob("mail_*") if path.suffix != ".py"}
    assert len(messages) == 3 * 8
    assert messages == {name: (TEMPLATES / name).read_bytes() for name in messages}


@pytest.mark.parametrize("suffix", ["", ".en", ".de", ".es", ".it"])
@pytest.mark.parametrize("name", ["lettre_1", "lettre_2", "lettre_3", "traite"])
def test_a_firm_that_writes_on_the_company_s_behalf_says_so_in_every_letter(name: str, suffix: str) -> None:
    language = LANGUAGES[suffix.removeprefix(".") or "fr"]
    stated = {
        "firm_name": "Cabinet Roche",
        "firm_address": "1 rue des Comptes, 39100 Dole",
        "mandate": date(2025, 1, 1),
    }
    mandated = Company(**{name: getattr(COMPANY, name) for name in Company.__slots__} | stated)

    def written(company: Company) -> str:
        if name == "traite":
            given = bill_context(BILL, CUSTOMER, GROUP, company, AS_OF, language=language)
        else:
            given = letter_context(reminder(int(name[-1])), company, language=language)
        return text_of(template(f"{name}{suffix}").letter(given))

    block = re.search(r"Cabinet Roche, 1 rue des Comptes, 39100 Dole,.*", written(mandated))
    assert block is not None
    assert COMPANY.name in block[0]
    assert "2025" in block[0]
    assert "Cabinet Roche" not in written(COMPANY)


SHIPPED = sorted(path for path in TEMPLATES.iterdir() if path.suffix in {".docx", ".txt", ".html"})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_no_name_of_the_program_is_left_in_a_template(path: Path) -> None:
    """A public buyer was once told of « articles L.{NB}2192-13 »."""
    if path.suffix == ".docx":
        said = "".join(part.decode() for name, part in members(path.read_bytes()).items() if name.endswith(".xml"))
    else:
        said = path.read_text(encoding="utf-8")

    assert re.findall(r"(?<!\{)\{[A-Za-z_]+\}(?!\})", said) == []
