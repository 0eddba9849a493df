"""One action over every company of a tree: who does it, what is kept, what is told, what is shown at the end."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from relance_xl.actions.common.report import Report
from relance_xl.books.closed.locks import refuse_if_unavailable
from relance_xl.cabinet.company.acting import ISSUING, refusal, work_on
from relance_xl.cabinet.company.jobs import Engine, Job, Result, State, states_told
from relance_xl.cabinet.company.runs import Kept, TakenPart, taking_part
from relance_xl.cabinet.company.walk import Tree, walked
from relance_xl.cabinet.consolidated.workbook import write_consolidated
from relance_xl.cabinet.doubles import copies, held_as_copy, held_as_double, of_one_company
from relance_xl.domain.money.currencies import sorted_totals
from relance_xl.domain.wording import counted, french_amount
from relance_xl.machine.leases import STALE
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables.grid import Written

PATIENCE = STALE * 1.5
"""Seconds that a company held elsewhere is waited for, from the last one that came back."""
_PAUSE = 2.0
Tell = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of the whole tree.

    Attributes:
        as_of: the date of the reminders, the same for all.
        options: arguments of the action.
        simulation: nothing is written, and nothing kept.
        resume: go on with an interrupted run.
        confirm: asks the one question before letters and e-mails; true for yes.
        patience: see PATIENCE.
        only: workbooks from the root; None for all of the tree.  The consolidated workbook is that of all.
    """

    root: Path
    action: str
    as_of: date
    now: datetime
    user: str = ""
    criteria: Mapping[str, Written] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    simulation: bool = False
    resume: bool = False
    delay: float = 120.0
    confirm: Callable[[str], bool] = lambda _question: True
    tell: Tell = lambda _said, _share: None
    patience: float = PATIENCE
    only: frozenset[str] | None = None


@dataclass(slots=True, kw_only=True)
class FirmReport(Report):
    """What became of each company, in the order of the tree; `workbook` is the consolidated one, None without."""

    action: str
    results: tuple[Result, ...] = ()
    workbook: Path | None = None

    @property
    def done(self) -> int:
        """Companies for which the action was carried out."""
        return sum(result.state is State.DONE for result in self.results)

    @property
    def failed(self) -> int:
        """Companies for which it could not be."""
        return sum(result.failed for result in self.results)

    @property
    def exit_code(self) -> int:
        """1 when a company failed or a folder could not be read: all are named."""
        return 1 if self.failed or self.problems else 0


def over_firm(wish: Wish, engine: Engine) -> FirmReport:
    """Do the action over every company below `wish.root`, each apart from the others (N-90).

    The answers are kept as they come, then shown together in « Cabinet.xlsx » at the top of the tree.  FileUnavailable
    when the tree cannot be read or written.
    """
    tree = _chosen(walked(wish.root), wish.only)
    if wish.simulation:
        return _report(wish, tree, _without_foreign(_simulated(wish, tree, engine)))
    with taking_part(tree.root, wish.action, _asked(wish), wish.now, resume=wish.resume) as part:
        held: dict[str, Result] = {}
        if wish.action in ISSUING:
            held, rehearsed = _tried(wish, tree, part, engine)
            if not _agreed(wish, rehearsed):
                return FirmReport(action=wish.action, summary="Rien n'a été émis.", problems=list(tree.problems))
        results = _without_foreign(_carried_out(wish, tree, part, engine, held))
        part.kept.finish()
        report = _report(wish, tree, results)
        if wish.only is None:
            _show_together(wish, tree, part.kept, report)
        return report


def _chosen(tree: Tree, only: frozenset[str] | None) -> Tree:
    if only is None:
        return tree
    return replace(tree, workbooks=tuple(each for each in tree.workbooks if _name(each, tree) in only))


def _name(workbook: Path, tree: Tree) -> str:
    return workbook.relative_to(tree.root).as_posix()


def _asked(wish: Wish) -> str:
    """All that makes the answers what they are."""
    options = {name: asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
               for name, value in wish.options.items()}  # fmt: skip
    asked = {"action": wish.action, "au": wish.as_of, "criteres": dict(wish.criteria), "options": options}
    if wish.only is not None:
        asked["seulement"] = sorted(wish.only)
    return json.dumps(asked, default=str, sort_keys=True, ensure_ascii=False)


