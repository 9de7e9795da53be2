"""How fast sentence vectors are made, and in how much memory.

    python bench/vectors.py [--texts FILE] [--threads N] [--runs N]

FILE holds one text a line; without it the sentences of examples/ are taken. Times are medians. Memory is what
the process holds (resident, MB of 10^6 bytes), read where the system tells it in /proc.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.model import Span
from musnad.segment import segment
from musnad.text import read_bytes
from musnad.vectors import embed, open_embedder
from musnad.windows import cut, words_of

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def sentences() -> list[str]:
    """The sentences of the sample reports."""
    reports = [read_bytes(path.read_bytes()).text for path in sorted(EXAMPLES.rglob("*.txt"))]
    return [sentence.span.of(text) for text in reports for sentence in segment(text).sentences]


def resident() -> float:
    """Memory held by this process in MB; NaN where the system does not say."""
    path = Path("/proc/self/status")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if "VmRSS" in line), float("nan"))


def timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median seconds of some runs: by processor time, which no other process stretches, and by clock."""
    by_processor, by_clock = [], []
    for _ in range(runs):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        by_processor.append(time.process_time() - processor)
        by_clock.append(time.perf_counter() - clock)
    return median(by_processor), median(by_clock)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description="Measure the sentence vectors.")
    parser.add_argument("--texts", type=Path, help="one text a line, instead of the sample reports")
    parser.add_argument("--threads", type=int, default=1, help="0 takes all cores")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args(arguments)
    texts = given.texts.read_text("utf-8").splitlines() if given.texts else sentences()
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    if not texts:
        sys.stderr.write("no texts to measure with\n")
        return 1
    before = resident()
    start = time.perf_counter()
    model = open_embedder(None, given.threads)
    opened = time.perf_counter() - start
    held = resident()
    embed(texts[:1], model)
    pieces = sum(
        len(cut(text, word, model.vocabulary))
        for text in texts
        for word in words_of(text, Span(0, len(text)))
    )
    ways = {
        "together": timed(lambda: embed(texts, model), given.runs),
        "one by one": timed(lambda: [embed([text], model) for text in texts], given.runs),
    }
    sys.stdout.write(
        f"{len(texts)} texts of {pieces / len(texts):.1f} pieces, threads: {given.threads or 'all'}\n"
    )
    for name, seconds in ways.items():
        by_processor, by_clock = (f"{len(texts) / one:.1f}" for one in seconds)
        sys.stdout.write(f"  {name:<12}{by_processor:>8} texts/s by processor time{by_clock:>8} by clock\n")
    sys.stdout.write(f"  opened in {opened:.2f} s\n")
    sys.stdout.write(
        f"  memory: {before:.0f} MB before, {held:.0f} MB opened, {resident():.0f} MB at the end\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
