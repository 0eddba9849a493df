"""Which language a document speaks: that of its template, whoever the customer is.

`lettre_1.en.docx` speaks English, and so do its amounts, its dates and its words; `lettre_1.docx` speaks French, even
to a customer whose language is another.  A language without a folder of its own here prints the French formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from relance_xl.documents.languages.language import DEFAULT, FOLDER, Language
from relance_xl.domain.wording import folded

LANGUAGES: Mapping[str, Language] = {
    path.parent.name: Language(path.parent.name) for path in sorted(FOLDER.glob("*/cldr.json"))
}
"""By code: each folder is one."""
FRENCH = LANGUAGES[DEFAULT]

_CODE = re.compile(r"\w[\w-]{1,19}")
"""What may stand in a template's name."""


@cache
def language_code(language: str) -> str:
    """« en » for en, EN, Anglais, English; « en-gb » for en-GB, en_GB; "" for French."""
    word = folded(language).replace("_", "-")
    code = FRENCH.cldr["languages"].get(word) or _by_own_name().get(word, word)
    return "" if code == DEFAULT or word.startswith(f"{DEFAULT}-") else code


@cache
def _by_own_name() -> Mapping[str, str]:
    """« deutsch » → « de », and in English, as lists from abroad have it."""
    return {folded(name): code for code, each in LANGUAGES.items() for name in each.cldr["names"]}


def translated(stem: str, ending: str, language: str, exists: Callable[[str], bool]) -> str:
    """`lettre_1.en.docx` for `lettre_1`, `.docx` and a customer in English, when it `exists`; else `lettre_1.docx`.

    A template of the country comes first: `lettre_1.en-gb.docx`.
    """
    code = language_code(language)
    known = _CODE.fullmatch(code) is not None  # else no name of a file (N-50)
    names = (f"{stem}.{each}{ending}" for each in (code, code.split("-")[0]) if known)
    return next(filter(exists, names), f"{stem}{ending}")


def language_of(template: str) -> Language:
    """The language of a template's file name: English for `lettre_1.en.docx`, `mail_2.en-gb.txt`; else French.

    The code is what stands between two dots before the ending: `relance.en.cours.docx` is French.
    """
    return LANGUAGES.get(template_code(template).split("-")[0], FRENCH)


def template_code(template: str) -> str:
    """« en » for `lettre_1.en.docx`; "" for a name without a language."""
    stem = template.rpartition(".")[0]
    return language_code(stem.rpartition(".")[2]) if "." in stem else ""
