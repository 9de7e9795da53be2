"""The longest runs that two sequences share, however often they repeat themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise
from types import FrameType
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from musnad import alignment, tiling
from musnad.alignment import positions, runs
from musnad.shingles import WIDTH, Hashes
from musnad.shingles import runs as shingled
from musnad.tiling import Run, Taken, suffixes, tiles

Words = list[int]


def hashed(words: Words) -> Hashes:
    return shingled(np.array(words, dtype=np.uint64))


def found(left: Words, right: Words) -> tuple[Run, ...]:
    one, other = hashed(left), hashed(right)
    return runs(one, other, positions(other))


def tiled(left: Words, right: Words) -> tuple[Run, ...]:
    return tuple(sorted(tiles(hashed(left).tolist(), hashed(right).tolist(), WIDTH)))


def plainly(left: Words, right: Words) -> tuple[Run, ...]:
    """The runs by the words of the rule: again and again the first of the longest in what is free."""
    one, other = [str(word) for word in left], [str(word) for word in right]
    taken: list[Run] = []
    hashes = hashed(left).tolist()
    while True:
        best: tuple[Any, ...] | None = None
        for i in range(len(one)):
            for j in range(len(other)):
                size = 0
                while i + size < len(one) and j + size < len(other) and one[i + size] == other[j + size]:
                    size += 1
                if size >= WIDTH:
                    key = -size, i + j, abs(i - j), hashes[i : i + size - WIDTH + 1], i, j
                    best = key if best is None or key < best else best
        if best is None:
            return tuple(sorted(taken))
        size, i, j = -best[0], best[4], best[5]
        taken.append(Run(i, j, size))
        one[i : i + size] = [f"left {n}" for n in range(i, i + size)]
        other[j : j + size] = [f"right {n}" for n in range(j, j + size)]


FEW = st.lists(st.integers(0, 2), max_size=36)
# Paragraphs that come again and again, with a word of its own between some.
REFRAINS = st.lists(
    st.one_of(
        st.sampled_from([[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13], [3, 4, 5, 6, 7, 8, 9, 10]]),
        st.integers(20, 40).map(lambda word: [word]),
    ),
    max_size=7,
).map(lambda parts: [word for part in parts for word in part])
TEXTS = st.one_of(FEW, REFRAINS)


@given(TEXTS, TEXTS)
@example([0, 1] * 16, [1, 0] * 17)
@example([0] * 30, [0] * 18 + [1] + [0] * 11)
def test_both_ways_follow_the_rule(left: Words, right: Words) -> None:
    expected = plainly(left, right)
    assert tiled(left, right) == expected
    one, other = hashed(left), hashed(right)
    places = positions(other)
    met = [places.get(value, []) for value in one.tolist()]
    assert tuple(sorted(alignment._compared(one.tolist(), other.tolist(), met))) == expected
    assert found(left, right) == expected


@given(TEXTS, TEXTS)
def test_with_the_sides_exchanged_they_are_the_same(left: Words, right: Words) -> None:
    exchanged = (Run(run.right, run.left, run.size) for run in found(right, left))
    assert found(left, right) == tuple(sorted(exchanged))


@given(TEXTS, TEXTS)
def test_runs_read_alike_are_apart_and_leave_nothing(left: Words, right: Words) -> None:
    told = found(left, right)
    in_left, in_right = set[int](), set[int]()
    for run in told:
        assert left[run.left : run.left + run.size] == right[run.right : run.right + run.size]
        places = set(range(run.left, run.left + run.size)), set(range(run.right, run.right + run.size))
        assert not places[0] & in_left
        assert not places[1] & in_right
        in_left |= places[0]
        in_right |= places[1]
    # Of six words that both have in a row, some belong to a run, on one side at least.
    for i in range(len(left) - WIDTH + 1):
        for j in range(len(right) - WIDTH + 1):
            if left[i : i + WIDTH] == right[j : j + WIDTH]:
                assert in_left & set(range(i, i + WIDTH)) or in_right & set(range(j, j + WIDTH))
    # No run goes on where another of both texts ends.
    ends = {(run.left + run.size, run.right + run.size) for run in told}
    assert not ends & {(run.left, run.right) for run in told}


@given(st.lists(st.integers(0, 400), unique=True, max_size=80), st.lists(st.integers(0, 400), unique=True))
def test_where_nothing_is_said_twice_all_that_is_shared_is_found(left: Words, right: Words) -> None:
    told = found(left, right)
    covered = {n for run in told for n in range(run.left, run.left + run.size - WIDTH + 1)}
    shared = set(hashed(right).tolist())
    assert covered == {n for n, value in enumerate(hashed(left).tolist()) if value in shared}


def test_what_comes_again_is_found_in_the_order_of_both() -> None:
    refrain = [1, 2, 3, 4, 5, 6, 7]
    left = [90, *refrain, 91, *refrain, 92, *refrain]
    right = [*refrain, 80, 81, *refrain]
    assert found(left, right) == (Run(1, 0, 7), Run(9, 9, 7))


def test_a_run_stands_whole_though_its_words_are_said_often() -> None:
    refrain = list(range(1, 9))
    often = [word for n in range(12) for word in (*refrain, 100 + n)]
    whole = [200, 201, *refrain, 202, 203]
    assert found(whole, [*often, *whole]) == (Run(0, len(often), len(whole)),)


def test_suffixes_are_in_order_with_what_each_shares() -> None:
    order, shared = suffixes([2, 1, 2, 1], [2, 1])
    assert order == [6, 1, 3, 5, 0, 2, 4]
    assert shared == [0, 1, 1, 0, 2, 2, 0, 0]


def test_room_is_counted_to_the_next_that_is_taken() -> None:
    taken = Taken(20)
    taken.add(5, 9)
    assert [taken.room(at) for at in (0, 4, 5, 8, 9, 19)] == [5, 1, 0, 0, 11, 1]
    assert taken.within(7, 15) == [(7, 9)]


# --- growth, in lines of Python that run ---


def lines(call: Callable[[], object]) -> int:
    """How many lines of the two modules run in a call."""
    count = 0
    ours = {alignment.__file__, tiling.__file__}

    def within(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return within

    def entered(frame: FrameType, _event: str, _: object) -> Any:
        return within if frame.f_code.co_filename in ours else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def with_a_paragraph(size: int, first: int) -> Words:
    """A text, a quarter of it one paragraph that comes again and again, the rest said once."""
    own = iter(range(first, first + size))
    parts = ([*range(1, 26), *(next(own) for _ in range(75))] for _ in range(size // 100))
    return [word for part in parts for word in part]


def table(size: int, first: int) -> Words:
    """Rows of eleven words, of which one is of its own."""
    return [word for n in range(size // 12) for word in (*range(1, 12), first + n)]


HARD: dict[str, Callable[[int], tuple[Words, Words]]] = {
    "six words over and over": lambda n: ([1, 2, 3, 4, 5, 6] * (n // 6), [1, 2, 3, 4, 5, 6] * (n // 6)),
    "six words, one text shorter": lambda n: ([1, 2, 3, 4, 5, 6] * (n // 12), [4, 5, 6, 1, 2, 3] * (n // 6)),
    "one word": lambda n: ([1] * n, [1] * (n - n // 7)),
    "one word, broken": lambda n: (([1] * 50 + [2]) * (n // 51), ([1] * 37 + [3]) * (n // 38)),
    "a paragraph": lambda n: (with_a_paragraph(n, 1_000), with_a_paragraph(n, 500_000)),
    "a table": lambda n: (table(n, 1_000), table(n, 500_000)),
    "nothing twice": lambda n: (list(range(n)), list(range(n // 2, n + n // 2))),
}  # fmt: skip


@pytest.mark.parametrize("kind", HARD)
def test_twice_the_words_take_little_more_than_twice_the_work(kind: str) -> None:
    counts = []
    for size in (1_200, 2_400, 4_800):
        one, other = (hashed(words).tolist() for words in HARD[kind](size))
        counts.append(lines(partial(tiles, one, other, WIDTH)))
    assert all(more / less < 2.4 for less, more in pairwise(counts)), counts


@pytest.mark.parametrize("kind", HARD)
def test_a_word_takes_so_many_lines_whatever_is_said(kind: str) -> None:
    for size in (600, 4_800):
        texts = HARD[kind](size)
        assert lines(partial(found, *texts)) < 100 * (len(texts[0]) + len(texts[1]))


def test_texts_of_a_book_are_aligned() -> None:
    left, right = with_a_paragraph(50_000, 1_000), with_a_paragraph(50_000, 500_000)
    told = found(left, right)
    assert len(told) == 500
    assert {run.size for run in told} == {25}
    assert all(run.left == run.right for run in told)
    periods = found([1, 2, 3, 4, 5, 6] * 20_000, [1, 2, 3, 4, 5, 6] * 20_000)
    assert periods == (Run(0, 0, 120_000),)


def total(told: Iterable[Run]) -> int:
    return sum(run.size for run in told)


@given(FEW)
def test_a_text_is_one_run_of_itself(text: Words) -> None:
    assert total(found(text, text)) == (len(text) if len(text) >= WIDTH else 0)
    assert len(found(text, text)) <= 1
