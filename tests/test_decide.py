from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musnad.decide import Candidate, decide, features, pair, probability
from musnad.model import Attribution, Span
from musnad.segment import segment
from musnad.settle import TAGGER
from musnad.tagger import Proposal

TEXT = "قال سالم إن نورا أكدت أن السد سيفتح غدا."


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(start, start + len(part))


def proposal(cue: str, content: str, source: str | None = None, valid: float = 0.9) -> Proposal:
    return Proposal(
        cue=span(cue),
        source=None if source is None else span(source),
        content=(span(content),) if content else (),
        addressee=None,
        medium=None,
        via=(),
        cue_class="say",
        chance=0.9,
        valid=valid,
        likely=0.9,
    )


def draft(cue: str, content: str, name: str = "a1", confidence: float = 0.8) -> Attribution:
    return Attribution(
        id=name,
        source=None,
        cue=span(cue),
        content=(span(content),),
        lemma="قال",
        cue_class="say",
        quote="indirect",
        rule="verb-inna",
        confidence=confidence,
    )


OUTER = proposal("قال", "إن نورا أكدت أن السد سيفتح غدا", "سالم")
INNER = proposal("أكدت", "أن السد سيفتح غدا", "نورا")
WEIGHTS = {"bias": 0.0, "valid": 1.0, "alone odds": 1.0}


def test_equal_cues_are_one_candidate() -> None:
    found = pair([OUTER, INNER], [draft("أكدت", "أن السد سيفتح غدا")])
    assert [(c.proposal, c.draft is not None) for c in found] == [(OUTER, False), (INNER, True)]


def test_cues_that_touch_are_one_candidate() -> None:
    wide = proposal("قال سالم", "إن نورا أكدت أن السد سيفتح غدا")
    (found,) = pair([wide], [draft("قال", "إن نورا أكدت أن السد سيفتح غدا")])
    assert found.proposal == wide and found.draft is not None


def test_a_draft_that_nothing_touches_stands_alone() -> None:
    found = pair([OUTER], [draft("أكدت", "أن السد سيفتح غدا")])
    assert [c.proposal is None for c in found] == [False, True]
    assert features(found[1], TEXT)["alone"] == 1.0


def test_what_both_hold_is_compared() -> None:
    (found,) = pair([INNER], [draft("أكدت", "أن السد")])
    held = features(found, TEXT)
    assert held["same cue"] == 1.0 and held["same source"] == 0.0
    assert held["shared content"] == pytest.approx(len("أن السد") / len("أن السد سيفتح غدا"))


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("وصرحت", {"known", "part past"}),
        ("مؤكدين", {"known", "part participle"}),
        ("تصريحاتهم", {"known", "part masdar", "pronoun"}),
        ("نؤكد", {"known", "part present", "first person"}),
        ("شمسية", set()),
        ("said", {"known"}),
        ("blue", set()),
    ],
)
def test_the_kind_of_word_of_a_cue_is_told(printed: str, told: set[str]) -> None:
    word = replace(INNER, cue=Span(0, len(printed)))
    found = features(Candidate(word, None), printed)
    kinds = {name for name in found if name.startswith(("known", "part", "pronoun", "first"))}
    assert kinds == told


def test_who_proposed_what_is_the_rule() -> None:
    agreed = Candidate(INNER, draft("أكدت", "أن السد سيفتح غدا"))
    found = decide(TEXT, segment(TEXT, "ar"), [Candidate(OUTER, None), agreed], WEIGHTS, 0.5)
    assert [a.rule for a in found] == [TAGGER, f"{TAGGER}+verb-inna"]
    assert [(a.id, a.inside) for a in found] == [("a1", None), ("a2", "a1")]
    assert [a.lemma for a in found] == ["قال", "قال"]


def test_what_is_said_inside_came_through_the_speaker_outside() -> None:
    given = pair([OUTER, INNER], [])
    outer, inner = decide(TEXT, segment(TEXT, "ar"), given, WEIGHTS, 0.5)
    assert (outer.via, inner.inside, inner.via) == ((), outer.id, (span("سالم"),))


@pytest.mark.parametrize(("comma", "inside"), [("،", None), (" ثم", "a1")])
def test_a_content_ends_before_a_participle_that_goes_on(comma: str, inside: str | None) -> None:
    text = f"أكد سالم أن السد سليم{comma} نافيا تعطله أمس."

    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    outer = replace(OUTER, cue=at("أكد"), source=at("سالم"), content=(Span(text.index("أن"), len(text) - 1),))
    inner = replace(INNER, cue=at("نافيا"), source=None, content=(at("تعطله أمس"),))
    first, second = decide(text, segment(text, "ar"), pair([outer, inner], []), WEIGHTS, 0.5)
    assert second.inside == inside
    assert (first.content[0].of(text) == "أن السد سليم") == (inside is None)


@pytest.mark.parametrize(
    ("tie", "joined"),
    [(" ", True), (" بعد ", True), ("، ", False), (" في مطلع عام ", False), (" بينما ", False)],
)
def test_a_content_goes_on_with_a_noun_right_behind_it(tie: str, joined: bool) -> None:
    text = f"تعهد سالم بأن يدرس{tie}دعوات إلى بناء السد."

    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    outer = replace(OUTER, cue=at("تعهد"), source=at("سالم"), content=(at("بأن يدرس"),))
    inner = replace(INNER, cue=at("دعوات"), source=None, content=(at("إلى بناء السد"),))
    first, second = decide(text, segment(text, "ar"), pair([outer, inner], []), WEIGHTS, 0.5)
    assert (second.inside == first.id) == joined
    assert first.content[0].end == (second.content[0].end if joined else at("يدرس").end)


