"""Copies among more reports than memory holds: exactly what `copies.find` gives, part by part.

Shingles are laid aside in buckets by their hash. Boilerplate is a property of one shingle, so that each
bucket tells its own; the pairs of every bucket are laid aside by the first of both, and summed there. What
may be a copy is confirmed from words and texts on the disk. Rewrites are found a window of days at a time,
with frequencies of words counted in buckets too. Each step is a folder that is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from musnad import rewrites
from musnad.archive_documents import Documents
from musnad.archive_spill import Blobs, Kept, Spill, array, stage, staged
from musnad.copies import Confirm, near
from musnad.corpus.entry import read_back, told
from musnad.model import Copy
from musnad.parallel import ahead_in_processes
from musnad.postings import UNDATED, Numbers, boilerplate, pair_keys, postings_of
from musnad.shingles import Hashes
from musnad.shingles import runs as runs_of

_SHINGLE: Final = np.dtype([("hash", "<u8"), ("document", "<i8")])
_PAIR: Final = np.dtype([("key", "<i8"), ("often", "<i8")])
_CANDIDATE: Final = np.dtype([("left", "<i8"), ("right", "<i8"), ("whole", "?")])


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is held at once: shingles or pairs of a bucket, documents of a window of days, pairs that a
    process confirms, documents of which it keeps what it worked out.

    Four million shingles and their places take some 200 MB while they are sorted.
    """

    rows: int = 4_000_000
    window: int = 8_000
    confirmed: int = 4_000
    kept: int = 2_000


def find_out_of_core(
    documents: Path, folder: Path, workers: int = 1, budget: Budget | None = None
) -> Iterator[tuple[str, int]]:
    """Find the copies and rewrites among documents that `archive_documents.gather` laid out, in a folder.

    Gives the name of each step with how much of it was done, as it goes; what was done before is passed over.
    `copies_in` reads what was found.
    """
    limits = budget if budget is not None else Budget()
    task = _Task(documents, folder, limits, uuid4().hex)
    try:
        yield from _find(task, workers)
    finally:
        # What is held open takes its place on the disk, even when the folder is gone.
        _opened.cache_clear()


