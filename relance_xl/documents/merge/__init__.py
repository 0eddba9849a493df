"""A Word template compiled once, with docxtpl's own meaning, and merged as many times as there are letters."""
