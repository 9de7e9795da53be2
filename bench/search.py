"""How well search finds, and how fast, beside plain FTS5 on unfolded text in the same run.

    python bench/search.py --corpus FILE [--json FILE]
    python bench/search.py --corpus FILE --pool OUT

The corpus is one of the reports beside the checkout. `search.csv` holds sixty queries with the ids of reports
that were judged by reading them: those that are relevant, and the others. Hits that nobody judged count as
not relevant and are counted. `--pool` writes those that are yet to be judged, in an order that does not tell
who found them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from musnad.cli.search import row_of
from musnad.corpus import Corpus, open_corpus, stored
from musnad.corpus.searching import ENOUGH, Kind, search
from musnad.search_query import parse
from musnad.text import fold_text

QUERIES: Final = Path(__file__).with_name("search.csv")
FIRST: Final = 10
_TIMES: Final = 5
_SNIPPET: Final = 230
# What a query of ours becomes where nothing is known of Arabic: phrases as they are, words as SQLite parts
# them.
_PART: Final = re.compile(r'["«“](?P<phrase>[^"»”]+)["»”]|(?P<word>\w+)')

Find = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what was judged: ids of reports."""

    number: int
    kind: str
    query: str
    wanted: str
    relevant: frozenset[str]
    other: frozenset[str]


def queries(path: Path = QUERIES) -> tuple[Asked, ...]:
    """The queries of the table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Asked(
                int(row["number"]), row["kind"], row["query"], row["wanted"],
                frozenset(row["relevant"].split()), frozenset(row["other"].split()),
            )
            for row in csv.DictReader(stream)
        )  # fmt: skip


@contextmanager
def plain(corpus: Corpus) -> Iterator[Find]:
    """FTS5 as it comes, over the texts as they are; where fewer than ten hold all words, those with any
    follow.
    """
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE found USING fts5(name UNINDEXED, text)")
    for version in stored(corpus):
        report = version.report
        index.execute("INSERT INTO found VALUES (?, ?)", (report.external_id, clean(report.text)))

    def find(query: str) -> list[str]:
        parts = [f'"{match["phrase"] or match["word"]}"' for match in _PART.finditer(query)]
        asked = "SELECT name FROM found WHERE found MATCH ? ORDER BY rank LIMIT ?"
        found = [name for (name,) in index.execute(asked, (" AND ".join(parts), FIRST))]
        if len(found) < ENOUGH:
            more = [name for (name,) in index.execute(asked, (" OR ".join(parts), 3 * FIRST))]
            found += [name for name in more if name not in found]
        return found[:FIRST]

    try:
        yield find
    finally:
        index.close()


def clean(text: str) -> str:
    """A text without lone surrogates, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode()


def ours(corpus: Corpus, kind: Kind = "reports") -> Find:
    """Search as the command does it, with the stretches to show and the offsets of what matches."""

    def find(query: str) -> list[str]:
        answer = search(corpus, parse(query), kind, limit=FIRST)
        return [row_of(one, answer.query)["report"] for one in answer.found]

    return find


def figures(asked: Sequence[Asked], find: Find) -> dict[str, Any]:
    """Relevant hits in the first ten, and how long a query takes, in milliseconds."""
    precision, hit, unjudged, took = list[float](), 0, 0, list[float]()
    kinds: dict[str, list[float]] = {}
    for one in asked:
        find(one.query)
        for _ in range(_TIMES):
            begun = time.perf_counter()
            found = find(one.query)
            took.append((time.perf_counter() - begun) * 1000)
        good = sum(name in one.relevant for name in found)
        unjudged += sum(name not in one.relevant and name not in one.other for name in found)
        possible = min(FIRST, len(one.relevant)) or 1
        precision.append(good / FIRST)
        kinds.setdefault(one.kind, []).append(good / possible)
        hit += good > 0
    shares = [share for of in kinds.values() for share in of]
    return {
        "precision_at_10": round(statistics.mean(precision), 3),
        "of_possible": round(statistics.mean(shares), 3),
        "with_a_hit": round(hit / len(asked), 3),
        "unjudged": unjudged,
        "of_possible_by_kind": {kind: round(statistics.mean(of), 3) for kind, of in kinds.items()},
        **_times(took),
    }


def _times(took: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(took, n=20)
    return {"median_ms": round(statistics.median(took), 1), "p95_ms": round(cuts[18], 1)}


def pool(corpus: Corpus, asked: Sequence[Asked], finds: Sequence[Find]) -> Iterator[str]:
    """What is yet to be judged, a line each: number of the query, id, day, title, and where words of it
    stand.
    """
    texts = {one.report.external_id: one.report for one in stored(corpus)}
    for one in asked:
        found = {name for find in finds for name in find(one.query)} - one.relevant - one.other
        if not found:
            continue
        yield f"## {one.number} {one.query} | {one.wanted}"
        # By a hash: neither the order nor anything else tells which system found it.
        for name in sorted(found, key=lambda name: hashlib.sha256(name.encode()).digest()):
            report = texts[name]
            day = (report.published or "")[:10]
            body = report.text.removeprefix(report.title or "")
            yield f"{name} {day} {report.title} || {_place(body, one.query)}"


def _place(text: str, query: str) -> str:
    """The stretch of a text that holds most words of a query, by their first letters."""
    folded, words = fold_text(text), [word[-5:-1] or word for word in re.findall(r"\w+", fold_text(query))]
    places = [match.start() for word in words for match in re.finditer(re.escape(word), folded)][:200]
    best = max(places, key=lambda at: sum(at <= other < at + _SNIPPET for other in places), default=0)
    start = max(0, best - 40)
    return re.sub(r"\s+", " ", folded[start : start + _SNIPPET])


def main() -> int:
    """Print the figures, or write what is to be judged."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pool", type=Path)
    given = parser.parse_args()
    asked = queries()
    with open_corpus(given.corpus) as corpus, plain(corpus) as beside:
        if given.pool is not None:
            lines = pool(corpus, asked, (ours(corpus), beside))
            given.pool.write_text("".join(f"{line}\n" for line in lines), "utf-8")
            return 0
        found = {"musnad": figures(asked, ours(corpus)), "plain FTS5": figures(asked, beside)}
        found["statements"] = {
            name: value
            for name, value in figures(asked, ours(corpus, "statements")).items()
            if name.endswith("_ms")
        }
    judged = sum(len(one.relevant) + len(one.other) for one in asked)
    say = sys.stdout.write
    say(f"{len(asked)} queries, {judged} judged, {sum(len(one.relevant) for one in asked)} relevant\n")
    for name, row in found.items():
        say(f"{name} {json.dumps(row, ensure_ascii=False)}\n")
    if given.json is not None:
        given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
