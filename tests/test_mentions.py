from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.mentions import WINDOW, find, name_spans
from musnad.model import Report, Segments, Span
from musnad.text import fold

NONE = Segments((), (), ())


def places(text: str, *names: tuple[str, ...], taken: dict[Span, int] | None = None) -> list[tuple[str, int]]:
    folded = fold(text)
    words = find(Report("r", "v", text), folded, NONE).words
    found = name_spans(folded, words, [[name] for name in names], taken or {})
    return [(span.of(text), number) for span, number in sorted(found.items())]


def test_the_longest_name_counts_and_clitics_stay_out() -> None:
    text = "التقى سامي العنبري والعنبري بالوفد، ثم غادر العنبريون."
    assert places(text, ("سامي", "العنبري"), ("العنبري",)) == [("سامي العنبري", 0), ("العنبري", 1)]


def test_names_with_abd_are_found_in_both_spellings() -> None:
    text = "عبد الله حمدان وعبدالله حمدان"
    assert places(text, ("عبد", "الله", "حمدان")) == [("عبد الله حمدان", 0), ("عبدالله حمدان", 0)]


def test_a_name_does_not_cross_punctuation_or_a_taken_span() -> None:
    text = "سامي، العنبري وسامي العنبري"
    assert places(text, ("سامي", "العنبري")) == [("سامي العنبري", 0)]
    whole = Span(text.index("وسامي"), len(text))
    assert places(text, ("سامي", "العنبري"), taken={whole: 7}) == [("وسامي العنبري", 7)]


def test_a_name_cut_short_by_the_end_is_the_short_one() -> None:
    assert places("قال سامي", ("سامي", "العنبري"), ("سامي",)) == [("سامي", 1)]


def test_an_agency_is_credited_once() -> None:
    text = "جسر جديد\nباريس - رويترز\nافتتح الجسر.\n(رويترز)"
    named = find(Report("r", "v", text), fold(text), NONE)
    assert [(m.span.of(text), m.entity) for m in named.credits] == [("رويترز", "e1")]
    assert [(e.id, e.name, e.kind) for e in named.entities] == [("e1", "رويترز", "medium")]


@given(st.text(max_size=60))
def test_the_index_leads_back_to_each_word(text: str) -> None:
    folded = fold(text)
    words = find(Report("r", "v", text), folded, NONE).words
    for word, where in words.index.items():
        for i in where:
            assert words.words[i] == word
            assert folded.text[words.starts[i] : words.ends[i]] == word


def test_the_index_stops_at_its_window() -> None:
    words = find(Report("r", "v", "كلمة " * WINDOW), fold("كلمة " * WINDOW), NONE).words
    assert words.ends[-1] <= WINDOW
