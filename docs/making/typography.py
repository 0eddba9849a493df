"""French spaces put into pages written by hand: before « : ; ! ? » », after « « », outside code and links.

python -m docs.making.typography PAGE…
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

_CODE: Final = re.compile(r"(^```.*?^```|`[^`\n]*`|\]\([^)]*\)|^\|[ |:-]+$)", re.DOTALL | re.MULTILINE)
_BEFORE: Final = re.compile(r"(?<=[^\s|]) (?=[:;!?»%€])")


def spaced(text: str) -> str:
    """The text with its no-break spaces."""
    parts = _CODE.split(text)
    return "".join(part if number % 2 else _spaced(part) for number, part in enumerate(parts))


def _spaced(part: str) -> str:
    return _BEFORE.sub("\u00a0", part.replace("« ", "«\u00a0"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(spaced(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
