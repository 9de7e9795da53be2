"""Two texts beside each other, row by row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.export.passages import Row, in_order, joined, rows
from musnad.model import Passage, Span


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
