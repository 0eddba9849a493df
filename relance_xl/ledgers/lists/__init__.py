"""Lists of invoices, as any invoicing program exports them: text files and Excel sheets."""
