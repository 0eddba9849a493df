"""The page of the documentation that lists every field and filter of a template, printed from what the program knows.

    python docs/make_fields.py

Writes the tables at the end of `docs/modeles.md` anew; what is written by hand above them stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from relance_xl.documents.messages.templates import MAIL_FIELDS
from relance_xl.documents.templates.fields import FIELDS, FILTERS, MEMBERS

START = "<!-- la suite est imprimée par docs/make_fields.py -->"
"""What separates, in `docs/modeles.md`, the text written by hand from the tables."""


def fields_tables() -> str:
    """The tables in Markdown, ending with a line end."""
    return "\n".join((START, *_fields(), *_mail_fields(), "", "## Mises en forme", "", *_filters(), ""))


def _fields() -> Iterator[str]:
    """One table for the letter itself, one for each thing that it names."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, text in FIELDS.items():
        owner, _, leaf = name.rpartition(".")
        key = name.removesuffix("[]") if name.endswith("[]") and not owner else owner
        groups.setdefault(key, []).append((leaf, text))
    shown: dict[tuple[tuple[str, str], ...], str] = {}
    for owner, fields in groups.items():
        yield from ("", f"## {_title(owner)}", "")
        same = shown.setdefault(tuple(fields), _title(owner))
        if same != _title(owner):
            yield f"Les mêmes champs que {same}."
            continue
        yield "| champ | imprime |"
        yield "|---|---|"
        for leaf, text in fields:
            prefix = f"{_variable(owner)}." if owner else ""
            yield f"| `{prefix}{leaf.removesuffix('[]')}` | {text}{_loop_note(leaf)} |"


def _mail_fields() -> Iterator[str]:
    yield from ("", "## Dans un e-mail seulement", "", "| champ | imprime |", "|---|---|")
    for name, text in MAIL_FIELDS.items():
        yield f"| `{name.removesuffix('[]')}` | {text}{_loop_note(name)} |"


def _title(owner: str) -> str:
    if not owner:
        return "La lettre"
    if owner.endswith("[]"):
        path = owner.replace("[]", "")
        loop = _variable(owner)
        source = f"{_variable(owner.rpartition('.')[0])}.{path.rpartition('.')[2]}" if "." in path else path
        return f"`{{% for {loop} in {source} %}}`"
    return f"`{owner}`"


def _variable(owner: str) -> str:
    """The variable that a loop over a list usually has: ligne for lignes, groupe for totaux."""
    name = owner.removesuffix("[]").rpartition(".")[2]
    return MEMBERS.get(name, owner)


def _loop_note(leaf: str) -> str:
    return " : une liste, `{% for x in … %}`" if leaf.endswith("[]") else ""


def _filters() -> Iterator[str]:
    yield "| filtre | donne |"
    yield "|---|---|"
    for name, text in FILTERS.items():
        sample, _, shown = text.replace("|", r"\|").partition(" : ")
        yield f"| `{name}` | `{sample}` : {shown or 'le même texte'} |"


def main() -> None:
    """Write the tables of the page anew."""
    page = Path(__file__).with_name("modeles.md")
    by_hand, _, _ = page.read_text(encoding="utf-8").partition("<!-- la suite est imprimée par ")
    page.write_text(by_hand + fields_tables(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