def _jobs(wish: Wish, tree: Tree, kept: Kept | None) -> list[Job]:
    return [
        Job(
            root=str(tree.root),
            workbook=workbook.relative_to(tree.root).as_posix(),
            action=wish.action,
            as_of=wish.as_of,
            user=wish.user,
            criteria=wish.criteria,
            options=wish.options,
            kept=str(kept.folder) if kept else "",
            attempt=uuid4().hex,
            delay=wish.delay,
        )
        for workbook in tree.workbooks
    ]


def _rehearsed(wish: Wish, tree: Tree, engine: Engine, without: frozenset[str] = frozenset()) -> list[Result]:
    """What each company would answer, but those of `without`; nothing is kept."""
    jobs = [job for job in _jobs(wish, tree, None) if job.workbook not in without]
    results: dict[str, Result] = {}
    with closing(engine(jobs, work_on)) as answers:
        for _, result in answers:
            results[result.workbook] = result.light()
            _tell(wish, result, len(results), len(jobs))
    return [results[job.workbook] for job in jobs]


def _simulated(wish: Wish, tree: Tree, engine: Engine) -> list[Result]:
    """What each company would answer; of what would leave twice, that it is held."""
    rehearsed = _rehearsed(wish, tree, engine)
    if wish.action not in ISSUING:
        return rehearsed
    held = _held(_jobs(wish, tree, None), _copied(tree), rehearsed)
    return [held.get(result.workbook, result) for result in rehearsed]


def _copied(tree: Tree) -> frozenset[str]:
    return frozenset(_name(each, tree) for each in copies(tree.workbooks))


def _tried(wish: Wish, tree: Tree, part: TakenPart, engine: Engine) -> tuple[dict[str, Result], list[Result]]:
    """What is held since it would leave twice; and what the others would issue, those done already left out.

    A workbook open elsewhere is read too, for its copy to be known; nothing is issued for it, even closed meanwhile:
    the question counts nothing of it.
    """
    jobs = _jobs(wish, tree, None)
    done = {job.workbook: found.light() for job in jobs if (found := _settled(part.kept, job)) is not None}
    copied = _copied(tree)
    rehearsed = _rehearsed(wish, tree, engine, frozenset(done) | copied)
    asked = [job for job in jobs if job.workbook not in done]
    held = {result.workbook: result for result in _open_elsewhere(asked, tree.root)}
    held |= _held(asked, copied, [*done.values(), *rehearsed])
    return held, [result for result in rehearsed if result.workbook not in held]


def _held(jobs: Sequence[Job], copied: frozenset[str], results: Sequence[Result]) -> dict[str, Result]:
    """The answers of the workbooks that would remind again what another one reminds."""
    doubles = of_one_company(result for result in results if result.workbook not in copied)
    held = {job.workbook: held_as_copy(job) for job in jobs if job.workbook in copied}
    return held | {job.workbook: held_as_double(job, doubles[job.workbook]) for job in jobs if job.workbook in doubles}


def _agreed(wish: Wish, rehearsed: Sequence[Result]) -> bool:
    """Ask once for all companies, with the totals; without a question when nothing would leave."""
    leaving = [result for result in rehearsed if result.documents]
    if not leaving:
        return True
    return wish.confirm(_question(wish.action, leaving, sum(r.state is State.NO_MANDATE for r in rehearsed)))


def _question(action: str, leaving: Sequence[Result], without_mandate: int) -> str:
    """« 812 lettres pour 214 sociétés, en tout 1 204 000,00 €. … »."""
    documents = sum(result.documents for result in leaving)
    claimed: dict[str, Decimal] = {}
    for currency, amount in (total for result in leaving for total in result.claimed):
        claimed[currency] = claimed.get(currency, Decimal(0)) + amount
    named = counted(documents, "lettre", "lettres") if action == "lettres" else counted(documents, "e-mail", "e-mails")
    totals = " + ".join(french_amount(amount, currency) for currency, amount in sorted_totals(claimed.items(), "EUR"))
    unmandated = counted(
        without_mandate, "société sans mandat : rien pour elle", "sociétés sans mandat : rien pour elles"
    )
    aside = f" {unmandated}." * bool(without_mandate)
    return (
        f"{named} pour {counted(len(leaving), 'société', 'sociétés')}, en tout {totals}.{aside} "
        "Les écrire, et enregistrer ces relances dans chaque classeur ?"
    )


