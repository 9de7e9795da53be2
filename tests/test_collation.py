"""Two texts side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.alignment import passages, positions, runs, words_of
from musnad.collation import GAP, Piece, Stretch, collated
from musnad.model import Span
from musnad.shingles import shingles

HEAD, TAIL = "قالت رئيسة البلدية إن السد الجديد سيروي", "قرية قبل نهاية الصيف المقبل كما وعدت"


def beside(one: str, other: str) -> tuple[Stretch, ...]:
    left, right = shingles(one), shingles(other)
    found = passages(runs(left, right, positions(right)), words_of(one), words_of(other))
    return collated(one, other, [(passage.later, passage.earlier) for passage in found])


def test_what_differs_between_two_passages_is_marked() -> None:
    (found,) = beside(f"{HEAD} ثلاثين {TAIL}", f"خبر: {HEAD}، أربعين {TAIL}.")
    assert found.one == (Piece(f"{HEAD} ", False), Piece("ثلاثين", True), Piece(f" {TAIL}", False))
    assert found.other == (Piece(f"{HEAD}، ", False), Piece("أربعين", True), Piece(f" {TAIL}", False))


def test_words_that_only_one_has_leave_an_empty_piece_in_the_other() -> None:
    (found,) = beside(f"{HEAD} نحو ثلاثين {TAIL}", f"{HEAD} {TAIL}")
    assert [piece.text for piece in found.one if piece.differs] == ["نحو ثلاثين"]
    assert [piece.text for piece in found.other if piece.differs] == [""]


def test_in_a_gap_only_the_words_that_differ_are_marked() -> None:
    (found,) = beside(f"{HEAD} أرض ثلاثين {TAIL}", f"{HEAD} أرضَ مئة {TAIL}")
    assert [piece.text for piece in found.one if piece.differs] == ["ثلاثين"]
    assert [piece.text for piece in found.other if piece.differs] == ["مئة"]


def test_passages_far_apart_or_in_another_order_stay_apart() -> None:
    near, far = " ".join(["كلمة"] * GAP), " ".join(["كلمة"] * (GAP + 1))
    assert len(beside(f"{HEAD} {near} {TAIL}", f"{HEAD} {TAIL}")) == 1
    assert len(beside(f"{HEAD} {far} {TAIL}", f"{HEAD} {TAIL}")) == 2
    assert len(beside(f"{HEAD} {TAIL}", f"{HEAD} {'ه' * 41 * GAP} {TAIL}")) == 2
    assert len(beside(f"{HEAD} غير {TAIL}", f"{TAIL} غير {HEAD}")) == 2


def test_nothing_shared_is_nothing() -> None:
    assert collated("نص", "آخر", []) == ()


PARTS = st.lists(
    st.sampled_from(["أول ثان ثالث رابع خامس سادس", "و", "لا.", "عين ظل شمس قمر نجم ريح"]), max_size=9
)


@given(PARTS, PARTS)
def test_pieces_read_on_end_as_the_texts_do(left: list[str], right: list[str]) -> None:
    one, other = " ".join(left), "، ".join(right)
    for stretch in beside(one, other):
        assert "".join(piece.text for piece in stretch.one) in one
        assert "".join(piece.text for piece in stretch.other) in other
        same = [
            [words_of(piece.text).found for piece in side if not piece.differs]
            for side in (stretch.one, stretch.other)
        ]
        assert [word for words in same[0] for word in words] == [word for words in same[1] for word in words]


def test_spans_alone_are_enough() -> None:
    assert collated("أ ب ج", "ب", [(Span(2, 3), Span(0, 1))]) == (
        Stretch((Piece("ب", False),), (Piece("ب", False),)),
    )
