"""A small company in the states from which the commands start, and what can be said of one: its cells, its files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.machine import shipped
from relance_xl.post.send_log import NAME
from relance_xl.tables.grid import Grid, Written

DAY = "2026-03-16"
WORKBOOK = "Relances.xlsm"
LEDGER, BANK = "export.csv", "releve.csv"
_LOT = re.compile(r"\d{4}-\d\d-\d\d-\d{6}(?:-\d+)?")
_TOLD_AT = re.compile(r"\d+\sh\s\d\d")
"""« Noté à 14 h 32 »: two runs may stand on either side of a minute."""
_MAIL_ID = re.compile(r"<relance[^>]*>")
_TEMPLATES = (
    *(f"lettre_{level}.docx" for level in (1, 2, 3)),
    "traite.docx",
    "mail_base.txt",
    *(f"mail_{level}.txt" for level in (1, 2, 3)),
)

Run = Callable[[Path, "list[str]"], int]
"""Runs one command in a folder, in a process of its own; its exit code."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that writes: the state it starts from, and what is typed after the workbook."""

    name: str
    start: str
    typed: tuple[str, ...] = ()
    label: str = ""

    @property
    def named(self) -> str:
        """As the table shows it."""
        return self.label or self.name


COMMANDS = (
    Command("importer", "fresh", (LEDGER,)),
    Command("banque", "fresh", (BANK,)),
    Command("verifier", "fresh"),
    Command("rechercher", "fresh"),
    Command("criteres", "fresh", ("--jours", "12")),
    Command("reparer", "fresh"),
    Command("mettre-a-jour", "fresh"),
    Command("appels", "searched"),
    Command("enregistrer-appels", "called"),
    Command("lettres", "searched"),
    Command("mails", "searched"),
    Command("traites", "fresh", ("--lettres",)),
    Command("remettre-a-blanc", "lettered", ("--groupe", "1")),
    Command("annuler", "lettered"),
    Command("annuler", "imported", label="annuler (import)"),
    Command("modeles", "fresh"),
    Command("bilan", "fresh"),
)

CUSTOMERS: tuple[Mapping[str, Written], ...] = tuple(
    {"Code": f"C{n}", "Nom": f"Client {n}", "Groupe": 1, "Adresse 1": f"{n} rue des Essais", "Code postal": "69001",
     "Ville": "Lyon", "E-mail": f"c{n}@client.example", "Canal": "E-mail" if n > 3 else "Courrier"}
    for n in range(1, 6)
)  # fmt: skip
ITEMS: tuple[Mapping[str, Written], ...] = tuple(
    {"Client": f"C{n}", "Facture": f"FA-{n}{part}", "Date": date(2026, 1, 1), "Échéance": date(2026, 1, 9 + n),
     "Montant": 100 * n + part}
    for n in range(1, 6) for part in (1, 2)
)  # fmt: skip
BILLS: tuple[Mapping[str, Written], ...] = (
    {"Traite": "T1", "Client": "C1", "Tirée le": date(2026, 1, 1), "Échéance": date(2026, 7, 1), "Montant": 500,
     "Envoyée le": date(2026, 1, 2)},
)  # fmt: skip
PARAMETERS = {
    "Société": "Essais SARL",
    "Adresse": "1 rue des Essais, 69001 Lyon",
    "E-mail": "compta@essais.example",
    "IBAN": "FR7630004000031234567890143",
}


def made(folder: Path, run: Run, wanted: Collection[str]) -> None:
    """The states wanted below `folder`, each a company's folder, with those that they come from."""
    fresh = folder / "fresh"
    (fresh / "Modèles").mkdir(parents=True)
    for name in _TEMPLATES:
        source = shipped.templates() / name
        if source.exists():
            shutil.copyfile(source, fresh / "Modèles" / name)
    shutil.copyfile(shipped.workbook(), fresh / WORKBOOK)
    book = WorkbookFile(fresh / WORKBOOK)
    _fill(book, "tClients", CUSTOMERS)
    _fill(book, "tFactures", ITEMS)
    _fill(book, "tTraites", BILLS)
    grid = book.read_table("tParametres")
    book.update_columns("tParametres", {"Valeur": [PARAMETERS.get(str(row[0]), row[1]) for row in grid.rows]})
    book.save()
    shutil.rmtree(fresh / "Copies")
    lines = [f"{item['Client']};{item['Facture']};01/01/2026;10/01/2026;{item['Montant']};0" for item in ITEMS[2:]]
    lines += [f"C{n};FN-{n};01/02/2026;01/03/2026;{n}00;0" for n in range(1, 5)]
    (fresh / LEDGER).write_text("Client;Facture;Date;Echeance;Montant;Regle\n" + "\n".join(lines), encoding="ascii")
    (fresh / BANK).write_text(
        "Date;Libelle;Montant\n12/03/2026;VIR SEPA CLIENT 1 FA-11;101,00\n12/03/2026;VIR INCONNU;12,00\n", "ascii"
    )
    if not {"searched", "called", "lettered"}.isdisjoint(wanted):
        _state(folder, run, "searched", "fresh", "rechercher")
    if "called" in wanted:
        _state(folder, run, "called", "searched", "appels")
        _answered(WorkbookFile(folder / "called" / WORKBOOK))
    if "lettered" in wanted:
        _state(folder, run, "lettered", "searched", "lettres")
    if "imported" in wanted:
        _state(folder, run, "imported", "fresh", "importer", LEDGER, "--confirmer")
    for state in folder.iterdir():
        shutil.rmtree(state / "Copies", ignore_errors=True)


