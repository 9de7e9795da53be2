"""Kill `musnad archive` at random moments, and see that nothing is lost or done twice: it ends as an unbroken
run, and no folder looks whole before it is.

    python tools/kill_archive.py [--rounds 50] [--seed 1] [--reports 300] [--jobs 2]

The sources are a WARC file with malformed records and a packed table, of the sample reports under many
names. A round lets an archive go on and kills it, by SIGTERM or SIGKILL; once it is whole the next is begun.
Exit status 1 where an archive is otherwise than that of the unbroken run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types

from musnad.archive import NAME
from musnad.archive_tables import FIELDS
from tools.sample_rows import rows

ROOT = Path(__file__).resolve().parents[1]


def sources(folder: Path, count: int) -> list[Path]:
    """Write a table and a WARC file of so many reports together."""
    samples = list(rows())
    texts = [samples[n % len(samples)] for n in range(count)]
    table, crawl = folder / "a.jsonl.gz", folder / "b.warc.gz"
    half = count // 2
    with gzip.open(table, "wt", encoding="utf-8") as lines:
        for n, row in enumerate(texts[:half]):
            told = {**row, "id": f"r{n}", "text": f"{row['text']}\nرقم {n}"}
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")
    with crawl.open("wb") as out:
        for n, row in enumerate(texts[half:]):
            body = f"{row['text']}\nرقم {n}".encode()
            head = (
                f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/{n}\r\n"
                "WARC-Date: 2026-06-01T00:00:00Z\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"Content-Length: {len(body) + 9 * (n % 10 == 3)}\r\n\r\n"
            )
            packed = gzip.compress(head.encode() + body + b"\r\n\r\n")
            out.write(packed[:-20] if n % 10 == 7 else packed)
    return [table, crawl]


def begin(named: list[Path], target: Path, jobs: int) -> subprocess.Popen[bytes]:
    """`musnad archive`, begun."""
    command = [sys.executable, "-m", "musnad.cli", "archive", *map(str, named), "--output", str(target)]
    return subprocess.Popen(
        [*command, "--engine", "grammar", "--jobs", str(jobs)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def contents(target: Path) -> dict[str, list[str]]:
    """The rows of every table, by file."""
    found: dict[str, list[str]] = {}
    for table in FIELDS:
        for path in sorted((target / table).rglob("*.parquet")):
            name = str(path.relative_to(target))
            found[name] = [json.dumps(row) for row in pq.ParquetFile(path).read().to_pylist()]
    return found


def main() -> int:
    """Run the rounds; 1 where one fails."""
    parser = argparse.ArgumentParser(description="Kill musnad archive at random moments.")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        named = sources(folder, asked.reports)
        began = time.monotonic()
        if begin(named, folder / "whole", asked.jobs).wait():
            sys.stderr.write("the unbroken run failed\n")
            return 1
        span = time.monotonic() - began
        wanted = contents(folder / "whole")
        target = folder / "broken"
        killed = ended = failed = 0
        for number in range(asked.rounds + 1):
            child = begin(named, target, asked.jobs)
            if number < asked.rounds:
                try:
                    child.wait(chance.uniform(0.1, 0.7) * span)
                except subprocess.TimeoutExpired:
                    killed += 1
                    child.send_signal(chance.choice((signal.SIGTERM, signal.SIGKILL)))
            child.wait()
            if (target / NAME).exists():
                ended += 1
                if contents(target) != wanted:
                    failed += 1
                    sys.stdout.write(f"round {number}: ends otherwise than the unbroken run\n")
                shutil.rmtree(target)
        sys.stdout.write(f"{asked.rounds} rounds, {killed} killed; {ended} archives whole, ")
        sys.stdout.write(f"{failed} of them otherwise than the unbroken run\n")
    return 1 if failed or not ended else 0


if __name__ == "__main__":
    sys.exit(main())
