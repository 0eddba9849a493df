"""One message: its headers decided beforehand, its MIME parts, and the proof that it reads back as it was meant.

The parts are put together here, encoded by the standard library: its own message classes parse and fold every header
again, and copy attachments line by line, which takes ten times longer than the rest.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import BASE64, Charset
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import encode_rfc2231, format_datetime, formataddr, getaddresses
from functools import lru_cache
from pathlib import Path

from relance_xl.documents.messages.templates import Words

_CRLF = Compat32(linesep="\r\n")
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64  # far quicker to fold than quoted-printable
_END_OF_HEADERS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The headers of one message.

    Attributes:
        reference: batch, customer and level, for whoever looks for the message.
        thread: the Message-IDs of those that it follows, the oldest first.
    """

    sender: Address
    to: tuple[Address, ...]
    copies: tuple[Address, ...]
    reply_to: Address | None
    subject: str
    message_id: str
    reference: str
    thread: tuple[str, ...] = ()


def message_bytes(heads: Heads, words: Words, files: Sequence[Path], moment: datetime, *, unsent: bool) -> bytes:
    """The message: plain text, the HTML beside it, and the files; CRLF line ends, 7-bit.

    With `unsent` it opens in Outlook and Thunderbird as a message to be sent.
    """
    headers = {
        "From": _addresses([heads.sender]),
        "To": _addresses(heads.to),
        "Cc": _addresses(heads.copies),
        "Reply-To": _addresses([heads.reply_to] if heads.reply_to else []),
        "Subject": _encoded("Subject", heads.subject),
        "Date": format_datetime(moment.astimezone()),
        "Message-ID": heads.message_id,
        "In-Reply-To": "".join(heads.thread[-1:]),
        "References": "\r\n ".join(heads.thread),
        "X-Relance": _encoded("X-Relance", heads.reference),
        "X-Unsent": "1" if unsent else "",
    }
    top = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return top.encode("ascii") + b"MIME-Version: 1.0\r\n" + _body(words, files, heads.message_id)


def difference(data: bytes, heads: Heads) -> str:
    """What reads back otherwise than asked, "" when nothing does: no message leaves for an address nobody wrote."""
    read = BytesHeaderParser(policy=_CRLF).parsebytes(data[: data.index(_END_OF_HEADERS) + 4])
    asked = {
        "From": [heads.sender],
        "To": heads.to,
        "Cc": heads.copies,
        "Reply-To": [heads.reply_to] if heads.reply_to else [],
        "Bcc": [],
    }
    for name, addresses in asked.items():
        found = [str(address) for _, address in getaddresses(read.get_all(name, []))]
        if found != [address.addr_spec for address in addresses] or len(read.get_all(name, [])) > 1:
            return f"l'en-tête {name} ne se relit pas comme il a été écrit"
    stated = [str(make_header(decode_header(subject))) for subject in read.get_all("Subject", [])]
    if stated != [heads.subject] or read.get_all("Message-ID", []) != [heads.message_id]:
        return "l'objet ne se relit pas comme il a été écrit"
    return ""


def _body(words: Words, files: Iterable[Path], message_id: str) -> bytes:
    """The text alone, or beside the HTML; then the files.  Each part begins with its own headers."""
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"  # neither quoted-printable nor base64 holds « =_ »
    content = _text(words.text, "plain")
    if words.html:
        content = _multipart("alternative", [content, _text(words.html, "html")], f"{boundary}.1")
    joined = [_file(path) for path in files]
    return _multipart("mixed", [content, *joined], f"{boundary}.2") if joined else content


def _multipart(kind: str, parts: Iterable[bytes], boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    line = f"--{boundary}".encode("ascii")
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _text(text: str, subtype: str) -> bytes:
    """A part in quoted-printable, which every server carries."""
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode("ascii") + binascii.b2a_qp(lines.encode(), istext=True)


def _file(path: Path) -> bytes:
    """A part in base64, its name in RFC 2231 when it has accents."""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    escaped = path.name.replace("\\", "\\\\").replace('"', '\\"')
    name = f'filename="{escaped}"' if path.name.isascii() else f"filename*={encode_rfc2231(path.name, 'utf-8')}"
    head = (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {name}\r\n\r\n"
    )
    return head.encode("ascii") + base64.encodebytes(path.read_bytes()).replace(b"\n", b"\r\n")


@lru_cache(maxsize=1024)
def _encoded(header: str, text: str) -> str:
    """The text in RFC 2047 words, folded; a text in ASCII as it stands."""
    return Header(text, None if text.isascii() else _UTF8, header_name=header).encode(linesep="\r\n")


def _addresses(addresses: Iterable[Address]) -> str:
    """The addresses of one header, one a line."""
    return ",\r\n ".join(map(_address, addresses))


def _address(address: Address) -> str:
    name = address.display_name
    if name.isascii():
        return formataddr((name, address.addr_spec))
    return f"{_encoded('To', name)}\r\n <{address.addr_spec}>"
