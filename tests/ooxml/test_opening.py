"""A package is opened within bounds, whatever its headers state; what others write in their own ways is no fault."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from relance_xl.ooxml.opening import (
    Bounds,
    ExcessiveFault,
    Opened,
    PackageFault,
    ProtectedFault,
    member_names,
    unpacked,
)
from relance_xl.ooxml.relations import related, relations_of

KILOBYTE = 1 << 10
BOUNDS = Bounds(members=4, inflated=100 * KILOBYTE, suspect=10 * KILOBYTE, ratio=20)
SIZE_IN_DIRECTORY = 24


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def patched(content: bytes, field: int, form: str, value: int) -> bytes:
    """The package with a field of its first directory record changed (APPNOTE 4.3.12)."""
    changed = bytearray(content)
    struct.pack_into(form, changed, content.find(b"PK\1\2") + field, value)
    return bytes(changed)


def test_members_at_the_bound_are_read_one_more_is_refused() -> None:
    parts = {f"{number}.xml": b"a" for number in range(BOUNDS.members)}
    assert unpacked(packed(parts), BOUNDS) == parts

    with pytest.raises(ExcessiveFault, match="démesuré"):
        Opened(packed({**parts, "de trop.xml": b""}), BOUNDS)


def test_folders_count_as_members_when_they_are_bounded() -> None:
    with pytest.raises(ExcessiveFault):
        Opened(packed({f"{number}/": b"" for number in range(BOUNDS.members + 1)}), BOUNDS)


def test_all_members_together_are_bounded() -> None:
    half = b"a" * (BOUNDS.inflated // 2)
    fits = {"1": half, "2": half}
    assert unpacked(packed(fits, zipfile.ZIP_STORED), BOUNDS) == fits

    with pytest.raises(ExcessiveFault, match="contenu démesuré"):
        Opened(packed({"1": half, "2": half, "3": b"a"}, zipfile.ZIP_STORED), BOUNDS)


def test_only_a_large_member_is_refused_for_its_ratio() -> None:
    small, large = bytes(BOUNDS.suspect), bytes(BOUNDS.suspect + 1)
    assert unpacked(packed({"a": small}), BOUNDS) == {"a": small}
    assert unpacked(packed({"a": large}, zipfile.ZIP_STORED), BOUNDS) == {"a": large}

    with pytest.raises(ExcessiveFault):
        Opened(packed({"a": large}), BOUNDS)


def test_a_member_longer_than_it_states_is_damaged_and_never_inflated_whole() -> None:
    lying = patched(packed({"bombe.xml": bytes(64 << 20)}), SIZE_IN_DIRECTORY, "<L", 1000)
    opened = Opened(lying, BOUNDS)

    tracemalloc.start()
    try:
        with pytest.raises(PackageFault, match="il est abîmé"):
            opened.read(opened.infos["bombe.xml"])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_office_reads_is_inflated(method: int) -> None:
    with pytest.raises(PackageFault, match="ni Word ni Excel"):
        unpacked(packed({"a.xml": b"<a/>"}, method))


def test_a_member_shorter_than_it_states_is_damaged() -> None:
    lying = patched(packed({"a.xml": bytes(range(256))}), SIZE_IN_DIRECTORY - 4, "<L", 100)

    with pytest.raises(PackageFault, match="il est abîmé"):
        unpacked(lying)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"PK\3\4", b"PK\5\6" + bytes(3)])
def test_what_is_no_package_is_said(content: bytes) -> None:
    with pytest.raises(PackageFault, match="il est "):
        Opened(content, BOUNDS)


def test_a_file_cut_off_is_said_to_be_incomplete() -> None:
    whole = packed({"a.xml": b"a" * 50})

    with pytest.raises(PackageFault, match="copie ou son téléchargement a été interrompu"):
        Opened(whole[:-30], BOUNDS)


def test_an_encrypted_member_is_said_to_be_protected() -> None:
    with pytest.raises(ProtectedFault, match="mot de passe"):
        Opened(patched(packed({"a.xml": b"a"}), 8, "<H", 1), BOUNDS)


@pytest.mark.parametrize("written", ["word\\document.xml", "/word/document.xml", "\\word\\document.xml"])
def test_a_name_has_one_form_however_it_is_written(written: str) -> None:
    assert unpacked(packed({written: b"<a/>"}), BOUNDS) == {"word/document.xml": b"<a/>"}


def test_folder_entries_are_no_members() -> None:
    """N-72."""
    content = packed({"word/": b"", "word/document.xml": b"<a/>", "word\\_rels\\": b""})

    assert unpacked(content, BOUNDS) == {"word/document.xml": b"<a/>"}


def test_the_names_of_a_file_are_read_from_its_directory(tmp_path: Path) -> None:
    path = tmp_path / "Lettre.docx"
    path.write_bytes(packed({"word\\document.xml": b"<a/>"}))
    assert member_names(path) == {"word/document.xml"}

    path.write_bytes(b"PK")
    with pytest.raises(PackageFault):
        member_names(path)


LISTED = '<Relationships xmlns="urn:any"><Relationship Id="r1" Type="x/y/header" Target="{}"{}/></Relationships>'


@pytest.mark.parametrize(
    ("name", "target", "part"),
    [
        ("word/document.xml", "header1.xml", "word/header1.xml"),
        ("word/document.xml", "/word/header1.xml", "word/header1.xml"),
        ("word/document.xml", "../header1.xml", "header1.xml"),
        ("word/document.xml", "..\\parts\\header1.xml", "parts/header1.xml"),
        ("word/document.xml", "\\word\\header1.xml", "word/header1.xml"),
        ("document.xml", "header1.xml", "header1.xml"),
        ("document.xml", "../../header1.xml", "header1.xml"),
        ("", "word/document.xml", "word/document.xml"),
        ("word/document.xml", "en-t%C3%AAte.xml", "word/en-t%C3%AAte.xml"),
    ],
)
def test_a_target_leads_to_a_part_however_it_is_written(name: str, target: str, part: str) -> None:
    parts = {relations_of(name): LISTED.format(target, "").encode()}

    [relation] = related(parts, name)
    assert (relation.identifier, relation.kind, relation.part) == ("r1", "header", part)


def test_what_stands_outside_the_package_is_no_part() -> None:
    parts = {"word/_rels/document.xml.rels": LISTED.format("https://exemple.fr", ' TargetMode="External"').encode()}

    assert list(related(parts, "word/document.xml")) == []
