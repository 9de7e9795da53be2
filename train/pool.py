"""Unlabelled pairs from which the reader of pairs is taught: such as the weights leave in doubt.

No report is among them that stands in a row aside of the pairs that were labelled twice, or that origins were
counted for. Pairs of the tables that were labelled once may be among them, without their labels.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.claims import ASIDE, CASES, rows
from musnad.briefs import of_stored
from musnad.claims_pairs import Statement
from musnad.claims_weighing import likelihoods
from musnad.corpus import open_corpus, stored
from musnad.direction import day_number
from musnad.pair_reading import Side, side

COUNTED: Final = ("claim_counts.csv", "claim_counts_later.csv", "claim_counts_last.csv")
SURE: Final = 0.97
"""Of 235 labelled pairs from 0.9 to here 214 are one claim: beyond there is little to be taught."""
DRAWN: Final = 36_500
SEED: Final = 20263010


def drawn(corpus: Path) -> list[tuple[Side, Side]]:
    """Pairs of a corpus that are in doubt before they are read, drawn with equal chances, in a random order.

    Raises CorpusError.
    """
    texts: dict[str, str] = {}
    statements: list[Statement] = []
    kept_out = frozenset(_kept_out())
    with open_corpus(corpus) as opened:
        for version in stored(opened):
            report = version.report
            if report.external_id in kept_out:
                continue
            taken = of_stored(version)
            texts[report.version] = report.text
            story = frozenset(taken.document.features.names.tolist())
            day = day_number(report.published)
            statements += [Statement(report.version, said, day, story) for said in taken.said]
    pairs = [(left, right) for left, right, likelihood in likelihoods(statements) if likelihood < SURE]
    chosen = random.Random(SEED).sample(pairs, min(DRAWN, len(pairs)))

    def of(row: int) -> Side:
        one = statements[row]
        return side(texts[one.version], one.said.content)

    return [(of(left), of(right)) for left, right in chosen]


def _kept_out() -> Iterator[str]:
    """The ids of reports that nothing is to be taught with."""
    for row in (*rows(CASES), *rows(ASIDE)):
        if row["aside"] == "1":
            yield from (row["left"], row["right"])
    for name in COUNTED:
        with CASES.with_name(name).open(encoding="utf-8", newline="") as lines:
            yield from (row["report"] for row in csv.DictReader(lines))
