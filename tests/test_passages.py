"""Two texts beside each other, row by row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.alignment import passages as aligned
from musnad.alignment import positions, runs, words_of
from musnad.export.passages import Row, Stretch, in_order, joined, rows, stretches
from musnad.model import Passage, Span
from musnad.shingles import shingles


def passage(later: tuple[int, int], earlier: tuple[int, int]) -> Passage:
    return Passage(Span(*later), Span(*earlier))


def test_what_was_moved_about_stands_apart() -> None:
    first, second, moved = (
        passage((0, 50), (0, 50)),
        passage((90, 150), (60, 120)),
        passage((60, 80), (130, 150)),
    )
    assert in_order([second, moved, first]) == ((first, second), (moved,))
    assert in_order([]) == ((), ())


def test_rows_show_what_differs_between_what_is_shared() -> None:
    earlier, later = "أ ب ج قديم د ه.", "أ ب ج جديد د ه!"
    kept = joined([passage((0, 5), (0, 5)), passage((11, 14), (11, 14))], earlier, later)
    told = [(one.earlier.of(earlier), one.later.of(later), one.shared) for one in rows(kept, earlier, later)]
    assert told == [("أ ب ج ", "أ ب ج ", True), ("قديم ", "جديد ", False), ("د ه.", "د ه!", True)]


def test_a_straight_mark_behind_a_word_stays_with_it() -> None:
    text = 'قال "واحد".\nقال "اثنان"'
    (kept, behind) = joined([passage((0, 9), (0, 9)), passage((16, 22), (16, 22))], text, text)
    assert kept.later.of(text) == 'قال "واحد".\n'
    assert behind.later.of(text) == '"اثنان"'


def test_passages_with_but_marks_between_are_one() -> None:
    earlier, later = "واحد، اثنان", "واحد اثنان"
    kept = joined([passage((0, 4), (0, 4)), passage((5, 10), (6, 11))], earlier, later)
    assert rows(kept, earlier, later) == (Row(Span(0, 11), Span(0, 10), shared=True),)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20)), max_size=8),
    st.text("اب. «", min_size=80, max_size=90),
    st.text("اب. «", min_size=80, max_size=90),
)
def test_rows_hold_both_texts_whole(found: list[tuple[int, int, int]], earlier: str, later: str) -> None:
    passages = [passage((a, a + n), (b, b + n)) for a, b, n in found]
    kept, moved = in_order(passages)
    assert len(kept) + len(moved) <= len(passages)
    told = rows(joined(kept, earlier, later), earlier, later)
    assert "".join(one.earlier.of(earlier) for one in told) == earlier
    assert "".join(one.later.of(later) for one in told) == later


HEAD, TAIL = "قالت رئيسة البلدية إن السد الجديد سيروي", "قرية قبل نهاية الصيف المقبل كما وعدت"


def stretched(earlier: str, later: str) -> tuple[Stretch, ...]:
    left, right = shingles(later), shingles(earlier)
    found = aligned(runs(left, right, positions(right)), words_of(later), words_of(earlier))
    return stretches(joined(in_order(found)[0], earlier, later), earlier, later)


def test_what_differs_between_near_passages_stands_inside_one_stretch() -> None:
    earlier, later = f"{HEAD} ثلاثين {TAIL}", f"{HEAD} نحو أربعين {TAIL}، ثم صمتت."
    first, rest = stretched(earlier, later)
    assert (first.shared, rest.shared) == (True, False)
    assert [(one.of(earlier), other.of(later)) for one, other in first.differing] == [
        ("ثلاثين", "نحو أربعين")
    ]
    assert (rest.earlier.of(earlier), rest.later.of(later)) == ("", "ثم صمتت.")


def test_a_word_more_differs_from_nothing() -> None:
    earlier, later = f"{HEAD} {TAIL}", f"{HEAD} نحو ثلاثين {TAIL}"
    (one,) = stretched(earlier, later)
    ((left, right),) = one.differing
    assert (left.of(earlier), right.of(later)) == ("", "نحو ثلاثين")
    assert earlier[: left.start].rstrip() == HEAD


def test_a_stretch_ends_with_a_line() -> None:
    earlier, later = f"{HEAD} {TAIL}. «وقالت»", f"{HEAD} {TAIL}.\n«وقالت»"
    found = stretched(earlier, later)
    assert [one.later.of(later) for one in found] == [f"{HEAD} {TAIL}.\n", "«وقالت»"]
    assert [one.earlier.of(earlier) for one in found] == [f"{HEAD} {TAIL}. ", "«وقالت»"]
    assert all(one.shared for one in found)


def test_what_is_far_apart_stands_alone() -> None:
    far = " ".join(["كلمة"] * 13)
    found = stretched(f"{HEAD} {TAIL}", f"{HEAD} {far} {TAIL}")
    assert [one.shared for one in found] == [True, False, True]


WORDS = st.lists(
    st.sampled_from(
        ["عين ظل شمس قمر نجم ريح", "أول ثان ثالث رابع خامس سادس سابع", "و", "لا.\n", "«قال»", "\n"]
    ),
    max_size=9,
)


@given(WORDS, WORDS)
def test_stretches_hold_both_texts_whole_and_read_alike_where_shared(
    left: list[str], right: list[str]
) -> None:
    earlier, later = " ".join(left), "، ".join(right)
    found = stretched(earlier, later)
    assert "".join(one.earlier.of(earlier) for one in found) == earlier
    assert "".join(one.later.of(later) for one in found) == later
    for one in found:
        if one.shared:
            sides = (
                _words_between(earlier, one.earlier, [span for span, _ in one.differing]),
                _words_between(later, one.later, [span for _, span in one.differing]),
            )
            assert sides[0] == sides[1]


def _words_between(text: str, within: Span, without: list[Span]) -> list[str]:
    found, at = list[str](), within.start
    for span in [*without, Span(within.end, within.end)]:
        assert at <= span.start <= within.end
        found += words_of(text[at : span.start]).found
        at = span.end
    return found
