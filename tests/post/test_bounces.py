"""Reports of non-delivery read back (RFC 3464): what is dead, what is not, and what nobody can tell (A5)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.post import bounces
from relance_xl.post.bounces import Verdict, read_returned
from relance_xl.problems import FileUnavailable
from tests.post.reports import SHAPES, report


def saved(folder: Path, *messages: str, name: str = "retour.eml") -> Path:
    """The messages in a file: one as it is, several as a box."""
    place = folder / name
    text = messages[0] if len(messages) == 1 else "".join(f"From - Wed Mar 18 10:00:00 2026\n{m}\n" for m in messages)
    place.write_bytes(text.encode())
    return place


@pytest.mark.parametrize("shape", [*SHAPES, "Postfix"])
def test_a5_each_server_says_that_the_address_is_dead_in_its_own_shape(shape: str, tmp_path: Path) -> None:
    (one,) = read_returned(saved(tmp_path, SHAPES.get(shape, report()))).bounces

    assert one.addresses == ("c001@client.example",)
    assert one.verdict is Verdict.DEAD
    assert one.code in {"5.1.1", "5.1.10"}
    assert one.on == date(2026, 3, 18)
    assert one.message_id == "<r1@vallier.example>"
    assert "550" in one.words
    assert "\n" not in one.words


@pytest.mark.parametrize(
    ("status", "action", "said", "verdict"),
    [
        ("5.1.2", "failed", "550 5.1.2 Host unknown", Verdict.DEAD),
        ("5.4.4", "failed", "X-Postfix; Host or domain name not found", Verdict.DEAD),
        ("5.2.1", "Failed", "550 5.2.1 mailbox disabled", Verdict.DEAD),
        ("5.1.1", "failed", "550 5.7.1 blocked, whatever the report says", Verdict.REFUSED),
        ("5.1.1", "failed", "550 5.0.0 no such user here", Verdict.DEAD),
        ("5.2.2", "failed", "552 5.2.2 mailbox full", Verdict.REFUSED),
        ("5.7.1", "failed", "550 5.7.1 blocked", Verdict.REFUSED),
        ("5.7.26", "failed", "550-5.7.26 unauthenticated", Verdict.REFUSED),
        ("5.1.8", "failed", "550 5.1.8 bad sender", Verdict.REFUSED),
        ("5.0.0", "failed", "550 no such user here", Verdict.REFUSED),
        ("5.0.0", "failed", "450 4.2.1 Mail send limit exceeded", Verdict.DELAYED),
        ("4.4.7", "failed", "expired", Verdict.DELAYED),
        ("5.1.1", "delayed", "", Verdict.DELAYED),
        ("5.1.1", "relayed", "", Verdict.UNCLEAR),
        ("2.0.0", "delivered", "", Verdict.UNCLEAR),
        ("", "failed", "550 5.1.1 User unknown", Verdict.UNCLEAR),
        ("5.1", "failed", "", Verdict.UNCLEAR),
    ],
)
def test_a5_only_a_failure_for_good_that_is_of_the_address_says_it_is_dead(
    status: str, action: str, said: str, verdict: Verdict, tmp_path: Path
) -> None:
    (one,) = read_returned(saved(tmp_path, report(status=status, action=action, said=said))).bounces

    assert one.verdict is verdict


def test_a_box_is_read_message_by_message_and_those_that_are_no_report_are_counted(tmp_path: Path) -> None:
    ordinary = "From: a@b.example\nSubject: Bonjour\n\nFrom here, Status: 5.1.1\n"
    box = saved(tmp_path, report(), ordinary, report(address="c002@client.example"), name="retours.mbox")

    found = read_returned(box)

    assert [one.addresses for one in found.bounces] == [("c001@client.example",), ("c002@client.example",)]
    assert found.others == 1


def test_a_report_that_names_nobody_readable_says_nothing_of_anybody(tmp_path: Path) -> None:
    (one,) = read_returned(saved(tmp_path, report(address="undisclosed"))).bounces

    assert (one.addresses, one.verdict) == ((), Verdict.UNCLEAR)


def test_a_forwarded_address_keeps_the_one_written_to_first(tmp_path: Path) -> None:
    text = report().replace(
        "Final-Recipient: rfc822; c001@client.example", "Final-Recipient: rfc822; <X@Ailleurs.example>"
    )

    (one,) = read_returned(saved(tmp_path, text)).bounces

    assert one.addresses == ("c001@client.example", "x@ailleurs.example")


def test_a_report_forwarded_is_read_and_what_a_report_brings_back_is_not(tmp_path: Path) -> None:
    inner = report(address="ancien@client.example")
    forwarded = f"From: c\nDate: Fri, 20 Mar 2026 08:00:00 +0100\nContent-Type: message/rfc822\n\n{inner}"
    back = report().replace("Message-ID: ", "Content-Type: message/rfc822\nMessage-ID: ").replace("corps\n", inner)

    (one,) = read_returned(saved(tmp_path, forwarded)).bounces
    (other,) = read_returned(saved(tmp_path, back.replace('"B"', '"Z"').replace("--B", "--Z", 3))).bounces

    assert (one.addresses, one.on) == (("ancien@client.example",), date(2026, 3, 18))
    assert other.addresses == ("c001@client.example",)


@pytest.mark.parametrize(
    "layer", ["Content-Type: message/rfc822\n\n", 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n']
)
def test_parts_without_end_are_no_report(layer: str, tmp_path: Path) -> None:
    found = read_returned(saved(tmp_path, layer * 3000))

    assert (found.bounces, found.others) == ((), 1)


@pytest.mark.parametrize(
    "change",
    [("Date: Wed, 18 Mar 2026 10:12:33 +0100 (CET)\n", ""), ("Wed, 18 Mar 2026 10:12:33 +0100 (CET)", "hier matin")],
)
def test_a_report_without_a_day_has_none(change: tuple[str, str], tmp_path: Path) -> None:
    (one,) = read_returned(saved(tmp_path, report().replace(*change))).bounces

    assert one.on is None


def test_a_report_cut_short_before_its_code_is_read_as_far_as_it_goes_and_kills_no_address(tmp_path: Path) -> None:
    whole = report()
    for cut in range(1, whole.index("Status: ") + len("Status: 5."), 53):
        found = read_returned(saved(tmp_path, whole[:cut]))

        assert all(one.verdict is not Verdict.DEAD for one in found.bounces), cut


@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=60), place=st.integers(0, 1500))
def test_no_noise_in_a_report_is_more_than_a_message_read_otherwise(
    noise: bytes, place: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "bruit.eml"
    whole = report().encode()
    file.write_bytes(whole[:place] + noise + whole[place:])

    read_returned(file)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable, match="ne se lit pas"):
        read_returned(tmp_path / "absent.eml")


def test_a_box_too_large_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounces, "_LARGEST", 100)
    with pytest.raises(FileUnavailable, match="256 Mo"):
        read_returned(saved(tmp_path, report()))
