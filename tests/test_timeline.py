"""The drawing of a story over time: places, lanes, columns, the strongest ties."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from musnad.export.timeline import DAY, Event, Layout, Place, Sizes, curve, layout, ordered, strongest

SIZES = Sizes()


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    found = []
    for number in range(draw(st.integers(0, 30))):
        start = draw(st.none() | st.integers(0, 12 * DAY - 1))
        if start is not None and draw(st.booleans()):
            start = start // DAY * DAY
            found.append(Event(f"r{number}", draw(st.sampled_from("abc")), start, start + DAY))
        else:
            found.append(Event(f"r{number}", draw(st.sampled_from("abc")), start, start))
    return found


def overlapping(drawn: Layout) -> list[tuple[str, str]]:
    """Reports that lie on one another."""
    return [
        (one.id, other.id)
        for one, other in combinations(drawn.places, 2)
        if abs(one.y - other.y) < 2 * SIZES.radius and one.left < other.right and other.left < one.right
    ]


@given(events())
def test_no_report_lies_on_another_and_all_lie_in_their_lane(found: list[Event]) -> None:
    drawn = layout(found)
    assert overlapping(drawn) == []
    lanes = {lane.name: lane for lane in drawn.lanes}
    assert [lane.bottom for lane in drawn.lanes[:-1]] == [lane.top for lane in drawn.lanes[1:]]
    by_id = {one.id: one for one in found}
    for place in drawn.places:
        lane = lanes[by_id[place.id].lane]
        assert lane.top + SIZES.label <= place.y - SIZES.radius
        assert place.y + SIZES.radius <= lane.bottom <= drawn.height
        assert 0 <= place.left < place.x < place.right <= drawn.width


@given(events(), st.randoms(use_true_random=False))
def test_the_order_given_changes_nothing(found: list[Event], chance: random.Random) -> None:
    drawn = layout(found)
    chance.shuffle(found)
    assert layout(found) == drawn


@given(events())
def test_later_is_never_before_earlier(found: list[Event]) -> None:
    drawn = layout(found)
    place = {one.id: one for one in drawn.places}
    moments = [one for one in ordered(found) if one.start is not None and one.start == one.end]
    for one, other in pairwise(moments):
        assert place[one.id].x <= place[other.id].x
    dated = [one for one in ordered(found) if one.start is not None]
    for one, other in combinations(dated, 2):
        if (one.start or 0) // DAY < (other.start or 0) // DAY:
            assert place[one.id].right < place[other.id].left
    for one in found:
        if one.start is None:
            assert drawn.undated is not None
            assert place[one.id].left >= drawn.undated


@given(events())
def test_columns_and_breaks_follow_each_other_without_a_hole(found: list[Event]) -> None:
    drawn = layout(found)
    parts = [(one.left, one.right) for one in drawn.columns] + [(one.left, one.right) for one in drawn.breaks]
    parts.sort()
    assert all(left == right for (_, left), (right, _) in pairwise(parts))
    days = [one.start // DAY for one in drawn.columns]
    assert days == sorted({(one.start or 0) // DAY for one in found if one.start is not None})
    assert sum(one.days for one in drawn.breaks) == (days[-1] - days[0] + 1 - len(days) if days else 0)
    for column in drawn.columns:
        assert all(column.left < x < column.right for x, _ in column.hours)


def test_a_day_is_shown_as_a_span_and_a_moment_as_a_mark() -> None:
    drawn = layout(
        [Event("day", "a", 0, DAY), Event("noon", "a", DAY // 2, DAY // 2), Event("none", "a", None)]
    )
    day, noon, none = drawn.places
    (column,) = drawn.columns
    assert (day.left, day.right) == (column.left + 4, column.right - 4)
    assert noon.right - noon.left == 2 * SIZES.radius
    assert abs(noon.x - (column.left + column.right) / 2) <= 1
    assert day.y < noon.y
    assert none.left > column.right


def test_days_without_reports_are_left_out_with_their_number() -> None:
    drawn = layout([Event("a", "a", 0, 0), Event("b", "a", 5 * DAY, 5 * DAY)])
    assert [one.days for one in drawn.breaks] == [4]
    assert drawn.breaks[0].left == drawn.columns[0].right


def test_one_day_is_cropped_to_its_hours() -> None:
    drawn = layout([Event("a", "a", 9 * 60 + 10, 9 * 60 + 10), Event("b", "b", 11 * 60, 11 * 60)])
    assert [hour for _, hour in drawn.columns[0].hours] == [9, 10, 11, 12]
    assert drawn.width == SIZES.wide


def test_hours_before_the_first_moment_and_behind_the_last_are_left_out() -> None:
    late, early = 20 * 60 + 5, DAY + 4 * 60 + 5
    drawn = layout([Event("a", "a", late, late), Event("b", "a", early, early)])
    first, last = drawn.columns
    assert [hour for _, hour in first.hours] == [20, 21, 22, 23]
    assert last.hours[-1][1] == 5
    whole = layout([Event("a", "a", late, late), Event("day", "a", DAY, 2 * DAY)])
    assert whole.columns[0].hours[0][1] == 20
    assert whole.columns[1].hours == ()


def test_nothing_is_drawn_of_nothing() -> None:
    assert layout([]) == Layout((), (), (), (), None, 0, SIZES.head)


def test_the_strongest_ties_join_all_that_can_be_joined() -> None:
    ties = [("a", "b", 0.9), ("b", "c", 0.8), ("a", "c", 0.7), ("d", "e", 0.1), ("c", "a", 0.85)]
    assert strongest(ties) == {0, 3, 4}
    assert strongest([("a", "b", 0.5), ("b", "a", 0.5), ("a", "a", 1.0)]) == {0}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(0, 5))))
def test_each_report_keeps_its_strongest_tie(ties: list[tuple[str, str, float]]) -> None:
    chosen = strongest(ties)
    for name in "abcdef":
        own = [n for n, (one, other, _) in enumerate(ties) if name in (one, other) and one != other]
        if own:
            best = max(ties[n][2] for n in own)
            assert any(n in chosen and ties[n][2] == best for n in own)


def test_ties_start_and_end_at_the_rims() -> None:
    one, other, below = Place("a", 20, 50, 7, 33), Place("b", 200, 90, 187, 213), Place("c", 20, 150, 7, 33)
    assert curve(one, other).startswith("M33 50C")
    assert curve(one, other).endswith(" 185 90")
    assert curve(other, one).endswith(" 35 50")
    assert curve(one, below).endswith(" 35 150")
