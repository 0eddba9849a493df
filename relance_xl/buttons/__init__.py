"""What the workbook's macros call: `buttons.run('rechercher')`, one name for each button."""

from relance_xl.buttons.actions import ACTIONS
from relance_xl.buttons.running import run

__all__ = ["ACTIONS", "run"]
