"""`python -m relance_xl`: the command, where the scripts' folder is not on the PATH."""

import sys

from relance_xl.cli import command

sys.exit(command())
