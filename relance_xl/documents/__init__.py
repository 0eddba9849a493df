"""Letters and messages: Word templates in, documents out; no spreadsheet is known here."""
