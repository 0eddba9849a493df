"""Make `workbook/Aide.html`: the guide and the reference as one page that needs no network.

    python -m docs.make_help

Needs the group `docs` (markdown).  The page begins with the hash of what it was made from: a test compares it.
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from pathlib import Path
from typing import Final

from docs.making.source import ROOT
from relance_xl.actions.setup.help_page import MARK, PAGE

DOCS: Final = Path(__file__).parent
OUT: Final = ROOT / "workbook" / PAGE
PARTS: Final = (
    "guide.md",
    "migrer.md",
    "reference/boutons.md",
    "reference/commandes.md",
    "reference/feuilles.md",
    "reference/parametres.md",
    "reference/regles.md",
    "reference/champs.md",
    "reference/messages.md",
)
TITLE: Final = "Aide : relances clients"
STYLE: Final = """
:root{--navy:#1f3a5f;--line:#d5dde6;--mist:#f4f6f9;--ink:#22303c;--muted:#66737f;--blue:#2e6da4}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 "Segoe UI",Calibri,Carlito,sans-serif;color:var(--ink)}
nav{position:fixed;top:0;left:0;bottom:0;width:270px;overflow:auto;background:var(--mist);padding:16px;
border-right:1px solid var(--line);font-size:14px}
nav a{display:block;padding:2px 0;color:var(--ink);text-decoration:none}
nav a:hover{color:var(--blue)}nav a.part{margin-top:12px;font-weight:700;color:var(--navy)}
main{margin-left:270px;padding:24px 40px;max-width:1150px}h1{color:var(--navy);border-bottom:3px solid var(--navy)}
h2{color:var(--blue);border-bottom:1px solid var(--line);margin-top:2em}
table{border-collapse:collapse;display:block;overflow-x:auto;font-size:14px}
th{background:var(--navy);color:#fff;text-align:left}th,td{padding:5px 9px;border:1px solid var(--line)}
tr:nth-child(even){background:var(--mist)}code{background:var(--mist);padding:1px 4px;border-radius:3px}
pre{background:var(--mist);padding:12px;overflow-x:auto}pre code{padding:0}blockquote{border-left:4px solid var(--line);
margin-left:0;padding-left:14px;color:var(--muted)}a{color:var(--blue)}
@media(max-width:820px){nav{position:static;width:auto;border:0;max-height:45vh}main{margin:0;padding:16px}}
@media print{nav{display:none}main{margin:0}}
"""


def stamp() -> str:
    """The hash of what the page is made from: the texts and this module."""
    total = hashlib.sha256()
    for path in (*(DOCS / each for each in PARTS), Path(__file__)):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def page() -> str:
    """The whole page."""
    from markdown import Markdown  # noqa: PLC0415 - of the group « docs »
    from markdown.extensions.toc import TocExtension, slugify_unicode  # noqa: PLC0415

    links, bodies = [], []
    for part in PARTS:
        prefix = anchor_of(part)
        slugs = TocExtension(slugify=lambda text, sep, before=prefix: before + slugify_unicode(text, sep))
        converter = Markdown(extensions=["tables", "fenced_code", slugs])
        body = converter.convert(_within(DOCS / part, prefix))
        bodies.append(f'<section id="{_id(part)}">{body}</section>')
        title = re.search(r"<h1[^>]*>(.*?)</h1>", body)
        links.append(f'<a class="part" href="#{_id(part)}">{title[1] if title else part}</a>')
        links += [f'<a href="#{each[0]}">{each[1]}</a>' for each in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body)]
    body = f"<nav>{''.join(links)}</nav><main>\n{''.join(bodies)}\n</main>"
    return (
        f'{MARK.decode()}\n<!-- {stamp()} -->\n<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(TITLE)}</title>'
        f"<style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def anchor_of(part: str) -> str:
    """What stands before the anchors of a part: nothing in the guide, which the workbook's links name."""
    return "" if part == "guide.md" else f"{Path(part).stem}-"


def _id(part: str) -> str:
    return f"page-{Path(part).stem}"


def _within(path: Path, prefix: str) -> str:
    """The text without pictures, its links led within the page, or undone where their page is not in it."""
    text = re.sub(r"<!--.*?-->\n?", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)\s*", "", text)

    def led(link: re.Match[str]) -> str:
        said, target, anchor = link[1], link[2], link[3] or ""
        if "://" in target:
            return link[0]
        found = next((each for each in PARTS if Path(each).name == Path(target).name), "") if target else path.name
        if not found:
            return said
        if not anchor:
            return f"[{said}](#{_id(found)})"
        return f"[{said}](#{(anchor_of(found) if target else prefix) + anchor})"

    return re.sub(r"\[([^\]]+)\]\(([^)#\s]*)(?:#([^)]*))?\)", led, text)


def main() -> None:
    """Write the page anew."""
    OUT.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
