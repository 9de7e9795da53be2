"""Offsets of a browser and of Musnad lead to each other."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from musnad.web.units import units_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
@example("قال 𝒂𐎀 إن")
def test_units_are_those_of_utf_16(text: str) -> None:
    found = units_of(text)
    for point in range(len(text) + 1):
        unit = found.unit(point)
        assert unit == len(text[:point].encode("utf-16-le")) // 2
        assert found.point(unit) == point


@given(TEXTS, st.integers(0, 100))
def test_a_unit_inside_a_character_belongs_to_it(text: str, unit: int) -> None:
    found = units_of(text)
    point = found.point(unit)
    assert 0 <= point <= len(text)
    if unit < found.unit(len(text)):
        assert found.unit(point) <= unit < found.unit(point + 1)
    else:
        assert point == len(text)
