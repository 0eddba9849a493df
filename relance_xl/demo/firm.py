"""« demo --cabinet 300 »: the tree of an accounting firm, with as many invented companies, some of them at fault."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import TEMPLATES
from relance_xl.actions.setup.company import WORKBOOK, copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.demo.company import DEMO_DATE
from relance_xl.demo.run import clear, mark
from relance_xl.domain.wording import counted, folded
from relance_xl.machine import shipped
from relance_xl.machine.scratch import scratch
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.rows import Fields, laid_out

_TRADES = ("Menuiserie", "Transports", "Boulangerie", "Imprimerie", "Charpente", "Électricité", "Horlogerie",
           "Fromagerie", "Maçonnerie", "Paysages", "Plomberie", "Lunetterie", "Scierie", "Mécanique", "Primeurs",
           "Couverture", "Peinture", "Serrurerie", "Carrelage", "Vitrerie")  # fmt: skip
_TOWNS = (("Dole", "39100"), ("Gray", "70100"), ("Vesoul", "70000"), ("Beaune", "21200"), ("Arbois", "39600"),
          ("Autun", "71400"), ("Cluny", "71250"), ("Langres", "52200"), ("Belfort", "90000"), ("Ornans", "25290"),
          ("Saulieu", "21210"), ("Tournus", "71700"), ("Pontarlier", "25300"), ("Nantua", "01130"))  # fmt: skip
_FORMS = ("SARL", "SAS", "EURL", "SA")
_PEOPLE = ("Anne Roche", "Luc Besson", "Inès Vial", "Paul Gros", "Zoé Marin")
LEAST, MOST = 20, 5_000
"""Lines of the smallest and of the biggest company."""
_ROUND = 25
"""In each round of so many companies: one damaged, one open elsewhere, one without mandate, two with a faulty date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One company to make: `number` decides everything about it, so that the tree is the same at each making."""

    root: str
    number: int
    interpreter: Mapping[str, str]


def run_demo_firm(
    root: Path, companies: int, interpreter: Mapping[str, str], tell: Callable[[str, float | None], None]
) -> Report:
    """Make the tree in `root`, for reminders on `DEMO_DATE`; an earlier one is made anew.

    FileUnavailable for a folder that holds something else.
    """
    clear(root)
    mark(root)
    copy_templates(root / TEMPLATES)
    drawn = [Drawn(root=str(root.resolve()), number=number, interpreter=interpreter) for number in range(companies)]
    workers = min(os.cpu_count() or 1, max(companies // 10, 1))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done, name in enumerate(pool.map(made, drawn, chunksize=4), start=1):
            tell(f"{done} sur {companies} : {name}", done / companies)
    return Report(
        summary=f"{counted(companies, 'société inventée', 'sociétés inventées')} dans « {root} » : essayez "
        f"« relance-xl cabinet {root} rechercher --au {DEMO_DATE} »."
    )


def made(drawn: Drawn) -> str:
    """The folder of the company, once it is made."""
    chance = random.Random(drawn.number)  # noqa: S311 - a sample that is the same at each making
    name = _name(drawn.number)
    folder = Path(drawn.root) / f"{drawn.number + 1:04d} {name}"
    folder.mkdir()
    with scratch(folder) as aside:
        place = aside / WORKBOOK
        shutil.copyfile(shipped.workbook(), place)
        book = WorkbookFile(place)
        _fill(book, drawn, name, chance)
        book.save()
        place.rename(folder / WORKBOOK)
    _spoil(folder / WORKBOOK, drawn.number)
    return folder.name


def _name(number: int) -> str:
    trade, (town, _) = _TRADES[number % len(_TRADES)], _TOWNS[number // len(_TRADES) % len(_TOWNS)]
    again = number // (len(_TRADES) * len(_TOWNS))
    return f"{trade} {town} {_FORMS[number % len(_FORMS)]}{f' {again + 1}' if again else ''}"


def _lines(chance: random.Random) -> int:
    """Most companies are small, a few are big."""
    return min(MOST, max(LEAST, int(chance.lognormvariate(4.9, 1.0))))


def _fill(book: Book, drawn: Drawn, name: str, chance: random.Random) -> None:
    lines = _lines(chance)
    customers = [_customer(number, chance) for number in range(max(lines // 4, 5))]
    items = [_item(number, customers[number % len(customers)], chance) for number in range(lines)]
    if drawn.number % _ROUND in {3, 11}:
        items[0]["due_date"] = "31/02/2026"
    book.replace_rows(schema.CUSTOMERS.name, *laid_out(schema.CUSTOMERS, customers))
    book.replace_rows(schema.ITEMS.name, *laid_out(schema.ITEMS, items))
    stated: dict[str, Written] = {
        "Société": name,
        "Adresse": "1 place de l'Exemple ; 25000 Besançon",
        "SIREN": _siren(drawn.number),
        "Responsable du dossier": _PEOPLE[drawn.number % len(_PEOPLE)],
        "Dossier des modèles": str(Path("..") / TEMPLATES),
        "Mandat de relance du": None if drawn.number % _ROUND == 7 else date(2025, 1, 1),
    }
    _state(book, stated)
    last = DEMO_DATE - timedelta(days=int(chance.expovariate(0.2)) + 1)
    book.set_names({schema.LAST_IMPORT: last, **drawn.interpreter})


def _siren(number: int) -> str:
    """A number of nine digits, the last one its check digit (Luhn), which no company bears."""
    eight = f"{10_000_000 + number}"
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(eight))
    return f"{eight}{-sum(divmod_sum for value in doubled for divmod_sum in divmod(value, 10)) % 10}"


def _state(book: Book, stated: Mapping[str, Written]) -> None:
    grid = book.read_table(schema.PARAMETERS.name)
    given = {folded(label): value for label, value in stated.items()}
    values: list[Written | Value] = [given.get(folded(str(row[0])), row[1]) for row in grid.rows]
    book.update_columns(schema.PARAMETERS.name, {grid.headers[1]: values})


def _customer(number: int, chance: random.Random) -> dict[str, Any]:
    """Some customers, of few names, are the customers of many companies."""
    town, postcode = chance.choice(_TOWNS)
    common = chance.random() < 0.02
    name = f"{chance.choice(_TRADES)} {town}" if common else f"{chance.choice(_TRADES)} {_surname(chance)}"
    email = f"compta{number}@exemple{chance.randrange(900)}.example" if chance.random() < 0.4 else None
    return {
        "code": f"C{number + 1:05d}",
        "name": name,
        "address_1": f"{chance.randrange(1, 90)} rue de l'Exemple",
        "postal_code": postcode,
        "city": town,
        "email": email,
        "channel": "E-mail" if email else None,
        "phone": "01 99 00 00 00",
        "group": 1,
    }


def _surname(chance: random.Random) -> str:
    return "".join(chance.choice(("ba", "lo", "mi", "re", "tou", "vi", "cha", "ne")) for _ in range(3)).capitalize()


def _item(number: int, customer: Fields, chance: random.Random) -> dict[str, Any]:
    due = DEMO_DATE - timedelta(days=int(chance.triangular(-60, 150, -5)))
    paying = chance.random() < 0.04
    amount = Decimal(int(chance.lognormvariate(6.5, 1.1) * 100) + 1_000) / 100
    reminded = chance.random() < 0.2 and not paying and (DEMO_DATE - due).days > 35
    return {
        "customer": customer["code"],
        "invoice": f"{'RG' if paying else 'FA'}-26-{number + 1:05d}",
        "kind": "Règlement" if paying else "Facture",
        "issue_date": due - timedelta(days=30),
        "due_date": due,
        "amount": -amount if paying else amount,
        "level": 1 if reminded else 0,
        "last_reminder": due + timedelta(days=15) if reminded else None,
        "promised_on": DEMO_DATE + timedelta(days=chance.randrange(-20, 20)) if chance.random() < 0.02 else None,
    }


def _spoil(workbook: Path, number: int) -> None:
    """What a firm finds in the morning: a file cut short, and one that somebody has open."""
    match number % _ROUND:
        case 19:
            with workbook.open("r+b") as file:
                file.truncate(workbook.stat().st_size // 2)
        case 23:
            workbook.with_name(f"~${WORKBOOK}").write_bytes(bytes([9]) + b"Zoe Marin".ljust(54))
