"""How well it is told that two statements are one claim, on pairs labelled by hand.

    python bench/claims.py [--engine grammar|tagger|both] [--cases FILE] [--json FILE]

The pairs of bench/claims.csv name statements by where they stand in the reports beside the checkout
(../shared/corpus). Each is found in the present reading by overlap, as judgements are; a pair of which one is
no longer read as a statement counts as not told. Rows aside are counted only, never listed; those of
bench/claims_aside.csv all are.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from bench.press import reports
from musnad.claims_evidence import Said, said
from musnad.claims_pairs import Statement, Weighed
from musnad.claims_voices import Relation, relation
from musnad.claims_weighing import Floats, doubtful, features, one_claim, sums
from musnad.claims_weighing import read as read_odds
from musnad.corpus import Anchor, statements_of
from musnad.corpus.attaching import meant
from musnad.direction import day_number
from musnad.model import Engine, Reading, Report, Span
from musnad.model_files import ModelError
from musnad.pair_reading import Side
from musnad.pair_reading import odds as odds_of
from musnad.pair_reading import side as side_of
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read
from musnad.rewrites import features as features_of

HERE: Final = Path(__file__).resolve().parent
CASES: Final = HERE / "claims.csv"
MORE: Final = HERE / "claims_more.csv"
LATER: Final = HERE / "claims_later.csv"
READ: Final = HERE / "claims_read.csv"
DOUBT: Final = HERE / "claims_doubt.csv"
POOL: Final = HERE / "claims_pool.csv"
"""Nearly as they come."""
ASIDE: Final = HERE / "claims_aside.csv"
"""Drawn later, from other reports; all aside."""
DISPUTES: Final = HERE / "claims_disputes.csv"
"""Labelled once, for fitting only."""


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled pair: `same`, the contents say the same; `claim`, by one voice too.

    `features`, `voices` and `said` are None where a statement of it is not read any more, `odds` where no
    reader of pairs is installed.
    """

    same: bool
    claim: bool
    contradicts: bool
    aside: bool
    stratum: str
    features: Floats | None
    voices: Relation | None
    said: tuple[Said, Said] | None
    odds: tuple[float, float] | None


def rows(table: Path = CASES) -> list[dict[str, str]]:
    """The rows of a table that were judged."""
    with table.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["content"] not in ("bad", "unsure")]


def spans(cell: str) -> tuple[Span, ...]:
    """The spans that a cell of the table names: «12-40;55-60»."""
    return tuple(Span(*map(int, part.split("-"))) for part in cell.split(";"))


def readings(wanted: Iterable[str], engine: Engine) -> dict[str, Reading]:
    """The readings of these reports, by their ids."""
    given = list(reports(frozenset(wanted)))
    work = partial(_read, options=ReadOptions(engine=engine, threads=1))
    several = [given[at : at + _BATCH] for at in range(0, len(given), _BATCH)]
    return {name: one for made in ahead_in_processes(work, several, cores()) for name, one in made}


_BATCH: Final = 32


def _read(some: list[tuple[str, Report]], options: ReadOptions) -> list[tuple[str, Reading]]:
    return [(name, read(report, options)) for name, report in some]


def cases(
    labelled: Sequence[dict[str, str]], held: Mapping[str, Reading], *, read: bool = True
) -> list[Case]:
    """The labelled pairs as these readings have them, with what the reader of pairs holds of them, if that is
    wanted and to be had.
    """
    told = {name: said(reading) for name, reading in held.items()}
    stories = {name: frozenset(features_of(reading).names.tolist()) for name, reading in held.items()}
    pairs = [
        (_statement(row, "left", held, told, stories), _statement(row, "right", held, told, stories))
        for row in labelled
    ]
    heard = _odds(pairs, held) if read else None
    made = []
    for number, (row, (a, b)) in enumerate(zip(labelled, pairs, strict=True)):
        found: Floats | None = None
        voices: Relation | None = None
        both: tuple[Said, Said] | None = None
        if a is not None and b is not None:
            weighed = Weighed([a, b])
            pair = weighed.near(np.array([0]), np.array([1]), -1.0)
            if len(pair.left):
                found = features(weighed, pair)[0]
                voices = relation(a.said.voice, b.said.voice)
                both = a.said, b.said
        odds = None if heard is None or found is None else heard[number]
        same = row["content"] == "same"
        made.append(
            Case(
                same, same and row["voice"] == "one", row["content"] == "contradicts",
                row["aside"] == "1", row["stratum"], found, voices, both, odds,
            )
        )  # fmt: skip
    return made


def _statement(
    row: dict[str, str],
    side: str,
    held: Mapping[str, Reading],
    told: Mapping[str, tuple[Said, ...]],
    stories: Mapping[str, frozenset[int]],
) -> Statement | None:
    name = row[side]
    version = held[name].report.version
    anchor = Anchor(version, spans(row[f"{side}_cue"])[0], spans(row[f"{side}_content"]))
    found = meant(anchor, statements_of(held[name]))
    for one in told[name]:
        if one.id == found:
            return Statement(version, one, day_number(held[name].report.published), stories[name])
    return None


def _odds(
    pairs: Sequence[tuple[Statement | None, Statement | None]], held: Mapping[str, Reading]
) -> list[tuple[float, float] | None] | None:
    """What the reader of pairs holds of each pair, None of one that is not read as statements any more; None
    where no reader of pairs is installed.
    """
    texts = {one.report.version: one.report.text for one in held.values()}
    both = [(row, a, b) for row, (a, b) in enumerate(pairs) if a is not None and b is not None]

    def side(one: Statement) -> Side:
        return side_of(texts[one.version], one.said.content)

    try:
        read = odds_of([(side(a), side(b)) for _, a, b in both])
    except ModelError:
        return None
    found: list[tuple[float, float] | None] = [None] * len(pairs)
    for (row, _, _), (same, claim) in zip(both, read.tolist(), strict=True):
        found[row] = same, claim
    return found


def figures(some: Sequence[Case], said_so: Sequence[bool], of: str = "claim") -> dict[str, Any]:
    """Precision, recall and F1 of what is said to be one claim (or the same content)."""
    true = [one.claim if of == "claim" else one.same for one in some]
    right = sum(a and b for a, b in zip(true, said_so, strict=True))
    precision, recall = right / max(1, sum(said_so)), right / max(1, sum(true))
    return {
        "pairs": len(some),
        "true": sum(true),
        "said": sum(said_so),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * right / max(1, sum(said_so) + sum(true)), 3),
    }


def is_claim(one: Case) -> bool:
    """Whether the pair is said to be one claim."""
    if one.features is None or one.voices is None or one.said is None:
        return False
    _, claim = sums(one.features[np.newaxis], [one.voices])
    odds = float(claim[0])
    if one.odds is not None and doubtful(odds):
        odds = read_odds(odds, one.odds[1])
    return one_claim(*one.said, one.voices, odds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure what tells claims.")
    parser.add_argument("--engine", default="both", choices=("grammar", "tagger", "both"))
    parser.add_argument("--cases", type=Path, default=CASES, help="the table of pairs")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    labelled = rows(asked.cases)
    every = cases(
        labelled, readings({row[side] for row in labelled for side in ("left", "right")}, asked.engine)
    )
    told: dict[str, Any] = {
        "engine": asked.engine,
        "read": sum(one.features is not None for one in every),
    }
    for name, some in (
        ("listed", [one for one in every if not one.aside]),
        ("aside", [one for one in every if one.aside]),
    ):
        if some:
            told[name] = figures(some, [is_claim(one) for one in some])
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    if asked.json is not None:
        asked.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
