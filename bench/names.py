"""How well the same person, body or medium is known in two reports: precision, recall and F1 of links.

    python bench/names.py [--engine ENGINE] [--cases FILE] [--errors] [--groups] [--json FILE]

The labels are pairs of names in reports of the corpus beside the checkout (../shared/corpus), sampled by seed
(docs/decisions/0009): ids and offsets. What the reader knows of the entity at each place is weighed; a pair
counts as linked from `entities.SURE` on. Pairs labelled unsure or bad are not counted. Rows with aside 1 are
counted apart and never listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS, reports
from musnad.entities import groups, link
from musnad.lang.people import people
from musnad.likeness import SURE, weigh
from musnad.model import Engine, Entity, EntityKind, Mention, Reading, Span
from musnad.profiles import Known, head_before, key_of, known, of_entity, profile
from musnad.reader import ReadOptions, read_all
from musnad.spelling import own_words

LABELS = Path(__file__).with_name("names.csv")
COLUMNS = (
    "left", "left_start", "left_end", "right", "right_start", "right_end", "kind", "label", "tier", "aside",
)  # fmt: skip


class LabelsError(ValueError):
    """Labels that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a report of the corpus."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, of persons or of bodies; `same` is None where the annotators could not tell."""

    left: Place
    right: Place
    kind: str
    same: bool | None
    easy: bool
    aside: bool


