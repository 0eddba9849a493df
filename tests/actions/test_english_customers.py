"""A customer in English, from the click to the file; the workbook and the folders stay French."""

from __future__ import annotations

from pathlib import Path

from relance_xl.actions.letters import issue_letters
from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.actions.setup.repairing import missing_templates
from relance_xl.actions.template_checking import check_all_templates
from relance_xl.books.memory import MemoryBook
from relance_xl.tables.grid import Written
from tests.actions.company import click, in_memory
from tests.documents.packages_read import rows_of, text_of
from tests.postal import OWNER

NB = "\u00a0"


def company(folder: Path, channel: str = "Courrier") -> MemoryBook:
    customer: dict[str, Written] = {"Nom": "Wessex Ltd", "Groupe": 1, "E-mail": "ap@wessex.example", "Canal": channel}
    return in_memory(
        folder,
        {
            "tClients": [
                {**customer, "Code": "WESS01", "Langue": "en", "Pays": "Royaume-Uni", "Ville": "Bristol"},
                {**customer, "Code": "BERL01", "Langue": "Néerlandais", "Pays": "Allemagne", "Ville": "Berlin"},
            ],
            "tFactures": [
                {"Client": code, "Facture": f"FA-{code}", "Échéance": "13/02/2026", "Montant": 1234.5}
                for code in ("WESS01", "BERL01")
            ],
            "tParametres": [
                {"Paramètre": "Société", "Valeur": "Ateliers Vauban"},
                {"Paramètre": "Adresse", "Valeur": OWNER["Adresse"]},
                {"Paramètre": "E-mail", "Valeur": "compta@vauban.example"},
            ],
        },
    )


def test_each_customer_s_letter_speaks_the_language_of_its_template(tmp_path: Path) -> None:
    book = company(tmp_path)
    search(book, click())

    report = issue_letters(book, click(1))

    german, english = ((tmp_path / file).read_bytes() for file in sorted(made.file for made in report.letters))
    assert "UNITED KINGDOM" in text_of(english)
    assert rows_of(english)[1][-1] == "€1,234.50"
    assert "ALLEMAGNE" in text_of(german)
    assert rows_of(german)[1][-1] == f"1\u202f234,50{NB}€"
    assert {Path(made.file).parent.name for made in report.letters} == {"Niveau 2"}
    assert sorted(Path(run.file).name for run in report.print_runs) == [
        "À imprimer – niveau 2 - lettre_2.docx",
        "À imprimer – niveau 2 - lettre_2.en.docx",
    ]


def test_each_customer_s_message_states_its_subject_in_its_language(tmp_path: Path) -> None:
    book = company(tmp_path, "E-mail")
    search(book, click())

    report = draft_mails(book, click(1))

    assert sorted(issued.mail.subject for issued in report.mails) == [
        "Deuxième rappel – FA-BERL01",
        "Second reminder – FA-WESS01",
    ]


def test_every_shipped_template_is_tried_in_its_own_language_and_has_no_fault(tmp_path: Path) -> None:
    report = check_all_templates(company(tmp_path), click())

    assert report.summary == "60 modèles essayés : aucune anomalie."
    assert {"lettre_1.en.docx", "lettre_2.en.docx", "lettre_3.en.docx", "traite.en.docx"} <= set(report.templates)


def test_the_english_templates_are_put_back_when_they_are_lost(tmp_path: Path) -> None:
    copy_templates(tmp_path / "Modèles")
    (tmp_path / "Modèles" / "traite.en.docx").unlink()

    assert missing_templates(tmp_path / "Modèles") == ["traite.en.docx"]
