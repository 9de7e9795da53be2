"""Reports made many: the copies of each clone are the real ones, and clones share boilerplate alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bench import growth_reports
from bench.growth import exponent, growth, limits
from bench.growth_steps import COPIES, Step, stage_parts
from musnad.archive_documents import Documents, gather
from musnad.archive_spill import array
from musnad.copies import days_of, find, publishers_of
from musnad.postings import boilerplate, postings
from musnad.shingles import runs
from tests.archive_cases import cases, lines

DAY = "2026-06-01T00:00:00Z"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the cases, read and laid out."""
    folder = tmp_path_factory.mktemp("real")
    source = lines(folder / "cases.jsonl", cases())
    (folder / "parts").mkdir()
    stage_parts(source, folder / "parts", at_once=20)
    (folder / "documents").mkdir()
    gather(sorted((folder / "parts").iterdir()), DAY, folder / "documents")
    return folder


def expanded(real: Path, count: int, folder: Path) -> Documents:
    """So many reports made of them."""
    held = growth_reports.base(real / "documents")
    growth_reports.expand(sorted((real / "parts").iterdir()), held, count, folder / "parts")
    (folder / "documents").mkdir()
    gather(sorted((folder / "parts").iterdir()), DAY, folder / "documents")
    return Documents(folder / "documents")


def clone_of(held: Documents, number: int) -> int:
    """Which clone a report is in, by its name."""
    return int(held.name(number).partition("~")[2] or 0)


def test_every_clone_has_the_copies_of_the_real_reports(real: Path, tmp_path: Path) -> None:
    base = growth_reports.base(real / "documents")
    held = expanded(real, 3 * len(base), tmp_path)
    assert len(held) == 3 * len(base)
    found = find([held.document(number) for number in range(len(held))])
    own = find([Documents(real / "documents").document(number) for number in range(len(base))])
    clones = [{clone_of(held, held.number(one)) for one in (copy.later, copy.earlier)} for copy in found]
    assert all(len(among) == 1 for among in clones)
    # Of so few reports, what words are rare enough for a rewrite changes with their number.
    each = Counter(min(among) for among, one in zip(clones, found, strict=True) if one.kind == "copy")
    wanted = sum(copy.kind == "copy" for copy in own)
    assert wanted
    assert each == dict.fromkeys(range(3), wanted)


def test_clones_share_boilerplate_alone_and_their_days_lie_apart(real: Path, tmp_path: Path) -> None:
    base = growth_reports.base(real / "documents")
    held = expanded(real, 2 * len(base), tmp_path)
    numbers = range(len(held))
    documents = [held.document(number) for number in numbers]
    index = postings([np.unique(runs(one.words)) for one in documents])
    common = index.hashes[boilerplate(index, publishers_of(documents), days_of(documents))]
    by_clone = [
        np.unique(np.concatenate([runs(held.words(n)) for n in numbers if clone_of(held, n) == clone]))
        for clone in range(2)
    ]
    shared = np.intersect1d(by_clone[0], by_clone[1])
    assert len(shared)
    assert np.isin(shared, common).all()
    days = [{int(held.days[n]) for n in numbers if clone_of(held, n) == clone} - {-1} for clone in range(2)]
    assert max(days[0]) < min(days[1])
    assert {day + base.apart for day in days[0]} == days[1]


def test_dense_clones_have_the_days_of_the_first(real: Path, tmp_path: Path) -> None:
    dense = growth_reports.base(real / "documents", dense=True)
    (tmp_path / "dense").mkdir()
    growth_reports.expand_words(dense, 2 * len(dense), tmp_path / "dense")
    days = Documents(tmp_path / "dense").days.tolist()
    assert Counter(days) == Counter(2 * dense.days.tolist())


def test_a_part_of_a_clone_has_whole_days_but_for_its_last(real: Path) -> None:
    base = growth_reports.base(real / "documents")
    (_, first), (clone, second) = growth_reports.clones(base, len(base) + 9)
    assert first.tolist() == list(range(len(base)))
    assert (clone, len(second)) == (1, 9)
    taken = Counter(base.days[second].tolist())
    short = [day for day, count in taken.items() if count < (base.days == day).sum()]
    assert len(short) <= 1


def test_words_alone_are_those_of_the_reports(real: Path, tmp_path: Path) -> None:
    base = growth_reports.base(real / "documents")
    count = 2 * len(base) - 3
    held = expanded(real, count, tmp_path)
    laid = tmp_path / "laid"
    laid.mkdir()
    growth_reports.expand_words(base, count, laid)
    alone = Documents(laid)
    assert alone.versions.tolist() == held.versions.tolist()
    assert alone.days.tolist() == held.days.tolist()
    for number in range(count):
        assert alone.words(number).tolist() == held.words(number).tolist()
    same = {(a, b) for a, b in zip(alone.publishers.tolist(), held.publishers.tolist(), strict=True)}
    assert len(same) == len({a for a, _ in same}) == len({b for _, b in same})
    assert len(array(laid / "words.at", "<i8")) == 2 * count


def test_words_are_exchanged_one_for_one(real: Path) -> None:
    base = growth_reports.base(real / "documents")
    one, other = (growth_reports.words_of(base, clone) for clone in (1, 2))
    free = ~base.usual
    assert (one[base.usual] == base.words[base.usual]).all()
    pairs = set(zip(base.words[free].tolist(), one[free].tolist(), strict=True))
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    assert (one[free] != other[free]).mean() > 0.5


def steps(seconds: float, rows: int, peak: float = 100.0) -> list[Step]:
    """Steps of finding copies that all cost and give the same."""
    return [Step(name, seconds, peak, peak, rows, 0) for name in COPIES]


def test_growth_is_a_power_and_output_is_allowed_for() -> None:
    assert exponent((10, 1000), (2.0, 200.0)) == pytest.approx(1.0)
    sizes = {1_000: steps(1.0, 10), 10_000: steps(10.0**1.2, 100)}
    (found,) = [one for one in growth(sizes) if one.name == "copies"]
    assert found.seconds == pytest.approx(1.2)
    assert found.rows == pytest.approx(1.0)
    assert [one.kept for one in limits(sizes, [])] == [True, False]
    sizes[10_000] = steps(10.0**1.2, 120, peak=5_000.0)
    assert [one.kept for one in limits(sizes, [])] == [False, True]
