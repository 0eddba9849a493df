"""One request to a server over HTTPS, and, when it fails, whether the server can have had it whole.

The certificates are the system's, so that an office's own inspection of traffic is trusted as its browsers trust it;
SSL_CERT_FILE names others.  There is no way not to verify.  Proxies are the system's too.
"""

from __future__ import annotations

import http.client
import io
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from relance_xl.machine.reasons import reason

_LARGEST = 64 * 1024 * 1024
"""Bytes of an answer."""
_PORT = 443


class Unsent(Exception):
    """The server did not have the request whole; the text is the reason, in French."""


class Unanswered(Exception):
    """The request left whole, and no whole answer came: nobody knows what was done of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said.  The names of headers are in small letters."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def text(self) -> str:
        """The content, bytes that are no UTF-8 replaced."""
        return self.content.decode("utf-8", "replace")

    @property
    def document(self) -> Mapping[str, object]:
        """The JSON object of the content; {} when it is none."""
        try:
            read = json.loads(self.content)
        except (ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}


class Https:
    """Requests to whatever server an URL names, one connection each.  `timeout` in seconds, for each step."""

    def __init__(self, timeout: float = 60) -> None:
        self._timeout = timeout
        self._context = ssl.create_default_context()

    def ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """The answer, whatever its status.  Unsent, Unanswered; ValueError for an URL that is not https."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError(url)
        target = parts.path or "/"
        target += f"?{parts.query}" if parts.query else ""
        connection = self._connection(parts.hostname, parts.port or _PORT)
        try:
            try:
                connection.request(method, target, body=content or None, headers=dict(headers))
            except (OSError, http.client.HTTPException) as error:
                raise Unsent(reason(error)) from error
            try:
                return _answer(connection.getresponse())
            except (OSError, http.client.HTTPException) as error:
                raise Unanswered(reason(error)) from error
        finally:
            connection.close()

    def _connection(self, host: str, port: int) -> http.client.HTTPSConnection:
        connection = self._towards(host, port)
        connection.response_class = _Response
        return connection

    def _towards(self, host: str, port: int) -> http.client.HTTPSConnection:
        proxy = getproxies().get("https", "")
        if not proxy or proxy_bypass(host):
            return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._context)
        through = urlsplit(proxy if "//" in proxy else f"//{proxy}")
        connection = http.client.HTTPSConnection(
            through.hostname or "", through.port or 8080, timeout=self._timeout, context=self._context
        )
        connection.set_tunnel(host, port, _proxy_account(through.username, through.password))
        return connection


class _Lines(io.BufferedReader):
    """What comes from a server, each line whole: http.client takes « HTTP/1.1 202 Acc » and an end for a 202."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if not line.endswith(b"\n"):
            raise http.client.BadStatusLine("")
        return line


class _Response(http.client.HTTPResponse):
    """An answer whose head is whole."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fp = _Lines(self.fp.detach())


def _proxy_account(user: str | None, password: str | None) -> dict[str, str]:
    if not user:
        return {}
    from base64 import b64encode  # noqa: PLC0415 - few proxies have an account

    named = f"{unquote(user)}:{unquote(password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {b64encode(named).decode('ascii')}"}


def _answer(response: http.client.HTTPResponse) -> Answer:
    content = response.read(_LARGEST + 1)
    if len(content) > _LARGEST or response.length:  # too long, or cut before its end
        raise http.client.HTTPException
    headers = {name.casefold(): value for name, value in response.getheaders()}
    return Answer(status=response.status, headers=headers, content=content)
