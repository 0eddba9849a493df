"""A spreadsheet behind the port `Book`: in memory, the closed file, live Excel or LibreOffice."""
