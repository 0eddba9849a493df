"""A folder made for an action: gone at its end, swept when its maker was killed, respected while he lives (N-104)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from relance_xl.actions.setup.company import copy_templates
from relance_xl.machine.scratch import PREFIX, scratch, sweep, written_exclusively
from tests.places import ROOT

KILLED = (
    "import os, sys; from pathlib import Path; from relance_xl.machine.scratch import scratch\n"
    "with scratch(Path(sys.argv[1])) as folder:\n"
    "    (folder / 'half.docx').write_text('half'); print('ici', flush=True); sys.stdin.readline(); os._exit(9)"
)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_nothing_of_it_stays_whatever_happens_inside(tmp_path: Path) -> None:
    def interrupted() -> None:
        with scratch(tmp_path) as folder:
            (folder / "half.docx").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/proc/sys/kernel/random/boot_id").exists(), reason="only Linux names its starts")
def test_n104_that_of_a_killed_run_is_swept_by_the_next_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    """N-104: two companies may share one folder of documents."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        before = names(tmp_path)
        with scratch(tmp_path):
            assert set(before) < set(names(tmp_path))
        assert names(tmp_path) == before
        child.stdin.write(b"\n")
    assert len(names(tmp_path)) == 2  # the folder and its lease: it was killed
    with scratch(tmp_path) as folder:
        assert names(tmp_path) == sorted([folder.name, f"{folder.name}.bail"])

    assert names(tmp_path) == []


def test_n104_those_of_an_older_version_had_no_lease_and_go_too(tmp_path: Path) -> None:
    """N-104, with what was left of the clock of a lease, and a lease without its folder."""
    (tmp_path / f"{PREFIX}abc").mkdir()
    (tmp_path / f"{PREFIX}abc" / "half.docx").write_text("half")
    (tmp_path / f"{PREFIX}def.bail").write_text(json.dumps({}))
    (tmp_path / ".heure-xyz").write_text(".")
    (tmp_path / "Lettre.docx").write_text("a letter")
    sweep(tmp_path)

    assert names(tmp_path) == [f"{PREFIX}def.bail", "Lettre.docx"]  # the fresh lease may be that of somebody alive


def test_n101_a_file_is_made_whole_and_never_in_the_place_of_another(tmp_path: Path) -> None:
    """N-101"""
    written_exclusively(b"ours", tmp_path / "A.docx")
    with pytest.raises(FileExistsError):
        written_exclusively(b"again", tmp_path / "A.docx")

    assert (tmp_path / "A.docx").read_bytes() == b"ours"
    assert names(tmp_path) == ["A.docx"]


def test_a_template_that_is_there_is_the_user_s(tmp_path: Path) -> None:
    (tmp_path / "lettre_1.docx").write_text("mine")
    copy_templates(tmp_path)

    assert (tmp_path / "lettre_1.docx").read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


def test_n104_what_a_killed_repair_left_among_the_templates_goes_though_none_is_missing(tmp_path: Path) -> None:
    """N-104"""
    copy_templates(tmp_path)
    whole = names(tmp_path)
    (tmp_path / f"{PREFIX}abc").mkdir()
    (tmp_path / f"{PREFIX}abc" / "half.docx").write_text("half")
    copy_templates(tmp_path)

    assert names(tmp_path) == whole
