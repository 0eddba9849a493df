"""The consolidated workbook, written whole beside its place and moved there at one stroke."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from relance_xl.books.closed.locks import excel_lock, libreoffice_lock
from relance_xl.cabinet.company.jobs import Result
from relance_xl.cabinet.consolidated.companies import write_companies
from relance_xl.cabinet.consolidated.debtors import write_debtors
from relance_xl.cabinet.consolidated.faults import write_faults
from relance_xl.cabinet.consolidated.looks import Looks
from relance_xl.cabinet.consolidated.rows import in_order
from relance_xl.cabinet.consolidated.spilled import Read, spilled
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem


def write_consolidated(place: Path, results: Sequence[Result], read: Read, as_of: date, taken: datetime) -> Path:
    """Write the workbook at `place`, in the place of that of an earlier run; `read` gives the whole answer kept.

    FileUnavailable when it is open elsewhere or its folder cannot be written.
    """
    if excel_lock(place).exists() or libreoffice_lock(place).exists():
        raise _refused(place, "il est ouvert")
    scratch = place.with_name(f".{place.stem}-{os.getpid()}.tmp")
    try:
        _write(scratch, place.parent.name, results, read, as_of, taken)
        scratch.replace(place)
    except OSError as error:
        raise _refused(place, reason(error)) from error
    finally:
        scratch.unlink(missing_ok=True)
    return place


def _write(scratch: Path, title: str, results: Sequence[Result], read: Read, as_of: date, taken: datetime) -> None:
    import xlsxwriter  # noqa: PLC0415 - slow to import, and of no use to a worker

    book = xlsxwriter.Workbook(str(scratch), {"strings_to_formulas": False, "strings_to_urls": False})
    looks = Looks(book)
    write_companies(looks, title, results, as_of, f"relevé du {taken:%d/%m/%Y} à {taken:%H} h {taken:%M}")
    book.constant_memory = True  # for these two sheets, whose rows go to the disk as they come; tables need the memory
    with spilled(in_order(results), read) as answers:
        write_debtors(looks, answers)
        write_faults(looks, answers)
    book.constant_memory = False
    book.close()


def _refused(place: Path, why: str) -> FileUnavailable:
    return FileUnavailable(
        Problem(file=place.name, what=f"Ce classeur n'a pas pu être écrit ({why})", expected="un classeur fermé")
    )
