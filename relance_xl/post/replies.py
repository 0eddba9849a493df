"""A mail server's answers, read whole or not at all: RFC 5321, 4.2, and no more time than an answer may take (N-102).

smtplib takes three bytes for a code, « 25 » for one, and waits as long as a byte comes now and then.
"""

from __future__ import annotations

import re
import smtplib
import socket
import time

NO_CODE = -1
"""The code of what is no answer of the protocol."""
_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
_LONGEST = 64 * 1024
"""Bytes of one answer; a line has 512 (4.5.3.1.5), and an answer some lines."""
_PIECE = 4096


class _Whole:
    """What smtplib's connections read their answers by."""

    sock: socket.socket | None
    timeout: float
    _source: socket.socket | None = None
    _rest = b""

    def getreply(self) -> tuple[int, bytes]:
        """The code and the words of an answer; NO_CODE for a line that is none, or lines that contradict each other.

        SMTPServerDisconnected when the connection ends, or the time, before the last line has.
        """
        deadline = time.monotonic() + self.timeout
        if self._source is not self.sock:  # encrypted since: what came before is nobody's word (RFC 3207, 4.2)
            self._source, self._rest = self.sock, b""
        codes, words = set[int](), list[bytes]()
        size = 0
        while True:
            line = self._line(deadline)
            size += len(line)
            if size > _LONGEST:
                raise self._ended("answer too long")
            found = _LINE.fullmatch(line)
            if found is None:
                return NO_CODE, line
            codes.add(int(found[1]))
            words.append(found[3] or b"")
            if found[2] != b"-":
                return (codes.pop() if len(codes) == 1 else NO_CODE), b"\n".join(words)

    def _line(self, deadline: float) -> bytes:
        """One line without its end."""
        while b"\n" not in self._rest:
            if len(self._rest) > _LONGEST:
                raise self._ended("line too long")
            self._rest += self._received(deadline)
        line, _, self._rest = self._rest.partition(b"\n")
        return line.removesuffix(b"\r")

    def _received(self, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if self.sock is None or left <= 0:
            raise self._ended("no answer")
        self.sock.settimeout(left)
        try:
            piece = self.sock.recv(_PIECE)
        except OSError as error:
            raise self._ended(str(error)) from error
        if not piece:
            raise self._ended("connection closed")
        self.sock.settimeout(self.timeout)
        return piece

    def _ended(self, why: str) -> smtplib.SMTPServerDisconnected:
        self.close()
        return smtplib.SMTPServerDisconnected(why)

    def close(self) -> None:
        """Close the connection: smtplib's own."""
        super().close()  # type: ignore[misc]  # of the class beside this one


class Connection(_Whole, smtplib.SMTP):
    """A connection that becomes encrypted."""


class EncryptedConnection(_Whole, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""
