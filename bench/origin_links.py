"""How well it is told whence statements come, as far as their own report tells.

    python bench/origin_links.py [--engine grammar|tagger|both] [--list] [--json FILE]

The rows of bench/origin_links.csv name statements by where they stand in the reports beside the checkout
(../shared/corpus), with the kind of their origin as somebody judged it who read the whole report:
docs/decisions/0024. Each is found in the present reading by overlap, as judgements are; one that is no longer
read counts as wrong. Copies and wording are not asked. Rows aside are counted only, never listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.claims import readings, spans
from musnad.corpus import Anchor, statements_of
from musnad.corpus.attaching import meant
from musnad.model import Engine, Reading
from musnad.origins_evidence import Evidence, evidence
from musnad.origins_links import Told

CASES: Final = Path(__file__).with_name("origin_links.csv")


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with the kind of its origin as judged, and as told; None where it is not read any more."""

    row: dict[str, str]
    told: str | None

    @property
    def right(self) -> bool:
        """Whether the kind told is that judged."""
        return self.told == self.row["kind"]


def rows(table: Path = CASES) -> list[dict[str, str]]:
    """The rows of the table that were judged."""
    with table.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["kind"] != "unsure"]


def kind_of(whole: Evidence, told: Told) -> str:
    """The kind of origin that a report alone tells for one of its statements; ``agencies`` for some that it
    does not name.
    """
    near = told.reason is not None and told.reason.code == "same-speaker"
    if told.inner is not None and not near:
        return told.inner.kind
    if whole.agencies:
        return "joint" if len(whole.agencies) > 1 else whole.agencies[0].kind
    if any(credit.several for credit in whole.credits):
        return "agencies"
    if whole.own:
        return "publisher"
    return "unknown" if told.inner is None else told.inner.kind


def cases(labelled: Sequence[dict[str, str]], engine: Engine) -> Iterator[Case]:
    """The labelled statements as an engine reads their reports."""
    held = readings({row["report"] for row in labelled}, engine)
    for row in labelled:
        yield Case(row, _told(row, held[row["report"]]))


def _told(row: dict[str, str], reading: Reading) -> str | None:
    anchor = Anchor(reading.report.version, spans(row["cue"])[0], spans(row["content"]))
    name = meant(anchor, statements_of(reading))
    whole = evidence(reading)
    return next((kind_of(whole, told) for told in whole.statements if told.id == name), None)


def figures(some: Sequence[Case]) -> dict[str, Any]:
    """How often the kind is right; and of named origins, how many are told, and how many told are right."""
    named = [one for one in some if one.row["kind"] != "unknown"]
    told = [one for one in some if one.told not in (None, "unknown")]
    return {
        "statements": len(some),
        "value": round(sum(one.right for one in some) / max(1, len(some)), 4),
        "recall": round(sum(one.right for one in named) / max(1, len(named)), 4),
        "precision": round(sum(one.right for one in told) / max(1, len(told)), 4),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure whence statements are told to come.")
    parser.add_argument("--engine", choices=("grammar", "tagger", "both"), default="grammar")
    parser.add_argument("--list", action="store_true", help="list what differs among the rows not aside")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    every = list(cases(rows(), asked.engine))
    listed = [one for one in every if one.row["aside"] == "0"]
    told: dict[str, Any] = {
        "listed": figures(listed),
        "aside": figures([one for one in every if one.row["aside"] == "1"]),
        "differ": dict(Counter(f"{one.row['kind']} for {one.told}" for one in listed if not one.right)),
    }
    if asked.list:
        told["rows"] = [one.row | {"told": one.told} for one in listed if not one.right]
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.write(text)
    if asked.json is not None:
        asked.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
