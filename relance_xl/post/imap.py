"""A mailbox by IMAP (RFC 3501), over TLS with a verified certificate: drafts, what was sent, what came back.

Folders are known by their use (RFC 6154), by their usual names where the server does not say it; names travel in
IMAP's own UTF-7 (RFC 3501, 5.1.3).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeVar

from relance_xl.domain import sheets
from relance_xl.domain.wording import folded, typeset
from relance_xl.machine.reasons import reason
from relance_xl.post.folder_names import read_name, written_name
from relance_xl.post.mailbox import Tokens
from relance_xl.post.said import expected_of, explained
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError

PORT = 993
DRAFTS, SENT = rb"\Drafts", rb"\Sent"
_USUAL = {
    DRAFTS: frozenset({"drafts", "brouillons", "brouillon", "draft"}),
    SENT: frozenset({"sent", "envoyes", "elements envoyes", "messages envoyes", "sent items", "sent messages",
                     "sent mail", "envoye"}),
}  # fmt: skip
"""Folded last parts of the names of these folders, where the server tells nothing of their use."""
_ORIGINAL = "X-Microsoft-Original-Message-ID"
"""Where Microsoft 365 keeps the identity of a message that it has renamed."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LISTED = re.compile(rb'\((?P<uses>[^)]*)\) (?:NIL|"(?P<mark>\\?.)") (?P<name>.*)', re.DOTALL)
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_REPORT = re.compile(rb"multipart/report", re.IGNORECASE)
_AT_ONCE = 200
_LARGEST = 25 * 1024 * 1024
"""Bytes of one report: larger ones hold the whole message sent, and are left."""
_WORDS = 500
_LOST = (imaplib.IMAP4.abort, OSError, ValueError)
"""A connection that is cut, or that nobody understands any more: imaplib wants ASCII, and lets its errors through."""
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxServer:
    """Where the mailbox stands.

    Attributes:
        tokens: stand in for the password, where there are any.
        timeout: in seconds, for each answer.
    """

    host: str
    port: int = PORT
    user: str = ""
    password: str = ""
    tokens: Tokens | None = None
    timeout: float = 60


