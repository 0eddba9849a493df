"""A main document of Word's mail merge turned into a template: its usual fields become ours, the others are listed."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from relance_xl.documents.templates.preparation import TEXT_PART, prepared, repacked
from relance_xl.documents.word.fields import WordField, fields_of
from relance_xl.documents.word.tagged_xml import removed
from relance_xl.domain.wording import folded
from relance_xl.ooxml.namespaces import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_OF_LETTER = {
    "client.nom": "nom client nomclient raisonsociale societe entreprise denomination destinataire name company",
    "client.code": "code codeclient compte comptetiers numeroclient nclient",
    "client.contact": "contact interlocuteur attention nomcontact",
    "client.rue_et_ville|join(', ')": "adresse adresse1 adresseligne1 rue adressecomplete adresseclient",
    "client.pays": "pays",
    "client.telephone": "telephone tel",
    "client.email": "email mail courriel",
    "date|date_longue": "date dateedition datelettre datedujour",
    "reference": "reference ref nosreferences",
    "total": "total solde soldedu montanttotal totaldu montantdu soldeclient encours",
    "echu": "echu totalechu montantechu",
    "a_regler": "aregler montantaregler",
    "delai|date_longue": "delai datelimite",
    "niveau.numero": "niveau niveaurelance",
    "societe.iban": "iban",
    "societe.bic": "bic",
    "societe.signataire": "signataire",
}
_OF_LINE = {
    "ligne.facture": "facture numerofacture nfacture piece numeropiece invoice",
    "ligne.date": "datefacture datepiece",
    "ligne.echeance": "echeance dateecheance",
    "ligne.retard": "retard joursretard joursderetard",
    "ligne.montant|montant": "montant montantttc montantfacture ttc",
    "ligne.regle|montant": "regle dejaregle acompte",
    "ligne.solde|montant": "soldefacture resteapayer restedu reste",
}
_LETTERS = {name: field for field, names in _OF_LETTER.items() for name in names.split()}
_LINES = {name: field for field, names in _OF_LINE.items() for name in names.split()}
_OTHERS = {"ADDRESSBLOCK": "{{ client.adresse|join(', ') }}", "GREETINGLINE": "Madame, Monsieur,"}
_UPPER = re.compile(r"\\\*\s*upper\b", re.IGNORECASE)
_MERGING = frozenset({"MERGEFIELD", *_OTHERS, "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "SKIPIF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The template made, what became of its fields, as (« MERGEFIELD Nom », « {{ client.nom }} »), and those left."""

    data: bytes
    turned: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def converted(data: bytes, parts: dict[str, bytes]) -> Conversion:
    """The template of a main document; `parts` are its members."""
    made = dict(parts)
    turned: list[tuple[str, str]] = []
    left: list[str] = []
    for name in [name for name in parts if TEXT_PART.match(name)]:
        root = etree.fromstring(parts[name])
        for each in list(fields_of(root)):
            if each.kind in _MERGING:
                said = " ".join(each.code.split())
                tag = "" if each.in_code else _turned(each)
                if tag:
                    turned.append((said, tag))
                else:
                    left.append(said)
        _loop_over_lines(root)
        made[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not turned and not left:
        return Conversion(data=data, turned=(), left=())
    return Conversion(data=prepared(b"", made) or repacked(made), turned=tuple(turned), left=tuple(left))


def _turned(field: WordField) -> str:
    """Put the tag in the place of a field; the tag, "" for a field that none stands for."""
    tag = _OTHERS.get(field.kind, "") or _tag(field)
    if _UPPER.search(field.code):
        tag = tag.replace(" }}", "|majuscules }}")
    shown = field.result()
    first = next((run for run in shown if run.tag == f"{W}r"), None)
    if not tag or first is None:
        return ""
    run = etree.Element(f"{W}r")
    look = first.find(f"{W}rPr")
    if look is not None:
        run.append(deepcopy(look))
    text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
    text.text = tag
    if field.simple is not None:
        field.simple.addprevious(run)
        removed(field.simple)
        return tag
    first.addprevious(run)
    for mark in (*shown, field.begin, *field.codes, field.separator, field.end):
        if mark is not None:
            removed(mark)
    return tag


def _tag(field: WordField) -> str:
    words = field.code.split("\\")[0].replace('"', " ").split(maxsplit=1)
    name = "".join(letter for letter in folded(words[1]) if letter.isalnum()) if len(words) > 1 else ""
    if name in _LETTERS:
        return f"{{{{ {_LETTERS[name]} }}}}"
    place = field.simple if field.simple is not None else field.begin
    in_row = place is not None and _row_of(place) is not None
    return f"{{{{ {_LINES[name]} }}}}" if in_row and name in _LINES else ""


def _loop_over_lines(root: etree._Element) -> None:
    """Put the rows that print a line between {%tr for ligne in lignes %} and {%tr endfor %}."""
    for row in list(root.iter(f"{W}tr")):
        if any("{{ ligne." in (node.text or "") for node in row.iter(f"{W}t") if _row_of(node) is row):
            row.addprevious(_tag_row(row, "{%tr for ligne in lignes %}"))
            row.addnext(_tag_row(row, "{%tr endfor %}"))


def _row_of(element: etree._Element) -> etree._Element | None:
    """The row that holds an element, the innermost of tables in tables."""
    return next(element.iterancestors(f"{W}tr"), None)


def _tag_row(row: etree._Element, tag: str) -> etree._Element:
    """A row like this one that holds a tag alone."""
    copy = deepcopy(row)
    for rank, cell in enumerate([cell for cell in copy.iter(f"{W}tc") if _row_of(cell) is copy]):
        look = cell.find(f"{W}p/{W}pPr")
        for child in [child for child in cell if child.tag != f"{W}tcPr"]:
            cell.remove(child)
        paragraph = etree.SubElement(cell, f"{W}p")
        if look is not None:
            paragraph.append(look)
        if rank == 0:
            text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            text.text = tag
    return copy
