"""Messages sent by each road while its server does what it can to lose them or to have them sent twice.

The truth is the server's: what it holds is compared with what the workbook says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from relance_xl.actions.mail.accounts import Post
from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.mail.recovery import Unfinished
from relance_xl.actions.mail.returns import read_returns
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.mail.session import MailChoice
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import Company
from relance_xl.post.microsoft.signing_in import Account
from relance_xl.post.sending import Pace
from tests.actions.mail.mail_books import NOW, RUN, searched_book
from tests.post import dovecot as imap
from tests.post.imap_proxy import FAULTS as CUTS
from tests.post.imap_proxy import between
from tests.post.mail_server import HOST, USER, mail_server
from tests.post.microsoft_server import CLIENT, TENANT, Microsoft, microsoft
from tests.post.reports import report

SMTP_FAULTS = ("refused", "greylisted", "closing", "cut before data", "busy", "rejected", "slow", "answer lost",
               "cut in mid-message")  # fmt: skip
GRAPH_FAULTS = ("bad", "throttled", "answer lost", "cut before", "torn answer", "gateway", "broken", "unavailable",
                "odd", "too large")  # fmt: skip
LOST_TOKEN = 4
"""One message out of so many, the tokens given so far are known no more."""
_TURNS = 12
LATER = replace(RUN, now=NOW + timedelta(minutes=5))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a road came to: messages that never left though nobody said so, that left twice, that are wrongly told."""

    messages: int
    faults: int
    lost: int
    double: int
    wrong: int


def addresses(count: int, kinds: Sequence[str], faults: int) -> dict[str, list[str]]:
    """Which recipients meet which fault, spread over all."""
    step = count // faults
    return {f"c{number * step:03d}@client.example": [kinds[(number - 1) % len(kinds)]]
            for number in range(1, faults + 1)}  # fmt: skip


def by_token(folder: Path, pem: Path, count: int, faults: int) -> Found:
    """SMTP with the tokens of a Microsoft account, some of which expire half-way."""
    with ExitStack() as stack:
        theirs = stack.enter_context(microsoft(pem))
        port, held = stack.enter_context(mail_server(pem))
        book = _book(folder, theirs, count, {"E-mails : port": str(port)})
        held.tokens = theirs.tokens
        held.faults = addresses(count, SMTP_FAULTS, faults)
        choice = _choice(theirs, _losing_tokens(theirs))
        refused = _until_all_left(book, choice, lambda: held.ids)
        assert len(held.met) == faults
        return _found(book, count, faults, [envelope[1][0] for envelope in held.envelopes], held.ids, refused)


def by_graph(folder: Path, pem: Path, count: int, faults: int) -> Found:
    """Graph, whose mailbox says by itself which of the uncertain messages have left."""
    with microsoft(pem) as theirs:
        book = _book(folder, theirs, count, {"E-mails : méthode d'envoi": "Microsoft 365"})
        theirs.faults = addresses(count, GRAPH_FAULTS, faults)
        choice = _choice(theirs, _losing_tokens(theirs))
        refused = _until_all_left(book, choice, list)  # what the mailbox holds as sent is settled by itself
        assert len(theirs.met) == faults
        return _found(book, count, faults, _recipients(theirs.sent), _ids(theirs.sent), refused)


def drafts(folder: Path, pem: Path, count: int, faults: int) -> Found:
    """Drafts put into a real mailbox through a connection that breaks."""
    with ExitStack() as stack:
        server = stack.enter_context(imap.dovecot(pem))
        broken = stack.enter_context(between(pem, server.plain))
        kinds = [kind for kind in CUTS if kind != "refused"]
        broken.every, broken.kinds = count // faults, kinds
        book = searched_book(folder, count, **{
            "E-mails : brouillons": "Boîte", "E-mails : serveur de réception": HOST,
            "E-mails : port de réception": str(broken.port), "E-mails : utilisateur": imap.USER,
        })  # fmt: skip
        drafted = draft_mails(book, RUN)
        assert not drafted.problems
        held = _ids(server.messages("Brouillons"))
        assert len(broken.met) >= faults
        return _found(book, count, len(broken.met), _recipients(server.messages("Brouillons")), held, set())


def returns(folder: Path, pem: Path, count: int, faults: int) -> Found:
    """Reports of non-delivery in a real mailbox, some of which say nothing against the address."""
    with imap.dovecot(pem) as server:
        book = searched_book(folder, count, **{
            "E-mails : serveur de réception": HOST, "E-mails : port de réception": str(server.tls),
            "E-mails : utilisateur": imap.USER,
        })  # fmt: skip
        innocent = addresses(count, ("full", "delayed", "torn", "vague", "plain"), faults)
        for number in range(1, count + 1):
            address = f"c{number:03d}@client.example"
            server.receive(_returned(address, innocent.get(address, [""])[0]))
            if number % 10 == 0:
                server.receive(_returned(address, innocent.get(address, [""])[0]))  # the same report again
        said = read_returns(book, LATER)
        again = read_returns(book, LATER)
        marked = {str(row["Adresse refusée"]) for row in book.rows("tClients") if row["Adresse refusée"]}
        dead = {f"c{number:03d}@client.example" for number in range(1, count + 1)} - innocent.keys()
        twice = len(said.marked) - len({one.address for one in said.marked}) + len(again.marked)
        return Found(messages=count, faults=faults, lost=len(dead - marked), double=twice, wrong=len(marked - dead))


