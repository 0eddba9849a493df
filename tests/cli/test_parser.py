"""The command line's own words."""

from __future__ import annotations

import pytest

from relance_xl.actions.catalogue.rows import COMMANDS
from relance_xl.cli.main import main


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_given_too_little_says_so_in_french(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--inconnue"])
    assert left.value.code == 2
    assert "Usage : relance-xl" in capsys.readouterr().err
