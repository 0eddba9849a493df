"""A workbook open in Excel, or in LibreOffice through our engine, by xlwings."""
