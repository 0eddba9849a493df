"""« Lettres »: files, names, templates chosen, and faults said before anything is written."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.documents.bill_letters import write_bill_letters
from relance_xl.documents.contents.context import Extras
from relance_xl.documents.letters import write_letters
from relance_xl.domain.model import BillOfExchange, Customer
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.vocabulary import Grouping
from relance_xl.problems import DataError, Severity
from tests.documents.packages_read import TEMPLATES, check_schema, rows_of, text_of
from tests.documents.raw_word import PAGE, RawWord, paragraph, text
from tests.documents.samples import COMPANY, CUSTOMER, GROUP, LEVELS, line, reminder
from tests.documents.templates_made import with_paragraphs


def to(code: str, level: int = 1, name: str = "Dupont", language: str = "") -> Reminder:
    customer: Customer = replace(CUSTOMER, code=code, name=name, language=language)
    return reminder(level, (line("FA-1", "100", level=level, customer=code),), customer)


def with_template(given: Reminder, name: str) -> Reminder:
    return replace(given, level=replace(given.level, letter_template=name))


def faults(reminders: list[Reminder], templates: Path, scratch: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        write_letters(reminders, COMPANY, templates, scratch)
    assert not list(scratch.rglob("*.docx"))
    return [str(problem) for problem in caught.value.problems]


def test_s0_01_one_letter_per_reminder_in_the_folder_of_its_level(tmp_path: Path) -> None:
    written = write_letters([to("C1"), to("C2", 3), to("C3")], COMPANY, TEMPLATES, tmp_path)

    assert [letter.path.relative_to(tmp_path).as_posix() for letter in written.letters] == [
        "Niveau 1/C1 Dupont.docx",
        "Niveau 3/C2 Dupont.docx",
        "Niveau 1/C3 Dupont.docx",
    ]
    assert [letter.reminder.customer.code for letter in written.letters] == ["C1", "C2", "C3"]


def test_n73_what_is_warned_of_in_a_template_is_said_with_the_letters(tmp_path: Path) -> None:
    """N-73: tracked changes, a condition that is never true; once, whatever the letters."""
    moved = f'<w:p><w:ins w:id="9" w:author="Léa">{text(" ancien texte")}</w:ins></w:p>'
    vain = paragraph("{{ client.nom }} {{ total }} {% if client.type == 'particulier' %}Cher client{% endif %}")
    RawWord(body=moved + vain, setup=f"<w:sectPr>{PAGE}</w:sectPr>").save(tmp_path / "lettre_1.docx")

    written = write_letters([to("C1"), to("C2")], COMPANY, tmp_path, tmp_path / "Lettres")

    assert len(written.letters) == 2
    assert {problem.severity for problem in written.problems} == {Severity.WARNING}
    tracked, condition = sorted(str(problem) for problem in written.problems)
    assert "modifications suivies" in tracked
    assert "la condition est vaine" in condition


def test_s3_08_the_fingerprint_is_the_file_s(tmp_path: Path) -> None:
    [letter] = write_letters([to("C1")], COMPANY, TEMPLATES, tmp_path).letters

    assert letter.fingerprint == hashlib.sha256(letter.path.read_bytes()).hexdigest()


def test_one_print_run_per_level(tmp_path: Path) -> None:
    written = write_letters([to("C1"), to("C2", 3), to("C3")], COMPANY, TEMPLATES, tmp_path)

    assert [(run.level, len(run.ranks), run.path.name) for run in written.print_runs] == [
        (1, 2, "À imprimer – niveau 1.docx"),
        (3, 1, "À imprimer – niveau 3.docx"),
    ]
    text = text_of(written.print_runs[0].path.read_bytes())
    assert "C1 / 150326 / N1" in text
    assert "C3 / 150326 / N1" in text


def test_a_print_run_is_split_at_the_number_of_letters_of_the_parameters(tmp_path: Path) -> None:
    company = replace(COMPANY, letters_per_print_run=2)

    written = write_letters([to(f"C{number}") for number in range(5)], company, TEMPLATES, tmp_path)

    assert [(run.path.name, len(run.ranks)) for run in written.print_runs] == [
        ("À imprimer – niveau 1 - 1 sur 3.docx", 2),
        ("À imprimer – niveau 1 - 2 sur 3.docx", 2),
        ("À imprimer – niveau 1 - 3 sur 3.docx", 1),
    ]


def test_two_templates_of_a_level_make_two_print_runs(tmp_path: Path) -> None:
    written = write_letters([to("C1"), with_template(to("C2"), "lettre_2.docx")], COMPANY, TEMPLATES, tmp_path)

    assert [run.path.name for run in written.print_runs] == [
        "À imprimer – niveau 1 - lettre_1.docx",
        "À imprimer – niveau 1 - lettre_2.docx",
    ]


def test_customers_of_the_same_name_have_files_of_their_own(tmp_path: Path) -> None:
    reminders = [to("C1", name="A/B"), to("C1", name="A:B"), replace(to("C1"), grouping=Grouping.INVOICE)]

    written = write_letters(reminders, COMPANY, TEMPLATES, tmp_path)

    assert [letter.path.name for letter in written.letters] == [
        "C1 A-B.docx",
        "C1 A-B (2).docx",
        "C1 Dupont FA-1.docx",
    ]


def test_s4_11_the_level_names_its_template_with_or_without_its_ending(tmp_path: Path) -> None:
    for name in ("lettre_3", "lettre_3.docx"):
        [letter] = write_letters([with_template(to("C1"), name)], COMPANY, TEMPLATES, tmp_path).letters

        assert "MISE EN DEMEURE" in text_of(letter.path.read_bytes())


def test_a3_a_level_beyond_the_shipped_templates_uses_the_last_one(tmp_path: Path) -> None:
    [letter] = write_letters([to("C1", 5)], COMPANY, TEMPLATES, tmp_path).letters

    assert "MISE EN DEMEURE" in text_of(letter.path.read_bytes())
    assert letter.path.parent.name == "Niveau 5"


@pytest.mark.parametrize(("language", "text"), [("EN", "Dear"), ("Anglais", "Dear"), ("en-GB", "Dear"), ("", "Cher")])
def test_a_customer_gets_the_template_of_its_language(tmp_path: Path, language: str, text: str) -> None:
    with_paragraphs(tmp_path, "Cher {{ client.nom }}", name="lettre_1.docx")
    with_paragraphs(tmp_path, "Dear {{ client.nom }}", name="lettre_1.en.docx")

    [letter] = write_letters([to("C1", language=language)], COMPANY, tmp_path, tmp_path / "x").letters

    assert text_of(letter.path.read_bytes()) == f"{text} Dupont"


def test_a_language_without_a_template_gets_the_french_one(tmp_path: Path) -> None:
    [letter] = write_letters([to("C1", language="NL")], COMPANY, TEMPLATES, tmp_path).letters

    assert "Madame, Monsieur," in text_of(letter.path.read_bytes())


def test_s0_04_missing_templates_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    empty = tmp_path / "Modèles"
    empty.mkdir()

    found = faults([to("C1"), to("C2", 3), with_template(to("C3"), "perso")], empty, tmp_path)

    assert len(found) == 3
    assert all("est absent du dossier" in fault for fault in found)
    assert found[0].startswith("lettre_1.docx : Le modèle de lettre «\u00a0lettre_1.docx\u00a0»")
    assert found[2].startswith("Niveaux : Le modèle de lettre «\u00a0perso.docx\u00a0»")
    assert "aucun pour l'instant" in found[2]


def test_faults_of_all_templates_are_said_before_anything_is_written(tmp_path: Path) -> None:
    with_paragraphs(tmp_path, "{{ client.nom", name="lettre_1.docx")
    (tmp_path / "lettre_2.docx").write_bytes(b"pas un document")

    found = faults([to("C1"), to("C2", 2)], tmp_path, tmp_path / "x")

    assert found[0].startswith("lettre_1.docx : Balise non fermée")
    assert found[1].startswith("lettre_2.docx : Ce modèle ne peut pas être lu")


def test_control_characters_are_taken_out_with_a_warning(tmp_path: Path) -> None:
    written = write_letters([to("C1", name="Du\x00pont\x0c"), to("C2")], COMPANY, TEMPLATES, tmp_path)

    [warning] = written.problems
    assert warning.severity is Severity.WARNING
    assert "«\u00a0C1\u00a0»" in warning.what
    assert "Dupont" in text_of(written.letters[0].path.read_bytes())
    assert text_of(written.print_runs[0].path.read_bytes()).count("\nDupont\n") == 2


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, float | None]] = []

    write_letters([to("C1"), to("C2")], COMPANY, TEMPLATES, tmp_path, tell=lambda *given: told.append(given))

    assert told[0] == ("Lettres : 0 sur 2", 0.0)


def test_the_user_s_own_template_is_used(tmp_path: Path) -> None:
    shutil.copy(TEMPLATES / "lettre_1.docx", tmp_path)
    with_paragraphs(tmp_path, "{{ niveau.libelle }} {{ client.code }} {{ total }}", name="perso.docx")

    [letter] = write_letters([with_template(to("C1"), "perso")], COMPANY, tmp_path, tmp_path / "x").letters

    assert text_of(letter.path.read_bytes()).startswith(f"{LEVELS[1].label} C1 ")


def test_s3_09_a8_a_draft_in_several_currencies_is_refused(tmp_path: Path) -> None:
    mixed = reminder(1, (line("A", "100"), line("B", "5", currency="USD")))

    with pytest.raises(DataError, match="ne peut pas porter de lettre de change"):
        write_letters(
            [to("C1"), mixed],
            COMPANY,
            TEMPLATES,
            tmp_path,
            extras=lambda _: Extras(bill_maturity=date(2026, 4, 30)),
        )

    assert not list(tmp_path.rglob("*.docx"))


def test_s3_09_a_draft_joined_to_the_letters(tmp_path: Path) -> None:
    given = Extras(bill_maturity=date(2026, 4, 30))

    [letter] = write_letters([to("C1")], COMPANY, TEMPLATES, tmp_path, extras=lambda _: given).letters

    assert "cent euros" in text_of(letter.path.read_bytes())


def test_s0_15_a_letter_for_each_bill_to_return_and_its_print_run(tmp_path: Path) -> None:
    bill = BillOfExchange(
        number="LC/12", customer="C1", maturity_date=date(2026, 4, 30), amount=Decimal(1400), reminders=1
    )
    bills = [(bill, CUSTOMER), (replace(bill, number="LC13"), replace(CUSTOMER, group=2))]

    written = write_bill_letters(bills, {1: GROUP}, COMPANY, date(2026, 3, 15), TEMPLATES, tmp_path)

    assert [one.path.relative_to(tmp_path).as_posix() for one in written.letters] == [
        "Traites/C0012 Dupont & Fils -SARL- LC-12.docx",
        "Traites/C0012 Dupont & Fils -SARL- LC13.docx",
    ]
    assert "Paul Renaud" in text_of(written.letters[0].path.read_bytes())
    assert "Paul Renaud" not in text_of(written.letters[1].path.read_bytes())
    assert [run.path.name for run in written.print_runs] == ["À imprimer – traites.docx"]


def test_s0_15_the_template_of_the_bills_may_be_missing(tmp_path: Path) -> None:
    bill = BillOfExchange(number="LC", customer="C1", maturity_date=date(2026, 4, 30), amount=Decimal(1))

    with pytest.raises(DataError, match=r"traite\.docx"):
        write_bill_letters([(bill, CUSTOMER)], {}, COMPANY, date(2026, 3, 15), tmp_path, tmp_path)


def test_a_list_of_the_letters_goes_before_the_print_run(tmp_path: Path) -> None:
    reminders = [to("C1", 3, "Dupont & Fils"), to("C2", 3)]
    numbers = {"C1": "1A 1", "C2": ""}

    written = write_letters(
        reminders,
        COMPANY,
        TEMPLATES,
        tmp_path,
        summary=True,
        extras=lambda given: Extras(registered_number=numbers[given.customer.code]),
    )

    [run] = written.print_runs
    document = run.path.read_bytes()
    assert text_of(document).startswith("Tirage du 15\u00a0mars\u00a02026 – niveau 3\n2 lettres\n")
    assert rows_of(document)[:3] == [
        ["", "Client", "Nom", "Factures", "Total", "N° de recommandé"],
        ["1", "C1", "Dupont & Fils", "1", "100,00\u00a0€", "1A 1"],
        ["2", "C2", "Dupont", "1", "100,00\u00a0€", ""],
    ]
    assert "Tirage du" not in text_of(written.letters[0].path.read_bytes())
    check_schema(run.path)
