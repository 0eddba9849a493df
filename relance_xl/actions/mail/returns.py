"""« Retours »: the addresses that reports of non-delivery name as dead are marked in `Clients` (A5).

Their next reminder is a letter, until a person gives another address or empties the mark.  « Annuler » takes it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from relance_xl.actions.batches.recording import batch_of, batch_told, heading
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.mail.accounts import post_of
from relance_xl.actions.mail.session import MailChoice
from relance_xl.actions.mail.settling import ensure_signed_in
from relance_xl.domain import sheets
from relance_xl.domain.email_addresses import address_keys
from relance_xl.domain.model import Company, Customer, Ledger
from relance_xl.domain.vocabulary import BatchState, JournalEntry
from relance_xl.domain.wording import counted, french_date, typeset
from relance_xl.post.bounces import Bounce, Returned, Verdict, read_returned, returned
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.records import column_of, read_records
from relance_xl.tables.sheets.journal import add_lines
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_company
from relance_xl.tables.sheets.restoring import BETWEEN_NOTES
from relance_xl.tables.sheets.writing import set_cells

MAILBOX: Final = "boîte"
SINCE: Final = timedelta(days=60)
"""How far back the mailbox is read: what came before was read, or its customer has been reminded since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An address of a customer that is marked; `lost` is the batch of the reminder that came back, "" when unknown."""

    customer: Customer
    address: str
    on: date
    bounce: Bounce
    lost: str = ""


@dataclass(slots=True, kw_only=True)
class ReturnsReport(Report):
    """What was marked under the number `batch`, and what else the reports said."""

    marked: tuple[Marked, ...] = ()
    unmarked: tuple[Bounce, ...] = ()


def read_returns(book: Book, run: Run, files: Sequence[Path] = (), choice: MailChoice | None = None) -> ReturnsReport:
    """Mark in `Clients` each address that a report says is dead for good, and that is a customer's.

    Without files, the reports of the last two months of the mailbox are read, and left there.  One already marked stays
    as it is.  All else is told and changes nothing.  DataError for a workbook without the columns, or whose mailbox is
    not set up; FileUnavailable for a file or a mailbox that cannot be read: nothing is marked then.
    """
    _columns_present(book)
    ledger, _ = read_ledger(book)
    if files:
        read = {file.name: read_returned(file) for file in files}
    else:
        read = {MAILBOX: _of_the_mailbox(book, run, ledger.company, choice or MailChoice())}
    bounces = [bounce for found in read.values() for bounce in found.bounces]
    owners = _owners(ledger)
    marked = _marked(book, run, bounces, owners)
    unmarked = tuple(each for each in bounces if each.verdict is not Verdict.DEAD or not _found(each, owners))
    batch = batch_of(book, run) if marked else ""
    if marked:
        _write(book, run, batch, marked)
    return ReturnsReport(
        summary=_summary(bounces, marked, batch),
        problems=[*map(_marked_problem, marked), *_others(unmarked), *_no_reports(read)],
        batch=batch,
        marked=tuple(marked),
        unmarked=unmarked,
    )


def needs_no_file(book: Book) -> bool:
    """Whether the button reads the mailbox, and asks for no file."""
    return post_of(read_company(book)[0]).has_mailbox


def _of_the_mailbox(book: Book, run: Run, company: Company, choice: MailChoice) -> Returned:
    post = choice.post(company)
    if not post.has_mailbox:
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what="Aucune boîte n'est indiquée où lire les messages revenus",
                expected=typeset("« E-mails : serveur de réception » rempli, ou les messages enregistrés en .eml"),
            )
        )
    ensure_signed_in(post, choice.ask, book.tell)
    book.tell("Lecture des messages revenus dans la boîte…", None)
    with post.mailbox() as box:
        return returned(box.reports(company.mailbox_returns.strip(), run.now.date() - SINCE))


def _columns_present(book: Book) -> None:
    grid = book.read_table(schema.CUSTOMERS.name)
    for field in ("refused_email", "refused_on"):
        column = schema.CUSTOMERS.column(field)
        if column_of(grid, column) is None:
            raise DataError(
                Problem(
                    sheet=schema.CUSTOMERS.sheet,
                    what=typeset(f"La colonne « {column.header} » manque : les retours n'ont où être gardés"),
                    expected=typeset("« relance-xl mettre-a-jour CLASSEUR » d'abord, qui l'ajoute"),
                )
            )


def _owners(ledger: Ledger) -> Mapping[str, list[Customer]]:
    """The customers who have each address."""
    owners: dict[str, list[Customer]] = defaultdict(list)
    for customer in ledger.customers.values():
        for key in address_keys(customer.email):
            owners[key].append(customer)
    return owners


def _found(bounce: Bounce, owners: Mapping[str, list[Customer]]) -> str:
    """The address of the report that is a customer's, as it was sent to first; "" when none is."""
    return next((address for address in bounce.addresses if address in owners), "")


def _marked(book: Book, run: Run, bounces: Iterable[Bounce], owners: Mapping[str, list[Customer]]) -> list[Marked]:
    """One for each customer and address, by the latest report of it."""
    sent, known = _sent(book), _known(book)
    found: dict[tuple[str, str], Marked] = {}
    for bounce in bounces:
        address = _found(bounce, owners)
        if bounce.verdict is not Verdict.DEAD or not address:
            continue
        on = min(bounce.on or run.now.date(), run.now.date())  # a clock that runs ahead refuses nothing tomorrow
        for customer in owners[address]:
            before = found.get((customer.code, address))
            if address in address_keys(customer.refused_email) or (before is not None and before.on >= on):
                continue
            if on <= known.get((customer.code, address), date.min):  # a person has emptied the mark since
                continue
            lost = sent.get((customer.code, bounce.message_id), "")
            found[customer.code, address] = Marked(
                customer=customer, address=address, on=on, bounce=bounce, lost=lost or (before.lost if before else "")
            )
    return list(found.values())


