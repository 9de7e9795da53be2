"""The wording of a text: its features, how they are weighed, and what a reader is shown of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.media import medium_of
from musnad.origins_marks import AGENCIES, BIAS, CLASSES, WINDOW, features, shares, weigh, weights
from musnad.text import fold

TEXT = fold("الجسر الجديد\nقال الوزير إن الجسر جاهز. وأضاف أن الطريق مفتوح.\nوأوضح ذلك في مرسى.").text


def test_features_are_words_openers_and_build() -> None:
    found = features(TEXT)
    assert {"الجسر", "قال", "T=الجسر", "F=قال", "P=قال", "P=واوضح", "S=واضاف"} <= found
    assert sum(feature.startswith("#") for feature in found) == 7


def test_the_table_has_a_weight_for_each_class_and_single_words_only() -> None:
    table = weights()
    assert BIAS in table
    assert all(len(row) == len(CLASSES) and all(map(math.isfinite, row)) for row in table.values())
    assert not [feature for feature in table if len(feature.split()) != 1]
    assert len(table) > 1000


def test_the_agencies_are_media_of_the_tables() -> None:
    for ref in AGENCIES:
        medium = medium_of(ref)
        assert medium is not None
        assert medium.kind == "agency"


def test_a_text_is_weighed_by_what_it_holds() -> None:
    table = {BIAS: (0.0,) * 5, "جاهز": (0.0, 0.0, 4.0, 0.0, 0.0), "مرسي": (1.0, 0.0, 0.0, 0.0, 0.0)}
    found = weigh(TEXT, table)
    assert found.scores == pytest.approx((1 / math.sqrt(2), 0, 4 / math.sqrt(2), 0, 0), abs=1e-6)
    assert found.words[AGENCIES.index("reuters")] == ("جاهز",)
    assert found.words[AGENCIES.index("afp")] == ("مرسي",)
    assert found.words[AGENCIES.index("spa")] == ()


def test_a_text_of_unknown_words_says_nothing() -> None:
    assert weigh("", {BIAS: (0.0,) * 5}).scores == ()
    assert weigh(TEXT, {}).scores == ()


def test_only_the_beginning_of_a_long_text_is_weighed() -> None:
    start = "قال " * (WINDOW // 4)
    assert features(start + "الجسر") == features(start)


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=8).map(tuple))
def test_shares_add_up_to_one(scores: tuple[float, ...]) -> None:
    found = shares(scores)
    assert math.fsum(found) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    found = weigh(fold(text).text)
    assert len(found.scores) in (0, len(CLASSES))
    assert weigh(fold(text).text) == found
