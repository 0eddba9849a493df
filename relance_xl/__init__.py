"""Customer reminders for French accountants, inside their own Excel workbook."""

__version__ = "0.1.0"
