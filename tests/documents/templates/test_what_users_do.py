"""N-72, N-73, N-74, N-75: what users do to a template in Word, each accepted, warned of or refused, in French."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from relance_xl.documents.check_templates import Checked, checked_template, samples_for
from relance_xl.documents.print_run.assembly import write_print_run
from relance_xl.problems import Severity
from tests.documents.packages_read import W, members, text_of
from tests.documents.raw_word import OFFICE, PAGE, RawWord, bookmark, field_of, paragraph, setup, text
from tests.places import ROOT, SHARED

CASES = SHARED / "cases" / "templates"
NB = "\u00a0"
SAYS = paragraph("Pour {{ client.nom }} : {{ total }}")
LINE = paragraph("Fin")
ENGLISH = re.compile(r"\b(?:tag|mismatch|column|line|error|expected|unexpected|undefined|object)\b", re.IGNORECASE)

ACCEPTED, WARNED, REFUSED = "acceptée", "signalée", "refusée"


def cell(*inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{"".join(inside)}</w:tc>'


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def control(*inside: str) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="3"/></w:sdtPr><w:sdtContent>{"".join(inside)}</w:sdtContent></w:sdt>'


def moved(kind: str) -> str:
    return f'<w:{kind} w:id="9" w:author="Léa">{text("ancien texte")}</w:{kind}>'


PUBLIC = [paragraph("{%p if client.public %}"), paragraph("public"), paragraph("{%p endif %}")]
BREAK = '<w:r><w:br w:type="page"/></w:r>'
PICTURE = "<w:r><w:pict><v:shape/></w:pict></w:r>"
FIXED = '<w:bookmarkStart w:id="7" w:name="sig"/>'

CODE_OPEN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> IF "</w:instrText></w:r>'
)
CODE_END = (
    '<w:r><w:instrText xml:space="preserve">" = "Public" "a" "b" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>b</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

GESTURES: list[tuple[str, str, str, str, str]] = [
    # what the user did, the XML it leaves, what comes of it, what is said, the remedy
    ("un signet finit une cellule", table(row(cell(FIXED, LINE, '<w:bookmarkEnd w:id="7"/>'))), ACCEPTED, "", ""),
    ("un contrôle finit une cellule", table(row(cell(control(LINE)))), ACCEPTED, "", ""),
    ("une condition dans une phrase", paragraph("{% if client.public %}Commune{% else %}Client{% endif %}"), ACCEPTED, "", ""),
    ("un paragraphe sous condition", "".join(PUBLIC) + LINE, ACCEPTED, "", ""),
    ("un saut de page à côté de la balise", paragraph("{%p if client.public %}", BREAK) + "".join(PUBLIC[1:]), ACCEPTED, "", ""),
    ("un saut de page avant la balise", paragraph(BREAK, "{%p if client.public %}") + "".join(PUBLIC[1:]), ACCEPTED, "", ""),
    ("un signet autour de la balise", paragraph(bookmark(4, "fin", "{%p if client.public %}")) + "".join(PUBLIC[1:]), ACCEPTED, "", ""),
    ("un saut de section après la condition", "".join(PUBLIC[:2]) + paragraph("{%p endif %}", properties=setup()), ACCEPTED, "", ""),
    ("un renvoi à un signet", paragraph(bookmark(5, "qui", "{{ client.nom }}"), field_of(" REF qui ")), ACCEPTED, "", ""),
    ("le numéro de page", paragraph(field_of(" PAGE ", "1"), field_of(" NUMPAGES ", "1")), ACCEPTED, "", ""),
    ("une date de Word", paragraph(field_of(' DATE \\@ "dd/MM/yyyy" ', "1")), ACCEPTED, "", ""),
    ("un lien", paragraph(field_of(' HYPERLINK "https://exemple.fr" ', "site")), ACCEPTED, "", ""),
    ("un montant avec sa devise", paragraph("{% for l in lignes %}{{ l.solde|montant(l.devise) }}{% endfor %}"), ACCEPTED, "", ""),
    ("un montant sans sa devise", paragraph("{% for l in lignes %}{{ l.solde|montant }}{% endfor %}"), ACCEPTED, "", ""),
    ("une mise en forme dans la balise", f"<w:p>{text('{{ client.')}<w:r><w:rPr><w:b/></w:rPr><w:t>nom }}}}</w:t></w:r></w:p>", WARNED, "mise en forme change", "une seule mise en forme"),
    ("un commentaire", f'<w:p>{text("Cher client")}<w:r><w:commentReference w:id="0"/></w:r></w:p>', WARNED, "commentaire accompagne ce modèle", "commentaire supprimé"),
    ("une insertion suivie", f"<w:p>{text('Bonjour ')}{moved('ins')}</w:p>", WARNED, "modifications suivies", "révisions sont acceptées"),
    ("un déplacement suivi", f"<w:p>{text('Bonjour ')}{moved('moveTo')}</w:p>", WARNED, "déplacements suivis", "révisions sont acceptées"),
    ("une boucle sur des cellules", table(row(cell(paragraph("{% for l in lignes %}{{ l.facture }}")), cell(paragraph("{{ l.devise }}{% endfor %}")))), WARNED, "répète des cellules au lieu de la ligne", "{%tr for l in lignes %}"),
    ("un type mal écrit", paragraph("{% if client.type == 'particulier' %}Cher{% endif %}"), WARNED, "« client.type » n'est jamais « particulier » : la condition est vaine", "« Professionnel », « Particulier », « Public »"),
    ("un niveau entre guillemets", paragraph("{% if niveau.numero == '2' %}Encore{% endif %}"), WARNED, "« niveau.numero » n'est jamais « 2 »", "un nombre de 1 à 9"),
    ("un niveau qui n'existe pas", paragraph("{% if 12 == niveau.numero %}Encore{% endif %}"), WARNED, "« niveau.numero » n'est jamais « 12 »", "un nombre de 1 à 9"),
    ("une nature inconnue", paragraph("{% for l in lignes %}{% if l.nature in ['avoir', 'Remise'] %}-{% endif %}{% endfor %}"), WARNED, "« lignes.nature » n'est jamais « avoir », « Remise »", "« Avoir »"),
    ("une devise en signe", paragraph("{% for l in lignes %}{% if l.devise == '€' %}-{% endif %}{% endfor %}"), WARNED, "« lignes.devise » n'est jamais « € »", "« EUR »"),
    ("une date en texte", paragraph("{% if delai == '31/12/2026' %}-{% endif %}"), WARNED, "« delai » n'est jamais", "une autre date"),
    ("un oui en texte", paragraph("{% if client.public == 'oui' %}-{% endif %}"), WARNED, "« client.public » n'est jamais « oui »", "{% if client.public %}"),
    ("un nombre en texte", paragraph("{% if nombre == '1' %}-{% endif %}"), WARNED, "« nombre » n'est jamais « 1 »", "sans guillemets"),
    ("un code sans guillemets", paragraph("{% if client.code == 12 %}-{% endif %}"), WARNED, "« client.code » n'est jamais « 12 »", "entre guillemets"),
    ("deux types à la fois", paragraph("{% if client.public and client.particulier and delai %}-{% endif %}"), WARNED, "Aucun client n'est à la fois client.particulier et client.public", "« or »"),
    ("une nature connue", paragraph("{% for l in lignes %}{% if l.nature in ['Avoir', 'remise'] or l.solde == 0 or l.date == none or l.devise == 'EUR' %}-{% endif %}{% endfor %}"), ACCEPTED, "", ""),
    ("des conditions qui se peuvent", paragraph("{% if client.type == 'Public' or niveau.numero == 2 or client.public == true or client.code == '12' or delai == date or client.public and delai or nombre in lignes or client.nom in 'abc' %}-{% endif %}"), ACCEPTED, "", ""),
    ("un montant nu", paragraph("{% for l in lignes %}{{ l.facture }} {{ l.solde }}{% endfor %}"), WARNED, "imprimé sans sa devise", "{{ ligne.solde|montant }}"),
    ("une section sous condition", paragraph("{%p if client.public %}", properties=setup()) + "".join(PUBLIC[1:]), WARNED, "saut de section suit {%p if client.public %}", "avant la balise"),
    ("un nom entre guillemets", paragraph("Madame «Nom»"), WARNED, "serait imprimé tel quel", "si c'est un champ"),
    ("une devise répétée", paragraph("Vous devez {{ total }} €."), WARNED, "{{ total }} porte sa devise : « € » la répéterait", "{{ total }} seul"),
    ("un montant et sa devise répétée", paragraph("{% for l in lignes %}{{ l.solde|montant(l.devise) }} euros{% endfor %}"), WARNED, "« euros » la répéterait", "seul"),
    ("une balise dans le code d'un champ", paragraph(field_of(' HYPERLINK "mailto:{{ client.email }}" ', "écrire")), WARNED, "code d'un champ", "la balise dans le texte"),
    ("une balise tapée dans un champ SI", paragraph(CODE_OPEN, text("{{ client.type }}"), CODE_END), WARNED, "code d'un champ", "la balise dans le texte"),
    ("une balise à cheval sur un lien", f"<w:p>{text('{{ client.')}<w:hyperlink>{text('nom }}')}</w:hyperlink></w:p>", REFUSED, "à cheval sur le bord d'un lien ou d'un contrôle de contenu dans le paragraphe", "entière dehors"),
    ("un p détaché", paragraph("{% p if client.public %}") + "".join(PUBLIC[1:]), REFUSED, "Balise mal écrite « p »", "{%p if … %} : « p » collé"),
    ("un p trop collé", paragraph("{%pif client.public %}") + "".join(PUBLIC[1:]), REFUSED, "Balise mal écrite « pif »", "{%p if … %}"),
    ("un champ en majuscules", paragraph("{{ TOTAL }}"), REFUSED, "Champ inconnu « TOTAL »", "« total »"),
    ("un autre sort pour else", PUBLIC[0] + PUBLIC[1] + paragraph("{% else %}") + LINE + PUBLIC[2], REFUSED, "« {% else %} » ne va pas avec « {%p if client.public %} »", "{%p else %}"),
    ("un autre sort pour endif", PUBLIC[0] + PUBLIC[1] + paragraph("{% endif %}"), REFUSED, "« {% endif %} » ne va pas avec", "{%p endif %}"),
    ("un autre sort pour endfor", table(row(cell(paragraph("{%tr for l in lignes %}"))), row(cell(paragraph("{{ l.facture }}"))), row(cell(paragraph("{%p endfor %}")))), REFUSED, "« {%p endfor %} » ne va pas avec", "{%tr endfor %}"),
    ("une image à côté de la balise", paragraph("{%p if client.public %}", PICTURE) + "".join(PUBLIC[1:]), REFUSED, "une zone de texte à côté de {%p if client.public %} serait perdue", "dans un autre paragraphe"),
    ("une ligne vidée", table(row(cell(paragraph("{%tc if client.public %}")), cell(LINE), cell(paragraph("{%tc endif %}")))), REFUSED, "vide entièrement une ligne de tableau", "une cellule qui reste"),
    ("un tableau vidé", table(row(cell(paragraph("{%tr if client.public %}"))), row(cell(LINE)), row(cell(paragraph("{%tr endif %}")))), REFUSED, "vide entièrement un tableau", "une ligne qui reste"),
    ("un contrôle vidé", control(*PUBLIC), REFUSED, "vide entièrement un contrôle de contenu", "hors de la condition"),
    ("une cellule vidée", table(row(cell(*PUBLIC))), REFUSED, "vide entièrement une cellule", "hors de la condition"),
    ("un tableau qui finit une cellule", table(row(cell(table(row(cell(LINE))), *PUBLIC))), REFUSED, "vide entièrement une cellule", "hors de la condition"),
    ("un champ DDE", paragraph(field_of(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k" ')), REFUSED, "va chercher un contenu ailleurs", "dans le modèle"),
    ("un champ DDE en morceaux", paragraph(field_of(" DD|E cmd x ")), REFUSED, "va chercher un contenu ailleurs", "dans le modèle"),
    ("une image liée", paragraph(field_of(' INCLUDEPICTURE "https://exemple.fr/a.png" ')), REFUSED, "INCLUDEPICTURE", "l'image dans le modèle"),
    ("un texte lié", paragraph(field_of(' INCLUDETEXT "c:\\\\a.docx" ')), REFUSED, "INCLUDETEXT", "dans le modèle"),
    ("un objet lié", paragraph('<w:fldSimple w:instr=" LINK Excel.Sheet.12 c:\\a.xlsx "><w:r/></w:fldSimple>'), REFUSED, "LINK", "dans le modèle"),
    ("une importation", paragraph(field_of(" IMPORT a.png ")), REFUSED, "IMPORT", "dans le modèle"),
    ("un document référencé", paragraph(field_of(' RD "c:\\\\a.docx" ')), REFUSED, "RD", "dans le modèle"),
    ("une base de données", paragraph(field_of(" DATABASE \\\\d x ")), REFUSED, "DATABASE", "dans le modèle"),
    ("une macro", paragraph(field_of(" MACROBUTTON Voler cliquez ")), REFUSED, "lance une macro", "dans le modèle"),
    ("un champ de publipostage", paragraph(field_of(" MERGEFIELD Nom ")), REFUSED, "Champ de publipostage de Word « MERGEFIELD Nom » : il ne serait pas rempli, dans le paragraphe « x »", "{{ client.nom }}"),
    ("un montant nommé", paragraph("{% for l in lignes %}{% set s = l.solde %}{{ s|montant }}{% endfor %}"), REFUSED, "dont la devise n'est pas dite", "|montant(ligne.devise)"),
    ("un total de plusieurs devises", paragraph("{{ lignes|sum(attribute='solde')|montant }}"), REFUSED, "plusieurs devises", "totaux"),
    ("un champ inconnu", paragraph("{{ clinet.nom }}"), REFUSED, "Champ inconnu « clinet.nom »", "client.nom"),
    ("un texte à côté de la balise", paragraph("Avant {%p if client.public %}") + "".join(PUBLIC[1:]), REFUSED, "serait perdu", "seule dans ce paragraphe"),
    ("un format de date démesuré", paragraph("{{ date.strftime('%Y' * 40000) }}"), REFUSED, "démesuré", "moins de"),
]  # fmt: skip


def checked(folder: Path, body: str) -> Checked:
    document = RawWord(body=SAYS + body, setup=f"<w:sectPr>{PAGE}</w:sectPr>")
    return checked_template(document.save(folder / "lettre_1.docx"))


@pytest.mark.parametrize(("gesture", "body", "ends", "said", "expected"), GESTURES, ids=[each[0] for each in GESTURES])
def test_n73_n75_each_gesture_is_accepted_warned_of_or_refused_with_its_remedy(
    gesture: str, body: str, ends: str, said: str, expected: str, tmp_path: Path
) -> None:
    """N-75"""
    del gesture
    found = checked(tmp_path, body).problems

    if ends == ACCEPTED:
        assert found == ()
        return
    first = found[0]
    assert first.severity is (Severity.WARNING if ends == WARNED else Severity.ERROR)
    assert said in first.what.replace(NB, " ")
    assert expected in first.expected.replace(NB, " ")
    assert not any(ENGLISH.search(re.sub(r"«.*?»", "", problem.what)) for problem in found)
    if ends == WARNED:
        assert all(problem.severity is Severity.WARNING for problem in found)


@pytest.mark.parametrize(
    "case",
    [each[0] for each in GESTURES if each[2] != REFUSED],
    ids=[each[0] for each in GESTURES if each[2] != REFUSED],
)
def test_n71_what_is_accepted_makes_letters_and_runs_that_are_well_formed(case: str, tmp_path: Path) -> None:
    """N-71"""
    body = next(each[1] for each in GESTURES if each[0] == case)
    template = checked(tmp_path, body).template
    assert template is not None

    contexts = samples_for(template.path)
    write_print_run(template, contexts, tmp_path / "tirage.docx", duplex=True)

    for document in (*map(template.letter, contexts), (tmp_path / "tirage.docx").read_bytes()):
        for name, part in members(document).items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part)


def test_n73_a_page_break_beside_a_tag_stays_under_its_condition(tmp_path: Path) -> None:
    """N-73"""
    body = paragraph("{%p if client.public %}", BREAK) + "".join(PUBLIC[1:])
    template = checked(tmp_path, body).template
    assert template is not None

    broken = {
        context["client"]["public"]: members(template.letter(context))["word/document.xml"].count(b'w:type="page"')
        for context in samples_for(template.path)
    }
    assert broken == {True: 1, False: 0}


def test_n73_a_comment_never_leaves_with_a_letter(tmp_path: Path) -> None:
    """N-73"""
    comment = '<w:comment w:id="0" w:author="Jean"><w:p><w:r><w:t>mauvais payeur</w:t></w:r></w:p></w:comment>'
    body = f'{SAYS}<w:p>{text("Cher client")}<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    document = RawWord(body=body, parts=(("rId9", "comments", "comments.xml", "comments", comment),))
    template = checked_template(document.save(tmp_path / "lettre_1.docx")).template
    assert template is not None

    letter = template.letter(samples_for(template.path)[0])

    assert not any(b"mauvais payeur" in part or b"comments" in part for part in members(letter).values())
    assert "Cher client" in text_of(letter)


def test_n73_a_reference_to_the_customer_s_name_never_shows_a_former_one(tmp_path: Path) -> None:
    """N-73"""
    body = paragraph(bookmark(5, "qui", "{{ client.nom }}"), field_of(" REF qui ", "ANCIEN CLIENT"))
    template = checked(tmp_path, body).template
    assert template is not None

    contexts = samples_for(template.path)
    write_print_run(template, contexts, tmp_path / "tirage.docx")

    run = (tmp_path / "tirage.docx").read_bytes()
    assert "ANCIEN CLIENT" not in text_of(template.letter(contexts[0])) + text_of(run)
    names = re.findall(r'w:name="(qui_\d+)"', members(run)["word/document.xml"].decode())
    assert names == [f"qui_{rank}" for rank in range(len(contexts))]
    assert re.findall(r"REF (qui_\d+)", members(run)["word/document.xml"].decode()) == names


@pytest.mark.parametrize("kind", ["attachedTemplate", "mailMergeSource"])
def test_n72_links_to_the_company_s_own_files_are_dropped(kind: str, tmp_path: Path) -> None:
    """N-72"""
    element = {
        "attachedTemplate": '<w:attachedTemplate r:id="rId1"/>',
        "mailMergeSource": '<w:mailMerge><w:dataSource r:id="rId1"/></w:mailMerge>',
    }[kind]
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}{kind}" Target="file:///C:/Compta/secret.xlsx" TargetMode="External"/></Relationships>'
    )
    path = RawWord(
        body=SAYS,
        parts=(("rId8", "settings", "settings.xml", "settings", element),),
        others={"word/_rels/settings.xml.rels": links.encode()},
    ).save(tmp_path / "lettre_1.docx")

    found = checked_template(path)

    assert found.template is not None
    assert [problem.severity for problem in found.problems] == [Severity.WARNING] * (kind == "mailMergeSource")
    letter = members(found.template.letter(samples_for(path)[0]))
    assert not any(b"secret.xlsx" in part or b"rId1" in part for name, part in letter.items() if "settings" in name)


def test_n72_entries_of_folders_in_the_zip_are_no_fault(tmp_path: Path) -> None:
    """N-72"""
    path = RawWord(body=SAYS).save(tmp_path / "lettre_1.docx")
    with zipfile.ZipFile(path, "a") as package:
        for folder in ("word/", "word/_rels/", "_rels/"):
            package.writestr(folder, b"")

    found = checked_template(path)

    assert found.problems == ()
    assert found.template is not None
    with zipfile.ZipFile(BytesIO(found.template.letter(samples_for(path)[0]))) as letter:
        assert not [name for name in letter.namelist() if name.endswith("/")]


@pytest.mark.parametrize(
    ("body", "said", "severity"),
    [
        (paragraph("Bonjour"), "ni le client ni ce qu'il doit", Severity.ERROR),
        (paragraph("{{ client.nom }}"), "ni facture ni somme", Severity.WARNING),
        (paragraph("{{ total }}"), "n'imprime pas le client", Severity.WARNING),
    ],
)
def test_n73_a_template_without_the_customer_or_what_he_owes_is_said(
    body: str, said: str, severity: Severity, tmp_path: Path
) -> None:
    """N-73"""
    [problem] = checked_template(RawWord(body=body).save(tmp_path / "lettre_1.docx")).problems

    assert said in problem.what
    assert problem.severity is severity


def test_an_amount_has_the_currency_of_its_own_line(tmp_path: Path) -> None:
    body = paragraph("{% for l in lignes %}{{ l.solde|montant }} ; {{ l['regle']|montant }}. {% endfor %}")
    template = checked(tmp_path, body).template
    assert template is not None
    context = samples_for(template.path)[1]

    said = text_of(template.letter(context)).split("\n")[1].split(". ")

    for line, printed in zip(context["lignes"], said, strict=False):
        assert ("€" in printed) is (line["devise"] == "EUR")
        assert (line["devise"] in printed) is (line["devise"] != "EUR")


@pytest.mark.parametrize("node", ['<w:background w:color="FFFFE0"/>', "<!-- avant -->", "<?avant?>"])
def test_n71_whatever_stands_before_the_body_a_run_is_well_formed(node: str, tmp_path: Path) -> None:
    """N-71"""
    path = RawWord(body=SAYS).save(tmp_path / "lettre_1.docx")
    parts = members(path.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", f"{node}<w:body>".encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    template = checked_template(path).template
    assert template is not None

    contexts = samples_for(path)
    write_print_run(template, contexts, tmp_path / "tirage.docx")

    root = etree.fromstring(members((tmp_path / "tirage.docx").read_bytes())["word/document.xml"])
    assert len(root.findall(f"{W}body")) == 1
    assert len(list(root.iter(f"{W}background"))) == ("background" in node)
    assert len(list(root.iter(f"{W}sectPr"))) == len(contexts)


SHARED_CASES = {
    "attached_template": "", "autolinked_tag": "mise en forme", "bookmark_ends_in_cell": "", "empty_header": "en-tête",
    "else_without_p": "{%p else %}", "empty_row": "une ligne de tableau", "empty_sdt": "contrôle de contenu",
    "empty_table": "un tableau", "empty_txbx": "zone de texte", "equation_split": "équation", "folder_entries": "",
    "for_without_tr": "{%tr for", "internal_comment": "commentaire", "mail_merge_main_document": "publipostage",
    "montant_without_currency": "", "page_background": "", "page_break_in_tag_paragraph": "",
    "para_tag_with_bookmark_footnote": "", "para_tag_with_textbox": "zone de texte",
    "produced_letter_as_template": "ni le client", "ref_to_end_bookmark": "", "section_break_in_tag_para": "",
}  # fmt: skip


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not beside the project")
@pytest.mark.parametrize("case", SHARED_CASES)
def test_the_cases_are_right(case: str, tmp_path: Path) -> None:
    path = tmp_path / "lettre_1.docx"
    path.write_bytes((CASES / f"{case}.docx").read_bytes())

    found = checked_template(path)

    said = " ".join(f"{problem.what} {problem.expected}" for problem in found.problems)
    assert SHARED_CASES[case] in said
    assert bool(said) is bool(SHARED_CASES[case])


def test_each_gesture_stands_in_the_documentation_with_what_comes_of_it() -> None:
    page = (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")

    assert [f"| {name} | {ends} |" for name, _, ends, _, _ in GESTURES if f"| {name} | {ends} |" not in page] == []
    assert len(GESTURES) >= 40
