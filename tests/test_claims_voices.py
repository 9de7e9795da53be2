"""Whether two statements are in one voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.claims_evidence import NOBODY, Voice
from musnad.claims_voices import relation

RUSSIA = frozenset({"state/RU"})
LAVROV = Voice("person", (("سيرغي", "لافروف"), ("لافروف",)), "person/sergei-lavrov", RUSSIA)
MINISTRY = Voice(
    "organisation",
    (("الخارجيه", "الروسيه"),),
    "body/ministry/RU/foreign",
    RUSSIA | {"body/ministry/RU/foreign"},
)
MOSCOW = Voice("state", (("روسيا",), ("موسكو",)), "state/RU", RUSSIA)
WASHINGTON = Voice("state", (("واشنطن",),), "state/US", frozenset({"state/US"}))
ASIM = Voice("person", (("عاصم", "البرهومي"),))
SOURCE = Voice("unnamed", (("مصدر", "امني"),))
WITNESSES = Voice("group", (("شهود", "عيان"),), None, frozenset({"شهود عيان"}))


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (LAVROV, LAVROV, "same"),
        (LAVROV, Voice("person", (("لافروف",),), "person/sergei-lavrov"), "same"),
        (LAVROV, Voice("person", (("لافروف",),)), "same"),
        (ASIM, Voice("person", (("عاصم", "علي", "البرهومي"),)), "same"),
        (ASIM, Voice("person", (("البرهومي",),)), "same"),
        (LAVROV, MINISTRY, "party"),
        (MINISTRY, MOSCOW, "party"),
        (LAVROV, MOSCOW, "party"),
        (SOURCE, Voice("unnamed", (("مسؤول", "كبير"),)), "unnamed"),
        (SOURCE, WITNESSES, "unnamed"),
        (LAVROV, WASHINGTON, "other"),
        (LAVROV, Voice("person", (("ماريا", "زاخاروفا"),), "person/maria-zakharova", RUSSIA), "colleagues"),
        (ASIM, LAVROV, "persons"),
        (ASIM, Voice("person", (("هدي", "الريحان"),)), "persons"),
        (ASIM, SOURCE, "other"),
        (NOBODY, ASIM, "unknown"),
        (NOBODY, NOBODY, "unknown"),
        (Voice(None, parties=RUSSIA), MOSCOW, "party"),
    ],
)
def test_relations(left: Voice, right: Voice, wanted: str) -> None:
    assert relation(left, right) == relation(right, left) == wanted


def test_two_whom_the_tables_tell_apart_are_two_whatever_they_are_called() -> None:
    one = Voice("person", (("محمد", "علي"),), "person/one")
    other = Voice("person", (("محمد", "علي"),), "person/other")
    assert relation(one, other) == "persons"


VOICES = st.builds(
    Voice,
    st.sampled_from([None, "person", "state", "organisation", "unnamed", "group", "role"]),
    st.lists(
        st.lists(st.sampled_from(["عاصم", "هدي", "البرهومي", "لافروف", "علي"]), min_size=1, max_size=3).map(
            tuple
        ),
        max_size=2,
    ).map(tuple),
    st.sampled_from([None, "person/a", "state/RU"]),
    st.frozensets(st.sampled_from(["state/RU", "state/US"]), max_size=2),
)


@given(VOICES, VOICES)
def test_it_is_the_same_whichever_comes_first(left: Voice, right: Voice) -> None:
    assert relation(left, right) == relation(right, left)
