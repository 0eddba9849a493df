"""LibreOffice Calc as a host of the workbook: an xlwings engine, and a window whose buttons work."""
