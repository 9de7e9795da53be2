"""How often the origin of a report is told, and told right, with every byline withheld; and of how many with
them.

    python bench/origins.py [--errors] [--json FILE] [--how nested|fixed|fitted]

The reports are those of the corpus beside the checkout (../shared/corpus). Where a byline names exactly one
agency, the report is read without it, as are all others, and the origin of most of its text is held against
that agency. Wording is weighed by tables fitted on other days, in four parts, so that no report is judged by
what was learned of it or of its copies; and the bar from which it tells is chosen on those days too, where
their own wording is weighed by what yet others taught (nested). ``--how fixed`` takes the bar of the package,
which was chosen with all days in sight, ``--how fitted`` its table too.
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
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.press import CORPUS, report_of
from musnad.copies import document, find
from musnad.media import medium_named
from musnad.mentions import known_medium
from musnad.model import Copy, Origin, Reading, ReportOrigins
from musnad.origins import BAR, Bar, Evidence, evidence, origins
from musnad.origins_bylines import read_byline
from musnad.origins_marks import AGENCIES, weigh
from musnad.reader import ReadOptions, read
from musnad.text import fold
from tools.fit_agencies import Sample, fit, sample

How = Literal["nested", "fixed", "fitted"]
Tables = Mapping[frozenset[int], Mapping[str, tuple[float, ...]]]
"""The table of wording for each set of parts that it has learned nothing from."""

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


def printed(row: dict[str, Any]) -> Printed:
    """A row of the corpus, read by the grammar without its byline."""
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
        return list(pool.map(printed, map(json.loads, lines), chunksize=64))


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


def parts(printed: Iterable[Printed]) -> dict[str, int]:
    """The part of each report, by its version: one of four, by its day."""
    every = list(printed)
    days = sorted({one.day for one in every})
    return {one.version: days.index(one.day) % _FOLDS for one in every}


def tables(
    printed: Sequence[Printed],
    copies: Iterable[Copy],
    part: Mapping[str, int],
    held: Iterable[frozenset[int]],
) -> Tables:
    """The table of wording for each set of parts held out: nothing is learned from their reports.

    Nor is anything learned from a report of which these hold a copy.
    """
    near: defaultdict[str, set[str]] = defaultdict(set)
    edges = list(copies)
    for version, other, _ in _sides(edges):
        near[version].add(other)
    found = {}
    for out in held:
        judged = {one.version for one in printed if part[one.version] in out}
        tainted = judged.union(*(near[version] for version in judged))
        found[out] = fit(samples([one for one in printed if one.version not in tainted], edges))
    return found


def weighed(
    printed: Iterable[Printed],
    known: Mapping[str, Evidence],
    learned: Tables,
    out: Mapping[str, frozenset[int]],
) -> list[Evidence]:
    """The evidence of reports, the wording of each weighed by what all parts but `out` taught."""
    return [
        replace(
            known[one.version], marks=weigh(fold(one.reading.report.text).text, learned[out[one.version]])
        )
        for one in printed
    ]


# --- the bar from which wording tells ---

_LEADS, _ALONE, _COPIED = (0.65, 0.7, 0.75, 0.8, 0.85), (0.5, 0.6, 0.7, 0.8, 0.9), (0.05, 0.1, 0.2, 0.3)
_PRECISE = 0.95


def chosen(printed: Sequence[Printed], held: Sequence[Evidence], copies: Sequence[Copy]) -> Bar:
    """The best bar for these reports.

    That is, of those with a precision of 0.95 and more by wording, or else of the most precise, the one that
    tells the most of the credited reports and takes the fewest papers' own ones for an agency's.
    `copied` is chosen after the two others, with these fixed.
    """
    known = {one.version for one in printed}
    among = [copy for copy in copies if copy.later in known and copy.earlier in known]

    def worth(bar: Bar) -> tuple[float, float, Bar]:
        found = {one.version: one.whole for one in origins(held, among, bar)}
        figures = score(printed, found).figures()
        gain = figures["coverage_inferred"] - called(printed, found)["agency_by_wording"]
        return min(_PRECISE, figures["precision_inferred"]), gain, bar

    def best(bars: Iterable[Bar]) -> Bar:
        return max(map(worth, bars), key=lambda one: (one[0], one[1], one[2].lead, one[2].alone))[2]

    plain = best(Bar(lead, alone) for lead in _LEADS for alone in _ALONE)
    return best(replace(plain, copied=share) for share in _COPIED)


@dataclass(frozen=True, slots=True)
class Judged:
    """The origins of all reports without their bylines and with them, and the bar of each part."""

    withheld: tuple[ReportOrigins, ...]
    full: tuple[ReportOrigins, ...]
    bars: tuple[Bar, ...]


def judged(printed: Sequence[Printed], copies: Sequence[Copy], how: How) -> Judged:
    """The origins of each part by what the other parts taught: the table of wording, and the bar if `nested`.

    The bar of a part is chosen on the other parts, the wording of each of which is weighed by what the
    remaining two taught. `fitted` takes the table of the package, which has learned from all of them.
    """
    part = parts(printed)
    known = {one.version: evidence(one.reading) for one in printed}
    held, bars = list(known.values()), [BAR] * _FOLDS
    if how != "fitted":
        sets = [frozenset((n,)) for n in range(_FOLDS)]
        if how == "nested":
            sets += [frozenset(pair) for pair in combinations(range(_FOLDS), 2)]
        learned = tables(printed, copies, part, sets)
        held = weighed(printed, known, learned, {version: frozenset((n,)) for version, n in part.items()})
    for n in range(_FOLDS) if how == "nested" else ():
        others = [one for one in printed if part[one.version] != n]
        out = {one.version: frozenset((n, part[one.version])) for one in others}
        bars[n] = chosen(others, weighed(others, known, learned, out), copies)
    full = with_bylines(printed, held)
    return Judged(_by_bars(held, copies, bars, part), _by_bars(full, copies, bars, part), tuple(bars))


def _by_bars(
    held: Sequence[Evidence], copies: Sequence[Copy], bars: Sequence[Bar], part: Mapping[str, int]
) -> tuple[ReportOrigins, ...]:
    by_bar = {bar: origins(held, copies, bar) for bar in set(bars)}
    return tuple(one for bar, found in by_bar.items() for one in found if bars[part[one.version]] == bar)


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
    parser.add_argument(
        "--how", choices=get_args(How), default="nested", help="what of the judging is learned on other days"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    try:
        printed = press()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    figures = measured(printed, copies_among(printed), options.how, listed=options.errors)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    sys.stdout.write(text + "\n")
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    return 0


def measured(
    printed: Sequence[Printed], copies: Sequence[Copy], how: How = "nested", *, listed: bool = False
) -> dict[str, Any]:
    """All figures of one run."""
    start = time.perf_counter()
    told = judged(printed, copies, how)
    seconds = time.perf_counter() - start
    found = {one.version: one.whole for one in told.withheld}
    if listed:
        sys.stdout.writelines(f"{line}\n" for line in errors(printed, found))
    return {
        "withheld": score(printed, found).figures(),
        "of_papers": called(printed, found),
        "of_papers_by_wording": proven(printed, found, {one.version: one.whole for one in told.full}),
        "coverage_withheld": coverage(told.withheld),
        "coverage_with_bylines": coverage(told.full),
        "bars": [[bar.lead, bar.alone, bar.copied] for bar in told.bars],
        "time": {"seconds": round(seconds, 2), "reports": len(printed), "copies": len(copies)},
    }


if __name__ == "__main__":
    sys.exit(main())
