"""What becomes of every record of an archive of the web, how fast it is read, and what memory that takes.

    python bench/archive.py [--pages 10000] [--jobs 1] [--seed 1] [--json FILE] [--check]

A WARC file is made of pages out of the sample reports and of generated ones, in the habits of crawls: a
request and an answer of each, redirects, pictures, robots.txt, pages that are no articles, pages in other
encodings, an enormous one, some packed several to a member; and among them malformed records: lengths too
long and too short, bytes between records, no length, members cut off and spoilt. How each record was made is
noted, and compared with what is told of it. The archive is made in a process of its own, so that its time and
memory are its own. Texts are made of the sentences of the sample reports, which are invented.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.sample_rows import rows

PEAK: Final = 1_500.0
"""Megabytes (10^6 bytes) that the archive may take at most."""
RATE: Final = 30.0
"""Reports a second of processor time at least, copies and origins included."""

# Of each thousand records so many are made in these ways; the rest are pages.
WAYS: Final = {
    "redirect": 40,
    "missing": 30,
    "picture": 40,
    "robots": 5,
    "front": 20,
    "empty": 5,
    "cp1256": 30,
    "enormous": 1,
    "long": 3,
    "short": 3,
    "stray": 4,
    "headless": 3,
    "cut": 3,
    "spoilt": 3,
    "several": 10,
}
TOLD: Final = {
    "page": ("read", None),
    "request": ("skipped", "type"),
    "redirect": ("skipped", "status"),
    "missing": ("skipped", "status"),
    "picture": ("skipped", "media-type"),
    "robots": ("skipped", "robots"),
    "front": ("skipped", "no-article"),
    "empty": ("skipped", "empty"),
    "cp1256": ("read", None),
    "enormous": ("skipped", "over-limit"),
    "long": ("quarantined", "truncated"),
    "short": ("quarantined", "length"),
    "stray": ("quarantined", "stray"),
    "headless": ("quarantined", "header"),
    "cut": ("quarantined", "damaged"),
    "spoilt": ("quarantined", "damaged"),
    "several": ("read", None),
}
"""What is to be told of a record that was made in each way."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a run gave: seconds of processor time, the peak of memory, what was told otherwise than made."""

    pages: int
    megabytes: float
    processor: float
    peak_mb: float
    rate: float
    records: dict[str, int]
    rows: dict[str, int]
    wrong: list[str]


