"""Matches as offsets into the text as it is, and the stretch that is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musnad.search_hits import matches, snippet
from musnad.search_query import parse


def found(text: str, query: str) -> list[str]:
    return [text[one.start : one.end] for one in matches(text, parse(query))]


def test_every_form_is_marked_with_its_clitics_and_marks() -> None:
    text = "قال المسؤولُون إنّ مسؤولاً التقى للمسـؤول الأول"
    assert found(text, "مسؤول") == ["المسؤولُون", "مسؤولاً", "للمسـؤول"]


def test_a_phrase_is_marked_as_one_where_its_words_stand_together() -> None:
    text = "سد الوادي قريب، والسد في الوادي"
    assert found(text, "«سد الوادي»") == ["سد الوادي"]
    assert found(text, "سد الوادي") == ["سد", "الوادي", "والسد", "الوادي"]


def test_names_are_marked_behind_proclitics() -> None:
    assert found("رسالة لبوتين وبوتين نفسه", "بوتين") == ["لبوتين", "وبوتين"]
    assert found("رسالة لبوتين", "Putin") == ["لبوتين"]


def test_compounds_are_marked_either_way() -> None:
    assert found("زار عبدالله القرية", "عبد الله") == ["عبدالله"] or found(
        "زار عبدالله القرية", '"عبد الله"'
    ) == ["عبدالله"]


def test_the_stretch_holds_most_parts_of_the_query() -> None:
    text = "سد " + "كلام طويل هنا " * 60 + "سد كبير على نهر قديم " + "كلام طويل هنا " * 60
    query = parse("سد نهر")
    shown = snippet(text, matches(text, query))
    assert "نهر" in text[shown.start : shown.end]
    assert len(shown.matches) == 2
    assert shown.start and not text[shown.start - 1].strip()
    assert shown.end - shown.start <= 240


def test_the_stretch_stays_inside_a_statement() -> None:
    text = "سد أول. قال إن سداً ثانياً قريب. سد ثالث."
    within = (text.index("إن"), text.index("قريب"))
    shown = snippet(text, matches(text, parse("سد")), within)
    assert (shown.start, shown.end) == within
    assert [text[a:b] for a, b in shown.matches] == ["سداً"]


@given(st.text(max_size=200), st.text(max_size=60))
def test_offsets_hold(text: str, query: str) -> None:
    hits = matches(text, parse(query))
    assert all(0 <= one.start < one.end <= len(text) for one in hits)
    shown = snippet(text, hits)
    assert 0 <= shown.start <= shown.end <= len(text)
    assert all(shown.start <= a < b <= shown.end for a, b in shown.matches)
