"""How well expressions of time are found and reckoned, against the labelled cases of times.csv.

    python bench/times.py [--errors] [--json FILE] [--cases FILE]

`--cases bench/times_more.csv` counts the rows labelled for writing the grammar instead, and so with every
other table of times (decision 9).

The reports lie beside the checkout (../shared/corpus). Each report is read whole, and what lies in a labelled
passage is compared: an expression is right where its span overlaps a labelled one with the same value.
Intervals
compare by their days (2015-07/2015-09 is 2015-07-01/2015-09-30), durations by their length (PT72H is P3D).
Labels without a value are neither wanted nor, where something is found there, counted wrong. Rows with
`aside` 1
are counted only, never listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import report_of
from musnad.model import Span, TimeExpression
from musnad.text import fold
from musnad.times import find
from train.materials import MissingError, corpus

CASES = Path(__file__).with_name("times.csv")
MORE = Path(__file__).with_name("times_more.csv")
LATER = Path(__file__).with_name("times_later.csv")
WIDE = Path(__file__).with_name("times_wide.csv")
LAST = Path(__file__).with_name("times_last.csv")
DENSE = Path(__file__).with_name("times_dense.csv")
CLOSE = Path(__file__).with_name("times_close.csv")
_SECONDS = {"Y": 31_557_600, "M": 2_629_800, "W": 604_800, "D": 86_400, "TH": 3_600, "TM": 60, "TS": 1}


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled stretch of a report with its expressions; value "" is none."""

    report: str
    span: Span
    aside: bool
    labels: list[tuple[Span, str]] = field(default_factory=list)


@dataclass(slots=True)
class Counts:
    """Expressions with a value: labelled, found, right, and right with exact bounds too."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0

    def f1(self, right: int) -> float:
        """The F1 of so many right ones."""
        return 2 * right / (self.labelled + self.found) if self.labelled + self.found else 0.0

    def figures(self) -> dict[str, float]:
        """The F1 of values, and of values with exact bounds."""
        return {"value": round(self.f1(self.right), 4), "exact": round(self.f1(self.exact), 4)}


def passages(path: Path = CASES) -> list[Passage]:
    """The passages of the table with their labels."""
    found = list[Passage]()
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            span = Span(int(row["start"]), int(row["end"]))
            if row["what"] == "passage":
                found.append(Passage(row["report"], span, row["aside"] == "1"))
            else:
                found[-1].labels.append((span, row["value"]))
    return found


def alike(value: str) -> str:
    """A value in one form: intervals as first and last day, durations in seconds."""
    parts = value.split("/")
    if all(part.startswith("P") for part in parts):
        return "/".join(str(_seconds(part)) for part in parts)
    if any("T" in part or "X" in part for part in parts):
        return value
    return f"{_day(parts[0], False)}/{_day(parts[-1], True)}"


def _seconds(duration: str) -> float:
    date, _, time = duration[1:].partition("T")
    counted = [(number, unit) for number, unit in re.findall(r"([\d.]+)([YMWD])", date)]
    counted += [(number, "T" + unit) for number, unit in re.findall(r"([\d.]+)([HMS])", time)]
    return sum(float(number) * _SECONDS[unit] for number, unit in counted)


def _day(value: str, last: bool) -> str:
    parts = value.split("-")
    if len(parts) == 1:
        parts.append("12" if last else "01")
    if len(parts) == 2:
        parts.append(str(monthrange(int(parts[0]), int(parts[1]))[1]) if last else "01")
    return "-".join(parts)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def compare(passage: Passage, found: list[TimeExpression], counts: Counts) -> Iterator[str]:
    """Count a passage, and tell what is wrong in it: value labelled, value found, and where."""
    valued = [(span, alike(value)) for span, value in passage.labels if value]
    open_ones = [span for span, value in passage.labels if not value]
    told = [
        one for one in found
        if one.value is not None
        and overlap(one.span, passage.span)
        and (
            any(overlap(one.span, span) for span, _ in valued)
            or not any(overlap(one.span, span) for span in open_ones)
        )
    ]  # fmt: skip
    counts.labelled += len(valued)
    counts.found += len(told)
    left = list(valued)
    for one in told:
        hit = next(
            (label for label in left if overlap(label[0], one.span) and label[1] == alike(one.value or "")),
            None,
        )
        if hit is None:
            yield f"found {one.value}\t{one.span.start}\t{one.span.end}"
            continue
        left.remove(hit)
        counts.right += 1
        counts.exact += hit[0] == one.span
        if hit[0] != one.span:
            yield f"bounds {hit[0].start} {hit[0].end}\t{one.span.start}\t{one.span.end}"
    for span, value in left:
        yield f"missed {value}\t{span.start}\t{span.end}"


def measure(errors: list[str] | None = None, cases: Path = CASES) -> dict[str, Counts]:
    """The counts of listed rows and of those aside. Raises MissingError where the reports are not there."""
    wanted = defaultdict[str, list[Passage]](list)
    for passage in passages(cases):
        wanted[passage.report].append(passage)
    counts = {"listed": Counts(), "aside": Counts()}
    for row in corpus():
        for passage in wanted.get(str(row["id"]), ()):
            text = report_of(row).text
            found = list(find(text, fold(text), str(row["date"])))
            lines = list(compare(passage, found, counts["aside" if passage.aside else "listed"]))
            if errors is not None and not passage.aside:
                errors += [f"{row['id']}\t{line}\t{_shown(text, line)}" for line in lines]
    return counts


def _shown(text: str, line: str) -> str:
    start, end = map(int, line.split("\t")[1:])
    around = f"{text[max(start - 60, 0) : start]}[{text[start:end]}]{text[end : end + 40]}"
    return around.replace("\n", "¶")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the expressions of time.")
    parser.add_argument("--errors", action="store_true", help="list the errors of rows that are not aside")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--cases", type=Path, default=CASES, help="another table of cases")
    given = parser.parse_args(arguments)
    errors: list[str] | None = [] if given.errors else None
    try:
        counts = measure(errors, given.cases)
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    told = {}
    for name, one in counts.items():
        if not one.labelled:
            continue
        told[name] = {"labelled": one.labelled, "found": one.found, **one.figures()}
        sys.stdout.write(
            f"{name}: {one.labelled} labelled, {one.found} found, {one.right} right; "
            f"F1 {one.f1(one.right):.3f}, with exact bounds {one.f1(one.exact):.3f}\n"
        )
    for line in errors or ():
        sys.stdout.write(line + "\n")
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
