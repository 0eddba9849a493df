"""What a letter says in each language, one folder a language: amounts, dates, counts, words."""
