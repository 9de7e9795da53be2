from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Attribution, Span
from musnad.times import day_of, said_on

# 2023-09-13 is a Wednesday.


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("اليوم", "2023-09-13"),
        ("اليوم الأربعاء", "2023-09-13"),
        ("أمس", "2023-09-12"),
        ("أمس الثلاثاء", "2023-09-12"),
        ("مساء الثلاثاء", "2023-09-12"),
        ("الخميس", "2023-09-07"),
        ("أول من أمس", "2023-09-11"),
        ("أوّل أمس", "2023-09-11"),
        ("أمس الخميس", None),
        ("الثلاثاء الماضي", None),
        ("بعد اجتماع الثلاثاء والأربعاء", None),
        ("حتى الثلاثاء", None),
        ("في بيان", None),
        ("", None),
    ],
)
def test_the_day_of_a_clause(clause: str, day: str | None) -> None:
    assert day_of(clause, "2023-09-13T10:00:00+03:00") == day


def test_only_the_clause_of_the_cue_is_read() -> None:
    text = "قال سامي العنبري أمس إن الجسر افتتح الأحد"
    spans = {part: Span(text.index(part), text.index(part) + len(part)) for part in ("قال", "سامي العنبري")}
    content = (Span(text.index("إن"), len(text)),)
    one = Attribution("a1", spans["سامي العنبري"], spans["قال"], content, "قال", "say", "indirect", "t", 1.0)
    assert said_on(text, one, "2023-09-13") == "2023-09-12"
    assert said_on(text, one, None) is None


@given(st.text(max_size=30), st.text(max_size=12))
def test_never_raises(clause: str, published: str) -> None:
    day_of(clause + " اليوم", published)
    assert day_of("أمس", "0001-01-01") is None


def test_the_day_before_yesterday_and_the_days_of_an_event() -> None:
    assert day_of("وقال أمس الأول إن", "2025-09-16") == "2025-09-14"
    assert day_of("وقال في اليوم الأول للمؤتمر إن", "2025-09-16") is None
