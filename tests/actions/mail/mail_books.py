"""Workbooks with customers to remind by e-mail, for the tests of « E-mails »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.common.run import Run
from relance_xl.actions.mail.session import MailChoice
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.memory import MemoryBook
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.model import Company
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outbox, Outcome, Pace
from relance_xl.tables import schema
from relance_xl.tables.grid import Value
from tests.postal import ADDRESS, OWNER

NOW = datetime(2026, 3, 16, 9, 30)
RUN = Run(now=NOW, user="comptable")


def company_book(
    folder: Path,
    customers: Sequence[dict[str, Value]],
    items: Sequence[dict[str, Value]],
    levels: Sequence[dict[str, Value]] = (),
    parameters: dict[str, str] | None = None,
) -> MemoryBook:
    """A company whose letters and messages are the shipped ones, not searched yet."""
    book = MemoryBook.empty(folder / "Relances.xlsm")
    copy_templates(folder / "Modèles")
    stated = {
        **OWNER,
        "Société": "Menuiserie Vallier & Fils",
        "E-mail": "compta@vallier.example",
        "IBAN": "FR7630004000031234567890143",
        **(parameters or {}),
    }
    book.fill(schema.PARAMETERS.name, [{"Paramètre": name, "Valeur": value} for name, value in stated.items()])
    book.fill(
        schema.GROUP_TABLE.name,
        [
            {
                "Groupe": 1,
                "Règle": "Jours de retard",
                "Gestionnaire": "Paul Renaud",
                "E-mail gestionnaire": "p.renaud@vallier.example",
            }
        ],
    )
    book.fill(schema.LEVEL_TABLE.name, levels or [{"Niveau": 1, "Borne inférieure": 5, "Libellé": "Rappel"}])
    book.fill(
        schema.CUSTOMERS.name, [{**ADDRESS, "Groupe": 1, "Canal": "E-mail", **customer} for customer in customers]
    )
    book.fill(
        schema.ITEMS.name, [{"Échéance": date(2026, 2, 13), "Montant": Decimal("100.00"), **item} for item in items]
    )
    return book


def searched_book(folder: Path, count: int, **parameters: str) -> MemoryBook:
    """`count` customers, one overdue invoice each, all ticked."""
    customers: list[dict[str, Value]] = [
        {"Code": f"C{number:03d}", "Nom": f"Établissements n° {number}", "E-mail": f"c{number:03d}@client.example"}
        for number in range(1, count + 1)
    ]
    items: list[dict[str, Value]] = [
        {"Client": f"C{number:03d}", "Facture": f"FA-{number:03d}", "Montant": Decimal(number)}
        for number in range(1, count + 1)
    ]
    labels = {name.replace("_", " "): value for name, value in parameters.items()}
    book = company_book(folder, customers, items, parameters=labels)
    search(book, RUN)
    return book


class Post:
    """An outbox that keeps what it is handed; `fates` by customer's address, accepted otherwise."""

    def __init__(self, fates: Mapping[str, Outcome | BaseException] | None = None) -> None:
        self.fates = dict(fates or {})
        self.handed: list[MailFile] = []

    def send(self, mail: MailFile) -> Outcome:
        said = self.fates.get(mail.recipients[0], Outcome(fate=Fate.ACCEPTED, words="250 OK"))
        if isinstance(said, BaseException):
            raise said
        self.handed.append(mail)
        return said

    @property
    def recipients(self) -> list[str]:
        return sorted(recipient for mail in self.handed for recipient in mail.recipients)


def by(post: Post, **fields: object) -> MailChoice:
    @contextmanager
    def opened(_company: Company) -> Iterator[Outbox]:
        yield post

    return MailChoice(outbox=opened, pace=Pace(per_minute=0, pauses=()), **fields)  # type: ignore[arg-type]  # any field
