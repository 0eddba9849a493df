"""A Microsoft account against an imitation of Microsoft's sign-in and of Graph: who is signed in, what has become."""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msal_extensions
import pytest

from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.post.bounces import returned
from relance_xl.post.https import Https, Unanswered, Unsent
from relance_xl.post.microsoft import keeping, signing_in
from relance_xl.post.microsoft.graph import TAKEN, GraphMailbox
from relance_xl.post.microsoft.places import MAIL_READ, MAIL_SEND, MICROSOFT, SMTP_SEND
from relance_xl.post.microsoft.signing_in import Account, Registered
from relance_xl.post.send_log import Fate
from relance_xl.post.smtp import MailServer, SmtpOutbox
from relance_xl.problems import DataError, FileUnavailable, UsageError
from tests.post.mail_server import HOST, USER, certificate, mail_server
from tests.post.microsoft_server import CLIENT, TENANT, WHO, Browser, Microsoft, browsing, microsoft
from tests.post.reports import report
from tests.post.test_sending import a_file


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificat"))


@pytest.fixture
def theirs(pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Microsoft]:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(keeping, "sessions_folder", lambda: tmp_path / "connexions")
    keeping.kept.cache_clear()
    with microsoft(pem) as held:
        yield held
    keeping.kept.cache_clear()


def account(theirs: Microsoft, *scopes: str, tenant: str = TENANT, user: str = WHO) -> Account:
    registered = Registered(client_id=CLIENT, tenant=tenant, user=user, places=theirs.places)
    return Account(registered, scopes or (SMTP_SEND,))


def silent(_message: str, _share: float | None) -> None:
    """Nobody reads."""


def signed_in(theirs: Microsoft, *scopes: str, user: str = WHO) -> Account:
    """With a code, which is quicker than the browser."""
    made = account(theirs, *scopes, user=user)
    made.by_code(silent)
    return made


# ---- signing in ----


def test_by_the_browser_in_french_with_a_proof_that_nobody_else_has(theirs: Microsoft, pem: Path) -> None:
    told: list[str] = []
    browser = Browser(pem)
    with browsing(browser):
        name = account(theirs).by_browser(lambda message, _share: told.append(message))

    assert (name, account(theirs).token()) == (WHO, "jeton-1")
    assert theirs.granted == ["authorization_code"]
    assert browser.asked["code_challenge_method"] == "S256"
    assert browser.asked["redirect_uri"].startswith("http://localhost:")
    assert set(browser.asked["scope"].split()) == {SMTP_SEND, "openid", "profile", "offline_access"}
    assert "Vous êtes connecté" in browser.page
    assert "navigateur" in told[0]


def test_an_agreement_refused_in_the_browser_is_said(theirs: Microsoft, pem: Path) -> None:
    with browsing(Browser(pem, "refused")), pytest.raises(DataError, match="l'accord demandé dans le navigateur"):
        account(theirs).by_browser(silent)

    assert not account(theirs).has_token()


def test_nobody_at_the_browser_is_said(theirs: Microsoft, pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deserted(Browser):
        """Nobody looks at the page that opens."""

        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: ARG002 - webbrowser's own
            return True

    monkeypatch.setattr(signing_in, "PATIENCE", 1)
    with browsing(Deserted(pem)), pytest.raises(DataError, match="Personne ne s'est identifié dans le navigateur"):
        account(theirs).by_browser(silent)


def test_by_a_code_where_there_is_no_browser(theirs: Microsoft) -> None:
    told: list[str] = []
    with browsing(None):
        name = account(theirs).by_browser(lambda message, _share: told.append(message))

    assert name == WHO
    assert "https://m.example/d" in told[0]
    assert "ABCD-EFGH" in told[0]


def test_a_token_near_its_end_is_renewed_by_itself(theirs: Microsoft) -> None:
    theirs.lasting = 60  # less than the margin that is kept
    mine = signed_in(theirs)

    assert [mine.token(), mine.token()] == ["jeton-2", "jeton-3"]
    assert theirs.granted == ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token", "refresh_token"]


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ("invalid_grant AADSTS700082: The refresh token has expired due to inactivity.", "n'est plus valable"),
        ("invalid_grant AADSTS53003: Access has been blocked by Conditional Access policies.", "accès conditionnel"),
        ("invalid_grant AADSTS65001: The user or administrator has not consented.", "l'accord d'un administrateur"),
    ],
)
def test_a_sign_in_that_is_over_is_said_with_what_to_do(theirs: Microsoft, refusal: str, told: str) -> None:
    mine = signed_in(theirs)
    error, _, description = refusal.partition(" ")
    theirs.refusal = {"error": error, "error_description": description}

    with pytest.raises(DataError, match=told):
        mine.renewed()


def test_nobody_signed_in_an_unknown_directory_and_no_network_are_said(theirs: Microsoft) -> None:
    with pytest.raises(DataError, match="Personne n'est connecté"):
        account(theirs).token()
    with pytest.raises(DataError, match="l'annuaire Microsoft est absent ou inconnu"):
        account(theirs, tenant="autre.example").token()
    with pytest.raises(DataError, match=r"Personne n'est connecté au compte Microsoft sur ce poste"):
        account(theirs, user="").token()
    theirs.port = 9
    with pytest.raises(FileUnavailable, match="la connexion est refusée"):
        account(theirs).token()


