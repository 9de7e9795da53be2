"""How well origins are told where every byline is withheld, against the agency that the byline names.

    python bench/origins.py [--json FILE]

The reports lie beside the checkout (../shared/corpus); all are read by the grammar, once with their bylines
and once without. Counted are reports whose byline names exactly one agency: how many have a known origin
without it (coverage), how many of these the agency named (precision), and how many are called the
publisher's own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import report_of
from musnad.carriers import Evidence, credited, evidence
from musnad.copies import Document, document, find
from musnad.model import Copy, ReaderInfo, Reading, Report
from musnad.origins import origins
from musnad.parallel import ahead_in_processes, cores
from musnad.reader import ReadOptions, read
from train.materials import corpus

GRAMMAR = ReadOptions(engine="grammar", threads=1)
_KNOWN = frozenset({"agency", "medium", "joint"})


def measure() -> dict[str, Any]:
    """All figures. Raises `train.materials.MissingError` where the reports are not there."""
    reports = [report_of(row) for row in corpus()]
    named = {report.version: key for report in reports if (key := agency(report)) is not None}
    figures: dict[str, Any] = {"reports": len(reports), "of one agency by their byline": len(named)}
    for label, held in (("with", reports), ("without", [replace(one, byline=None) for one in reports])):
        documents, told = told_of(held)
        found = find(documents)
        begun = time.process_time()
        figures[label] = counted(told, found, named)
        figures[label]["seconds"] = round(time.process_time() - begun, 2)
    return figures


def agency(report: Report) -> str | None:
    """The agency that the byline of a report names, where it names exactly one and no other medium."""
    bare = Reading(replace(report, text=""), (), (), (), (), (), ReaderInfo("0"))
    found = credited(bare)
    return found[0].key if len(found) == 1 and found[0].kind == "agency" and not found[0].several else None


def told_of(reports: list[Report]) -> tuple[list[Document], list[Evidence]]:
    """What copies and origins take of the reports, read by several processes."""
    documents, told = list[Document](), list[Evidence]()
    for some in ahead_in_processes(_told, _parts(reports), cores()):
        for one, other in some:
            documents.append(one)
            told.append(other)
    return documents, told


def _told(reports: tuple[Report, ...]) -> list[tuple[Document, Evidence]]:
    made = (read(report, GRAMMAR) for report in reports)
    return [(document(one), evidence(one)) for one in made]


def _parts(reports: Iterable[Report]) -> Iterator[tuple[Report, ...]]:
    left = iter(reports)
    while some := tuple(islice(left, 64)):
        yield some


def counted(told: list[Evidence], found: tuple[Copy, ...], named: dict[str, str]) -> dict[str, Any]:
    """Origins of reports against the agencies that their bylines name."""
    made = origins(told, found)
    wanted = [one for one in made if one.version in named]
    known = [one for one in wanted if one.whole.kind in _KNOWN]
    right = sum(one.whole.key == named[one.version] for one in known)
    reasons = Counter((one.whole.reasons[0].code, one.whole.key == named[one.version]) for one in known)
    return {
        "coverage": round(len(known) / max(1, len(wanted)), 4),
        "precision": round(right / max(1, len(known)), 4),
        "publisher": round(sum(one.whole.kind == "publisher" for one in wanted) / max(1, len(wanted)), 4),
        "by_reason": {
            f"{code}, {'right' if good else 'wrong'}": n for (code, good), n in sorted(reasons.items())
        },
        "kinds_of_all": dict(sorted(Counter(one.whole.kind for one in made).items())),
        "known_of_all": round(sum(one.whole.kind != "unknown" for one in made) / max(1, len(made)), 4),
    }


def main() -> None:
    """Print the figures, and write them where asked."""
    parser = argparse.ArgumentParser(description="Measure how origins are told without bylines.")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    asked = parser.parse_args()
    text = json.dumps(measure(), indent=1)
    sys.stdout.write(text + "\n")
    if asked.json:
        asked.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
