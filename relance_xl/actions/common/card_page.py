"""The sheet `Fiche`, and which customer a selection means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from textwrap import wrap
from typing import Final

from relance_xl.domain.issue.customer_card import FEWEST_SETTLED, CustomerCard, Sent, Spoken
from relance_xl.domain.model import ZERO
from relance_xl.domain.money.currencies import Totals
from relance_xl.domain.vocabulary import JournalEntry
from relance_xl.domain.wording import count, counted, french_amount, french_date, typeset
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Link, Written
from relance_xl.tables.records import column_of
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.schema.card import CAPTION, LINE, SECTION, TEXT, TOTAL
from relance_xl.tables.sheets.writing import invoice_column, item_link

NOTHING = "–"
LONGEST_SAID, LONGEST_TEXT = 37, 105
"""Letters that « Situation », and the whole width of the page, take on one row."""

MOST_SUMS: Final = 2
"""Of several currencies, side by side in the box of what is owed."""


def customer_at(book: Book, sheet: str, rows: tuple[tuple[int, int], ...]) -> str:
    """The customer of the first selected row in sight of the sheet's table, "" when there is none."""
    present = book.table_names()
    tables = [(table, _code_of(table)) for table in schema.TABLES if table.name in present]
    for table, column in sorted(tables, key=lambda each: each[0].sheet != sheet):  # renamed: the others are looked at
        grid = book.read_table(table.name) if column else None
        if grid is None or column is None or grid.sheet != sheet:
            continue
        place, hidden = column_of(grid, column), book.hidden_rows(table.name)
        for number, row in enumerate(grid.rows):
            at = grid.top + 1 + number
            if place is not None and number not in hidden and any(first <= at <= last for first, last in rows):
                return cells.shown(row[place]).strip()
    return ""


def _code_of(table: schema.Table) -> schema.Column | None:
    """The column that holds a customer's code."""
    field = "code" if table is schema.CUSTOMERS else "customer"
    return next((column for column in table.columns if column.field == field), None)


def write_card(book: Book, card: CustomerCard, reference: str, folder: PurePath) -> None:
    """Fill the sheet; the documents sent are looked for from `folder` on."""
    book.set_names({f"fiche_{name}": value for name, value in _cells(card, reference).items()})
    rows = [*_open_lines(card, reference, invoice_column(book)), *_sent(card, folder), *_spoken(card), *_notes(card)]
    book.replace_rows(schema.CARD.name, *laid_out(schema.CARD, _on_several_rows(rows)))


def _on_several_rows(rows: Iterable[Fields]) -> Iterator[Fields]:
    """The rows, a text too long for its place going on below: nothing is cut, nor printed smaller, on paper."""
    for row in rows:
        field, longest = ("invoice", LONGEST_TEXT) if row["kind"] == TEXT else ("said", LONGEST_SAID)
        text = row.get(field)
        if not isinstance(text, str) or len(text) <= longest:
            yield row
            continue
        first, *others = wrap(text, longest, break_on_hyphens=False)
        yield {**row, field: first}
        yield from ({"kind": row["kind"], field: other} for other in others)


def _cells(card: CustomerCard, reference: str) -> dict[str, Written]:
    customer, group = card.customer, card.group
    place = " ".join(filter(None, (customer.postal_code, customer.city)))
    kept, past = card.promises
    stated = {
        "client": customer.code,
        "nom": customer.name,
        "date": f"{customer.code}  ·  au {french_date(card.as_of)}",
        "adresse": ", ".join(filter(None, (*customer.address, place, customer.country))),
        "contact": customer.contact,
        "telephone": customer.phone,
        "email": customer.email,
        "groupe": f"{group.number} – {group.label}" if group else NOTHING,
        "gestionnaire": group.manager if group else "",
        "reglement": ", ".join(filter(None, (customer.payment_method, customer.payment_terms))),
        "encours": _money(card.owed, reference),
        "echu": _money(card.overdue, reference),
        "retard": count(card.oldest, "jour") if card.oldest else NOTHING,
        "niveau": f"{card.reached} → {card.proposed or NOTHING}",
        "delai": _habit(card),
        "promesses": f"{kept} sur {past}" if past else NOTHING,
        "derniere": french_date(card.sent[0].day) if card.sent else NOTHING,
        "resume": _sentence(card),
    }
    return {name: typeset(value) or None if name != "client" else value for name, value in stated.items()}


