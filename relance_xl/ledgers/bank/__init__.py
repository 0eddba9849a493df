"""Bank statements in any format a French company receives, read as one stream of operations."""
