"""What came back: reports of non-delivery (RFC 3464, 3463), read from the messages that the user saved.

A report names the address, what was done (« failed », « delayed »…) and an enhanced code.  Only a failure for good
that is of the address itself says that the address is dead: a full mailbox, a quota or a policy says nothing of it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

_BEGINS = re.compile(rb"^From [^\r\n]*\d:\d\d[^\r\n]*\r?\n", re.MULTILINE)
"""The line that stands before each message of an mbox (RFC 4155): who and when; in a text it is written « >From »."""
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_VAGUE = frozenset({"0.0", "5.0"})
"""« Other or undefined »: the server's own words may say more."""
_OF_THE_ADDRESS = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4"})
"""RFC 3463 and IANA's registry: no such mailbox, domain, syntax, moved, null MX, mailbox disabled, no route."""
_STATUS = "message/delivery-status"
_LARGEST = 256 * 1024 * 1024
_WORDS = 300


class Verdict(StrEnum):
    """What a report says of an address."""

    DEAD = "refusée"
    REFUSED = "refusé pour une autre raison"
    DELAYED = "retardé"
    UNCLEAR = "rapport incomplet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One address of one report.

    Attributes:
        addresses: the address as it was sent to, then as it was last known when a forwarding changed it; small letters.
        code: « 5.1.1 », "" when the report has none.
        words: what the server that refused said, on one line.
        on: the day of the report; None when it bears none.
        message_id: of the message that came back, "" when the report does not hold it.
    """

    addresses: tuple[str, ...]
    verdict: Verdict
    code: str = ""
    words: str = ""
    on: date | None = None
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a file held: the bounces of its reports, and how many of its messages are none."""

    bounces: tuple[Bounce, ...]
    others: int


def read_returned(file: Path) -> Returned:
    """The reports of a message (.eml) or of a box of them (.mbox), told apart by what they begin with.

    FileUnavailable for a file that cannot be read, or is larger than a box of reports can be.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise FileUnavailable(Problem(file=file.name, what="Cette boîte dépasse 256 Mo",
                                          expected="les seuls messages de retour, dans un dossier à eux"))  # fmt: skip
        content = file.read_bytes()
    except OSError as error:
        raise FileUnavailable(Problem(file=file.name, what=f"Le fichier ne se lit pas ({reason(error)})")) from error
    return returned(_messages(content))


def returned(messages: Iterable[bytes]) -> Returned:
    """The reports among messages, each as it came."""
    bounces: list[Bounce] = []
    others = 0
    for written in messages:
        try:
            found = _bounces(message_from_bytes(written))
        except RecursionError:  # a thousand parts one in the other: no server writes that
            found = []
        bounces += found
        others += not found
    return Returned(bounces=tuple(bounces), others=others)


def _messages(content: bytes) -> list[bytes]:
    if not content.startswith(b"From "):
        return [content] if content.strip() else []
    return [part for part in _BEGINS.split(content) if part.strip()]


def _bounces(message: Message) -> list[Bounce]:
    """Those of one message; none when it is no report of delivery, nor brings one that was forwarded."""
    return [
        _bounce(block, _day(report), _message_id(report))
        for report, statuses in _reports(message)
        for status in statuses
        for block in _blocks(status)
        if block["Final-Recipient"] or block["Original-Recipient"]
    ]


def _reports(message: Message) -> Iterator[tuple[Message, list[Message]]]:
    """The reports in a message, each with its parts of fields.

    Nothing is read below a report: what stands there is the message that came back, which may be an old report itself.
    """
    waiting = deque([message])
    while waiting:
        read = waiting.popleft()
        payload = read.get_payload()
        parts = [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []
        statuses = [part for part in [read, *parts] if part.get_content_type() == _STATUS]
        if statuses:
            yield read, statuses
        else:
            waiting += parts


def _blocks(part: Message) -> Iterator[Message]:
    """The blocks of fields: of the message, then of each recipient."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Message):
            yield block


def _bounce(block: Message, on: date | None, message_id: str) -> Bounce:
    names = ("Original-Recipient", "Final-Recipient")
    addresses = dict.fromkeys(address for name in names if (address := _address(_text(block, name))))
    action, said = _text(block, "Action").casefold(), _text(block, "Diagnostic-Code")
    code = _code(_text(block, "Status"), said)
    return Bounce(
        addresses=tuple(addresses),
        verdict=_verdict(action, code) if addresses else Verdict.UNCLEAR,
        code=code,
        words=said.partition(";")[2].strip()[:_WORDS] or said[:_WORDS],
        on=on,
        message_id=message_id,
    )


def _verdict(action: str, code: str) -> Verdict:
    """What the action and the code, read together, say of the address."""
    if action == "delayed" or code.startswith("4."):
        return Verdict.DELAYED
    if action != "failed" or not code.startswith("5."):
        return Verdict.UNCLEAR
    return Verdict.DEAD if code.partition(".")[2] in _OF_THE_ADDRESS else Verdict.REFUSED


def _code(status: str, said: str) -> str:
    """The code of the report; that of the server's words where the report's says nothing, or blames the address alone.

    A server that refuses without a code of its own is reported by some as « 5.1.1 »: its words may tell of a block.
    """
    stated, precise = _CODE.search(status), _CODE.search(said)
    if stated is None:
        return ""
    report, words = stated[0].partition(".")[2], precise[0].partition(".")[2] if precise is not None else ""
    if precise is not None and (report in _VAGUE or (report in _OF_THE_ADDRESS and words not in _VAGUE)):
        return precise[0]
    return stated[0]


def _address(field: str) -> str:
    """« client@y.fr » of « rfc822; <client@y.fr> »; "" when there is none."""
    address = field.rpartition(";")[2].strip().strip("<>").strip().casefold()
    return address if "@" in address else ""


def _text(message: Message, name: str) -> str:
    """The field on one line, "" when it is absent; bytes that no header may hold come as they can."""
    return " ".join(str(message.get(name) or "").split())


def _day(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(_text(message, "Date")).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _message_id(report: Message) -> str:
    """The Message-ID of the message that came back, whole or by its headers alone."""
    for part in report.walk():
        if part.get_content_type() not in {"message/rfc822", "text/rfc822-headers"}:
            continue
        inside = part.get_payload()
        if isinstance(inside, list):
            original: object = inside[0] if inside else None
        else:
            original = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]  # bytes
        if isinstance(original, Message):
            return _text(original, "Message-ID")
    return ""
