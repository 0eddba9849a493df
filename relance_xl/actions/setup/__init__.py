"""A company opened, a workbook repaired, a machine diagnosed."""
