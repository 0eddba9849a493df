"""Payments to open items: what a bank statement proves of who paid what, what it only suggests, and why."""
