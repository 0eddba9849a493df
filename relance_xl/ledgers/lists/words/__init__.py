"""The words that lists are written in: statuses, currencies, days in letters."""
