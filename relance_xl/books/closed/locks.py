"""Whether a workbook is open elsewhere (Excel and LibreOffice leave a file beside it), or may be written at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from relance_xl.domain.wording import typeset
from relance_xl.problems import FileUnavailable, Problem


def refuse_if_unavailable(path: Path) -> None:
    """FileUnavailable when the workbook is missing, open elsewhere, or cannot be replaced."""
    refuse_if_missing(path)
    for lock, program in ((excel_lock(path), "Excel"), (libreoffice_lock(path), "LibreOffice")):
        if lock.exists():
            raise _open_elsewhere(path, program, owner(lock), lock)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise FileUnavailable(
            Problem(
                file=path.name,
                what="Ce classeur ou son dossier est en lecture seule",
                expected="le droit d'écrire dans ce dossier",
            )
        )
    if sys.platform == "win32":
        _refuse_if_held(path)


def refuse_if_missing(path: Path) -> None:
    """FileUnavailable when there is no such file."""
    if not path.is_file():
        raise FileUnavailable(
            Problem(file=str(path), what="Ce classeur est introuvable", expected="le chemin d'un classeur existant")
        )


def refuse_if_binary(path: Path) -> None:
    """FileUnavailable for a workbook in Excel's binary format, whatever its parts hold."""
    if path.suffix.casefold() == ".xlsb":
        raise binary(path.name)


def binary(name: str) -> FileUnavailable:
    """The refusal of a .xlsb, with what helps: its buttons work in Excel, and nowhere else."""
    return FileUnavailable(
        Problem(
            file=name,
            what=typeset("Ce classeur est au format binaire (.xlsb), que seul Excel sait lire et écrire"),
            expected=typeset(
                "le même au format .xlsm : dans Excel, Fichier, Enregistrer sous, "
                "« Classeur Excel (prenant en charge les macros) »"
            ),
        )
    )


def excel_lock(path: Path) -> Path:
    """The file Excel keeps beside an open workbook."""
    return path.with_name(f"~${path.name}")


def libreoffice_lock(path: Path) -> Path:
    """The file LibreOffice keeps beside an open workbook."""
    return path.with_name(f".~lock.{path.name}#")


def owner(lock: Path) -> str:
    """Who holds the workbook, as the lock tells it; "" when it does not."""
    try:
        content = lock.read_bytes()
    except OSError:
        return ""
    if lock.name.startswith("~$"):  # the name's length, then the name in the system's code page
        fields = [content[1 : 1 + content[0]].decode("cp1252", errors="ignore").strip("\0 ") if content else ""]
    else:
        fields = content.decode("utf-8", errors="ignore").split(",")  # name, user, host, moment, profile
    return next((field.strip() for field in fields[:3] if field.strip() and field.strip().isprintable()), "")


def _open_elsewhere(path: Path, program: str, who: str, lock: Path) -> FileUnavailable:
    by = f" par {who}" if who else ""
    return FileUnavailable(
        Problem(
            file=path.name,
            what=f"Ce classeur est ouvert dans {program}{by}",
            expected=f"un classeur fermé ; s'il n'est ouvert nulle part, supprimez « {lock.name} » à côté de lui",
        )
    )


def _refuse_if_held(path: Path) -> None:
    """On Windows an open workbook cannot be opened for writing, lock file or not."""
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise FileUnavailable(
            Problem(file=path.name, what="Ce classeur est ouvert dans un autre programme", expected="un classeur fermé")
        ) from error
