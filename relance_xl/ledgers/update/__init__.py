"""The workbook brought up to date with what a file brings, without losing a reminder."""