def _habit(card: CustomerCard) -> str:
    if card.usual_delay is None:
        return f"{NOTHING} (moins de {FEWEST_SETTLED} réglées)"
    when = "à l'échéance"
    if card.usual_delay:
        side = "après" if card.usual_delay > 0 else "avant"
        when = f"{count(abs(card.usual_delay), 'jour')} {side} l'échéance"
    return f"{when} ({counted(card.settled, 'réglée', 'réglées')})"


def _sentence(card: CustomerCard) -> str:
    """What matters today."""
    said = []
    broken = [each for each in card.spoken if each.state is not None and each.state.value.startswith("✗")]
    if broken and broken[0].promised_on:
        said.append(f"⚠ Promesse du {french_date(broken[0].promised_on)} non tenue.")
    if card.proposed:
        said.append(f"Proposé : niveau {card.proposed}.")
    elif card.lines:
        said.append("Rien n'est proposé : la colonne « Situation » dit pourquoi.")
    return "  ".join(said) or "Rien n'est dû."


def _money(totals: Totals, reference: str) -> str:
    """The sums, as many as the box holds: of more, the first one and how many others stand in the totals below."""
    if len(totals) > MOST_SUMS:
        (currency, amount), *others = totals
        return f"{french_amount(amount, currency)} et {len(others)} autres devises"
    return " + ".join(french_amount(amount, currency) for currency, amount in totals or ((reference, ZERO),))


def _open_lines(card: CustomerCard, reference: str, invoices: str) -> Iterator[Fields]:
    """Each line with the reason of its silence; what was said of it stands below, under a title of its own."""
    for line in card.lines:
        item = line.item
        said = f"À relancer, niveau {line.level}" if line.level else line.why.split(typeset(" ; "))[0]
        yield {
            "kind": LINE,
            "invoice": item_link(item, invoices),
            "day": item.issue_date,
            "due_date": item.due_date,
            "days": line.days_overdue,
            "amount": item.amount,
            "open_amount": item.open_amount,
            "currency": item.currency or reference,
            "level": item.level,
            "said": said,
        }
    for currency, amount in card.owed:
        yield {"kind": TOTAL, "invoice": "Total", "open_amount": amount, "currency": currency}


def _sent(card: CustomerCard, folder: PurePath) -> Iterator[Fields]:
    yield {"kind": SECTION, "invoice": "Relances envoyées"}
    if not card.sent:
        yield {"kind": TEXT, "invoice": "Aucune au journal."}
        return
    yield {"kind": CAPTION, "invoice": "Canal", "said": "Document"}
    for each in card.sent:
        yield from _one_sent(each, folder)


def _one_sent(each: Sent, folder: PurePath) -> Iterator[Fields]:
    link = Link(str(folder / each.document), PurePath(each.document).name) if each.document else None
    lines = counted(each.lines, "ligne", "lignes")
    channel = each.channel.value if each.channel else NOTHING
    for place, (currency, amount) in enumerate(each.totals):
        yield {
            "kind": LINE,
            "invoice": f"{channel}, {lines}",
            "day": each.day,
            "open_amount": amount,
            "currency": currency,
            "level": each.level,
            "said": link if place == 0 else None,
        }


def _spoken(card: CustomerCard) -> Iterator[Fields]:
    yield {"kind": SECTION, "invoice": "Appels et promesses"}
    if not card.spoken:
        yield {"kind": TEXT, "invoice": "Aucun au journal."}
        return
    yield {"kind": CAPTION, "invoice": "Promesse", "due_date": "Promis le", "said": "Ce qui a été dit"}
    for each in card.spoken:
        yield from _one_spoken(each)


def _one_spoken(each: Spoken) -> Iterator[Fields]:
    for place, (currency, amount) in enumerate(each.totals):
        yield {
            "kind": LINE,
            "invoice": typeset(each.state.value) if each.state else NOTHING,
            "day": each.day,
            "due_date": each.promised_on,
            "open_amount": amount,
            "currency": currency,
            "said": each.words if place == 0 else None,
        }


def _notes(card: CustomerCard) -> Iterator[Fields]:
    yield {"kind": SECTION, "invoice": "Notes"}
    his = (f"{line.item.invoice} : {line.item.note}" for line in card.lines if line.item.note)
    for note in (card.customer.note, *his):
        if note:
            yield {"kind": TEXT, "invoice": typeset(note)}


HISTORY = frozenset({JournalEntry.REMINDER, JournalEntry.CALL, JournalEntry.PAYMENT})
"""What the page tells of the journal."""
