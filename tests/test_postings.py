"""Which reports share shingles, and what is boilerplate."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from musnad.postings import UNDATED, boilerplate, pairs, postings
from musnad.shingles import Hashes

SETS = st.lists(st.sets(st.integers(0, 30), max_size=12), max_size=9)


def arrays(sets: list[set[int]]) -> list[Hashes]:
    return [np.array(sorted(one), dtype=np.uint64) for one in sets]


@given(SETS)
def test_pairs_are_those_of_a_plain_count(sets: list[set[int]]) -> None:
    held = postings(arrays(sets))
    left, right, shared = pairs(held, np.ones(len(held.starts), dtype=np.bool_))
    found = dict(zip(zip(left.tolist(), right.tolist(), strict=True), shared.tolist(), strict=True))
    expected = {
        (i, j): len(sets[i] & sets[j]) for i, j in combinations(range(len(sets)), 2) if sets[i] & sets[j]
    }
    assert found == expected


def marked(sets: list[set[int]], publishers: list[int], days: list[int]) -> set[int]:
    held = postings(arrays(sets))
    common = boilerplate(held, np.array(publishers, dtype=np.int64), np.array(days, dtype=np.int64))
    return set(held.hashes[common].tolist())


def test_four_reports_of_one_publisher_make_boilerplate() -> None:
    assert marked([{1, 2}, {1}, {1}, {1, 2}], [0, 0, 0, 0], [5, 5, 5, 5]) == {1}
    assert marked([{1}, {1}, {1}], [0, 0, 0], [5, 5, 5]) == set()


def test_fourteen_papers_of_two_days_do_not() -> None:
    assert marked([{1}] * 14, list(range(14)), [5] * 9 + [6] * 5) == set()


def test_three_days_over_a_week_do() -> None:
    assert marked([{1}] * 3, [0, 1, 2], [1, 4, 8]) == {1}
    assert marked([{1}] * 3, [0, 1, 2], [1, 4, 7]) == set()
    assert marked([{1}] * 3, [0, 1, 2], [1, 1, 8]) == set()


def test_undated_reports_and_those_without_a_publisher_tell_nothing() -> None:
    assert marked([{1}] * 3, [0, 1, 2], [1, UNDATED, 9]) == set()
    assert marked([{1}] * 6, [-1] * 6, [3] * 6) == set()


def test_more_than_64_reports_without_a_publisher_make_boilerplate() -> None:
    for days in ([UNDATED] * 65, [5] * 65):
        assert marked([{1}] * 64 + [{1, 2}], [-1] * 65, days) == {1}
        assert marked([{1}] * 64 + [{2}], [-1] * 65, days) == set()
    # Those of a publisher are not among them.
    assert marked([{1}] * 66, [-1] * 64 + [0, 1], [5] * 66) == set()


@given(SETS, st.integers(1, 20), st.randoms(use_true_random=False))
def test_order_changes_nothing(sets: list[set[int]], times: int, random: object) -> None:
    rows = [(one, n % 3 - 1, n * 3 if n % 4 else UNDATED) for n, one in enumerate(sets * times)]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    both = [marked(*map(list, zip(*order, strict=True))) if order else set() for order in (rows, shuffled)]
    assert both[0] == both[1]
