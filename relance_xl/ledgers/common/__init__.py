"""What the readers of all files share: charsets, figures, faults, and what a file brings."""
