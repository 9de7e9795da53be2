"""Edges to claims: what is joined, what is kept apart, and that no order changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.claims import LINKED, Member, claims
from musnad.model import Claim, Edge, Place, Span
from tests.claim_cases import edge

DAYS = "2026-03-0"


def member(name: str, published: str | None = DAYS + "1", statement: str = "s1") -> Member:
    return Member(Place(name, statement), (Span(3, 20),), published)


def members(names: str) -> list[Member]:
    return [member(name, DAYS + str(number)) for number, name in enumerate(names, 1)]


def same(pair: str, score: float = 0.9) -> Edge:
    return edge(f"{pair[0]}/s1", f"{pair[1]}/s1", "same-claim", score)


def judged(pair: str, judgement: str, relation: str = "same-claim", undone: str | None = None) -> Edge:
    made = edge(f"{pair[0]}/s1", f"{pair[1]}/s1", relation, 1.0, judgement)
    return Edge(
        made.left, made.right, made.relation, made.judgement, 1.0, (), "هدى", "2026-03-09T08:00:00Z", undone
    )


def groups(names: str, edges: Sequence[Edge]) -> list[str]:
    found = claims(members(names), edges)
    return sorted("".join(at.version for at in one.statements) for one in found)


def test_each_statement_is_in_one_claim() -> None:
    assert groups("abcd", [same("ab")]) == ["ab", "c", "d"]
    assert groups("", []) == []


def test_statements_of_one_report_may_be_one_claim() -> None:
    head, body = member("a"), member("a", statement="s2")
    (one,) = claims([head, body], [edge("a/s1", "a/s2", "same-claim")])
    assert one.statements == (Place("a", "s1"), Place("a", "s2"))


def test_statements_of_one_stretch_are_one_claim_and_none_is_lost() -> None:
    agency, speaker = member("a"), member("a", statement="s2")
    (one,) = claims([agency, speaker], [])
    assert one.statements == (Place("a", "s1"), Place("a", "s2"))
    apart = Member(Place("a", "s3"), (Span(30, 40),), DAYS + "1")
    assert sum(len(it.statements) for it in claims([agency, speaker, apart], [])) == 3


def test_edges_of_statements_that_are_gone_tell_nothing() -> None:
    assert groups("ab", [same("ax"), same("xb")]) == ["a", "b"]


def test_a_chain_does_not_join_its_ends() -> None:
    chain = [same(a + b) for a, b in zip("abcdefgh", "bcdefgh", strict=False)]
    found = groups("abcdefgh", chain)
    assert max(map(len, found)) < 8
    for one in found:
        tied = sum(1 for a, b in combinations(one, 2) if same(a + b) in chain)
        assert tied >= len(one) - 1
    whole = [same(a + b) for a, b in combinations("abcdefgh", 2)]
    assert groups("abcdefgh", whole) == ["abcdefgh"]


def test_groups_join_where_enough_pairs_are_edges() -> None:
    assert 1 / 3 < LINKED <= 1 / 2
    three = [same(pair, 0.99) for pair in ("ab", "ac", "bc")]
    pair = same("de", 0.99)
    assert groups("abcde", [*three, pair, same("ad"), same("be")]) == ["abc", "de"]
    assert groups("abcde", [*three, pair, same("ad"), same("be"), same("ce")]) == ["abcde"]
    assert groups("abcd", [same("ab", 0.9), same("cd", 0.9), same("ac", 0.8)]) == ["ab", "cd"]


def test_the_likeliest_edges_come_first() -> None:
    # «b» is nearer to «c» and «e»; with these «a» has one edge of three at most, without them two of two.
    near = [same("bc", 0.9), same("be", 0.9), same("ce", 0.9)]
    assert groups("abcde", [same("ab", 0.6), *near, same("ad", 0.8)]) == ["ad", "bce"]


def test_a_judgement_outranks_the_program() -> None:
    whole = [same(pair) for pair in ("ab", "ac", "bc")]
    assert groups("abc", [*whole, judged("ab", "different")]) in (["ac", "b"], ["a", "bc"])
    assert groups("abcd", [judged("ad", "same")]) == ["ad", "b", "c"]
    assert groups("abcd", [judged("ab", "same"), judged("bc", "same"), judged("cd", "same")]) == ["abcd"]


def test_what_is_judged_apart_stays_apart_through_others() -> None:
    four = [same(a + b) for a, b in combinations("abcd", 2)]
    found = groups("abcd", [*four, judged("ad", "different")])
    assert not any("a" in one and "d" in one for one in found)


def test_a_judgement_that_was_undone_tells_nothing() -> None:
    undone = "2026-03-10T08:00:00Z"
    assert groups("ab", [judged("ab", "same", undone=undone)]) == ["a", "b"]
    assert groups("ab", [same("ab"), judged("ab", "different", undone=undone)]) == ["ab"]


@pytest.mark.parametrize("relation", ["corroborates", "disputes"])
def test_claims_of_others_stand_beside_and_never_join(relation: str) -> None:
    beside = [edge("b/s1", "c/s1", relation)]
    one, other = sorted(claims(members("abc"), [same("ab"), *beside]), key=lambda it: len(it.statements))
    field = {"corroborates": "corroborated", "disputes": "disputed"}[relation]
    assert (getattr(one, field), getattr(other, field)) == ((other.id,), (one.id,))
    assert len(other.statements) == 2
    (whole,) = claims(members("ab"), [same("ab"), edge("a/s1", "b/s1", relation)])
    assert (whole.corroborated, whole.disputed) == ((), ())
    denied = claims(members("abc"), [same("ab"), judged("bc", "different", relation)])
    assert not any(it.corroborated or it.disputed for it in denied)


def test_statements_stand_in_the_order_of_publication() -> None:
    late, early, undated = member("a", DAYS + "9"), member("b", DAYS + "1T08:00:00Z"), member("c", None)
    edges = [same(a + b) for a, b in combinations("abc", 2)]
    (one,) = claims([late, early, undated], edges)
    assert [at.version for at in one.statements] == ["b", "a", "c"]


def test_the_id_is_that_of_where_the_earliest_statement_stands() -> None:
    def name(*given: Member) -> str:
        return next(one.id for one in claims(given, [same("ab")]) if Place("a", "s1") in one.statements)

    early = member("a", DAYS + "1")
    assert name(early) == name(early, member("b", DAYS + "2"))
    renamed = Member(Place("a", "s7"), early.content, early.published)
    assert claims([renamed], [])[0].id == name(early)
    assert name(early) != name(early, member("b", "2026-02-28"))
    assert claims([Member(Place("a", "s1"), (Span(3, 21),), None)], [])[0].id != name(early)


def by_statement(found: Iterable[Claim]) -> dict[str, str]:
    """The id of the claim that each statement belongs to."""
    return {at.id: one.id for one in found for at in one.statements}


def test_the_claim_of_each_statement() -> None:
    found = claims(members("abc"), [same("ab")])
    of = by_statement(found)
    assert set(of) == {"a/s1", "b/s1", "c/s1"}
    assert of["a/s1"] == of["b/s1"] != of["c/s1"]


NAMES = "abcdefg"
PAIRS = ["".join(pair) for pair in combinations(NAMES, 2)]
EDGES = st.lists(
    st.one_of(
        st.builds(same, st.sampled_from(PAIRS), st.sampled_from([0.5, 0.6, 0.9])),
        st.builds(judged, st.sampled_from(PAIRS), st.sampled_from(["same", "different"])),
        st.sampled_from(PAIRS).map(lambda pair: edge(f"{pair[0]}/s1", f"{pair[1]}/s1", "disputes", 0.7)),
    ),
    max_size=24,
)


@given(EDGES, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(edges: list[Edge], chance: object) -> None:
    known = members(NAMES)
    before = claims(known, edges)
    shuffle = getattr(chance, "shuffle")  # noqa: B009 - hypothesis gives an object without a type
    shuffle(known)
    shuffle(edges)
    assert claims(known, edges) == before


@given(EDGES)
def test_every_statement_is_in_exactly_one_claim_and_beside_is_mutual(edges: list[Edge]) -> None:
    found = claims(members(NAMES), edges)
    assert sorted(at.version for one in found for at in one.statements) == list(NAMES)
    assert [one.id for one in found] == sorted({one.id for one in found})
    by_id = {one.id: one for one in found}
    for one in found:
        assert one.id not in (*one.corroborated, *one.disputed)
        assert all(one.id in by_id[other].disputed for other in one.disputed)


@given(EDGES)
def test_what_persons_judged_the_same_is_one(edges: list[Edge]) -> None:
    judgements = [one for one in edges if one.by is not None and one.judgement == "same"]
    of = by_statement(claims(members(NAMES), edges))
    assert all(of[one.left] == of[one.right] for one in judgements)


@given(EDGES)
def test_an_edge_between_others_moves_nothing(edges: list[Edge]) -> None:
    first = [one for one in edges if {one.left[0], one.right[0]} <= set("abc")]
    rest = [one for one in edges if {one.left[0], one.right[0]} <= set("defg")]

    def of_first(some: list[Edge]) -> list[str]:
        found = ("".join(at.version for at in one.statements) for one in claims(members(NAMES), some))
        return sorted(one for one in found if one[0] in "abc")

    assert of_first(first) == of_first([*first, *rest])


def test_statements_stand_in_the_order_of_their_moments() -> None:
    late = member("a", "2026-03-01T21:31:00+01:00")
    early = member("b", "2026-03-01T23:58:00+04:00")
    (one,) = claims([late, early], [edge("a/s1", "b/s1", "same-claim")])
    assert [at.version for at in one.statements] == ["b", "a"]
