"""The sending: an exact fate for each message, on the disk before the next, whatever the server or the power does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from relance_xl.actions.mail.reports import sent_problems
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.outcome import LineKey
from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.post import passwords
from relance_xl.post.outlook import OutlookOutbox
from relance_xl.post.send_log import NAME, Entry, Fate, Sending, SentLine, _document, open_log
from relance_xl.post.sending import Delivered, Outcome, Pace, Parcel, Sent, deliver
from relance_xl.post.smtp import MailServer, SmtpOutbox
from relance_xl.problems import DataError, FileUnavailable
from tests.documents import samples
from tests.post.mail_server import HOST, PASSWORD, USER, Held, certificate, mail_server

ACCEPTED = Outcome(fate=Fate.ACCEPTED, words="250 OK")
BUSY = Outcome(fate=Fate.POSTPONED, words="451 Réessayez")
GONE = Outcome(fate=Fate.POSTPONED, words="injoignable", unreachable=True)


def sending(number: int) -> Sending:
    key = LineKey(customer=f"C{number}", invoice="FA-1", due_date=date(2026, 2, 13))
    line = SentLine(key=key, level_before=0, reminder_before=None, level=1)
    return Sending(
        message_id=f"<relance.{number}@vallier.example>", batch="L1", customer=f"C{number}", as_of=date(2026, 3, 16),
        document=f"E-mails/{number}.eml", recipients=(f"c{number}@client.example",), lines=(line,),
    )  # fmt: skip


def parcel(number: int, folder: Path = Path()) -> Parcel:
    mail = MailFile(
        reminder=samples.reminder(), path=folder / f"{number}.eml", message_id=sending(number).message_id,
        subject="Rappel", sender=USER, recipients=sending(number).recipients,
    )  # fmt: skip
    return Parcel(mail=mail, sending=sending(number))


class Scripted:
    """An outbox that answers as it was told to, by recipient; accepted otherwise."""

    def __init__(self, answers: dict[int, Sequence[Outcome | BaseException]] | None = None) -> None:
        self.answers = {sending(number).recipients[0]: list(said) for number, said in (answers or {}).items()}
        self.handed: list[str] = []

    def send(self, mail: MailFile) -> Outcome:
        self.handed.append(mail.message_id)
        waiting = self.answers.get(mail.recipients[0])
        said = waiting.pop(0) if waiting else ACCEPTED
        if isinstance(said, BaseException):
            raise said
        return said


def quick() -> Pace:
    return Pace(per_minute=0, pauses=(1, 2), sleep=lambda _seconds: None)


def ids(*numbers: int) -> list[str]:
    return [sending(number).message_id for number in numbers]


def test_every_message_is_handed_over_once_and_logged(tmp_path: Path) -> None:
    outbox = Scripted()
    with open_log(tmp_path) as log:
        delivered = deliver([parcel(number) for number in range(5)], outbox, log, quick())
    with open_log(tmp_path) as log:
        entries = log.entries

    assert outbox.handed == ids(0, 1, 2, 3, 4)
    assert len(delivered.of(Fate.ACCEPTED)) == 5
    assert {entry.fate for entry in entries.values()} == {Fate.ACCEPTED}
    assert [entry.sending for entry in entries.values()] == [sending(number) for number in range(5)]


@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.TRYING, Fate.UNCERTAIN])
def test_a_message_that_left_or_may_have_is_not_handed_over_again(tmp_path: Path, fate: Fate) -> None:
    outbox = Scripted()
    with open_log(tmp_path) as log:
        log.write(sending(1), fate)
        delivered = deliver([parcel(1), parcel(2)], outbox, log, quick())

    assert outbox.handed == ids(2)
    assert [sent.sending.customer for sent in delivered.sent] == ["C2"]


def test_a_refusal_for_now_is_tried_again_after_the_others(tmp_path: Path) -> None:
    outbox = Scripted({1: [BUSY, BUSY]})
    with open_log(tmp_path) as log:
        delivered = deliver([parcel(1), parcel(2)], outbox, log, quick())

    assert outbox.handed == ids(1, 2, 1, 1)
    assert len(delivered.of(Fate.ACCEPTED)) == 2


def test_a_refusal_at_each_attempt_is_listed_with_the_server_s_words(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        delivered = deliver([parcel(1)], Scripted({1: [BUSY] * 9}), log, quick())

    assert [sent.outcome.words for sent in delivered.of(Fate.POSTPONED)] == ["451 Réessayez"]


def test_a_server_out_of_reach_is_not_asked_for_every_message(tmp_path: Path) -> None:
    outbox = Scripted({1: [GONE] * 9})
    with open_log(tmp_path) as log:
        delivered = deliver([parcel(number) for number in range(1, 50)], outbox, log, quick())

    assert outbox.handed == ids(1, 1, 1)
    assert len(delivered.of(Fate.POSTPONED)) == 49


def test_an_interruption_at_message_37_resumes_at_38_with_that_one_uncertain(tmp_path: Path) -> None:
    parcels = [parcel(number) for number in range(1, 101)]
    with open_log(tmp_path) as log:
        first = deliver(parcels, Scripted({37: [KeyboardInterrupt()]}), log, quick())
    outbox = Scripted()
    with open_log(tmp_path) as log:
        second = deliver(parcels, outbox, log, quick())

    assert first.interrupted
    assert len(first.of(Fate.ACCEPTED)) == 36
    assert [sent.sending.customer for sent in first.of(Fate.UNCERTAIN)] == ["C37"]
    assert outbox.handed == ids(*range(38, 101))
    assert len(second.of(Fate.ACCEPTED)) == 63


def test_an_interruption_between_two_messages_leaves_none_uncertain(tmp_path: Path) -> None:
    def stop(_seconds: float) -> None:
        raise KeyboardInterrupt

    pace = Pace(per_minute=60, sleep=stop, clock=lambda: 0.0)
    with open_log(tmp_path) as log:
        delivered = deliver([parcel(1), parcel(2)], Scripted(), log, pace)

    assert delivered.interrupted
    assert [(sent.sending.customer, sent.outcome.fate) for sent in delivered.sent] == [("C1", Fate.ACCEPTED)]


def test_a_killed_program_leaves_the_message_it_was_sending_uncertain(tmp_path: Path) -> None:
    with open_log(tmp_path) as log, pytest.raises(SystemExit):
        deliver([parcel(1), parcel(2)], Scripted({2: [SystemExit()]}), log, quick())
    with open_log(tmp_path) as log:
        fates = [entry.fate for entry in log.entries.values()]

    assert fates == [Fate.ACCEPTED, Fate.TRYING]


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_log_torn_by_a_power_cut_is_read_and_goes_on(tmp_path: Path, cut: int) -> None:
    with open_log(tmp_path) as log:
        log.write(sending(1), Fate.ACCEPTED)
        log.write(sending(2), Fate.TRYING)
        log.write(sending(2), Fate.ACCEPTED)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-cut])

    with open_log(tmp_path) as log:
        log.write(sending(3), Fate.ACCEPTED)
    with open_log(tmp_path) as log:
        fates = {entry.sending.customer: entry.fate for entry in log.entries.values()}

    assert fates["C1"] is Fate.ACCEPTED
    assert fates["C2"] is (Fate.ACCEPTED if cut == 1 else Fate.TRYING)
    assert fates["C3"] is Fate.ACCEPTED


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b", "\x1c", "\r", "\n"])
def test_n102_a_text_that_holds_an_end_of_line_does_not_make_the_log_forget_a_message(
    tmp_path: Path, mark: str
) -> None:
    """N-102: a message forgotten would be sent again."""
    kept = replace(sending(1), document=f"E-mails/a{mark}b.eml")
    with open_log(tmp_path) as log:
        log.write(kept, Fate.UNCERTAIN, f"mot{mark}mot")
    with open_log(tmp_path) as log:
        assert [entry.sending for entry in log.entries.values()] == [kept]


HOSTILE_LINES = ["null", "5", '"x"', "[]", "{}", "[" * 200_000, '{"message": {}}', "\x00", "NaN", "1" * 10_000]
FIELDS = [*_document(Entry(sending=sending(1), fate=Fate.ACCEPTED, words="", moment="2026-03-16 09:30"))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(
    st.sampled_from(HOSTILE_LINES)
    | st.tuples(st.sampled_from(FIELDS), st.sampled_from([None, 5, -1, 1.5, True, [], {}, [[]], "", "é" * 999])).map(
        lambda change: json.dumps({**_document(Entry(sending=sending(2), fate=Fate.ACCEPTED, words="",
                                                     moment="2026-03-16 09:30")), change[0]: change[1]})),
    max_size=5,
))  # fmt: skip
def test_n106_whatever_stands_in_the_log_it_is_read_and_forgets_no_message(tmp_path: Path, lines: list[str]) -> None:
    """N-106"""
    (tmp_path / NAME).unlink(missing_ok=True)
    with open_log(tmp_path) as log:
        log.write(sending(1), Fate.ACCEPTED)
    with (tmp_path / NAME).open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    with open_log(tmp_path) as log:
        assert log.entries[sending(1).message_id].fate is Fate.ACCEPTED
        assert all(isinstance(entry.when, str) for entry in log.entries.values())
        # each line added may be sound, and of another message than the others
        assert len({key for entry in log.entries.values() for key in entry.sending.lines}) <= 1 + len(lines)


def test_two_sendings_never_hold_the_log_together(tmp_path: Path) -> None:
    with open_log(tmp_path), pytest.raises(FileUnavailable, match="Un autre envoi"), open_log(tmp_path):
        pass


def test_messages_leave_at_the_pace_asked_for(tmp_path: Path) -> None:
    now, pauses = [0.0], []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    pace = Pace(per_minute=30, sleep=sleep, clock=lambda: now[0])
    with open_log(tmp_path) as log:
        deliver([parcel(number) for number in range(4)], Scripted(), log, pace)

    assert pauses == [2.0, 2.0, 2.0]


# ---- a real server ----


@pytest.fixture
def pem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def server(port: int, **fields: object) -> MailServer:
    usual = MailServer(host=HOST, port=port, security=MailSecurity.STARTTLS, user=USER, password=PASSWORD, timeout=1)
    return replace(usual, **fields)  # type: ignore[arg-type]  # any field


def a_file(folder: Path, number: int = 1) -> MailFile:
    mail = parcel(number, folder).mail
    text = f"From: {USER}\r\nTo: {mail.recipients[0]}\r\nMessage-ID: {mail.message_id}\r\n\r\nUn\r\n.\r\n..\r\nfin\r\n"
    mail.path.write_bytes(text.encode())
    return mail


def test_a_message_arrives_whole_through_starttls_and_an_account(tmp_path: Path, pem: Path) -> None:
    with mail_server(pem) as (port, held), SmtpOutbox(server(port)) as outbox:
        outcome = outbox.send(a_file(tmp_path))

    assert outcome == Outcome(fate=Fate.ACCEPTED, words="250 2.0.0 Ok: en file")
    assert held.messages[0].get_content().replace("\r\n", "\n") == "Un\n.\n..\nfin\n"
    assert held.envelopes == [(USER, ["c1@client.example"])]
    assert held.logins == 1


def test_a_message_arrives_through_tls_from_the_first_byte(tmp_path: Path, pem: Path) -> None:
    implicit = {"security": MailSecurity.TLS, "user": ""}
    with mail_server(pem, implicit_tls=True) as (port, held), SmtpOutbox(server(port, **implicit)) as outbox:
        outcome = outbox.send(a_file(tmp_path))

    assert outcome.fate is Fate.ACCEPTED
    assert held.ids == ids(1)


def test_a_server_without_starttls_receives_nothing(pem: Path) -> None:
    with mail_server(pem, implicit_tls=True) as (port, held), pytest.raises(FileUnavailable), SmtpOutbox(server(port)):
        pass

    assert held.logins == 0


def test_a_certificate_nobody_vouches_for_stops_everything(tmp_path: Path) -> None:
    with (
        mail_server(certificate(tmp_path)) as (port, held),
        pytest.raises(DataError, match="certificat du serveur"),
        SmtpOutbox(server(port)),
    ):
        pass

    assert held.logins == 0


def test_a_certificate_of_another_name_stops_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = certificate(tmp_path, "autre.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with (
        mail_server(other) as (port, held),
        pytest.raises(DataError, match="certificat du serveur"),
        SmtpOutbox(server(port)),
    ):
        pass

    assert held.logins == 0


def test_a_wrong_password_is_told_before_anything_is_sent(pem: Path) -> None:
    with (
        mail_server(pem) as (port, _held),
        pytest.raises(DataError, match="refuse l'utilisateur"),
        SmtpOutbox(server(port, password=PASSWORD.upper(), timeout=10)),
    ):
        pass


def test_a_server_that_is_not_there_is_told(pem: Path) -> None:
    assert pem
    with pytest.raises(FileUnavailable, match="injoignable"), SmtpOutbox(server(9)):
        pass


@pytest.mark.parametrize(
    ("fault", "fate", "told", "stored"),
    [
        ("refused", Fate.REFUSED, "550 5.1.1 Destinataire inconnu", 0),
        ("greylisted", Fate.POSTPONED, "450 4.7.1 Revenez plus tard", 0),
        ("busy", Fate.POSTPONED, "451 4.3.0 Réessayez", 0),
        ("rejected", Fate.REFUSED, "554 5.7.1 Contenu refusé", 0),
        ("slow", Fate.ACCEPTED, "250 2.0.0 Ok: en file", 1),
        ("too slow", Fate.UNCERTAIN, "avant la réponse du serveur", 1),
        ("answer lost", Fate.UNCERTAIN, "avant la réponse du serveur", 1),
        ("cut before data", Fate.ACCEPTED, "250", 1),
        ("closing", Fate.POSTPONED, "421", 0),
    ],
)
def test_each_fault_has_its_fate(tmp_path: Path, pem: Path, fault: str, fate: Fate, told: str, stored: int) -> None:
    with mail_server(pem) as (port, held):
        held.faults = {"c1@client.example": [fault]}
        with SmtpOutbox(server(port)) as outbox:
            outcome = outbox.send(a_file(tmp_path))
            after = outbox.send(a_file(tmp_path, 2))

    assert (outcome.fate, told in outcome.words) == (fate, True), outcome
    assert len(held.messages) == stored + 1
    assert after.fate is Fate.ACCEPTED
    assert held.met == [fault]


def test_a_quota_leaves_the_rest_for_later_even_when_the_server_says_for_good(tmp_path: Path, pem: Path) -> None:
    with mail_server(pem) as (port, held):
        held.faults = {"c1@client.example": ["quota"]}
        with SmtpOutbox(server(port)) as outbox:
            outcome = outbox.send(a_file(tmp_path))

    assert (outcome.fate, outcome.unreachable, held.messages) == (Fate.POSTPONED, True, [])


def test_a_password_with_accents_opens_the_account(tmp_path: Path, pem: Path) -> None:
    with mail_server(pem) as (port, held):
        held.password = said = PASSWORD.replace("essai", "été")
        with SmtpOutbox(server(port, password=said)) as outbox:
            assert outbox.send(a_file(tmp_path)).fate is Fate.ACCEPTED

    assert held.logins == 1


def test_a_large_message_cut_in_the_middle_is_never_said_accepted(tmp_path: Path, pem: Path) -> None:
    mail = a_file(tmp_path)
    with mail.path.open("ab") as file:
        file.write(b"x" * 70 + b"\r\n" * 200_000)
    with mail_server(pem) as (port, held):
        held.faults = {"c1@client.example": ["cut in mid-message", "cut in mid-message"]}
        with SmtpOutbox(server(port)) as outbox:
            outcome = outbox.send(mail)

    assert outcome.fate in {Fate.POSTPONED, Fate.UNCERTAIN}
    assert held.messages == []


def test_one_refused_address_among_two_is_told_and_the_other_receives(tmp_path: Path, pem: Path) -> None:
    mail = replace(a_file(tmp_path), recipients=("c1@client.example", "c2@client.example"))
    with mail_server(pem) as (port, held):
        held.faults = {"c2@client.example": ["refused"]}
        with SmtpOutbox(server(port)) as outbox:
            outcome = outbox.send(mail)

    assert outcome.fate is Fate.ACCEPTED
    assert outcome.refused == (("c2@client.example", "550 5.1.1 Destinataire inconnu"),)
    assert held.envelopes == [(USER, ["c1@client.example"])]


# ---- passwords, Outlook ----


class Store(KeyringBackend):
    """A key store in memory."""

    priority = 1

    def __init__(self, *, closed: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.kept: dict[tuple[str, str], str] = {}
        self.closed = closed

    def get_password(self, service: str, username: str) -> str | None:
        if self.closed:
            raise KeyringError
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.closed:
            raise KeyringError
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def with_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Store], Store]]:
    monkeypatch.delenv(passwords.VARIABLE, raising=False)
    before = keyring.get_keyring()

    def use(store: Store) -> Store:
        keyring.set_keyring(store)
        return store

    yield use
    keyring.set_keyring(before)


def test_a_password_is_kept_by_the_system_and_found_again(with_store: Callable[[Store], Store]) -> None:
    store = with_store(Store())

    passwords.store_password(USER, "smtp.vallier.example", PASSWORD)

    assert passwords.password_of(USER, "smtp.vallier.example") == PASSWORD
    assert list(store.kept) == [("relance-xl", f"{USER} sur smtp.vallier.example")]


def test_the_environment_s_password_comes_first(
    with_store: Callable[[Store], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_store(Store())
    passwords.store_password(USER, "smtp.vallier.example", PASSWORD)
    monkeypatch.setenv(passwords.VARIABLE, "autre")

    assert passwords.password_of(USER, "smtp.vallier.example") == "autre"


@pytest.mark.parametrize("closed", [True, False])
def test_a_password_nobody_knows_says_where_to_put_it(with_store: Callable[[Store], Store], closed: bool) -> None:
    with_store(Store(closed=closed))

    with pytest.raises(DataError, match="--mot-de-passe"):
        passwords.password_of(USER, "smtp.vallier.example")


def test_a_system_without_a_key_store_says_so(with_store: Callable[[Store], Store]) -> None:
    with_store(Store(closed=True))

    with pytest.raises(DataError, match=passwords.VARIABLE):
        passwords.store_password(USER, "smtp.vallier.example", PASSWORD)


@pytest.mark.skipif(sys.platform == "win32", reason="Outlook may be there")
def test_outlook_away_from_windows_is_said_clearly() -> None:
    with pytest.raises(DataError, match="Outlook ne se pilote que sous Windows"), OutlookOutbox():
        pass


def test_the_server_keeps_count_of_its_faults() -> None:
    held = Held(faults={"a": ["busy", "slow"]})

    assert [held.fault(["a"], "slow"), held.fault(["a"], "busy"), held.fault(["a"], "slow")] == ["", "busy", "slow"]


def test_an_outlook_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "win32com.client", None)

    with pytest.raises(
        DataError, match="Outlook ne répond pas : il n'est pas installé sur ce poste".replace(" :", ".:")
    ):
        OutlookOutbox().__enter__()


def test_a_server_that_opens_no_account_is_said(pem: Path) -> None:
    with mail_server(pem, implicit_tls=True) as (port, held):
        outbox = SmtpOutbox(server(port, security=MailSecurity.TLS))
        with pytest.raises(DataError, match="ne propose pas TLS ou l'identification"), outbox:
            pytest.fail("nobody is identified")

    assert held.ids == []


def test_each_message_that_did_not_leave_is_said_with_its_customer() -> None:
    fates = [
        Outcome(fate=Fate.ACCEPTED, refused=(("b@client.example", "550 inconnu"),)),
        Outcome(fate=Fate.POSTPONED),
    ]
    sent = [Sent(mail=parcel(1).mail, sending=sending(1), outcome=outcome) for outcome in fates]

    one, other = [problem.what.replace("\u00a0", " ") for problem in sent_problems(Delivered(sent=sent))]

    assert one.startswith("« b@client.example », chez C1, est refusée par le serveur (550 inconnu) ; ")
    assert one.endswith("le message est parti aux autres adresses")
    assert other == "L'e-mail de C1 n'est pas parti : envoi arrêté avant lui"
