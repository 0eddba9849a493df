"""Random mutations of small files through every reader: a French sentence or a result, in time and within memory.

`python torture/fuzz.py [EXECUTIONS]`; each mutation has its own number, so that one that fails is found again.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from relance_xl.actions.batches.document_log import NAME as DOCUMENTS
from relance_xl.actions.batches.document_log import noted
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.documents.check_templates import check_templates
from relance_xl.ledgers.bank.read import read_bank
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.machine import shipped
from relance_xl.post.bounces import read_returned
from relance_xl.post.send_log import NAME, open_log
from relance_xl.problems import RelanceError
from tests.ledgers.bank.test_bank_fuzzing import SAMPLES

LONGEST = 5
"""Seconds that one file may take."""
ROOM = 300 << 20
"""Bytes that one file may take beside what the program takes already."""
ODD = (b"\x00", b"\xff\xfe", b'"', b"'", b";", b"\t", b"\n", b"\r", b"<", b"&", b"]]>", b"PK\x03\x04", b"9" * 40,
       b"-", b"=", b"\xe2\x80\xa8", b"\x1b[2J", b"{{", b"{%", b"%}", b"../", b"\xc3", b",", b"31/02/2026", b"1e999",
       b"NaN")  # fmt: skip
FEC = ("JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
       "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
       + "".join(f"VE\tVentes\t{n}\t202601{n % 28 + 1:02d}\t411000\tClients\tC{n % 4}\tClient {n % 4}\tFA-{n}\t"
                 f"202601{n % 28 + 1:02d}\tFacture\t{n}00,00\t0,00\t\t\t20260131\t\t\n"
                 for n in range(1, 12)))  # fmt: skip
LIST = "Client;Nom;Facture;Date;Echeance;Montant;Regle;Statut\n" + "".join(
    f'C{n};"Client; {n}";FA-{n};01/01/2026;31/01/2026;1 {n}00,00;{n},5;Envoyée\n' for n in range(1, 9)
)
LOG = '{"moment": "2026-03-16 09:30", "etat": "acceptée", "message": "<a>", "lot": "l", "client": "C", '
LOG += '"date": "2026-03-16", "document": "d.eml", "destinataires": ["a@b.example"], "lignes": []}\n'
DOCUMENT = json.dumps({
    "lot": "2026-03-16-093000", "client": "C", "empreinte": "e", "document": "d.docx", "nature": "Relance",
    "canal": "Courrier", "date": "2026-03-16", "tirages": ["t.docx"], "recommande": "", "lignes": [],
}) + "\n"  # fmt: skip
RETURNED = """From: MAILER-DAEMON@client.example
To: compta@essais.example
Date: Mon, 16 Mar 2026 09:30:00 +0100
MIME-Version: 1.0
Subject: =?utf-8?q?Non_remis?=
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Adresse inconnue
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; client.example

Final-Recipient: rfc822; c1@client.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 inconnu
--b
Content-Type: message/rfc822

Message-ID: <relance.1@essais.example>
Subject: Rappel

