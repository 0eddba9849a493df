"""`relance-xl`: the buttons' actions on a closed workbook."""

from relance_xl.cli.main import command, main

__all__ = ["command", "main"]
