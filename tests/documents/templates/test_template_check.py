"""« Vérifier les modèles »: each slip is said with its place, and the letters wait."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from jinja2 import Template
from jinja2.exceptions import SecurityError

from relance_xl.documents.check_templates import check_template, check_templates, checked_template
from relance_xl.documents.contents.qr import qr_png
from relance_xl.documents.contents.sample_letters import sample_bill_contexts, sample_contexts
from relance_xl.documents.jobs import compiled_templates
from relance_xl.documents.letters import write_letters
from relance_xl.documents.sandbox.quick_environment import QuickSandbox
from relance_xl.documents.templates.errors import template_problem
from relance_xl.documents.templates.fields import FIELDS, can_be
from relance_xl.problems import DataError, Problem, Severity, errors
from tests.documents import templates_made
from tests.documents.packages_read import TEMPLATES
from tests.documents.samples import COMPANY, reminder
from tests.documents.templates_made import blank

NB = "\u00a0"


def saved(document: WordDocument, folder: Path, name: str = "modele.docx") -> Path:
    """The template, which says whom it is for and what is owed, as all must."""
    document.element.body.insert(0, document.add_paragraph("Pour {{ client.code }} : {{ total }}")._p)
    return templates_made.saved(document, folder, name)


def with_paragraphs(folder: Path, *texts: str, name: str = "modele.docx") -> Path:
    document = blank()
    for text in texts:
        document.add_paragraph(text)
    return saved(document, folder, name)


def faults(folder: Path, *texts: str) -> list[Problem]:
    return check_template(with_paragraphs(folder, *texts))


def test_the_shipped_templates_have_no_fault() -> None:
    assert check_templates(TEMPLATES.glob("*.docx")) == []


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("{{ clinet.nom }}", "Champ inconnu « clinet.nom »", "client.nom"),
        ("{{ client.nmo }}", "Champ inconnu « client.nmo »", "client.nom"),
        ("{% if totaux %}{{ totla }}{% endif %}", "Champ inconnu « totla »", "total"),
        ("{% for l in lignes %}{{ l.sodle }}{% endfor %}", "Champ inconnu « lignes.sodle »", "lignes.solde"),
        ("{% for t in totaux %}{% for l in t.lignes %}{{ l.x }}{% endfor %}{% endfor %}", "« totaux.lignes.x »", ""),
        ("{{ client }}", "« client » n'est pas un champ à imprimer", "un champ comme {{ client.nom }}"),
        ("{{ lignes }}", "« lignes » n'est pas un champ à imprimer", "{% for ligne in lignes %}{{ ligne.facture }}"),
        ("{{ client.adresse }}", "« client.adresse » n'est pas un champ à imprimer", "{{ client.adresse|join(', ') }}"),
        (
            "{{ totaux.solde }}",
            "« totaux.solde » change à chaque ligne",
            "{% for groupe in totaux %}{{ groupe.solde }}",
        ),
        ("{{ totaux.lignes.solde }}", "change à chaque ligne", "{% for ligne in groupe.lignes %}{{ ligne.solde }}"),
        ("{{ lignes.facture }}", "« lignes.facture » change à chaque ligne", "{% for ligne in lignes %}"),
        ("Cher {{r client.nom }}, bonjour", "ferait disparaître le texte autour d'elle", "{{ client.nom }}"),
        ("{{p client.nom }}", "ferait disparaître le texte autour d'elle", "{{ client.nom }}"),
        ("Cher { { client.nom } }", "Accolades écartées", "{{ client.nom }}"),
        ("Cher {client.nom}", "« {client.nom} » serait imprimé tel quel", "{{ client.nom }}"),
        ("Le {date}", "« {date} » serait imprimé tel quel", "{{ date }}"),
        ("Cher [client.nom]", "serait imprimé tel quel", "{{ client.nom }}"),
        ("Cher « client.nom »", "serait imprimé tel quel", "{{ client.nom }}"),
        ("{lignes.solde}", "serait imprimé tel quel", "{{ ligne.solde }} dans une boucle sur « lignes »"),
        ("{% if delai %}{{ delai|date_longe }}{% endif %}", "Filtre inconnu « date_longe »", "« date_longue »"),
        ("{% if delai %}{% if total is connu %}{% endif %}{% endif %}", "« is connu » est inconnu", "comparaison"),
        ("{{ lignes|map(attribute='factur')|join }}", "Champ inconnu « factur »", "« facture »"),
        ("{{ delai.year }}", "Champ « year » absent de certaines lettres", "{% if … %}"),
        ("{{ lignes[3].solde }}", "absent d'une liste dans certaines lettres", "une boucle"),
        ("{{ 1 / 0 }}", "division par zéro", ""),
        ("{{client nom}}", "« nom » n'y a pas sa place", ""),
        ("{% if client.nom = 'a' %}x{% endif %}", "« = » n'y a pas sa place", ""),
        ("{% include 'x' %}", "ne peut pas appeler un autre modèle", "dans ce modèle"),
        ("{% set n = client.nom %}{{ n.x }}", "Champ inconnu « client.nom.x »", ""),
        ("{{ « total » }}", "Le signe « « »", "apostrophes droites"),
        ("{{ nombre – 1 }}", "Le signe « – »", "tirets simples"),
        ("{% If total %}x{% endif %}", "Balise inconnue « If »", "« if »"),
        ("{% if total %}x", "{% if … %} n'est pas fermé", "{% endif %} plus loin"),
        ("Total {{ total", "Balise non fermée", "dans un seul paragraphe"),
        ("Total total }}", "Balise non fermée", "dans un seul paragraphe"),
        ("{{ total|safe }}", "laisserait les données changer le document", "sans « safe »"),
        ("{{ total|monant }}", "Filtre inconnu « monant »", "« montant »"),
        ("{%tr for l in lignes %}", "hors d'un tableau", "dans un tableau"),
        ("{{ total.__class__ }}", "Champ inconnu « total.__class__ »", ""),
        ("{{ total|montant }}", "Valeur impossible à imprimer", "filtre"),
        ("{{ penalites.taux|taux }}", "Champ « taux » absent de certaines lettres", "{% if … %}"),
    ],
)
def test_a_slip_is_said_with_its_paragraph_and_what_was_meant(
    tmp_path: Path, text: str, said: str, expected: str
) -> None:
    problem = next(iter(errors(faults(tmp_path, "Bonjour", text))))

    assert problem.file == "modele.docx"
    assert said in problem.what.replace(NB, " ")
    assert text in problem.what.replace(NB, " ")
    assert expected in problem.expected.replace(NB, " ")


def test_all_faults_of_a_template_are_said_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "{{ a }}", "{% if not client.b %}{{ societe.c }}{% endif %}", "{{ total }}")

    assert [problem.what.split("«")[1].split("»")[0].strip(f" {NB}") for problem in found] == [
        "a",
        "client.b",
        "societe.c",
    ]


def test_an_unknown_list_is_said_once_and_not_its_members(tmp_path: Path) -> None:
    [problem] = faults(tmp_path, "{% for f in facture %}{{ f.numero }} {{ f.montant }} -> <R&D>{% endfor %}")

    assert "«\u00a0facture\u00a0»" in problem.what
    assert "-> <R&D>" in problem.what


@pytest.mark.parametrize(
    "text",
    [
        "{% for l in lignes if l.solde > 0 %}{{ loop.index }} {{ l.facture }}{% endfor %}",
        "{% for t in releve %}{{ t.lignes[0].facture }}{% endfor %}",
        "{% set autre = total %}{{ autre }} {{ lignes|length }} {{ client.adresse|join(', ') }}",
        "{% macro m(x) %}{{ x.rien }}{% endmacro %}",
        "{% if penalites %}{{ penalites.taux|taux }}{% endif %}",
        "{# un commentaire #}{{ range(3)|list }}",
        "{{ client.adresse|join(' – ') }} {{ ’« ’ ~ client.nom ~ ’ »’ }}",
        "{% set x %}a{{ client.nom }}{% endset %}{{ x }}",
        "{% with a = client.nom %}{{ a }}{% endwith %}",
        "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}z{% endcall %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(2) }}",
        "{{ zut|default('x') }}{% if bidule is defined %}{{ bidule }}{% endif %}",
        "{# « un commentaire » – avec des signes #}",
        "{{ client.nom.upper() }} {{ date.year }} {{ client.nom.split(' ')[0] }}",
        "{% for champ, valeur in client.items() %}{{ champ }}{% endfor %}",
        "Prix { 12 } et {x}, « Bon pour accord », [voir au dos], « Nom » et prénom, le reste",
        "{% raw %}{{ z }}{% endraw %}",
    ],
)
def test_what_is_right_is_left_in_peace(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Avant {%p if total %}", "Avant"),
        ("{%p if total %} après", "après"),
        ("{%p if total %}x{%p endif %}", "x"),
    ],
)
def test_text_beside_a_paragraph_tag_would_be_lost(tmp_path: Path, text: str, lost: str) -> None:
    problem = faults(tmp_path, text, "{%p endif %}")[0]

    assert f"serait perdu («{NB}{lost}{NB}»)" in problem.what


def test_text_in_the_row_of_a_row_tag_would_be_lost(tmp_path: Path) -> None:
    document = blank()
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows, (("{%tr for l in lignes %}", "Solde"), ("{{ l.facture }}", ""), ("{%tr endfor %}", "")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text

    [problem] = check_template(saved(document, tmp_path))

    assert "serait perdu" in problem.what
    assert "Solde" in problem.what


def test_a_cell_emptied_by_a_condition_is_said(tmp_path: Path) -> None:
    document = blank()
    table = document.add_table(1, 2)
    cell = table.rows[0].cells[0]
    cell.text = "{%p if avoirs %}"
    cell.add_paragraph("Avoirs déduits")
    cell.add_paragraph("{%p endif %}")
    table.rows[0].cells[1].text = "à droite"

    [problem] = check_template(saved(document, tmp_path))

    assert "vide entièrement une cellule" in problem.what
    assert "à droite" in problem.what


def test_a_fault_in_a_header_is_found(tmp_path: Path) -> None:
    document = blank()
    document.sections[0].header.paragraphs[0].text = "{{ clinet.nom }}"

    [problem] = check_template(saved(document, tmp_path))

    assert "clinet.nom" in problem.what


def test_a_tag_in_several_formats_is_a_warning(tmp_path: Path) -> None:
    document = blank()
    paragraph = document.add_paragraph("{{ cli")
    paragraph.add_run("ent.nom }}").bold = True

    [problem] = check_template(saved(document, tmp_path))

    assert problem.severity is Severity.WARNING
    assert "mise en forme" in problem.what


def test_tracked_changes_are_a_warning(tmp_path: Path) -> None:
    document = blank()
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>ajout</w:t></w:r></w:ins>'
    document.add_paragraph("texte")._p.append(parse_xml(inserted))

    [problem] = check_template(saved(document, tmp_path))

    assert problem.severity is Severity.WARNING
    assert "modifications suivies" in problem.what


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        ("image", "https://exemple.fr/logo.png", "va chercher un contenu ailleurs"),
        ("hyperlink", "https://exemple.fr/{{ client.code }}", "ne sera pas remplie"),
    ],
)
def test_remote_content_and_tagged_links_are_refused(tmp_path: Path, kind: str, target: str, said: str) -> None:
    document = blank()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document.part.relate_to(target, f"{base}/{kind}", is_external=True)

    [problem] = check_template(saved(document, tmp_path))

    assert said in problem.what


def test_an_ordinary_link_is_left_in_peace(tmp_path: Path) -> None:
    document = blank()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document.part.relate_to("https://exemple.fr", f"{base}/hyperlink", is_external=True)

    assert check_template(saved(document, tmp_path)) == []


def test_a_file_that_is_no_word_document_is_said(tmp_path: Path) -> None:
    path = tmp_path / "faux.docx"
    path.write_text("bonjour")
    other = tmp_path / "vide.docx"
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("rien.txt", "")

    for problem in check_templates([path, other]):
        assert "ne peut pas être lu" in problem.what


def test_a_field_misspelt_that_the_template_takes_for_absent_is_a_warning(tmp_path: Path) -> None:
    [problem] = faults(tmp_path, "{{ client.nmo|default('') }}")

    assert problem.severity is Severity.WARNING
    assert "client.nmo" in problem.what


def test_a_name_shown_as_word_shows_a_merge_field_is_a_warning(tmp_path: Path) -> None:
    [problem] = faults(tmp_path, "Madame «Nom», bonjour")

    assert problem.severity is Severity.WARNING
    assert problem.expected == "{{ client.nom }} si c'est un champ"


SIMPLE = (
    '<w:fldSimple w:instr=" MERGEFIELD  Nom_client \\* MERGEFORMAT "><w:r><w:t>«Nom_client»</w:t></w:r></w:fldSimple>'
)
SPLIT = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGE</w:instrText></w:r>'
    "<w:r><w:instrText>FIELD Nom </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>«Nom»</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize("field", [SIMPLE, SPLIT])
def test_a_merge_field_of_word_is_an_error(tmp_path: Path, field: str) -> None:
    document = blank()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{field}</w:p>"))

    problem = errors(check_template(saved(document, tmp_path)))[0]

    assert "Champ de publipostage" in problem.what
    assert problem.expected in {"une balise, comme {{ client.nom }}", "une balise, comme {{ client.code }}"}


def test_a_tag_in_the_code_of_a_field_is_a_warning(tmp_path: Path) -> None:
    document = blank()
    code = f'<w:r {nsdecls("w")}><w:instrText> HYPERLINK "mailto:{{{{ client.email }}}}" </w:instrText></w:r>'
    document.add_paragraph("texte")._p.append(parse_xml(code))

    [problem] = check_template(saved(document, tmp_path))

    assert problem.severity is Severity.WARNING
    assert "HYPERLINK" in problem.what


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Relance de {{ clinet.nom }}", "Champ inconnu « clinet.nom » dans la propriété « Titre »"),
        ("Relance de {{ client.nom", "Balise mal écrite : elle n'est pas fermée dans la propriété « Titre »"),
        ("{{ client.nom|montant }}", "Valeur impossible à imprimer"),
        ("{{ 'a' * 10**9 }}", "texte démesuré dans la propriété « Titre »"),
    ],
)
def test_a_tagged_property_is_checked_as_a_part_and_stops_the_letters(tmp_path: Path, title: str, said: str) -> None:
    document = blank()
    document.core_properties.title = title
    path = saved(document, tmp_path, "lettre_1.docx")

    [problem] = check_template(path)
    with pytest.raises(DataError) as refused:
        write_letters([reminder(1)], COMPANY, tmp_path, tmp_path / "x")

    assert said in problem.what.replace(NB, " ")
    assert refused.value.problems[0].what == problem.what


def test_a_table_that_word_did_not_write_is_said(tmp_path: Path) -> None:
    document = blank()
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text = "{{ client.nom }}"
    table._tbl.remove(table._tbl.tblGrid)

    assert "Un tableau n'a pas de largeurs de colonnes" in [
        problem.what for problem in check_template(saved(document, tmp_path))
    ]


@pytest.mark.parametrize("tag", [r"{{ '\x0b' }}", r"{{ '\ud800' }}"], ids=["control", "surrogate"])
def test_a_character_that_no_word_document_can_hold_is_said(tmp_path: Path, tag: str) -> None:
    assert [problem.what for problem in faults(tmp_path, tag)] == ["Une lettre d'essai n'est pas un document Word"]


def test_what_the_sandbox_of_the_library_itself_refuses_is_said_in_french() -> None:
    problem = template_problem(SecurityError("<object> is not safely callable"), "modele.docx", "")

    assert problem.what.replace(NB, " ") == "Balise interdite : elle sort des champs de la lettre"


def test_w15_the_letters_wait_for_a_template_without_faults(tmp_path: Path) -> None:
    with_paragraphs(tmp_path, "{% if client.public %}{{ clinet.nom }}{% endif %}", name="lettre_1.docx")

    with pytest.raises(DataError, match=r"clinet\.nom"):
        write_letters([reminder(1)], COMPANY, tmp_path, tmp_path / "x")

    assert not (tmp_path / "x").exists()


def test_the_template_that_was_tried_is_the_one_that_is_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_source = QuickSandbox.from_string

    def noted(environment: QuickSandbox, source: str) -> Template:
        compiled.append(source)
        return compile_source(environment, source)

    monkeypatch.setattr(QuickSandbox, "from_string", noted)

    path = with_paragraphs(tmp_path, "Compilé une fois : {{ client.nom }}")
    checked = checked_template(path)

    assert checked.problems == ()
    assert checked.template is not None
    assert compiled == [part.source for part in checked.template.parts]
    assert checked_template(path).template is checked.template


def test_a_warning_does_not_hide_that_the_template_cannot_be_compiled(tmp_path: Path) -> None:
    document = blank()
    document.add_paragraph("{{ cli").add_run("ent.nom }}").bold = True
    document.add_paragraph("{% if total %}x")
    path = saved(document, tmp_path)

    warning, error = check_template(path)

    assert (warning.severity, error.severity) == (Severity.WARNING, Severity.ERROR)
    assert "Balise mal écrite" in error.what
    with pytest.raises(DataError, match="Balise mal écrite"):
        compiled_templates([path])


def test_a_damaged_template_is_said_to_be_the_fault_also_where_a_logo_goes_into_it(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(qr_png(b"un logo"))
    (tmp_path / "faux.docx").write_text("bonjour")

    with pytest.raises(DataError, match=r"faux\.docx : Ce modèle ne peut pas être lu"):
        compiled_templates([tmp_path / "faux.docx"], tmp_path / "logo.png")


def _values(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The fields of a letter and their values, by their paths as in `FIELDS`."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _values(inside, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inside in value:
            yield from _values(inside, f"{path}[]")
    else:
        yield path, value


def test_n73_what_a_letter_holds_is_never_said_to_be_impossible() -> None:
    """N-73"""
    held = [found for context in (*sample_contexts(), *sample_bill_contexts()) for found in _values(context)]
    known = [(path, value) for path, value in held if path in FIELDS and not isinstance(value, Decimal | date)]

    assert len({path for path, _ in known}) > 60
    assert [(path, value) for path, value in known if path != "qr" and can_be(path, value)] == []


def test_n72_a_long_document_is_tried_in_a_time_that_follows_its_length(tmp_path: Path) -> None:
    """N-72: a contract of a thousand rows, as public files have, is an hour's patience for nobody."""

    def seconds(rows: int) -> float:
        document = blank()
        cell = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Article {} % #</w:t></w:r></w:p></w:tc>"
        grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
        body = "".join(f"<w:tr>{cell.format(row)}{cell.format(row)}</w:tr>" for row in range(rows))
        document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/>{grid}{body}</w:tbl>"))
        path = saved(document, tmp_path, f"lettre_{rows}.docx")
        begun = time.process_time()
        assert check_template(path) == []
        return time.process_time() - begun

    few = min(seconds(100), seconds(101))
    assert seconds(1_000) < 25 * few


def test_a_tag_in_a_control_bound_to_a_property_is_a_warning(tmp_path: Path) -> None:
    document = blank()
    inner = document.add_paragraph("{{ client.nom }}")._p
    control = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="x"/></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    inner.addprevious(control)
    control[1].append(inner)

    said = [problem.what.replace(NB, " ") for problem in check_template(saved(document, tmp_path))]

    assert "Une balise se trouve dans un contrôle lié à une propriété : Word remplacera la valeur" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% raw %}{{ total }}", "Balise mal écrite : {% raw %} n'est pas fermé"),
        ("{% set client.nom = 'x' %}", "Balise mal écrite : set ne peut pas changer ce champ"),
    ],
)
def test_a_tag_that_no_letter_can_have_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(problem.what.replace(NB, " ") for problem in faults(tmp_path, text))
