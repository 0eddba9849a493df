"""What a letter says in each language: amounts, dates, counts, words."""
