"""The model that weighs a draft: its features, weights and probability."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.drafts import Draft, class_of
from musnad.evidence import BIAS, features, probability, weights
from musnad.patterns import verb
from tests.attribution_cases import at, form, tokens


def seen(sentence: str, cue: str) -> set[str]:
    """The features of the draft of a verb."""
    read = tokens(sentence)
    index = at(read, cue)
    draft = verb(read, index, form(read, index))
    assert draft is not None
    found = features(read, index, form(read, index), draft)
    assert len(found) == len(set(found)), "a feature counts once"
    return set(found)


def test_a_plain_statement() -> None:
    found = seen("وقال الدالي إن السد آمن", "وقال")
    assert {
        BIAS,
        "rule=verb-subject-inna",
        "lemma=قال",
        "part=past",
        "gap=1-3",
        "prior=start",
        "clause",
    } <= found
    assert not found & {"quotation", "occasion", "definite", "person=1"}


@pytest.mark.parametrize(
    ("sentence", "cue", "feature"),
    [
        ("وقال: «السد آمن ولن نغلقه»", "وقال", "quotation"),
        ("وقال الدالي في بيان إن السد آمن", "وقال", "occasion"),
        ("ولم يقل الدالي إن السد آمن", "يقل", "negated+strong"),
        ("«قلنا إن السد آمن»", "قلنا", "person=1"),
        ("«قلنا إن السد آمن»", "قلنا", "quoted+past"),
        ("وقال إن السد آمن", "وقال", "source=none"),
        ("وقالت وكالة الطود إن السد آمن", "وقالت", "source=medium"),
        ("وقال التقرير إن السد آمن", "وقال", "source=document"),
        ("وقال مصدر إن السد آمن", "وقال", "source=role"),
        ("وقال الدالي إن السد آمن", "وقال", "source=article"),
        ("وقال زيد إن السد آمن", "وقال", "source=other"),
        ("ما قال الدالي إن السد آمن", "قال", "prior=ما"),
        ("الذي قال إن السد آمن", "قال", "prior=الذي"),
        ("الدالي قال إن السد آمن", "قال", "prior=word"),
        ("وحذر من كارثة", "وحذر", "opener=حذر+من"),
    ],
)
def test_what_a_draft_shows(sentence: str, cue: str, feature: str) -> None:
    assert feature in seen(sentence, cue)


def test_the_weights_believe_a_plain_statement() -> None:
    assert BIAS in weights()
    assert probability(tuple(seen("وقال الدالي إن السد آمن", "وقال")), weights()) > 0.9
    assert probability(tuple(seen("وسجل الدالي هدفا", "وسجل")), weights()) < 0.4


def test_without_evidence_the_chance_is_even() -> None:
    assert probability((), {}) == 0.5
    assert probability(("unheard of",), {BIAS: 3.0}) == 0.5


def test_probability_is_logistic() -> None:
    assert probability(("a", "b"), {"a": 1.0, "b": 2.0}) == pytest.approx(0.952574, abs=1e-6)


@given(st.dictionaries(st.text(max_size=3), st.floats(-1e6, 1e6), max_size=6), st.floats(0.1, 10))
def test_probability_lies_in_bounds_and_grows_with_evidence(known: dict[str, float], more: float) -> None:
    found = tuple(known)
    before = probability(found, known)
    assert 0.0 <= before <= 1.0
    assert probability((*found, "more than three"), {**known, "more than three": more}) >= before


@pytest.mark.parametrize(
    ("sentence", "cue_class"),
    [
        ("أفادت وكالة الطود بأن السد آمن", "relay"),
        ("أفادت الشركة بأن السد آمن", "say"),
        ("أشار التقرير إلى خلل", "show"),
        ("أشار الدالي إلى خلل", "say"),
    ],
)
def test_the_class_depends_on_who_speaks(sentence: str, cue_class: str) -> None:
    read = tokens(sentence)
    assert class_of(read, form(read, 0), (1, 2)) == cue_class


def test_a_draft_without_content_has_no_gap() -> None:
    read = tokens("بحسب الدالي")
    draft = Draft((0, 1), (), "بحسب", "say", "relay", 0.9, (1, 2))
    known = form(tokens("قال"), 0)
    assert "gap=none" in features(read, 0, known, draft)
    assert "gap=before" in features(read, 1, known, replace(draft, cue=(1, 2), content=((0, 1),)))
