"""Finding the workbooks of the companies in a firm's tree (N-90)."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relance_xl.actions.common.run import EMAILS, LETTERS, TEMPLATES
from relance_xl.actions.setup.company import WORKBOOK
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.wording import folded
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem, RelanceError
from relance_xl.tables import schema

OWN = "Cabinet"
"""The name of the consolidated workbook, with or without macros, at the top of the tree."""
_ASIDE = frozenset(map(folded, ("Copies", "Annulées")))
_DOCUMENTS = frozenset(map(folded, (LETTERS, EMAILS, TEMPLATES)))
_OWN = re.compile(rf"{OWN}(?: [\d(].*)?\.xls[xm]", re.IGNORECASE)
_NAMED = folded(Path(WORKBOOK).stem)
_TABLES = frozenset({schema.CUSTOMERS.name, schema.ITEMS.name})

_NO_TEXT = "Ce nom contient des caractères illisibles"
_RENAMED = "un nom en lettres ordinaires : renommez-le"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """What a walk found: the companies' workbooks, in the order of their paths, and the folders that cannot be read."""

    root: Path
    workbooks: tuple[Path, ...]
    problems: tuple[Problem, ...]


def walked(root: Path) -> Tree:
    """The companies below `root`: every .xlsm, and every .xlsx that holds customers or invoices of ours.

    Left out: copies, what was taken back, documents issued, hidden folders, files of an open workbook (« ~$ »), the
    consolidated workbook, and every link, so that nothing outside the tree is reached and nothing is met twice.
    FileUnavailable when `root` is no folder.
    """
    if not root.is_dir():
        raise FileUnavailable(
            Problem(file=_shown(root), what="Ce dossier est introuvable", expected="le dossier où sont les sociétés")
        )
    if not _is_text(str(root.resolve())):
        raise FileUnavailable(Problem(file=_shown(root), what=_NO_TEXT, expected=_RENAMED))
    root = root.resolve()
    problems: list[Problem] = []
    found = tuple(_below(root, root, problems))
    return Tree(root=root, workbooks=found, problems=tuple(problems))


def _below(folder: Path, root: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            known = sorted((entry for entry in entries if not _is_link(entry)), key=lambda entry: entry.name)
    except OSError as error:
        what = f"Ce dossier ne peut pas être lu ({reason(error)}) : ses sociétés ne sont pas traitées"
        problems.append(Problem(file=str(folder.relative_to(root)), what=what, expected="le droit de lire ce dossier"))
        return
    problems += [_unnamed(entry, root) for entry in known if not _is_text(entry.name) and _matters(entry)]
    known = [entry for entry in known if _is_text(entry.name)]
    files = [Path(entry.path) for entry in known if entry.is_file(follow_symlinks=False)]
    workbooks = [path for path in files if _is_company(path, root)]
    yield from workbooks
    skipped = _ASIDE | _DOCUMENTS if workbooks else _ASIDE
    for entry in known:
        name = unicodedata.normalize("NFC", entry.name)
        if entry.is_dir(follow_symlinks=False) and not name.startswith(".") and folded(name) not in skipped:
            yield from _below(Path(entry.path), root, problems)


def _is_text(name: str) -> bool:
    """Whether the name is made of characters: an old archive or another system may leave bytes that are none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _matters(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) or Path(entry.name).suffix.lower() in {".xlsm", ".xlsx"}


def _unnamed(entry: os.DirEntry[str], root: Path) -> Problem:
    shown = _shown(Path(entry.path).relative_to(root))
    return Problem(file=shown, what=f"{_NO_TEXT} : ce qui s'y trouve n'est pas traité", expected=_RENAMED)


def _shown(path: Path) -> str:
    return os.fsencode(path).decode(errors="replace")


def _is_link(entry: os.DirEntry[str]) -> bool:
    """Whether the entry leads elsewhere: a symbolic link, or a junction of Windows."""
    if entry.is_symlink():
        return True
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag) and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _is_company(path: Path, root: Path) -> bool:
    if path.name.startswith(("~$", ".")) or (path.parent == root and _OWN.fullmatch(path.name)):
        return False
    kind = path.suffix.lower()
    return kind == ".xlsm" or (kind == ".xlsx" and _holds_company(path))


def _holds_company(path: Path) -> bool:
    """Whether the file is a workbook with a table of customers or invoices of ours.

    Of one that cannot be read, its name decides: a company's that is damaged is told, another's is none of our affair.
    """
    try:
        return bool(_TABLES & WorkbookFile(path).table_names())
    except RelanceError:
        return folded(path.stem).startswith(_NAMED)
