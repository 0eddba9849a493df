"""Real data in: ledgers and lists read from files, and the update that keeps every reminder."""
