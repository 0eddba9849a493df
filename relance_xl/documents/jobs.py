"""Documents written by the batch: each template compiled once, singles and print runs from the same data."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from relance_xl.documents.check_templates import checked_template
from relance_xl.documents.contents.context import Context
from relance_xl.documents.file_names import safe_name, unique_name
from relance_xl.documents.judging.written import ToJudge, WrittenLetter, WrittenRun, check_of
from relance_xl.documents.merge.letterhead import with_logo
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.assembly import RunMade, write_print_run
from relance_xl.documents.print_run.summary_sheet import summary_sheet
from relance_xl.documents.sandbox.environment import has_control_characters
from relance_xl.domain import sheets
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem, Severity, errors

Tell = Callable[[str, float | None], None]
"""How progress is shown: a French sentence, and the share done from 0 to 1."""

_TOLD_EVERY = 50


def silent(message: str, share: float | None = None) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One letter to write.

    Attributes:
        folder: the folder inside the scratch folder, « Niveau 1 ».
        name: the file's name before it is made safe and unique.
        run: the name of the print run it belongs to, « À imprimer – niveau 1 ».
    """

    customer: str
    folder: str
    name: str
    run: str
    template: Path
    context: Context


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWritten:
    """One print run: its file, and the ranks among all jobs of those whose letters it holds, in their order."""

    path: Path
    ranks: tuple[int, ...]
    template: WordTemplate
    made: RunMade

    def to_judge(self, letters: Sequence[WrittenLetter], *, duplex: bool, summary: bool) -> WrittenRun:
        """What the run must hold; `letters` are those of all jobs."""
        own_text = not self.template.tagged_properties and not _has_notes(self.template)
        return WrittenRun(
            path=self.path,
            letters=[letters[rank] for rank in self.ranks],
            covered=summary,
            on_both_sides=duplex,
            same_text=own_text,
            same=self.made.same,
            check=self.made.check,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The templates of a batch, compiled once, and what « Vérifier les modèles » warns of in them."""

    templates: dict[Path, WordTemplate]
    warnings: tuple[Problem, ...]


def compiled_templates(paths: Iterable[Path], logo: Path | None = None) -> Compiled:
    """Each template bearing the logo, compiled once and checked.  DataError with the errors of all of them."""
    ready: Callable[[bytes], bytes] = partial(with_logo, logo=logo) if logo else bytes
    checked = {path: checked_template(path, ready) for path in dict.fromkeys(paths)}
    found = tuple(problem for each in checked.values() for problem in each.problems)
    if faults := errors(found):
        raise DataError(faults)
    templates = {path: each.template for path, each in checked.items() if each.template is not None}
    return Compiled(templates=templates, warnings=found)


def write_singles(
    jobs: Sequence[Job], compiled: dict[Path, WordTemplate], scratch: Path, tell: Tell
) -> tuple[WrittenLetter, ...]:
    """One file per job, in their order.  DataError for a template that cannot be merged, with its paragraph."""
    taken: dict[str, set[str]] = defaultdict(set)
    shapes: set[tuple[Path, frozenset[str]]] = set()
    written = []
    for number, job in enumerate(jobs):
        if number % _TOLD_EVERY == 0:
            tell(f"Lettres : {number} sur {len(jobs)}", number / len(jobs))
        folder = scratch / job.folder
        if not taken[job.folder]:
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / unique_name(safe_name(job.name), ".docx", taken[job.folder])
        template = compiled[job.template]
        document, shape = template.letter_and_pieces(job.context)
        path.write_bytes(document)
        fresh = (job.template, shape) not in shapes
        shapes.add((job.template, shape))
        written.append(
            WrittenLetter(
                path=path,
                fingerprint=hashlib.sha256(document).hexdigest(),
                check=check_of(document, len(template.static.data)),
                begins=template.static.data,
                is_sample=fresh,
                braces=fresh and (template.prints_braces or _holds(job.context, _has_braces)),
            )
        )
    return tuple(written)


def write_print_runs(
    jobs: Sequence[Job],
    compiled: dict[Path, WordTemplate],
    scratch: Path,
    size: int,
    *,
    duplex: bool = False,
    summary: bool = False,
) -> tuple[RunWritten, ...]:
    """One file per print run and template, of at most `size` letters, after a list of them when `summary`.

    Several templates cannot share a file: each has its own styles.
    """
    grouped: dict[str, dict[Path, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rank, job in enumerate(jobs):
        grouped[job.run][job.template].append(rank)
    written = []
    for run, templates in sorted(grouped.items()):
        for template, members in templates.items():
            name = f"{run} - {safe_name(template.stem)}" if len(templates) > 1 else run
            for suffix, part in _parts(members, max(1, size)):
                path = scratch / f"{name}{suffix}.docx"
                contexts = [jobs[rank].context for rank in part]
                cover = summary_sheet(contexts, compiled[template].body.source) if summary else ""
                made = write_print_run(compiled[template], contexts, path, duplex=duplex, cover=cover)
                written.append(RunWritten(path=path, ranks=tuple(part), template=compiled[template], made=made))
    return tuple(written)


def to_judge(letters: Sequence[WrittenLetter], runs: Sequence[RunWritten], *, duplex: bool, summary: bool) -> ToJudge:
    """What is to be judged of a batch before it is recorded."""
    return ToJudge(letters=letters, runs=[run.to_judge(letters, duplex=duplex, summary=summary) for run in runs])


def control_character_warnings(jobs: Iterable[Job]) -> Iterator[Problem]:
    """One warning for each customer whose data hold control characters: they are left out of the letter."""
    warned: set[str] = set()
    for job in jobs:
        if job.customer not in warned and _holds(job.context, has_control_characters):
            warned.add(job.customer)
            yield Problem(
                severity=Severity.WARNING,
                sheet=sheets.CUSTOMERS,
                value=job.customer,
                what=typeset(
                    f"Des caractères invisibles ont été ôtés de la lettre du client « {job.customer} » : "
                    "sa fiche ou ses factures en contiennent"
                ),
            )


def _parts(ranks: Sequence[int], size: int) -> Iterator[tuple[str, Sequence[int]]]:
    """The ranks by `size`, with what tells the files apart: « - 2 sur 3 », "" when there is one."""
    number = -(-len(ranks) // size)
    for rank in range(number):
        yield (f" - {rank + 1} sur {number}" if number > 1 else ""), ranks[rank * size : (rank + 1) * size]


def _holds(value: object, this: Callable[[str], bool]) -> bool:
    """Whether a text somewhere in the fields of a letter is like this."""
    if isinstance(value, str):
        return this(value)
    if isinstance(value, dict):
        return any(_holds(each, this) for each in value.values())
    return isinstance(value, list) and any(_holds(each, this) for each in value)


def _has_braces(text: str) -> bool:
    return "{" in text or "}" in text


def _has_notes(template: WordTemplate) -> bool:
    return any(name.endswith(("footnotes.xml", "endnotes.xml")) for name in template.saved)
