"""The fast merge against its judge, docxtpl, and where it does better."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.assembly import write_print_run
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.problems import DataError
from tests.documents.merge.equality_templates import (
    ALL,
    CHANGING_TABLES,
    CONSTANT_TABLES,
    Made,
    contexts,
    in_control,
    notes,
    p,
    reference,
    table,
)
from tests.documents.packages_read import canonical, members, text_of
from tests.documents.templates_made import (
    blank,
    by_docxtpl,
    differing_parts,
    guessed_contexts,
    judged,
    merged,
    saved,
    with_paragraphs,
)
from tests.places import SHARED

NOT_TO_MERGE = {"template_error_tpl", "inline_image_tpl"}
"""One is broken on purpose, the other wants objects that the program gives it."""


@pytest.mark.parametrize("name", ALL)
def test_a_letter_equals_docxtpl_s(name: str) -> None:
    made = ALL[name]
    for environment, number in ((letter_environment(), 4), (Environment(autoescape=True), 2)):
        template = WordTemplate(Path(name), environment, made.docx())
        for context in contexts(made, number):
            assert differing_parts(template, made.docx(), context) == []


@pytest.mark.parametrize("name", CONSTANT_TABLES)
def test_a_table_that_provably_keeps_its_shape_is_not_repaired(name: str) -> None:
    assert not compiled(Made(body=CONSTANT_TABLES[name])).body.repaired


@pytest.mark.parametrize("name", CHANGING_TABLES)
def test_a_table_that_may_change_shape_falls_back_on_docxtpl_s_repair(name: str) -> None:
    assert compiled(Made(body=CHANGING_TABLES[name])).body.repaired


def compiled(made: Made) -> WordTemplate:
    return WordTemplate(Path("modele.docx"), letter_environment(), made.docx())


def test_a_table_without_a_grid_is_merged_where_docxtpl_fails() -> None:
    made = Made(body=re.sub("<w:tblGrid>.*?</w:tblGrid>", "", table(("{{ nom }}", "b"))) + p(""))

    assert "Dupont" in text_of(compiled(made).letter({"nom": "Dupont"}))
    with pytest.raises(AttributeError):
        judged(made.docx(), letter_environment(), {"nom": "Dupont"})


@pytest.mark.parametrize("text", ["{{ nom }} {{ texte }}", "sans balise"])
@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_in_another_encoding_are_merged(kind: str, text: str) -> None:
    made = Made(body=p("x", reference(kind)), notes={kind: notes(kind, text, "UTF-16")})
    template = compiled(made)

    letter = template.letter({"nom": "Zoé", "texte": "a\tb"})

    assert text_of(letter, f"word/{kind}.xml").strip() == {"sans balise": "sans balise"}.get(text, "Zoé a\tb")
    assert text in template.part(f"word/{kind}.xml").source


def test_notes_are_rendered_once_however_many_sections_there_are() -> None:
    section = p("", properties="<w:sectPr/>")
    made = Made(body=section + section, notes={"footnotes": notes("footnotes", "{{ nom }}")})

    assert text_of(compiled(made).letter({"nom": "{{ 7 * 7 }}"}), "word/footnotes.xml").strip() == "{{ 7 * 7 }}"


def test_footnotes_are_merged(tmp_path: Path) -> None:
    path = with_footnote(tmp_path)
    context = {"nom": "Dupont & Fils"}

    assert "Voir Dupont & Fils" in text_of(merged(path, context), "word/footnotes.xml")
    assert canonical(merged(path, context)) == canonical(by_docxtpl(path, context))


def with_footnote(folder: Path) -> Path:
    document = blank()
    paragraph = document.add_paragraph("Texte de {{ nom }}")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    xml = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p>'
        '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Voir {{ nom }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document, folder)


def test_tagged_properties_are_merged_and_escaped_once(tmp_path: Path) -> None:
    document = blank()
    document.core_properties.title = "Relance de {{ nom }}"
    path = saved(document, tmp_path)

    properties = members(merged(path, {"nom": "Dupont & Fils"}))["docProps/core.xml"].decode()

    assert "<dc:title>Relance de Dupont &amp; Fils</dc:title>" in properties


def test_a_fault_in_a_property_is_said() -> None:
    template = compiled(Made(body=p("x"), title="Relance de {{ clinet }}"))

    with pytest.raises(DataError, match="Champ inconnu «\u00a0clinet\u00a0»"):
        template.letter({"client": "x"})
    with pytest.raises(DataError, match="Balise mal écrite"):
        compiled(Made(body=p("x"), title="Relance de {{ client"))


def test_a_property_that_is_long_is_cut() -> None:
    letter = compiled(Made(body=p("x"), title="{{ nom }}")).letter({"nom": "é" * 300})

    assert f"<dc:title>{'é' * 255}</dc:title>" in members(letter)["docProps/core.xml"].decode()


def test_properties_in_a_part_of_another_name_are_merged() -> None:
    made = Made(body=p("x"), title="Relance de {{ nom }}")
    renamed = BytesIO()
    with zipfile.ZipFile(renamed, "w") as package:
        for name, data in members(made.docx()).items():
            package.writestr(name.replace("core.xml", "autre.xml"), data.replace(b"core.xml", b"autre.xml"))

    template = WordTemplate(Path("modele.docx"), letter_environment(), renamed.getvalue())

    assert b"Relance de Dupont" in members(template.letter({"nom": "Dupont"}))["docProps/autre.xml"]


BROKEN = p("a{% if oui %}") + in_control(p("b{% endif %}"))


@pytest.mark.parametrize(
    "made", [Made(body=p("x"), margins={"header1": BROKEN}), Made(body=BROKEN)], ids=["header", "body"]
)
def test_a_letter_that_its_tags_leave_no_xml_is_refused(made: Made) -> None:
    template = compiled(made)

    template.letter({"oui": True})
    with pytest.raises(DataError, match="Les balises ne laissent pas le texte entier"):
        template.letter({"oui": False})


@pytest.mark.parametrize(
    "text",
    [
        "{{ x|safe }}",
        "{{ x|e|upper }}",
        "{% filter upper %}{{ x }}{% endfilter %}",
        "{% set y %}{{ x }}{% endset %}{{ y|upper }}",
    ],
)
def test_data_that_become_markup_are_refused_when_they_are_no_xml(text: str) -> None:
    with pytest.raises(DataError, match="Les balises ne laissent pas le texte entier"):
        compiled(Made(body=p(text))).letter({"x": "R&D <x>"})


def test_a_number_of_columns_that_is_none_is_said() -> None:
    template = compiled(Made(body=table(("{% colspan n %}x", "a"), ("b", "c")) + p("")))

    with pytest.raises(DataError, match="Un tableau ne peut pas prendre ses colonnes"):
        template.letter({"n": "deux"})


def test_line_breaks_are_kept_and_control_characters_go(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "avant {{ texte }} après")

    assert text_of(merged(path, {"texte": "a\r\nb\x00\x0b\f\ac\ufffe\ud800"})).splitlines() == ["avant a", "bc après"]


def test_data_are_never_taken_for_a_template(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "{{ texte }}")

    assert text_of(merged(path, {"texte": "{{ 7 * 7 }} {_{ x }_}"})) == "{{ 7 * 7 }} {_{ x }_}"


def test_an_escape_written_in_the_template_is_kept(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "{_{ ainsi }_} {{ texte }}")

    assert text_of(merged(path, {"texte": "x"})) == "{{ ainsi }} x"


@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=30, max_size=30))
@settings(deadline=None, max_examples=6)
def test_any_text_gives_the_same_letter_as_docxtpl(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "hasard.docx"
    if not path.exists():
        printed = (f"{{{{ t[{rank}] }}}}{{% if t[0] %}} : {{{{ t[{rank}] }}}}{{% endif %}}" for rank in range(30))
        with_paragraphs(path.parent, *printed, name=path.name)
    # docxtpl turns {_{ of the data into {{ : the only difference meant
    context = {"t": [text.replace("_", "-") for text in texts]}

    assert canonical(merged(path, context)) == canonical(by_docxtpl(path, context))


def faults(path: Path, context: dict[str, Any]) -> list[str]:
    with pytest.raises(DataError) as caught:
        merged(path, context)
    return [str(problem) for problem in caught.value.problems]


def test_an_unknown_field_is_said_with_its_paragraph(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "Bonjour", "solde {{ client.nomm }} €")

    [fault] = faults(path, {"client": {"nom": "x"}})

    assert fault.startswith("modele.docx : Champ inconnu «\u00a0nomm\u00a0» dans le paragraphe")
    assert "solde {{ client.nomm }} €" in fault
    assert "«\u00a0nom\u00a0»" in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% If oui %}x{% endif %}", "«\u00a0If\u00a0»"),
        ("{{ oui|montnat }}", "Filtre inconnu «\u00a0montnat\u00a0»"),
        ("{{ « oui » }}", "Balise mal écrite"),
        ("{%tr for x in oui %}", "hors d'un tableau"),
        ("{{ cycler.__init__.__globals__ }}", "Balise interdite"),
        ("{{ 'x'|montant }}", "Valeur impossible à imprimer"),
    ],
)
def test_a_broken_tag_is_said_in_french(tmp_path: Path, text: str, said: str) -> None:
    path = with_paragraphs(tmp_path, "Bonjour", text)

    [fault] = faults(path, {"oui": True})

    assert said in fault


def test_the_templates_of_others_merge_as_docxtpl_does() -> None:
    paths = [path for path in sorted((SHARED / "data" / "word").glob("*.docx")) if path.stem not in NOT_TO_MERGE]
    if not paths:
        pytest.skip("no templates of others beside the project")
    for path in paths:
        template = WordTemplate(path, Environment(autoescape=True))
        for context in guessed_contexts(path, 3):
            assert differing_parts(template, path.read_bytes(), context) == [], path.name
    assert len(paths) >= 7


def test_a_main_part_of_another_name_is_merged_too(tmp_path: Path) -> None:
    path = with_paragraphs(tmp_path, "{{ nom }}")
    renamed = tmp_path / "autre.docx"
    with zipfile.ZipFile(renamed, "w") as package:
        for name, data in members(path.read_bytes()).items():
            package.writestr(
                name.replace("document.xml", "document2.xml"), data.replace(b"document.xml", b"document2.xml")
            )
    context = {"nom": "Dupont & Fils"}

    assert canonical(merged(renamed, context)) == canonical(by_docxtpl(renamed, context))
    template = WordTemplate(renamed, letter_environment())
    assert write_print_run(template, [context, context], tmp_path / "tirage.docx").letters == 2
    assert "word/document2.xml" in members((tmp_path / "tirage.docx").read_bytes())
