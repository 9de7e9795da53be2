from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from musnad.roles import DISTANCES, TAGS, best_tags, bucket, spans


@pytest.mark.parametrize("seed", range(20))
def test_the_best_tags_are_the_best_of_all(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.normal(size=(4, 3)).astype(np.float32)
    begin = generator.normal(size=3).astype(np.float32)
    step = generator.normal(size=(3, 3)).astype(np.float32)

    def total(tags: tuple[int, ...]) -> float:
        moves = sum(step[a, b] for a, b in pairwise(tags))
        return float(begin[tags[0]] + sum(scores[i, t] for i, t in enumerate(tags)) + moves)

    found = best_tags(scores, begin, step)
    assert total(tuple(found)) == pytest.approx(max(total(t) for t in product(range(3), repeat=4)), abs=1e-5)


def test_tags_are_read_as_spans() -> None:
    assert spans([0, 1, 2, 0, 3, 4, 4, 3]) == [(0, 1, 3), (1, 4, 7), (1, 7, 8)]
    assert spans([2, 2]) == [(0, 0, 2)]
    assert spans([0] * 5) == []


def test_every_distance_has_a_bucket_and_they_keep_their_order() -> None:
    found = [bucket(distance) for distance in range(-300, 301)]
    assert found == sorted(found)
    assert min(found) == 0 and max(found) == 2 * DISTANCES
    assert bucket(0) == DISTANCES
    assert len({bucket(d) for d in range(-12, 13)}) == 25
    assert TAGS == 11
