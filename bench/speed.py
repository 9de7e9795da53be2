"""How fast the reader is, beside a peer in the same run: throughput, start-up, memory and growth.

    python bench/speed.py [--quick] [--check] [--json FILE]

Reports of 1,500 characters are cut from examples/, for the engine `both` from the reports beside the
checkout where these are there: the density of attributions decides how much it reads. The peer is
`baseline.py`, regular expressions scored by the same evaluator. --check exits with status 1 where a limit is
missed; times are medians.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import baseline
from musnad.engines import usual
from musnad.evaluate import Options, Read, evaluate
from musnad.gold import load
from musnad.model import Report, report_id, version_id
from musnad.reader import ReadOptions, read_all
from musnad.reader import read as read_report
from musnad.text import read_bytes

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
GOLD = ROOT.parent / "shared" / "gold"
PRESS = ROOT.parent / "shared" / "corpus" / "reports.jsonl.gz"
LENGTH = 1500
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
# Texts on which a pattern that looks too far goes quadratic.
SHAPES: dict[str, str] = {
    "one letter": "ق",
    "one cue": "قال ",
    "opening marks": "«",
    "cue and mark": 'قال "',
    "commas": "قال سالم، ",
    "lines": "قال\n",
}
# A shape that would take longer than this at its next size, by what its last size took, is left off.
PATIENCE = 120.0


# What is promised is promised of the grammar, but where `both` is named.
read = partial(read_report, options=ReadOptions(engine="grammar"))


@dataclass(frozen=True, slots=True)
class Throughput:
    """Reports a second: by processor time, which no other process stretches, and by clock."""

    name: str
    by_processor: float
    by_clock: float


@dataclass(frozen=True, slots=True)
class Child:
    """One whole process: seconds by clock, and peak resident memory in MB (10^6 bytes)."""

    name: str
    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Processor seconds for each size in characters, and the slope of their logarithms from 10,000 on."""

    name: str
    seconds: dict[int, float]
    slope: float


