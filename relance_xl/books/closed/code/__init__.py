"""The macros of a workbook: told by their version, given back after LibreOffice, left out."""
