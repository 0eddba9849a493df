"""The numbers of registered letters, from `Relances` to the letters, held against the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from relance_xl.domain.issue.registered import Numbered, TypedNumber, number_letters, unused_numbers
from relance_xl.domain.outcome import LineKey, Reminder
from relance_xl.domain.vocabulary import Channel
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import missing_column
from relance_xl.tables.sheets.journal import posted_numbers
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.proposals import ReviewedLine


def typed_numbers(lines: Iterable[ReviewedLine]) -> list[TypedNumber]:
    """The numbers typed on lines that still exist, those that cannot be read too."""
    return [
        TypedNumber(key=line.key, number=line.registered_number, row=line.row)
        for line in lines
        if line.registered_number != "" and not line.orphan
    ]


def numbered(book: Book, reminders: Sequence[Reminder], lines: Iterable[ReviewedLine]) -> Numbered:
    """The letters among `reminders` that may leave, with their numbers.

    DataError when a registered letter has a number and the journal has no column to keep it.
    """
    letters = [each for each in reminders if each.channel is Channel.LETTER]
    typed = typed_numbers(lines)
    if not typed:
        return Numbered(reminders=tuple(letters))
    found = number_letters(letters, typed, posted_numbers(book))
    if any(each.registered_number for each in found.reminders):
        _check_journal(book)
    others = [each for each in reminders if each.channel is not Channel.LETTER]
    return replace(found, problems=tuple(located(book, [*found.problems, *unused_numbers(others, typed)])))


def numbers_by_mail(book: Book, reminders: Iterable[Reminder], lines: Iterable[ReviewedLine]) -> list[Problem]:
    """The numbers typed on lines that leave by e-mail: they are ignored, and said."""
    return located(book, unused_numbers(reminders, typed_numbers(lines)))


def kept_numbers(
    lines: Iterable[ReviewedLine], shown: Iterable[LineKey]
) -> tuple[Mapping[LineKey, str], list[Problem]]:
    """What the search writes again of the numbers typed, and a warning for each that its sheet shows no more."""
    present = frozenset(shown)
    kept: dict[LineKey, str] = {}
    lost: list[Problem] = []
    for line in lines:
        if line.registered_number and not line.orphan and line.key in present:
            kept[line.key] = line.registered_number
        elif line.registered_number != "":
            lost.append(_lost(line))
    return kept, lost


def _lost(line: ReviewedLine) -> Problem:
    whose = f"{line.key.invoice} ({line.key.customer})"
    if line.registered_number is None:
        what = f"Le numéro de recommandé tapé pour {whose} n'est pas gardé : il n'a pas pu être lu"
    else:
        number = line.registered_number
        what = f"Le numéro de recommandé {number} tapé pour {whose} n'est pas gardé : la ligne n'est plus dans la liste"
    return Problem(
        what=typeset(what),
        expected="le numéro tapé à nouveau, si la lettre doit le porter",
        sheet=schema.PROPOSALS.sheet,
        value=line.registered_number or "",
        severity=Severity.WARNING,
    )


def _check_journal(book: Book) -> None:
    """DataError when the journal of an older workbook cannot keep the number of a letter."""
    missing = missing_column(book.read_table(schema.JOURNAL.name), schema.JOURNAL, "registered_number")
    if missing:
        raise DataError(missing)
