"""What two texts share, word for word."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from musnad.alignment import passages, positions, runs, words_of
from musnad.model import Passage
from musnad.shingles import WIDTH, shingles
from musnad.text import fold

LEFT = "قالت البلدية إن القناة الجديدة تمتد بين الوادي والسهل وتروي ثلاثين قرية، وغابت الصور."
RIGHT = "في خبر آخر: إنّ القناة الجديدة تمتد بين الوادي والسهل، وتروي ثلاثين قرية! ثم انتهى الخبر كله هنا."


def shared(left: str, right: str) -> tuple[Passage, ...]:
    one, other = shingles(left), shingles(right)
    return passages(runs(one, other, positions(other)), words_of(left), words_of(right))


def test_a_shared_run_is_found_whole() -> None:
    (found,) = shared(LEFT, RIGHT)
    assert found.later.of(LEFT) == "إن القناة الجديدة تمتد بين الوادي والسهل وتروي ثلاثين قرية"
    assert found.earlier.of(RIGHT) == "إنّ القناة الجديدة تمتد بين الوادي والسهل، وتروي ثلاثين قرية"


def test_five_words_are_no_passage() -> None:
    assert shared("أول ثان ثالث رابع خامس صح", "أول ثان ثالث رابع خامس خطأ") == ()


def test_passages_in_another_order_are_found_too() -> None:
    first, second = "سد واد سهل قرية نهر جبل بئر", "عين ظل شمس قمر نجم ريح برق"
    assert len(shared(f"{first} فاصل {second}", f"{second} حاجز {first}")) == 2


TEXTS = st.lists(st.sampled_from(["سد", "وادٍ", "سَهل،", "قرية", "نهر."]), max_size=60).map(" ".join)


@given(TEXTS, TEXTS)
def test_passages_read_alike_and_do_not_overlap(left: str, right: str) -> None:
    found = shared(left, right)
    for one in found:
        words = fold(one.later.of(left)).text.split(), fold(one.earlier.of(right)).text.split()
        assert [w.strip("،.") for w in words[0]] == [w.strip("،.") for w in words[1]]
        assert len(words[0]) >= WIDTH
    for spans in ([one.later for one in found], [one.earlier for one in found]):
        ordered = sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(ordered))


@given(TEXTS)
def test_a_text_shares_all_of_itself(text: str) -> None:
    count = len(words_of(text).found)
    assert sum(len(fold(one.later.of(text)).text.split()) for one in shared(text, text)) == (
        count if count >= WIDTH else 0
    )


@given(TEXTS, TEXTS)
def test_either_text_may_be_the_later(left: str, right: str) -> None:
    exchanged = sorted(Passage(one.earlier, one.later) for one in shared(right, left))
    assert list(shared(left, right)) == exchanged


def test_a_passage_with_a_refrain_in_it_stands_whole() -> None:
    refrain = "يا وادي السرو يا ظل النخيل العالي"
    song = " ثم ".join([refrain] * 12)
    whole = f"وقفت الجوقة فأنشدت {refrain} وصفق الناس طويلا عند الجسر"
    (found,) = shared(f"{song}. بعد ذلك {whole}", f"في الحفل {whole}!")
    assert found.earlier.of(f"في الحفل {whole}!") == whole
