"""Results of formulas that a change elsewhere in the workbook has made old.

Excel computes everything anew when the file asks for it; LibreOffice trusts the results it finds in the file, and
computes the formulas that have none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relance_xl.books.closed.sheets.ranges import LAST_ROW, Area
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.tables import schema

COMPUTED_SHEETS = (schema.AGED_BALANCE.sheet, schema.PROPOSALS.sheet)
"""The sheets whose formulas outside tables are the program's own: the key figures, the running totals."""
_RESULT = re.compile(r"(<f\b[^>]*?(?:/>|>[^<]*</f>))<v>[^<]*</v>")
_TYPE = re.compile(r' t="[a-z]+"')


def forget_results(sheet: SheetXml, tables: Sequence[Area]) -> bool:
    """Take their results from the formulas that stand in none of `tables`; whether there were any."""
    changed = False
    for number in [number for number, row in sheet.rows.between(1, LAST_ROW) if b"</f><v>" in row]:
        cells = sheet.cells(number)
        for column, cell in cells.items():
            place = Area(number, column, number, column)
            if _RESULT.search(cell.xml) and not any(place.meets(table) for table in tables):
                opening, _, rest = cell.xml.partition(">")
                cells[column] = Cell(_TYPE.sub("", opening) + ">" + _RESULT.sub(r"\1", rest), cell.style)
                changed = True
        sheet.put(number, cells)
    return changed
