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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import reports
from musnad.claims_evidence import Said, said
from musnad.claims_pairs import Statement, Unit, Weighed
from musnad.claims_voices import Relation, relation
from musnad.claims_weighing import LIKELY, features, weigh
from musnad.corpus.judging import Anchor, meant
from musnad.direction import day_number
from musnad.model import Engine, Reading, Span
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read
from musnad.rewrites import features as features_of

CASES: Final = Path(__file__).resolve().parent / "claims.csv"


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled pair. `same`: the contents say the same; `claim`: by one voice too. None where not judged.

    `found` and `voices` are None where a statement of it is not read any more, `meaning` where no vectors are
    installed.
    """

    same: bool
    claim: bool
    contradicts: bool
    aside: bool
    stratum: str
    found: tuple[float, ...] | None
    voices: Relation | None
    meaning: float | None


def rows() -> list[dict[str, str]]:
    """The rows of the table that were judged."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["content"] not in ("bad", "unsure")]


def spans(cell: str) -> tuple[Span, ...]:
    """The spans that a cell of the table names: «12-40;55-60»."""
    return tuple(Span(*map(int, part.split("-"))) for part in cell.split(";"))


def readings(wanted: Iterable[str], engine: Engine) -> Iterator[tuple[str, Reading]]:
    """The readings of these reports, by their ids."""
    given = list(reports(frozenset(wanted)))
    work = partial(read, options=ReadOptions(engine=engine, threads=1))
    made = ahead_in_processes(work, (report for _, report in given), cores())
    return zip((name for name, _ in given), made, strict=True)


def cases(engine: Engine) -> list[Case]:
    """The labelled pairs as the present reading has them. Raises OSError where the reports are not there."""
    labelled = rows()
    held = dict(readings({row[side] for row in labelled for side in ("left", "right")}, engine))
    told = {name: said(reading) for name, reading in held.items()}
    pairs = [
        (row, _statement(row, "left", held, told), _statement(row, "right", held, told)) for row in labelled
    ]
    near = _meanings([(a, b) for _, a, b in pairs], held)
    made = []
    for (row, a, b), meaning in zip(pairs, near, strict=True):
        found: tuple[float, ...] | None = None
        voices: Relation | None = None
        if a is not None and b is not None:
            weighed = Weighed([a[1], b[1]])
            dot = float((weighed.matrix[0] @ weighed.matrix[1].T).toarray()[0, 0])
            cosine = dot / float(weighed.norms[0] * weighed.norms[1])
            found = features(a[1], b[1], Unit(a[1].said), Unit(b[1].said), cosine)
            voices = relation(a[1].said.voice, b[1].said.voice)
        same = row["content"] == "same"
        made.append(
            Case(
                same, same and row["voice"] == "one", row["content"] == "contradicts",
                row["aside"] == "1", row["stratum"], found, voices, meaning,
            )
        )  # fmt: skip
    return made


_At = tuple[str, Statement]


def _statement(
    row: dict[str, str], side: str, held: dict[str, Reading], told: dict[str, tuple[Said, ...]]
) -> _At | None:
    name = row[side]
    reading = held[name]
    version = reading.report.version
    anchor = Anchor(version, spans(row[f"{side}_cue"])[0], spans(row[f"{side}_content"]))
    attributions = {one.id: one for one in reading.attributions}
    among = [
        (one.id, Anchor(version, at.cue, at.content))
        for one in reading.statements
        for at in (attributions[one.attribution],)
    ]
    found = meant(anchor, among)
    for one in told[name]:
        if one.id == found:
            story = frozenset(features_of(reading).names.tolist())
            return name, Statement(version, one, day_number(reading.report.published), story)
    return None


def _meanings(pairs: Sequence[tuple[_At | None, _At | None]], held: dict[str, Reading]) -> list[float | None]:
    """The cosine of the meanings of each pair of contents; None where a side or the vectors are missing."""
    from musnad.model_files import ModelError
    from musnad.vectors import embed, open_embedder

    try:
        model = open_embedder()
    except ModelError:
        return [None] * len(pairs)
    texts = [
        "" if at is None else " ".join(span.of(held[at[0]].report.text) for span in at[1].said.content)
        for pair in pairs
        for at in pair
    ]
    vectors = embed(texts, model)
    return [
        None if a is None or b is None else float(vectors[2 * n] @ vectors[2 * n + 1])
        for n, (a, b) in enumerate(pairs)
    ]


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
    if one.found is None or one.voices is None:
        return False
    return weigh(one.found, one.voices, one.meaning).claim >= LIKELY


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure what tells claims.")
    parser.add_argument("--engine", default="both", choices=("grammar", "tagger", "both"))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    every = cases(asked.engine)
    told = {"engine": asked.engine, "read": sum(one.found is not None for one in every)}
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