class ImapMailbox:
    """One connection to a mailbox, opened again when it is lost."""

    def __init__(self, server: MailboxServer) -> None:
        self._server = server
        self._context = ssl.create_default_context()
        self._imap: imaplib.IMAP4_SSL | None = None
        self._folders: list[tuple[frozenset[bytes], str]] = []

    def __enter__(self) -> Self:
        """Connect.  DataError, FileUnavailable."""
        self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        if self._imap is not None:
            try:
                self._imap.logout()
            except (imaplib.IMAP4.error, OSError):
                self._drop()

    def add_draft(self, message_id: str, content: bytes) -> None:
        """Put the message among the drafts, once; the server dates it itself."""

        def put(imap: imaplib.IMAP4_SSL) -> None:
            folder = self._used(imap, DRAFTS, "Brouillons")
            if not self._found(imap, folder, message_id):  # perhaps it is there since a connection was lost
                _ok(imap.append(_quoted(folder), r"(\Draft \Seen)", None, content))

        self._done(put)

    def holds_draft(self, message_id: str) -> bool:
        """Whether a draft bears this Message-ID."""
        return self._done(lambda imap: self._found(imap, self._used(imap, DRAFTS, "Brouillons"), message_id))

    def holds_sent(self, message_id: str) -> bool:
        """Whether a message sent bears this Message-ID."""
        return self._done(lambda imap: self._found(imap, self._used(imap, SENT, "Envoyés"), message_id))

    def reports(self, folder: str, since: date) -> Iterator[bytes]:
        """The reports of the folder since that day; nothing is marked as read."""
        day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"

        def all_of_them(imap: imaplib.IMAP4_SSL) -> list[bytes]:
            name = self._named(imap, folder) if folder else "INBOX"
            _ok(imap.select(_quoted(name), readonly=True))
            uids = re.findall(rb"\d+", _ok(imap.uid("SEARCH", "SINCE", day))[0])
            wanted = [uid for some in _slices(uids) for uid in _reporting(imap, some)]
            return [content for uid in wanted if (content := _whole(imap, uid))]

        yield from self._done(all_of_them)

    def _found(self, imap: imaplib.IMAP4_SSL, folder: str, message_id: str) -> bool:
        _ok(imap.select(_quoted(folder), readonly=True))
        name = _text(message_id)
        criteria = ("OR", "HEADER", "Message-ID", name, "HEADER", _ORIGINAL, name)
        return bool(_ok(imap.uid("SEARCH", *criteria))[0].split())

    def _used(self, imap: imaplib.IMAP4_SSL, use: bytes, shown: str) -> str:
        """The folder of this use.  DataError when there is none."""
        folders = self._listed(imap)
        for uses, name in folders:
            if use.lower() in uses:
                return name
        for _, name in folders:
            if folded(re.split(r"[./]", name)[-1]) in _USUAL[use]:
                return name
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what=typeset(f"La boîte n'a pas de dossier « {shown} »"),
                expected="un tel dossier, créé dans votre messagerie",
            )
        )

    def _named(self, imap: imaplib.IMAP4_SSL, wanted: str) -> str:
        """The folder so named, whole or by its last part, case and accents aside.  DataError when there is none."""
        names = [name for _, name in self._listed(imap)]
        for name in names:
            if folded(wanted) in {folded(name), folded(re.split(r"[./]", name)[-1])}:
                return name
        raise DataError(
            Problem(
                sheet=sheets.PARAMETERS,
                what=typeset(f"La boîte n'a pas de dossier « {wanted} »"),
                expected=typeset(f"l'un de ceux-ci en « E-mails : dossier des retours » : {', '.join(names[:20])}"),
                value=wanted,
            )
        )

    def _listed(self, imap: imaplib.IMAP4_SSL) -> list[tuple[frozenset[bytes], str]]:
        """The uses, in small letters, and the names of the folders that can be opened."""
        if not self._folders:
            self._folders = [
                found for line in _ok(imap.list()) if (found := _folder(line)) and rb"\noselect" not in found[0]
            ]
        return self._folders

    def _done(self, what: Callable[[imaplib.IMAP4_SSL], Done]) -> Done:
        """What is asked of the server, once more on a new connection when the first is lost."""
        try:
            try:
                return what(self._opened())
            except _LOST:
                self._drop()
                return what(self._opened())
        except _LOST as error:
            self._drop()
            raise self._unreachable(error) from error
        except imaplib.IMAP4.error as error:
            words = _words(error)
            raise DataError(
                Problem(what=typeset(f"La messagerie refuse : {explained(words)}"), expected=expected_of(words))
            ) from error

    def _opened(self) -> imaplib.IMAP4_SSL:
        """The connection.  DataError or FileUnavailable, in French, when there is none."""
        if self._imap is not None:
            return self._imap
        server = self._server
        where = f"« {server.host}:{server.port} »"
        try:
            imap = imaplib.IMAP4_SSL(server.host, server.port, ssl_context=self._context, timeout=server.timeout)
        except ssl.SSLCertVerificationError as error:
            what = f"Le certificat du serveur de réception {where} n'est pas valable ({reason(error)})"
            raise DataError(_problem(what, "un serveur dont le nom et le certificat sont sûrs")) from error
        except (imaplib.IMAP4.error, *_LOST) as error:
            raise self._unreachable(error) from error
        try:
            self._identified(imap)
        except _LOST as error:
            _leave(imap)
            raise self._unreachable(error) from error
        except RelanceError:  # nobody is signed in
            _leave(imap)
            raise
        except imaplib.IMAP4.error as error:
            _leave(imap)
            words = _words(error)
            what = f"Le serveur de réception {where} refuse l'utilisateur « {server.user} » : {explained(words)}"
            raise DataError(_problem(what, expected_of(words, "le bon compte et le bon mot de passe"))) from error
        self._imap = imap
        return imap

    def _identified(self, imap: imaplib.IMAP4_SSL) -> None:
        server = self._server
        if server.tokens is not None:
            try:
                self._bearer(imap, server.tokens.token())
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                self._bearer(imap, server.tokens.renewed())
        elif "AUTH=PLAIN" in imap.capabilities:
            said = f"\0{server.user}\0{server.password}".encode()
            imap.authenticate("PLAIN", lambda _challenge: said)
        elif server.password.isascii():
            imap.login(_quoted(server.user), server.password)  # the password is quoted there, the user is not
        else:
            raise imaplib.IMAP4.error("LOGIN failed")

    def _bearer(self, imap: imaplib.IMAP4_SSL, token: str) -> None:
        answers = iter((f"user={self._server.user}\x01auth=Bearer {token}\x01\x01".encode(),))
        imap.authenticate("XOAUTH2", lambda _challenge: next(answers, b""))  # a refusal is a challenge first

    def _unreachable(self, error: Exception) -> FileUnavailable:
        server = self._server
        why = reason(error) if isinstance(error, OSError) else "la connexion a été coupée, ou ne se comprend plus"
        return FileUnavailable(
            _problem(f"Le serveur de réception « {server.host}:{server.port} » est injoignable ({why})",
                     "le bon nom et le bon port dans « Paramètres », et une connexion")
        )  # fmt: skip

    def _drop(self) -> None:
        if self._imap is not None:
            _leave(self._imap)
            self._imap = None


