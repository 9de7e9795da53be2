from __future__ import annotations

from dataclasses import replace

import pytest

from musnad.attribution import attribute
from musnad.model import Attribution, Span
from musnad.parts import page, parts
from musnad.segment import segment
from musnad.tagger import Proposal


def at(text: str, part: str | None) -> Span | None:
    return None if part is None else Span(text.index(part), text.index(part) + len(part))


def proposed(
    text: str,
    cue: str,
    content: str,
    source: str | None = None,
    told: str | None = None,
    medium: str | None = None,
    via: str | None = None,
) -> Proposal:
    word, said, relayer = at(text, cue), at(text, content), at(text, via)
    assert word is not None and said is not None
    return Proposal(
        cue=word,
        source=at(text, source),
        content=(said,),
        addressee=at(text, told),
        medium=at(text, medium),
        via=() if relayer is None else (relayer,),
        cue_class="say",
        chance=0.9,
        valid=0.9,
        likely=0.9,
    )


def read(text: str, proposal: Proposal, draft: bool = True) -> dict[str, str | list[str] | None]:
    segments = segment(text, "ar")
    drafts = attribute(text, segments)
    mine: Attribution | None = next((d for d in drafts if d.cue == proposal.cue), None)
    assert not draft or mine is not None
    found = parts(page(text, segments, drafts), proposal, mine if draft else None)
    told = {"source": found.source, "addressee": found.addressee, "medium": found.medium}
    return {
        **{name: None if span is None else span.of(text) for name, span in told.items()},
        "via": [span.of(text) for span in found.via],
    }


def test_a_relayer_that_closes_another_sentence_is_none() -> None:
    text = "قال الوزير إن السد سيفتح. وأضاف أن الطريق جاهز، وفقا لما نقلته وكالة الأنباء."
    relayed = proposed(text, "وأضاف", "أن الطريق جاهز", via="وكالة الأنباء")
    apart = proposed(text, "قال", "إن السد سيفتح", "الوزير", via="وكالة الأنباء")
    assert read(text, relayed)["via"] == ["وكالة الأنباء"]
    assert read(text, apart, draft=False)["via"] == []


def test_an_english_relay_closes_its_own_sentence_alone() -> None:
    text = "Lena Marsh said the dam will open. She added that the road is ready, says the daily Harbour."
    first = proposed(text, "said", "the dam will open", "Lena Marsh", via="the daily Harbour")
    segments = segment(text, "en")
    assert parts(page(text, segments, []), first, None).via == ()
    second = proposed(text, "added", "that the road is ready", "She", via="the daily Harbour")
    assert parts(page(text, segments, []), second, None).via == second.via


@pytest.mark.parametrize(
    ("text", "medium", "via", "kept"),
    [
        ("وقال سالم الهادي بحسب رويترز إن السد سيفتح غدا.", None, ["رويترز"], None),
        (
            "وقال سالم الهادي، في حوار نشرته جريدة الميناء، إن السد سيفتح غدا.",
            "في حوار نشرته جريدة الميناء",
            ["جريدة الميناء"],
            "في حوار",
        ),
        ("وقال سالم الهادي وفق أعلى المعايير إن السد سيفتح غدا.", None, [], None),
    ],
)
def test_a_relayer_that_only_the_grammar_reads(
    text: str, medium: str | None, via: list[str], kept: str | None
) -> None:
    found = read(text, proposed(text, "وقال", "إن السد سيفتح غدا", "سالم الهادي", medium=medium))
    assert found["via"] == via and found["medium"] == kept


@pytest.mark.parametrize(
    ("medium", "via", "kept"),
    [
        ("وفي الفيديو، الذي بثه السبت موقع المرسى", ["موقع المرسى"], "وفي الفيديو"),
        ("وفي الفيديو", ["موقع المرسى"], "وفي الفيديو"),
        ("وفي بيان نشرته الوزارة", [], "وفي بيان نشرته الوزارة"),
        ("وفي كلمة، نشرها السبت", [], "وفي كلمة، نشرها السبت"),
    ],
)
def test_a_clause_about_the_medium_names_who_carried_it(medium: str, via: list[str], kept: str) -> None:
    clause = "، الذي بثه السبت موقع المرسى" if medium == kept == "وفي الفيديو" else ""
    text = f"{medium}{clause}، هدد الحزب بإغلاق السد."
    found = read(text, proposed(text, "هدد", "بإغلاق السد", "الحزب", medium=medium), draft=False)
    assert (found["via"], found["medium"]) == (via, kept)


