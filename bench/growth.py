"""What every step of an archive costs, and how that grows with the number of reports.

    python bench/growth.py [--sizes 1000,10000,100000] [--signatures 1000000] [--dense 20000]
                           [--folder DIR] [--json FILE] [--quick] [--check] [--limit SECONDS]

The reports beside the checkout (../shared/corpus), or the sample reports where these are absent, are read
once by the grammar; `bench/growth_reports.py` makes many of them. Every step runs in a process of its own, on
one core, so that its processor time and its memory are its own: `peak` is all that the process had in
memory, pages of files that it looked at among them, which the system takes back when it needs them; `own` is
what was its own alone. `--signatures` makes reports of which there are words, days and publishers alone, and
finds their shingles, boilerplate and the pairs that are worth confirming. `--dense` makes reports that all
stand on the days of the real ones. `--limit` ends a step after so many seconds of processor time. `--folder`
keeps what is made, and what is there is not made again. `--quick` takes 1,000 and 4,000 reports. `--check`
exits with status 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from numpy.typing import NDArray

from bench.growth_steps import BASE, COPIES, DENSE, SIGNATURES, STEPS, Step, measured
from musnad.archive_copies import copies_in
from musnad.archive_documents import Documents
from musnad.archive_spill import array
from musnad.postings import UNDATED
from musnad.shingles import Hashes, runs

SIZES: Final = (1_000, 10_000, 100_000)
QUICK: Final = (1_000, 4_000)
GROWTH: Final = 1.15
"""By what power of the number of reports finding copies may grow at most, output aside."""
PEAK: Final = 4_000.0
"""Megabytes (10^6 bytes) that no step of finding copies may take more than."""
SIGNATURES_PEAK: Final = 24_000.0
"""Megabytes that finding the pairs among signatures may take at most."""


def step(name: str, folder: Path, limit: int | None = None) -> Step | None:
    """Run one of `RUN` in a process of its own, or take what a former call noted; None where it took longer
    than the limit. Raises `subprocess.CalledProcessError`.
    """
    noted = folder / f"{name}.json"
    if noted.exists():
        return Step(**json.loads(noted.read_text()))
    command = [sys.executable, str(Path(__file__)), "--step", name, str(folder)]
    if limit is not None:
        command += ["--limit", str(limit)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode and limit is not None and done.returncode in (-24, -9):  # SIGXCPU, SIGKILL
        return None
    done.check_returncode()
    folder.mkdir(parents=True, exist_ok=True)
    noted.write_bytes(done.stdout)
    sys.stderr.write(f"{folder.name}: {name}: {json.loads(done.stdout)['seconds']:.1f} s\n")
    return Step(**json.loads(done.stdout))


# --- what the reports are like ---


def shares(folder: Path) -> dict[str, float]:
    """What the reports of a size are like: the shares that expanding is to keep."""
    held = Documents(folder / "documents")
    count = len(held)
    among: set[str] = set()
    kinds = {"copy": 0, "rewrite": 0}
    passages = 0
    for one in copies_in(folder / "found"):
        kinds[one.kind] += 1
        passages += len(one.passages)
        among |= {one.later, one.earlier}
    days = np.array(held.days)
    dated = days != UNDATED
    each = max(1, len(np.unique(days[dated])))
    both = days[dated] * (int(held.publishers.max()) + 2) + held.publishers[dated]
    counts = array(folder / "found" / "shingles" / "counts", "<i8")
    return {
        "reports": count,
        "copies a report": kinds["copy"] / count,
        "rewrites a report": kinds["rewrite"] / count,
        "reports in a copy or rewrite": len(among) / count,
        "passages of each": passages / max(1, sum(kinds.values())),
        "reports a day": float(dated.sum()) / each,
        "publishers a day": len(np.unique(both)) / each,
        "distinct shingles a report": float(counts.sum()) / count,
        "of these boilerplate": _usual_share(held, folder / "found" / "pairs" / "boilerplate"),
        "words of several reports": float(len(array(folder / "found" / "words" / "hashes", "<u8"))),
    }


def _usual_share(held: Documents, boilerplate: Path) -> float:
    """The share of the distinct shingles of reports that is boilerplate, of one report in eight."""
    common = np.array(array(boilerplate, "<u8"))
    every = usual = 0
    for number in range(0, len(held), 8):
        found = np.unique(runs(held.words(number)))
        every += len(found)
        usual += int(np.count_nonzero(_among(found, common)))
    return usual / max(1, every)


def _among(wanted: Hashes, held: Hashes) -> NDArray[np.bool_]:
    """Which of these hashes are among those held, which rise."""
    if not len(held):
        return np.zeros(len(wanted), dtype=np.bool_)
    return np.asarray(held[np.minimum(np.searchsorted(held, wanted), len(held) - 1)] == wanted)


# --- growth and limits ---


def exponent(sizes: tuple[int, int], amounts: tuple[float, float]) -> float:
    """By what power of the size something grows that has these amounts at two sizes."""
    few, many = (max(one, 1e-9) for one in amounts)
    return math.log(many / few) / math.log(sizes[1] / sizes[0])


@dataclass(frozen=True, slots=True)
class Growth:
    """By what power of the number of reports the processor time and the rows of a step grow between two
    sizes.
    """

    name: str
    sizes: tuple[int, int]
    seconds: float
    rows: float


def growth(sizes: dict[int, list[Step]]) -> list[Growth]:
    """The growth of every step, and of finding copies as a whole, from each size to the next."""
    found = []
    for low, high in pairwise(sizes):
        few, many = ({one.name: one for one in sizes[size]} for size in (low, high))
        of: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
            name: ((name,), (name,)) for name in few if name in many
        }
        if set(COPIES) <= of.keys():
            of["copies"] = (COPIES, ("confirm", "rewrites"))
        for name, (spent, gave) in of.items():
            seconds = tuple(sum(by[one].seconds for one in spent) for by in (few, many))
            rows = tuple(sum(by[one].rows for one in gave) for by in (few, many))
            both = (low, high)
            powers = (exponent(both, (one[0], one[1])) for one in (seconds, rows))
            found.append(Growth(name, both, *powers))
    return found


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that is promised, with whether it is kept."""

    name: str
    value: float
    limit: float

    @property
    def kept(self) -> bool:
        """Whether it is."""
        return self.value <= self.limit


