"""Our letters against docxtpl's own, part by part in canonical XML: `python benchmarks/equality.py [--contexts 60]`.

Templates made for each of docxtpl's tags, those shipped, and those of others where they stand beside the project, each
with seeded data, under our environment and under Jinja's own.  Prints « templates × contexts, differences »; the exit
code is 1 when there is a difference.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from relance_xl.documents.contents.sample_letters import sample_contexts  # noqa: E402
from relance_xl.documents.merge.template import WordTemplate  # noqa: E402 - the script may be started from anywhere
from relance_xl.documents.sandbox.environment import letter_environment  # noqa: E402
from tests.documents.merge.equality_templates import ALL, contexts  # noqa: E402
from tests.documents.packages_read import TEMPLATES  # noqa: E402
from tests.documents.templates_made import differing_parts, guessed_contexts  # noqa: E402
from tests.places import SHARED  # noqa: E402


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A template with the data that try it."""

    name: str
    data: bytes
    environment: Environment
    contexts: Iterable[dict[str, Any]]


def compared(number: int) -> Iterator[Compared]:
    """All the templates at hand."""
    for name, made in ALL.items():
        for environment in (letter_environment(), Environment(autoescape=True)):
            yield Compared(name=name, data=made.docx(), environment=environment, contexts=contexts(made, number))
    for path in sorted(TEMPLATES.glob("lettre_*.docx")):
        yield Compared(
            name=path.name,
            data=path.read_bytes(),
            environment=letter_environment(),
            contexts=[dict(given) for given in sample_contexts()],
        )
    for path in sorted((SHARED / "data" / "word").glob("*.docx")):
        if "error" not in path.stem and "inline_image" not in path.stem:
            yield Compared(
                name=path.name,
                data=path.read_bytes(),
                environment=Environment(autoescape=True),
                contexts=guessed_contexts(path, number),
            )


def main() -> int:
    """Compare everything; 1 when something differs."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--contexts", type=int, default=60, help="contexts for each template")
    start = time.perf_counter()
    templates = letters = differences = 0
    for one in compared(given.parse_args().contexts):
        templates += 1
        template = WordTemplate(Path(one.name), one.environment, one.data)
        for context in one.contexts:
            letters += 1
            parts = differing_parts(template, one.data, context)
            if parts:
                differences += 1
                print(f"{one.name}: {', '.join(parts)}")
    print(f"{templates} templates × contexts = {letters} letters, {differences} differences")
    print(f"{time.perf_counter() - start:.0f} s")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
