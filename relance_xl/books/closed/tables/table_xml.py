"""One table part (ListObject): where it stands, its columns, their own formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from relance_xl.books.arranging import header_key, header_keys
from relance_xl.books.closed.sheets.cell_values import unescaped
from relance_xl.books.closed.sheets.parts_xml import child, damaged
from relance_xl.books.closed.sheets.ranges import Area
from relance_xl.books.formulas import file_form, operands
from relance_xl.problems import DataError, Problem
from relance_xl.tables import schema

_SCHEMA_FORMULAS = {
    table.name: {header_key(column.header): column.formula for column in table.columns if column.formula}
    for table in schema.TABLES
}

_SCHEMA_HEADERS = {table.name: frozenset(map(header_key, table.headers)) for table in schema.TABLES}


_COLUMN = re.compile(r"\[((?:'.|[^'\[\]])+)\]")
"""A column as a formula refers to it, its signs escaped."""


class TableXml:
    """A table of one sheet; `ref` changes with `resize`.  DataError for one that stands on no sheet (N-106)."""

    def __init__(self, root: etree._Element, part: str, sheet: str) -> None:
        self.root = root
        self.part = part
        self.sheet = sheet
        self.name = root.get("displayName") or root.get("name") or ""
        try:
            self.ref = Area.parse(root.get("ref", "A1"))
            self.has_totals = int(root.get("totalsRowCount", "0")) > 0
        except ValueError as error:
            raise damaged(part) from error
        if not self.ref.is_on_a_sheet:
            raise damaged(part)
        self._columns = root.findall("{*}tableColumns/{*}tableColumn")
        self.has_header = root.get("headerRowCount", "1") != "0"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names as the part holds them, line breaks decoded."""
        return tuple(unescaped(column.get("name", "")) for column in self._columns)

    def rename(self, names: Mapping[int, str]) -> dict[str, str]:
        """Call these columns (by position, from 0) so, but for a name that is blank or another's; old → new."""
        present = self.column_names
        keys = [header_key(names.get(place, name)) for place, name in enumerate(present)]
        given = {place: name for place, name in names.items() if keys[place] and keys.count(keys[place]) == 1}
        for place, name in given.items():
            self._columns[place].set("name", _escaped_breaks(name))
        return {present[place]: name for place, name in given.items()}

    def follow(self, table: str, names: Mapping[str, str]) -> bool:
        """Have the columns' own formulas name the columns of `table` by their new names, old → new; whether any did."""
        referred = {_referred(old): _referred(new) for old, new in names.items()}
        changed = False
        for element in self.root.iter("{*}calculatedColumnFormula"):
            text = element.text or ""
            if table == self.name or f"{table}[" in text:
                element.text = _COLUMN.sub(lambda match: f"[{referred.get(match[1], match[1])}]", text)
                changed = changed or element.text != text
        return changed

    def formulas(self) -> dict[int, str]:
        """The columns' own formulas by position (from 0), in the form the file holds them.

        Those of the table part first; else the schema's, for a file saved by a program that forgets them.
        """
        found: dict[int, str] = {}
        known = _SCHEMA_FORMULAS.get(self.name, {})
        for position, (column, name) in enumerate(zip(self._columns, self.column_names, strict=True)):
            own = child(column, "calculatedColumnFormula")
            if own is not None and own.text and own.get("array") not in {"1", "true"}:
                found[position] = file_form(own.text, self.name)
            elif header_key(name) in known:
                found[position] = file_form(known[header_key(name)], self.name)
        return found

    def is_users(self, position: int) -> bool:
        """Whether the column at `position` is the user's own: the schema does not know it."""
        keys = header_keys(self.column_names)
        return position < len(keys) and keys[position] not in _SCHEMA_HEADERS.get(self.name, frozenset())

    def derived(self) -> frozenset[int]:
        """Positions of the columns computed from their own row: alone, they do not make a row a line of the table."""
        return frozenset(position for position, formula in self.formulas().items() if operands(formula))

    def refuse_unsupported(self) -> None:
        """DataError for the tables that cannot be rewritten safely: with a totals row, or without a header."""
        if self.has_totals:
            raise DataError(
                Problem(
                    sheet=self.sheet,
                    what=f"Le tableau « {self.name} » a une ligne de total",
                    expected="un tableau sans elle (Création de tableau, décochez « Ligne Total »)",
                )
            )
        if not self.has_header:
            raise DataError(
                Problem(
                    sheet=self.sheet,
                    what=f"Le tableau « {self.name} » n'a pas de ligne d'en-tête",
                    expected="un tableau avec elle (Création de tableau, cochez « Ligne d'en-tête »)",
                )
            )

    def resize(self, bottom: int) -> bool:
        """End the table at the row `bottom`; whether the part has changed."""
        new = self.ref.down_to(bottom)
        if new == self.ref:
            return False
        self.ref = new
        self.root.set("ref", str(new))
        for element in self.root.iter("{*}autoFilter"):
            element.set("ref", str(new))
        for element in self.root.iter("{*}sortState"):
            element.set("ref", re.sub(r"[0-9]+$", str(bottom), element.get("ref", "")))
        return True

    def clear_filter(self) -> bool:
        """Forget filter and sort criteria, so that no new row is hidden by an old choice; whether there were any."""
        criteria = [
            element
            for element in self.root.iter(etree.Element)
            if etree.QName(element).localname in {"filterColumn", "sortState"}
        ]
        for element in criteria:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        return bool(criteria)


def _escaped_breaks(name: str) -> str:
    """The name as the part holds it."""
    return re.sub(r"[\x00-\x1f]", lambda match: f"_x{ord(match[0]):04x}_", name)


def _referred(name: str) -> str:
    """The name as a formula refers to it."""
    return re.sub(r"(['\[\]#@])", r"'\1", name)
