"""The files of a company's weeks, small enough to be read: the first import, and those that follow it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from relance_xl.actions.common.run import Decision, Run
from relance_xl.actions.importing import ImportedReport, Wanted, import_files
from relance_xl.books.memory import MemoryBook
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.tables.grid import Value

HEADER = "Code client;Nom;Facture;Date;Échéance;Montant TTC;Reste dû"
F1 = "C1;Duval;F1;05/01/2026;04/02/2026;1000,00;1000,00"
F2 = "C1;Duval;F2;10/01/2026;09/02/2026;500,00;500,00"
F3 = "C2;Epi;F3;15/01/2026;14/02/2026;300,00;300,00"
F4 = "C3;Nori;F4;20/01/2026;19/02/2026;200,00;200,00"
FIRST = (F1, F2, F3, F4)


def company(folder: Path, *, first: bool = True) -> MemoryBook:
    """A new company, with its first list imported, and a level, an exclusion and a note on each line."""
    book = MemoryBook.empty(folder / "Relances.xlsm")
    book.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 1}])
    book.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
    book.fill("tParametres", [{"Paramètre": "Groupe par défaut", "Valeur": 1}])
    if first:
        assert not brought(book, *FIRST).doubts
        typed(book, Niveau=[1, 1, 2, 1], Exclusion=[None, None, "Litige", None], Note=["", "", "vu", ""])
    return book


def typed(book: MemoryBook, **columns: list[Value]) -> None:
    """What the user or the reminders have written into `Factures`, column by column."""
    book.update_columns("tFactures", {name: [value or None for value in values] for name, values in columns.items()})


def brought(
    book: MemoryBook,
    *lines: str,
    header: str = HEADER,
    name: str = "liste.csv",
    wanted: Wanted | None = None,
    decision: Decision = Decision.GIVE_UP,
) -> ImportedReport:
    """The file of these lines imported; `decision` is what the user answers to the doubts."""
    path = book.path.with_name(name)
    path.write_bytes("\n".join((header, *lines, "")).encode("cp1252"))
    run = Run(now=datetime(2026, 3, 16, 9, 30), user="comptable", decide=lambda _question: decision)
    return import_files(book, run, [path], wanted)


def ledger(*lines: str) -> tuple[str, str]:
    """The header of a FEC and its lines, each « day | account | customer | name | number | document day | debit |
    credit | letter », in the journal VE, or AN for an opening entry marked « AN: »."""
    written = []
    for line in lines:
        journal, _, rest = line.rpartition(":")
        day, account, code, name, number, document, debit, credit, letter = (part.strip() for part in rest.split("|"))
        label = f"A nouveau {number}" if journal == "AN" else number
        written.append(
            "\t".join((journal or "VE", "Ventes" if journal != "AN" else "A nouveaux", "1", day, account, "Clients",
                       code, name, number, document, label, debit or "0,00", credit or "0,00", letter, "", "", "", ""))
        )  # fmt: skip
    return "\t".join(COLUMNS), "\n".join(written)


def motives(report: ImportedReport) -> list[str]:
    """Why the import is not done."""
    return [str(doubt.motif) for doubt in report.doubts]


def state(book: MemoryBook) -> dict[str, tuple[Value, Value]]:
    """Number → what is owed, and the level."""
    return {str(row["Facture"]): (row["Solde"], row["Niveau"]) for row in book.rows("tFactures")}
