"""A real mail server on the loopback interface: TLS, an account, and faults on demand."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "compta@vallier.example", "mot de passe d'essai"


@dataclass
class Held:
    """What the server holds, and what it does wrong.

    Attributes:
        messages: those it accepted, or stored without saying so.
        faults: recipient → the faults of the next attempts to reach it, the first one first.
        met: the faults that took place.
        tokens: those of a Microsoft account that open the account, as well as the password.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    logins: int = 0
    password: str = PASSWORD
    tokens: set[str] = field(default_factory=set)

    def fault(self, recipients: list[str], *kinds: str) -> str:
        """The fault that awaits a recipient, if it is one of these kinds; it is spent."""
        for recipient in recipients:
            waiting = self.faults.get(recipient, [])
            if waiting and waiting[0] in kinds:
                self.met.append(waiting[0])
                return waiting.pop(0)
        return ""

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


class _Handler:
    def __init__(self, held: Held) -> None:
        self.held = held

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        said = base64.b64decode(args[1]).decode()
        user, _, token = said.partition("\x01auth=Bearer ")
        if user == f"user={USER}" and token.rstrip("\x01") in self.held.tokens:
            self.held.logins += 1
            return AuthResult(success=True, auth_data=LoginPassword(USER.encode(), b""))
        await server.challenge_auth('{"status":"400","schemes":"Bearer"}')
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        fault = self.held.fault([address], "refused", "greylisted", "closing", "cut before data", "quota")
        if fault == "refused":
            return "550 5.1.1 Destinataire inconnu"
        if fault == "greylisted":
            return "450 4.7.1 Revenez plus tard"
        if fault == "quota":
            return "550 5.4.5 Daily user sending limit exceeded"
        if fault == "closing":
            await server.push("421 4.3.2 Service en cours d'arrêt")
        if fault:
            _cut(server)
            return "421 4.3.2 Service en cours d'arrêt"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.held.fault(envelope.rcpt_tos, "busy", "rejected", "slow", "too slow", "answer lost")
        if fault == "busy":
            return "451 4.3.0 Réessayez"
        if fault == "rejected":
            return "554 5.7.1 Contenu refusé"
        if fault == "slow":
            await asyncio.sleep(0.2)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.held.messages.append(message)
        self.held.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        if fault == "answer lost":
            _cut(server)
        if fault == "too slow":
            await asyncio.sleep(3)
        return "250 2.0.0 Ok: en file"


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        handler = self.event_handler
        assert self.envelope is not None
        if handler.held.fault(self.envelope.rcpt_tos, "cut in mid-message"):
            await self.push("354 Allez-y")
            await self._reader.readline()
            _cut(self)
            return
        await super().smtp_DATA(arg)


def _cut(server: SMTP) -> None:
    """Cut the connection, as a network does: without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class _Controller(Controller):
    def __init__(
        self, handler: _Handler, port: int, *, implicit: bool, context: ssl.SSLContext, **options: Any
    ) -> None:
        self._implicit = implicit
        super().__init__(
            handler, hostname=HOST, port=port, ssl_context=context if implicit else None,
            tls_context=None if implicit else context, **options,
        )  # fmt: skip

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def certificate(folder: Path, name: str = HOST) -> Path:
    """A certificate of its own authority for the loopback address, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Serveur d'essai")])
    names: list[x509.GeneralName] = (
        [x509.IPAddress(ipaddress.ip_address(name))] if name == HOST else [x509.DNSName(name)]
    )
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"certificat {name}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def mail_server(pem: Path, *, implicit_tls: bool = False) -> Iterator[tuple[int, Held]]:
    """A server listening on the loopback interface: its port, and what it holds; an account, save with implicit TLS."""
    held = Held()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (
            USER.encode(),
            held.password.encode(),
        )
        held.logins += good
        return AuthResult(success=good, handled=good)

    # aiosmtpd does not see that an implicit TLS encrypts the whole connection, and would refuse the account
    options: dict[str, Any] = {}
    if not implicit_tls:
        options = {"authenticator": authenticate, "auth_required": True, "require_starttls": True}
    controller = _Controller(_Handler(held), _free_port(), implicit=implicit_tls, context=context, **options)
    controller.start()
    try:
        yield controller.port, held
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
