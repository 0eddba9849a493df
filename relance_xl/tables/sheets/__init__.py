"""One file a sheet: its rows read into the domain, and written from it."""
