from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.parallel import ahead, cores


@given(items=st.lists(st.integers()), workers=st.integers(0, 4))
def test_results_come_in_the_order_of_the_items(items: list[int], workers: int) -> None:
    assert list(ahead(lambda n: n * 2, items, workers)) == [n * 2 for n in items]


def test_two_items_are_worked_on_at_once() -> None:
    both = threading.Barrier(2, timeout=10)

    def meet(_item: int) -> int:
        return both.wait()

    assert sorted(ahead(meet, range(2), 2)) == [0, 1]


def test_no_more_is_taken_than_twice_the_threads() -> None:
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    results = ahead(str, endless(), 2)
    assert [next(results) for _ in range(3)] == ["1", "2", "3"]
    assert taken <= 3 + 2 * 2
    results.close()  # type: ignore[attr-defined]


def test_what_the_work_raises_is_raised_in_its_place() -> None:
    results = ahead(lambda n: 6 // n, [3, 2, 0, 1], 2)
    assert [next(results), next(results)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_there_is_a_core() -> None:
    assert cores() >= 1
