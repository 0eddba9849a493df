"""An imitation of Microsoft's sign-in and of Graph, over HTTPS on the loopback interface, with faults on demand.

It was written from Microsoft's public documentation; it proves what we do with such answers, never that Microsoft gives
them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import ssl
import threading
import time
import urllib.parse
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from relance_xl.post.microsoft.places import Places

HOST = "127.0.0.1"
CLIENT, TENANT = "11111111-2222-3333-4444-555555555555", "vallier.example"
WHO = "compta@vallier.example"
_SCOPE = "openid profile offline_access https://outlook.office.com/SMTP.Send"


@dataclass
class Microsoft:
    """What the imitation knows.

    Attributes:
        port: where it listens.
        who: the account that signs in.
        tokens: the access tokens that are good.
        granted: how many tokens were given, by kind of grant.
        faults: recipient → the faults of the next messages to it; the first one first.
        met: the faults that took place.
        sent, drafts, inbox: messages, in bytes.
        refusal: what the sign-in answers in place of a token.
        lasting: seconds that a token lasts.
    """

    port: int = 0
    who: str = WHO
    tokens: set[str] = field(default_factory=set)
    granted: list[str] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    drafts: list[bytes] = field(default_factory=list)
    inbox: list[bytes] = field(default_factory=list)
    refusal: dict[str, str] | None = None
    lasting: int = 3600
    challenge: dict[str, str] = field(default_factory=dict)
    refused_tokens: int = 0
    refuses_drafts: int = 0
    scopes: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def places(self) -> Places:
        return Places(
            authority=f"https://{HOST}:{self.port}", graph=f"https://{HOST}:{self.port}/v1.0", smtp=HOST, imap=HOST,
            trusted=(HOST,), known=False,
        )  # fmt: skip

    def fault(self, message: bytes) -> str:
        """The fault that awaits this message; it is spent."""
        to = str(message_from_bytes(message, policy=policy.default)["To"])
        waiting = self.faults.get(re.sub(r".*<|>.*", "", to), [])
        if waiting:
            self.met.append(waiting[0])
            return waiting.pop(0)
        return ""

    def token(self, grant: str, scope: str) -> dict[str, Any]:
        """What the token endpoint answers to a grant that is good."""
        self.granted.append(grant)
        self.scopes.update(scope.split())
        name = f"jeton-{len(self.granted)}"
        self.tokens.add(name)
        claims = {
            "aud": CLIENT, "iss": f"https://{HOST}:{self.port}/{TENANT}/v2.0", "exp": int(time.time()) + 3600,
            "iat": int(time.time()), "preferred_username": self.who, "oid": "oid", "tid": "tid", "sub": "sub",
            **({"nonce": self.challenge["nonce"]} if "nonce" in self.challenge else {}),
        }  # fmt: skip
        return {
            "token_type": "Bearer", "scope": scope, "expires_in": self.lasting, "access_token": name,
            "refresh_token": f"reprise-{len(self.granted)}", "id_token": f"{_part({})}.{_part(claims)}.{_part({})}",
            "client_info": _part({"uid": "oid", "utid": "tid"}),
        }  # fmt: skip


def _part(document: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    held: Microsoft

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""

    def do_GET(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(url.query))
        if url.path.endswith("/.well-known/openid-configuration"):
            root = f"https://{HOST}:{self.held.port}/{TENANT}"
            if not url.path.startswith(f"/{TENANT}/"):
                self.answer(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."})
                return
            self.answer(200, {
                "issuer": f"{root}/v2.0", "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{root}/oauth2/v2.0/devicecode",
            })  # fmt: skip
        elif url.path.endswith("/authorize"):
            self.held.challenge = asked
            self.answer(200, {})
        elif self.known():
            self.read(url.path.removeprefix("/v1.0/me"), asked)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/token"):
            self.grant(dict(urllib.parse.parse_qsl(content.decode())))
        elif self.path.endswith("/devicecode"):
            self.answer(200, {"user_code": "ABCD-EFGH", "device_code": "d", "verification_uri": "https://m.example/d",
                              "expires_in": 900, "interval": 1, "message": "in English"})  # fmt: skip
        elif self.known():
            self.take(base64.b64decode(content, validate=True))

    def grant(self, given: dict[str, str]) -> None:
        """The token endpoint."""
        kind = given["grant_type"]
        if self.held.refusal is not None:
            self.answer(400, self.held.refusal)
            return
        if kind == "authorization_code":
            made = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode()
            assert made.rstrip("=") == self.held.challenge["code_challenge"]
        self.answer(200, self.held.token(kind, given.get("scope", _SCOPE)))

    def known(self) -> bool:
        """Whether the token is good; 401 otherwise."""
        if self.headers["Authorization"].removeprefix("Bearer ") in self.held.tokens:
            return True
        self.held.refused_tokens += 1
        self.answer(401, {"error": {"code": "InvalidAuthenticationToken", "message": "Access token has expired."}})
        return False

    def read(self, path: str, asked: dict[str, str]) -> None:
        """Lists and messages."""
        boxes = {"drafts": self.held.drafts, "sentitems": self.held.sent, "inbox": self.held.inbox}
        if found := re.fullmatch(r"/mailFolders/(\w+)/messages", path):
            box = boxes[found[1]]
            wanted = asked["$filter"]
            if identity := re.fullmatch(r"internetMessageId eq '(.*)'", wanted):
                rows = [{"id": "x"} for each in box if identity[1].encode() in each]
            else:
                assert wanted.endswith("ep/value eq 'REPORT.IPM.Note.NDR')")
                rows = [{"id": f"i{number}"} for number, each in enumerate(box) if b"multipart/report" in each]
            self.answer(200, {"value": rows})
        elif found := re.fullmatch(r"/messages/i(\d+)/\$value", path):
            self.answer(200, self.held.inbox[int(found[1])])
        elif path in {"/mailFolders", "/mailFolders/inbox/childFolders"}:
            self.answer(200, {"value": [{"id": "inbox", "displayName": "Retours reçus"}]})
        else:
            self.answer(404, {"error": {"code": "ErrorItemNotFound", "message": path}})

    def take(self, message: bytes) -> None:
        """A draft, or a message to send."""
        if self.path.endswith("/me/messages"):
            if self.held.refuses_drafts:
                self.held.refuses_drafts -= 1
                self.answer(413, {"error": {"code": "RequestBodyTooLarge", "message": ""}})
                return
            self.held.drafts.append(message)
            self.answer(201, {"id": "x"})
            return
        with self.held.lock:
            fault = self.held.fault(message)
        if fault in ANSWERS:
            self.answer(*ANSWERS[fault])
            return
        if fault == "cut before":
            self.cut()
            return
        self.held.sent.append(message)
        if fault == "answer lost":
            self.cut()
        elif fault == "torn answer":
            self.wfile.write(b"HTTP/1.1 202 Acc")
            self.cut()
        elif fault == "too slow":
            time.sleep(1.5)
            self.cut()
        elif fault == "gateway":
            self.answer(504, {"error": {"code": "UnknownError", "message": "Gateway"}})
        else:
            self.answer(202, b"")

    def cut(self) -> None:
        """Close the connection without a word."""
        self.close_connection = True
        self.connection.close()

    def answer(self, status: int, said: dict[str, Any] | bytes) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _error(status: int, code: str, message: str = "") -> tuple[int, dict[str, Any]]:
    return status, {"error": {"code": code, "message": message}}


ANSWERS = {
    "throttled": _error(429, "ApplicationThrottled"),
    "forbidden": _error(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    "too large": _error(413, "RequestBodyTooLarge"),
    "bad": _error(400, "ErrorInvalidRecipients", "At least one recipient is not valid."),
    "broken": _error(500, "InternalServerError"),
    "unavailable": _error(503, "ServiceUnavailable"),
    "odd": _error(207, "Multi"),
}
"""Faults where nothing was sent."""


@contextmanager
def microsoft(pem: Path) -> Iterator[Microsoft]:
    """The imitation, listening."""
    held = Microsoft()
    handler = type("Bound", (Handler,), {"held": held})
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        held.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield held
        finally:
            server.shutdown()
            thread.join()


SAID = {
    "code": {"code": "le-code"},
    "refused": {"error": "access_denied", "error_description": "AADSTS65004: User declined to consent."},
}


class Browser(webbrowser.BaseBrowser):
    """What stands in for a person at his browser: he opens the page, then agrees, or does not."""

    def __init__(self, pem: Path, answer: str = "code") -> None:
        super().__init__("essai")
        self.context = ssl.create_default_context(cafile=str(pem))
        self.answer = answer
        self.page = ""
        self.asked: dict[str, str] = {}

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: ARG002 - webbrowser's own
        threading.Thread(target=self._visit, args=(url,), daemon=True).start()
        return True

    def _visit(self, url: str) -> None:
        self.asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
        with urllib.request.urlopen(url, context=self.context):  # noqa: S310 - our own server's
            pass
        said = SAID[self.answer]
        form = urllib.parse.urlencode({**said, "state": self.asked["state"]}).encode()
        with urllib.request.urlopen(self.asked["redirect_uri"], data=form) as answered:  # noqa: S310 - see above
            self.page = answered.read().decode()


@contextmanager
def browsing(browser: Browser | None) -> Iterator[None]:
    """The machine's only browser, or none."""
    before = webbrowser._browsers, webbrowser._tryorder  # type: ignore[attr-defined]  # there is no way to unregister
    webbrowser._browsers, webbrowser._tryorder = {}, []  # type: ignore[attr-defined]
    try:
        if browser is not None:
            webbrowser.register("essai", None, browser, preferred=True)
        yield
    finally:
        webbrowser._browsers, webbrowser._tryorder = before  # type: ignore[attr-defined]
