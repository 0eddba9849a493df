"""Which test provokes which message: what `docs.making.recording` heard, matched with the messages of the source.

    python -m docs.making.provoked FOLDER

Writes `docs/reference/provoked.json`: the message's template and its module → a test.  A message of before keeps its
test while both exist.  What was heard and is no message of the source is counted, and shown.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from docs.making.messages import Message, messages
from docs.making.source import HOLE, ROOT

PROVOKED: Final = ROOT / "docs" / "reference" / "provoked.json"
LINES: Final = "… lignes (…) : "
_WORDS: Final = 6
"""A template of fewer letters fits anything: only a test that says it literally provokes it."""
LONGEST: Final = 1200
"""Characters of a sentence: what is longer is a whole file, or a hostile value, and costs the match hours."""


def key(message: Message) -> str:
    """What a message is known by in the file."""
    return f"{message.module}: {message.what}"


def recorded() -> dict[str, str]:
    """Message → test, as committed."""
    return dict(json.loads(PROVOKED.read_text(encoding="utf-8"))) if PROVOKED.exists() else {}


def pattern(what: str) -> re.Pattern[str]:
    """What a sentence of this template looks like; its spaces of any kind."""
    begins = ""
    if what.startswith(LINES):  # said of one line too
        begins, what = r".*?lignes? .*?: ", what.removeprefix(LINES)
    parts = (re.escape(_plain(part)).replace(r"\(s\)", r"(?:s|\(s\))?") for part in what.split(HOLE))
    return re.compile(
        begins + ".*?".join(parts).rstrip(".") + r"(?:,? [:«(].*|,? dans .*)?\.?", re.DOTALL | re.IGNORECASE
    )


def _plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


def matched(heard: Mapping[str, str], wanted: Iterable[Message]) -> tuple[dict[str, str], set[str]]:
    """Message → the first test that made a sentence of its template; and the sentences that fit none."""
    texts = {_plain(text): test for text, test in heard.items()}
    found: dict[str, str] = {}
    met: set[str] = set()
    for message in wanted:
        shape = pattern(message.what)
        fitting = [text for text in texts if shape.fullmatch(text)]
        met.update(fitting)
        if fitting and sum(each.isalpha() for each in message.what) >= _WORDS:
            found[key(message)] = min((texts[text] for text in fitting), key=lambda test: (_rank(test), test))
    return found, set(texts) - met


def _rank(test: str) -> int:
    """A scenario first, which an accountant reads; then the tests of one thing; the wide ones last."""
    return 0 if "scenarios" in test else 2 if "properties" in test or "cli" in test else 1


def is_there(test: str) -> bool:
    """Whether the test, « file::name[case] », still exists."""
    file, _, name = test.partition("::")
    path = ROOT / file
    function = re.split(r"[\[:]", name.rpartition("::")[2])[0]
    return path.is_file() and bool(re.search(rf"def {re.escape(function)}\b", path.read_text(encoding="utf-8")))


def main(folder: Path) -> None:
    """Write the file anew from what was heard, and say what remains."""
    heard: dict[str, str] = {}
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:  # not splitlines: a hostile text holds other ends of line
            for line in lines:
                each = json.loads(line)
                if len(each["text"]) <= LONGEST:
                    heard.setdefault(each["text"], each["test"])
    every = messages()
    found, unknown = matched(heard, every)
    before = {name: test for name, test in recorded().items() if is_there(test)}
    wanted = {key(message) for message in every}
    kept = {name: test for name, test in ({**before, **found}).items() if name in wanted}
    PROVOKED.parent.mkdir(exist_ok=True)
    text = json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1)
    PROVOKED.write_text(text + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(kept)} messages of {len(wanted)} provoked; {len(unknown)} sentences fit none\n")
    for text in sorted(unknown)[:400]:
        sys.stdout.write(f"  ? {text[:120]!r}\n")
    for name in sorted(wanted - set(kept)):
        sys.stdout.write(f"  - {name}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
