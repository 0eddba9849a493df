"""An xlwings engine for LibreOffice Calc: `xw.Book`, `sheet.range`, `sheet.tables` on a document open there.

It speaks Excel: English formulas, US number formats, addresses in A1 form, 1-based rows and columns.  Where Excel
would silently turn what it is given into something else, it raises `ExcelWouldCoerce` rather than hide the fault.
Method and property names are those of `xlwings.base_classes`, and mean what xlwings documents.
"""

from relance_xl.libreoffice.engine.app import attach
from relance_xl.libreoffice.engine.values import ExcelWouldCoerce

__all__ = ["ExcelWouldCoerce", "attach"]
