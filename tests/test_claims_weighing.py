"""What two statements have in common, weighed; who says as much in words of his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from musnad import claims_weighing
from musnad.claims_evidence import Said, Voice
from musnad.claims_pairs import Statement, Weighed
from musnad.claims_weighing import (
    BOUND,
    CLAIM,
    CONTENT,
    DOUBT,
    FEATURES,
    doubtful,
    edges,
    features,
    likelihoods,
    read,
    sums,
)
from musnad.model import CueClass, Edge, Span

WORDS = ("سد", "قناة", "محطه", "ضخ", "قري", "صيف", "شرق", "جدار", "موازنه", "مهندس")
ASIM = Voice("person", (("عاصم", "البرهومي"),), "person/asim")
HUDA = Voice("person", (("هدي", "الريحان"),), "person/huda")
SAID = Said("s1", "say", "قال", "indirect", (Span(0, 9),), WORDS, ASIM)


def pair(left: Said, right: Said, *, days: int = 0) -> list[Statement]:
    return [Statement("a", left, 0, frozenset({1, 2})), Statement("b", right, days, frozenset({1, 2}))]


def told(left: Said, right: Said, *, days: int = 0, ordered: bool = True) -> dict[str, float]:
    weighed = Weighed(pair(left, right, days=days))
    both = weighed.near(np.array([0]), np.array([1]), -1.0)
    return dict(zip(FEATURES, features(weighed, both, ordered=ordered)[0].tolist(), strict=True))


def test_order_is_the_longest_run_that_stands_in_one_order_in_both() -> None:
    assert told(SAID, SAID)["order"] == 1.0
    assert told(SAID, replace(SAID, words=WORDS[::-1]))["order"] == pytest.approx(0.1)
    assert told(SAID, replace(SAID, words=(*WORDS[5:], *WORDS[:5])))["order"] == pytest.approx(0.5)
    assert told(SAID, SAID)["order-apart"] == 0.0 < told(SAID, SAID, days=9)["order-apart"]


def test_other_figures_of_one_unit_clash() -> None:
    ten, twenty, one = (replace(SAID, figures=frozenset({("قري", n)})) for n in ("10", "20", "10"))
    assert told(ten, twenty)["clash-figures"] == 1.0
    assert told(ten, one)["clash-figures"] == 0.0 == told(ten, SAID)["clash-figures"]


def test_a_heading_is_told_beside_a_statement_of_its_own_text_only() -> None:
    head = replace(SAID, heading=True)
    body = replace(SAID, id="s2", content=(Span(20, 30),))
    weighed = Weighed([Statement("a", head, 0), Statement("a", body, 0), Statement("b", body, 0)])
    both = weighed.near(np.array([0, 0]), np.array([1, 2]), -1.0)
    assert features(weighed, both)[:, FEATURES.index("heading")].tolist() == [1.0, 0.0]


@given(st.permutations(WORDS), st.permutations(WORDS), st.integers(0, 9), st.integers(3, 10))
def test_no_order_makes_a_pair_likelier_than_is_taken_without_it(
    left: list[str], right: list[str], days: int, length: int
) -> None:
    a, b = replace(SAID, words=tuple(left[:length])), replace(SAID, words=tuple(right))
    weighed = Weighed(pair(a, b, days=days))
    both = weighed.near(np.array([0]), np.array([1]), -1.0)
    bound = sums(features(weighed, both, ordered=False), ["same"])
    exact = sums(features(weighed, both), ["same"])
    assert all(float(most[0]) >= float(one[0]) - 1e-9 for most, one in zip(bound, exact, strict=True))


def test_order_speaks_for_one_claim() -> None:
    for weights in (CONTENT, CLAIM):
        assert weights[FEATURES.index("order")] > 0 > weights[FEATURES.index("order-apart")]


def relations(left: Said, right: Said) -> list[str]:
    return [one.relation for one in edges(pair(left, right))]


def test_the_same_words_by_two_known_persons_are_no_corroboration() -> None:
    assert "corroborates" not in relations(SAID, replace(SAID, voice=HUDA))


def test_like_words_of_his_own_by_another_known_person_corroborate() -> None:
    own = ("سد", "قناة", "وادي", "محطه", "ضخ", "بئر", "قري", "صيف", "شرق", "سهل", "جدار", "موازنه", "مهندس")
    other = replace(SAID, words=own, voice=HUDA)
    assert relations(SAID, other) in (["corroborates"], ["same-claim"])
    assert relations(SAID, replace(other, voice=HUDA._replace(ref=None))) != ["corroborates"]
    assert relations(SAID, replace(other, cue_class="announce")) != ["corroborates"]


def heard(statements: list[Statement], held: float) -> tuple[list[Edge], list[tuple[int, int]]]:
    """The edges of two statements of which a reader of pairs holds so much, and the pairs it was asked."""
    asked: list[tuple[int, int]] = []

    def odds(pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        asked.extend(pairs)
        return np.full((len(pairs), 2), held, np.float32)

    return list(edges(statements, odds=odds)), asked


@given(
    st.permutations(WORDS), st.integers(3, 10), st.integers(0, 9),
    st.sampled_from([ASIM, HUDA, Voice("person")]), st.sampled_from(["say", "deny", "assert"]),
    st.sampled_from([-99.0, -3.0, 0.0, 1.0, 3.0, 99.0]),
)  # fmt: skip
def test_a_pair_is_read_wherever_that_may_tell(
    words: list[str], length: int, days: int, voice: Voice, cue: CueClass, held: float
) -> None:
    right = replace(SAID, words=tuple(words[:length]), voice=voice, cue_class=cue)
    both = pair(SAID, right, days=days)
    found, asked = heard(both, held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
        _, always = heard(both, held)
    assert set(asked) <= set(always)
    if not asked:
        assert found == list(edges(both))


def test_a_pair_is_not_read_where_nothing_comes_of_it() -> None:
    # Two persons told by full names are never one, and who thanks does so for himself.
    right = replace(SAID, words=(*WORDS[:6], "ري", "نهر"), voice=HUDA, cue_class="thank")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
        assert heard(pair(SAID, replace(right, voice=ASIM)), 0.9)[1] == [(0, 1)]
        assert heard(pair(SAID, right), 0.9) == ([], [])


def test_likelihoods_are_those_of_pairs_in_doubt_and_above(monkeypatch: pytest.MonkeyPatch) -> None:
    both = pair(SAID, replace(SAID, words=(*WORDS[:6], "ري", "نهر")))
    ((left, right, likely),) = likelihoods(both)
    assert (left, right) == (0, 1) and DOUBT[0] <= likely < 1
    odds = float(np.log(likely / (1 - likely)))
    monkeypatch.setattr(claims_weighing, "_ODDS", (odds - 0.01, 99.0))
    assert list(likelihoods(both)) == [(left, right, likely)]
    monkeypatch.setattr(claims_weighing, "_ODDS", (odds + 0.01, 99.0))
    assert list(likelihoods(both)) == []


@pytest.mark.parametrize(("likely", "asked"), [(0.24, False), (0.26, True), (0.98, True), (0.995, False)])
def test_pairs_are_read_where_the_weights_are_not_sure(likely: float, asked: bool) -> None:
    assert doubtful(float(np.log(likely / (1 - likely)))) is asked


def test_what_the_weights_are_nearly_sure_of_is_none_where_the_reader_holds_it_is_none() -> None:
    nearly = float(np.log(0.85 / 0.15))
    assert read(nearly, -2.0) < 0 < read(nearly, -1.0)


def test_what_is_read_decides_a_doubtful_pair_and_counts_no_further_than_its_bound() -> None:
    right = replace(SAID, words=(*WORDS[:6], "ري", "نهر"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_weighing, "_ODDS", (-99.0, 99.0))
        both = pair(SAID, right)
        (high,), (bound,) = heard(both, 99.0)[0], heard(both, BOUND)[0]
        assert high.relation == "same-claim" and high.score == bound.score
        assert high.reasons[-1] == "read 1.00"
        assert heard(both, -99.0)[0] == []


def test_reasons_do_not_hang_on_the_last_digits() -> None:
    weights = [0.0] * len(FEATURES)
    one, other = FEATURES.index("contained"), FEATURES.index("story")
    weights[one], weights[other] = 2.0, 4.0
    found = [0.0] * len(FEATURES)
    told = set()
    for more in (-1e-12, 0.0, 1e-12):
        found[one], found[other] = 1.0 + more, 0.5
        judged = claims_weighing._Judged(0, 1, 0.0, 0.0, 0.0, "same", tuple(found))
        told.add(claims_weighing._reasons(weights, judged))
    assert told == {("voices same", "contained 1.00", "story 0.50")}
