from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.model import Span
from train import augment
from train.augment import Edit, Pool, edited, pool, varied
from train.examples import Annotated, Marked

TEXT = "قال سامر الحداد إن السد «سيفتح» غدا.\nوأضاف أن نورا الخطيب حضرت."


def span(part: str, text: str = TEXT) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def marked(cue: str, source: str | None, content: str, text: str = TEXT) -> Marked:
    return Marked(
        span(cue, text),
        ((span(source, text),) if source else (), (span(content, text),), (), (), ()),
        "say",
    )


REPORT = Annotated(
    "r",
    TEXT,
    (
        marked("قال", "سامر الحداد", "إن السد «سيفتح» غدا"),
        marked("وأضاف", None, "أن نورا الخطيب حضرت"),
    ),
)
POOL = Pool(persons=("هاني الصباغ",), given=frozenset(("سامر",)), media=("وكالة الفرات",))


def printed(report: Annotated) -> list[list[str]]:
    return [
        [m.cue.of(report.text), *(s.of(report.text) for held in m.roles for s in held)]
        for m in report.attributions
    ]


def test_spans_follow_a_replacement() -> None:
    changed = edited(REPORT, [Edit(span("سامر الحداد"), "هدى")])
    assert changed.text.startswith("قال هدى إن السد")
    assert printed(changed)[0] == ["قال", "هدى", "إن السد «سيفتح» غدا"]
    assert printed(changed)[1] == printed(REPORT)[1]


def test_what_is_inserted_belongs_to_what_begins_there() -> None:
    start = span("قال").start
    assert printed(edited(REPORT, [Edit(Span(start, start), "و")]))[0][0] == "وقال"


def test_a_span_that_ends_inside_a_replacement_takes_all_of_it() -> None:
    changed = edited(REPORT, [Edit(span("الحداد إن"), "x")])
    assert printed(changed)[0][1:] == ["سامر x", "x السد «سيفتح» غدا"]


@given(st.data())
def test_no_edit_moves_what_it_does_not_touch(data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=8, unique=True)))
    edits = [
        Edit(Span(a, b), data.draw(st.text("ab", max_size=3)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    changed = edited(REPORT, edits)
    for old, new in zip(REPORT.attributions, changed.attributions, strict=True):
        for a, b in zip((old.cue, *old.roles[1]), (new.cue, *new.roles[1]), strict=True):
            assert 0 <= b.start <= b.end <= len(changed.text)
            if all(e.span.end <= a.start or e.span.start >= a.end for e in edits):
                # What is inserted right before a span becomes part of it.
                assert b.of(changed.text).lstrip("ab") == a.of(TEXT)


def test_other_marks_keep_every_span() -> None:
    contents = {printed(augment._marks(REPORT, POOL, random.Random(seed)))[0][2] for seed in range(20)}
    assert contents == {f"إن السد {opening}سيفتح{closing} غدا" for opening, closing in augment._MARKS}


def test_a_conjunction_comes_and_goes() -> None:
    seen = {
        tuple(m[0] for m in printed(augment._conjunctions(REPORT, POOL, random.Random(seed))))
        for seed in range(20)
    }
    assert ("وقال", "أضاف") in seen and ("قال", "وأضاف") in seen


def test_another_name_stands_wherever_the_name_stood() -> None:
    changed = augment._names(REPORT, POOL, random.Random(1))
    assert printed(changed)[0][1] == "هاني الصباغ"
    assert "سامر" not in changed.text


def test_a_statement_becomes_a_relayed_one() -> None:
    changed = augment._relays(REPORT, POOL, random.Random(1))
    assert changed.text.startswith("نقلت وكالة الفرات عن سامر الحداد قوله إن السد")
    assert printed(changed)[0] == ["قوله", "سامر الحداد", "إن السد «سيفتح» غدا", "وكالة الفرات"]
    assert printed(changed)[1] == printed(REPORT)[1]


def test_a_woman_who_speaks_keeps_her_name() -> None:
    text = TEXT.replace("قال سامر", "قالت سامر")
    woman = Annotated("w", text, (marked("قالت", "سامر الحداد", "إن السد «سيفتح» غدا", text),))
    assert augment._names(woman, POOL, random.Random(1)) == woman


def test_two_speakers_do_not_become_one() -> None:
    both = Pool(persons=("نورا الخطيب",), given=frozenset(("سامر",)), media=())
    assert augment._names(REPORT, both, random.Random(1)) == REPORT


@pytest.mark.parametrize("source", ["سائقو الحافلات", "المعلمون", "الحارسان"])
def test_a_subject_that_changes_behind_a_preposition_is_not_relayed(source: str) -> None:
    text = TEXT.replace("سامر الحداد", source)
    plural = Annotated("p", text, (marked("قال", source, "إن السد «سيفتح» غدا", text),))
    assert augment._relays(plural, POOL, random.Random(1)) == plural


def test_names_and_media_are_drawn_from_the_reports() -> None:
    text = "نقلت وكالة الفرات عن سامر الحداد قوله إن لسامر الخطيب بيتا"
    one = Marked(
        span("قوله", text),
        ((span("سامر الحداد", text),), (span("إن لسامر", text),), (), (), (span("وكالة الفرات", text),)),
        "say",
    )
    names = ((span("سامر الحداد", text), "person"), (span("لسامر الخطيب", text), "person"))
    drawn = pool([Annotated("p", text, (one,), names=names, sought=frozenset({"person"}))])
    assert drawn == Pool(("سامر الحداد",), frozenset({"سامر"}), ("وكالة الفرات",))


def test_what_has_no_cues_or_no_arabic_stays_as_it_is() -> None:
    english = Annotated("e", "The mayor said it rained.", ())
    named = Annotated("n", TEXT, (), cued=False)
    for seed in range(5):
        for report in (english, named):
            assert varied(report, POOL, random.Random(seed), share=1.0) is report
