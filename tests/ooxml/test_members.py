"""Packages written member by member, read back by the standard library."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from markupsafe import Markup

from relance_xl.ooxml.members import StaticMembers, joined_member, member

ROOT = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' * 4
CASES = {
    "known, new, known": (ROOT, "C00012", "x" * 400),
    "new at both ends": ("<?xml?>", ROOT, "Établissements « Lefèvre » 🧾"),
    "new only": ("", "C1", "", " et C2"),
    "known only": (ROOT, "é" * 500),
    "nothing": (),
    "longer than a stored block": tuple("1 234,50\u202f" for _ in range(20_000)),
    "escaped text beside what must stay as it is": ("<w:t>", Markup("Dupont &amp; Fils"), "</w:t>", ROOT),
}


@pytest.mark.parametrize("pieces", CASES.values(), ids=CASES)
def test_a_part_made_of_pieces_reads_back_as_their_sum(pieces: tuple[str, ...]) -> None:
    joined = joined_member("word/header1.xml", pieces)
    package = StaticMembers([member("a.xml", b"a" * 50)]).package([joined])

    with zipfile.ZipFile(BytesIO(package)) as read:
        assert read.testzip() is None
        assert read.read("word/header1.xml").decode() == "".join(pieces)


def test_what_all_letters_say_is_packed_small() -> None:
    joined = joined_member("h.xml", (ROOT, "C00012", "y" * 3000))

    assert len(joined.packed) < len(ROOT)
