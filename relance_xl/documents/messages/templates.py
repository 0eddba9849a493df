"""The words of the messages: `mail_1.txt` and `mail_1.html`, one pair a level and a language.

The first line of the text may be the subject: « Objet : … ».  The HTML is optional: without it, the message is plain.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template, TemplateSyntaxError

from relance_xl.documents.contents.context import Context
from relance_xl.documents.contents.sample_letters import sample_contexts
from relance_xl.documents.languages.choice import FRENCH, language_of, translated
from relance_xl.documents.languages.language import Language
from relance_xl.documents.messages.hazards import hazards
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.documents.templates.errors import template_problem
from relance_xl.domain import sheets
from relance_xl.domain.model import ReminderLevel
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

EXTENSIONS = (".txt", ".html")
MAIL_FIELDS: Mapping[str, str] = {
    "objet": "Objet du message, vide dans la ligne « Objet : » elle-même",
    "facture": "« FA-1 », ou « FA-1 et 2 autres »",
    "factures": "« FA-1, FA-2 et FA-3 », abrégé après le cinquième",
    "pieces[]": "Noms des fichiers joints",
}
"""The fields that messages have and letters have not."""

_LAST_LEVEL = 9
_SUBJECT_LINE = re.compile(r"\s*(?P<label>[^\W\d_]+)[ \u00a0\u202f]?:(?P<subject>[^\n]*)\n")
_SUBJECT_LABELS = frozenset({"Objet", "Subject"})
"""Those of any template; that of its own language beside them."""
_BLANK_LINES = re.compile(r"\n{3,}")
_SHARED = re.compile(r"mail_base\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One message's words; `html` is "" for a message of plain text, `subject` "" when nothing states one."""

    subject: str
    text: str
    html: str


