"""Whose name a bank's text bears: whole names for certain, likely ones to be held.

A whole name is all its words, legal form, case, accents and order left out; « Dupont » is never found inside « Dupont
et fils », who is another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

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
_TITLES = frozenset(["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"])
_FORMS = _LEGAL - _TITLES - {"et"}
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
_POSSESSIVES = frozenset(["notre", "nos", "votre", "vos"])
_LONGEST_NAME, _SHORTEST_PREFIX, _SHORTEST_WORD, _MOST_LIKELY = 8, 8, 4, 3
_FULL_FIELDS = frozenset({30, 31, 32, 35, 64, 65, 69, 70})
_FULL_NAMES = frozenset({27, 32, 35, 70})
"""Columns of the fields that bring a payer's name alone: MT940, OFX, the shorter one of SEPA, CFONB and SEPA."""
_LONGEST_OF_A_NAME = 4


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
        self._written = {customer.code: frozenset(words(customer.name)) for customer in customers}
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

    def sure_keys(self, operation: Operation) -> tuple[NameKey, ...]:
        """The whole names but those that a longer name may begin with: « VIR ÉLEC 2000 » does not bear « Élec »."""
        if operation.payer:
            return self.keys(operation)
        return tuple(_label_keys(operation.label, _surely_ends_name))

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

    def proves(self, code: str, operation: Operation) -> bool:
        """Whether the whole name found can be no other's that goes on or is written alike, so that it is certain.

        A payer's field that is full may be cut; « Élec 2000 » and « Clinique Notre-Dame » are not « Élec » and
        « Clinique »; « Mme Martin » is a person, and « Martin SARL » none.
        """
        if len(operation.payer.strip()) in _FULL_NAMES:
            return False
        if code not in self.whole(self.sure_keys(operation)):
            return False
        return not _are_apart(frozenset(words(operation.payer or operation.label)), self._written[code])

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


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one is a person, by a title and no legal form, and the other a company by its form."""
    return any(
        not person.isdisjoint(_TITLES) and person.isdisjoint(_FORMS) and not company.isdisjoint(_FORMS)
        for person, company in ((one, other), (other, one))
    )


def _by_rarest(words_of: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Each customer under the rarest of his words, so that a common one (« garage ») finds nobody by itself."""
    counts = Counter(word for found in words_of.values() for word in found)
    index: dict[str, list[str]] = {}
    for code, found in words_of.items():
        if max(map(len, found)) >= _SHORTEST_WORD:
            index.setdefault(min(found, key=lambda word: (counts[word], word)), []).append(code)
    return index


def _label_keys(label: str, ends_name: Callable[[Sequence[str]], bool] | None = None) -> Iterable[NameKey]:
    ends_name = ends_name or _ends_name
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
        if whole or (size < len(found_words) and ends_name(found_words[size:])):
            yield name_key(" ".join(found_words[:size]))


def _ends_name(following: Sequence[str]) -> bool:
    """Whether the words that follow are no part of a name: a stop, a number, or a particle before one of them."""
    word, *others = following
    if word in _PARTICLES:
        return not others or _ends_name(others)
    return word in _STOPS or any(letter.isdigit() for letter in word)


def _surely_ends_name(following: Sequence[str]) -> bool:
    """The same, but for what a longer name may go on with: a short number by itself, « notre », « votre »."""
    told = following[next((at for at, word in enumerate(following) if word not in _PARTICLES), 0) :]
    word, after = told[0], told[1:2]
    if word in _POSSESSIVES:
        return bool(after) and _ends_name(after)
    if word.isdigit() and len(word) <= _LONGEST_OF_A_NAME and word[0] != "0":
        return bool(after) and after[0].isdigit()
    return _ends_name(following)


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
    size = next((size for size in range(len(found)) if _surely_ends_name(found[size:])), len(found))
    is_cut = size == len(found) and len(operation.label.strip()) in _FULL_FIELDS
    return "" if is_cut else " ".join(found[:size]).upper()
