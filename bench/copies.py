"""How well copies are found, beside a plain index and MinHash in the same run.

    python bench/copies.py [--quick] [--check] [--json FILE]

The reports lie beside the checkout (../shared/corpus). The exact pairs are counted by an inverted index in
plain Python; recall is the share of those of two publishers at or above a containment that are said to be
copies. `--quick` leaves off MinHash and the growth by whole days. `--check` exits with status 1 where the
time from the first day to all of them grows by more than is promised of archives (`bench/growth.py`).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import report_of
from musnad.copies import Document, document, find
from musnad.model import Copy, ReaderInfo, Reading
from musnad.shingles import words
from train.materials import corpus

LEVELS: Final = (0.5, 0.4, 0.3, 0.2)
# Below it a copy counts as wrong here, though it may share a long passage.
_FLOOR: Final = 0.2
# How far the containment of a copy may be from the exact one to count as `within`.
_CLOSE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that share shingles: the containment of the smaller set, and whether of two publishers."""

    containment: float
    across: bool


def exact(texts: dict[str, str], publishers: dict[str, str]) -> dict[tuple[str, str], Pair]:
    """Every pair that shares a six-word shingle, counted by an inverted index in plain Python."""
    sets: dict[str, set[tuple[str, ...]]] = {}
    held: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, text in texts.items():
        found = words(text)
        sets[name] = {tuple(found[at : at + 6]) for at in range(len(found) - 5)}
        for shingle in sets[name]:
            held[shingle].append(name)
    counts: Counter[tuple[str, str]] = Counter()
    for names in held.values():
        if len(names) > 1:
            counts.update(combinations(sorted(names), 2))
    return {
        (a, b): Pair(count / min(len(sets[a]), len(sets[b])), publishers[a] != publishers[b])
        for (a, b), count in counts.items()
    }


