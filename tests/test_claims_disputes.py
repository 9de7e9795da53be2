"""What makes two statements a dispute, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musnad.claims_disputes import disputed
from musnad.claims_evidence import Said, stem_of
from musnad.claims_voices import Relation
from musnad.model import Span

WORDS = ("سد", "تشقق", "مهندس", "وزار")
HELD = Said("s1", "say", "قال", "indirect", (Span(0, 9),), WORDS)
DENIED = replace(HELD, cue_class="deny", lemma="نفى", denied=len(WORDS))
COUNTED = replace(
    HELD,
    words=("مصرع", "عبار", "نهر", "ليل", "غرق"),
    names=frozenset({"place/1"}),
    numbers=frozenset({"12"}),
    figures=frozenset({(stem_of("شخصا"), "12")}),
)


def ground(
    left: Said, right: Said, voices: Relation = "other", alike: float = 0.6, contained: float = 1.0,
    same_day: bool = True, story: float = 0.5,
) -> str | None:  # fmt: skip
    found, turned = (
        disputed(one, other, voices, alike, contained=contained, story=story, same_day=same_day)
        for one, other in ((left, right), (right, left))
    )
    assert found == turned
    return found


def test_a_denial_disputes_what_another_holds() -> None:
    assert ground(HELD, DENIED) == "denial"
    assert ground(HELD, DENIED, same_day=False) == "denial"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (HELD, HELD),
        (DENIED, DENIED),
        (HELD, replace(DENIED, lemma="رفض")),
        (HELD, replace(DENIED, negated=True)),
        (replace(HELD, negated=True), DENIED),
        (replace(HELD, negations=1), DENIED),
        (replace(HELD, cue_class="ask"), DENIED),
        (replace(HELD, lemma="تحدث"), DENIED),
        (replace(HELD, words=WORDS[:2]), DENIED),
        (HELD, replace(DENIED, denied=0)),
        (HELD, replace(DENIED, denied=2)),
        (replace(HELD, words=(*WORDS, *map(stem_of, ("نفت", "كذبت")))), DENIED),
        (replace(HELD, words=(*WORDS, *(f"{word}ستق" for word in WORDS), "غيمت", "نهرب", "بحرض")), DENIED),
    ],
)
def test_what_denies_nothing(left: Said, right: Said) -> None:
    assert ground(left, right) is None


def test_one_voice_and_other_matters_are_no_dispute() -> None:
    assert ground(HELD, DENIED, "same") is None
    assert ground(HELD, DENIED, "party") is None
    assert ground(HELD, DENIED, alike=0.1) is None
    assert ground(HELD, DENIED, story=0.1) is None
    named = frozenset({"place/1"})
    assert ground(replace(HELD, names=named), replace(DENIED, names=named), story=0.1) == "denial"


def test_other_counts_of_persons_on_one_day() -> None:
    assert stem_of("شخصا") != "" != stem_of("اشخاص")
    other = replace(COUNTED, numbers=frozenset({"19"}), figures=frozenset({(stem_of("شخصا"), "19")}))
    assert ground(COUNTED, other) == "figure"
    assert ground(COUNTED, other, same_day=False) is None
    assert ground(COUNTED, replace(other, names=frozenset({"place/2"}))) is None
    assert ground(COUNTED, replace(other, numbers=frozenset({"12", "19"}))) is None
    shares = frozenset({("%", "19")})
    assert ground(replace(COUNTED, figures=frozenset({("%", "12")})), replace(other, figures=shares)) is None


@pytest.mark.parametrize(
    ("number", "least", "found"),
    [("27", (), "figure"), ("27", ("12",), None), ("9", ("12",), "figure"), ("9", ("9",), None)],
)
def test_who_counts_so_many_at_least_denies_no_more(
    number: str, least: tuple[str, ...], found: str | None
) -> None:
    other = replace(
        COUNTED, numbers=frozenset({number}), figures=frozenset({(stem_of("شخصا"), number)}),
        least=frozenset(least) & {number},
    )  # fmt: skip
    assert ground(replace(COUNTED, least=frozenset(least) & {"12"}), other) == found
