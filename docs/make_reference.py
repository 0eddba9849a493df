"""Make the reference anew from the source.

    python -m docs.make_reference

Writes `docs/reference/*.md`, then `workbook/Aide.html` (`docs/make_help.py`), which the workbook's links open.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docs import make_help
from docs.making.pages import pages

FOLDER: Final = Path(__file__).with_name("reference")


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    make_help.main()


if __name__ == "__main__":
    main()
