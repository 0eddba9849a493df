"""Every answer that a server can give, and what is said of the message: N-102."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.post.send_log import Fate, open_log
from relance_xl.post.sending import Pace, Parcel, deliver
from relance_xl.post.smtp import MailServer, SmtpOutbox
from tests.post.mail_server import certificate
from tests.post.scripted_server import FAULTS, HOST, SILENCE, Fault, scripted
from tests.post.test_sending import a_file, sending


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificat"))


def test_there_are_faults_enough() -> None:
    assert len({fault.named for fault in FAULTS}) == len(FAULTS) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.named)
def test_n102_what_is_said_of_a_message_is_what_the_server_knows_of_it(
    tmp_path: Path, pem: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """N-102: 2yz accepted, 4yz and 5yz refused, anything else uncertain and never sent again by itself."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    mail = a_file(tmp_path)
    parcels = [Parcel(mail=mail, sending=sending(1))]
    silent = fault.then == SILENCE
    pace = Pace(per_minute=0, pauses=() if silent else (1, 2), sleep=lambda _seconds: None)
    with scripted(pem, fault) as (port, truth):
        server = MailServer(host=HOST, port=port, security=MailSecurity.TLS, timeout=0.4 if silent else 5)
        for _ in range(2):  # a second run sends nothing again by itself
            with open_log(tmp_path) as log, SmtpOutbox(server) as outbox:
                deliver(parcels, outbox, log, pace)
            if fault.fate in {Fate.POSTPONED, Fate.REFUSED}:
                break
        with open_log(tmp_path) as log:
            [entry] = log.entries.values()

    assert (entry.fate, len(truth.received) <= fault.copies) == (fault.fate, True), (entry, len(truth.received))
    assert truth.met
    assert len(entry.words) < 600
    assert replace(entry, words="").sending == sending(1)
