"""Copies and origins out of memory: the same as in it, in however small parts."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it carries no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad import postings as module
from musnad import rewrites
from musnad.archive_copies import Budget, copies_in, find_out_of_core
from musnad.archive_documents import Documents, gather
from musnad.archive_origins import OriginsKept, origins_out_of_core
from musnad.archive_reading import read_part
from musnad.archive_record import RecordOptions
from musnad.archive_records import records
from musnad.archive_spill import remove
from musnad.copies import find
from musnad.origins import origins
from musnad.postings import pair_keys, postings
from tests.archive_cases import STORM, cases, lines, row
from tests.corpus_cases import GRAMMAR


def laid_out(folder: Path, rows: Sequence[dict[str, object]]) -> Documents:
    """The documents of rows, staged in three parts."""
    for n in range(3):
        part = folder / "parts" / f"{n:06}"
        part.mkdir(parents=True)
        source = lines(folder / f"{n}.jsonl", list(rows[n::3]))
        read = read_part(records(str(source), RecordOptions()), GRAMMAR)
        pq.write_table(read.versions, part / "versions.parquet")
    (folder / "documents").mkdir()
    gather(sorted((folder / "parts").iterdir()), "2026-06-01T00:00:00Z", folder / "documents")
    return Documents(folder / "documents")


@pytest.mark.parametrize(
    "budget",
    [Budget(), Budget(rows=300, window=5, confirmed=2, kept=2), Budget(rows=50, window=1, confirmed=1)],
)
def test_they_are_those_found_in_memory(tmp_path: Path, budget: Budget) -> None:
    held = laid_out(tmp_path, cases())
    numbers = range(len(held))
    wanted = find([held.document(number) for number in numbers])
    whence = origins([held.brief(number).evidence for number in numbers], wanted)
    assert {one.kind for one in wanted} == {"copy", "rewrite"}
    (tmp_path / "found").mkdir()
    steps = list(find_out_of_core(tmp_path / "documents", tmp_path / "found", 1, budget))
    found = sorted(copies_in(tmp_path / "found"), key=lambda one: (one.later, one.earlier))
    assert tuple(found) == wanted
    (tmp_path / "whence").mkdir()
    block = budget.confirmed
    list(origins_out_of_core(tmp_path / "documents", tmp_path / "found", tmp_path / "whence", 1, block))
    kept = OriginsKept(tmp_path / "whence", block)
    assert tuple(kept.get(number) for number in numbers) == whence
    # What is done is passed over.
    again = list(find_out_of_core(tmp_path / "documents", tmp_path / "found", 1, budget))
    assert again[-1] == steps[-1]


def test_of_one_version_twice_the_first_counts_and_the_newest_of_a_report(tmp_path: Path) -> None:
    first = row("a", STORM, "المزولة", "2026-04-05")
    later = row("a", STORM + " زيد.", "المزولة", "2026-04-06")
    held = laid_out(tmp_path, [later, first, first, later, row("b", STORM, None, None)])
    found = {held.name(number): number for number in range(len(held))}
    assert sorted(found) == ["a", "b"]
    assert held.counts[found["a"]] == 2
    assert held.report(found["a"]).published == "2026-04-06"
    assert held.text(found["a"]).endswith("زيد.")
    assert held.number(held.version(found["b"])) == found["b"]
    assert held.number("0" * 64) == held.number("") == -1


@given(st.lists(st.lists(st.integers(0, 12), max_size=8), max_size=14), st.integers(1, 40))
def test_pairs_some_at_a_time_are_all_pairs(sets: list[list[int]], at_once: int) -> None:
    distinct = [np.unique(np.array(one, dtype=np.uint64)) for one in sets]
    held = postings(distinct)
    usable = np.ones(len(held.starts), dtype=np.bool_)
    before = module._AT_ONCE
    module._AT_ONCE = at_once  # type: ignore[misc]  # a constant, so that small groups are large ones
    try:
        found = [int(key) for keys in pair_keys(held, usable) for key in keys]
    finally:
        module._AT_ONCE = before  # type: ignore[misc]
    total = len(distinct)
    wanted = [
        i * total + j
        for i in range(total)
        for j in range(i + 1, total)
        for _ in range(len(np.intersect1d(distinct[i], distinct[j])))
    ]
    assert sorted(found) == sorted(wanted)


def test_an_older_brief_is_told(tmp_path: Path) -> None:
    source = lines(tmp_path / "a.jsonl", cases()[:1])
    read = read_part(records(str(source), RecordOptions()), GRAMMAR)
    table = read.versions.to_pydict() | {"brief": [b"\x93\x01\xa0\x90"]}
    part = tmp_path / "parts" / "000000"
    part.mkdir(parents=True)
    pq.write_table(type(read.versions).from_pydict(table, read.versions.schema), part / "versions.parquet")
    (tmp_path / "documents").mkdir()
    with pytest.raises(ValueError, match="another version of musnad"):
        gather([part], "2026", tmp_path / "documents")


def test_a_folder_that_held_others_before_is_looked_at_anew(tmp_path: Path) -> None:
    found = []
    for rows in (cases(), cases()[:20]):
        held = laid_out(tmp_path, rows)
        documents, numbers = tmp_path / "documents", range(len(held))
        for name in ("found", "whence"):
            (tmp_path / name).mkdir()
        list(find_out_of_core(documents, tmp_path / "found"))
        found.append(sorted(copies_in(tmp_path / "found"), key=lambda one: (one.later, one.earlier)))
        assert tuple(found[-1]) == find([held.document(number) for number in numbers])
        list(origins_out_of_core(documents, tmp_path / "found", tmp_path / "whence"))
        kept = OriginsKept(tmp_path / "whence")
        whence = origins([held.brief(number).evidence for number in numbers], found[-1])
        assert tuple(kept.get(number) for number in numbers) == whence
        for name in ("parts", "documents", "found", "whence"):
            remove(tmp_path / name)
    assert found[0] != found[1]


def test_another_run_between_two_steps_changes_nothing(tmp_path: Path) -> None:
    # Two runs in one process, each over a folder of its own, a step of one after a step of the other.
    folders = [tmp_path / name for name in ("one", "other")]
    wanted = []
    for folder, rows in zip(folders, (cases(), cases()[:20]), strict=True):
        (folder / "found").mkdir(parents=True)
        held = laid_out(folder, rows)
        wanted.append(find([held.document(number) for number in range(len(held))]))
    going = [find_out_of_core(folder / "documents", folder / "found") for folder in folders]
    for _ in zip_longest(*going):
        pass
    for folder, copies in zip(folders, wanted, strict=True):
        found = sorted(copies_in(folder / "found"), key=lambda one: (one.later, one.earlier))
        assert tuple(found) == copies


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="tells what a process holds open")
def test_nothing_is_held_open_when_a_run_has_ended(tmp_path: Path) -> None:
    # What is mapped takes its place on the disk until the process ends, even when the folder is gone.
    laid_out(tmp_path, cases()[:8])
    for name in ("found", "whence"):
        (tmp_path / name).mkdir()
    list(find_out_of_core(tmp_path / "documents", tmp_path / "found"))
    list(origins_out_of_core(tmp_path / "documents", tmp_path / "found", tmp_path / "whence"))
    gc.collect()
    assert str(tmp_path) not in Path("/proc/self/maps").read_text()


def test_rewrites_are_the_same_however_few_reports_are_compared_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = laid_out(tmp_path, cases())
    documents = [held.document(number) for number in range(len(held))]
    texts, of = [one.words for one in documents], [one.features for one in documents]
    wanted = sorted(rewrites.candidates(texts, of, held.publishers, held.days), key=lambda one: one[:2])
    assert wanted
    monkeypatch.setattr(rewrites, "_ROWS", 2)
    monkeypatch.setattr(rewrites, "_COLUMNS", 3)
    found = sorted(rewrites.candidates(texts, of, held.publishers, held.days), key=lambda one: one[:2])
    assert found == wanted
