"""Copies, rewrites and origins on a few days of the corpus: quick enough to be measured with every change.

The days of copies are one on which eleven papers print agencies' texts, and three a week apart on which five
broadcasters do; origins are those of its first day. Rewrites are the labelled pairs of three days, with the
words of these days weighed. Figures stand higher or lower than those of the whole corpus, which
`bench/copies.py`, `bench/origins.py` and `tools/fit_rewrites.py` give.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench import copies, origins
from musnad.copies import find
from musnad.model import Copy
from musnad.origins import evidence
from musnad.origins import origins as origins_of
from musnad.rewrites import THRESHOLD, judged
from tools import fit_rewrites

DAYS: Final = ("2015-08-04", "2018-05-01", "2018-05-08", "2018-05-15")
RETOLD: Final = ("2015-08-02", "2015-08-03", "2015-08-04")

Row = dict[str, Any]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: the hash of it, how many reports, of them or of pairs how many were judged."""

    sha256: str
    reports: int
    judged: int
    figures: Figures


def of_days(rows: Iterable[Row], days: Sequence[str]) -> list[Row]:
    """The reports of some days."""
    return [row for row in rows if str(row["date"])[:10] in days]


def digest(rows: Iterable[Row], *more: bytes) -> str:
    """SHA-256 over these reports, by their ids, and over what else is given."""
    whole = hashlib.sha256()
    for row in sorted(rows, key=lambda row: str(row["id"])):
        whole.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))
    for part in more:
        whole.update(part)
    return whole.hexdigest()


def measure_copies(rows: Sequence[Row]) -> tuple[Measured, tuple[Copy, ...]]:
    """How copies are found among reports, and the copies.

    `recall_50` is the share found of the pairs of two publishers that share half of the smaller; `within` the
    share of the copies whose containment is within 0.1 of the exact one; `unbroken` the share of the passages
    that read alike on both sides.
    """
    made = copies.documents(list(rows))
    ids = {one.version: name for name, one in made.items()}
    texts = {name: one.text for name, one in made.items()}
    found = find(list(made.values()))
    truth = copies.exact(texts, {str(row["id"]): str(row["outlet"]) for row in rows})
    told = copies.compared(found, truth, ids, texts)
    figures = {f"recall_{float(level) * 100:.0f}": share for level, share in told["recall"].items()}
    figures |= {"precision": told["precision"], "within": told["within"]}
    figures["unbroken"] = 1 - round(told["passages_broken"] / max(1, told["passages"]), 4)
    return Measured(digest(rows), len(rows), told["copies"], figures), found


def measure_rewrites(rows: Sequence[Row]) -> dict[str, Measured]:
    """How the labelled pairs among these reports are told: the listed ones in five folds, those aside by the
    weights of the package, counted only.
    """
    every = fit_rewrites.cases(rows)
    sha256 = digest(rows, fit_rewrites.CASES.read_bytes())
    listed, aside = ([one for one in every if one.aside == kind] for kind in (False, True))
    scores = fit_rewrites.in_folds(listed)
    found = {}
    for name, some, told in (
        ("listed", listed, fit_rewrites.figures(listed, lambda one: scores[id(one)], THRESHOLD)),
        ("aside", aside, fit_rewrites.figures(aside, lambda one: judged(one).probability, THRESHOLD)),
    ):
        figures = {"precision": told["precision"], "recall": told["recall"]}
        found[name] = Measured(sha256, len(rows), len(some), figures)
    return found


def measure_origins(rows: Sequence[Row], among: Iterable[Copy]) -> Measured:
    """How the origin is told of the reports of a day whose byline names one agency, with bylines withheld.

    Only these are read: a report that credits nobody in its byline tells nothing here. Wording is weighed by
    the table of the package, which has learned from them: that the figures stay is what they are for.
    """
    credited = [row for row in rows if origins.agency_of(row.get("byline") or "")[0] is not None]
    printed = [origins.printed(row) for row in credited]
    known = {one.version: evidence(one.reading) for one in printed}
    told = origins_of(known.values(), [one for one in among if one.later in known and one.earlier in known])
    figures = origins.score(printed, {one.version: one.whole for one in told}).figures()
    kept = {
        name: figures[name] for name in ("precision", "coverage", "precision_credited", "coverage_credited")
    }
    kept["not_publisher"] = round(1 - figures["publisher"], 4)
    return Measured(digest(rows), len(rows), len(printed), kept)
