from __future__ import annotations

from itertools import pairwise

import pytest

from musnad.gold import GoldAttribution, GoldReport
from musnad.model import Report, Span
from tests.corpus_cases import GRAMMAR
from tools.measure_confidence import bands, judged, measured_on

TEXT = "قال الوزير عاصم البرهومي إن السد سيروي القرى.\nوقالت رابعة إن الطريق مفتوحة."


def gold() -> GoldReport:
    content = TEXT.index("إن السد")
    said = GoldAttribution("a1", 0, None, Span(0, 3), (Span(content, TEXT.index("\n")),), "indirect", "say")
    return GoldReport("g", Report("g", "g", TEXT, language="ar"), (), (said,))


def test_an_attribution_is_right_where_it_matches_a_label() -> None:
    assert [right for _, right in judged([gold()], GRAMMAR)] == [True, False]


def test_bands_hold_all_that_was_read_and_none_too_few() -> None:
    found = (
        [(0.97, True)] * 80 + [(0.91, True)] * 30 + [(0.85, False)] * 70 + [(0.2, False)] * 5 + [(1.0, True)]
    )
    made = bands(found)
    assert [(low, read, right) for low, _, read, right in made] == [(0.0, 105, 30), (0.95, 81, 81)]
    assert all(one[1] == other[0] for one, other in pairwise(made))


def test_the_hash_changes_with_a_label() -> None:
    other = GoldReport("g", gold().report, (), ())
    assert measured_on([gold()]) != measured_on([other])


@pytest.mark.parametrize("edge", [0.0, 0.6, 0.95, 1.0])
def test_every_confidence_has_a_band(edge: float) -> None:
    assert any(low <= edge < high for low, high, _, _ in bands([(edge, True)]))
