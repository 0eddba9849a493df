"""Fields written as in another program: they would be printed as they stand, in every letter.

Word's own merge fields, single braces, braces set apart, guillemets around a field's name.
French quotes around ordinary words (« Bon pour accord ») are prose, and left in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from relance_xl.documents.templates.fields import FIELDS, MEMBERS
from relance_xl.documents.templates.preparation import paragraph_text
from relance_xl.documents.templates.tags import without_tags
from relance_xl.domain.wording import folded
from relance_xl.ooxml.namespaces import W

_BLANK = "[ \u00a0\u202f]"
_APART = re.compile(rf"\{{{_BLANK}+([{{%])(.{{0,200}}?)([}}%]){_BLANK}*\}}|\{{([{{%])(.{{0,200}}?)([}}%]){_BLANK}+\}}")
_BRACKETED = re.compile(
    rf"(?:(?<!\{{)\{{|\[|<<|«|‹){_BLANK}*(?P<name>[a-zé_]+(?:\.[a-zé_]+)*){_BLANK}*(?:\}}(?!\}})|\]|>>|»|›)",
    re.IGNORECASE,
)
_TIGHT = re.compile(r"(?:«|<<)(?P<name>[^\s«»<>]+)(?:»|>>)")
_INSTRUCTION = re.compile(r"\s*(?P<kind>\w+)\s*(?P<rest>.*)", re.DOTALL)
_MERGE_FIELDS = frozenset({"MERGEFIELD", "ADDRESSBLOCK", "GREETINGLINE", "MERGEREC", "MERGESEQ"})
_WITH_CURRENCY = re.compile(
    r"(?P<tag>\{\{\s*(?:total|echu|a_regler|indemnite|penalites\.(?:interets|total)|[^{}|]+\|\s*montant\s*(?:\([^{}()]*\)\s*)?)"
    rf"\s*\}}\}}){_BLANK}*(?P<again>€|EUR\b|euros?\b|\$|USD\b)"
)
_DOTTED = {name.replace("[]", ""): name for name in FIELDS if "." in name}
_BY_LEAF: dict[str, str] = {}
for _name in FIELDS:
    _BY_LEAF.setdefault(folded(_name.replace("[]", "").rpartition(".")[2]), _name)
_BY_LEAF |= {name: f"client.{name}" for name in ("email", "telephone", "contact", "pays")}
_BY_LEAF |= {"nom": "client.nom", "client": "client.nom", "adresse": "client.adresse_ligne", "societe": "societe.nom"}


def mistaken_fields(text: str) -> Iterator[tuple[str, str]]:
    """(what, expected) for each known field that a paragraph writes between the wrong signs."""
    if not any(sign in text for sign in "{[<«‹"):
        return
    for found in _APART.finditer(without_tags(text)):
        left, inside, right = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        yield (
            f"Accolades écartées « {found[0]} »",
            f"{{{left} {inside.strip()} {right}}}, sans espace entre les accolades",
        )
    outside = _APART.sub(" ", without_tags(text))
    for found in _BRACKETED.finditer(outside):
        name = found["name"].lower()
        single = found[0].startswith("{") and (name in FIELDS or name in _BY_LEAF)
        if name in _DOTTED or single:
            yield f"« {found[0]} » serait imprimé tel quel", _tag(_DOTTED.get(name) or _known(name))


def quoted_fields(text: str) -> Iterator[tuple[str, str]]:
    """(what, expected) for «Nom», the way Word shows a merge field: it might also be a quoted word."""
    for found in _TIGHT.finditer(without_tags(text)):
        name = folded(found["name"])
        if name in _BY_LEAF and found["name"].lower() not in _DOTTED:
            yield f"« {found[0]} » serait imprimé tel quel", f"{_tag(_BY_LEAF[name])} si c'est un champ"


def repeated_currencies(text: str) -> Iterator[tuple[str, str]]:
    """(what, expected) for each amount that a currency follows, though it is printed with its own."""
    for found in _WITH_CURRENCY.finditer(text):
        yield f"{found['tag']} porte sa devise : « {found['again']} » la répéterait", f"{found['tag']} seul"


def merge_fields(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    """(what, expected, the paragraph) for each merge field of Word's own: it would print its name, or nothing."""
    for code, place in _codes(root):
        found = _INSTRUCTION.match(code)
        if found and found["kind"].upper() in _MERGE_FIELDS:
            name = folded(found["rest"].split("\\")[0].strip(' "'))
            said = " ".join(code.split())
            wanted = _tag(_BY_LEAF.get(name.rpartition("_")[2], "client.nom"))
            paragraph = next(place.iterancestors(f"{W}p"), None)
            text = "" if paragraph is None else paragraph_text(paragraph)
            yield (
                f"Champ de publipostage de Word « {said} » : il ne serait pas rempli,",
                f"une balise, comme {wanted}",
                text,
            )


def tagged_fields(root: etree._Element) -> Iterator[tuple[str, str]]:
    """(what, expected) for each code of a field that holds a tag."""
    for code, _ in _codes(root):
        if "{{" in code or "{%" in code:
            said = " ".join(code.split())
            what = (
                f"Une balise se trouve dans le code d'un champ, « {said} » : Word en montre l'ancien résultat tant "
                "qu'il n'est pas mis à jour"
            )
            yield what, "la balise dans le texte"


def _known(name: str) -> str:
    return name if name in FIELDS and "." not in name else _BY_LEAF[name]


def _tag(field: str) -> str:
    """How a field is printed: in a loop when it belongs to a list."""
    if "[]." not in field:
        return f"{{{{ {field.replace('[]', '')} }}}}"
    around, _, leaf = field.rpartition("[].")
    member = MEMBERS.get(around.rpartition(".")[2], "x")
    return f"{{{{ {member}.{leaf} }}}} dans une boucle sur « {around.replace('[].', '.')} »"


def _codes(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The codes of the fields of a part, those that Word splits over several runs put together, and what follows."""
    for field in root.iter(f"{W}fldSimple"):
        yield field.get(f"{W}instr") or "", field
    code: list[str] = []
    shown: list[bool] = []  # of each field that is open, whether its code has ended
    for node in root.iter(f"{W}instrText", f"{W}fldChar", f"{W}t"):
        if node.tag == f"{W}instrText" or (node.tag == f"{W}t" and False in shown):
            code.append(node.text or "")
            continue
        if code:
            yield "".join(code), node
            code = []
        if node.tag == f"{W}fldChar":
            _opened_or_ended(shown, node.get(f"{W}fldCharType"))
    if code:
        yield "".join(code), node


def _opened_or_ended(shown: list[bool], mark: str | None) -> None:
    if mark == "begin":
        shown.append(False)
    elif shown and mark == "separate":
        shown[-1] = True
    elif shown:
        shown.pop()