@dataclass(frozen=True, slots=True)
class Quality:
    """F1 on one gold folder."""

    name: str
    gold: str
    attribution: float
    end_to_end: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that is promised, with whether it is kept."""

    name: str
    value: float
    limit: str
    kept: bool


def report(text: str) -> Report:
    """A report with nothing known of it but its text."""
    identity = report_id(None, None, None, None, text)
    return Report(identity, version_id(identity, text), text)


def cut(texts: list[str], length: int) -> Iterator[Report]:
    """Reports of `length` characters without end, each from the next line of the texts joined in a ring."""
    lines = [line for text in texts for line in text.splitlines(keepends=True)]
    at = 0
    while True:
        pieces: list[str] = []
        size = 0
        while size < length:
            piece = lines[(at + len(pieces)) % len(lines)]
            pieces.append(piece if piece.endswith("\n") else piece + "\n")
            size += len(pieces[-1])
        yield report("".join(pieces)[:length])
        at += 1


def throughput(
    name: str, reader: Callable[[list[Report]], object], reports: list[Report], runs: int
) -> Throughput:
    """Median over `runs` of reading all reports, after one report to warm up."""
    reader(reports[:1])
    by_processor, by_clock = [], []
    for _ in range(runs):
        clock, processor = time.perf_counter(), time.process_time()
        reader(reports)
        by_processor.append(len(reports) / (time.process_time() - processor))
        by_clock.append(len(reports) / (time.perf_counter() - clock))
    return Throughput(name, median(by_processor), median(by_clock))


def each(reader: Read) -> Callable[[list[Report]], object]:
    """Read one report behind the other."""
    return lambda reports: [reader(one) for one in reports]


def child(name: str, command: list[str], runs: int) -> Child:
    """Median time and greatest memory of a command run as a process of its own."""
    seconds, peaks = [], []
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.stderr:
            process.stderr.close()
        if process.returncode:
            raise RuntimeError(f"{name}: exit status {process.returncode}: {errors.decode(errors='replace')}")
        # Linux counts kilobytes, macOS bytes.
        peaks.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)
    return Child(name, median(seconds), max(peaks))


def growth(name: str, make: Callable[[int], str], sizes: tuple[int, ...]) -> Growth:
    """Time of reading one text at each size; small ones are read many times."""
    seconds: dict[int, float] = {}
    for size in sizes:
        if seconds and 10 * max(seconds.values()) > PATIENCE:
            break
        one = report(make(size))
        times = []
        for _ in range(5 if size <= 100_000 else 1):
            start = time.process_time()
            read(one)
            times.append(time.process_time() - start)
        seconds[size] = max(median(times), 1e-6)
    return Growth(name, seconds, slope({n: t for n, t in seconds.items() if n >= 10_000}))


def slope(points: dict[int, float]) -> float:
    """Least squares slope of log time on log size; 1 is linear, 2 quadratic. NaN below two points."""
    if len(points) < 2:
        return math.nan
    xs, ys = [math.log(n) for n in points], [math.log(t) for t in points.values()]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def quality(name: str, reader: Read) -> Iterator[Quality]:
    """F1 on each gold folder that is there."""
    for folder in ("dev", "train"):
        if (GOLD / folder).is_dir():
            scores = evaluate(load(GOLD / folder), reader, Options(resamples=0))
            yield Quality(name, folder, scores["attribution"].value or 0.0, scores["end_to_end"].value or 0.0)


def engines(reports: list[Report], runs: int) -> list[Throughput]:
    """The engine `both` on one core and on two; empty where no model is installed."""
    if usual() == "grammar":
        return []

    def on(cores: int) -> Throughput:
        options = ReadOptions(engine="both", threads=cores)
        name = f"musnad, both, {cores} core" + "s" * (cores > 1)
        return throughput(name, lambda given: list(read_all(given, options)), reports, runs)

    return [on(1), on(2)]


def processes(texts: list[str], runs: int, size: int) -> list[Child]:
    """`musnad read` as a whole: one report of 1,500 characters, and one text of `size` characters."""
    program = str(Path(sys.executable).with_name("musnad"))
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.txt"), Path(folder, "large.txt")
        small.write_text(next(cut(texts, LENGTH)).text, encoding="utf-8")
        large.write_text(next(cut(texts, size)).text, encoding="utf-8")
        grammar, both = ([program, "read", "--engine", engine] for engine in ("grammar", "both"))
        learned = []
        if usual() == "both":
            learned.append(child(f"the same, both, {LENGTH:,} characters", [*both, str(small)], runs))
        return [
            child("musnad --version", [program, "--version"], runs),
            child(f"musnad read, {LENGTH:,} characters", [*grammar, str(small)], runs),
            *learned,
            child(f"musnad read, {size:,} characters", [*grammar, "--format", "json", str(large)], 1),
        ]


def limits(
    speeds: list[Throughput], learned: list[Throughput], children: list[Child], grown: list[Growth]
) -> list[Limit]:
    """What is promised of the reader."""
    one = children[1]
    steepest = max((g.slope for g in grown if not math.isnan(g.slope)), default=math.nan)
    return [
        Limit("reports a second", speeds[0].by_processor, ">= 120", speeds[0].by_processor >= 120),
        Limit("seconds for one report", one.seconds, "<= 1", one.seconds <= 1),
        Limit("peak memory, one report, MB", one.peak_mb, "< 300", one.peak_mb < 300),
        Limit("steepest slope", steepest, "<= 1.1", steepest <= 1.1),
        *(
            Limit(f"{s.name}, reports a second", s.by_clock, f">= {least}", s.by_clock >= least)
            for s, least in zip(learned, (6, 12), strict=False)
        ),
        *(
            limit
            for c in children
            if "both" in c.name
            for limit in (
                Limit("both, seconds for one report", c.seconds, "<= 3", c.seconds <= 3),
                Limit("both, peak memory, MB", c.peak_mb, "<= 700", c.peak_mb <= 700),
            )
        ),
    ]


def _press() -> Iterator[Report]:
    """Reports of the press as long as those cut from the samples, none where there are none."""
    if not PRESS.exists():
        return
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = f"{row['title']}\n{row['text']}"
            if len(text) >= LENGTH:
                yield report(text[:LENGTH])


def _repeat(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _lines(
    speeds: list[Throughput], children: list[Child], grown: list[Growth], scored: list[Quality]
) -> Iterator[str]:
    yield f"reports of {LENGTH:,} characters a second, one core where nothing else is said"
    for s in speeds:
        yield f"  {s.name:<28}{s.by_processor:>10.1f} by processor time{s.by_clock:>10.1f} by clock"
    yield "whole processes"
    for c in children:
        yield f"  {c.name:<36}{c.seconds:>8.2f} s{c.peak_mb:>8.0f} MB"
    yield "milliseconds for 1,000 characters, by length of the text"
    yield f"  {'':<16}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'slope':>8}"
    for g in grown:
        cells = (f"{g.seconds[n] / n * 1e6:>12.3f}" if n in g.seconds else f"{'–':>12}" for n in SIZES)
        yield f"  {g.name:<16}{''.join(cells)}{g.slope:>8.2f}"
    yield "F1 on the labelled reports: attribution, end to end"
    for q in scored:
        yield f"  {q.name:<28}{q.gold:<8}{q.attribution:>8.3f}{q.end_to_end:>8.3f}"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description="Measure the reader beside a peer.")
    parser.add_argument("--quick", action="store_true", help="fewer runs, texts of up to 100,000 characters")
    parser.add_argument("--check", action="store_true", help="exit with status 1 where a limit is missed")
    parser.add_argument("--json", type=Path, help="write all figures to this file too")
    given = parser.parse_args(arguments)
    texts = [read_bytes(path.read_bytes()).text for path in sorted(EXAMPLES.rglob("*.txt"))]
    if not any(text.strip() for text in texts):
        sys.stderr.write(f"{EXAMPLES}: no .txt reports to cut texts from\n")
        return 1
    runs, sizes = (3, SIZES[:3]) if given.quick else (5, SIZES)
    reports = list(islice(cut(texts, LENGTH), 60 if given.quick else 300))
    # First: a child counts what this process held when it was forked, and the model is held from then on.
    children = processes(texts, runs, min(sizes[-1], 1_000_000))
    speeds = [
        throughput("musnad", each(read), reports, runs),
        throughput("peer: regular expressions", each(baseline.read), reports, runs),
    ]
    pressed = list(islice(_press(), 20 if given.quick else 60)) or reports[:20]
    learned = engines(pressed, runs)
    grown = [growth("news", lambda n: next(cut(texts, n)).text, sizes)]
    # A quadratic pattern shows by a hundred thousand characters.
    grown += [growth(name, partial(_repeat, unit), sizes[:3]) for name, unit in SHAPES.items()]
    scored = [*quality("musnad", read), *quality("peer: regular expressions", baseline.read)]
    kept = limits(speeds, learned, children, grown)
    for line in _lines([*speeds, *learned], children, grown, scored):
        sys.stdout.write(line + "\n")
    for limit in kept:
        verdict = "kept" if limit.kept else "MISSED"
        sys.stdout.write(f"{verdict:<8}{limit.name} {limit.value:.2f} {limit.limit}\n")
    if given.json:
        data = {
            "throughput": [asdict(value) for value in (*speeds, *learned)],
            "processes": [asdict(value) for value in children],
            "growth": [asdict(value) for value in grown],
            "quality": [asdict(value) for value in scored],
            "limits": [asdict(value) for value in kept],
        }
        given.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if given.check and not all(limit.kept for limit in kept) else 0


if __name__ == "__main__":
    sys.exit(main())