def _returned(address: str, kind: str) -> bytes:
    texts = {
        "full": report(address=address, status="5.2.2", said="552 5.2.2 mailbox full"),
        "delayed": report(address=address, action="delayed", status="4.4.1"),
        "torn": report(address=address).partition("Final-Recipient")[0],
        "vague": report(address=address, status="5.7.1", said="550 5.7.1 policy"),
        "plain": f"From: {address}\nSubject: Absent\n\nJe suis absent.\n",
    }
    return texts.get(kind, report(address=address)).encode()


def _until_all_left(book: MemoryBook, choice: MailChoice, held: Callable[[], Sequence[str]]) -> set[str]:
    """Send again and again, as a person does; the customers whose message was refused for good."""
    refused: set[str] = set()
    for turn in range(_TURNS):
        run = replace(RUN, now=NOW + timedelta(minutes=turn))
        if refused:  # a person has seen them
            unticked = ["non" if row["Client"] in refused else row["Relancer"] for row in book.rows("tRelances")]
            book.update_columns("tRelances", {"Relancer": unticked})
        said = send_mails(book, run, choice)
        refused |= {sent.sending.customer for sent in said.refused}
        doubtful = _customers(said.uncertain)
        left = frozenset(one.entry.sending.customer for one in said.uncertain
                         if one.entry.sending.message_id in held())  # fmt: skip
        choice = replace(choice, left=left, again=doubtful - left)
        if not doubtful and not said.postponed:
            return refused
    raise AssertionError(said)


def _book(folder: Path, theirs: Microsoft, count: int, more: dict[str, str]) -> MemoryBook:
    stated = {
        "E-mails : serveur d'envoi": HOST, "E-mails : utilisateur": USER,
        "E-mails : identification": "Compte Microsoft",
        "E-mails : identifiant d'application": CLIENT, "E-mails : annuaire Microsoft": TENANT,
        **more,
    }  # fmt: skip
    theirs.who = USER
    return searched_book(folder, count, **stated)


def _choice(theirs: Microsoft, clock: Callable[[float], None]) -> MailChoice:
    def post(company: Company) -> Post:
        return Post(company=company, places=theirs.places)

    def ask(account: Account, tell: Callable[[str, float | None], None]) -> None:
        account.by_code(tell)

    def outbox(company: Company) -> object:
        return post(company).outbox()

    pace = Pace(per_minute=60, pauses=(1, 2), sleep=clock, clock=lambda: 0.0)
    return MailChoice(outbox=outbox, post=post, ask=ask, pace=pace)  # type: ignore[arg-type]  # an outbox all the same


def _losing_tokens(theirs: Microsoft) -> Callable[[float], None]:
    """What the wait between two messages does: now and then the tokens expire."""
    waits = [0]

    def wait(_seconds: float) -> None:
        waits[0] += 1
        if waits[0] % LOST_TOKEN == 0:
            theirs.tokens.clear()

    return wait


def _ids(messages: Sequence[bytes]) -> list[str]:
    return [found[1].decode() for each in messages if (found := re.search(rb"(?m)^Message-ID: (\S+)", each))]


def _recipients(messages: Sequence[bytes]) -> list[str]:
    return [found[1].decode() for each in messages if (found := re.search(rb"(?m)^To: (\S+)\r?$", each))]


def _customers(uncertain: Sequence[Unfinished]) -> frozenset[str]:
    return frozenset(one.entry.sending.customer for one in uncertain)


def _found(
    book: MemoryBook, count: int, faults: int, recipients: Sequence[str], ids: Sequence[str], refused: set[str]
) -> Found:
    """What the server holds, held against what the workbook says."""
    received = [each[:4].upper() for each in recipients]
    every = {f"C{number:03d}" for number in range(1, count + 1)}
    journal = {(row["Client"], row["Empreinte"]) for row in book.rows("tJournal")}
    raised = {row["Client"] for row in book.rows("tFactures") if row["Niveau"] == 1}
    told = journal ^ set(zip(received, ids, strict=True))
    return Found(
        messages=count,
        faults=faults,
        lost=len(every - set(received) - refused),
        double=len(received) - len(set(received)),
        wrong=len(told) + len(raised ^ set(received)),
    )


ROADS = {"jeton": by_token, "graph": by_graph, "brouillons": drafts, "retours": returns}
