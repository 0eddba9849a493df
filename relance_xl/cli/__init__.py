"""`relance-xl`: the buttons' actions on a closed workbook."""

from relance_xl.cli.main import main

__all__ = ["main"]