def test_the_extra_is_asked_for_when_it_is_not_there(theirs: Microsoft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)

    with pytest.raises(UsageError, match="module qui n'est pas installé"):
        account(theirs).token()


def test_who_signs_out_must_sign_in_again(theirs: Microsoft) -> None:
    mine = signed_in(theirs)
    port, theirs.port = theirs.port, 9  # no network is needed
    mine.forget()
    theirs.port = port

    assert not mine.has_token()


# ---- where the tokens are kept ----


def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with a key store: a file that stands in for DPAPI's, which is on Windows alone."""

    class Kept(msal_extensions.FilePersistence):  # type: ignore[misc]  # published without types
        is_encrypted = True

        def save(self, content: str) -> None:
            super().save(b64encode(content.encode()).decode())

        def load(self) -> str:
            read: str = super().load()
            return b64decode(read, validate=True).decode()

    monkeypatch.setattr(msal_extensions, "build_encrypted_persistence", Kept)


def test_a_system_without_a_key_store_keeps_the_tokens_in_memory_alone(theirs: Microsoft, tmp_path: Path) -> None:
    mine = signed_in(theirs)

    assert (mine.has_token(), mine.lasts) == (True, False)
    assert b"jeton" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_the_tokens_outlive_the_program_where_the_system_encrypts_them(
    theirs: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk(monkeypatch)
    mine = signed_in(theirs)
    keeping.kept.cache_clear()

    assert (account(theirs).token(), mine.lasts) == ("jeton-1", True)


@pytest.mark.parametrize("damage", [b"", b"\x00\xff rien", b"e30"])
def test_tokens_that_cannot_be_read_are_begun_anew(
    theirs: Microsoft, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    on_disk(monkeypatch)
    place = signed_in(theirs).registered.file
    place.write_bytes(damage)
    keeping.kept.cache_clear()

    with pytest.raises(DataError, match="Personne n'est connecté"):
        account(theirs).token()
    assert signed_in(theirs).has_token()


# ---- SMTP ----


def outbox(port: int, tokens: Account) -> SmtpOutbox:
    return SmtpOutbox(
        MailServer(host=HOST, port=port, security=MailSecurity.STARTTLS, user=USER, tokens=tokens, timeout=10)
    )


def test_a_message_leaves_with_a_token_and_a_token_that_expired_half_way_is_renewed(
    theirs: Microsoft, pem: Path, tmp_path: Path
) -> None:
    mine = signed_in(theirs)
    with mail_server(pem) as (port, held):
        held.tokens = theirs.tokens
        held.faults = {"c2@client.example": ["cut before data"]}
        with outbox(port, mine) as sending:
            first = sending.send(a_file(tmp_path, 1))
            theirs.tokens.clear()  # the server knows it no more when the connection is opened again
            second = sending.send(a_file(tmp_path, 2))

    assert [first.fate, second.fate] == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert theirs.tokens == {"jeton-2"}
    assert len(held.ids) == held.logins == 2


def test_an_account_refused_half_way_leaves_the_rest_for_later(theirs: Microsoft, pem: Path, tmp_path: Path) -> None:
    mine = signed_in(theirs)
    with mail_server(pem) as (port, held):
        held.tokens = theirs.tokens
        held.faults = {"c2@client.example": ["cut before data"]}
        with outbox(port, mine) as sending:
            sending.send(a_file(tmp_path, 1))
            theirs.tokens.clear()
            theirs.refusal = {"error": "invalid_grant", "error_description": "AADSTS50173: revoked"}
            second = sending.send(a_file(tmp_path, 2))

    assert (second.fate, second.unreachable) == (Fate.POSTPONED, True)
    assert "n'est plus valable" in second.words
    assert len(held.ids) == 1


def test_a_token_refused_twice_is_told_with_what_it_means(theirs: Microsoft, pem: Path) -> None:
    mine = signed_in(theirs)
    with (
        mail_server(pem) as (port, _held),
        pytest.raises(DataError, match="le compte connecté n'est pas celui de cette boîte"),
        outbox(port, mine),
    ):
        pass


def test_a_token_is_shown_to_microsoft_s_own_servers_only() -> None:
    trusted = ("smtp.office365.com", "outlook.office365.com", "smtp-mail.outlook.com", "OUTLOOK.OFFICE365.COM.")
    strangers = ("smtp.office365.com.pirate.example", "office365.example", "xoffice365.com", "smtp.vallier.example", "")

    assert all(map(MICROSOFT.trusts, trusted))
    assert not any(map(MICROSOFT.trusts, strangers))


# ---- Graph ----

FATES: list[tuple[str, Fate, str, int]] = [
    ("", Fate.ACCEPTED, "202", 1),
    ("throttled", Fate.POSTPONED, "429", 0),
    ("forbidden", Fate.POSTPONED, "ErrorAccessDenied", 0),
    ("too large", Fate.REFUSED, "413", 0),
    ("bad", Fate.REFUSED, "ErrorInvalidRecipients", 0),
    ("broken", Fate.UNCERTAIN, "500", 0),
    ("unavailable", Fate.UNCERTAIN, "503", 0),
    ("odd", Fate.UNCERTAIN, "207", 0),
    ("cut before", Fate.UNCERTAIN, "avant la réponse", 0),
    ("answer lost", Fate.UNCERTAIN, "avant la réponse", 1),
    ("torn answer", Fate.UNCERTAIN, "avant la réponse", 1),
    ("too slow", Fate.UNCERTAIN, "avant la réponse", 1),
    ("gateway", Fate.UNCERTAIN, "504", 1),
]


def test_n102_each_answer_of_graph_has_its_fate(theirs: Microsoft, tmp_path: Path) -> None:
    """N-102: 202 taken in charge, 4xx not taken, anything else uncertain; the message is whole."""
    mine = signed_in(theirs, MAIL_SEND)
    found = []
    with GraphMailbox(mine, timeout=1) as sending:
        for number, (fault, *_) in enumerate(FATES):
            theirs.faults = {f"c{number}@client.example": [fault]}
            before = len(theirs.sent)
            mail = a_file(tmp_path, number)
            outcome = sending.send(mail)
            found.append((fault, outcome.fate, outcome.words, len(theirs.sent) - before))
            assert all(sent == mail.path.read_bytes() for sent in theirs.sent[before:])

    for (fault, fate, words, sent), (_, expected, told, stored) in zip(found, FATES, strict=True):
        assert (fate, sent) == (expected, stored), fault
        assert told in words
    assert found[0][2] == TAKEN


def test_a_token_that_graph_knows_no_more_is_renewed_and_the_message_leaves_once(
    theirs: Microsoft, tmp_path: Path
) -> None:
    with GraphMailbox(signed_in(theirs, MAIL_SEND)) as sending:
        theirs.tokens.clear()
        outcome = sending.send(a_file(tmp_path))

    assert (outcome.fate, len(theirs.sent), theirs.refused_tokens) == (Fate.ACCEPTED, 1, 1)


def test_graph_out_of_reach_leaves_the_message_for_later(theirs: Microsoft, tmp_path: Path) -> None:
    mine = signed_in(theirs, MAIL_SEND)
    with GraphMailbox(mine) as sending:
        sending._root = "https://127.0.0.1:9/v1.0/me"
        outcome = sending.send(a_file(tmp_path))

    assert (outcome.fate, outcome.unreachable) == (Fate.POSTPONED, True)


def test_nothing_leaves_from_another_mailbox_than_the_one_written(theirs: Microsoft) -> None:
    mine = signed_in(theirs, MAIL_SEND, user="direction@vallier.example")

    with pytest.raises(DataError, match=r"Le compte Microsoft connecté est .*, et non"), GraphMailbox(mine):
        pass


def test_a_draft_is_put_once_and_a_message_sent_is_found(theirs: Microsoft) -> None:
    with GraphMailbox(signed_in(theirs, MAIL_SEND)) as box:
        for _ in range(2):
            box.add_draft("<un@vallier.example>", b"Message-ID: <un@vallier.example>\r\n\r\nBonjour\r\n")
        theirs.sent.append(b"Message-ID: <parti@vallier.example>")
        held = [box.holds_draft("<un@vallier.example>"), box.holds_sent("<parti@vallier.example>"),
                box.holds_sent("<un@vallier.example>")]  # fmt: skip

    assert held == [True, True, False]
    assert len(theirs.drafts) == 1


def test_reports_are_read_from_the_inbox_or_a_folder(theirs: Microsoft) -> None:
    theirs.inbox += [report().encode(), b"Subject: Bonjour\r\n\r\n"]
    with GraphMailbox(signed_in(theirs, MAIL_READ)) as box:
        assert len(returned(box.reports("", date(2026, 1, 1))).bounces) == 1
        assert len(list(box.reports("retours recus", date(2026, 1, 1)))) == 1
        with pytest.raises(DataError, match="n'a pas de dossier"):
            list(box.reports("Absent", date(2026, 1, 1)))


# ---- HTTPS ----


def test_a_certificate_nobody_vouches_for_has_nothing_of_the_request(
    theirs: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unsent, match="certificat"):
        Https().ask("POST", f"{theirs.places.graph}/me/sendMail", {"Authorization": "Bearer x"}, b"x")

    assert theirs.refused_tokens == 0


def test_a_plain_address_is_never_asked(theirs: Microsoft) -> None:
    with pytest.raises(ValueError, match="http:"):
        Https().ask("GET", f"http://{HOST}:{theirs.port}/", {})


def test_an_answer_cut_before_its_end_is_no_answer(theirs: Microsoft, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(handler: Any, *_: object) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        handler.close_connection = True

    monkeypatch.setattr("tests.post.microsoft_server.Handler.do_GET", torn)
    with pytest.raises(Unanswered):
        Https(5).ask("GET", f"https://{HOST}:{theirs.port}/", {})
