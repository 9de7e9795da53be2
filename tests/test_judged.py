"""What holds of judgements: a pure function of them, whatever their order."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad import corpus as store
from musnad.corpus import Anchor, Attached, Judgement
from musnad.entities import groups
from musnad.judged import Correction, copies_judged, corrected, standings, verdicts
from musnad.model import Copy, Edge, Span
from musnad.profiles import Known, Profile, key_of
from tests.corpus_cases import reading

READ = reading()
LENGTH = len(READ.report.text)
NAMES = ("نعمان السروي", "حسناء اليعفوري", "رويترز", "")


def attached(
    relation: str,
    verdict: str,
    left: tuple[str, str],
    right: tuple[str, str] | None = None,
    value: str | None = None,
    **more: Any,
) -> Attached:
    """A judgement of things at versions, that fit."""
    ends = [None if end is None else Anchor(end[0], Span(0, 1), (Span(0, 1),)) for end in (left, right)]
    assert ends[0] is not None
    given = {"by": "سلمى", "at": "2026-01-01T00:00:00Z", **more}
    number = given.pop("number", 0)
    lost = given.pop("lost", False)
    judgement = Judgement(relation, verdict, ends[0], ends[1], value=value, **given)
    return Attached(judgement, None if lost else left[1], None if right is None or lost else right[1], number)


@st.composite
def judged(draw: st.DrawFn) -> Attached:
    """Any judgement, by one of two persons, of one of few things."""
    version, other = draw(st.sampled_from(("v1", "v2"))), draw(st.sampled_from(("v2", "v3")))
    names = st.sampled_from(("s1", "s2", "s3"))
    relation = draw(st.sampled_from(store.RELATIONS))
    right: tuple[str, str] | None = None
    value = None
    verdict = "is"
    if relation in ("disputes", "corroborates"):
        right, verdict = (other, draw(names)), "no"
    elif relation in ("same-claim", "same-entity", "copy"):
        right = (other, draw(names) if relation != "copy" else "")
        verdict = draw(st.sampled_from(("yes", "no") if relation == "copy" else ("same", "different")))
    elif relation == "speaker":
        value = draw(st.sampled_from(NAMES))
    elif relation == "span":
        start = draw(st.integers(0, LENGTH - 20))
        parts = draw(st.sets(st.sampled_from(("content", "source", "cue")), min_size=1))
        value = json.dumps({part: [[start, start + draw(st.integers(1, 20))]] for part in sorted(parts)})
    else:
        verdict = {"attribution": "none", "whole": "yes"}[relation]
    return attached(
        relation,
        verdict,
        (version, "" if relation in ("copy", "whole") else draw(names)),
        right,
        value,
        by=draw(st.sampled_from(("سلمى", "رياض"))),
        at=f"2026-01-01T00:00:{draw(st.integers(0, 59)):02}Z",
        undone_at=draw(st.sampled_from((None, None, None, "2026-01-02T00:00:00Z"))),
        lost=draw(st.integers(0, 9)) == 0,
    )


several = st.lists(judged(), max_size=12).map(
    lambda found: [replace(one, number=number) for number, one in enumerate(found, 1)]
)


@given(several, st.randoms())
def test_order_changes_nothing(found: list[Attached], random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert verdicts(shuffled) == verdicts(found)
    assert standings(shuffled) == standings(found)


@given(several)
def test_what_is_undone_or_lost_tells_nothing(found: list[Attached]) -> None:
    held = [one for one in found if one.judgement.undone_at is None and not one.orphaned]
    assert verdicts(held) == verdicts(found)
    assert {one.number for one in held} == {
        number for number, one in standings(found).items() if one.state in ("holds", "superseded")
    }


@given(several, judged())
def test_undoing_restores_what_was_before(found: list[Attached], one: Attached) -> None:
    late = replace(
        one, judgement=replace(one.judgement, at="2026-02-01T00:00:00Z", undone_at=None), number=99
    )
    undone = replace(late, judgement=replace(late.judgement, undone_at="2026-02-02T00:00:00Z"))
    assert verdicts([*found, undone]) == verdicts(found)
    if not late.orphaned and list(late.judgement.left.version) and standings([late])[99].state == "holds":
        assert standings([*found, late])[99].state == "holds"


@given(several)
def test_contradictions_are_listed_on_both_sides(found: list[Attached]) -> None:
    stand = standings(found)
    by = {one.number: one.judgement.by for one in found}
    for number, one in stand.items():
        for other in one.against:
            assert by[other] != by[number]
            assert number in stand[other].against


@given(several)
def test_a_corrected_reading_is_whole(found: list[Attached]) -> None:
    for corrections in verdicts(found).corrections.values():
        made = corrected(READ, corrections)
        entities = {one.id for one in made.entities}
        attributions = {one.id: one for one in made.attributions}
        assert len(entities) == len(made.entities)
        assert made.entities[: len(READ.entities)] == READ.entities
        assert [one.id for one in made.statements] == [
            one.id for one in READ.statements if not corrections.get(one.id, Correction()).none
        ]
        assert [one.attribution for one in made.statements] == list(attributions)
        for one in made.statements:
            assert {link.entity for link in one.chain} <= entities
            assert one.speaker is None or one.speaker in entities
            told = corrections.get(one.id, Correction()).speaker
            if told is not None:
                (called,) = [e.name for e in made.entities if e.id == one.speaker] or [""]
                assert key_of(called) == key_of(told)
                assert [link.entity for link in one.chain if link.kind == "speaker"] == (
                    [one.speaker] if told else []
                )
        for at in made.attributions:
            assert at.inside is None or at.inside in attributions
            assert at.continues is None or at.continues in attributions
        assert corrected(made, corrections) == made
        assert store.packed_reading(made).statements


def test_without_corrections_a_reading_stays() -> None:
    assert corrected(READ, {}) is READ
    assert verdicts([]).mark("v1") is None


def test_the_tables_tell_a_new_speaker() -> None:
    made = corrected(READ, {"s1": Correction(speaker="رويترز"), "s2": Correction(speaker="هند الأثلية")})
    found = {one.name: (one.kind, one.ref) for one in made.entities}
    assert found["رويترز"] == ("medium", "medium/reuters")
    assert found["هند الأثلية"] == ("person", None)


def test_a_corrected_content_is_quoted_or_not() -> None:
    text = "قال الحارس وسيم العرعري «أغلقنا المتحف قبل ساعة» من الموعد المعتاد."
    read = reading(text)
    (statement,) = read.statements
    start = read.report.text.index("«")
    inner = Span(start, read.report.text.index("»") + 1)
    direct = corrected(read, {statement.id: Correction(content=(inner,))})
    assert direct.attributions[0].quote == "direct"
    mixed = corrected(
        read, {statement.id: Correction(content=(Span(start, LENGTH and len(read.report.text) - 1),))}
    )
    assert mixed.attributions[0].quote == "mixed"


def copy(later: str, earlier: str, kind: Any = "copy") -> Copy:
    return Copy(later, earlier, True, kind, 0.5, 0.5, 0.5, (), ())


def test_copies_follow_judgements() -> None:
    told = verdicts([
        attached("copy", "no", ("v1", ""), ("v2", "")),
        attached("copy", "yes", ("v3", ""), ("v1", "")),
        attached("copy", "yes", ("v4", ""), ("v5", "")),
        attached("copy", "yes", ("v6", ""), ("v7", "")),
    ])  # fmt: skip
    found = [copy("v2", "v1"), copy("v5", "v4"), copy("v7", "v6", "rewrite"), copy("v9", "v8")]
    asked = list[tuple[str, str, str]]()

    def make(one: str, other: str, by: str) -> Copy | None:
        asked.append((one, other, by))
        return copy(other, one) if one != "v6" else None

    kept = copies_judged(found, told, make)
    assert [(one.later, one.earlier) for one in kept] == [("v3", "v1"), ("v5", "v4"), ("v9", "v8")]
    assert asked == [("v1", "v3", "سلمى"), ("v6", "v7", "سلمى")]


def known(report: str, entity: str, name: str) -> Known:
    return Known(report, entity, "person", (name,), (key_of(name),))


def edge(left: str, right: str, judgement: Any, by: str | None = None, score: float = 1.0) -> Edge:
    return Edge(left, right, "same-entity", judgement, score, ("judged",), by)


@pytest.mark.parametrize(
    ("edges", "wanted"),
    [
        ((), 3),
        ((edge("a/e1", "b/e1", "same"),), 2),
        ((edge("a/e1", "b/e1", "same"), edge("a/e1", "b/e1", "different", "سلمى")), 3),
        # Names that differ keep apart what the program likens, not what a person does.
        ((edge("a/e1", "c/e1", "same"),), 3),
        ((edge("a/e1", "c/e1", "same", "سلمى"),), 2),
        # What is kept apart stays so by a third, unless persons join all.
        (
            (
                edge("a/e1", "b/e1", "different", "سلمى"),
                edge("a/e1", "c/e1", "same", "سلمى"),
                edge("b/e1", "c/e1", "same"),
            ),
            2,
        ),
        ((edge("a/e1", "z/e9", "same", "سلمى"),), 3),
    ],
)
def test_persons_join_and_part_entities(edges: tuple[Edge, ...], wanted: int) -> None:
    profiles = [
        Profile("a", (known("a", "e1", "نادر المزروقي"),)),
        Profile("b", (known("b", "e1", "نادر المزروقي"),)),
        Profile("c", (known("c", "e1", "هالة المزروقي"),)),
    ]
    assert len(groups(profiles, edges)) == wanted
    assert groups(profiles, edges[::-1]) == groups(profiles, edges)
