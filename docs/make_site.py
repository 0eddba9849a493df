"""Make the documentation as a static site, from the same Markdown.

    python -m docs.make_site build/site

The long guide becomes one page a chapter; links follow.  Needs the group `docs` (MkDocs Material); the site needs no
network once it is made: its fonts are the system's, its search runs in the browser.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

DOCS: Final = Path(__file__).parent
CONFIG: Final = DOCS / "mkdocs.yml"
WHOLE: Final = (
    "premiers-pas.md",
    "installation.md",
    "migrer.md",
    "modeles.md",
    "cabinet.md",
    "reliability.md",
    "english.md",
)
"""Pages taken as they are."""
GUIDE: Final = "guide.md"
_LINK: Final = re.compile(r"\]\((?!\w+://)([^)#\s]*)(?:#([^)]*))?\)")


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and MkDocs make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def chapters(guide: str) -> dict[str, str]:
    """The guide cut at its second-level headings: file's name → Markdown, the heading now of the first level."""
    head, *parts = re.split(r"^## ", guide, flags=re.MULTILINE)
    made = {"index.md": re.sub(r"^Sommaire.*\n", "", head, flags=re.MULTILINE)}
    for part in parts:
        title, _, body = part.partition("\n")
        made[f"{slug(title)}.md"] = f"# {title}\n{re.sub(r'^###', '##', body, flags=re.MULTILINE)}"
    return made


def places(parts: dict[str, str]) -> dict[str, str]:
    """Each anchor of the guide → the chapter where it stands."""
    found = {}
    for name, text in parts.items():
        for heading in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE):
            found.setdefault(slug(heading), name)
    return found


def led(text: str, where: dict[str, str], *, inside: bool, depth: int = 0) -> str:
    """The text with its links to the guide, or within it, led to the chapters; links out of the documentation undone.

    `depth` is how many folders below the root the page stands.
    """
    up = "../" * depth

    def lead(link: re.Match[str]) -> str:
        target, anchor = link[1], link[2] or ""
        if (inside and not target) or target.endswith(GUIDE):
            name = where.get(anchor, "index.md")
            end = f"#{anchor}" if anchor and slug(name.removesuffix(".md")) != anchor else ""
            return f"]({up}guide/{name}{end})" if not inside else f"]({name}{end})"
        return f"](../{target}{'#' + anchor if anchor else ''})" if inside else link[0]

    return _LINK.sub(lead, text)


def _undone(text: str, page: Path) -> str:
    """Links to what the site has not (sources, tests) become their text."""

    def keep(link: re.Match[str]) -> str:
        target = link[2]
        if "://" in target or not target or (page.parent / target).exists():
            return link[0]
        return link[1]

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)#\s]*)(?:#[^)]*)?\)", keep, text)


def gather(folder: Path) -> None:
    """Put everything that the site shows into `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "guide").mkdir(parents=True)
    parts = chapters((DOCS / GUIDE).read_text(encoding="utf-8"))
    where = places(parts)
    for name, text in parts.items():
        (folder / "guide" / name).write_text(led(text, where, inside=True), encoding="utf-8", newline="\n")
    shutil.copytree(DOCS / "reference", folder / "reference", ignore=shutil.ignore_patterns("*.json"))
    shutil.copytree(DOCS / "images", folder / "images", ignore=shutil.ignore_patterns("*.json"))
    shutil.copy(DOCS / "site.css", folder)
    for name in (*WHOLE, "index.md"):
        shutil.copy(DOCS / ("site.md" if name == "index.md" else name), folder / name)
    for page in _pages(folder):
        text = page.read_text(encoding="utf-8")
        if page.parent.name != "guide":
            text = led(text, where, inside=False, depth=len(page.relative_to(folder).parts) - 1)
        page.write_text(_undone(text, page), encoding="utf-8", newline="\n")


def _pages(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.md"))


def main(out: Path) -> None:
    """Gather, then build; a broken link stops."""
    source = out.with_name(f"{out.name}-source")
    gather(source)
    config = CONFIG.read_text(encoding="utf-8").replace("docs_dir: .", f"docs_dir: {source.resolve().as_posix()}")
    written = out.with_name(f"{out.name}.yml")
    written.write_text(f"{config}\nsite_dir: {out.resolve().as_posix()}\n", encoding="utf-8", newline="\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(written)]
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/site"))
