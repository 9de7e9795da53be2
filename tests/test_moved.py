"""Where the words of a text stand in a later version of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Span
from musnad.moved import LONGEST, moved

BEFORE = (
    "فتح السد\nقالت رئيسة البلدية رابعة البيلسان إن «السد الجديد سيروي ثلاثين قرية» قبل نهاية الصيف.\n"
    "وأضافت أن العمال أنهوا الجزء الأكبر من الجدار الشرقي رغم العواصف."
)
words = st.lists(
    st.sampled_from(["السد", "قال", "إن", "«ماء،", "أَنّ", "ثلاثين", "قرية", "نهر.", "x"]), max_size=40
)
texts = st.tuples(words, st.sampled_from((" ", "\n", "  "))).map(lambda told: told[1].join(told[0]))


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def now(after: str, words: str) -> str | None:
    found = moved(BEFORE, after).whole(at(BEFORE, words))
    return None if found is None else found.of(after)


def test_what_only_moved_is_found() -> None:
    first, second, third = BEFORE.split("\n")
    after = "\n".join((first, third, "كلام آخر لا صلة له.", second))
    for told in (second, third, "قالت", "وأضافت أن العمال", "«السد الجديد سيروي ثلاثين قرية»", "ضافت"):
        assert now(after, told) == told


def test_marks_at_the_ends_stay_where_they_stand_still() -> None:
    after = BEFORE.replace("«", "").replace("»", "")
    assert now(after, "«السد الجديد سيروي ثلاثين قرية»") == "السد الجديد سيروي ثلاثين قرية"


def test_a_word_changed_inside_is_no_end_of_a_stretch() -> None:
    after = BEFORE.replace("سيروي ثلاثين", "سوف يسقي ثلاثين")
    assert now(after, "«السد الجديد سيروي ثلاثين قرية» قبل نهاية الصيف") == (
        "«السد الجديد سوف يسقي ثلاثين قرية» قبل نهاية الصيف"
    )
    parts = moved(BEFORE, after).parts(at(BEFORE, "السد الجديد سيروي ثلاثين قرية» قبل نهاية"))
    assert [one.of(after) for one in parts] == ["السد الجديد", "ثلاثين قرية» قبل نهاية"]


@pytest.mark.parametrize(
    ("was", "now_is", "told"),
    [
        # The first or the last word is another: nothing tells where the stretch begins or ends.
        ("رئيسة البلدية", "نائبة البلدية", "رئيسة البلدية رابعة"),
        ("قبل نهاية الصيف", "بعد شهور", "إن «السد الجديد سيروي ثلاثين قرية» قبل نهاية الصيف"),
        # Both ends stand, but most between them is new.
        ("أنهوا الجزء الأكبر من", "كلام " * 30, "العمال أنهوا الجزء الأكبر من الجدار"),
    ],
)
def test_what_does_not_stand_is_not_guessed(was: str, now_is: str, told: str) -> None:
    assert now(BEFORE.replace(was, now_is), told) is None


def test_every_word_may_be_asked_for() -> None:
    told = at(BEFORE, "رئيسة البلدية رابعة البيلسان")
    for was, now_is, stands in (("رابعة", "هند", False), ("رئيسة", "رئيسة الري و", True)):
        found = moved(BEFORE, BEFORE.replace(was, now_is))
        assert found.whole(told) is not None
        assert (found.whole(told, every=True) is not None) is stands


def test_a_word_alone_is_no_place() -> None:
    assert moved("قال الوزير كلاماً", "ثم قال غيره").parts(Span(0, 3)) == ()
    assert moved("", "نص").parts(Span(0, 0)) == ()


def test_likeness_counts_the_words_of_both() -> None:
    assert moved(BEFORE, BEFORE + " وزيد عليه").alike()
    assert not moved(BEFORE, BEFORE + " وزيد عليه كلام كثير" * 10).alike()


@given(texts, texts, st.data())
def test_whatever_is_found_stands_in_both(before: str, after: str, data: st.DataObject) -> None:
    found = moved(before, after)
    assert len(set(found.at.values())) == len(found.at)
    for one, other in found.at.items():
        assert found.left.found[one] == found.right.found[other]
    start = data.draw(st.integers(0, len(before)))
    span = Span(start, data.draw(st.integers(start, len(before))))
    for stretch in (*found.parts(span), *filter(None, [found.whole(span)])):
        assert 0 <= stretch.start < stretch.end <= len(after)


@given(texts, texts, texts)
def test_a_text_put_between_others_is_found_whole(before: str, text: str, behind: str) -> None:
    after = f"{before}\n{text}\n{behind}"
    found = moved(text, after)
    if len(found.left.found) >= 3:
        assert len(found.at) == len(found.left.found)


def test_time_is_near_linear_and_bounded() -> None:
    again = "قال الوزير " * (LONGEST // 8)
    found = moved(again, again + "نعم")
    assert found.left.folded.text == found.right.folded.text
    assert found.whole(Span(LONGEST + 5, LONGEST + 8)) is None
