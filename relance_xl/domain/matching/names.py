"""Whose name a bank's text bears: whole names for certain, likely ones to be held.

A whole name is all its words, legal form, case, accents and order left out; « Dupont » is never found inside « Dupont
et fils », who is another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from relance_xl.domain.matching.operations import Memory, Operation
from relance_xl.domain.model import Customer
from relance_xl.domain.wording import folded

_LEGAL = frozenset(
    [
        "sarl",
        "sas",
        "sasu",
        "eurl",
        "sa",
        "sci",
        "snc",
        "scop",
        "scm",
        "scp",
        "selarl",
        "sel",
        "gie",
        "ets",
        "etablissement",
        "etablissements",
        "ste",
        "societe",
        "cie",
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "mademoiselle",
        "et",
        "ltd",
        "limited",
        "gmbh",
        "inc",
        "bv",
        "nv",
        "sprl",
        "spa",
        "srl",
        "llc",
        "plc",
        "asbl",
    ]
)
_INITIALS = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[a-z0-9]+")
_ENCLOSED = (
    re.compile(r"/de (?P<name>.+?) ?/(?:motif|ref|id)\b"),
    re.compile(r"\bde: ?(?P<name>.+?) (?:motif|date|ref|chez|id):"),
    re.compile(r"\bde: ?(?P<name>.+)$"),
)
_OPEN = re.compile(
    r"^(?:\d+ )?vir(?:ement|t|\.)?(?: (?:sepa|inst|instantane|recu|recue|europeen|intl|international|permanent"
    r"|periodique|en votre faveur|de))* (?P<name>.+)$"
)
_STOPS = frozenset(
    [
        "facture",
        "fa",
        "fc",
        "fv",
        "av",
        "bc",
        "factures",
        "fact",
        "fac",
        "inv",
        "invoice",
        "ref",
        "reference",
        "motif",
        "reglement",
        "regl",
        "regt",
        "paiement",
        "solde",
        "acompte",
        "no",
        "num",
        "votre",
        "vos",
        "notre",
        "nos",
        "commande",
        "loyer",
        "avoir",
        "escompte",
    ]
)
_PAY_FOR_MANY = tuple(
    map(
        frozenset,
        (
            ["stripe"], ["paypal"], ["gocardless"], ["sumup"], ["adyen"], ["mollie"], ["payplug"], ["worldline"],
            ["drfip"], ["ddfip"], ["dgfip"], ["tresor", "public"], ["finances", "publiques"],
        ),
    )
)  # fmt: skip
"""Payment platforms and the Treasury: one name for many customers, whether or not anybody said so."""
_PARTICLES = frozenset(["pour", "du", "le", "la", "de", "des", "les"])
"""They end a name only before a number, a stop or the end: « Garage du Centre » is one name, not « Garage »."""
_LONGEST_NAME, _SHORTEST_PREFIX, _SHORTEST_WORD, _MOST_LIKELY = 8, 8, 4, 3
_FULL_FIELDS = frozenset({30, 31, 32, 35, 64, 65, 69, 70})


NameKey = tuple[str, ...]
"""The words of a whole name, sorted."""


def words(text: str) -> list[str]:
    """The words of a text, without case nor accents: « L'Été, S.A. » → l, ete, s, a."""
    return _WORD.findall(_INITIALS.sub("", folded(text)))


def name_words(text: str) -> list[str]:
    """The words of a name that tell who it is; all of them when it has no other."""
    found = words(text)
    return [word for word in found if word not in _LEGAL] or found


def name_key(text: str) -> NameKey:
    """What two writings of one whole name share."""
    return tuple(sorted(name_words(text)))


