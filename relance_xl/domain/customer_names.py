"""What a customer's name says of him: a person, a public body, nobody in particular; proposed, never decided (N-21)."""

from __future__ import annotations

import re

from relance_xl.domain.vocabulary import CustomerKind
from relance_xl.domain.wording import folded

_WORD = re.compile(r"[a-z0-9]+")
_COMPANIES = frozenset({
    "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "selarl", "selas", "sca", "gie", "gaec", "earl", "scea",
    "scm", "scp", "societe", "ste", "ets", "etablissements", "entreprise", "association", "asso", "amicale", "comite",
    "federation", "fondation", "mutuelle", "cabinet", "gmbh", "ltd", "inc", "spa", "srl", "bv",
})  # fmt: skip
"""Whoever has one of these words in his name is a company or an association, whatever the others are."""
_PERSON = re.compile(
    r"(?:m|mr|mme|mlle|mle|mm|mmes|monsieur|messieurs|madame|mesdames|mademoiselle)"
    r"(?: (?:et|ou) (?:m|mr|mme|monsieur|madame))? [a-z]{2}"
    r"|(?:consorts|succession|indivision|famille) [a-z]"
)
_PUBLIC = re.compile(
    r"mairie\b|commune (?:de|d|du|des|nouvelle)\b|ville (?:de|d|du|des)\b|villes? et\b"
    r"|communaute (?:de communes|d agglomeration|urbaine|d agglo)\b|agglomeration (?:de|d|du)\b"
    r"|(?:metropole|departement|region) (?:de|d|du|des|grand|nouvelle|normandie|occitanie|bretagne|sud|ile|aix|rouen"
    r"|nice|toulon)\b"
    r"|conseil (?:departemental|regional|general|municipal)\b|prefecture\b|sous prefecture\b|ministere\b|rectorat\b"
    r"|academie (?:de|d)\b|inspection academique\b|direction (?:departementale|regionale|generale) (?:de|d|des|du)\b"
    r"|(?:ddfip|drfip|dgfip|ddtm?|dreal|draaf|drac|sdis|siv[ou]m?|sivu|sivos|sictom|smictom|sitom|syctom|ccas|cias|epci"
    r"|crous|chu|chru|cpam|urssaf|onf|cnrs|inserm|inrae?|ofb|ign)\b"
    r"|tresor public|tresorerie (?:de|d|generale|municipale|principale|publique)\b|(?:tribunal|cour d appel) "
    r"|syndicat (?:intercommunal|mixte|intercommunautaire|departemental|des eaux|d eau|d electrification)\b"
    r"|centre (?:hospitalier|communal|intercommunal|departemental|penitentiaire)\b|hopita(?:l|ux)\b"
    r"|groupe hospitalier\b|assistance publique\b|maison d arret\b|gendarmerie\b|commissariat\b"
    r"|lycee\b|college\b(?! (?:de |d )?(?:formation|conseil|coaching))|universite\b|groupe scolaire\b"
    r"|ecole (?:elementaire|maternelle|primaire|communale|publique|nationale|normale)\b"
    r"|office public\b|etablissement public\b|agence (?:regionale|nationale|de l eau)\b"
    r"|chambre (?:de commerce|de metiers|des metiers|d agriculture|regionale|departementale)\b|caisse des ecoles\b"
    r"|regie (?:municipale|communale|des eaux|departementale)\b"
)
_NOBODY = re.compile(r"divers(?:es)?|comptoir|passage|passants?|occasionnels?|caisse|anonymes?|inconnus?")
_BESIDE_NOBODY = frozenset({
    "client", "clients", "clientele", "vente", "ventes", "au", "du", "de", "d", "le", "la", "les", "compte", "tiers",
    "particuliers", "professionnels", "magasin", "boutique", "caisse", "cash", "en", "et", "autres",
})  # fmt: skip
_ARTICLES = re.compile(r"^(?:la|le|les|l) ")


def proposed_kind(name: str) -> CustomerKind:
    """Particulier for « M. », « Mme »…, Public for a town hall, a hospital, a lycée…, else Professionnel.

    A company whose name only mentions one (« Café de la Mairie », « Lycée Conseil SARL ») is a professional.
    """
    words = _words(name)
    if _COMPANIES.intersection(words):
        return CustomerKind.BUSINESS
    written = " ".join(words)
    if _PERSON.match(written):
        return CustomerKind.CONSUMER
    return CustomerKind.PUBLIC if _PUBLIC.match(_ARTICLES.sub("", written)) else CustomerKind.BUSINESS


def is_nobody(name: str) -> bool:
    """Whether the name is that of an account for all comers: « CLIENTS DIVERS », « Comptoir », « Vente au comptoir ».

    « Comptoir des cotonniers » is a customer: every word must be one of those.
    """
    words = _words(name)
    others = [word for word in words if not _NOBODY.fullmatch(word)]
    return len(others) < len(words) and _BESIDE_NOBODY.issuperset(others)


def _words(name: str) -> list[str]:
    """The words of the name, initials joined: « S.A.R.L. Duval » → « sarl », « duval »."""
    joined = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", folded(name))
    return _WORD.findall(joined)