@dataclass(slots=True)
class MailTemplates:
    """The templates of a folder, each compiled once."""

    folder: Path
    _environments: dict[Language, Environment] = field(default_factory=dict)
    _compiled: dict[str, Template] = field(default_factory=dict)
    _found: dict[str, Sequence[str]] = field(default_factory=dict)

    def chosen(self, level: ReminderLevel, language: str) -> str:
        """The name without extension of the level's template, « mail_2.en » for a customer in English (S4-11).

        The level's own, else `mail_n`, else the one of the last level that has one.  DataError when there is none.
        """
        wanted = self._for_level(level)
        chosen = translated(wanted, "", language, self._exists)
        if not self._exists(chosen):
            raise DataError(self._missing(wanted, level))
        return chosen

    def is_translation(self, name: str, level: ReminderLevel) -> bool:
        """Whether the template chosen is the level's in another language: `mail_2.en` where it asks for `mail_2`."""
        return name != self._for_level(level)

    def compile(self, names: Iterable[str]) -> None:
        """Compile the templates named.  DataError with the faults of all of them."""
        problems: list[Problem] = []
        for name in dict.fromkeys(names):
            for extension in self._extensions(name):
                problems += hazards(self.folder, f"{name}{extension}")
                try:
                    self._template(f"{name}{extension}")
                except Exception as error:  # noqa: BLE001 - whatever a faulty template raises, the user mends it
                    problems.append(_problem(error, f"{name}{extension}"))
        if problems:
            raise DataError(problems)

    def render(self, name: str, context: Context, *, own_subject_first: bool = False) -> Words:
        """The message's words; its subject is `context`'s when it has one, else the template's, or the other way round.

        DataError when the template prints a field that is not there.
        """
        text = self._printed(f"{name}.txt", context)
        own = ""
        labels = _SUBJECT_LABELS | {language_of(f"{name}.txt").words.subject}
        if (stated := _SUBJECT_LINE.match(text)) and stated["label"] in labels:
            own, text = " ".join(stated["subject"].split()), text[stated.end() :]
        subject = own or context["objet"] if own_subject_first else context["objet"] or own
        html = self._printed(f"{name}.html", {**context, "objet": subject}) if ".html" in self._extensions(name) else ""
        return Words(subject=subject, text=_BLANK_LINES.sub("\n\n", text.strip()) + "\n", html=html)

    def _printed(self, file: str, context: Context) -> str:
        try:
            return self._template(file).render(context)
        except DataError:
            raise
        except Exception as error:  # whatever a template does with a value that does not suit it
            raise DataError(_problem(error, file)) from error

    def _template(self, file: str) -> Template:
        if file not in self._compiled:
            self._compiled[file] = self._environment(language_of(file)).get_template(file)
        return self._compiled[file]

    def _environment(self, language: Language) -> Environment:
        """The language of the template named, which the frames that it extends speak too."""
        if language not in self._environments:
            self._environments[language] = letter_environment(language).overlay(
                trim_blocks=True, lstrip_blocks=True, loader=FileSystemLoader(self.folder), autoescape=_is_html
            )
        return self._environments[language]

    def _for_level(self, level: ReminderLevel) -> str:
        own = level.mail_template.strip()
        if own:
            return own.rsplit(".", 1)[0] if own.lower().endswith(EXTENSIONS) else own
        names = [f"mail_{number}" for number in range(min(level.number, _LAST_LEVEL), 0, -1)]
        return next(filter(self._exists, names), names[0])

    def _exists(self, name: str) -> bool:
        return ".txt" in self._extensions(name)

    def _extensions(self, name: str) -> Sequence[str]:
        """Which files the template has; a name that leads out of the folder has none."""
        if name not in self._found:
            here = Path(name).name == name
            self._found[name] = [each for each in EXTENSIONS if here and (self.folder / f"{name}{each}").is_file()]
        return self._found[name]

    def _missing(self, name: str, level: ReminderLevel) -> Problem:
        present = sorted(path.stem for path in self.folder.glob("mail*.txt") if not _SHARED.match(path.name))
        offered = FRENCH.listed(present) or "aucun pour l'instant"
        return Problem(
            sheet=sheets.LEVELS if level.mail_template else "",
            file="" if level.mail_template else f"{name}.txt",
            what=typeset(
                f"Le modèle d'e-mail « {name}.txt » est absent du dossier « {self.folder} », "
                f"demandé par le niveau {level.number}"
            ),
            expected=typeset(f"un modèle de ce nom, ou l'un de ceux du dossier : {offered}"),
            value=level.mail_template,
        )


def check_mail_templates(folder: Path) -> list[Problem]:
    """The faults of every `mail*.txt` and `mail*.html` of the folder, each tried on sample data in its language."""
    templates = MailTemplates(folder)
    problems: dict[str, Problem] = {}
    for path in sorted(folder.glob("mail*")):
        if path.suffix not in EXTENSIONS or _SHARED.match(path.name):
            continue
        for context in map(mail_fields, sample_contexts(language=language_of(path.name))):
            try:
                templates.compile([path.stem])
                templates.render(path.stem, context)
            except DataError as error:
                for problem in error.problems:
                    problems.setdefault(str(problem), problem)
    return list(problems.values())


def mail_fields(context: Context, **fields: Any) -> Context:
    """A letter's fields with those of messages, `fields` standing for what is known of them."""
    return {**context, "objet": "", "facture": "", "factures": "", "pieces": [], **fields}


def _is_html(name: str | None) -> bool:
    return name is not None and name.endswith(".html")


def _problem(error: Exception, file: str) -> Problem:
    """The fault in French, with the template's line; the fault may lie in a template that the first one uses."""
    if isinstance(error, TemplateSyntaxError):
        place, line = Path(error.filename or file).name, error.lineno
    else:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(EXTENSIONS)]
        place, line = (Path(frames[-1].filename).name, frames[-1].lineno or 0) if frames else (file, 0)
    return replace(template_problem(error, place, ""), line=line)
