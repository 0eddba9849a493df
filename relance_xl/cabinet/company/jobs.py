"""What is asked of one company, and what is answered: plain records, which travel between processes and machines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from relance_xl.tables.grid import Written


class State(StrEnum):
    """How it ended for one company; the value is what JSON and the progress say."""

    DONE = "fait"
    NO_MANDATE = "sans mandat"
    NO_FILE = "sans fichier"
    TWICE = "en double"
    OPEN = "ouvert ailleurs"
    BUSY = "en cours ailleurs"
    UNREADABLE = "illisible"
    REFUSED = "refusé"
    LATE = "délai dépassé"
    LOST = "interrompu"
    BROKEN = "erreur du programme"
    FOREIGN = "autre classeur"


_SEVERAL = {
    State.OPEN: "ouvertes ailleurs", State.UNREADABLE: "illisibles", State.REFUSED: "refusées",
    State.LOST: "interrompues", State.LATE: "délais dépassés", State.BROKEN: "erreurs du programme",
    State.FOREIGN: "autres classeurs",
}  # fmt: skip


def states_told(number: int, state: State) -> str:
    """« 1 illisible », « 2 illisibles »."""
    return f"{number} {_SEVERAL.get(state, state) if number > 1 else state}"


SET_ASIDE = frozenset({State.NO_MANDATE, State.NO_FILE, State.FOREIGN})
"""Neither done nor failed: there was nothing to do, or no right to do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One action on one company.

    Attributes:
        root: the tree, by the path that every machine knows it by.
        workbook: the company's workbook, from `root`, with « / ».
        as_of: the date of the reminders, decided once for all companies.
        criteria: named cell → value, as for a single search.
        options: arguments of the action, by name.
        kept: the folder where answers are kept, "" for a rehearsal: nothing is written then.
        attempt: unlike any other asking's.
        delay: seconds after which the company is given up.
    """

    root: str
    workbook: str
    action: str
    as_of: date
    user: str = ""
    criteria: Mapping[str, Written] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    kept: str = ""
    attempt: str = ""
    delay: float = 120.0

    def rehearsed(self) -> Job:
        """The same, of which nothing is kept."""
        return replace(self, kept="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """A customer who owes something: `key` is his SIREN, or his name and postcode when `certain` is False."""

    key: str
    certain: bool
    code: str
    name: str
    owed: Decimal
    overdue: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a workbook, with the cell to go to, "" when it has none."""

    severity: str
    sheet: str
    cell: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a firm wants to see of a company, in its reference currency.

    Attributes:
        brackets: the aged balance, in the order of `domain.money.ageing.BRACKETS`.
        levels: lines to remind by level.
        letters, emails, calls: customers to reach by each channel.
        broken: promises to pay that were not kept.
        unmatched: payments that no invoice was found for, in the ledger and in `Banque`.
        last_import: the last entry that was imported.
        missing_rates: currencies whose lines stand in no figure.
    """

    currency: str
    brackets: tuple[Decimal, ...]
    levels: Mapping[int, int]
    letters: int
    emails: int
    calls: int
    broken: int
    unmatched: int
    errors: int
    warnings: int
    last_import: date | None
    last_reminder: date | None
    missing_rates: tuple[str, ...]

    @property
    def exposure(self) -> Decimal:
        """What is owed in all."""
        return sum(self.brackets, Decimal(0))

    @property
    def overdue(self) -> Decimal:
        """What is owed since yesterday or before."""
        return sum(self.brackets[1:], Decimal(0))

    @property
    def proposed(self) -> int:
        """The lines to remind."""
        return sum(self.levels.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one company.

    Attributes:
        code: what the single command would have returned.
        message: what was done, or why nothing was, in French.
        figures: None when the workbook could not be read.
        documents, claimed: letters or e-mails, and what they ask for in each currency.
        mandate: since when the firm may remind for this company.
        trace: what tells another workbook of the same debts, before letters and e-mails: `trace.trace_of`.
    """

    workbook: str
    state: State
    code: int = 0
    message: str = ""
    company: str = ""
    manager: str = ""
    mandate: date | None = None
    figures: Figures | None = None
    documents: int = 0
    claimed: tuple[tuple[str, Decimal], ...] = ()
    seconds: float = 0.0
    debtors: tuple[Debtor, ...] = ()
    faults: tuple[Fault, ...] = ()
    trace: tuple[int, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the action could not be carried out."""
        return self.state is not State.DONE and self.state not in SET_ASIDE

    def light(self) -> Result:
        """Without what is long: three thousand of them stand in memory together."""
        return replace(self, debtors=(), faults=())


Work = Callable[[Job], Result]
Answers = Generator[tuple[Job, Result], None, None]
Engine = Callable[[Iterable[Job], Work], Answers]
"""Brings each job to a worker, and the answers back as they come."""


def lost(job: Job, seconds: float) -> Result:
    """The answer for a company whose worker ended without one."""
    if seconds >= job.delay:
        said = f"Aucune réponse après {job.delay:.0f} secondes : le travail sur ce classeur a été arrêté"
        return Result(workbook=job.workbook, state=State.LATE, code=3, message=f"{said}.", seconds=seconds)
    said = "Le processus de travail s'est arrêté en cours de route (tué, ou mémoire épuisée)"
    return Result(workbook=job.workbook, state=State.LOST, code=4, message=f"{said}.", seconds=seconds)


def as_document(value: Any) -> Any:
    """The record as JSON holds it: amounts and dates as texts."""
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): as_document(inner) for key, inner in value.items()}
        case tuple():
            return [as_document(inner) for inner in value]
        case Debtor() | Fault() | Figures() | Result():
            return {each.name: as_document(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value


def from_document(document: dict[str, Any]) -> Result:
    """The record that `as_document` wrote.  KeyError, TypeError, ValueError or ArithmeticError for any other."""
    given = dict(document)
    found = given["figures"]
    return Result(
        **given
        | {
            "state": State(given["state"]),
            "mandate": _day(given["mandate"]),
            "figures": _figures(found) if found else None,
            "claimed": tuple((str(currency), Decimal(amount)) for currency, amount in given["claimed"]),
            "debtors": tuple(
                Debtor(**each | {"owed": Decimal(each["owed"]), "overdue": Decimal(each["overdue"])})
                for each in given["debtors"]
            ),
            "faults": tuple(Fault(**each) for each in given["faults"]),
            "trace": tuple(map(int, given.get("trace", ()))),
        }
    )


def _figures(found: dict[str, Any]) -> Figures:
    return Figures(
        **found
        | {
            "brackets": tuple(map(Decimal, found["brackets"])),
            "levels": {int(level): int(lines) for level, lines in found["levels"].items()},
            "last_import": _day(found["last_import"]),
            "last_reminder": _day(found["last_reminder"]),
            "missing_rates": tuple(found["missing_rates"]),
        }
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