def _settled(kept: Kept, job: Job) -> Result | None:
    """The answer kept for a company that is not to be asked again; a failed one is."""
    found = kept.read(job.workbook)
    return found if found is not None and not found.failed else None


def _carried_out(wish: Wish, tree: Tree, part: TakenPart, engine: Engine, held: Mapping[str, Result]) -> list[Result]:
    jobs = _jobs(wish, tree, part.kept)
    results: dict[str, Result] = {}
    asked: list[Job] = []
    for job in jobs:
        if (found := _settled(part.kept, job)) is not None:
            results[job.workbook] = found.light()
        elif job.workbook in held:
            results[job.workbook] = held[job.workbook]
        else:
            asked.append(job)
    for result in _until_free(wish, asked, engine):
        if result.state in {State.LATE, State.LOST}:
            part.kept.write(result)
        results[result.workbook] = result.light()
        _tell(wish, result, len(results), len(jobs))
    return [results[job.workbook] for job in jobs]


def _until_free(wish: Wish, jobs: Sequence[Job], engine: Engine) -> Iterator[Result]:
    """Every answer; a company held elsewhere is asked again at the end, while others come back or patience lasts."""
    last = time.monotonic()
    while jobs:
        busy: list[tuple[Job, Result]] = []
        with closing(engine(jobs, work_on)) as answers:
            for job, result in answers:
                if result.state is State.BUSY:
                    busy.append((replace(job, attempt=uuid4().hex), result))
                    continue
                last = time.monotonic()
                yield result
        if busy and time.monotonic() - last > wish.patience:
            yield from (result for _, result in busy)
            return
        jobs = [job for job, _ in busy]
        if jobs:
            wish.tell(f"{counted(len(jobs), 'société tenue', 'sociétés tenues')} par une autre action…", None)
            time.sleep(_PAUSE)


def _open_elsewhere(jobs: Iterable[Job], root: Path) -> Iterator[Result]:
    """Companies whose workbook cannot be written now: the question counts nothing of theirs, and nothing is issued."""
    for job in jobs:
        try:
            refuse_if_unavailable(root / job.workbook)
        except FileUnavailable as error:
            yield refusal(job, State.OPEN, error)


def _tell(wish: Wish, result: Result, number: int, of: int) -> None:
    wish.tell(f"{number} sur {of} : {result.company or result.workbook}, {result.state}", number / of)


def _without_foreign(results: Sequence[Result]) -> tuple[Result, ...]:
    return tuple(result for result in results if result.state is not State.FOREIGN)


def _report(wish: Wish, tree: Tree, results: tuple[Result, ...]) -> FirmReport:
    report = FirmReport(action=wish.action, summary="", problems=list(tree.problems), results=results)
    parts = [f"{counted(report.done, 'société faite', 'sociétés faites')} sur {len(results)}"]
    others = Counter(result.state for result in results if result.state is not State.DONE)
    parts += [states_told(number, state) for state, number in others.most_common()]
    documents = sum(result.documents for result in results)
    if documents:
        parts.append(counted(documents, "document", "documents"))
    report.summary = f"{' ; '.join(parts)}."
    if wish.simulation:
        report.rehearsed()
    return report


def _show_together(wish: Wish, tree: Tree, kept: Kept, report: FirmReport) -> None:
    """Write the consolidated workbook; one that is open is left, and another name is taken, which is said."""
    place = tree.root / "Cabinet.xlsx"
    try:
        report.workbook = write_consolidated(place, report.results, kept.read, wish.as_of, wish.now)
    except FileUnavailable:
        other = tree.root / f"Cabinet {wish.now:%Y-%m-%d %Hh%Mm%S}.xlsx"
        report.workbook = write_consolidated(other, report.results, kept.read, wish.as_of, wish.now)
        what = f"« {place.name} » est ouvert ailleurs : le tableau est dans « {other.name} »"
        report.problems.append(Problem(what=what, expected="un classeur fermé"))
    report.summary += f" Le tableau est dans « {report.workbook} »."