def minhash(texts: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs that plain MinHash finds: word 3-grams, Jaccard 0.5, 128 permutations (datasketch)."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # it carries no types

    index = MinHashLSH(threshold=0.5, num_perm=128)
    made = {}
    for name, text in texts.items():
        found = words(text)
        one = MinHash(num_perm=128)
        grams = {" ".join(found[at : at + 3]).encode("utf-8", "replace") for at in range(len(found) - 2)}
        one.update_batch(sorted(grams))
        index.insert(name, one)
        made[name] = one
    return {
        (min(name, other), max(name, other))
        for name, one in made.items()
        for other in index.query(one)
        if other != name and one.jaccard(made[other]) >= 0.5
    }


def documents(rows: list[dict[str, Any]]) -> dict[str, Document]:
    """The documents of the reports, by their ids in the corpus; unread, as far as copies go by text alone."""
    made = {}
    for row in rows:
        report = report_of(row)
        made[str(row["id"])] = document(Reading(report, (), (), (), (), (), ReaderInfo("0")))
    return made


def measure(*, quick: bool = False) -> dict[str, Any]:
    """All figures. Raises `train.materials.MissingError` where the reports are not there."""
    rows = list(corpus())
    made = documents(rows)
    ids = {one.version: name for name, one in made.items()}
    texts = {name: one.text for name, one in made.items()}
    publishers = {str(row["id"]): str(row["outlet"]) for row in rows}
    begun = time.process_time()
    found = find(list(made.values()))
    spent = time.process_time() - begun
    begun = time.process_time()
    truth = exact(texts, publishers)
    plain = time.process_time() - begun
    figures = compared(found, truth, ids, texts)
    figures |= {
        "reports": len(rows),
        "seconds": round(spent, 1),
        "plain_index_seconds": round(plain, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }
    if not quick:
        figures["minhash_recall"] = recall(minhash(texts), truth)
        figures["by_days"] = by_days(rows, made)
        figures["powers"] = powers(figures["by_days"])
    return figures


def compared(
    found: tuple[Copy, ...], truth: dict[tuple[str, str], Pair], ids: dict[str, str], texts: dict[str, str]
) -> dict[str, Any]:
    """Copies against the exact pairs."""
    said: dict[tuple[str, str], Copy] = {}
    for copy in found:
        if copy.kind == "copy":
            names = ids[copy.later], ids[copy.earlier]
            said[min(names), max(names)] = copy
    none = Pair(0.0, False)
    off = [abs(copy.containment - truth.get(pair, none).containment) for pair, copy in said.items()]
    right = sum(truth.get(pair, none).containment >= _FLOOR for pair in said)
    broken = sum(
        words(texts[ids[copy.later]][p.later.start : p.later.end])
        != words(texts[ids[copy.earlier]][p.earlier.start : p.earlier.end])
        for copy in said.values()
        for p in copy.passages
    )
    return {
        "copies": len(said),
        "rewrites": sum(copy.kind == "rewrite" for copy in found),
        "recall": recall(set(said), truth),
        "precision": round(right / max(1, len(said)), 4),
        "containment_off": round(max(off, default=0.0), 4),
        "within": round(sum(one <= _CLOSE for one in off) / max(1, len(off)), 4),
        "passages": sum(len(copy.passages) for copy in said.values()),
        "passages_broken": broken,
        "directed": round(sum(copy.directed for copy in said.values()) / max(1, len(said)), 4),
    }


def recall(said: set[tuple[str, str]], truth: dict[tuple[str, str], Pair]) -> dict[str, float]:
    """The share found of the exact pairs of two publishers at or above each level."""
    wanted = {
        level: [pair for pair, held in truth.items() if held.across and held.containment >= level]
        for level in LEVELS
    }
    return {
        f"{level}": round(sum(pair in said for pair in pairs) / max(1, len(pairs)), 4)
        for level, pairs in wanted.items()
    }


def by_days(rows: list[dict[str, Any]], made: dict[str, Document]) -> list[dict[str, float]]:
    """Seconds of processor time for the reports of ever more days."""
    days = sorted({str(row["date"])[:10] for row in rows})
    steps = []
    for count in (1, 2, 4, len(days) // 2, len(days)):
        some = set(days[:count])
        part = [made[str(row["id"])] for row in rows if str(row["date"])[:10] in some]
        begun = time.process_time()
        found = find(part)
        spent = time.process_time() - begun
        steps.append({"days": count, "reports": len(part), "copies": len(found), "seconds": round(spent, 2)})
    return steps


def powers(steps: list[dict[str, float]]) -> dict[str, float]:
    """By what power of the reports seconds and copies grow from the first of these steps to the last, and
    by what power seconds may: more than what is promised of archives only as far as there is more output.
    """
    from bench.growth import GROWTH, exponent

    first, last = steps[0], steps[-1]
    sizes = int(first["reports"]), int(last["reports"])
    seconds, found = (exponent(sizes, (first[of], last[of])) for of in ("seconds", "copies"))
    return {
        "seconds": round(seconds, 2),
        "copies": round(found, 2),
        "allowed": round(GROWTH + max(0.0, found - 1), 2),
    }


def main() -> int:
    """Print the figures, and write them where asked; 1 where a limit is missed and `--check` was given."""
    parser = argparse.ArgumentParser(description="Measure how copies are found.")
    parser.add_argument("--quick", action="store_true", help="without MinHash and the growth by whole days")
    parser.add_argument("--check", action="store_true", help="exit with status 1 where a limit is missed")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    asked = parser.parse_args()
    figures = measure(quick=asked.quick)
    text = json.dumps(figures, indent=1)
    sys.stdout.write(text + "\n")
    if asked.json:
        asked.json.write_text(text + "\n", "utf-8")
    grown = figures.get("powers")
    return int(asked.check and grown is not None and grown["seconds"] > grown["allowed"])


if __name__ == "__main__":
    sys.exit(main())
