"""What a message in HTML may not do to who opens it: fetch a picture elsewhere, or run a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

_REMOTE = r"(?:https?:|ftp:|file:|//)[^\"'\s)>]*"
_HAZARDS = tuple(
    (re.compile(pattern, re.IGNORECASE), what, expected)
    for pattern, what, expected in (
        (rf"<(?:img|input|source|video|audio|v:\w+|image)\b[^>]*?\b(?:src|poster|href)\s*=\s*[\"']?({_REMOTE})",
         "Ce message va chercher une image ailleurs", "une image jointe (« cid: »), ou aucune"),
        (rf"\b(?:background|srcset)\s*=\s*[\"']?({_REMOTE})",
         "Ce message va chercher une image ailleurs", "une couleur, ou aucune image"),
        (rf"url\(\s*[\"']?({_REMOTE})", "Ce message va chercher un style ou une image ailleurs", "un style en ligne"),
        (r"(@import\b[^;]*)", "Ce message va chercher un style ailleurs", "un style en ligne"),
        (r"(<(?:script|iframe|object|embed|applet|form|link|base|frame)\b[^>]*)",
         "Ce message contient ce qu'aucune messagerie ne doit lancer", "du texte, des tableaux et des liens"),
        (r"(<[^>]*\son\w+\s*=)", "Ce message lance un programme", "du texte, des tableaux et des liens"),
        (r"((?:javascript|vbscript|data:text/html)\s*:)", "Ce message lance un programme", "un lien ordinaire"),
    )
)  # fmt: skip
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CALLED = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
_SHOWN = 120


def hazards(folder: Path, file: str) -> Iterator[Problem]:
    """An error, with its line, for each hazard of a template in HTML and of those that it calls (N-74)."""
    waiting, seen = [file], set[str]()
    while waiting:
        name = waiting.pop()
        path = folder / name
        if name in seen or not name.lower().endswith(".html") or not path.is_file():
            continue
        seen.add(name)
        source = _COMMENT.sub(_blank, path.read_text(encoding="utf-8", errors="replace"))
        waiting += _CALLED.findall(source)
        for pattern, what, expected in _HAZARDS:
            for found in pattern.finditer(source):
                yield Problem(
                    file=name,
                    line=source.count("\n", 0, found.start()) + 1,
                    what=typeset(f"{what} : « {' '.join(found[1].split())[:_SHOWN]} »"),
                    expected=typeset(expected),
                )


def _blank(comment: re.Match[str]) -> str:
    """Only the ends of lines, so that the lines after it keep their number."""
    return "\n" * comment[0].count("\n")
