"""Who the customers of a list are, when it gives codes, names, or both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from relance_xl.domain.model import Customer
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.lists.rows import ListRow
from relance_xl.tables.cells import CellFault

_LOST = 4


class CustomerIndex:
    """The customers of the workbook, found by code or by name, and those met in the list, in `found`."""

    def __init__(self, known: Mapping[str, Customer]) -> None:
        self.known = known
        self.found: dict[str, Customer] = {}
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        self._spelt: dict[str, str] = {}
        for code in known:
            self._spelt.setdefault(code.casefold(), code)
        for code, customer in known.items():
            self._by_name[condensed(customer.name)].append(code)

    def code_of(self, stated: str, name: str) -> str:
        """The customer's code, "" when the row names nobody.

        « c1 » and « C1 » are one.  A name alone is looked for among the workbook's customers and, when it is
        new, is its own code.  CellFault when two customers of the workbook bear it.
        """
        if stated in self.known:
            return stated
        if stated and (name or stated.casefold() in self._spelt):
            return self._spelt.setdefault(stated.casefold(), stated)
        sought = stated or name
        if not sought:
            return ""
        homonyms = self._by_name.get(condensed(sought), [])
        if len(homonyms) > 1:
            raise CellFault(
                f"« {sought} » est le nom de plusieurs clients ({', '.join(homonyms)})", "un code de client"
            )
        return homonyms[0] if homonyms else self._spelt.setdefault(sought.casefold(), sought)

    def add(self, code: str, row: ListRow) -> None:
        """Remember what the row says of its customer; what an earlier row said stays."""
        if code in self.found:
            return
        told = row.contacts
        known = self.known.get(code)
        self.found[code] = Customer(
            code=code,
            name=row.name or (known.name if known else "") or row.customer or code,
            address=tuple(told[part] for part in ("address_1", "address_2", "address_3") if part in told),
            postal_code=postal_code(told.get("postal_code", ""), told.get("country", "")),
            city=told.get("city", ""),
            country=told.get("country", ""),
            contact=told.get("contact", ""),
            phone=told.get("phone", ""),
            email=told.get("email", ""),
            payment_terms=told.get("payment_terms", ""),
        )


def postal_code(written: str, country: str) -> str:
    """The postcode; a French one of four figures has lost its first, 0, in a spreadsheet: « 1000 » is 01000."""
    french = condensed(country) in {"", "fr", "fra", "france"}
    return f"0{written}" if french and len(written) == _LOST and written.isascii() and written.isdigit() else written
