"""A main document of Word's mail merge becomes a template: usual fields are turned into ours, the others listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.actions.template_checking import check_all_templates
from relance_xl.documents.check_templates import checked_template, samples_for
from relance_xl.documents.templates.conversion import Conversion, converted
from relance_xl.problems import DataError
from tests.actions.company import click, in_memory
from tests.documents.packages_read import members, rows_of, text_of
from tests.documents.raw_word import RawWord, field_of, paragraph
from tests.documents.templates.test_what_users_do import cell, row, table


def simple(name: str) -> str:
    return (
        f'<w:fldSimple w:instr=" MERGEFIELD {name} "><w:r><w:rPr><w:b/></w:rPr><w:t>«{name}»</w:t></w:r></w:fldSimple>'
    )


def document(folder: Path) -> Path:
    columns = [paragraph(field_of(f' MERGEFIELD "{name}" ')) for name in ("N° facture", "Échéance", "Montant TTC")]
    body = (
        f"<w:p>{simple('Raison_sociale')}</w:p>"
        + paragraph("Le ", field_of(" MERGE|FIELD Date \\@ dd/MM "), " à payer : ", field_of(" MERGEFIELD Solde_dû "))
        + paragraph(field_of(" MERGEFIELD Prénom_du_chat "), field_of(" NEXT "))
        + table(row(*(cell(column) for column in columns)))
    )
    return RawWord(body=body).save(folder / "ancien.docx")


def made(folder: Path) -> Conversion:
    data = document(folder).read_bytes()
    return converted(data, members(data))


def test_n73_usual_fields_are_turned_and_the_others_listed(tmp_path: Path) -> None:
    """N-73"""
    conversion = made(tmp_path)

    assert [tag for _, tag in conversion.turned] == [
        "{{ client.nom }}",
        "{{ date|date_longue }}",
        "{{ total }}",
        "{{ ligne.facture }}",
        "{{ ligne.echeance }}",
        "{{ ligne.montant|montant }}",
    ]
    assert conversion.left == ("MERGEFIELD Prénom_du_chat", "NEXT")


def test_the_template_made_prints_the_customer_and_a_row_for_each_line(tmp_path: Path) -> None:
    path = tmp_path / "lettre_1.docx"
    path.write_bytes(made(tmp_path).data)
    template = checked_template(path).template
    assert template is not None

    context = samples_for(path)[0]
    letter = template.letter(context)

    assert text_of(letter).split("\n")[0] == context["client"]["nom"]
    assert len(rows_of(letter)) == len(context["lignes"])
    assert rows_of(letter)[0][0] == context["lignes"][0]["facture"]


def test_the_command_writes_a_new_template_and_says_what_is_left(tmp_path: Path) -> None:
    book = in_memory(tmp_path, {})
    source = document(tmp_path)

    report = check_all_templates(book, click(), merge_document=str(source))
    again = check_all_templates(book, click(), merge_document=str(source))

    assert (report.converted, again.converted) == ("ancien.docx", "ancien (2).docx")
    assert (report.folder / report.converted).is_file()
    assert "6 champs convertis" in report.summary
    assert ["Prénom_du_chat" in problem.what for problem in report.problems] == [True, False]


def test_a_document_without_merge_fields_is_refused(tmp_path: Path) -> None:
    plain = RawWord(body=paragraph("Bonjour")).save(tmp_path / "simple.docx")

    with pytest.raises(DataError, match="aucun champ de publipostage"):
        check_all_templates(in_memory(tmp_path, {}), click(), merge_document=str(plain))


def converted_body(folder: Path, body: str) -> Conversion:
    data = RawWord(body=body).save(folder / "ancien.docx").read_bytes()
    return converted(data, members(data))


def test_a_field_that_another_one_reads_stays_and_is_listed(tmp_path: Path) -> None:
    """N-73"""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    condition = begin + "<w:r><w:instrText> IF </w:instrText></w:r>" + field_of(" MERGEFIELD Pays ") + end

    conversion = converted_body(tmp_path, paragraph(field_of(" MERGEFIELD Nom ")) + paragraph(condition))

    assert [tag for _, tag in conversion.turned] == ["{{ client.nom }}"]
    assert conversion.left == ("MERGEFIELD Pays",)


def test_lines_of_a_table_in_a_table_are_repeated_and_the_outer_row_is_not(tmp_path: Path) -> None:
    inner = table(row(*(cell(paragraph(field_of(f" MERGEFIELD {name} "))) for name in ("Facture", "Reste"))))
    outer = table(row(cell(paragraph(field_of(" MERGEFIELD Nom \\* Upper ")), inner, paragraph("Merci"))))
    path = tmp_path / "lettre_1.docx"
    conversion = converted_body(tmp_path, outer)
    path.write_bytes(conversion.data)
    checked = checked_template(path)
    assert checked.problems == ()
    assert checked.template is not None

    context = samples_for(path)[1]
    letter = text_of(checked.template.letter(context))

    assert ("MERGEFIELD Nom \\* Upper", "{{ client.nom|majuscules }}") in conversion.turned
    assert letter.count("Merci") == 1
    assert [letter.count(line["facture"]) for line in context["lignes"]] == [1] * len(context["lignes"])
