"""Random mutations of small files through every reader: a French sentence or a result, in time and within memory.

`python torture/fuzz.py [SECONDS]`; each mutation has its own number, so that one that fails is found again.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.documents.check_templates import check_templates
from relance_xl.ledgers.bank.read import read_bank
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.machine import shipped
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


def corpora() -> Iterator[tuple[str, bytes, str, Reader]]:
    """Kind, sound bytes, ending, reader."""
    yield "FEC", FEC.encode(), ".txt", _import
    yield "list", LIST.encode("cp1252"), ".csv", _import
    for kind, text in SAMPLES.items():
        yield f"bank {kind}", text.encode(), f".{kind}", _bank
    yield "workbook", shipped.workbook().read_bytes(), ".xlsm", _workbook
    yield "workbook imported", shipped.workbook().read_bytes(), ".xlsm", _import
    yield (
        "template",
        (shipped.templates() / "lettre_1.docx").read_bytes(),
        ".docx",
        lambda path: check_templates([path]),
    )
    yield "log of e-mails", LOG.encode() * 3, ".jsonl", _log


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


def tried(kind: str, sound: bytes, ending: str, reader: Reader, until: float) -> tuple[int, int, list[str]]:
    """How many were tried and refused, and those that failed."""
    done = refused = 0
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-") as home:
        while time.monotonic() < until:
            done += 1
            place = Path(home) / f"a{ending}"
            place.write_bytes(mutated(sound, random.Random(f"{kind} {done}")))  # noqa: S311 - found again by its number
            signal.alarm(LONGEST)
            try:
                reader(place)
            except RelanceError:
                refused += 1
            except Exception as error:  # noqa: BLE001 - what is looked for
                faults.append(f"{kind} {done}: {error!r}"[:300])
            finally:
                signal.alarm(0)
    return done, refused, faults


def _hung(_number: int, _frame: object) -> None:
    raise TimeoutError("too long")


def asked() -> int:
    """Every kind in turn, each in a process of its own whose memory is bounded; the number of faults."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    kinds = list(corpora())
    print("\n| fuzz | executions | refused | failed |\n|---|---:|---:|---:|")
    failed = 0
    for kind, sound, ending, reader in kinds:
        child = os.fork()
        if child:
            failed += bool(os.waitpid(child, 0)[1])
            continue
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGALRM, _hung)
        taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))
        done, refused, faults = tried(kind, sound, ending, reader, time.monotonic() + seconds / len(kinds))
        print(f"| {kind} | {done} | {refused} | {len(faults)} |", flush=True)
        for fault in faults[:10]:
            print(f"- {fault}", flush=True)
        os._exit(bool(faults))
    return failed


if __name__ == "__main__":
    sys.exit(asked())
