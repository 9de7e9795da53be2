"""How well it is told that two statements are one claim, on pairs labelled by hand.

    python bench/claims.py [--engine grammar|tagger|both] [--json FILE]

The pairs of bench/claims.csv name statements by where they stand in the reports beside the checkout
(../shared/corpus). Each is found in the present reading by overlap, as judgements are; a pair of which one is
no longer read as a statement counts as not told. Rows aside are counted only, never listed.
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
from numpy.typing import NDArray

from bench.press import reports
from musnad.claims_evidence import Said, said
from musnad.claims_pairs import Statement, Weighed
from musnad.claims_voices import Relation, relation
from musnad.claims_weighing import Floats, doubtful, features, one_claim, sums
from musnad.corpus import Anchor, statements_of
from musnad.corpus.attaching import meant
from musnad.direction import day_number
from musnad.model import Engine, Reading, Report, Span
from musnad.model_files import ModelError
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read
from musnad.rewrites import features as features_of
from musnad.vectors import embed

HERE: Final = Path(__file__).resolve().parent
CASES: Final = HERE / "claims.csv"
MORE: Final = HERE / "claims_more.csv"
LATER: Final = HERE / "claims_later.csv"
DISPUTES: Final = HERE / "claims_disputes.csv"
"""Labelled once, for fitting only."""


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled pair: `same`, the contents say the same; `claim`, by one voice too.

    `features`, `voices` and `said` are None where a statement of it is not read any more, `meaning` where no
    vectors are installed.
    """

    same: bool
    claim: bool
    contradicts: bool
    aside: bool
    stratum: str
    features: Floats | None
    voices: Relation | None
    said: tuple[Said, Said] | None
    meaning: float | None


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
    labelled: Sequence[dict[str, str]], held: Mapping[str, Reading], *, meaning: bool = True
) -> list[Case]:
    """The labelled pairs as these readings have them, with their meanings if wanted and to be had."""
    told = {name: said(reading) for name, reading in held.items()}
    stories = {name: frozenset(features_of(reading).names.tolist()) for name, reading in held.items()}
    pairs = [
        tuple(_statement(row, side, held, told, stories) for side in ("left", "right")) for row in labelled
    ]
    near = _meanings([one for pair in pairs for one in pair], held) if meaning else None
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
        cosine = None if near is None or found is None else float(near[2 * number] @ near[2 * number + 1])
        same = row["content"] == "same"
        made.append(
            Case(
                same, same and row["voice"] == "one", row["content"] == "contradicts",
                row["aside"] == "1", row["stratum"], found, voices, both, cosine,
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


def _meanings(
    statements: Sequence[Statement | None], held: Mapping[str, Reading]
) -> NDArray[np.float32] | None:
    """The vectors of contents; None where none are installed."""
    texts = {one.report.version: one.report.text for one in held.values()}
    try:
        return embed(
            [
                "" if at is None else " ".join(span.of(texts[at.version]) for span in at.said.content)
                for at in statements
            ]
        )
    except ModelError:
        return None


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
    content, claim = sums(one.features[np.newaxis], [one.voices])
    if one.meaning is not None and doubtful(float(content[0]), float(claim[0])):
        content, claim = sums(one.features[np.newaxis], [one.voices], np.array([one.meaning]))
    return one_claim(*one.said, one.voices, float(claim[0]))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure what tells claims.")
    parser.add_argument("--engine", default="both", choices=("grammar", "tagger", "both"))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    labelled = rows()
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
        told[name] = figures(some, [is_claim(one) for one in some])
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    if asked.json is not None:
        asked.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
