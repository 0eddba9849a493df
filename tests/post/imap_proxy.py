"""What stands between a program and its IMAP server, and breaks what it is told to: TLS outside, plain text inside."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

HOST = "127.0.0.1"
_APPEND = re.compile(rb"(\S+) APPEND .*\{(\d+)\}\r\n")
FAULTS = ("cut before", "cut inside", "answer lost", "goodbye", "refused")


@dataclass
class Between:
    """What it breaks: Message-ID → the faults of the next attempts to put it away; and those that took place.

    `every`: one message of so many meets the next of `kinds`, whatever its name.
    `tells_uses`: whether it lets the server say what its folders are for.
    """

    port: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    tells_uses: bool = True
    every: int = 0
    kinds: Sequence[str] = ()
    seen: int = 0

    def fault(self, message: bytes) -> str:
        """The fault that awaits the message; it is spent."""
        self.seen += 1
        if self.every and self.seen % self.every == 0:
            self.met.append(self.kinds[len(self.met) % len(self.kinds)])
            return self.met[-1]
        found = re.search(rb"^Message-ID: (\S+)", message, re.MULTILINE)
        waiting = self.faults.get(found[1].decode(), []) if found else []
        if waiting:
            self.met.append(waiting[0])
            return waiting.pop(0)
        return ""


@contextmanager
def between(pem: Path, server: int) -> Iterator[Between]:
    """One that listens, and relays to the server's port of plain text."""
    held = Between()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    with socket.create_server((HOST, 0)) as listening:
        held.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, context, held, server), daemon=True)
        thread.start()
        yield held
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(listening: socket.socket, context: ssl.SSLContext, held: Between, server: int) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listening.accept()
            threading.Thread(target=_relay, args=(plain, context, held, server), daemon=True).start()


def _relay(plain: socket.socket, context: ssl.SSLContext, held: Between, server: int) -> None:
    with (
        plain,
        suppress(OSError),
        context.wrap_socket(plain, server_side=True) as client,
        socket.create_connection((HOST, server)) as behind,
    ):
        for each in (client, behind):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        said, told = client.makefile("rb"), behind.makefile("rb")
        with said, told:
            client.sendall(told.readline())
            while line := said.readline():
                if not _one(client, behind, said, told, line, held):
                    return


def _one(
    client: ssl.SSLSocket, behind: socket.socket, said: IO[bytes], told: IO[bytes], line: bytes, held: Between
) -> bool:
    """Relay one command and its answer; False when it ends there."""
    append = _APPEND.fullmatch(line)
    if append is None:
        behind.sendall(line)
        return _answered(client, behind, said, told, line.split()[0], held)
    client.sendall(b"+ OK\r\n")
    message = said.read(int(append[2]))
    fault = held.fault(message)
    end = said.readline()
    if fault == "refused":
        client.sendall(append[1] + b" NO [OVERQUOTA] Quota exceeded\r\n")
        return True
    if fault == "goodbye":
        client.sendall(b"* BYE Server shutting down\r\n")
    if fault in {"goodbye", "cut before"}:
        return False
    behind.sendall(line)
    told.readline()
    if fault == "cut inside":
        behind.sendall(message[: len(message) // 2])
        return False
    behind.sendall(message + end)
    if fault == "answer lost":
        while not told.readline().startswith(append[1]):
            pass
        return False
    return _answered(client, behind, said, told, append[1], held)


def _answered(
    client: ssl.SSLSocket, behind: socket.socket, said: IO[bytes], told: IO[bytes], tag: bytes, held: Between
) -> bool:
    """Relay the answer to this command, literals included, and what the client is asked for meanwhile."""
    while line := told.readline():
        if not held.tells_uses:
            line = re.sub(rb"\\(Drafts|Sent)\b", b"", line)
        client.sendall(line)
        if literal := re.search(rb"\{(\d+)\}\r\n$", line):
            client.sendall(told.read(int(literal[1])))
        elif line.startswith(b"+"):
            behind.sendall(said.readline())
        elif line.startswith(tag + b" "):
            return True
    return False