def limits(sizes: dict[int, list[Step]], signatures: list[Step]) -> list[Limit]:
    """What is promised, as far as it was measured."""
    found = []
    if sizes:
        last = [one for one in sizes[max(sizes)] if one.name in COPIES]
        found.append(Limit(f"peak of copies at {max(sizes):,}, MB", max(o.peak_mb for o in last), PEAK))
    whole = [one for one in growth(sizes) if one.name == "copies"]
    if whole:
        low, high = whole[-1].sizes
        allowed = GROWTH + max(0.0, whole[-1].rows - 1)
        found.append(Limit(f"growth of copies from {low:,} to {high:,}", whole[-1].seconds, allowed))
    if signatures:
        peak = max(one.peak_mb for one in signatures)
        found.append(Limit("peak of signatures and pairs, MB", peak, SIGNATURES_PEAK))
    return found


# --- printed ---


def _table(name: str, steps: list[Step]) -> str:
    lines = [f"{name:14}{'CPU s':>9}{'peak MB':>9}{'own MB':>9}{'rows':>13}{'MB left':>10}"]
    for one in steps:
        figures = f"{one.seconds:9.1f}{one.peak_mb:9.0f}{one.own_mb:9.0f}{one.rows:13,}"
        parts = "".join(f"  {part} {spent:.1f} s" for part, spent in one.parts.items())
        lines.append(f"  {one.name:12}{figures}{one.written / 1e6:10.1f}{parts}")
    return "\n".join(lines) + "\n\n"


def _beside(told: dict[str, dict[str, float]]) -> str:
    """What the reports of each size are like, a line for each figure."""
    lines = [f"{'':30}" + "".join(f"{name:>12}" for name in told)]
    lines += [
        f"{figure:30}" + "".join(f"{one[figure]:12,.4g}" for one in told.values())
        for figure in next(iter(told.values()))
    ]
    return "\n".join(lines) + "\n\n"


