"""A judged speaker's statement is kept out of claims that this speaker cannot hold."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from musnad.claims import Member, claims
from musnad.claims_apart import kept_apart
from musnad.claims_evidence import NOBODY, Voice
from musnad.model import Edge, Place, Span
from tests.claim_cases import edge

ASIM = Voice("person", (("عاصم", "البرهومي"),))
SHORT = Voice("person", (("البرهومي",),))
HIND = Voice("person", (("هند", "الاثليه"),))
NAMES = "abcdefgh"


def member(name: str, content: Span | None = None, version: str | None = None) -> Member:
    at = NAMES.index(name)
    return Member(
        Place(version or name, f"s{at}"), (content or Span(at * 10, at * 10 + 5),), f"2026-01-0{at + 1}"
    )


def of(members: Iterable[Member]) -> dict[str, Member]:
    return {one.place.version: one for one in members}


def test_it_is_apart_from_whoever_is_another() -> None:
    a, b, c, d = members = [member(name) for name in "abcd"]
    voices = {a.id: HIND, b.id: ASIM, c.id: NOBODY, d.id: HIND}
    ties = [edge(a.id, other.id, "same-claim") for other in (b, c, d)]
    assert kept_apart(members, ties, voices, ()) == ()
    assert kept_apart(members, ties, voices, {"x/s9"}) == ()
    (found,) = kept_apart(members, ties, voices, {a.id})
    assert {found.left, found.right} == {a.id, b.id}
    assert (found.judgement, found.by) == ("different", None)


def test_it_is_apart_from_those_whom_a_third_ties_to_it() -> None:
    a, b, c = members = [member(name) for name in "abc"]
    voices = {a.id: HIND, b.id: NOBODY, c.id: ASIM}
    ties = [edge(a.id, b.id, "same-claim", 0.9), edge(b.id, c.id, "same-claim", 0.8)]
    apart = kept_apart(members, ties, voices, {a.id})
    assert [{one.left, one.right} for one in apart] == [{a.id, c.id}]
    assert len(claims(members, ties)) == 1
    held = [set(one.statements) for one in claims(members, [*ties, *apart])]
    assert not any({a.place, c.place} <= one for one in held)
    # One stretch of one report ties as well.
    same = [a, member("b", Span(70, 75), "c"), member("c", Span(70, 75))]
    ties = [edge(a.id, same[1].id, "same-claim")]
    voices = {a.id: HIND, same[1].id: NOBODY, same[2].id: ASIM}
    assert len(kept_apart(same, ties, voices, {a.id})) == 1


def test_two_judged_speakers_part_once() -> None:
    a, b = members = [member(name) for name in "ab"]
    ties = [edge(a.id, b.id, "same-claim")]
    assert len(kept_apart(members, ties, {a.id: HIND, b.id: ASIM}, {a.id, b.id})) == 1
    assert kept_apart(members, ties, {a.id: SHORT, b.id: ASIM}, {a.id, b.id}) == ()


@given(
    st.lists(st.sampled_from((ASIM, SHORT, HIND, NOBODY)), min_size=8, max_size=8),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(0.6, 1.0)), max_size=30),
    st.sets(st.sampled_from(NAMES)),
)
def test_no_claim_holds_two_voices_of_which_one_was_judged(
    voices: list[Voice], tied: list[tuple[str, str, float]], judged: set[str]
) -> None:
    members = of(member(name) for name in NAMES)
    said = {members[name].id: voice for name, voice in zip(NAMES, voices, strict=True)}
    ties = [
        edge(members[one].id, members[other].id, "same-claim", score)
        for one, other, score in tied
        if one != other
    ]
    told = {members[name].id for name in judged}
    apart = kept_apart(list(members.values()), ties, said, told)
    assert kept_apart(list(members.values())[::-1], ties[::-1], said, told) == apart
    for claim in claims(members.values(), [*ties, *apart]):
        names = [at.id for at in claim.statements]
        for name in told.intersection(names):
            if said[name] in (ASIM, HIND):
                other = HIND if said[name] is ASIM else ASIM
                assert other not in {said[one] for one in names}


def test_persons_outrank_it() -> None:
    a, b = members = [member(name) for name in "ab"]
    ties = [edge(a.id, b.id, "same-claim")]
    apart = kept_apart(members, ties, {a.id: HIND, b.id: ASIM}, {a.id})
    judged = Edge(a.id, b.id, "same-claim", "same", 1.0, ("judged",), "سلمى")
    assert len(claims(members, [*ties, *apart])) == 2
    assert len(claims(members, [*ties, *apart, judged])) == 1
