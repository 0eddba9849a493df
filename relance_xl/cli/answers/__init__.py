"""The JSON document that each command prints, by the report it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from relance_xl.cli.answers.desk import (
    calls_document,
    card_document,
    dashboard_document,
    phone_document,
    search_document,
)
from relance_xl.cli.answers.incoming import (
    assigned_document,
    bank_document,
    columns_document,
    emptied_document,
    import_document,
    import_undone_document,
)
from relance_xl.cli.answers.issued import (
    bills_document,
    blanking_document,
    letters_document,
    mails_document,
    returns_document,
    undo_document,
)
from relance_xl.cli.answers.setup import repair_document, templates_document, update_document
from relance_xl.cli.answers.shapes import Document, plain_document

if TYPE_CHECKING:
    from relance_xl.actions.common.report import Report

DOCUMENTS: Final[Mapping[str, Callable[[Any], Document]]] = {
    "SearchReport": search_document,
    "AssignedReport": assigned_document,
    "EmptiedReport": emptied_document,
    "BankReport": bank_document,
    "ImportedReport": import_document,
    "CardReport": card_document,
    "ColumnsReport": columns_document,
    "PhoneReport": phone_document,
    "CallsReport": calls_document,
    "LettersReport": letters_document,
    "MailsReport": mails_document,
    "ReturnsReport": returns_document,
    "BillsReport": bills_document,
    "BlankingReport": blanking_document,
    "UndoReport": undo_document,
    "ImportUndone": import_undone_document,
    "DashboardReport": dashboard_document,
    "TemplatesReport": templates_document,
    "RepairReport": repair_document,
    "UpdateReport": update_document,
    "Report": plain_document,
}
"""By the name of the report's class, which only the command that makes it imports."""


def document_of(report: Report) -> Document:
    """What `--json` prints of it."""
    return DOCUMENTS[type(report).__name__](report)
