from __future__ import annotations

import pytest

from musnad.numbers import total


@pytest.mark.parametrize(
    ("parts", "number"),
    [
        ([(3, False)], 3),
        ([(3, False), (10, False)], 13),
        ([(3, False), (20, True)], 23),
        ([(5, False), (100, False), (20, True)], 520),
        ([(2000, False), (5, True), (10, False)], 2015),
        ([(1000, False), (900, True), (5, True), (40, True)], 1945),
        ([(3, False), (4, False)], None),
        ([], None),
    ],
)
def test_numbers_in_words(parts: list[tuple[int, bool]], number: int | None) -> None:
    assert total(parts) == number
