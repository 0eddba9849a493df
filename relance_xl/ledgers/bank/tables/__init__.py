"""A bank's own CSV and Excel exports: columns found by their names, rows read as operations."""
