"""One message: its headers decided beforehand, its MIME parts, and the proof that it reads back as it was meant.

The standard library's classes of the first generation are used: those of the second parse every header again at each
step, and are ten times slower.
"""

from __future__ import annotations

import binascii
import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import encoders
from email.charset import BASE64, Charset
from email.generator import BytesGenerator
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import format_datetime, formataddr, getaddresses
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from relance_xl.documents.mail_templates import Words

_CRLF = Compat32(linesep="\r\n")
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64  # far quicker to fold than quoted-printable
_END_OF_HEADERS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The headers of one message; `reference` says batch, customer and level to whoever looks for it."""

    sender: Address
    to: tuple[Address, ...]
    copies: tuple[Address, ...]
    reply_to: Address | None
    subject: str
    message_id: str
    reference: str


def message_bytes(heads: Heads, words: Words, files: Sequence[Path], moment: datetime, *, unsent: bool) -> bytes:
    """The message: plain text, the HTML beside it, and the files; CRLF line ends, 7-bit.

    With `unsent` it opens in Outlook and Thunderbird as a message to be sent.
    """
    message = _body(words, files)
    headers = {
        "From": _addresses([heads.sender]),
        "To": _addresses(heads.to),
        "Cc": _addresses(heads.copies),
        "Reply-To": _addresses([heads.reply_to] if heads.reply_to else []),
        "Subject": _encoded("Subject", heads.subject),
        "Date": format_datetime(moment.astimezone()),
        "Message-ID": heads.message_id,
        "X-Relance": _encoded("X-Relance", heads.reference),
        "X-Unsent": "1" if unsent else "",
    }
    top = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    buffer = BytesIO()
    buffer.write(top.encode("ascii"))
    BytesGenerator(buffer, mangle_from_=False, policy=_CRLF).flatten(message)
    return buffer.getvalue()


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


def _body(words: Words, files: Iterable[Path]) -> Message:
    """The text alone, or beside the HTML; then the files."""
    content: Message = _text(words.text, "plain")
    if words.html:
        content = MIMEMultipart("alternative", _subparts=[content, _text(words.html, "html")], policy=_CRLF)
    joined = [_file(path) for path in files]
    if joined:
        del content["MIME-Version"]
        return MIMEMultipart("mixed", _subparts=[content, *joined], policy=_CRLF)
    return content


def _text(text: str, subtype: str) -> Message:
    """A part in quoted-printable, which every server carries."""
    part = MIMENonMultipart("text", subtype, charset="utf-8", policy=_CRLF)
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    part.set_payload(binascii.b2a_qp(lines.encode(), istext=True).decode("ascii"))
    return part


def _file(path: Path) -> Message:
    kind, _ = mimetypes.guess_type(path.name)
    main, _, sub = (kind or "application/octet-stream").partition("/")
    part = MIMEBase(main, sub, policy=_CRLF)
    part.set_payload(path.read_bytes())
    encoders.encode_base64(part)
    name = path.name if path.name.isascii() else ("utf-8", "", path.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


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