def _grown(found: list[Growth]) -> str:
    lines = [f"{'growth':14}{'from':>10}{'to':>10}{'CPU s':>8}{'rows':>8}"]
    for one in found:
        low, high = one.sizes
        lines.append(f"  {one.name:12}{low:10,}{high:10,}{one.seconds:8.2f}{one.rows:8.2f}")
    return "\n".join(lines) + "\n\n"


# --- the run ---


def run(
    folder: Path, sizes: list[int], signatures: int = 0, dense: int = 0, limit: int | None = None
) -> dict[str, Any]:
    """Measure every size; all figures."""
    real, first = folder / BASE, folder / "first"
    reading = _steps(first, ("read 1,024",), limit) + _steps(real, ("read",), limit)
    told: dict[str, list[Step]] = {"reading": reading, BASE: _steps(real, STEPS, limit)}
    like = {BASE: shares(real)}
    grown: dict[int, list[Step]] = {}
    for size in sizes:
        at = folder / str(size)
        grown[size] = _steps(at, ("expand", *STEPS), limit)
        told[f"{size:,}"] = grown[size]
        if (at / "tables.json").exists():
            like[f"{size:,}"] = shares(at)
    if dense:
        told[f"{dense:,} on the same days"] = _steps(folder / f"{DENSE}{dense}", ("expand", *COPIES), limit)
    laid: list[Step] = []
    if signatures:
        laid = _steps(folder / f"{SIGNATURES}{signatures}", ("lay out", "shingles", "pairs"), limit)
        told[f"{signatures:,} signatures"] = laid
    return {"steps": told, "like": like, "growth": growth(grown), "limits": limits(grown, laid)}


def _steps(folder: Path, names: Iterable[str], limit: int | None) -> list[Step]:
    """The steps, up to the first that takes longer than the limit."""
    found = []
    for name in names:
        done = step(name, folder, limit)
        if done is None:
            sys.stderr.write(f"{folder.name}: {name}: ended after {limit} s of processor time\n")
            break
        found.append(done)
    return found


def main() -> int:
    """Measure and print; 1 where a limit is missed and `--check` was given."""
    parser = argparse.ArgumentParser(description="Measure how the cost of archives grows.")
    parser.add_argument("--sizes", help="how many reports, as 1000,10000")
    parser.add_argument("--signatures", type=int, default=0, help="how many reports by their words alone")
    parser.add_argument("--dense", type=int, default=0, help="how many reports on the days of the real ones")
    parser.add_argument("--folder", type=Path, help="where what is made is kept, and taken from")
    parser.add_argument("--limit", type=int, help="seconds of processor time after which a step is ended")
    parser.add_argument("--quick", action="store_true", help="a thousand and four thousand reports")
    parser.add_argument("--check", action="store_true", help="exit with status 1 where a limit is missed")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        if asked.limit:
            resource.setrlimit(resource.RLIMIT_CPU, (asked.limit, asked.limit + 5))
        sys.stdout.write(json.dumps(asdict(measured(asked.step[0], Path(asked.step[1])))))
        return 0
    usual = QUICK if asked.quick else SIZES
    sizes = [int(one) for one in asked.sizes.split(",")] if asked.sizes else list(usual)
    with tempfile.TemporaryDirectory() as name:
        told = run(asked.folder or Path(name), sorted(sizes), asked.signatures, asked.dense, asked.limit)
    for of, steps in told["steps"].items():
        sys.stdout.write(_table(of, steps))
    sys.stdout.write(_beside(told["like"]) + _grown(told["growth"]))
    for one in told["limits"]:
        sys.stdout.write(f"{'kept' if one.kept else 'MISSED':8}{one.name}: {one.value:.4g} ({one.limit:g})\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2, default=asdict) + "\n", "utf-8")
    return 1 if asked.check and not all(one.kept for one in told["limits"]) else 0


if __name__ == "__main__":
    sys.exit(main())
