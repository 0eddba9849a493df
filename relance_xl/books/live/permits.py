"""What the host lets nobody write: a protected sheet, a workbook opened read-only.  Each host says it its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, FileUnavailable, Problem

if TYPE_CHECKING:  # slow to import, and the window knows this module before it knows any workbook
    import xlwings

HOSTS = ("pywintypes", "pythoncom", "win32com", "appscript", "aem", "xlwings", "uno", "com.sun.star", "pyuno")
"""The modules whose exceptions are a host's refusal: COM, Apple events, xlwings' own, LibreOffice."""


def is_protected(sheet: xlwings.Sheet) -> bool:
    """Whether the sheet is protected, as the host states it."""
    api = sheet.api
    if hasattr(api, "isProtected"):  # LibreOffice
        return bool(api.isProtected())
    if hasattr(api, "ProtectContents"):  # Excel for Windows
        return bool(api.ProtectContents)
    stated = getattr(api, "protect_contents", None)  # Excel for macOS
    return bool(stated.get()) if stated is not None else False


def is_read_only(book: xlwings.Book) -> bool:
    """Whether the workbook can only be saved under another name."""
    api = book.api
    if hasattr(api, "isReadonly"):
        return bool(api.isReadonly())
    if hasattr(api, "ReadOnly"):
        return bool(api.ReadOnly)
    stated = getattr(api, "read_only", None)
    return bool(stated.get()) if stated is not None else False


def is_refusal(error: BaseException) -> bool:
    """Whether the host itself raised it: busy, a dialogue open, a cell being typed."""
    return type(error).__module__.startswith(HOSTS)


class Busy(FileUnavailable):
    """The host takes no call for now; the same click may succeed a moment later."""


def busy(sheet: str, program: str) -> Busy:
    """The refusal of a host that would not take a call, while that sheet was being written ("" while reading)."""
    return Busy(
        Problem(
            sheet=sheet,
            what=f"{program} n'a pas accepté cette écriture" if sheet else f"{program} n'a pas répondu",
            expected="aucune cellule en cours de saisie, aucune boîte de dialogue ouverte, puis le même bouton",
        )
    )


def nowhere() -> FileUnavailable:
    """The refusal of a workbook that lies in no folder of this machine: never saved, or in the cloud alone (N-67)."""
    return FileUnavailable(
        Problem(
            what=typeset(
                "Ce classeur n'est dans aucun dossier de cet ordinateur : il n'a jamais été enregistré, ou il n'est "
                "que sur OneDrive ou SharePoint"
            ),
            expected=typeset(
                "un classeur enregistré sur le disque, ou dans un dossier synchronisé (OneDrive, « Toujours conserver "
                "sur cet appareil »)"
            ),
        )
    )


def not_taken(sheet: str, address: str) -> DataError:
    """The refusal of a host that stayed silent: what was written is not what is read."""
    return DataError(
        Problem(
            sheet=sheet,
            cell=address,
            what="Ce qui vient d'être écrit ne se relit pas dans cette cellule",
            expected="une feuille sans protection, sans filtre et sans cellules verrouillées",
        )
    )
