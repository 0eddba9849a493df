"""« Cabinet.xlsx »: a row a company, the debtors common to several, the faults; made anew at each run."""
