"""The workbook part: its sheets, its named cells, its epoch."""

from __future__ import annotations

import re

from lxml import etree

from relance_xl.books.closed.package import Package, not_a_workbook
from relance_xl.books.closed.sheets.parts_xml import child, local, namespace, relation_id, serialise
from relance_xl.books.closed.sheets.ranges import cell_position

_ONE_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Za-z]{1,3}\$?[0-9]+)$")
_BEFORE_CALC = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
}  # fmt: skip


class WorkbookXml:
    """What `xl/workbook.xml` says."""

    def __init__(self, package: Package) -> None:
        """DataError when the part is damaged; FileUnavailable when the package is no workbook."""
        self._package = package
        self.part = package.main_part()
        self._root = package.xml(self.part)
        if local(self._root) != "workbook":
            raise not_a_workbook(package.name)  # a letter, a slide show
        relations = package.relations(self.part)
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        for element in self._root.iterfind("{*}sheets/{*}sheet"):
            relation = relations.get(relation_id(element))
            if relation is not None and relation.kind == "worksheet" and relation.part in package:
                self.sheets[element.get("name", "")] = relation.part
                if element.get("state") in {"hidden", "veryHidden"}:
                    self.hidden.add(element.get("name", ""))
        self.shared_strings = self._related("sharedStrings")
        self.styles = self._related("styles")
        properties = child(self._root, "workbookPr")
        self.since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}

    def _related(self, kind: str) -> str:
        found = [r.part for r in self._package.relations(self.part).values() if r.kind == kind]
        return found[0] if found and found[0] in self._package else ""

    def named_cells(self) -> dict[str, tuple[str, int, int]]:
        """Sheet, row and column of every name of one cell; a name of the whole book wins over a sheet's own."""
        found: dict[str, tuple[str, int, int]] = {}
        names = self._root.findall("{*}definedNames/{*}definedName")
        for element in sorted(names, key=lambda e: e.get("localSheetId") is None):
            match = _ONE_CELL.match((element.text or "").strip())
            if match is None or element.get("name", "").startswith("_xlnm"):
                continue
            sheet = (match[1] or "").replace("''", "'") or match[2]
            if sheet in self.sheets:
                found[element.get("name", "")] = (sheet, *cell_position(match[3]))
        return found

    def set_hidden(self, sheet: str, *, hidden: bool) -> None:
        """Hide a sheet, or show it; the one in front is then one that is shown."""
        every = self._root.findall("{*}sheets/{*}sheet")
        for element in every:
            if element.get("name") == sheet:
                element.set("state", "hidden" if hidden else "visible")
        shown = [place for place, element in enumerate(every) if element.get("state", "visible") == "visible"]
        for view in self._root.iterfind("{*}bookViews/{*}workbookView"):
            if shown and int(view.get("activeTab", "0")) not in shown:
                view.set("activeTab", str(shown[0]))
        self._package.write(self.part, serialise(self._root))

    def recalculate_on_load(self) -> None:
        """Ask the next spreadsheet to compute every formula anew."""
        properties = child(self._root, "calcPr")
        if properties is None:
            properties = etree.Element(f"{{{namespace(self._root)}}}calcPr")
            index = max((i for i, e in enumerate(self._root) if _name(e) in _BEFORE_CALC), default=-1)
            self._root.insert(index + 1, properties)
        if properties.get("fullCalcOnLoad") != "1":
            properties.set("fullCalcOnLoad", "1")
            self._package.write(self.part, serialise(self._root))


def _name(element: etree._Element) -> str:
    return local(element) if isinstance(element.tag, str) else ""
