"""A line of a FEC whose labels contain the separator, put together again when there is one way only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from relance_xl.ledgers.common.figures import FigureFault, amount, day
from relance_xl.ledgers.fec.format import FecFormat

_TEXTS = ("JournalLib", "CompteLib", "CompAuxLib", "PieceRef", "EcritureLib")
_DECIDING = ("CompteNum", "CompAuxNum", "PieceRef", "EcritureDate", "PieceDate", "Debit", "Credit", "Montant", "Sens")
_SIGNS = {"D", "C", "+1", "-1", "1", "+", "-"}


def recovered(fields: Sequence[str], form: FecFormat, accounts: tuple[str, ...]) -> list[str] | None:
    """The fields of a line that has too many, one label taken together; None when two readings differ.

    Each label is tried as the one that contains the separators; a reading holds when every day and amount of the
    line can be read.  Readings that agree on the customer, the document, the days and the amounts are one, and so
    are those that agree that the account is not among `accounts`.
    """
    extra = len(fields) - form.width
    readings: list[list[str]] = []
    for name in _TEXTS:
        place = form.places.get(name)
        if place is not None:
            joined = form.separator.join(fields[place : place + extra + 1])
            reading = [*fields[:place], joined, *fields[place + extra + 1 :]]
            if holds(reading, form):
                readings.append(reading)
    if not readings:
        return None
    at_account = form.places["CompteNum"]
    if not any(reading[at_account].lstrip().startswith(accounts) for reading in readings):
        return readings[0]
    deciding = [form.places[name] for name in _DECIDING if name in form.places]
    meanings = {tuple(reading[place].strip() for place in deciding) for reading in readings}
    return readings[-1] if len(meanings) == 1 else None


def holds(reading: Sequence[str], form: FecFormat) -> bool:
    """Whether these fields make sense: an account, days that are days, amounts that are amounts, no amount astray."""

    def field(name: str) -> str:
        return reading[form.places[name]].strip() if name in form.places else ""

    dates = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
    if not field("CompteNum")[:1].isdecimal() or not all(_readable(day, field(name)) for name in dates):
        return False
    letter, currency, foreign = field("EcritureLet"), field("Idevise"), field("Montantdevise")
    if "," in letter or "." in letter or (currency and not currency.isalpha()) or bool(foreign) > bool(currency):
        return False
    if form.signed:
        return field("Sens").upper() in _SIGNS and _readable(amount, field("Montant"))
    amounts = field("Debit"), field("Credit")
    return any(amounts) and all(_readable(amount, each) for each in amounts)


def _readable(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except FigureFault:
        return False
    return True
