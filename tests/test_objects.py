"""Nouns behind a verb that can only be its object."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.attribution import attribute
from musnad.model import Attribution, CueClass, Span
from musnad.objects import oblique, without_object
from musnad.segment import segment


def attribution(text: str, cue: str, source: str, content: str, lemma: str, kind: CueClass) -> Attribution:
    at, start = text.rindex(cue), text.rindex(source)
    body = text.rindex(content)
    return Attribution(
        id="a1",
        source=Span(start, start + len(source)),
        cue=Span(at, at + len(cue)),
        content=(Span(body, body + len(content)),),
        lemma=lemma,
        cue_class=kind,
        quote="indirect",
        rule="tagger",
        confidence=1.0,
    )


def read(text: str, found: Attribution) -> tuple[str | None, str | None, str]:
    """Source, addressee and first content as texts."""
    freed = without_object(text, found)
    source, told = freed.source, freed.addressee
    return (
        source.of(text) if source else None,
        told.of(text) if told else None,
        freed.content[0].of(text),
    )


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "lemma"),
    [
        ("ودعت المجلس إلى فتح الجسر", "ودعت", "المجلس", "إلى فتح الجسر", "دعا"),
        ("ودعت الوزير إلى فتح الجسر", "ودعت", "الوزير", "إلى فتح الجسر", "دعا"),
        ("داعيا الوزارة إلى فتح الجسر", "داعيا", "الوزارة", "إلى فتح الجسر", "دعا"),
        ("إلا أنه دعا الوزارة إلى فتح الجسر", "دعا", "الوزارة", "إلى فتح الجسر", "دعا"),
        ("لكنها لم تدع الوزارة إلى فتح الجسر", "لم تدع", "الوزارة", "إلى فتح الجسر", "دعا"),
        ("ودعا المسؤولين إلى فتح الجسر", "ودعا", "المسؤولين", "إلى فتح الجسر", "دعا"),
        ("ودعوا الوزارة إلى فتح الجسر", "ودعوا", "الوزارة", "إلى فتح الجسر", "دعا"),
        ("وأضافت لوكالة الساحل أن الجسر مغلق", "وأضافت", "لوكالة الساحل", "أن الجسر مغلق", "أضاف"),
    ],
)
def test_an_object_is_told(text: str, cue: str, source: str, content: str, lemma: str) -> None:
    found = attribution(text, cue, source, content, lemma, "demand")
    assert read(text, found) == (None, source, content)


def test_what_is_charged_goes_to_the_content() -> None:
    text = "واتهمت الحزب بالإهمال"
    found = attribution(text, "واتهمت", "الحزب", "بالإهمال", "اتهم", "accuse")
    assert read(text, found) == (None, None, "الحزب بالإهمال")


def test_what_stands_before_an_object_does_not_take_it_in() -> None:
    text = "«سلم السد بالإهمال» واتهمت الحزب"
    found = attribution(text, "واتهمت", "الحزب", "بالإهمال", "اتهم", "accuse")
    assert read(text, found) == (None, None, "بالإهمال")


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("ودعت الوزارة إلى فتح الجسر", "ودعت", "الوزارة"),
        ("ودعت الوزيرة إلى فتح الجسر", "ودعت", "الوزيرة"),
        ("ودعا المجلس إلى فتح الجسر", "ودعا", "المجلس"),
        ("ودعت البحرين إلى فتح الجسر", "ودعت", "البحرين"),
        ("وقال إنه وصل ودعا الوزير إلى فتح الجسر", "ودعا", "الوزير"),
    ],
)
def test_a_subject_stays(text: str, cue: str, source: str) -> None:
    found = attribution(text, cue, source, "إلى فتح الجسر", "دعا", "demand")
    assert without_object(text, found) is found


def test_the_grammar_asks_too() -> None:
    text = "وصلت الوزيرة إلى الميناء. وأبلغت المجلس بأن الجسر مغلق."
    (told,) = attribute(text, segment(text))
    assert told.source is None
    assert told.addressee is not None
    assert told.addressee.of(text) == "المجلس"


def test_plurals_in_the_accusative() -> None:
    assert oblique("المسؤولين")
    assert not oblique("البحرين")
    assert not oblique("القوانين")


@given(st.text(max_size=60), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_any_spans_have_an_answer(text: str, a: int, b: int, c: int) -> None:
    size = len(text)
    cue = Span(min(a, size), min(a + b, size))
    start = min(cue.end + 1, size)
    found = Attribution(
        "a1",
        Span(start, min(start + c, size)),
        cue,
        (Span(start, size),),
        "دعا",
        "demand",
        "indirect",
        "t",
        1.0,
    )
    assert without_object(text, found).content
