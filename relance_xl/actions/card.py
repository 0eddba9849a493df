"""« Fiche du client »: one customer on a page, on the sheet `Fiche`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from relance_xl.actions.common.card_page import HISTORY, customer_at, write_card
from relance_xl.actions.common.gathering import Gathered, gather
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.issue.customer_card import CustomerCard, PastEntry, customer_card
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import Customer
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.search.criteria import unfiltered
from relance_xl.domain.search.proposals import judged
from relance_xl.domain.vocabulary import Display
from relance_xl.domain.wording import counted, folded, french_amount, typeset
from relance_xl.problems import DataError, Problem
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.journal import read_journal


@dataclass(slots=True, kw_only=True)
class CardReport(Report):
    """The page of one customer; `reference` is the reference currency."""

    reference: str
    card: CustomerCard


def fill_card(book: Book, run: Run, customer: str = "") -> CardReport:
    """Fill `Fiche` for the customer of that code, else of the selected row, else of the code typed on the sheet.

    DataError when there is no such customer.
    """
    given = gather(book, run)
    found = _customer(book, given, customer or _meant(book, run))
    lines = _lines(given, found)
    card = customer_card(given.ledger, found, given.as_of, lines, _history(book, found.code))
    reference = given.ledger.company.reference_currency
    write_card(book, card, reference, book.path.parent)
    owed = " + ".join(french_amount(amount, currency) for currency, amount in card.owed) or "rien"
    return CardReport(
        summary=f"{found.name} : {owed} sur {counted(len(card.lines), 'ligne ouverte', 'lignes ouvertes')}.",
        reference=reference,
        card=card,
    )


def _meant(book: Book, run: Run) -> str:
    selection = run.selected()
    if code := customer_at(book, selection.sheet, selection.rows):
        return code
    return cells.shown(book.read_names().get(schema.CARD_CODE.name) or "").strip()


def _customer(book: Book, given: Gathered, code: str) -> Customer:
    known = given.ledger.customers
    found = known.get(code) or next((each for each in known.values() if folded(each.code) == folded(code)), None)
    if found is not None:
        return found
    sheet, cell = book.name_address(schema.CARD_CODE.name)
    what = f"Le client « {code} » n'est pas dans « Clients »" if code else "Aucun client n'est choisi"
    expected = "une ligne de client sélectionnée, ou son code ici"
    raise DataError(Problem(what=typeset(what), sheet=sheet, cell=cell, expected=expected))


def _lines(given: Gathered, customer: Customer) -> tuple[ProposedLine, ...]:
    """What is open of the customer, judged alone and whatever the criteria leave out."""
    ledger = given.ledger
    alone = replace(
        ledger,
        customers={customer.code: customer},
        items=tuple(item for item in ledger.items if item.customer == customer.code),
    )
    criteria = replace(unfiltered(given.criteria), display=Display.ALL)
    return ticked_proposals(alone, criteria, given.as_of).lines or judged(alone, criteria, given.as_of)


def _history(book: Book, code: str) -> Iterator[PastEntry]:
    if schema.JOURNAL.name not in book.table_names():
        return
    for line in read_journal(book):
        if line.customer == code and not line.cancelled and line.nature in HISTORY:
            yield PastEntry(
                nature=line.nature,
                batch=line.batch,
                day=line.reminder_after or line.moment.date(),
                invoice=line.invoice,
                due_date=line.due_date,
                channel=line.channel,
                level=line.level_after,
                amount=line.open_amount,
                currency=line.currency,
                words=line.document,
                promised_on=line.promise_after,
            )
