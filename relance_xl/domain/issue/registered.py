"""The numbers of registered letters: one letter, one number, and none used twice (S3-06).

The number is what proves the letter: two letters under one number prove nothing.  Its form is not judged, for the
stickers of the counter, the numbers of other countries and those of online services differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from relance_xl.domain import sheets
from relance_xl.domain.outcome import LineKey, Reminder, Skipped
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, Severity

SHEET, FIELD = sheets.PROPOSALS, "registered_number"
EXAMPLE = "le numéro de la liasse, comme 1A 123 456 7890 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNumber:
    """A number typed on a line; `number` is None when its cell cannot be read, `row` is the worksheet's."""

    key: LineKey
    number: str | None
    row: int

    @property
    def known_by(self) -> str:
        """See `number_key`; "" when the cell cannot be read."""
        return number_key(self.number or "")

    @property
    def line(self) -> str:
        """« F1 (C1) »."""
        return f"{self.key.invoice} ({self.key.customer})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedNumber:
    """A number that the journal holds for a letter that is not cancelled.

    `document` tells the letter from another; `day` is in French, "" when not known; `row` is the worksheet's.
    """

    number: str
    document: str
    customer: str
    invoice: str
    day: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The letters that may leave, bearing their number; the lines of those set aside, and why."""

    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()


def number_key(written: str) -> str:
    """What two spellings of a number have in common: letters and digits, in capitals; "" without any digit."""
    kept = "".join(character for character in written if character.isalnum()).upper()
    return kept if any(map(str.isdigit, kept)) else ""


def number_letters(
    letters: Sequence[Reminder], typed: Sequence[TypedNumber], posted: Mapping[str, PostedNumber]
) -> Numbered:
    """Each registered letter with the number typed on its lines, "" when none is.

    `posted` is by `number_key`.  A letter whose number is doubtful is set aside, with an error at the cell: two numbers
    for it, a number given to another letter or another customer, or one that the journal holds.  A number on a letter
    that is not registered, and one on a line that no letter reminds of, are told and not used.
    """
    desk = _desk(letters, typed, posted)
    kept: list[Reminder] = []
    skipped: list[Skipped] = []
    problems: list[Problem] = []
    for index, letter in enumerate(letters):
        mine = desk.typed_on(letter)
        if not letter.level.registered:
            problems += _not_registered(letter, mine)
            kept.append(letter)
            continue
        faults = list(desk.faults(index, letter, mine))
        problems += faults
        if faults or any(each.number is None for each in mine):
            skipped += _set_aside(letter)
        else:
            kept.append(replace(letter, registered_number=next((each.number or "" for each in mine), "")))
    return Numbered(
        reminders=tuple(kept), skipped=tuple(skipped), problems=(*problems, *_left_over(kept, letters, typed))
    )


def unused_numbers(reminders: Iterable[Reminder], typed: Iterable[TypedNumber]) -> list[Problem]:
    """A warning for each number typed on a line whose reminder is no letter."""
    channels = {line.key: each.channel for each in reminders for line in each.climbing}
    return [
        _warning(each, f"cette relance part par le canal « {channels[each.key].value} »", "le canal « Courrier »")
        for each in typed
        if each.number and each.key in channels
    ]


@dataclass(slots=True, kw_only=True)
class _Desk:
    """All the numbers typed, by line, and by what recognises them with the letter (by its rank) they are typed for."""

    posted: Mapping[str, PostedNumber]
    by_line: dict[LineKey, TypedNumber]
    holders: dict[str, list[tuple[int | None, TypedNumber]]] = field(default_factory=dict)

    def typed_on(self, letter: Reminder) -> list[TypedNumber]:
        """The numbers typed on the lines of a letter, those that cannot be read too."""
        return [self.by_line[line.key] for line in letter.climbing if line.key in self.by_line]

    def faults(self, index: int, letter: Reminder, mine: Sequence[TypedNumber]) -> Iterator[Problem]:
        """Why the number of a registered letter cannot be trusted; nothing when it can, or when none is typed."""
        first: dict[str, TypedNumber] = {}
        for each in mine:
            if each.number is not None and not each.known_by:
                what = f"« {each.number} » n'est pas un numéro de recommandé : il n'a aucun chiffre"
                yield _error(each, what, EXAMPLE)
            elif each.number is not None:
                first.setdefault(each.known_by, each)
        numbers = list(first.values())
        for other in numbers[1:]:
            what = f"Deux numéros pour une même lettre : {_on(numbers[0])} et {_on(other)}"
            yield _error(other, what, "un seul numéro par lettre")
        for known_by, each in first.items():
            yield from self._used_elsewhere(known_by, each, index, letter)

    def _used_elsewhere(self, known_by: str, mine: TypedNumber, index: int, letter: Reminder) -> Iterator[Problem]:
        if known_by in self.posted:
            before = self.posted[known_by]
            day = f" du {before.day}" if before.day else ""
            what = (
                f"Le numéro de recommandé {mine.number}, tapé pour {mine.line}, est déjà au journal : "
                f"lettre{day} à {before.customer}, {before.invoice} (Journal, ligne {before.row})"
            )
            yield _error(mine, what, "le numéro d'une autre liasse, ou le journal corrigé")
        for other_letter, other in self.holders[known_by]:
            stranger = other.key.customer != letter.customer.code
            if stranger or other_letter not in {None, index}:
                what = f"Le numéro de recommandé {mine.number} est donné à deux lettres : {mine.line} et {other.line}"
                yield _error(mine, what, "un numéro par lettre")


def _desk(letters: Sequence[Reminder], typed: Sequence[TypedNumber], posted: Mapping[str, PostedNumber]) -> _Desk:
    registered = {
        line.key: rank for rank, letter in enumerate(letters) if letter.level.registered for line in letter.climbing
    }
    desk = _Desk(posted=posted, by_line={each.key: each for each in typed})
    for each in typed:
        if each.known_by:
            desk.holders.setdefault(each.known_by, []).append((registered.get(each.key), each))
    return desk


def _on(each: TypedNumber) -> str:
    return f"{each.number} sur {each.line}"


def _not_registered(letter: Reminder, typed: Iterable[TypedNumber]) -> list[Problem]:
    why = f"le niveau {letter.level.number} ne part pas en recommandé"
    return [_warning(each, why, "« Recommandé AR » à oui dans Niveaux, si la lettre doit l'être") for each in typed]


def _set_aside(letter: Reminder) -> list[Skipped]:
    return [
        Skipped(
            customer=letter.customer.code,
            invoice=line.item.invoice,
            why=typeset(f"{line.item.invoice} : numéro de recommandé à corriger"),
        )
        for line in letter.climbing
    ]


def _left_over(kept: Iterable[Reminder], letters: Iterable[Reminder], typed: Iterable[TypedNumber]) -> list[Problem]:
    """The numbers on lines that no letter reminds of, of customers whose registered letter leaves without a number."""
    reminded = {line.key for letter in letters for line in letter.climbing}
    without = {each.customer.code for each in kept if each.level.registered and not each.registered_number}
    why = "cette ligne n'est pas relancée, et la lettre part sans numéro"
    return [
        _warning(each, why, "le numéro sur une ligne cochée")
        for each in typed
        if each.number and each.key not in reminded and each.key.customer in without
    ]


def _error(typed: TypedNumber, what: str, expected: str) -> Problem:
    return Problem(
        what=typeset(what),
        expected=typeset(expected),
        sheet=SHEET,
        row=typed.row,
        field=FIELD,
        value=typed.number or "",
        customer=typed.key.customer,
    )


def _warning(typed: TypedNumber, why: str, expected: str) -> Problem:
    what = f"Le numéro de recommandé {typed.number}, tapé pour {typed.line}, est ignoré : {why}"
    return replace(_error(typed, what, expected), customer="", severity=Severity.WARNING)
