"""« Vérifier les modèles »: every fault of the Word templates, with the paragraph it stands in.

The errors found here also stop « Lettres » before anything is written; the warnings do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from relance_xl.documents.contents.context import Context
from relance_xl.documents.contents.sample_letters import sample_bill_contexts, sample_contexts
from relance_xl.documents.languages.choice import language_of
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.documents.templates.choice import BILL_TEMPLATE
from relance_xl.documents.templates.emptied import emptied
from relance_xl.documents.templates.errors import property_place
from relance_xl.documents.templates.field_check import field_problems, unsaid
from relance_xl.documents.templates.lint import relation_problems, settings_problems, text_problems
from relance_xl.documents.templates.preparation import TEXT_PART, prepared
from relance_xl.documents.templates.recognition import template_bytes, template_parts, unreadable
from relance_xl.problems import DataError, Problem, errors

_UNMADE = "Une lettre d'essai n'est pas un document Word"
_NOT_WHOLE = "ses parties ne forment pas un document Word"
_WHOLE = "un modèle dont les balises laissent le texte et les tableaux entiers"

Shape = tuple[str, ...]
"""A part's name, and all that a letter's own is made of but its values: they hold no markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One template tried.

    Attributes:
        problems: its text's, then its fields', then those of the letters that try it; errors and warnings.
        template: itself, compiled: ready to be merged when no problem is an error.  None when it cannot be compiled,
            and one of the problems is then an error.
    """

    problems: tuple[Problem, ...]
    template: WordTemplate | None = None


def check_templates(paths: Iterable[Path]) -> list[Problem]:
    """The problems of each template, in the order of its text, errors and warnings; a template is named once."""
    return [problem for path in dict.fromkeys(paths) for problem in check_template(path)]


def check_template(path: Path) -> list[Problem]:
    """The problems of one template."""
    return list(checked_template(path).problems)


def checked_template(path: Path, ready: Callable[[bytes], bytes] = bytes) -> Checked:
    """The template of `path` tried and compiled, once; `ready` makes of the file's bytes those that are merged."""
    try:
        data = ready(template_bytes(path))
    except DataError as error:
        return Checked(problems=tuple(error.problems))
    except Exception:  # noqa: BLE001 - a file that is no package, met while a logo was put into it
        return Checked(problems=(unreadable(path, _NOT_WHOLE),))
    return _checked(path.name, data)


@lru_cache(maxsize=16)
def _checked(name: str, data: bytes) -> Checked:
    """The same from the bytes; a template that has not changed since the last click is not tried again."""
    path = Path(name)
    written: list[Problem] = []
    try:
        parts = template_parts(path, data)
        written = list(_text_faults(parts, name))
        template = WordTemplate(path, letter_environment(language_of(name)), prepared(data, parts))
    except DataError as error:
        return Checked(problems=tuple(written if errors(written) else [*written, *error.problems]))
    except Exception:  # noqa: BLE001 - well-formed parts that the Word library still cannot put together
        return Checked(problems=(unreadable(path, _NOT_WHOLE),))
    fields = list(_field_faults(template))
    shown = fields if errors([*written, *fields]) else [*fields, *_tried_whole(template)]
    return Checked(problems=(*written, *shown), template=template)


def samples_for(path: Path) -> list[Context]:
    """The data that try a template, in its language: letters, or letters about bills."""
    about_bills = path.name.split(".")[0] == BILL_TEMPLATE.split(".")[0]
    samples = sample_bill_contexts if about_bills else sample_contexts
    return samples(language=language_of(path.name))


def tried(template: WordTemplate, contexts: Sequence[Mapping[str, object]]) -> list[Problem]:
    """What goes wrong with sample letters: a value that cannot be printed, a cell without a paragraph."""
    found: dict[str, Problem] = {}
    shapes: set[Shape] = set()
    for context in contexts:
        known = {problem.expected for problem in found.values()}  # what another sample showed of the same kind
        for problem in _faults_with(template, context, shapes):
            if problem.expected not in known:
                found.setdefault(str(problem), problem)
    return list(found.values())


def _faults_with(template: WordTemplate, context: Mapping[str, object], shapes: set[Shape]) -> Iterator[Problem]:
    """What goes wrong with one sample letter; a shape among `shapes` has been tried, and is not looked at again."""
    for part in template.parts:
        try:
            pieces = template.pieces(part, template.shared(context))
            shape = (part.name, *(piece for piece in pieces if "<" in piece))
            if shape not in shapes:
                shapes.add(shape)
                yield from _shape_faults(f"{part.before}{''.join(pieces)}{part.after}", template.name)
        except DataError as error:
            yield from error.problems
        except Exception:  # noqa: BLE001 - docxtpl's own repair, on a table that Word did not write
            yield Problem(file=template.name, what=_UNMADE, expected=_WHOLE)
    try:
        template.properties(context)
    except DataError as error:
        yield from error.problems


def _tried_whole(template: WordTemplate) -> Iterator[Problem]:
    """What a template without faults of its own still lacks, or does to a letter."""
    found = tried(template, samples_for(template.path))
    yield from found
    if not errors(found):
        yield from unsaid([part.source for part in template.parts], template.environment, template.name)


def _field_faults(template: WordTemplate) -> Iterator[Problem]:
    for part in template.parts:
        yield from field_problems(part.source, template.environment, template.name)
    for name, text in template.tagged_properties.items():
        yield from field_problems(text, template.environment, template.name, property_place(name))


def _text_faults(saved: Mapping[str, bytes], file: str) -> Iterator[Problem]:
    for name, data in saved.items():
        if TEXT_PART.match(name):
            yield from text_problems(data, file)
        elif name == "word/settings.xml":
            yield from settings_problems(data, file)
        elif name.endswith(".rels"):
            yield from relation_problems(data, file)


def _shape_faults(xml: str, file: str) -> Iterator[Problem]:
    """What Word would have to repair."""
    try:
        root = etree.fromstring(xml.encode())
    except etree.XMLSyntaxError:
        yield Problem(
            file=file,
            what=_UNMADE,
            expected=_WHOLE,
        )
        return
    yield from emptied(root, file)