def texts(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Titles, texts and outlets without end: sentences mixed anew, and recent texts as they are and cut."""
    samples = list(rows())
    sentences = [line for row in samples for line in row["text"].split("\n")[1:] if len(line) > 60]
    outlets = [row["outlet"] for row in samples] + [f"صحيفة السدرة {n}" for n in range(40)]
    recent: deque[tuple[str, str]] = deque(samples_of(samples), maxlen=40)
    while True:
        way = chance.random()
        title, text = chance.choice(recent)
        if way < 0.1:
            yield title, text, chance.choice(outlets)
        elif way < 0.15:
            lines = text.split("\n")
            yield title, "\n".join(lines[: max(3, len(lines) // 2)]), chance.choice(outlets)
        else:
            number = chance.randrange(10**6)
            mixed = [_varied(line, chance) for line in chance.sample(sentences, chance.randint(4, 12))]
            recent.append((f"تلاد: خبر رقم {number} من القصبات", "\n".join(mixed)))
            yield *recent[-1], chance.choice(outlets)


def samples_of(samples: Sequence[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """The titles of rows, and their texts without these."""
    return ((row["title"], row["text"].split("\n", 1)[-1]) for row in samples)


def _varied(line: str, chance: random.Random) -> str:
    """A line in which runs of words no longer stand as they did: every third word is another of its words."""
    words = line.split()
    return " ".join(chance.choice(words) if n % 3 == 2 else word for n, word in enumerate(words))


def page(title: str, text: str, outlet: str, day: str, charset: str = "utf-8") -> bytes:
    """A page of a news site."""
    body = "".join(f"<p>{line}</p>" for line in text.split("\n")[1:] if line.strip())
    return (
        f'<!doctype html><html lang="ar"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{day}"></head><body><nav>الرئيسية أخبار</nav>'
        f"<article><h1>{title}</h1>{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>"
    ).encode(charset, "xmlcharrefreplace")


def record(block: bytes, address: str, kind: str = "response", length: int | None = None) -> bytes:
    """A record of a WARC file."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-06-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <{address}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    """An answer of HTTP."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body


def make(path: Path, pages: int, seed: int) -> list[str]:
    """Write a WARC file with so many answers; how each of its records was made, in their order."""
    chance = random.Random(seed)
    told = texts(chance)
    ways = [*WAYS, "page"]
    weights = [*WAYS.values(), 1000 - sum(WAYS.values())]
    made: list[str] = []
    with path.open("wb") as out:
        for number in range(pages):
            address = f"https://site{number % 97}.example/{number}"
            title, text, outlet = next(told)
            day = f"2026-{1 + number * 12 // pages:02}-{1 + chance.randrange(28):02}"
            whole = record(answer(page(title, f"{title}\n{text}", outlet, day)), address)
            way = chance.choices(ways, weights)[0]
            out.write(gzip.compress(record(b"GET / HTTP/1.1\r\n\r\n", address, "request"), 1))
            made.append("request")
            made += [way, way] if way == "several" else [way]
            out.write(_made(way, whole, address, (title, f"{title}\n{text}", outlet, day)))
    return made


def _made(way: str, whole: bytes, address: str, told: tuple[str, str, str, str]) -> bytes:
    """The bytes of a record that is made in a way."""
    title, text, outlet, day = told
    block = whole.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n\r\n")
    plain = {
        "redirect": lambda: record(answer(b"", "301 Moved"), address),
        "missing": lambda: record(answer(b"<html>404</html>", "404 Not Found"), address),
        "picture": lambda: record(answer(b"\x89PNG\r\n\x1a\n" + bytes(2000), media="image/png"), address),
        "robots": lambda: record(answer(b"User-agent: *\n"), address.rsplit("/", 1)[0] + "/robots.txt"),
        "front": lambda: record(answer("<html><body><a href='/1'>خبر</a></body></html>".encode()), address),
        "empty": lambda: record(answer(b"  \n"), address),
        "cp1256": lambda: record(
            answer(page(title, text, outlet, day, "windows-1256"), media="text/html; charset=windows-1256"),
            address,
        ),
        "enormous": lambda: record(answer(b"<p>x</p>" * 4_000_000), address),
        "long": lambda: record(block, address, length=len(block) + 999),
        "short": lambda: record(block, address, length=len(block) // 2),
        "headless": lambda: whole.replace(b"Content-Length", b"Content-Lost", 1),
        "several": lambda: whole + record(block, address + "/again"),
    }
    if way == "stray":
        return b"\r\nbytes of something else\r\n" * 3
    packed = gzip.compress(plain[way]() if way in plain else whole, 1)
    if way == "cut":
        return packed[: len(packed) * 2 // 3]
    if way == "spoilt":
        at = len(packed) // 2
        return packed[:at] + bytes(20) + packed[at + 20 :]
    return packed


def compared(target: Path, made: list[str]) -> list[str]:
    """What was told of records otherwise than they were made."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

    found: list[dict[str, Any]] = []
    for path in (target / "records").rglob("*.parquet"):
        found += pq.ParquetFile(path).read().to_pylist()
    found.sort(key=lambda one: one["number"])
    wrong = [] if len(found) == len(made) else [f"{len(found)} records told, {len(made)} made"]
    if [one["number"] for one in found] != list(range(1, len(found) + 1)):
        wrong.append("numbers are not 1, 2, 3 ...")
    for one, way in zip(found, made, strict=False):
        if (one["status"], one["code"]) != TOLD[way]:
            wrong.append(
                f"{one['number']}: made as {way}, told {one['status']} {one['code']} {one['detail']}"
            )
    return wrong


def measured(source: Path, target: Path, jobs: int) -> tuple[float, float]:
    """Make the archive in a process of its own: seconds of processor time, and megabytes at the peak."""
    command = [sys.executable, "-m", "musnad.cli", "archive", str(source), "--output", str(target)]
    root = Path(__file__).resolve().parents[1]
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [*command, "--engine", "grammar", "--jobs", str(jobs)],
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime
    return spent, ended.ru_maxrss * 1024 / 1e6


def main() -> int:
    """Make, measure and compare; 1 where `--check` was asked and something is otherwise than it should be."""
    parser = argparse.ArgumentParser(description="Account for every record of an archive.")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "crawl.warc.gz", Path(folder) / "out"
        made = make(source, asked.pages, asked.seed)
        size = source.stat().st_size / 1e6
        began = time.monotonic()
        processor, peak = measured(source, target, asked.jobs)
        seconds = time.monotonic() - began
        told = json.loads((target / "musnad.json").read_text())
        wrong = compared(target, made)
    found = Found(
        pages=asked.pages,
        megabytes=round(size, 1),
        processor=round(processor, 1),
        peak_mb=round(peak),
        rate=round(told["records"]["read"] / processor, 1),
        records={"made": len(made), **told["records"]},
        rows=told["rows"],
        wrong=wrong,
    )
    out = sys.stdout
    out.write(f"{found.pages} answers, {found.megabytes} MB packed; made as {dict(Counter(made))}\n")
    out.write(f"records {found.records}; {len(wrong)} told otherwise than they were made\n")
    out.writelines(f"  {line}\n" for line in wrong[:20])
    out.write(f"rows {found.rows}\n")
    out.write(
        f"{found.processor} s of processor time ({seconds:.0f} s by clock), "
        f"{found.rate} reports a second of it, {found.peak_mb} MB at the peak\n"
    )
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), indent=1))
    missed = bool(wrong) or found.peak_mb > PEAK or found.rate < RATE
    return 1 if asked.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
