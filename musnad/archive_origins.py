"""Origins of more reports than memory holds: exactly what `origins.origins` gives, a block at a time.

What is held meanwhile grows with the carriers, and by some bytes a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np

from musnad.archive_copies import copies_kept
from musnad.archive_documents import Documents
from musnad.archive_spill import Blobs, Kept, Spill, array, stage
from musnad.components import join, root
from musnad.corpus.entry import read_back, told
from musnad.model import Copy, ReportOrigins
from musnad.origins import (
    Evidence,
    Sound,
    printed_too,
    report_origins,
    sound_of,
    whole_copy,
)
from musnad.origins_carriers import Canon, Held, called, canon_of, carried, held_of
from musnad.parallel import ahead_in_processes

_BLOCK: Final = 4_096
_KEPT: Final = 4_096
_END: Final = np.dtype([("document", "<i8"), ("begin", "<i8"), ("end", "<i8")])


def origins_out_of_core(
    documents: Path, copies: Path, folder: Path, workers: int = 1, block: int = _BLOCK
) -> Iterator[tuple[str, int]]:
    """Find the origins of documents among which copies were found, in a folder.

    Gives how much was done, as it goes; what was done before is passed over. `OriginsKept` reads them.
    """
    try:
        yield from _find(_Task(documents, folder, block, uuid4().hex), copies, workers)
    finally:
        # What is held open takes its place on the disk, even when the folder is gone.
        _evidences.cache_clear()


def _find(task: _Task, copies: Path, workers: int) -> Iterator[tuple[str, int]]:
    held, folder = Documents(task.documents), task.folder
    stage(folder / "carriers", partial(_carriers, held))
    yield "carriers", len(held)
    stage(folder / "edges", partial(_edges, task, copies))
    stage(folder / "sounds", partial(_sounds, task))
    yield "sounds", len(held)
    blocks = -(-len(held) // task.block)
    (folder / "blocks").mkdir(exist_ok=True)
    left = [at for at in range(blocks) if not (folder / "blocks" / f"{at:06}").exists()]
    done = blocks - len(left)
    for _ in ahead_in_processes(partial(_block, task=task), left, min(workers, len(left))):
        done += 1
        yield "origins", min(len(held), done * task.block)


@dataclass(frozen=True, slots=True)
class _Task:
    """What every process is to do; `run` is another for each call, whatever the folders are called."""

    documents: Path
    folder: Path
    block: int
    run: str

    @property
    def evidence(self) -> _Evidences:
        """The evidence of the documents, opened once by each process."""
        return _evidences(self.run, self.documents, self.folder)


class OriginsKept:
    """The origins that were found in a folder, by the numbers of documents."""

    def __init__(self, folder: Path, block: int = _BLOCK) -> None:
        self._folder = folder
        self._block = block
        self._kept = lru_cache(16)(lambda at: Kept(folder / "blocks" / f"{at:06}", "origins"))

    def get(self, number: int) -> ReportOrigins:
        """The origins of one document."""
        at, within = divmod(number, self._block)
        return read_back(self._kept(at).get(within), ReportOrigins)


# --- carriers under one name ---


def _carriers(held: Documents, target: Path) -> None:
    numbers = range(len(held))
    told_by = canon_of(lambda: ((carried(held.brief(number).evidence), 1) for number in numbers))
    (target / "canon").write_bytes(told(told_by))


class _Evidences:
    """The evidence of documents by number, under canonical names."""

    def __init__(self, documents: Path, folder: Path) -> None:
        held = Documents(documents)
        canon = read_back((folder / "carriers" / "canon").read_bytes(), Canon)
        self.held = held
        self.get = lru_cache(_KEPT)(lambda number: called(held.brief(number).evidence, canon))


@lru_cache(maxsize=1)
def _evidences(run: str, documents: Path, folder: Path) -> _Evidences:
    # The folders are filled once in a run; by their names alone they might be some that held others before.
    del run
    return _Evidences(documents, folder)


# --- copies by report, and reports of one text ---


def _edges(task: _Task, copies: Path, target: Path) -> None:
    """Lay every copy aside with both its ends, by their blocks; join the reports of one text."""
    evidence, block = task.evidence, task.block
    held = evidence.held
    parent = array(target / "parent", "<i8", len(held))
    parent[:] = np.arange(len(held))
    printed = array(target / "printed", "?", len(held))
    spill = Spill(target, _END, -(-len(held) // block))
    at = 0
    ends: list[tuple[int, int, int]] = []
    with (target / "copies").open("wb") as out:
        for data in copies_kept(copies):
            copy = read_back(data, Copy)
            later, earlier = held.number(copy.later), held.number(copy.earlier)
            if whole_copy(copy):
                join(parent, later, earlier)
            both = printed_too(copy, evidence.get(later), evidence.get(earlier))
            printed[later] |= both[0]
            printed[earlier] |= both[1]
            out.write(data)
            ends += [(later, at, at + len(data)), (earlier, at, at + len(data))]
            at += len(data)
            if len(ends) >= 1 << 16:
                _put(spill, ends, block)
    _put(spill, ends, block)


def _put(spill: Spill, ends: list[tuple[int, int, int]], block: int) -> None:
    rows = np.array(ends, dtype=_END)
    ends.clear()
    spill.add(rows, rows["document"] // block)


def _sounds(task: _Task, target: Path) -> None:
    """What wording tells of the reports of each text."""
    evidence = task.evidence
    held = evidence.held
    parent = array(task.folder / "edges" / "parent", "<i8")
    printed = array(task.folder / "edges" / "printed", "?")
    parent = np.array(parent)
    roots = np.fromiter((root(parent, number) for number in range(len(held))), np.int64, len(held))
    order = np.argsort(roots, kind="stable")
    ends = np.flatnonzero(np.diff(roots[order], append=-1)) + 1
    of = array(target / "of", "<i8", len(held))
    with Blobs(target, "sounds", len(held)) as kept:
        begin = 0
        for end in ends.tolist():
            group = order[begin:end]
            begin = end
            told_of = [_bare(evidence.get(number)) for number in group.tolist()]
            sound = sound_of(told_of, copied=bool(printed[group].any()))
            of[group] = -1 if sound is None else group[0]
            if sound is not None:
                kept.put(int(group[0]), told(sound))


def _bare(one: Evidence) -> Evidence:
    """What of evidence the wording of a group is told by: a text may be printed a million times."""
    return Evidence(one.version, 0, None, one.credits, marks=one.marks)


# --- one block, a process ---


def _block(at: int, task: _Task) -> None:
    stage(task.folder / "blocks" / f"{at:06}", partial(_origins, at, task))


def _origins(at: int, task: _Task, target: Path) -> None:
    evidence, folder, size = task.evidence, task.folder, task.block
    held = evidence.held
    numbers = range(at * size, min(len(held), (at + 1) * size))
    of, sounds = array(folder / "sounds" / "of", "<i8"), Kept(folder / "sounds", "sounds")
    passages = _passages(at, evidence, folder, size)
    with Blobs(target, "origins", len(numbers)) as out:
        for number in numbers:
            sound = None if of[number] < 0 else read_back(sounds.get(int(of[number])), Sound)
            whence = report_origins(evidence.get(number), passages.get(number, []), sound)
            out.put(number - numbers.start, told(whence))


def _passages(at: int, evidence: _Evidences, folder: Path, size: int) -> dict[int, list[Held]]:
    """The passages of every document of a block that has some, in the order of the copies."""
    data = array(folder / "edges" / "copies", np.uint8)
    ends: Any = array(folder / "edges" / f"{at:05}", _END)
    found: defaultdict[int, list[Held]] = defaultdict(list)
    copies: dict[int, Copy] = {}
    for _, begin, end in ends.tolist():
        if begin not in copies:
            copies[begin] = read_back(data[begin:end].tobytes(), Copy)
    held = evidence.held
    for copy in sorted(copies.values(), key=lambda one: (one.later, one.earlier, one.kind)):
        later, earlier = held.number(copy.later), held.number(copy.earlier)
        for number, told_of in zip(
            (later, earlier), held_of(copy, evidence.get(later), evidence.get(earlier)), strict=True
        ):
            if number // size == at:
                found[number] += told_of
    return found