def _find(task: _Task, workers: int) -> Iterator[tuple[str, int]]:
    held, folder, limits = task.held, task.folder, task.limits
    shingles = stage(folder / "shingles", partial(_shingles, held, limits))
    yield "shingles", len(held)
    found = stage(folder / "pairs", partial(_pairs, held, shingles, limits))
    yield "pairs", len(array(found / "candidates", _CANDIDATE))
    chunks = -(-len(array(found / "candidates", _CANDIDATE)) // limits.confirmed)
    for done in _each(folder / "copies", chunks, partial(_confirm, task=task), workers):
        yield "copies", done
    stage(folder / "words", partial(_words, held, limits))
    stage(folder / "taken", partial(_taken, held, folder))
    yield "words", len(held)
    windows = _windows(held, limits.window)
    for done in _each(folder / "rewrites", len(windows), partial(_rewrites, task=task), workers):
        yield "rewrites", done


def copies_in(folder: Path) -> Iterator[Copy]:
    """The copies and rewrites that were found in a folder, copies first."""
    for data in copies_kept(folder):
        yield read_back(data, Copy)


def copies_kept(folder: Path) -> Iterator[bytes]:
    """What `copies_in` gives, as it is kept."""
    for kind in ("copies", "rewrites"):
        for chunk in staged(folder / kind):
            yield from Kept(chunk, "edge").items()


# --- pairs that share shingles ---


def _shingles(held: Documents, limits: Budget, target: Path) -> None:
    """Lay the distinct shingles of every document aside, by their hash; count them."""
    counts = array(target / "counts", "<i8", len(held))
    _lay_aside(held, limits, target, lambda number: np.unique(runs_of(held.words(number))), counts)


def _lay_aside(
    held: Documents, limits: Budget, target: Path, of: Callable[[int], Hashes], counts: Numbers | None = None
) -> None:
    buckets = _buckets(held.every_word, limits.rows)
    (target / "buckets").write_text(str(buckets))
    spill = Spill(target, _SHINGLE, buckets)
    waiting: list[NDArray[Any]] = []
    size = 0
    for number in range(len(held)):
        found = of(number)
        if counts is not None:
            counts[number] = len(found)
        rows = np.empty(len(found), dtype=_SHINGLE)
        rows["hash"], rows["document"] = found, number
        waiting.append(rows)
        size += len(rows)
        if size >= limits.rows // 4:
            _put(spill, waiting)
            size = 0
    _put(spill, waiting)


def _put(spill: Spill, waiting: list[NDArray[Any]]) -> None:
    if waiting:
        rows = np.concatenate(waiting)
        waiting.clear()
        # The upper bits of a hash, so that buckets follow one another as their hashes do.
        upper = rows["hash"] >> np.uint64(32)
        spill.add(rows, (upper.astype(np.int64) * spill.buckets) >> 32)


def _buckets(rows: int, at_once: int) -> int:
    """A power of two."""
    buckets = 1
    while buckets < 1024 and rows > buckets * at_once:
        buckets *= 2
    return buckets


def _spilt(folder: Path) -> Spill:
    return Spill(folder, _SHINGLE, int((folder / "buckets").read_text()))


def _pairs(held: Documents, shingles: Path, limits: Budget, target: Path) -> None:
    """Find boilerplate and the pairs that are worth confirming, by the days of the first of both.

    Copies lie close in time: so ordered, those who confirm a chunk meet the same documents over and over,
    and unpack each of them once.
    """
    spill = _spilt(shingles)
    counts = array(shingles / "counts", "<i8")
    total = len(held)
    place = np.empty(total, dtype=np.int64)
    place[np.argsort(held.days, kind="stable")] = np.arange(total)
    parts = min(max(1, total), 64)
    summed = Spill(target, _PAIR, parts)
    with (target / "boilerplate").open("wb") as common:
        for at in range(spill.buckets):
            rows = spill.bucket(at)
            index = postings_of(np.asarray(rows["hash"]), np.asarray(rows["document"]), counts)
            usual = boilerplate(index, held.publishers, held.days)
            index.hashes[usual].astype("<u8").tofile(common)
            for keys in pair_keys(index, ~usual):
                found, often = np.unique(keys, return_counts=True)
                pairs = np.empty(len(found), dtype=_PAIR)
                pairs["key"], pairs["often"] = found, often
                summed.add(pairs, place[found // total] * parts // total)
    with (target / "candidates").open("wb") as out:
        for at in range(parts):
            for keys, often in _summed(summed.bucket(at), limits.rows):
                rows = _candidates(keys, often, counts)
                rows[np.argsort(place[rows["left"]], kind="stable")].tofile(out)
            (target / f"{at:05}").unlink(missing_ok=True)


def _summed(pairs: NDArray[Any], at_once: int) -> Iterator[tuple[Numbers, Numbers]]:
    """The pairs of a bucket with how many shingles they share, in rising order, some at a time."""
    if not len(pairs):
        return
    low, high = int(pairs["key"].min()), int(pairs["key"].max()) + 1
    steps = 1 + len(pairs) // at_once
    edges = np.unique(np.linspace(low, high, steps + 1).astype(np.int64))
    edges[0], edges[-1] = low, high
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        some = pairs if steps == 1 else pairs[(pairs["key"] >= begin) & (pairs["key"] < end)]
        keys, place = np.unique(some["key"], return_inverse=True)
        often = np.zeros(len(keys), dtype=np.int64)
        np.add.at(often, place, some["often"])
        yield keys, often


def _candidates(keys: Numbers, often: Numbers, counts: Numbers) -> NDArray[Any]:
    left, right = keys // len(counts), keys % len(counts)
    proper, long = near(counts[left], counts[right], often)
    chosen = proper | long
    rows = np.empty(int(chosen.sum()), dtype=_CANDIDATE)
    rows["left"], rows["right"], rows["whole"] = left[chosen], right[chosen], proper[chosen]
    return rows


# --- confirmed, a chunk a process ---


@dataclass(frozen=True, slots=True)
class _Task:
    """What every process is to do; `run` is another for each call, whatever the folders are called."""

    documents: Path
    folder: Path
    limits: Budget
    run: str

    @property
    def held(self) -> Documents:
        """The documents, opened once by each process."""
        return _opened(self.run, self.documents)

    def confirm(self) -> Confirm:
        held = self.held
        keep = lru_cache(self.limits.kept)
        return Confirm(
            keep(held.document),
            array(self.folder / "pairs" / "boilerplate", "<u8"),
            shingles=keep(lambda number: runs_of(held.words(number))),
            kept=self.limits.kept,
        )


@lru_cache(maxsize=1)
def _opened(run: str, folder: Path) -> Documents:
    # A folder is filled once in a run; by its name alone it might be one that held others before.
    del run
    return Documents(folder)


def _each(target: Path, chunks: int, work: Callable[[int], None], workers: int) -> Iterator[int]:
    """Do the chunks that are not done yet; how many were done, as it goes."""
    target.mkdir(exist_ok=True)
    left = [at for at in range(chunks) if not (target / f"{at:06}").exists()]
    done = chunks - len(left)
    yield done
    for _ in ahead_in_processes(work, left, min(workers, len(left))):
        done += 1
        yield done


def _confirm(chunk: int, task: _Task) -> None:
    def make(target: Path) -> None:
        every = array(task.folder / "pairs" / "candidates", _CANDIDATE)
        some = every[chunk * task.limits.confirmed : (chunk + 1) * task.limits.confirmed]
        confirm = task.confirm()
        _keep(
            target,
            (copy for i, j, whole in some.tolist() if (copy := confirm.copy(i, j, whole=whole)) is not None),
        )

    stage(task.folder / "copies" / f"{chunk:06}", make)


def _keep(target: Path, found: Iterable[Copy]) -> None:
    every = [told(copy) for copy in found]
    with Blobs(target, "edge", len(every)) as edges:
        for number, data in enumerate(every):
            edges.put(number, data)


# --- rewrites ---


def _words(held: Documents, limits: Budget, target: Path) -> None:
    """Count in how many documents each word stands; words of one alone are left out."""
    _lay_aside(held, limits, target, lambda number: np.unique(held.words(number)))
    spill = _spilt(target)
    with (target / "hashes").open("wb") as words, (target / "spread").open("wb") as spread:
        for at in range(spill.buckets):
            found, often = np.unique(spill.bucket(at)["hash"], return_counts=True)
            found[often > 1].astype("<u8").tofile(words)
            often[often > 1].astype("<i8").tofile(spread)
            (target / f"{at:05}").unlink(missing_ok=True)


def _taken(held: Documents, folder: Path, target: Path) -> None:
    """The keys of the pairs that are copies, in rising order."""
    with (target / "unsorted").open("wb") as out:
        for chunk in staged(folder / "copies"):
            kept = (read_back(data, Copy) for data in Kept(chunk, "edge").items())
            ends = (sorted((held.number(one.later), held.number(one.earlier))) for one in kept)
            np.fromiter((i * len(held) + j for i, j in ends), np.int64).tofile(out)
    np.sort(array(target / "unsorted", "<i8")).tofile(target / "keys")
    (target / "unsorted").unlink()


def _windows(held: Documents, size: int) -> list[tuple[int, int]]:
    """The first and last day of each window, none with many more documents than `size` but for one day."""
    days = held.days
    found: list[tuple[int, int]] = []
    first, count = None, 0
    for day, often in zip(*np.unique(days[days != UNDATED], return_counts=True), strict=True):
        if first is not None and count + often > size:
            found.append((first, int(day) - 1))
            first, count = None, 0
        first = int(day) if first is None else first
        count += int(often)
        last = int(day)
    if first is not None:
        found.append((first, last))
    return found


def _rewrites(chunk: int, task: _Task) -> None:
    def make(target: Path) -> None:
        held = task.held
        first, last = _windows(held, task.limits.window)[chunk]
        _keep(target, _rewrites_of(held, first, last, task))

    stage(task.folder / "rewrites" / f"{chunk:06}", make)


def _rewrites_of(held: Documents, first: int, last: int, task: _Task) -> Iterator[Copy]:
    """The rewrites among documents of some days and those behind them."""
    among = np.flatnonzero((held.days >= first) & (held.days <= last + rewrites.DAYS))
    words = task.folder / "words"
    frequencies = rewrites.Frequencies(
        len(held), array(words / "hashes", "<u8"), array(words / "spread", "<i8")
    )
    taken = array(task.folder / "taken" / "keys", "<i8")
    confirm = task.confirm()
    found = rewrites.candidates(
        [held.words(number) for number in among.tolist()],
        [held.brief(number).features for number in among.tolist()],
        held.publishers[among],
        held.days[among],
        frequencies,
        last,
    )
    for one, other, likely in found:
        i, j = int(among[one]), int(among[other])
        key = i * len(held) + j
        at = int(np.searchsorted(taken, key))
        if at < len(taken) and taken[at] == key:
            continue
        if (rewrite := confirm.rewrite(i, j, likely)) is not None:
            yield rewrite