def labels(path: Path = LABELS) -> list[Pair]:
    """The rows of the table. Raises LabelsError, and OSError where it cannot be read."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise LabelsError(f"{path}: its columns are not {', '.join(COLUMNS)}")
        found = []
        for number, row in enumerate(rows, 2):
            try:
                found.append(_pair(row))
            except (KeyError, TypeError, ValueError) as error:
                raise LabelsError(f"{path}, line {number}: {error}") from error
    return found


_ENOUGH = 0.4
"""How much of either a mention and a labelled name share; a title in which the name stands shares less."""

_SAME = {"same": True, "different": False, "unsure": None, "bad": None}


def _pair(row: Mapping[str, str]) -> Pair:
    left = Place(row["left"], Span(int(row["left_start"]), int(row["left_end"])))
    right = Place(row["right"], Span(int(row["right_start"]), int(row["right_end"])))
    return Pair(left, right, row["kind"], _SAME[row["label"]], row["tier"] == "easy", row["aside"] == "1")


def readings(wanted: Iterable[str], engine: Engine, corpus: Path = CORPUS) -> dict[str, Reading]:
    """The readings of reports of the corpus by their ids there. Raises OSError where there is no corpus."""
    chosen = list(reports(set(wanted), corpus))
    read = read_all((report for _, report in chosen), ReadOptions(engine=engine))
    return {name: reading for (name, _), reading in zip(chosen, read, strict=True)}


def at(place: Place, kind: str, reading: Reading, everybody: Mapping[str, Known]) -> Known:
    """What a reading knows of whoever is named at a place, by the mention most like it.

    The mention of a person is whoever is meant where the stretch within it is of the name, however long the
    title before. Where there is none, the printed words are taken for the name of an entity of that kind.
    """
    words = set(own_words(key_of(place.span.of(reading.report.text)))) if kind == "person" else set()
    shared = [
        (
            1.0
            if words and _names(mention, place.span, everybody[mention.entity], words)
            else _likeness(mention.span, place.span),
            mention.entity,
        )
        for mention in reading.mentions
        if mention.span.overlap(place.span) and mention.entity in everybody
    ]
    most, name = max(shared, default=(0.0, ""))
    if most >= _ENOUGH:
        return everybody[name]
    sort: EntityKind = "person" if kind == "person" else "organisation"
    printed = Entity("printed", place.span.of(reading.report.text), sort)
    beside = next(iter(everybody.values()), None)
    alone = of_entity(printed, reading.report.version, people())
    if sort != "person":
        alone = replace(alone, heads=alone.heads | head_before(reading.report.text, place.span))
    company = {key for one in everybody.values() for key in one.company} - {*alone.forms}
    return replace(alone, theme=beside.theme, company=frozenset(company)) if beside else alone


def _names(mention: Mention, span: Span, one: Known, words: set[str]) -> bool:
    """Whether a mention of a person takes in a stretch all of whose words are of the name."""
    inside = mention.span.start <= span.start and span.end <= mention.span.end
    return inside and mention.kind == "person" and words <= set(one.forms[0])


def _likeness(one: Span, other: Span) -> float:
    """The code points of both in those of either."""
    both = one.overlap(other)
    return both / (one.end - one.start + other.end - other.start - both)


def weighed(pairs: Iterable[Pair], found: Mapping[str, Reading]) -> Iterator[tuple[Pair, Known, Known]]:
    """What is known of either name of each pair whose reports are there."""
    entities = {name: {one.entity: one for one in known(reading)} for name, reading in found.items()}
    for pair in pairs:
        if pair.left.report in found and pair.right.report in found:
            left, right = (
                at(place, pair.kind, found[place.report], entities[place.report])
                for place in (pair.left, pair.right)
            )
            yield pair, left, right


def grouped(pairs: Iterable[Pair], found: Mapping[str, Reading]) -> dict[str, float]:
    """How well listed pairs are in one group or two when all their reports are linked together.

    Counted are those whose names the reader knows as entities on both sides.
    """
    listed = [pair for pair in pairs if pair.same is not None and not pair.aside]
    wanted = {place.report for pair in listed for place in (pair.left, pair.right)}
    profiles = [profile(reading) for name, reading in found.items() if name in wanted]
    made = groups(profiles, link(profiles))
    number = {member.key: at for at, group in enumerate(made) for member in group.members}
    counts: Counter[str] = Counter()
    for pair, left, right in weighed(listed, found):
        if left.key in number and right.key in number:
            joined, same = number[left.key] == number[right.key], bool(pair.same)
            counts.update(pairs=1, linked=int(joined), same=int(same), right=int(joined and same))
            counts["wrong, easy"] += int(pair.easy and joined != same)
    return scores(counts)


def scores(counts: Counter[str]) -> dict[str, float]:
    """Precision, recall and F1 of links from counts of right, linked and same."""
    right, linked, same = counts["right"], counts["linked"], counts["same"]
    return {
        "pairs": counts["pairs"],
        "precision": right / max(1, linked),
        "recall": right / max(1, same),
        "f1": 2 * right / max(1, linked + same),
        "wrong, easy": counts["wrong, easy"],
    }


def measure(pairs: Iterable[tuple[Pair, Known, Known]], errors: list[str] | None = None) -> dict[str, Any]:
    """The figures of the listed pairs and of those aside; the errors of the listed ones, told in `errors`."""
    counted: dict[str, Counter[str]] = {"listed": Counter(), "aside": Counter()}
    for pair, left, right in pairs:
        if pair.same is None:
            continue
        found = weigh(left, right)
        linked = found.score >= SURE
        part = counted["aside" if pair.aside else "listed"]
        part.update(pairs=1, linked=int(linked), same=int(pair.same), right=int(linked and pair.same))
        if linked != pair.same:
            part["wrong, easy"] += int(pair.easy)
            if errors is not None and not pair.aside:
                told = "linked" if linked else "apart"
                errors.append(
                    f"{told} {found.score:.2f} {'easy' if pair.easy else 'hard'} {' / '.join(left.names)} "
                    f"({left.role}) | {' / '.join(right.names)} ({right.role}): {', '.join(found.reasons)}"
                )
    return {part: scores(counts) for part, counts in counted.items()}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how well names are linked across reports.")
    parser.add_argument("--engine", choices=("grammar", "tagger", "both"), default="grammar")
    parser.add_argument("--cases", type=Path, default=LABELS, help="the table of labelled pairs")
    parser.add_argument("--errors", action="store_true", help="list what is wrong, of the listed rows only")
    parser.add_argument(
        "--groups",
        action="store_true",
        help="also tell of groups when the listed reports are linked together",
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args(arguments)
    errors: list[str] = []
    try:
        pairs = labels(given.cases)
        names = {place.report for pair in pairs for place in (pair.left, pair.right)}
        read = readings(names, given.engine)
        found = measure(weighed(pairs, read), errors)
        if given.groups:
            found["groups"] = grouped(pairs, read)
    except (LabelsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for part, figures in found.items():
        told = "  ".join(
            f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"
            for name, value in figures.items()
        )
        sys.stdout.write(f"{part:<8}{told}\n")
    if given.errors:
        sys.stdout.write("".join(f"{line}\n" for line in errors))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