def _sent(book: Book) -> Mapping[tuple[str, str], str]:
    """Customer and Message-ID → the batch of the reminder that stands in the journal."""
    if schema.JOURNAL.name not in book.table_names():
        return {}
    fields = ("customer", "fingerprint", "batch", "state")
    records = read_records(book.read_table(schema.JOURNAL.name), schema.JOURNAL, fields)
    return {
        (customer or "", fingerprint): batch or ""
        for customer, fingerprint, batch, state in zip(*map(records.get, fields), strict=True)
        if fingerprint and state != BatchState.CANCELLED
    }


def _known(book: Book) -> Mapping[tuple[str, str], date]:
    """Customer and address → the day of the latest report that was marked, unless « Annuler » has taken it back."""
    if schema.JOURNAL.name not in book.table_names():
        return {}
    fields = ("nature", "state", "customer", "note_added", "reminded_on")
    records = read_records(book.read_table(schema.JOURNAL.name), schema.JOURNAL, fields)
    known: dict[tuple[str, str], date] = {}
    for nature, state, customer, added, on in zip(*map(records.get, fields), strict=True):
        if nature == JournalEntry.RETURN and state != BatchState.CANCELLED and isinstance(on, date):
            for address in address_keys(added or ""):
                known[customer or "", address] = max(on, known.get((customer or "", address), on))
    return known


def _write(book: Book, run: Run, batch: str, marked: Iterable[Marked]) -> None:
    """The marks, and the journal with what stood before."""
    before, said = RawCells(book, schema.CUSTOMERS), heading(run, batch)
    by_customer: dict[str, list[Marked]] = defaultdict(list)
    for each in marked:
        by_customer[each.customer.code].append(each)
    lines: list[dict[str, Written]] = []
    cells: dict[int, Mapping[str, Written]] = {}
    for code, his in by_customer.items():
        customer, on = his[0].customer, max(each.on for each in his)
        added = BETWEEN_NOTES.join(each.address for each in his)
        refused = BETWEEN_NOTES.join(part for part in (customer.refused_email, added) if part)
        cells[customer.row] = {"refused_email": refused, "refused_on": on}
        lines.append({**said, "nature": JournalEntry.RETURN.value, "customer": code, "note_added": added,
                      "previous_reminder": before.get("refused_on", customer.row), "reminded_on": on})  # fmt: skip
    add_lines(book, lines)
    set_cells(book, schema.CUSTOMERS, cells)


def _summary(bounces: Sequence[Bounce], marked: Sequence[Marked], batch: str) -> str:
    read = counted(len(bounces), "adresse lue dans les retours", "adresses lues dans les retours")
    if not marked:
        return typeset(f"{read} : aucune n'est à marquer dans Clients.")
    done = counted(len(marked), "marquée refusée", "marquées refusées")
    return typeset(f"{read}, {done} dans Clients{batch_told(batch)} : une lettre partira à la place des e-mails.")


def _marked_problem(one: Marked) -> Problem:
    lost = f" ; la relance du lot {one.lost} n'est pas arrivée" if one.lost else ""
    said = f" ({one.bounce.code} {one.bounce.words})".replace(" )", ")")
    return Problem(
        sheet=schema.CUSTOMERS.sheet,
        row=one.customer.row,
        field="email",
        value=one.address,
        customer=one.customer.code,
        severity=Severity.WARNING,
        what=typeset(f"{one.customer.code} : « {one.address} » refusée le {french_date(one.on)}{said}{lost}"),
        expected="une autre adresse ; d'ici là, une lettre part à la place",
    )


_WHY = {
    Verdict.DEAD: "n'est l'adresse d'aucun client",
    Verdict.REFUSED: "n'a pas reçu le message, mais l'adresse n'est pas en cause",
    Verdict.DELAYED: "ne l'a pas encore reçu, ou ne le peut pas pour l'instant",
    Verdict.UNCLEAR: "est dans un rapport qui ne dit pas ce qui est arrivé",
}


def _others(bounces: Iterable[Bounce]) -> Iterator[Problem]:
    """One warning for each address that a report names and that is not marked."""
    for each in bounces:
        address = " / ".join(each.addresses) or "une adresse illisible"
        said = f" ({each.code} {each.words})".replace(" )", ")") if each.code or each.words else ""
        yield Problem(
            value=address,
            severity=Severity.WARNING,
            what=typeset(f"« {address} » {_WHY[each.verdict]}{said} : rien n'est marqué"),
        )


def _no_reports(read: Mapping[str, Returned]) -> Iterator[Problem]:
    """One warning for each file with messages that are no report."""
    for name, found in read.items():
        if name != MAILBOX and (found.others or not found.bounces):
            many = counted(found.others, "message n'est pas un rapport", "messages ne sont pas des rapports")
            yield Problem(
                file=name,
                severity=Severity.WARNING,
                what=typeset(f"{many} de non-remise" if found.others else "Aucun message dans ce fichier"),
                expected=typeset("le message de retour lui-même, enregistré en .eml ou .mbox"),
            )
