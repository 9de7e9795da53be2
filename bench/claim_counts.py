"""How well the origins of claims are counted, beside claims counted by hand.

    python bench/claim_counts.py --corpus FILE [--cases FILE] [--list]

The corpus holds the 8,176 reports that lie beside the checkout (musnad add
../shared/corpus/reports.jsonl.gz). The claim of each statement of a table is found by where it stands. Rows
aside are counted only. bench/claim_counts_anew.csv counts the claims of bench/claim_counts.csv again;
bench/claim_counts_later.csv and bench/claim_counts_last.csv have others.
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
from musnad.corpus import Anchor, Corpus, open_corpus, resolve, versions
from musnad.corpus.attaching import meant, statements_of
from musnad.corpus.claim_queries import ClaimSums, claims_of

CASES: Final = Path(__file__).resolve().parent / "claim_counts_anew.csv"


@dataclass(frozen=True, slots=True)
class Case:
    """A claim counted by hand, and what the corpus counts; None where its statement is not read any more."""

    row: dict[str, str]
    found: ClaimSums | None

    @property
    def aside(self) -> bool:
        """Whether it is counted only."""
        return self.row["aside"] == "1"

    def number(self, name: str) -> int:
        """What was counted by hand."""
        return int(self.row[name])


def cases(corpus: Corpus, table: Path = CASES) -> Iterator[Case]:
    """The claims of a table counted by hand, as the corpus has them."""
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Case(row, _sums(corpus, row))


def _sums(corpus: Corpus, row: dict[str, str]) -> ClaimSums | None:
    reading = versions(corpus, resolve(corpus, row["report"]))[-1].reading()
    anchor = Anchor(reading.report.version, spans(row["cue"])[0], spans(row["content"]))
    name = meant(anchor, statements_of(reading))
    return None if name is None else claims_of(corpus, reading.report.version).get(name)


def is_exact(one: Case) -> bool:
    """Whether the range is that counted by hand."""
    by_hand = one.number("low"), one.number("high")
    return one.found is not None and (one.found.low, one.found.high) == by_hand


def figures(some: Sequence[Case]) -> dict[str, Any]:
    """How often the range is exact, and how far named origins are over-counted."""
    told = [(one, one.found) for one in some if one.found is not None]
    exact = sum(map(is_exact, some))
    over = sum(max(0, n.low - one.number("low")) for one, n in told)
    under = sum(max(0, one.number("low") - n.low) for one, n in told)
    by_hand = sum(one.number("low") for one in some)
    return {
        "claims": len(some),
        "read": len(told),
        "exact_range": round(exact / max(1, len(some)), 3),
        "low_exact": round(sum(one.number("low") == n.low for one, n in told) / max(1, len(some)), 3),
        "reports_exact": round(
            sum(one.number("reports") == n.reports for one, n in told) / max(1, len(some)), 3
        ),
        "named_by_hand": by_hand,
        "over_counted": round(over / max(1, by_hand), 3),
        "under_counted": round(under / max(1, by_hand), 3),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure how origins of claims are counted.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--cases", type=Path, default=CASES, help="the table of claims counted by hand")
    parser.add_argument("--list", action="store_true", help="list what differs among the rows not aside")
    asked = parser.parse_args()
    with open_corpus(asked.corpus) as corpus:
        every = list(cases(corpus, asked.cases))
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
                "found": None if (n := one.found) is None else [n.reports, n.low, n.high, n.unnamed],
            }
            for one in every
            if not one.aside
            and not is_exact(one)
        ]  # fmt: skip
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