def test_who_is_told_and_relays_has_one_role() -> None:
    text = "وقال سالم الهادي بحسب رويترز إن السد سيفتح غدا."
    found = read(text, proposed(text, "وقال", "إن السد سيفتح غدا", "سالم الهادي", told="رويترز"))
    assert (found["addressee"], found["via"]) == (None, ["رويترز"])


def test_who_speaks_behind_a_noun_is_not_told() -> None:
    text = "وردت الشركة على اتهامات السائقين لها بإخفاء التقرير."
    found = read(text, proposed(text, "اتهامات", "بإخفاء التقرير", told="السائقين"))
    assert (found["source"], found["addressee"]) == ("السائقين", None)


def test_who_is_asked_is_not_the_source() -> None:
    text = "طالبت الحكومة بخفض الرسوم."
    found = read(text, proposed(text, "طالبت", "بخفض الرسوم", told="الحكومة"))
    assert (found["source"], found["addressee"]) == (None, "الحكومة")


@pytest.mark.parametrize(("source", "left"), [("مسؤول محلي لشبكة الميناء", "مسؤول محلي"), (None, None)])
def test_a_source_ends_before_who_is_told(source: str | None, left: str | None) -> None:
    text = f"قال {source or 'لشبكة الميناء'} إن السد سيفتح غدا."
    found = read(text, proposed(text, "قال", "إن السد سيفتح غدا", source or "لشبكة الميناء"))
    assert (found["source"], found["addressee"]) == (left, "لشبكة الميناء")


def test_a_participle_that_goes_on_has_no_source_of_its_own() -> None:
    text = "نفى الحزب فتح السد للقوارب، لافتا إلى أن الطريق مغلق."
    found = read(text, proposed(text, "لافتا", "إلى أن الطريق مغلق", "للقوارب"))
    assert found["source"] is None


def test_a_source_is_not_its_own_relayer() -> None:
    text = "وأشاد الجانبان بفتح السد."
    found = read(text, proposed(text, "وأشاد", "بفتح السد", via="الجانبان"))
    assert (found["source"], found["via"]) == ("الجانبان", [])


def test_a_draft_has_of_its_own_what_the_outer_one_has_not() -> None:
    text = "قال سالم إن نورا أكدت أن السد سيفتح غدا."
    segments = segment(text, "ar")
    drafts = attribute(text, segments)
    assert [len(d.via) for d in drafts] == [0, 1]
    assert page(text, segments, drafts).own == {"a2": ()}
    # The source of the outer one may be cut after its draft was made.
    cut = [replace(drafts[0], source=Span(4, 6)), drafts[1]]
    assert page(text, segments, cut).own == {"a2": ()}


def test_what_is_denied_is_no_medium() -> None:
    for text, kept in (
        ("شككت الوزارة في التقرير مؤكدة سلامة السد.", None),
        ("قالت الوزارة في التقرير مؤكدة سلامة السد.", "في التقرير"),
    ):
        one = proposed(text, text.split()[0], "مؤكدة سلامة السد", "الوزارة", medium="في التقرير")
        found = parts(page(text, segment(text, "ar"), ()), one, None)
        assert found.medium == at(text, kept)


def test_a_request_not_to_be_named_belongs_to_the_source() -> None:
    text = "وأفاد مصدر في الدفاع المدني طلب عدم الكشف عن اسمه بأن العائلات غادرت."
    one = proposed(text, "وأفاد", "طلب عدم الكشف عن اسمه بأن العائلات غادرت", "مصدر في الدفاع المدني")
    found = parts(page(text, segment(text, "ar"), ()), one, None)
    assert [span.of(text) for span in found.content] == ["بأن العائلات غادرت"]
    assert found.source == at(text, "مصدر في الدفاع المدني طلب عدم الكشف عن اسمه")
    asked = proposed(text, "طلب", "عدم الكشف عن اسمه", "مصدر في الدفاع المدني")
    assert parts(page(text, segment(text, "ar"), ()), asked, None) == asked
