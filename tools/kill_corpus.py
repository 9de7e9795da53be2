"""Kill `musnad add` at random moments, and see that nothing is lost: the corpus opens, verifies, and ends as
an unbroken run.

    python tools/kill_corpus.py [--rounds 200] [--seed 1] [--reports 300]

Every other round begins with no file, so that the migration that makes it is killed too. The reports are the
samples of examples/, each under many ids. Exit status 1 where a round fails.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad import corpus as store
from musnad.corpus import CorpusError, open_corpus
from musnad.text import read_bytes

ROOT = Path(__file__).resolve().parents[1]


def table(path: Path, count: int) -> None:
    """Write so many rows, all different."""
    files = sorted((ROOT / "examples").rglob("*.txt"))
    texts = [read_bytes(file.read_bytes()).text for file in files]
    with path.open("w", encoding="utf-8") as lines:
        for n in range(count):
            text = f"{texts[n % len(texts)]}\nرقم {n}"
            lines.write(
                json.dumps({"id": f"r{n}", "outlet": "المزولة", "text": text}, ensure_ascii=False) + "\n"
            )


def add(rows: Path, corpus: Path) -> subprocess.Popen[bytes]:
    """`musnad add`, begun."""
    command = [sys.executable, "-m", "musnad.cli", "add", str(rows), "--corpus", str(corpus)]
    return subprocess.Popen(
        [*command, "--engine", "grammar", "--jobs", "2"], cwd=ROOT, stderr=subprocess.DEVNULL
    )


def remove(corpus: Path) -> None:
    """Take a corpus and its logs away."""
    for path in corpus.parent.glob(f"{corpus.name}*"):
        path.unlink()


def faults(corpus: Path) -> list[str]:
    """What is wrong with a corpus that a killed process left; none where there is none yet."""
    if not corpus.exists() or not corpus.stat().st_size:
        return []
    try:
        with open_corpus(corpus, write=True, create=True) as opened:
            return [f"{one.code} {one.where} {one.what}" for one in store.verify(opened)]
    except CorpusError as error:
        return [str(error)]


def main() -> int:
    """Run the rounds; 1 where one fails."""
    parser = argparse.ArgumentParser(description="Kill musnad add at random moments.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=300)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        rows, whole, broken = (
            Path(folder) / name for name in ("rows.jsonl", "whole.musnad", "broken.musnad")
        )
        table(rows, asked.reports)
        begun = time.monotonic()
        if add(rows, whole).wait():
            sys.stderr.write("the unbroken run failed\n")
            return 1
        span = time.monotonic() - begun
        failed = killed = 0
        for number in range(asked.rounds):
            if number % 2 == 0:
                remove(broken)
            child = add(rows, broken)
            time.sleep(rng.uniform(0.2, span))
            killed += child.poll() is None
            child.kill()
            child.wait()
            if found := faults(broken):
                failed += 1
                sys.stdout.write(f"round {number}: {found[:3]}\n")
        add(rows, broken).wait()
        with open_corpus(whole) as one, open_corpus(broken) as other:
            same = store.contents(one) == store.contents(other)
    sys.stdout.write(f"{asked.rounds} rounds, {killed} killed before their end, {failed} failed; ")
    sys.stdout.write("the last run ends as the unbroken one\n" if same else "the last run ends otherwise\n")
    return 1 if failed or not same else 0


if __name__ == "__main__":
    sys.exit(main())
