"""Many reports made of few: staged parts of an archive, cloned to later days in other words.

Every clone is the whole set again, its days moved behind those before it. Its words are exchanged, one for
one, among words that as many reports have, so that texts of two clones share no run of six words by their
origin; some words that few reports have become new ones, as many as the vocabulary of so many reports would
have (Heaps 1978, with the exponent of the real set). What is boilerplate in the real set stays as it is, in
every clone. Copies and rewrites within a clone are those of the real set, as are its publishers and days.

Words are exchanged where they are compared, as hashes. The text that is kept beside them is the real one:
within a clone, and in boilerplate, equal hashes are equal words of these texts, so that confirming does the
same work. Reading is measured on real texts alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # it carries no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # likewise
from numpy.typing import NDArray

from musnad.archive_documents import Documents
from musnad.archive_spill import Blobs, array
from musnad.archive_tables import versions_schema
from musnad.briefs import Brief, packed, unpacked
from musnad.corpus.entry import read_back, told
from musnad.model import Report
from musnad.postings import UNDATED, Numbers, boilerplate, postings
from musnad.shingles import WIDTH, Hashes, runs

_SEED: Final = 20150801
# Words are exchanged for such that at most so many times as many reports have.
_BAND: Final = 1.25
# Words in more reports than this are never made new.
_SELDOM: Final = 2
# Days without reports between two stretches of days, at least.
_GAP: Final = 7
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Base:
    """The real reports: their words one behind the other, which of these are in boilerplate, and days.

    `at` has the place of each word in `vocabulary`, `spread` in how many reports each of these stands. The
    words of report `n` are those from `ends[n]` up to `ends[n + 1]`. `heaps` is by what power of the number
    of reports the vocabulary grows. `apart` is how many days later each clone is than the one before it.
    """

    versions: tuple[str, ...]
    days: Numbers
    publishers: Numbers
    words: Hashes
    ends: Numbers
    usual: NDArray[np.bool_]
    vocabulary: Hashes
    at: Numbers
    spread: Numbers
    heaps: float
    apart: int

    def __len__(self) -> int:
        return len(self.versions)


def base(documents: Path, *, dense: bool = False) -> Base:
    """What is expanded: documents that `archive_documents.gather` laid out.

    Every clone begins behind the last day of the one before it; where `dense` is asked for all have the days
    of the first, so that there are more reports a day and no more days.
    """
    held = Documents(documents)
    texts = [held.words(number) for number in range(len(held))]
    words = np.concatenate(texts)
    ends = np.cumsum([0, *map(len, texts)])
    vocabulary, at = np.unique(words, return_inverse=True)
    of = np.repeat(np.arange(len(texts)), np.diff(ends))
    spread = np.bincount(np.unique(of * len(vocabulary) + at) % len(vocabulary), minlength=len(vocabulary))
    half = len(np.unique(words[np.isin(of, np.arange(0, len(texts), 2))]))
    return Base(
        tuple(held.version(number) for number in range(len(held))),
        np.array(held.days),
        np.array(held.publishers),
        words,
        ends,
        _usual(texts, np.array(held.publishers), np.array(held.days)),
        vocabulary,
        at.astype(np.int64),
        spread,
        math.log2(len(vocabulary) / half),
        0 if dense else _length(np.array(held.days)),
    )


def _length(days: Numbers) -> int:
    """The days from the first to the last, both counted."""
    dated = days[days != UNDATED]
    return int(dated.max() - dated.min()) + 1 if len(dated) else 1


def _usual(texts: Sequence[Hashes], publishers: Numbers, days: Numbers) -> NDArray[np.bool_]:
    """Which words stand in a shingle that is boilerplate."""
    index = postings([np.unique(runs(one)) for one in texts])
    common = index.hashes[boilerplate(index, publishers, days)]
    found = []
    for one in texts:
        marked = np.zeros(len(one), dtype=np.bool_)
        for start in np.flatnonzero(np.isin(runs(one), common)).tolist():
            marked[start : start + WIDTH] = True
        found.append(marked)
    return np.concatenate(found)


def order(held: Base) -> Numbers:
    """The reports in the order in which a clone that is not whole has them: whole days, those of every
    stretch of days in proportion.
    """
    days = np.unique(held.days)
    stretch = np.cumsum(np.diff(days, prepend=days[0]) > _GAP)
    place = np.empty(len(days))
    for one in np.unique(stretch):
        among = stretch == one
        place[among] = np.arange(among.sum()) / among.sum()
    return np.lexsort((np.arange(len(held)), held.days, place[np.searchsorted(days, held.days)]))


def clones(held: Base, count: int) -> Iterator[tuple[int, Numbers]]:
    """The clones that make up so many reports, each with the numbers of the reports that it has."""
    wanted = order(held)
    for clone in range(-(-count // len(held))):
        yield clone, np.sort(wanted[: count - clone * len(held)])


def words_of(held: Base, clone: int) -> Hashes:
    """The words of all reports of a clone; those of the first are the real ones."""
    if clone == 0:
        return held.words
    return np.asarray(np.where(held.usual, held.words, _images(held, clone)[held.at]))


def _images(held: Base, clone: int) -> Hashes:
    """What every word of the vocabulary becomes in a clone."""
    chance = np.random.default_rng((_SEED, clone))
    band = np.floor(np.log(held.spread) / math.log(_BAND)).astype(np.int64)
    shuffled = np.lexsort((chance.random(len(band)), band))
    images = np.empty_like(held.vocabulary)
    images[np.argsort(band, kind="stable")] = held.vocabulary[shuffled]
    grown = len(images) * ((clone + 1) ** held.heaps - clone**held.heaps)
    seldom = np.flatnonzero(held.spread <= _SELDOM)
    fresh = seldom[chance.random(len(seldom)) < grown / max(1, len(seldom))]
    images[fresh] = _other(held.vocabulary[fresh], clone)
    return images


def _other(hashes: Hashes, clone: int) -> Hashes:
    """Other hashes for these, different in every clone; none where it is the first."""
    if clone == 0:
        return hashes
    own = np.uint64(int(_SPREAD) * (2 * clone + 1) % (1 << 64))
    return np.asarray((hashes ^ own) * _SPREAD)


def version_of(version: str, clone: int) -> str:
    """The version of a report in a clone."""
    return hashlib.sha256(f"{version} {clone}".encode()).hexdigest() if clone else version


# --- whole reports, as staged parts ---


def expand(parts: Sequence[Path], held: Base, count: int, target: Path) -> None:
    """Make so many reports of those of staged parts, as staged parts in a folder.

    Holds the words of every clone at once, some 20 MB for each of the reports beside the checkout.
    """
    place = {version: number for number, version in enumerate(held.versions)}
    every = []
    for number, chosen in clones(held, count):
        taken = np.zeros(len(held), dtype=np.bool_)
        taken[chosen] = True
        every.append((_Clone(held, number, words_of(held, number), place), taken))
    made = 0
    for part in parts:
        whole = _Part(part)
        for clone, taken in every:
            kept = {name for name in whole.rows if name in place and taken[place[name]]}
            if kept:
                whole.write(clone, kept, target / f"{made:06}")
                made += 1


@dataclass(frozen=True, slots=True)
class _Clone:
    base: Base
    number: int
    words: Hashes
    place: dict[str, int]

    def version(self, row: dict[str, Any], brief: Brief, report: Report) -> dict[str, Any]:
        """The row of a version in this clone, given with what is packed in it."""
        clone, at = self.number, self.place[row["version"]]
        name, own = version_of(row["version"], clone), version_of(row["id"], clone)
        published = self.later(row["published"])
        features = replace(
            brief.features,
            numbers=np.sort(_other(brief.features.numbers, clone)),
            names=np.sort(_other(brief.features.names, clone)),
            quoted=np.sort(_other(brief.features.quoted, clone)),
        )
        changed = replace(
            brief,
            side=replace(brief.side, published=self.later(brief.side.published)),
            features=features,
            evidence=replace(brief.evidence, version=name),
        )
        known = replace(
            report, id=own, version=name, external_id=self.name(report.external_id), published=published
        )
        words = self.words[self.base.ends[at] : self.base.ends[at + 1]]
        return {
            **row,
            "version": name,
            "id": own,
            "name": self.name(row["name"]),
            "day": self.later(row["day"]),
            "published": published,
            "known": told(known),
            "words": words.astype("<u8").tobytes(),
            "brief": packed(changed),
        }

    def name(self, name: str | None) -> str | None:
        """What a report goes by in this clone."""
        return f"{name}~{self.number}" if name and self.number else name

    def later(self, stated: str | None) -> str | None:
        """A day, or what begins with one, as many days later as this clone is."""
        try:
            day = date.fromisoformat((stated or "")[:10])
        except ValueError:
            return stated
        return f"{day + timedelta(self.number * self.base.apart)}{(stated or '')[10:]}"


class _Part:
    """A staged part, unpacked once for all clones."""

    def __init__(self, folder: Path) -> None:
        rows = pq.read_table(folder / "versions.parquet").to_pylist()
        self.rows: dict[str, dict[str, Any]] = {}
        self._at: dict[str, int] = {}
        for at, row in enumerate(rows):
            # Of two records of one version the first counts.
            if row["version"] not in self.rows:
                self.rows[row["version"]], self._at[row["version"]] = row, at
        self._briefs = {name: unpacked(row["brief"]) for name, row in self.rows.items()}
        self._known = {name: read_back(row["known"], Report) for name, row in self.rows.items()}
        self._tables = {
            table: pq.read_table(folder / f"{table}.parquet")
            for table in ("records", "statements", "entities")
        }

    def write(self, clone: _Clone, wanted: set[str], target: Path) -> None:
        """Write these of its versions as they are in a clone."""
        target.mkdir(parents=True)
        made, places = list[dict[str, Any]](), dict[int, int]()
        for name, row in self.rows.items():
            brief = self._briefs[name]
            if brief is None:
                raise ValueError("the staged parts are of another form: read them again")
            if name in wanted:
                places[self._at[name]] = len(made)
                made.append(clone.version(row, brief, self._known[name]))
        _write(pa.Table.from_pylist(made, versions_schema()), target / "versions.parquet")
        for table, rows in self._tables.items():
            if table == "records":
                kept = rows.filter(pa.array([name in wanted for name in rows.column("version").to_pylist()]))
            else:
                kept = _placed(rows, places)
            if clone.number:
                kept = _renamed(kept, clone)
            _write(kept, target / f"{table}.parquet")


def _placed(rows: Any, places: Mapping[int, int]) -> Any:
    """The rows of versions that have a place among those that are written, with that place."""
    kept = rows.filter(pa.array([at in places for at in rows.column("record").to_pylist()]))
    at = kept.schema.names.index("record")
    moved = [places[one] for one in kept.column("record").to_pylist()]
    return kept.set_column(at, kept.schema.field(at), pa.array(moved, kept.schema.field(at).type))


def _renamed(rows: Any, clone: _Clone) -> Any:
    """Rows of a table under the versions, names and days of a clone."""
    changed: dict[str, Callable[[str | None], str | None]] = {
        "version": lambda value: value and version_of(value, clone.number),
        "report": clone.name,
        "published": clone.later,
    }
    for name, change in changed.items():
        if name in rows.schema.names:
            at = rows.schema.names.index(name)
            known = {value: change(value) for value in set(rows.column(name).to_pylist())}
            column = [known[value] for value in rows.column(name).to_pylist()]
            rows = rows.set_column(at, rows.schema.field(at), pa.array(column, rows.schema.field(at).type))
    return rows


def _write(table: Any, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", row_group_size=64)


# --- signatures alone ---


def expand_words(held: Base, count: int, target: Path) -> None:
    """Lay out words, days and publishers of so many reports, as `gather` does, and nothing else of them."""
    every = list(clones(held, count))
    names = np.concatenate(
        [
            np.array([version_of(held.versions[number], clone) for number in chosen.tolist()], dtype="S64")
            for clone, chosen in every
        ]
    )
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.argsort(names, kind="stable")] = np.arange(len(names))
    array(target / "version", "S64", len(names))[rank] = names
    days, publishers = (array(target / name, "<i8", len(names)) for name in ("days", "publishers"))
    with Blobs(target, "words", len(names)) as out:
        begin = 0
        for clone, chosen in every:
            numbers = rank[begin : begin + len(chosen)]
            begin += len(chosen)
            day = held.days[chosen]
            days[numbers] = np.where(day == UNDATED, UNDATED, day + clone * held.apart)
            publishers[numbers] = held.publishers[chosen]
            words = words_of(held, clone).astype("<u8")
            for number, at in zip(numbers.tolist(), chosen.tolist(), strict=True):
                out.put(number, words[held.ends[at] : held.ends[at + 1]].tobytes())
