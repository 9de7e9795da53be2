"""Who is the same across reports: near names are linked, doubt stays open, order changes nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from musnad.entities import groups, link
from musnad.lang.people import people
from musnad.likeness import SURE, weigh
from musnad.model import Edge, Entity, EntityKind
from musnad.profiles import Known, Profile, of_entity

POLITICS = frozenset({"مفاوض", "هدنه", "وساط", "جول"})
FOOTBALL = frozenset({"هدف", "مباراه", "ملعب", "مدرب"})


def entity(
    name: str,
    report: str = "r1",
    kind: EntityKind = "person",
    role: str | None = None,
    ref: str | None = None,
    theme: frozenset[str] = POLITICS,
) -> Known:
    made = of_entity(Entity(f"e-{name}-{report}", name, kind, role=role, ref=ref), report, people())
    return replace(made, theme=theme)


def profiles(*crowd: Known) -> list[Profile]:
    reports = dict.fromkeys(one.report for one in crowd)
    return [Profile(report, tuple(one for one in crowd if one.report == report)) for report in reports]


def test_one_reference_is_tied_once_a_report() -> None:
    crowd = [entity("فرانس برس", f"r{n}", "medium", ref="medium/afp") for n in range(30)]
    edges = link(profiles(*crowd))
    assert len(edges) == 29
    assert len(groups(profiles(*crowd), edges)) == 1


def test_a_profile_in_many_reports_is_one_group() -> None:
    crowd = [entity("ميخائيل باراباشكين", f"r{n}") for n in range(20)]
    (group,) = groups(profiles(*crowd), link(profiles(*crowd)))
    assert len(group.members) == 20


def test_namesakes_whom_one_report_keeps_apart_are_not_joined() -> None:
    one, two = entity("نادر المزروقي"), entity("نادر سعد المزروقي")
    third = entity("نادر المزروقي", "r2")
    given = profiles(one, two, third)
    made = groups(given, link(given))
    for group in made:
        assert len({member.report for member in group.members}) == len(group.members)


def test_doubtful_links_are_listed_with_both_and_join_neither() -> None:
    one, other = entity("سعيد الزهراني"), entity("سعيد الزهراني", "r2")
    doubt = Edge(one.id, other.id, "same-entity", None, 0.4, ("theme",))
    made = groups(profiles(one, other), [doubt])
    assert [group.doubts for group in made] == [(doubt,), (doubt,)]
    sure = replace(doubt, judgement="same", score=0.9)
    (joined,) = groups(profiles(one, other), [sure])
    assert joined.doubts == ()
    assert joined.members == tuple(sorted((one, other), key=lambda known: known.key))


def test_last_names_alone_do_not_join_two_who_bear_it() -> None:
    """Both full names are near to the mere last name, in a report of its own."""
    one, two, third = entity("نادر المزروقي"), entity("هالة المزروقي", "r2"), entity("المزروقي", "r3")
    edges = [
        Edge(one.id, third.id, "same-entity", "same", 0.9, ("theme",)),
        Edge(two.id, third.id, "same-entity", "same", 0.8, ("theme",)),
    ]
    made = groups(profiles(one, two, third), edges)
    assert [len(group.members) for group in made] == [2, 1]
    assert [group.doubts for group in made] == [(edges[1],), (edges[1],)]


def test_one_name_twice_in_a_report_keeps_nobody_apart() -> None:
    """A reading that missed that two names are one is no word on who is who."""
    one = entity("أ ف ب", kind="medium", ref="medium/afp")
    other = entity("فرانس برس", kind="medium", ref="medium/afp")
    third = entity("فرانس برس", "r2", "medium", ref="medium/afp")
    given = profiles(one, other, third)
    (group,) = groups(given, link(given))
    assert len(group.members) == 3


def test_who_is_named_in_both_of_two_reports_is_nobody_else_there() -> None:
    """The last name alone is near to the full name next door, whose bearer stands here in full too."""
    company = frozenset({("سامي", "العنبري"), ("زياد", "الميداني"), ("هانس", "غروندبرغ")})
    crowd = [
        replace(entity(name, report), company=company)
        for report in ("r1", "r2")
        for name in ("ميخائيل باراباشكين", "باراباشكين")
    ]
    edges = link(profiles(*crowd))
    assert weigh(crowd[0], crowd[3]).score >= SURE
    assert {(edge.left.split("-")[1], edge.right.split("-")[1]) for edge in edges if edge.judgement} == {
        ("ميخائيل باراباشكين", "ميخائيل باراباشكين"),
        ("باراباشكين", "باراباشكين"),
    }


def test_weak_names_are_looked_for_in_near_reports_alone() -> None:
    full = entity("ميخائيل باراباشكين", theme=POLITICS)
    near = entity("باراباشكين", "r2", theme=POLITICS)
    far = entity("باراباشكين", "r3", theme=FOOTBALL)
    found = {(edge.left, edge.right) for edge in link(profiles(full, near, far))}
    assert (full.id, near.id) in found
    assert (full.id, far.id) not in found


NAMES = (
    "نادر المزروقي",
    "المزروقي",
    "نادر سعد المزروقي",
    "هالة المزروقي",
    "Nader",
    "سيرغي باراباشكين",
    "سيرجي باراباشكين",
)
CROWDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("r1", "r2", "r3"))), max_size=8, unique=True
)


def test_edges_grow_with_the_reports_and_not_with_their_square() -> None:
    def count(reports: int) -> int:
        crowd = [entity(name, f"r{n}") for n in range(reports) for name in NAMES]
        return len(link(profiles(*crowd)))

    assert count(160) < 2.4 * count(80)


@given(CROWDS)
def test_edges_are_what_weighing_tells(crowd: list[tuple[str, str]]) -> None:
    everybody = {one.id: one for one in (entity(name, report) for name, report in crowd)}
    for edge in link(profiles(*everybody.values())):
        found = weigh(everybody[edge.left], everybody[edge.right])
        assert (edge.score, edge.reasons) == (round(found.score, 4), found.reasons)
        assert (edge.judgement == "same") == (found.score >= SURE)


@given(CROWDS)
def test_the_order_of_arrival_changes_nothing(crowd: list[tuple[str, str]]) -> None:
    everybody = profiles(*(entity(name, report) for name, report in crowd))
    edges = link(everybody)
    turned = list(reversed(everybody))
    assert link(turned) == edges
    assert groups(turned, reversed(edges)) == groups(everybody, edges)
    assert sum(len(group.members) for group in groups(everybody, edges)) == len(crowd)
