"""Customers of a file who are the workbook's under another code: 411C1 for C1, « Duval SARL » for Duval (N-09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.domain.wording import counted
from relance_xl.ledgers.common.imported import Doubt, Imported, Nature, StatedCustomer
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.update.doubts import UpdateMotive
from relance_xl.ledgers.update.spelling import code_key, document_day, number_key, same_name

Document = tuple[str, Decimal, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The file with the workbook's codes.

    Attributes:
        imported: the same file, its customers under the codes of the workbook.
        codes: code of the file → code of the workbook, those that differ.
        doubts: the customers who may be the workbook's and may be others: they stay others.
    """

    imported: Imported
    codes: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()


def with_known_codes(customers: Mapping[str, Customer], rows: Sequence[OpenItem], imported: Imported) -> Met:
    """The customers of the file recognised by their code, their name and their documents.

    A code is taken for another only when nothing contradicts it: the same code but for 411 and zeros, or the same
    documents, and names of which one contains the other.  All else is a doubt.
    """
    stated = {*imported.named, *(item.customer for item in imported.items)}
    unknown = [code for code in dict.fromkeys(_codes(imported)) if code not in customers]
    if not unknown:
        return Met(imported=imported, codes={})
    desk = _Desk(customers, rows, stated, imported.nature)
    documents, names = _documents(imported, unknown), _names(imported)
    codes: dict[str, str] = {}
    doubts: list[Doubt] = []
    for code in unknown if desk.customers else ():
        found = desk.judged(code, names.get(code, ""), documents.get(code, ()))
        if isinstance(found, Doubt):
            doubts.append(found)
        elif found and found not in codes.values():
            codes[code] = found
    return Met(imported=_renamed(imported, codes), codes=codes, doubts=tuple(doubts))


class _Desk:
    """The workbook's customers whom the file does not name, by all that may tell them."""

    def __init__(
        self, customers: Mapping[str, Customer], rows: Sequence[OpenItem], stated: Iterable[str], nature: Nature
    ) -> None:
        self.nature = nature
        absent = {code: customer for code, customer in customers.items() if code not in set(stated)}
        self.customers = absent
        self.by_key: defaultdict[str, list[str]] = defaultdict(list)
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        self.by_document: defaultdict[Document, set[str]] = defaultdict(set)
        self.owing: set[str] = set()
        for code, customer in absent.items():
            self.by_key[code_key(code)].append(code)
            self.by_name[condensed(customer.name)].append(code)
        for row in rows:
            if row.open_amount and row.customer in absent:
                self.by_document[_document(row)].add(row.customer)
                self.owing.add(row.customer)

    def judged(self, code: str, name: str, documents: Sequence[Document]) -> str | Doubt:
        """The workbook's code, "" for a new customer, or the doubt."""
        alike = self.by_key[code_key(code)]
        sharing = sorted({other for document in documents for other in self.by_document.get(document, ())})
        candidates = list(dict.fromkeys((*alike, *sharing)))
        certain = [other for other in candidates if same_name(name, self.customers[other].name)]
        if len(certain) == 1 and (certain[0] in sharing or alike == certain):
            return certain[0]
        suspects = candidates or self.by_name[condensed(name)]
        if self.nature is not Nature.CUSTOMERS:
            suspects = [other for other in suspects if other in self.owing]
        return self._doubt(code, name, suspects, len(documents)) if suspects else ""

    def _doubt(self, code: str, name: str, suspects: Sequence[str], documents: int) -> Doubt:
        known = " ou ".join(f"{other} « {self.customers[other].name} »" for other in suspects[:3])
        if self.nature is Nature.CUSTOMERS:
            detail = (
                f"Le client {code} « {name} » du fichier est peut-être {known}, que le fichier ne nomme pas : "
                "il serait ajouté une seconde fois"
            )
            return Doubt(motif=UpdateMotive.TWO_SPELLINGS, detail=detail)
        detail = (
            f"Le client {code} « {name} » du fichier ({counted(documents, 'ligne', 'lignes')}) est peut-être {known}, "
            "que le fichier ne nomme pas : sa dette passerait à la fois pour soldée et pour nouvelle"
        )
        return Doubt(motif=UpdateMotive.TWO_SPELLINGS, detail=detail)


def _codes(imported: Imported) -> Iterator[str]:
    yield from (item.customer for item in imported.items)
    yield from sorted(imported.named)


def _names(imported: Imported) -> dict[str, str]:
    """Code → the name that the file gives; none for a name that is the code again."""
    listed = (*(each.customer for each in imported.directory), *imported.customers.values())
    return {each.code: each.name for each in listed if each.name != each.code}


def _documents(imported: Imported, codes: Iterable[str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {code: [] for code in codes}
    for item in (*imported.items, *imported.settled):
        if item.customer in found:
            found[item.customer].append(_document(item))
    return found


def _document(item: OpenItem) -> Document:
    return number_key(item.invoice), item.amount, document_day(item)


def _renamed(imported: Imported, codes: Mapping[str, str]) -> Imported:
    if not codes:
        return imported

    def of(item: OpenItem) -> OpenItem:
        return replace(item, customer=codes[item.customer]) if item.customer in codes else item

    return replace(
        imported,
        customers={
            codes.get(code, code): replace(each, code=codes.get(code, code))
            for code, each in imported.customers.items()
        },
        items=tuple(map(of, imported.items)),
        settled=tuple(map(of, imported.settled)),
        doubted=tuple(replace(row, customer=codes.get(row.customer, row.customer)) for row in imported.doubted),
        directory=tuple(
            StatedCustomer(
                customer=replace(each.customer, code=codes.get(each.customer.code, each.customer.code)),
                fields=each.fields,
            )
            for each in imported.directory
        ),
        named=frozenset(codes.get(code, code) for code in imported.named),
    )
