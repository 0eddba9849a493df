"""The closed workbook file: read without a spreadsheet, patched part by part, replaced at one stroke."""
