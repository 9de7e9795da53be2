"""How often the origin of a report is told, and told right, with every byline withheld; and of how many with
them.

    python bench/origins.py [--errors] [--json FILE] [--fitted]

The reports are those of the corpus beside the checkout (../shared/corpus). Where a byline names exactly one
agency, the report is read without it, as are all others, and the origin of most of its text is held against
that agency. Wording is weighed by tables fitted on other days, in four parts, so that no report is judged by
what was learned of it or of its copies; ``--fitted`` takes the table of the package instead.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS, report_of
from musnad.copies import document, find
from musnad.media import medium_named
from musnad.mentions import known_medium
from musnad.model import Copy, Origin, Reading, ReportOrigins
from musnad.origins import Evidence, evidence, origins
from musnad.origins_bylines import read_byline
from musnad.origins_marks import AGENCIES, weigh
from musnad.reader import ReadOptions, read
from musnad.text import fold
from tools.fit_agencies import Sample, fit, sample

_FOLDS = 4
_SAME_TEXT = 0.6
"""Share of a report's shingles that a copy of an agency's text has for it to be learned from as one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One report of the corpus, read without its byline; `agency` is the one that this names, by its ref."""

    id: str
    outlet: str
    day: str
    byline: str
    reading: Reading
    agency: str | None
    own: bool

    @property
    def version(self) -> str:
        """The version of the report, the same with its byline and without."""
        return self.reading.report.version


def _printed(row: dict[str, Any]) -> Printed:
    report = report_of(row)
    reading = read(replace(report, byline=None), ReadOptions(engine="grammar"))
    byline = row.get("byline") or ""
    agency, named = agency_of(byline)
    return Printed(
        row["id"], row["outlet"], row["date"][:10], byline, reading, agency, bool(byline) and not named
    )


def agency_of(byline: str) -> tuple[str | None, bool]:
    """The ref of the one agency that a byline names, and whether it names agencies at all."""
    names = read_byline(byline, "ar").media
    media = [known_medium(name, "ar", credit=True) or medium_named(name) for name in names]
    agencies = {medium.ref for medium in media if medium is not None and medium.kind == "agency"}
    several = any(medium is not None and medium.several for medium in media)
    return (next(iter(agencies)) if len(agencies) == 1 and not several else None), bool(agencies)


def press(path: Path = CORPUS) -> list[Printed]:
    """All reports of the corpus, read by the grammar on all cores. Raises OSError where it is not there."""
    with gzip.open(path, "rt", encoding="utf-8") as lines, ProcessPoolExecutor() as pool:
        return list(pool.map(_printed, map(json.loads, lines), chunksize=64))


def copies_among(printed: Sequence[Printed]) -> tuple[Copy, ...]:
    """The copies among the reports, found without their bylines."""
    return find([document(one.reading) for one in printed])


# --- learning of wording ---


def samples(printed: Sequence[Printed], copies: Iterable[Copy]) -> list[Sample]:
    """What the wording of agencies may be learned from: reports credited to one in their byline, and copies
    of them.

    A paper's own are those with a byline that names no agency, of which no other outlet prints most.
    """
    by_version = {one.version: one for one in printed}
    near: defaultdict[str, set[str]] = defaultdict(set)
    copied: set[str] = set()
    for version, other, share in _sides(copies):
        if version in by_version and other in by_version:
            if share >= _SAME_TEXT:
                near[version].add(other)
            if share > 0.5 and by_version[version].outlet != by_version[other].outlet:
                copied.add(version)
    found = []
    for one in printed:
        label = one.agency
        if label is None:
            told = {agency for other in near[one.version] if (agency := by_version[other].agency)}
            label = next(iter(told)) if len(told) == 1 else None
        if label is None and one.own and one.version not in copied:
            label = "own"
        if label == "own" or label in AGENCIES:
            found.append(sample(one.outlet, fold(one.reading.report.text).text, label))
    return found


def _sides(copies: Iterable[Copy]) -> Iterator[tuple[str, str, float]]:
    for copy in copies:
        yield copy.later, copy.earlier, copy.containment_later
        yield copy.earlier, copy.later, copy.containment_earlier


def folds(
    printed: Sequence[Printed], copies: Iterable[Copy]
) -> Iterator[tuple[list[Printed], list[Printed]]]:
    """What is learned from and what is judged, for each of four parts by day.

    Nothing is learned from a report of which the judged ones hold a copy, nor from one of the same days.
    """
    days = sorted({one.day for one in printed})
    part = {day: n % _FOLDS for n, day in enumerate(days)}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for version, other, _ in _sides(copies):
        near[version].add(other)
    for n in range(_FOLDS):
        judged = [one for one in printed if part[one.day] == n]
        tainted = {other for one in judged for other in near[one.version]}
        yield [one for one in printed if part[one.day] != n and one.version not in tainted], judged


def evidences(printed: Sequence[Printed], copies: Sequence[Copy], *, fitted: bool) -> list[Evidence]:
    """The evidence of all reports, their wording weighed by what other days taught unless `fitted`."""
    found = {one.version: evidence(one.reading) for one in printed}
    if not fitted:
        for learned, judged in folds(printed, copies):
            table = fit(samples(learned, copies))
            for one in judged:
                marks = weigh(fold(one.reading.report.text).text, table)
                found[one.version] = replace(found[one.version], marks=marks)
    return list(found.values())


def with_bylines(printed: Sequence[Printed], known: Iterable[Evidence]) -> list[Evidence]:
    """The same evidence with what the bylines say."""
    marks = {one.version: one.marks for one in known}
    found = []
    for one in printed:
        report = replace(one.reading.report, byline=one.byline or None)
        made = evidence(replace(one.reading, report=report))
        found.append(replace(made, marks=marks[one.version]))
    return found


# --- scores ---


@dataclass(frozen=True, slots=True)
class Score:
    """Of reports whose byline names one agency: how many were told an origin, right, and how many as the
    paper's own.

    `inferred` and `inferred_right` are those told by wording alone.
    """

    reports: int
    told: int
    right: int
    publisher: int
    inferred: int
    inferred_right: int

    def figures(self) -> dict[str, float]:
        """Coverage and precision, of all and without those told by wording, and the share called own."""
        plain, plain_right = self.told - self.inferred, self.right - self.inferred_right
        return {
            "coverage": _share(self.told, self.reports),
            "precision": _share(self.right, self.told),
            "publisher": _share(self.publisher, self.reports),
            "coverage_credited": _share(plain, self.reports),
            "precision_credited": _share(plain_right, plain),
            "coverage_inferred": _share(self.inferred, self.reports),
            "precision_inferred": _share(self.inferred_right, self.inferred),
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def is_inferred(origin: Origin) -> bool:
    """Whether only the wording tells an origin."""
    return any(reason.code == "marks" for reason in origin.reasons)


def score(printed: Sequence[Printed], found: Mapping[str, Origin]) -> Score:
    """How the origins found without bylines stand against what the bylines name."""
    judged = [(one, found[one.version]) for one in printed if one.agency is not None]
    told = [(one, origin) for one, origin in judged if origin.kind != "unknown"]
    right = [(one, origin) for one, origin in told if origin.key == f"medium/{one.agency}"]
    return Score(
        len(judged),
        len(told),
        len(right),
        sum(origin.kind == "publisher" for _, origin in told),
        sum(is_inferred(origin) for _, origin in told),
        sum(is_inferred(origin) for _, origin in right),
    )


def called(printed: Sequence[Printed], found: Mapping[str, Origin]) -> dict[str, float]:
    """What becomes without bylines of reports that a paper's byline claims: the share told as an agency's.

    That is no error rate: papers put their own byline over agency texts too. ``proven`` is the part of these
    whose text stands in another report that the byline of that one credits to the same agency.
    """
    own = [one for one in printed if one.own]
    told = [one for one in own if found[one.version].kind in ("agency", "joint")]
    inferred = [one for one in told if is_inferred(found[one.version])]
    return {
        "reports": len(own),
        "agency": _share(len(told), len(own)),
        "agency_by_wording": _share(len(inferred), len(own)),
    }


def proven(
    printed: Sequence[Printed], found: Mapping[str, Origin], full: Mapping[str, Origin]
) -> dict[str, float]:
    """What bylines say of reports that have one of the paper's own and are told by wording."""
    inferred = [one for one in printed if one.own and is_inferred(found[one.version])]
    known = [one for one in inferred if full[one.version].kind in ("agency", "joint")]
    agree = [
        one
        for one in known
        if not is_inferred(full[one.version]) and full[one.version].key == found[one.version].key
    ]
    against = [
        one
        for one in known
        if not is_inferred(full[one.version]) and full[one.version].key != found[one.version].key
    ]
    return {"reports": len(inferred), "confirmed": len(agree), "contradicted": len(against)}


