"""How well places are found and linked: precision of what is linked, and the share that is.

    python bench/places.py [--labels FILE] [--errors] [--json FILE]

The labels are places named in reports of the corpus beside the checkout (../shared/corpus), sampled by seed
(docs/decisions/0009): ids and offsets, with kind, country and coordinates. A linked place is right where it
is the country itself, or in the labelled country and within 50 km of the labelled point. Of a region the
point is a convention: it is right within 200 km, or where one of its cities is within 50. Larger areas and
what nature made are right within 500 km. A facility of which the country alone is known is not linked. What
is linked in a row that is labelled `not` is wrong. Rows with aside 1 are counted apart and never listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS, reports
from musnad.lang.gazetteer import gazetteer
from musnad.mentions import find
from musnad.model import Segments, Span
from musnad.places import NEAR_KM, Place, PlaceMention, distance, mentions
from musnad.text import Source, fold, read_text

LABELS = Path(__file__).with_name("places.csv")
COLUMNS = ("report", "start", "end", "label", "kind", "country", "lat", "lon", "aside")
WIDE_KM = {"region": 200.0, "larger": 500.0, "nature": 500.0}


class LabelsError(ValueError):
    """Labels that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Label:
    """One row: a stretch of a report, and the place that it names, if it does.

    `kind` is country, city, district, region, facility, nature or larger; `point` may be None.
    """

    report: str
    span: Span
    place: bool
    kind: str
    country: str
    point: tuple[float, float] | None
    aside: bool


def labels(path: Path) -> list[Label]:
    """The rows of a file. Raises LabelsError that names the line that is malformed."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise LabelsError(f"{path}:1: the columns are not {', '.join(COLUMNS)}")
        for row in rows:
            try:
                point = (float(row["lat"]), float(row["lon"])) if row["lat"] and row["lon"] else None
                span = Span(int(row["start"]), int(row["end"]))
            except (TypeError, ValueError) as error:
                raise LabelsError(f"{path}:{rows.line_num}: {error}") from error
            if row["label"] not in ("place", "not"):
                raise LabelsError(f"{path}:{rows.line_num}: label {row['label']!r} is neither place nor not")
            place = row["label"] == "place"
            found.append(
                Label(row["report"], span, place, row["kind"], row["country"], point, row["aside"] == "1")
            )
    return found


def texts(path: Path, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The ids and texts of the wanted reports of the corpus."""
    yield from ((name, report.text) for name, report in reports(wanted, path))


def named(text: str) -> tuple[PlaceMention, ...]:
    """The places that a text names."""
    folded = fold(text)
    report = read_text(text, Source())
    return mentions(folded, find(report, folded, Segments((), (), ())).words)


def at(span: Span, found: Iterable[PlaceMention]) -> PlaceMention | None:
    """The mention that shares most with a span, or None."""
    best = max(found, key=lambda m: (m.span.overlap(span), -len(m.span)), default=None)
    return best if best is not None and best.span.overlap(span) else None


@lru_cache(maxsize=64)
def _cities(country: str, region: str) -> tuple[Place, ...]:
    return tuple(
        Place("", "", "", entry.latitude, entry.longitude, country, "city")
        for entry in gazetteer()
        if entry.kind == "city" and (entry.country, entry.region) == (country, region)
    )


def right(label: Label, place: Place) -> bool:
    """Whether a linked place is the labelled one."""
    if label.kind == "country" or place.kind == "state":
        return label.kind == "country" and place.kind == "state" and place.country == label.country
    wide = label.kind in ("larger", "nature")
    if not label.place or label.point is None or (place.country != label.country and not wide):
        return False
    own = Place("", "", "", *label.point, label.country, "city")
    if distance(own, place) <= WIDE_KM.get(label.kind, NEAR_KM):
        return True
    entry = gazetteer().by_id(place.ref.removeprefix("place/")) if place.kind == "region" else None
    return entry is not None and any(
        distance(own, city) <= NEAR_KM for city in _cities(entry.country, entry.region)
    )


def measure(rows: Iterable[Label], found: dict[str, str]) -> tuple[Counter[str], list[str]]:
    """Counts of rows by what became of them, and a line for each that is wrong and not aside."""
    counts: Counter[str] = Counter()
    errors = []
    known: dict[str, tuple[PlaceMention, ...]] = {}
    for row in rows:
        text = found.get(row.report)
        if text is None:
            continue
        if row.report not in known:
            known[row.report] = named(text)
        mention = at(row.span, known[row.report])
        place = mention.place if mention is not None else None
        counts["places"] += row.place
        if place is None or (place.latitude is None and place.kind != "state"):
            continue
        counts["linked"] += 1
        counts["linked places"] += row.place
        good = right(row, place)
        counts["right"] += good
        if not good and not row.aside:
            wanted = f"{row.kind} {row.country} {row.point}" if row.place else "no place"
            got = f"{place.name_en or place.name} {place.country} {place.latitude},{place.longitude}"
            where = f"{row.report} {row.span.start}-{row.span.end} {row.span.of(text)}"
            errors.append(f"{where}: {got}; wanted {wanted}")
    return counts, errors


def figures(counts: Counter[str]) -> dict[str, float]:
    """The precision of what is linked, and the share of places that is."""
    return {
        "precision": counts["right"] / max(1, counts["linked"]),
        "linked": counts["linked places"] / max(1, counts["places"]),
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the places that are found on labelled mentions.")
    parser.add_argument("--labels", type=Path, default=LABELS, help="the file of labels")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="the reports that they stand in")
    parser.add_argument("--errors", action="store_true", help="list the errors that are not kept aside")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    given = parser.parse_args(arguments)
    for path in (given.labels, given.corpus):
        if not path.exists():
            sys.stderr.write(f"{path}: not there, nothing to measure\n")
            return 1
    try:
        rows = labels(given.labels)
    except LabelsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = dict(texts(given.corpus, frozenset(row.report for row in rows)))
    told: dict[str, dict[str, float]] = {}
    for name, chosen in (("seen", [r for r in rows if not r.aside]), ("aside", [r for r in rows if r.aside])):
        counts, errors = measure(chosen, found)
        told[name] = {"places": counts["places"], **figures(counts)}
        sys.stdout.write(
            f"{name:<8}{counts['places']:>5} places  precision of linked {told[name]['precision']:.3f} "
            f"({counts['right']}/{counts['linked']})  linked {told[name]['linked']:.3f}\n"
        )
        if given.errors:
            sys.stdout.writelines(f"  {line}\n" for line in errors)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
