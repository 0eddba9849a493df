"""An import as a batch: what it would do, what is doubted, what it leaves in `Imports`, how it is undone."""
