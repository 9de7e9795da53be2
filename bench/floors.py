"""Quality floors: the figures that a change may not push down, pinned with a hash of what they measure.

    python bench/floors.py check
    python bench/floors.py pin [--lower --reason "why"]

`check` scores the reader on each gold set, the times found on the cases of times.csv, the links of the pairs
of names.csv and claims.csv, the kinds of origin of origin_links.csv, and copies, rewrites and origins on a
few days of the corpus (sample.py). It fails where a figure lies below its floor, or where the labelled files
or reports are not those that the floors were measured on. `pin` raises floors to what is measured; it lowers
one, or moves to other gold files, only with --lower and a reason, which stays in the file. Gold sets live
outside the repository; one that is not there is named and passed over.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import names, places, times
from musnad.evaluate import Options, Read, Scores, evaluate
from musnad.gold import GoldReport, load
from musnad.model import Engine

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.toml")
GOLD = ROOT.parent / "shared" / "gold"
GATES = (
    "attribution",
    "end_to_end",
    "source",
    "cue",
    "content",
    "value",
    "exact",
    "f1",
    "precision",
    "linked",
)
# Kept for information: a share of the matched attributions may sink because more, and harder ones, match.
FIGURES = (
    *GATES[:5],
    "end_to_end_lenient",
    "speaker",
    "class",
    "quote",
    "via_printed",
    "chain_printed",
    "addressee",
    "medium",
)
# Figures are written to four places; half of the last one is rounding, not a loss.
_ROUNDING = 0.00005


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One named set: the reports of `folder` whose names `keep` accepts, read by one engine.

    `gates` unless for information; `gated` are the figures that may not sink.
    """

    name: str
    folder: str
    keep: Callable[[str], bool] = lambda _: True
    gates: bool = True
    engine: Engine = "grammar"
    gated: tuple[str, ...] = GATES


SETS = (
    GoldSet("dev", "dev"),
    GoldSet("dev-without-seed", "dev", lambda name: name != "seed"),
    # One report: its figures swing by four points with a single attribution.
    GoldSet("seed", "dev", lambda name: name == "seed", gates=False),
    GoldSet("train", "train"),
    # Of the tagger nothing is measured on the training reports: it has learned them.
    GoldSet("dev-both", "dev", engine="both"),
    GoldSet("dev-tagger", "dev", engine="tagger"),
    GoldSet("dev-without-seed-both", "dev", lambda name: name != "seed", engine="both"),
)

# Expressions of time with their value, of the rows that may be listed, of those kept aside, of those
# labelled for writing the grammar, of both kinds in the table drawn later, and of the four tables after it.
TIMES = (
    GoldSet("times", "listed"),
    GoldSet("times-aside", "aside"),
    GoldSet("times-more", "listed"),
    GoldSet("times-later", "listed"),
    GoldSet("times-later-aside", "aside"),
    GoldSet("times-wide", "listed"),
    GoldSet("times-last", "listed"),
    GoldSet("times-dense", "listed"),
    GoldSet("times-close", "listed"),
)
_CASES = {
    "times-more": times.MORE,
    "times-later": times.LATER,
    "times-later-aside": times.LATER,
    "times-wide": times.WIDE,
    "times-last": times.LAST,
    "times-dense": times.DENSE,
    "times-close": times.CLOSE,
}

# Links of the same person or body in two reports, likewise, as the grammar reads them.
NAMES = (GoldSet("names", "listed"), GoldSet("names-aside", "aside"))

# Places, likewise: whether what is linked is right, and how many are.
PLACES = (GoldSet("places", "listed"), GoldSet("places-aside", "aside"))

# Copies, rewrites and origins on the few days of bench/sample.py. What must not rise is given as what must
# not sink.
_RECALLS = ("recall_50", "recall_40", "recall_30", "recall_20")
_TOLD = ("precision", "coverage", "precision_credited", "coverage_credited", "not_publisher")
SAMPLES = (
    GoldSet("copies", "copies", gated=(*_RECALLS, "precision", "within", "unbroken")),
    GoldSet("rewrites", "listed", gated=("precision", "recall")),
    GoldSet("rewrites-aside", "aside", gated=("precision", "recall")),
    GoldSet("origins", "origins", gated=_TOLD),
)

