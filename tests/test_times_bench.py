from __future__ import annotations

import pytest

from bench.times import Counts, Passage, alike, compare
from musnad.model import Span, TimeExpression


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2015-07/2015-09", "2015-07-01/2015-09-30"),
        ("2015", "2015-01-01/2015-12-31"),
        ("2014/2015", "2014-01-01/2015-12-31"),
        ("PT72H", "P3D"),
        ("PT1H30M", "PT90M"),
        ("P3Y/P5Y", "P3Y/P5Y"),
        ("2015-08-03T10:30Z", "2015-08-03T10:30Z"),
    ],
)
def test_values_that_say_the_same(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_what_counts() -> None:
    labels = [(Span(5, 10), "2015-08-03"), (Span(20, 25), ""), (Span(30, 35), "P3D")]
    passage = Passage("r", Span(0, 50), False, labels)
    told = [
        TimeExpression(Span(4, 10), "2015-08-03", "day"),  # right, its bounds not
        TimeExpression(Span(20, 25), "2015", "year"),  # where nothing is asked
        TimeExpression(Span(30, 35), "P4D", "duration"),  # wrong
        TimeExpression(Span(40, 44), None, "year"),  # no value
        TimeExpression(Span(60, 64), "2015", "year"),  # outside
    ]
    counts = Counts()
    lines = list(compare(passage, told, counts))
    assert (counts.labelled, counts.found, counts.right, counts.exact) == (2, 2, 1, 0)
    assert [line.split()[0] for line in lines] == ["bounds", "found", "missed"]
    assert counts.f1(counts.right) == 0.5
