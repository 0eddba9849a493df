"""A mailbox by IMAP, against a real server: folders in French, drafts put once whatever breaks, reports left alone."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.post.bounces import Verdict, returned
from relance_xl.post.folder_names import read_name, written_name
from relance_xl.post.imap import ImapMailbox, MailboxServer
from relance_xl.problems import DataError, FileUnavailable
from tests.post.dovecot import HOST, PASSWORD, TOKEN, USER, Dovecot, dovecot
from tests.post.imap_proxy import FAULTS, between
from tests.post.mail_server import certificate
from tests.post.reports import report

SINCE = date(2026, 1, 1)


class Tokens:
    """A token that is good, then another after it was refused."""

    def __init__(self, *each: str) -> None:
        self.left = list(each)

    def token(self) -> str:
        return self.left[0]

    def renewed(self) -> str:
        return self.left.pop()


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificat"))


@pytest.fixture(scope="module")
def server(pem: Path) -> Iterator[Dovecot]:
    with dovecot(pem) as running:
        yield running


@pytest.fixture(autouse=True)
def trusted(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))


def opened(port: int, password: str = PASSWORD) -> ImapMailbox:
    return ImapMailbox(MailboxServer(host=HOST, port=port, user=USER, password=password, timeout=10))


def draft(identity: str) -> bytes:
    return f"Message-ID: {identity}\r\nSubject: Relance\r\n\r\nBonjour\r\n".encode()


def copies(server: Dovecot, identity: str) -> int:
    return sum(identity.encode() in message for message in server.messages("Brouillons"))


def test_a_draft_stands_once_in_brouillons_as_a_draft(server: Dovecot) -> None:
    with opened(server.tls) as box:
        box.add_draft("<une.fois@vallier.example>", draft("<une.fois@vallier.example>"))
        box.add_draft("<une.fois@vallier.example>", draft("<une.fois@vallier.example>"))
        held = box.holds_draft("<une.fois@vallier.example>"), box.holds_sent("<une.fois@vallier.example>")

    assert held == (True, False)
    assert copies(server, "<une.fois@vallier.example>") == 1
    assert [path.name.partition(":")[2] for path in (server.box("Brouillons") / "cur").iterdir()] == ["2,DS"]


def test_a_token_opens_the_mailbox_and_one_that_has_expired_is_renewed(server: Dovecot) -> None:
    renewing = MailboxServer(host=HOST, port=server.tls, user=USER, tokens=Tokens("expiré", TOKEN), timeout=10)
    with ImapMailbox(renewing) as box:
        assert not box.holds_draft("<personne@vallier.example>")


def test_what_was_sent_is_found_by_its_identity_or_by_the_one_that_microsoft_keeps(server: Dovecot) -> None:
    server.receive(draft("<parti@vallier.example>"), "Envoy&AOk-s")
    server.receive(
        b"Message-ID: <autre@outlook.example>\nX-Microsoft-Original-Message-ID: <renomme@vallier.example>\n\n",
        "Envoy&AOk-s",
    )
    with opened(server.tls) as box:
        found = [box.holds_sent(f"<{name}@vallier.example>") for name in ("parti", "renomme", "absent", 'x" OR ALL "')]

    assert found == [True, True, False, False]


def test_reports_are_read_where_they_are_and_stay_unread(server: Dovecot) -> None:
    for message in (report(), b"Subject: Bonjour\n\nJe paierai.\n", report(address="c002@client.example")):
        server.receive(message if isinstance(message, bytes) else message.encode())
    with opened(server.tls) as box:
        read = returned(box.reports("", SINCE))
        later = list(box.reports("", date(2199, 1, 1)))

    assert [bounce.addresses for bounce in read.bounces] == [("c001@client.example",), ("c002@client.example",)]
    assert {bounce.verdict for bounce in read.bounces} == {Verdict.DEAD}
    assert (read.others, later) == (0, [])
    names = [path.name for path in (server.box("") / "cur").iterdir()]
    assert all("S" not in name.partition(":2,")[2] for name in names)


def test_a_french_folder_is_found_by_its_name_and_one_that_is_not_there_is_told_with_the_others(
    server: Dovecot,
) -> None:
    server.receive(report(address="c003@client.example").encode(), "Retours &- &AOk-t&AOk-")
    with opened(server.tls) as box:
        assert len(list(box.reports("retours & ete", SINCE))) == 1
        with pytest.raises(DataError, match="Retours & été"):
            list(box.reports("Rebuts", SINCE))


def test_folders_whose_server_tells_no_use_are_known_by_their_names(server: Dovecot, pem: Path) -> None:
    with between(pem, server.plain) as silent, opened(silent.port) as box:
        silent.tells_uses = False
        box.add_draft("<sans.usage@vallier.example>", draft("<sans.usage@vallier.example>"))

        assert copies(server, "<sans.usage@vallier.example>") == 1
        assert not box.holds_sent("<sans.usage@vallier.example>")


@pytest.mark.parametrize("fault", FAULTS)
def test_n102_a_draft_is_never_put_twice_whatever_breaks(server: Dovecot, pem: Path, fault: str) -> None:
    """N-102: after a cut, it is looked for before it is put again."""
    identity = f"<{fault.replace(' ', '.')}@vallier.example>"
    with between(pem, server.plain) as broken, opened(broken.port) as box:
        broken.faults = {identity: [fault]}
        if fault == "refused":
            with pytest.raises(DataError, match="la boîte est pleine"):
                box.add_draft(identity, draft(identity))
        else:
            box.add_draft(identity, draft(identity))

    assert broken.met == [fault]
    assert copies(server, identity) == (fault != "refused")


def test_a_server_that_always_cuts_is_told_and_nothing_is_said_of_the_draft(server: Dovecot, pem: Path) -> None:
    identity = "<deux.fois@vallier.example>"
    with between(pem, server.plain) as broken, opened(broken.port) as box:
        broken.faults = {identity: ["cut before", "cut inside"]}
        with pytest.raises(FileUnavailable, match="injoignable"):
            box.add_draft(identity, draft(identity))

    assert copies(server, identity) == 0


def test_a_wrong_password_is_told_in_french(server: Dovecot) -> None:
    with pytest.raises(DataError, match="la messagerie refuse ce compte"), opened(server.tls, "autre"):
        pass


def test_a_certificate_nobody_vouches_for_stops_everything(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(DataError, match="certificat du serveur de réception"), opened(server.tls):
        pass


@pytest.mark.parametrize(
    "said",
    [b"* OK bonjour\r\n* CAPABILITY \xe9\r\nXXXX1 OK\r\n", b"HTTP/1.1 200 OK\r\n", b"* BYE\r\n", b"\xff" * 9000, b""],
)
def test_n106_a_server_that_nobody_understands_is_told(pem: Path, said: bytes) -> None:
    """N-106"""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    def serve(listening: socket.socket) -> None:
        plain, _ = listening.accept()
        with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as client:
            if said.startswith(b"* OK"):
                greeting, _, rest = said.partition(b"\r\n")
                client.sendall(greeting + b"\r\n")
                client.sendall(rest.replace(b"XXXX1", client.recv(1000).split()[0]))
            else:
                client.sendall(said)

    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        with pytest.raises(FileUnavailable, match="injoignable"), opened(listening.getsockname()[1]):
            pass
        thread.join()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(FileUnavailable, match="injoignable"), opened(9):
        pass


@pytest.mark.parametrize(
    ("name", "travels"),
    [
        ("Envoyés", "Envoy&AOk-s"),
        ("Retours & été", "Retours &- &AOk-t&AOk-"),
        ("INBOX.Éléments envoyés", "INBOX.&AMk-l&AOk-ments envoy&AOk-s"),
        ("台北", "&U,BTFw-"),
        ("📬", "&2D3c7A-"),
    ],
)
def test_names_travel_in_the_utf_7_of_imap(name: str, travels: str) -> None:
    """RFC 3501, 5.1.3."""
    assert written_name(name) == travels
    assert read_name(travels.encode()) == name


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back_as_it_was(name: str) -> None:
    assert written_name(name).isascii()
    assert read_name(written_name(name).encode()) == name


@settings(max_examples=30, deadline=None)
@given(st.binary())
def test_no_name_that_a_server_gives_breaks_the_reading(given_name: bytes) -> None:
    assert isinstance(read_name(given_name), str)