def sent_before(states: Path) -> None:
    """Each state below `states` gets a log of e-mails: one refused and one that left, of long ago."""
    for state in states.iterdir():
        if (state / WORKBOOK).exists():
            (state / "E-mails").mkdir(exist_ok=True)
            (state / "E-mails" / NAME).write_text("".join(map(_sent, ("refusée", "acceptée"))), encoding="utf-8")


def _sent(fate: str) -> str:
    event = {"moment": "2025-03-16 09:30", "etat": fate, "message": f"<{fate}>", "lot": "2025-03-16-093000",
             "client": "C9", "date": "2025-03-16", "document": f"E-mails/{fate}.eml",
             "destinataires": ["c9@client.example"], "lignes": []}  # fmt: skip
    return json.dumps(event, ensure_ascii=False) + "\n"


def _fill(
    book: WorkbookFile, table: str, rows: list[Mapping[str, Written]] | tuple[Mapping[str, Written], ...]
) -> None:
    headers = list(rows[0])
    book.replace_rows(table, headers, [[row[header] for header in headers] for row in rows])


def _state(folder: Path, run: Run, name: str, start: str, *typed: str) -> None:
    shutil.copytree(folder / start, folder / name)
    code = run(folder / name, [typed[0], WORKBOOK, *typed[1:], "--au", DAY])
    if code not in {0, 1}:
        raise SystemExit(
            f"{name}: {typed} left {code} {(folder / chr(115) / chr(97)).parent.parent}\n"
            + (folder / "said").read_text("utf-8")
        )


def _answered(book: WorkbookFile) -> None:
    rows = len(book.read_table("tAppels").rows)
    book.update_columns(
        "tAppels",
        {"Résultat": ["Promesse", *[None] * (rows - 1)], "Promesse le": [date(2026, 4, 1), *[None] * (rows - 1)]},
    )
    book.save()


def cells(workbook: Path) -> dict[str, list[list[object]]]:
    """Every table of the workbook; numbers of batches, identifiers of messages and moments stand as such."""
    return {name: [[_plain(value) for value in row] for row in grid.rows] for name, grid in _tables(workbook).items()}


def _tables(workbook: Path) -> dict[str, Grid]:
    """Every table; most points leave one of two workbooks, which are read once."""
    content = workbook.read_bytes()
    if content not in _READ:
        book = WorkbookFile(workbook)
        _READ[content] = {name: book.read_table(name) for name in sorted(book.table_names())}
        for oldest in list(_READ)[:-_KEPT]:
            del _READ[oldest]
    return _READ[content]


_READ: dict[bytes, dict[str, Grid]] = {}
_KEPT = 8


def _plain(value: object) -> object:
    if isinstance(value, datetime) and value.date() != value:
        return "moment" if value.hour or value.minute else value
    if isinstance(value, str):
        return _TOLD_AT.sub("moment", _MAIL_ID.sub("<id>", _LOT.sub("lot", value)))
    return value


def files(folder: Path) -> list[str]:
    """What stands in the company's folder, but for the dated copies; numbers of batches stand as such."""
    return sorted(
        _LOT.sub("lot", each.relative_to(folder).as_posix())
        for each in folder.rglob("*")
        if each.is_file() and each.parent.name != "Copies"
    )


def left_behind(folder: Path) -> list[str]:
    """What only a run that was killed leaves."""
    marks = (".tmp", ".bail", ".en-cours", ".reprise")
    return [
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*")
        if each.suffix in marks or each.name.startswith((".en-cours-", ".heure-", ".Relances.xlsm.en-cours"))
    ]


def untold(folder: Path) -> list[str]:
    """Documents that the journal names and that are not there, and those that are there without being in it."""
    grid = _tables(folder / WORKBOOK)["tJournal"]
    place = {header: number for number, header in enumerate(grid.headers)}
    named: set[str] = set()
    faults = []
    for row in grid.rows:
        if row[place["État"]] != "Émise" or not str(row[place["Document"]]).endswith((".docx", ".eml")):
            continue
        named.add(str(row[place["Document"]]))
        if not (folder / str(row[place["Document"]])).is_file():
            faults.append(f"missing {row[place['Document']]}")
    for root in ("Lettres", "E-mails"):
        for each in (folder / root).rglob("*"):
            name = each.relative_to(folder).as_posix()
            standing = (
                each.is_file()
                and "Annulées" not in each.parts
                and not each.name.startswith((".", "Tirage", "À imprimer"))
            )
            if standing and each.suffix in {".docx", ".eml"} and name not in named:
                faults.append(f"unknown {name}")
    return faults