def _problem(what: str, expected: str) -> Problem:
    return Problem(sheet=sheets.PARAMETERS, what=typeset(what), expected=typeset(expected))


def _leave(imap: imaplib.IMAP4_SSL) -> None:
    with suppress(OSError, imaplib.IMAP4.error):
        imap.shutdown()


def _ok(answer: tuple[str, Any]) -> list[Any]:
    """What an answer holds.  IMAP4.error for a refusal, with the server's words."""
    kind, found = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(found[0] if found else kind)
    return [each for each in found if each is not None] or [b""]


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:_WORDS]


def _folder(line: Any) -> tuple[frozenset[bytes], str] | None:
    """The uses and the name of one line of a list; the name may stand in a literal after it."""
    written = b"".join(line) if isinstance(line, tuple) else line
    found = _LISTED.fullmatch(re.sub(rb"\{\d+\}", b"", written) if isinstance(line, tuple) else written)
    if found is None:
        return None
    name = found["name"].strip()
    if name.startswith(b'"'):
        name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return frozenset(found["uses"].lower().split()), read_name(name)


def _quoted(name: str) -> str:
    """A folder's name, or a user's, as a command bears it."""
    return _text(written_name(name))


def _text(text: str) -> str:
    """A quoted string (RFC 3501, 4.3), in ASCII: no line may end in it."""
    plain = "".join(mark for mark in text if " " <= mark <= "~")
    return '"' + plain.replace("\\", r"\\").replace('"', r"\"") + '"'


def _slices(uids: Iterable[bytes]) -> Iterator[bytes]:
    each = list(uids)
    for start in range(0, len(each), _AT_ONCE):
        yield b",".join(each[start : start + _AT_ONCE])


def _reporting(imap: imaplib.IMAP4_SSL, uids: bytes) -> Iterator[bytes]:
    """Those of these messages that are reports, by their head alone."""
    wanted = "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (CONTENT-TYPE)])"
    for number, each in enumerate(found := _ok(imap.uid("FETCH", uids.decode("ascii"), wanted))):
        if not isinstance(each, tuple):
            continue
        after = found[number + 1] if number + 1 < len(found) and isinstance(found[number + 1], bytes) else b""
        around = each[0] + b" " + after  # what follows the head may stand on either side of it
        uid, size = _UID.search(around), _SIZE.search(around)
        if uid and _REPORT.search(each[1]) and (size is None or int(size[1]) <= _LARGEST):
            yield uid[1]


def _whole(imap: imaplib.IMAP4_SSL, uid: bytes) -> bytes:
    found = _ok(imap.uid("FETCH", uid.decode("ascii"), "(BODY.PEEK[])"))
    return next((bytes(each[1]) for each in found if isinstance(each, tuple)), b"")
