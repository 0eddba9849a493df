"""The lines of a list before they are understood: cut into fields, and told from their copies."""
