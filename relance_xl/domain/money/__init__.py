"""Amounts: currencies, terms, what the law adds to a late debt, and how old the debt is."""
