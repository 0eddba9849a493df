"""The FEC, the file of accounting entries that every French ledger can produce (LPF art. A47 A-1)."""