def coverage(found: Iterable[ReportOrigins]) -> dict[str, float]:
    """The share of reports of each kind of origin, those told by wording apart."""
    kinds = Counter("inferred" if is_inferred(one.whole) else one.whole.kind for one in found)
    total = sum(kinds.values())
    return {kind: _share(n, total) for kind, n in kinds.most_common()}


def errors(printed: Iterable[Printed], found: Mapping[str, Origin]) -> Iterator[str]:
    """One line for each report whose origin was told otherwise than its byline has it."""
    for one in printed:
        origin = found[one.version]
        if one.agency is not None and origin.kind != "unknown" and origin.key != f"medium/{one.agency}":
            reasons = "; ".join(f"{r.code}({', '.join(r.details)})" for r in origin.reasons)
            yield f"{one.id}\t{one.byline}\t{origin.kind} {origin.name}\t{reasons}"


def main(arguments: Collection[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", action="store_true", help="list what was told wrong")
    parser.add_argument("--fitted", action="store_true", help="take the table of the package")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    try:
        printed = press()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    figures = measured(printed, copies_among(printed), fitted=options.fitted, listed=options.errors)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    sys.stdout.write(text + "\n")
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    return 0


def measured(
    printed: Sequence[Printed], copies: Sequence[Copy], *, fitted: bool = False, listed: bool = False
) -> dict[str, dict[str, float]]:
    """All figures of one run."""
    withheld = evidences(printed, copies, fitted=fitted)
    start = time.perf_counter()
    answers = origins(withheld, copies)
    seconds = time.perf_counter() - start
    found = {one.version: one.whole for one in answers}
    full = origins(with_bylines(printed, withheld), copies)
    if listed:
        sys.stdout.writelines(f"{line}\n" for line in errors(printed, found))
    return {
        "withheld": score(printed, found).figures(),
        "of_papers": called(printed, found),
        "of_papers_by_wording": proven(printed, found, {one.version: one.whole for one in full}),
        "coverage_withheld": coverage(answers),
        "coverage_with_bylines": coverage(full),
        "time": {"seconds": round(seconds, 2), "reports": len(printed), "copies": len(copies)},
    }


if __name__ == "__main__":
    sys.exit(main())
