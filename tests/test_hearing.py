from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from musnad import places
from musnad.hearing import weighed
from musnad.mentions import find
from musnad.model import Report, Span
from musnad.segment import segment
from musnad.spots import Spot
from musnad.spotting import spot
from musnad.tagger import Name
from musnad.text import fold


def weigh(text: str, heard: Sequence[tuple[str, str, float]]) -> tuple[Spot, ...]:
    """The names of the rules with those heard, given as printed, with kind and chance."""
    folded = fold(text)
    words = find(Report("", "", text, language="ar"), folded, segment(text, "ar")).words
    names = [
        Name(Span(text.index(name), text.index(name) + len(name)), kind, chance)
        for name, kind, chance in heard
    ]
    return weighed(spot(text, folded, words, places.mentions(folded, words)), names, text, words)


def test_a_name_found_by_both_is_surer_than_by_either() -> None:
    (one,) = weigh("وصل الدكتور سامي العنبري.", [("سامي العنبري", "person", 0.8)])
    assert one.name == "سامي العنبري"
    assert one.sure > 0.9


def test_the_tagger_names_whom_no_rule_knows() -> None:
    assert [s.name for s in weigh("وصل كرمال هنداوي.", [("كرمال هنداوي", "person", 0.9)])] == ["كرمال هنداوي"]


def test_titles_and_clitics_are_no_part_of_a_name_heard() -> None:
    (one,) = weigh("التقى الوزير هنداوي.", [("الوزير هنداوي", "person", 0.9)])
    assert one.name == "هنداوي"
    heard = weigh("وصل هنداوي. واتصل لهنداوي صديق.", [("لهنداوي", "person", 0.9)])
    assert [s.name for s in heard] == ["هنداوي"]


def test_bounds_of_a_person_are_those_heard() -> None:
    (one,) = weigh("أبلغ الوزير سامي العنبري تلقيه الخبر.", [("سامي العنبري", "person", 0.9)])
    assert one.name == "سامي العنبري"


def test_a_state_inside_a_club_that_is_heard_is_the_club() -> None:
    (one,) = weigh("فاز أبطال مصر الجديدة أمس.", [("أبطال مصر الجديدة", "organisation", 0.9)])
    assert (one.name, one.kind) == ("أبطال مصر الجديدة", "organisation")


def test_a_noun_that_points_back_is_no_name() -> None:
    assert weigh("قررت المنظمة إغلاق المكتب.", [("المنظمة", "organisation", 0.9)]) == ()


def test_two_words_that_stand_together_are_one_person() -> None:
    heard = weigh("وصل كرمال هنداوي.", [("كرمال", "person", 0.9), ("هنداوي", "person", 0.9)])
    assert [s.name for s in heard] == ["كرمال هنداوي"]


WORDS = ["قال", "وزير", "سامي", "العنبري", "مصر", "لبنان", "حزب", "السدر", "و", "،", "."]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(1, 30), st.sampled_from(["person", "place", "other"]))
    ),
)
def test_whatever_is_heard_names_do_not_overlap(text: str, given_names: list[tuple[int, int, str]]) -> None:
    folded = fold(text)
    words = find(Report("", "", text, language="ar"), folded, segment(text, "ar")).words
    names: list[Name] = []
    for start, size, kind in sorted(given_names):
        if start + size <= len(text) and (not names or start >= names[-1].span.end):
            names.append(Name(Span(start, start + size), kind, 0.7))
    end = 0
    for one in weighed(spot(text, folded, words), names, text, words):
        assert end <= one.span.start < one.span.end <= len(text)
        end = one.span.end
