"""An older workbook given the sheets, tables, columns, macros and ribbon of this version, part by part (N-69)."""