def test_relayers_outside_come_before_those_printed_inside() -> None:
    text = "نقلت الوكالة عن سالم قوله إن نورا أكدت لنا عبر الإذاعة أن السد سيفتح."

    def at(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    outer = replace(
        OUTER,
        cue=at("قوله"),
        source=at("سالم"),
        content=(at(text[text.index("إن نورا") : -1]),),
        via=(at("الوكالة"),),
    )
    inner = replace(
        INNER,
        cue=at("أكدت"),
        source=at("نورا"),
        content=(at("أن السد سيفتح"),),
        via=(at("الإذاعة"), at("سالم")),
    )
    _, found = decide(text, segment(text, "ar"), pair([outer, inner], []), WEIGHTS, 0.5)
    assert [via.of(text) for via in found.via] == ["الوكالة", "سالم", "الإذاعة"]


def test_contents_that_hold_each_other_are_answered() -> None:
    text = "قال سالم أكد صالح أعلن نادر."
    words = [Span(found.start(), found.end()) for found in re.finditer(r"\w+", text)]
    cues, whole = words[::2], Span(0, len(text))

    def others(cue: Span) -> tuple[Span, ...]:
        return tuple(part for part in (Span(0, cue.start), Span(cue.end, whole.end)) if len(part))

    ring = [
        replace(INNER, cue=cue, source=name, content=others(cue))
        for cue, name in zip(cues, words[1::2], strict=True)
    ]
    found = decide(text, segment(text, "ar"), pair(ring, []), WEIGHTS, 0.5)
    assert len(found) == 3
    assert all(len(set(a.via)) == len(a.via) for a in found)


@settings(max_examples=20)
@given(depth=st.integers(1, 60))
def test_no_chain_grows_without_end(depth: int) -> None:
    text = "قال " * depth + "إن السد سيفتح"
    nested = [
        replace(INNER, cue=Span(4 * n, 4 * n + 3), source=None, via=(), content=(Span(4 * n + 4, len(text)),))
        for n in range(depth)
    ]
    nested = [replace(p, source=Span(p.cue.end, p.cue.end + 1)) for p in nested]
    for a in decide(text, segment(text, "ar"), pair(nested, []), WEIGHTS, 0.5):
        assert len(a.via) <= 8


def test_a_rule_of_relays_names_the_relayer_that_the_tagger_lacks() -> None:
    relayed = replace(draft("أكدت", "أن السد سيفتح غدا"), rule="relay-act", via=(span("نورا"),))
    plain = replace(relayed, rule="verb-inna")
    bare = replace(INNER, source=None)
    for one, via in ((relayed, (span("نورا"),)), (plain, ())):
        (found,) = decide(TEXT, segment(TEXT, "ar"), pair([bare], [one]), WEIGHTS, 0.5)
        assert found.via == via


def test_what_is_less_likely_than_the_threshold_is_left_out() -> None:
    doubtful = Candidate(proposal("أكدت", "أن السد سيفتح غدا", valid=0.2), None)
    assert [
        a.cue for a in decide(TEXT, segment(TEXT, "ar"), [Candidate(OUTER, None), doubtful], WEIGHTS, 0.5)
    ] == [OUTER.cue]


def test_of_two_cues_that_overlap_the_likelier_stays() -> None:
    wide = proposal("قال سالم", "إن نورا أكدت أن السد سيفتح غدا", valid=0.99)
    (found,) = decide(
        TEXT, segment(TEXT, "ar"), [Candidate(OUTER, None), Candidate(wide, None)], WEIGHTS, 0.5
    )
    assert found.cue == wide.cue


def test_a_cue_without_content_takes_the_drafts_or_is_left_out() -> None:
    bare = proposal("أكدت", "")
    kept = draft("أكدت", "أن السد سيفتح غدا")
    assert decide(TEXT, segment(TEXT, "ar"), [Candidate(bare, None)], WEIGHTS, 0.0) == ()
    (found,) = decide(TEXT, segment(TEXT, "ar"), [Candidate(bare, kept)], WEIGHTS, 0.0)
    assert found.content == kept.content and found.rule == kept.rule


@given(st.dictionaries(st.sampled_from(["chance", "valid", "likely"]), st.floats(-1e6, 1e6)))
def test_a_probability_is_one(found: dict[str, float]) -> None:
    assert 0.0 <= probability(found, {"chance": 1.0, "valid": 2.0, "likely": -1.0}) <= 1.0


@pytest.mark.parametrize(("cue", "denied"), [("لم يقل", True), ("قال", False)])
def test_a_negation_in_the_cue_is_recorded(cue: str, denied: bool) -> None:
    text = f"{cue} سالم إن السد سيفتح."
    content = text.index("إن")
    found = Proposal(
        Span(0, len(cue)), None, (Span(content, len(text) - 1),), None, None, (), "say", 0.9, 0.9, 0.9
    )
    (made,) = decide(text, segment(text, "ar"), [Candidate(found, None)], WEIGHTS, 0.5)
    assert made.negated is denied
    assert made.lemma == "قال"