Bonjour
--b--
"""
MEMORY = "/dev/shm"  # noqa: S108 - a disk in memory, where there is one
Reader = Callable[[Path], object]


def _import(path: Path) -> object:
    return read_files([path], read_sheets, FecOptions(), ListOptions())


def _bank(path: Path) -> object:
    return read_bank(path, read_sheets)


def _log(path: Path) -> object:
    path.replace(path.with_name(NAME))
    with open_log(path.parent) as log:
        return [entry.when for entry in log.entries.values()]


def _workbook(path: Path) -> object:
    book = WorkbookFile(path)
    return [book.read_table(name) for name in book.table_names()]


def _returned(path: Path) -> object:
    return read_returned(path)


def _documents(path: Path) -> object:
    path.replace(path.with_name(DOCUMENTS))
    return noted(path.parent)


@dataclass(frozen=True, slots=True)
class Corpus:
    """One kind of file: sound bytes, the ending of its name, its reader, and its share of a thousand executions.

    `inside`: the members of the package are changed, not the package, which is then sound.
    """

    kind: str
    sound: bytes
    ending: str
    reader: Reader
    share: int
    inside: bool = False


def corpora() -> Iterator[Corpus]:
    """Every reader; those that take longest have the smallest shares."""
    workbook, letter = shipped.workbook().read_bytes(), (shipped.templates() / "lettre_1.docx").read_bytes()
    message = (shipped.templates() / "mail_1.txt").read_bytes()
    yield Corpus("FEC", FEC.encode(), ".txt", _import, 60)
    yield Corpus("list", LIST.encode("cp1252"), ".csv", _import, 16)
    for kind, text in SAMPLES.items():
        yield Corpus(f"bank {kind}", text.encode(), f".{kind}", _bank, 20 if kind == "csv" else 80)
    yield Corpus("workbook", workbook, ".xlsm", _workbook, 80)
    yield Corpus("workbook, inside", workbook, ".xlsm", _workbook, 8, inside=True)
    yield Corpus("workbook imported", workbook, ".xlsm", _import, 16)
    yield Corpus("template", letter, ".docx", lambda path: check_templates([path]), 76)
    yield Corpus("template, inside", letter, ".docx", lambda path: check_templates([path]), 4, inside=True)
    yield Corpus("template of a message", message, ".txt", lambda path: check_templates([path]), 20)
    yield Corpus("log of e-mails", LOG.encode() * 3, ".jsonl", _log, 80)
    yield Corpus("log of documents", DOCUMENT.encode() * 3, ".jsonl", _documents, 80)
    yield Corpus("report of non-delivery", RETURNED.encode(), ".eml", _returned, 80)


def mutated(sound: bytes, chance: random.Random) -> bytes:
    """The bytes changed in one to six places: turned, cut, doubled, moved, or with something odd put in."""
    content = bytearray(sound)
    for _ in range(chance.randrange(1, 7)):
        place = chance.randrange(len(content) + 1)
        end = min(place + chance.choice((1, 4, 40, 400, 4000)), len(content))
        match chance.randrange(5):
            case 0 if content:
                content[min(place, len(content) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                del content[place:end]
            case 2:
                content[place:place] = content[place:end] * chance.choice((1, 2, 50))
            case 3:
                content[place:end] = bytes(chance.randrange(256) for _ in range(end - place))
            case _:
                content[place:place] = chance.choice(ODD)
    return bytes(content)


def within(package: bytes, chance: random.Random) -> bytes:
    """The package with one member changed, what holds it together left sound."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(made, "w") as target:
        members = source.namelist()
        chosen = chance.choice(members)
        for member in members:
            content = source.read(member)
            target.writestr(member, mutated(content, chance) if member == chosen else content)
    return made.getvalue()


@dataclass(slots=True)
class Told:
    """What was tried of one kind."""

    done: int = 0
    refused: int = 0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)


def tried(corpus: Corpus, numbers: range) -> Told:
    """How many were tried and refused, the longest time of the processor, and those that failed."""
    told = Told()
    with tempfile.TemporaryDirectory(prefix="torture-", dir=MEMORY if Path(MEMORY).is_dir() else None) as home:
        place = Path(home) / f"a{corpus.ending}"
        for number in numbers:
            told.done += 1
            chance = random.Random(f"{corpus.kind} {number}")  # noqa: S311 - found again by its number
            place.write_bytes((within if corpus.inside else mutated)(corpus.sound, chance))
            started = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            try:
                corpus.reader(place)
            except RelanceError:
                told.refused += 1
            except Exception as error:  # noqa: BLE001 - what is looked for
                told.faults.append(f"{corpus.kind} {number}: {error!r}"[:300])
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            told.longest = max(told.longest, time.process_time() - started)
    return told


def _hung(_number: int, _frame: object) -> None:
    raise TimeoutError("too long")


def bounded() -> None:
    """Give this process ROOM bytes beside what it has taken, and LONGEST seconds of the processor for a file."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, _hung)
    taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))


def all_of(kinds: Sequence[Corpus], executions: int, part: int, parts: int) -> int:
    """One process's part of every kind; the number of kinds with a fault."""
    bounded()
    failed = 0
    for corpus in kinds:
        told = tried(corpus, range(1 + part, corpus.share * executions // 1000 + 1, parts))
        failed += bool(told.faults)
        print(
            f"| {corpus.kind} | {told.done} | {told.refused} | {told.longest:.2f} s | {len(told.faults)} |", flush=True
        )
        for fault in told.faults[:10]:
            print(f"- {fault}", flush=True)
    return failed


def asked() -> int:
    """Every kind in turn, in processes whose memory is bounded; the number of faults."""
    reader = argparse.ArgumentParser()
    reader.add_argument("executions", type=int, nargs="?", default=500_000)
    reader.add_argument("--processes", type=int, default=2)
    reader.add_argument("--only", nargs="*")
    options = reader.parse_args()
    kinds = [corpus for corpus in corpora() if options.only is None or corpus.kind in options.only]
    for corpus in kinds:  # all that a reader imports is imported once
        tried(corpus, range(2))
    print("\n| fuzz | executions | refused | longest | failed |\n|---|---:|---:|---:|---:|", flush=True)
    children = []
    for part in range(options.processes):
        if not (child := os.fork()):
            os._exit(min(all_of(kinds, options.executions, part, options.processes), 100))
        children.append(child)
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


if __name__ == "__main__":
    sys.exit(asked())