# Pairs of statements that are one claim, as the grammar reads them, by their table and whether they are
# aside. The reader of pairs has learned from those that are listed.
CLAIMS = (
    GoldSet("claims", "claims.csv 0", gated=("precision", "recall", "f1")),
    GoldSet("claims-aside", "claims.csv 1", gated=("precision", "recall", "f1")),
    GoldSet("claims-aside-later", "claims_aside.csv 1", gated=("precision", "recall", "f1")),
)

# The kind of origin that a report alone tells for a statement, as the grammar reads it: how often it is
# right, of named ones how many are told, and how many told are right.
_KINDS = ("value", "recall", "precision")
LINKS = (
    GoldSet("origin-links", "0", gated=_KINDS),
    GoldSet("origin-links-aside", "1", gated=_KINDS),
)

Reader = Callable[[Engine], Read]
"""How to read with an engine."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What was measured on one set: its hash, how many reports and labels, and the figures."""

    sha256: str
    reports: int
    attributions: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was let down, with the day and the reason.

    Where `figure` is "gold", the gold files changed, and the numbers are their attributions.
    """

    gold: str
    figure: str
    was: float
    now: float
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class Floors:
    """The contents of floors.toml."""

    sets: Mapping[str, Floor] = field(default_factory=dict)
    lowered: tuple[Lowering, ...] = ()


class FloorsError(ValueError):
    """A floors file that cannot be read, or a pin that needs a reason."""


def digest(folder: Path, keep: Callable[[str], bool] = lambda _: True) -> str:
    """SHA-256 over the kept files of a gold folder: sorted names, each with its size and contents."""
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_file() and path.suffix in {".txt", ".json", ".meta"} and keep(path.stem):
            contents = path.read_bytes()
            whole.update(f"{path.name}\0{len(contents)}\0".encode())
            whole.update(contents)
    return whole.hexdigest()


def measure(root: Path, reader: Reader) -> dict[str, tuple[GoldSet, Floor]]:
    """Score what `reader` gives on every set whose folder is there; each report is read once an engine."""
    measured = {}
    for folder, engine in dict.fromkeys((gold_set.folder, gold_set.engine) for gold_set in SETS):
        if not (root / folder).is_dir():
            continue
        gold = load(root / folder)
        read = reader(engine)
        readings = {report.report: read(report.report) for report in gold}
        for gold_set in SETS:
            kept = [report for report in gold if gold_set.keep(report.name)]
            if (gold_set.folder, gold_set.engine) == (folder, engine) and kept:
                scores = evaluate(kept, readings.__getitem__, Options(resamples=0))
                sha256 = digest(root / folder, gold_set.keep)
                measured[gold_set.name] = gold_set, _floor(scores, kept, sha256)
    return measured


def measure_times(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score the times found in the labelled passages; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    measured = {}
    for cases in dict.fromkeys((times.CASES, *_CASES.values())):
        counts = times.measure(cases=cases)
        sha256 = hashlib.sha256(cases.read_bytes()).hexdigest()
        passages = Counter("aside" if one.aside else "listed" for one in times.passages(cases))
        for part in TIMES:
            if _CASES.get(part.name, times.CASES) == cases:
                one = counts[part.folder]
                measured[part.name] = part, Floor(sha256, passages[part.folder], one.labelled, one.figures())
    return measured


def measure_names(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score the links of the labelled pairs of names; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    pairs = [pair for pair in names.labels() if pair.same is not None]
    reports = {place.report for pair in pairs for place in (pair.left, pair.right)}
    scores = names.measure(names.weighed(pairs, names.readings(reports, "grammar", corpus)))
    sha256 = hashlib.sha256(names.LABELS.read_bytes()).hexdigest()
    measured = {}
    for part in NAMES:
        own = [pair for pair in pairs if pair.aside == (part.folder == "aside")]
        count = len({place.report for pair in own for place in (pair.left, pair.right)})
        figures = {name: round(scores[part.folder][name], 4) for name in ("f1", "precision", "recall")}
        measured[part.name] = part, Floor(sha256, count, len(own), figures)
    return measured


def measure_places(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score the labelled places; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    rows = places.labels(places.LABELS)
    found = dict(places.texts(corpus, frozenset(row.report for row in rows)))
    sha256 = hashlib.sha256(places.LABELS.read_bytes()).hexdigest()
    measured = {}
    for part in PLACES:
        own = [row for row in rows if row.aside == (part.folder == "aside")]
        values = places.figures(places.measure(own, found)[0])
        figures = {name: round(value, 4) for name, value in values.items()}
        measured[part.name] = part, Floor(sha256, len({row.report for row in own}), len(own), figures)
    return measured


def measure_samples(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score copies, rewrites and origins on a few days; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    from bench import sample

    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: str(row["id"]))
    some = sample.of_days(rows, sample.DAYS)
    copies, found = sample.measure_copies(some)
    told = sample.measure_rewrites(sample.of_days(rows, sample.RETOLD))
    told |= {
        "copies": copies,
        "origins": sample.measure_origins(sample.of_days(some, sample.DAYS[:1]), found),
    }
    measured = {}
    for part in SAMPLES:
        one = told[part.folder]
        measured[part.name] = part, Floor(one.sha256, one.reports, one.judged, one.figures)
    return measured


def measure_claims(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score the pairs of `CLAIMS`; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    from bench import claims

    labelled = {table.name: claims.rows(table) for table in (claims.CASES, claims.ASIDE)}
    named = {row[side] for rows in labelled.values() for row in rows for side in ("left", "right")}
    held = claims.readings(named, "grammar")
    every = {name: claims.cases(rows, held) for name, rows in labelled.items()}
    measured = {}
    for part in CLAIMS:
        name, aside = part.folder.split()
        some = [one for one in every[name] if one.aside == (aside == "1")]
        told = claims.figures(some, [claims.is_claim(one) for one in some])
        sha256 = hashlib.sha256((claims.HERE / name).read_bytes()).hexdigest()
        figures = {name: float(told[name]) for name in part.gated}
        measured[part.name] = part, Floor(sha256, len(held), len(some), figures)
    return measured


def measure_links(corpus: Path) -> dict[str, tuple[GoldSet, Floor]]:
    """Score the statements of `LINKS`; nothing where the reports are not at `corpus`."""
    if not corpus.exists():
        return {}
    from bench import origin_links

    every = list(origin_links.cases(origin_links.rows(), "grammar"))
    sha256 = hashlib.sha256(origin_links.CASES.read_bytes()).hexdigest()
    measured = {}
    for part in LINKS:
        some = [one for one in every if one.row["aside"] == part.folder]
        told = origin_links.figures(some)
        figures = {name: float(told[name]) for name in part.gated}
        measured[part.name] = part, Floor(sha256, len(some), len(some), figures)
    return measured


def _floor(scores: Scores, gold: list[GoldReport], sha256: str) -> Floor:
    values = {name: scores[name].value for name in FIGURES}
    figures = {name: round(value, 4) for name, value in values.items() if value is not None}
    return Floor(sha256, len(gold), scores.gold, figures)


def compare(floors: Floors, measured: Mapping[str, tuple[GoldSet, Floor]]) -> Iterator[str]:
    """A line for each way in which what is measured falls short of the floors."""
    for name, (gold_set, now) in measured.items():
        floor = floors.sets.get(name)
        if not gold_set.gates:
            continue
        if floor is None:
            yield f"{name}: no floor yet; run pin"
        elif floor.sha256 != now.sha256:
            yield f"{name}: the gold differs from what the floors were measured on; run pin"
        else:
            for figure in (figure for figure in gold_set.gated if figure in floor.figures):
                value = floor.figures[figure]
                got = now.figures.get(figure, 0.0)
                if got < value - _ROUNDING:
                    yield f"{name}: {figure} {got:.4f} is below its floor {value:.4f}"


def pinned(
    floors: Floors, measured: Mapping[str, tuple[GoldSet, Floor]], reason: str | None, day: str
) -> Floors:
    """Floors raised to what is measured. Raises FloorsError where one would sink and `reason` is None."""
    sets, lowered = dict(floors.sets), list(floors.lowered)
    for name, (gold_set, now) in measured.items():
        old = floors.sets.get(name)
        if old is None or not gold_set.gates:
            sets[name] = now
            continue
        gates = {f: v for f, v in old.figures.items() if f in gold_set.gated}
        sunk = {f: v for f, v in gates.items() if now.figures.get(f, 0.0) < v - _ROUNDING}
        if reason is None and old.sha256 != now.sha256:
            raise FloorsError(f"{name}: the gold differs; pin it with --lower and --reason")
        if reason is None and sunk:
            figures = ", ".join(f"{f} {v:.4f} to {now.figures.get(f, 0.0):.4f}" for f, v in sunk.items())
            raise FloorsError(f"{name}: this would lower {figures}; say --lower and --reason")
        if old.sha256 != now.sha256:
            moved = Lowering(name, "gold", old.attributions, now.attributions, day, reason or "")
            lowered.append(moved)
        for figure, value in sunk.items():
            sank_to = now.figures.get(figure, 0.0)
            lowered.append(Lowering(name, figure, value, sank_to, day, reason or ""))
        sets[name] = now
    return replace(floors, sets=sets, lowered=tuple(lowered))


def read_floors(path: Path) -> Floors:
    """The floors of a file; none where it does not exist. Raises FloorsError."""
    if not path.exists():
        return Floors()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        sets = {name: Floor(**value) for name, value in data.get("set", {}).items()}
        return Floors(sets, tuple(Lowering(**value) for value in data.get("lowered", [])))
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise FloorsError(f"{path}: {error}") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors as TOML, sets in order of name, lowerings in order of time."""
    lines = [
        "# Written by `python bench/floors.py pin`. Figures are F1 or shares; attributions: what was judged."
    ]
    for name, floor in sorted(floors.sets.items()):
        lines += [
            "",
            f"[set.{name}]",
            f"sha256 = {_quoted(floor.sha256)}",
            f"reports = {floor.reports}",
            f"attributions = {floor.attributions}",
            f"[set.{name}.figures]",
            *(f"{figure} = {value:.4f}" for figure, value in floor.figures.items()),
        ]
    for low in floors.lowered:
        lines += [
            "",
            "[[lowered]]",
            f"gold = {_quoted(low.gold)}",
            f"figure = {_quoted(low.figure)}",
            f"was = {low.was:.4f}",
            f"now = {low.now:.4f}",
            f"day = {_quoted(low.day)}",
            f"reason = {_quoted(low.reason)}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(value: str) -> str:
    # JSON escapes what a TOML basic string must escape, save for U+007F, which no reason holds.
    return json.dumps(value, ensure_ascii=False)


def by_engine(engine: Engine) -> Read:
    """The reader of Musnad with one engine."""
    from musnad.reader import ReadOptions, read

    return partial(read, options=ReadOptions(engine=engine))


def main(arguments: list[str] | None = None, reader: Reader = by_engine) -> int:
    """Run the command; exit status 1 where a floor is broken or a pin refused."""
    parser = argparse.ArgumentParser(description="Check or pin the quality floors.")
    parser.add_argument("action", choices=("check", "pin"))
    parser.add_argument("--lower", action="store_true", help="allow a floor to sink (needs --reason)")
    parser.add_argument("--reason", help="why it sinks; kept in the file")
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold sets")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of floors")
    given = parser.parse_args(arguments)
    reason = (given.reason or "").strip()
    if given.lower != bool(reason):
        parser.error("--lower and --reason go together")
    try:
        floors = read_floors(given.floors)
        measured = measure(given.gold, reader)
        corpus = given.gold.parent / "corpus" / "reports.jsonl.gz"
        measured |= measure_times(corpus) | measure_names(corpus) | measure_places(corpus)
        measured |= measure_samples(corpus)
        measured |= measure_claims(corpus)
        measured |= measure_links(corpus)
        for name in (
            s.name for s in (*SETS, *TIMES, *NAMES, *PLACES, *SAMPLES, *CLAIMS) if s.name not in measured
        ):
            sys.stdout.write(f"{name}: not there, passed over\n")
        for name, (_, now) in measured.items():
            figures = "  ".join(f"{figure} {value:.3f}" for figure, value in now.figures.items())
            sys.stdout.write(f"{name}: {now.reports} reports  {figures}\n")
        if given.action == "pin":
            day = datetime.now(UTC).date().isoformat()
            write_floors(given.floors, pinned(floors, measured, reason or None, day))
            return 0
        broken = list(compare(floors, measured))
    except FloorsError as error:
        broken = [str(error)]
    for line in broken:
        sys.stderr.write(line + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
