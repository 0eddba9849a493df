"""Damaged bank files, for a time, one format: each must be read or refused in French, quickly.

    .venv/bin/python benchmarks/bank_fuzzing.py cfonb|camt|ofx1|ofx2|mt940|qif|csv|excel [SECONDS] [SEED] [FOLDER]

FOLDER holds further samples to damage.  Prints how many files were tried, read and refused, the slowest, and each
failure once with the file that made it (exit 1).
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.domain.matching.matching import matched
from relance_xl.ledgers.bank.read import BankFile, read_bank
from relance_xl.problems import RelanceError
from tests.domain.matching.random_statements import company
from tests.ledgers.bank.bank_files import CAMT, CFONB, CSV, MT940, OFX, OFX2, QIF, entry, transaction

TEXTS = {
    "cfonb": ("\n".join(CFONB), "".join(CFONB)),
    "camt": (CAMT.format(closing="310.00", entries=entry("300", f"<NtryDtls>{transaction('300', 'X')}</NtryDtls>")),),
    "ofx1": (OFX.format(amount="-1"),),
    "ofx2": (OFX2,),
    "mt940": (MT940,),
    "qif": (QIF,),
    "csv": (CSV,),
}
NAMES = {"ofx1": ("ofx1",), "ofx2": ("ofx2",), "camt": ("camt",), "cfonb": ("cfonb",), "mt940": ("mt940",)}
PIECES: Sequence[bytes] = [
    b"", b"\0", b"\n", b"\r", b"\x1a", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xc2\xa0", b"<", b">", b"&", b"&#0;",
    b"&#x110000;", b"]]>", b"<!--", b"<![CDATA[", b"'", b'"', b";" * 50, b"-", b"+", b"{", b"}", b"R", b":86:", b":61:",
    b":62F:", b":60F:C990231EUR", b"04", b"05", b"07", b"!Type:Bank\n", b"^\n", b"1e999", b"NaN", b"Infinity", b"-0",
    b"9" * 40, b"0." + b"0" * 40 + b"1", b"1,000,000.00", b"99999999", b"00000000", b"31022025", b"20250229", b"EUR",
    b"\xd9\xa1\xd9\xa2", b"\xe2\x82\xac", b"\xed\xa0\x80", b"A" * 3000, b"<Ntry>", b"</Ntry>", b"<STMTTRN>", b"</OFX>",
    b"xmlns=''", b"\xc2\xb2", b"true", b"<Amt Ccy='\xc3\xa9'>", b"0001-01-01", b"9999-12-31", b"00:00",
]  # fmt: skip
CELLS = [
    None, "", 0, -1, 1e308, float("nan"), 10**30, True, "12/11/2026", date(1, 1, 1), date(9999, 12, 31), "1 250,00",
    "-12,50", "#N/A", "=1+1", "é" * 300, "Solde", "Date", "Montant", "Débit", "\0", 45000, 45000.5, -3.5, "Total",
]  # fmt: skip
SLOW = 3.0


def damaged(random: Random, sample: bytes, others: Sequence[bytes]) -> bytes:
    """The sample after one to eight accidents: cut, repeated, moved, flipped, mixed with another."""
    data = bytearray(sample)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        at = random.randrange(len(data) + 1)
        size = random.choice((1, 2, 7, 40, 400))
        match random.randrange(8):
            case 0:
                del data[at : at + size]
            case 1:
                data[at : at + random.choice((0, size))] = random.choice(PIECES)
            case 2:
                data[at:at] = data[at : at + size] * random.choice((1, 2, 30))
            case 3:
                data = data[:at] or data
            case 4 if data:
                data[at % len(data)] = random.randrange(256)
            case 5:
                other = random.choice(others)
                start = random.randrange(len(other) + 1)
                data[at:at] = other[start : start + size]
            case 6:
                lines = data.split(b"\n")
                random.shuffle(lines)
                data = bytearray(b"\n".join(lines))
            case _:
                lines = data.split(b"\n")
                place = random.randrange(len(lines))
                lines[place:place] = [random.choice(lines)] * random.choice((1, 3, 60))
                data = bytearray(b"\n".join(lines))
        del data[200_000:]
    return bytes(data)


def altered(random: Random, sample: bytes) -> bytes:
    """The sample, still well-formed: some values are others, some elements are gone or come twice."""
    data = sample
    for _ in range(random.choice((1, 2, 5))):
        leaves = list(re.finditer(rb"<(\w[^<>/]*)>([^<>]*)</[\w:.]+>", data))
        if not leaves:
            break
        leaf = random.choice(leaves)
        value = re.sub(rb"[<>&]", b"", random.choice(PIECES)).replace(b"\0", b"")
        change = random.choice(
            (b"", leaf[0] * 2, *[b"<" + leaf[1] + b">" + value + leaf[0][leaf[0].rindex(b"</") :]] * 4)
        )
        data = data[: leaf.start()] + change + data[leaf.end() :]
    return data


def workbooks(random: Random) -> Iterator[bytes]:
    """Lists of operations with strange cells; one in three is then damaged as a file."""
    while True:
        book = openpyxl.Workbook()
        sheet = book.create_sheet("Relevé", 0)
        rows: list[list[Any]] = [["Date", "Libellé", "Débit", "Crédit", "Solde"], *_plain_rows(random)]
        for _ in range(random.randrange(12)):
            row = random.choice(rows)
            row[random.randrange(len(row))] = random.choice(CELLS)
        for row in rows if random.random() < 0.9 else rows[1:]:
            sheet.append([value.replace("\0", "") if isinstance(value, str) else value for value in row])
        stream = io.BytesIO()
        book.save(stream)
        made = stream.getvalue()
        yield damaged(random, made, [made]) if random.random() < 0.34 else made


def _plain_rows(random: Random) -> Iterator[list[Any]]:
    for place in range(random.randrange(6)):
        yield [date(2026, 11, place + 1), f"VIR SEPA X FA-2026-{place:04d}", None, random.randrange(9999) / 100, None]


def files(kind: str, random: Random, folder: Path | None) -> Iterator[bytes]:
    """Damaged files of a format, without end."""
    if kind == "excel":
        yield from workbooks(random)
    samples = [text.encode("utf-8" if kind in {"camt", "ofx2"} else "cp1252") for text in TEXTS[kind]]
    paths = sorted(folder.iterdir()) if folder else []
    samples += [path.read_bytes()[:60_000] for path in paths if path.name.startswith(NAMES.get(kind, (kind,)))]
    while True:
        sample = random.choice(samples)
        if kind in {"camt", "ofx2"} and random.random() < 0.6:
            yield altered(random, sample)
        else:
            yield damaged(random, sample, samples)


def tried(path: Path, check: Callable[[BankFile], object]) -> str:
    """« read », « refused », or the failure, told by its last lines."""
    try:
        found = read_bank(path, read_sheets)
        if not all(problem.file == path.name for problem in found.problems):
            return "a problem without its file"
        if not all(operation.amount.is_finite() for operation in found.operations):
            return "an amount without end"
        check(found)
    except RelanceError:
        return "refused"
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is the finding
        frames = traceback.extract_tb(fault.__traceback__)[-2:]
        return f"{type(fault).__name__}: {str(fault)[:200]} at " + " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames)
        )
    return "read"


def main(kind: str, seconds: float, seed: int, folder: Path | None) -> int:
    """1 when a file failed or took longer than three seconds."""
    random = Random(seed)  # noqa: S311 - the same files each time, no secrets
    books = company(random).books
    counts: Counter[str] = Counter()
    slowest, begun = 0.0, time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "relevé"
        for content in files(kind, random, folder):
            path.write_bytes(content)
            start = time.process_time()
            ending = tried(path, lambda found: matched(found.operations[:500], books))
            took = time.process_time() - start
            slowest = max(slowest, took)
            if took > SLOW:
                ending = f"slow, {ending}"
            if ending not in {"read", "refused"} and not counts[ending]:
                kept = Path(tempfile.gettempdir()) / f"failed-{kind}-{len(counts)}"
                kept.write_bytes(content)
                print(f"{ending} ({kept}, {took:.1f} s)", flush=True)
            counts[ending] += 1
            if time.monotonic() - begun > seconds:
                break
    failures = sum(count for ending, count in counts.items() if ending not in {"read", "refused"})
    print(
        f"{kind}: {counts.total()} files in {time.monotonic() - begun:.0f} s, {counts['read']} read, "
        f"{counts['refused']} refused, {failures} failures; the slowest {slowest:.2f} s"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    told = [*sys.argv[1:], *("csv", "300", "1", "")[len(sys.argv) - 1 :]]
    sys.exit(main(told[0], float(told[1]), int(told[2]), Path(told[3]) if told[3] else None))
