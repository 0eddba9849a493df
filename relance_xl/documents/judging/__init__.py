"""Documents judged once they are written, before anything is recorded."""