class Names:
    """The customers' names, and those that people remembered for them."""

    def __init__(self, customers: Iterable[Customer], memory: Memory) -> None:
        self._by_key: dict[NameKey, list[str]] = {}
        self._words: dict[str, frozenset[str]] = {}
        for customer in customers:
            found = name_words(customer.name)
            if found:
                self._by_key.setdefault(tuple(sorted(found)), []).append(customer.code)
                self._words[customer.code] = frozenset(found)
        self._remembered = {name_key(name): code for name, code in memory.names.items()}
        self._collective = {name_key(name) for name in memory.collective}
        self._by_rarest = _by_rarest(self._words)
        self._sorted = sorted(
            (" ".join(name_words(customer.name)), customer.code) for customer in customers if customer.name
        )

    def keys(self, operation: Operation) -> tuple[NameKey, ...]:
        """The whole names that the payer's field bears, else those that the label bears where a payer stands."""
        return (name_key(operation.payer),) if operation.payer else tuple(_label_keys(operation.label))

    def remembered(self, keys: Iterable[NameKey]) -> str:
        """The customer that a person once chose for this payer; "" for none, and where another bears this very name."""
        code = next((self._remembered[key] for key in keys if key in self._remembered), "")
        return code if not {other for key in keys for other in self._by_key.get(key, ())} - {code} else ""

    def is_shared(self, name: str) -> bool:
        """Whether several customers bear this name: it tells none of them."""
        return len(self._by_key.get(name_key(name), ())) > 1

    def is_collective(self, keys: Iterable[NameKey]) -> bool:
        """Whether the payer is one who pays for many."""
        found = list(keys)
        return not self._collective.isdisjoint(found) or any(
            many.issubset(key) for key in found for many in _PAY_FOR_MANY
        )

    def whole(self, keys: Iterable[NameKey]) -> tuple[str, ...]:
        """The customers whose whole name the payer bears: none, one, or homonyms."""
        return next((tuple(self._by_key[key]) for key in keys if key in self._by_key), ())

    def likely(self, operation: Operation) -> tuple[str, ...]:
        """Up to three customers all of whose words stand in the texts, or whose name begins as a cut field does."""
        seen = set(words(" ".join((operation.payer, operation.label, *operation.texts))))
        found = {code for word in seen for code in self._by_rarest.get(word, ()) if self._words[code] <= seen}
        best = max((len(self._words[code]) for code in found), default=0)
        codes = [code for code in found if len(self._words[code]) == best] or self._cut(operation)
        return tuple(sorted(codes)) if len(codes) <= _MOST_LIKELY else ()

    def _cut(self, operation: Operation) -> list[str]:
        opened = _OPEN.match(folded(operation.label))
        tries = [operation.payer, opened["name"] if opened else ""]
        for text in (" ".join(name_words(each)) for each in tries):
            if len(text) >= _SHORTEST_PREFIX:
                at = bisect_left(self._sorted, (text, ""))
                found = [code for name, code in self._sorted[at : at + _MOST_LIKELY + 1] if name.startswith(text)]
                if found:
                    return found
        return []


def _by_rarest(words_of: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Each customer under the rarest of his words, so that a common one (« garage ») finds nobody by itself."""
    counts = Counter(word for found in words_of.values() for word in found)
    index: dict[str, list[str]] = {}
    for code, found in words_of.items():
        if max(map(len, found)) >= _SHORTEST_WORD:
            index.setdefault(min(found, key=lambda word: (counts[word], word)), []).append(code)
    return index


def _label_keys(label: str) -> Iterable[NameKey]:
    plain = folded(label)
    for pattern in _ENCLOSED:
        if found := pattern.search(plain):
            yield name_key(found["name"])
            return
    if not (opened := _OPEN.match(plain)):
        return
    found_words = words(opened["name"])
    cut = len(label.strip()) in _FULL_FIELDS
    for size in range(min(len(found_words), _LONGEST_NAME), 0, -1):
        whole = size == len(found_words) and not cut
        if whole or (size < len(found_words) and _ends_name(found_words[size:])):
            yield name_key(" ".join(found_words[:size]))


def _ends_name(following: Sequence[str]) -> bool:
    """Whether the words that follow are no part of a name: a stop, a number, or a particle before one of them."""
    word, *others = following
    if word in _PARTICLES:
        return not others or _ends_name(others)
    return word in _STOPS or any(letter.isdigit() for letter in word)


def payer_name(operation: Operation) -> str:
    """The payer's name, to be remembered: his own field, else what the label bears where a payer stands; "" if cut."""
    if operation.payer:
        return operation.payer.strip()
    plain = folded(operation.label)
    if enclosed := next(filter(None, (pattern.search(plain) for pattern in _ENCLOSED)), None):
        return enclosed["name"].strip().upper()
    if not (opened := _OPEN.match(plain)):
        return ""
    found = words(opened["name"])
    size = next((size for size in range(len(found)) if _ends_name(found[size:])), len(found))
    is_cut = size == len(found) and len(operation.label.strip()) in _FULL_FIELDS
    return "" if is_cut else " ".join(found[:size]).upper()
