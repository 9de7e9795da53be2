"""How well the origins of claims are counted, beside claims counted by hand.

    python bench/claim_counts.py --corpus FILE

The corpus holds the 8,176 reports that lie beside the checkout (musnad add ../shared/corpus/reports.jsonl.gz).
The claim of each statement of bench/claim_counts.csv is found by where it stands. Rows aside are counted only.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.claims import spans
from musnad.corpus import Corpus, claims, open_corpus, resolve, versions
from musnad.corpus.claim_queries import counted, copies_between
from musnad.corpus.judging import Anchor, meant
from musnad.claims_counts import count
from musnad.model import Claim, Count

CASES: Final = Path(__file__).resolve().parent / "claim_counts.csv"


@dataclass(frozen=True, slots=True)
class Case:
    """A claim counted by hand, and what the corpus counts; None where its statement is not read any more."""

    row: dict[str, str]
    found: Count | None

    @property
    def aside(self) -> bool:
        return self.row["aside"] == "1"

    def number(self, name: str) -> int:
        """What was counted by hand."""
        return int(self.row[name])


def cases(corpus: Corpus) -> Iterator[Case]:
    """The claims counted by hand, as the corpus has them."""
    of = {(at.version, at.statement): one for one in claims(corpus) for at in one.statements}
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Case(row, _count(corpus, row, of))


def _count(corpus: Corpus, row: dict[str, str], of: dict[tuple[str, str], Claim]) -> Count | None:
    stored = versions(corpus, resolve(corpus, row["report"]))[-1]
    reading = stored.reading()
    version = reading.report.version
    attributions = {one.id: one for one in reading.attributions}
    among = [
        (one.id, Anchor(version, at.cue, at.content))
        for one in reading.statements
        for at in (attributions[one.attribution],)
    ]
    anchor = Anchor(version, spans(row["cue"])[0], spans(row["content"]))
    name = meant(anchor, among)
    claim = None if name is None else of.get((version, name))
    if claim is None:
        return None
    return count(counted(corpus, claim), copies_between(corpus, claim))


def figures(some: Sequence[Case]) -> dict[str, Any]:
    """How often the range is exact, and how far named origins are over-counted."""
    told = [(one, one.found) for one in some if one.found is not None]
    exact = sum((one.number("low"), one.number("high")) == (n.low, n.high) for one, n in told)
    over = sum(max(0, n.low - one.number("low")) for one, n in told)
    under = sum(max(0, one.number("low") - n.low) for one, n in told)
    by_hand = sum(one.number("low") for one in some)
    return {
        "claims": len(some),
        "read": len(told),
        "exact_range": round(exact / max(1, len(some)), 3),
        "low_exact": round(sum(one.number("low") == n.low for one, n in told) / max(1, len(some)), 3),
        "reports_exact": round(
            sum(one.number("reports") == len(n.reports) for one, n in told) / max(1, len(some)), 3
        ),
        "named_by_hand": by_hand,
        "over_counted": round(over / max(1, by_hand), 3),
        "under_counted": round(under / max(1, by_hand), 3),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure how origins of claims are counted.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--list", action="store_true", help="list what differs among the rows not aside")
    asked = parser.parse_args()
    with open_corpus(asked.corpus) as corpus:
        every = list(cases(corpus))
    told: dict[str, Any] = {
        "listed": figures([one for one in every if not one.aside]),
        "aside": figures([one for one in every if one.aside]),
    }
    if asked.list:
        told["differ"] = [
            {
                "report": one.row["report"],
                "content": one.row["content"],
                "by_hand": [one.row[key] for key in ("reports", "low", "high", "unnamed")],
                "found": None if (n := one.found) is None else [
                    len(n.reports), n.low, n.high, len(n.unnamed), *(origin.name for origin in n.named)
                ],
            }
            for one in every
            if not one.aside
            and (one.found is None or (one.found.low, one.found.high) != (one.number("low"), one.number("high")))
        ]  # fmt: skip
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
