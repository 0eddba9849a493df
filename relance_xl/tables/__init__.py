"""Between the sheets and the domain: what the columns are called, how cells are read and written."""
