"""What a language must say for the letters to be made in it: a file of `words`, in TOML, fills this in.

Texts hold the tags of a template; **bold** is bold; `$NAME` stands for what `[shared]` says under that name, or for one
of the texts that all languages share.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, TypeVar, get_args, get_type_hints

COMMON = {
    "ONE": "{% if nombre_echues == 1 %}",
    "FROM_FRANCE": "{% if 'france' not in societe.adresse_ligne|lower %}, $FRANCE{% endif %}",
    "CONTACT": (
        "{% if gestionnaire.nom %}{{ gestionnaire.nom }}{% else %}$HOUSE{% endif %}"
        "{% if gestionnaire.telephone %} $REACHED {{ gestionnaire.telephone }}{% endif %}"
    ),
}
"""What is said of a number of invoices; the company's country, for a letter that crosses a border, not twice when its
address names it; who answers, or this house, and how he is reached when he has a telephone."""

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How Word treats the document.

    Attributes:
        suffix: what the file's name bears between its stem and its ending, « .en », "" for French.
        language: for the spelling checker.
        decimal, separator: the marks of Word's own formulas.
    """

    suffix: str
    language: str
    decimal: str
    separator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Letterhead, following pages and footer.

    Attributes:
        address_end: what ends the last line of the company's address on the letterhead.
        follow: the head of the pages after the first.
        page: what stands before the number of the page.
    """

    logo: str
    telephone: str
    address_end: str
    follow: str
    legal: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopWords:
    """References, place and date, registered mention, subject, salutation."""

    reference: str
    account: str
    contact: tuple[str, str, str]
    place_and_date: str
    registered: str
    subject: str
    salutation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWords:
    """The detail of what is owed.

    Attributes:
        widths: of the seven columns, in twentieths of a point, 9638 in all.
        late: the cell of the days overdue.
        beside: how many characters of a number stand beside « Règlement » or « Credit note » in the first column.
        total: the label of a sub-total, `TOTALS` standing for the list that the table prints.
    """

    widths: tuple[int, int, int, int, int, int, int]
    titles: tuple[str, str, str, str, str, str, str]
    late: str
    total: str
    overdue: str
    credits_deducted: str
    not_yet_due: str
    beside: int = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWords:
    """Where to pay."""

    title: str
    owner: str
    iban: str
    bic: str
    reference: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesWords:
    """Late interest and recovery fee, as the law grants them to each kind of customer."""

    business: str
    public: str
    amounts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWords:
    """The bill of exchange to sign at the bottom of a letter.

    Attributes:
        sentence: what announces it in the letter.
        order: the order to pay, which must name the title in the language of the bill (C. com. L511-1, 1°).
    """

    sentence: str
    title: str
    order: str
    created: str
    place_and_date: str
    maturity: str
    amount: str
    words: str
    drawee: str
    domicile: str
    drawer: str
    reference: str
    acceptance: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWords:
    """Level 1: states the situation and invites to settle it."""

    title: str
    subject: str
    overdue: str
    to_come: str
    request: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondWords:
    """Level 2: more pressing; announces the formal notice."""

    title: str
    subject: str
    overdue: str
    request: str
    warning: str
    public_warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdWords:
    """Level 3: the formal notice."""

    title: str
    subject: str
    overdue: str
    notice: str
    consumer_interest: str
    proceedings: str
    last_chance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillWords:
    """The letter that asks for a bill of exchange to be returned accepted."""

    title: str
    subject: str
    sent: str
    columns: tuple[str, str, str, str]
    request: str
    difficulty: str
    crossed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWords:
    """What the messages say otherwise than the letters, from which they are made.

    Attributes:
        as_message: words of the letters and what stands for them, « this letter », « this message ».
        subject: the label of the first line of a message in plain text.
        due: the due date of a line in plain text.
        overdue_on: what a list of messages shows under the subject.
        for_information: what follows the reminder of what is to come.
        proceedings: the last sentence of level 3: a message is no registered letter, and only reserves our rights.
    """

    as_message: tuple[tuple[str, str], ...]
    subject: str
    account: str
    item: str
    dated: str
    due: str
    late: str
    paid: str
    balance: str
    overdue_on: str
    for_information: str
    proceedings: str
    attachments: str
    crossed: str
    questions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All that the four letters say in one language.

    Attributes:
        courtesy: the subject of a letter in which nothing is due yet.
        mandated: who writes, where the company has charged a firm with its reminders.
        mail: what makes its messages; None for those written by hand, French and English.
    """

    locale: Locale
    page: PageWords
    top: TopWords
    table: TableWords
    payment: PaymentWords
    charges: ChargesWords
    draft: DraftWords
    first: FirstWords
    second: SecondWords
    third: ThirdWords
    bill: BillWords
    courtesy: str
    crossed: str
    questions: str
    closing: str
    annex: str
    mandated: str
    mail: MailWords | None = None


def read_words(path: Path) -> Words:
    """The words of one file.  TypeError for one that is missing or not known, KeyError for a `$NAME` that is not said."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = {**COMMON, **data.pop("shared")}
    return _said(Words, {**data.pop("letter"), **data}, shared)


def _said(kind: type[Said], data: Mapping[str, Any], shared: Mapping[str, str]) -> Said:
    """The words of one kind, `data` being by the names of its attributes."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(given, hints.get(name), shared) for name, given in data.items()})


def _value(given: Any, hint: Any, shared: Mapping[str, str]) -> Any:
    if isinstance(given, dict):
        return _said(next(iter(get_args(hint)), hint), given, shared)
    if isinstance(given, list):
        return tuple(_value(each, None, shared) for each in given)
    while isinstance(given, str) and "$" in given:
        given = Template(given).substitute(shared)
    return given
