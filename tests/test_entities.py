"""Who is the same across reports: near names are linked, doubt stays open, order changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.entities import (
    SURE,
    features,
    groups,
    link,
    shape_of,
    telling,
    two_names,
    weigh,
)
from musnad.lang.people import people
from musnad.model import Edge, Entity, EntityKind, Span
from musnad.profiles import Known, head_before, key_of, known, of_entity
from musnad.reader import ReadOptions, read
from musnad.spelling import bones, own_words
from musnad.text import Source, fold, read_text

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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سيرغي باراباشكين", "سيرجي باراباشكين"),
        ("نادر عبد الرحيم المزروقي", "نادر بن عبدالرحيم المزروقي"),
        ("هانس غروندبرغ", "هانس جروندبرج"),
        ("زياد أبو صقر الميداني", "زياد ابوصقر الميداني"),
    ],
)
def test_two_spellings_of_a_full_name_are_one_person(one: str, other: str) -> None:
    found = weigh(entity(one), entity(other, "r2"))
    assert found.score >= SURE
    assert found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد الدالي", "محمود الدالي"),
        ("سعد المزروقي", "نادر المزروقي"),
        ("حسن مراد", "حسين مراد"),
        ("أم عبير", "عبير"),
    ],
)
def test_two_names_are_two_persons(one: str, other: str) -> None:
    assert weigh(entity(one), entity(other, "r2", theme=FOOTBALL)).score < SURE


def test_a_rare_last_name_in_a_like_report_is_the_full_name() -> None:
    full, short = entity("ميخائيل باراباشكين"), entity("باراباشكين", "r2")
    near = weigh(full, short)
    far = weigh(full, replace(short, theme=FOOTBALL))
    assert near.score >= SURE
    assert far.score < near.score


def test_a_given_name_alone_stays_open() -> None:
    assert weigh(entity("سعيد"), entity("سعيد", "r2", theme=FOOTBALL)).score < SURE


def test_role_and_company_speak_for_one_person() -> None:
    plain = weigh(entity("سعيد الدالي"), entity("سعيد الدالي", "r2", theme=FOOTBALL)).score
    told = weigh(
        entity("سعيد الدالي", role="وزير النقل"),
        entity("سعيد الدالي", "r2", role="وزير النقل", theme=FOOTBALL),
    ).score
    assert told > plain


def test_references_of_tables_decide() -> None:
    one = entity("فرانس برس", kind="medium", ref="medium/afp")
    assert weigh(one, entity("أ ف ب", "r2", "medium", ref="medium/afp")).score == 1.0
    assert weigh(one, entity("فرانس برس", "r2", "medium", ref="medium/other")).score == 0.0


def test_latin_and_arabic_spellings_meet() -> None:
    assert shape_of(key_of("BMW"), key_of("بي إم دبليو"), telling).name == "equal"
    assert shape_of(key_of("Netflix"), key_of("نتفليكس"), telling).near == 1.0
    one = entity("Netflix", kind="organisation")
    assert weigh(one, entity("نتفليكس", "r2", "organisation")).score >= SURE


def reading_of(text: str) -> dict[str, Known]:
    reading = read(read_text(text, Source(published="2024-05-17")), ReadOptions(engine="grammar"))
    return {one.names[0]: one for one in known(reading)}


def test_a_noun_of_kind_tells_bodies_of_one_name_apart() -> None:
    club = replace(entity("الدالية", kind="organisation"), heads=frozenset({"نادي"}))
    other = replace(club, report="r2", entity="e2")
    paper = replace(other, heads=frozenset({"صحيفه"}))
    assert weigh(club, other).score > weigh(club, paper).score
    text = "فاز نادي الدالية على نادي العنبر."
    assert head_before(text, Span(9, 16)) == {"نادي"}
    assert head_before(text, Span(4, 8)) == frozenset()


def test_preposition_before_a_noun_of_kind_is_no_part_of_the_name() -> None:
    assert (
        entity("بنادي الدالية", kind="organisation").forms
        == entity("نادي الدالية", kind="organisation").forms
    )


def test_a_given_name_is_read_on_into_a_last_name() -> None:
    found = reading_of("التقى السفير تيريزا باراباشكين في مكتبه. وزارت تيريزا ماي المدينة.")
    assert any(form[:1] == ("تيريزا",) and len(form) > 1 for one in found.values() for form in one.forms)


def test_one_reference_is_tied_once_a_report() -> None:
    crowd = [entity("فرانس برس", f"r{n}", "medium", ref="medium/afp") for n in range(30)]
    edges = link(crowd)
    assert len(edges) == 29
    assert len(groups(crowd, edges)) == 1


def test_a_profile_in_many_reports_is_one_group() -> None:
    crowd = [entity("ميخائيل باراباشكين", f"r{n}") for n in range(20)]
    (group,) = groups(crowd, link(crowd))
    assert len(group.members) == 20


def test_ways_in_which_names_relate() -> None:
    def way(one: str, other: str) -> str:
        return shape_of(own_words(key_of(one)), own_words(key_of(other)), telling).name

    assert way("نادر سعد المزروقي", "نادر المزروقي") == "part first and last"
    assert way("نادر المزروقي", "المزروقي") == "part last"
    assert way("نادر المزروقي", "نادر") == "part first"
    assert way("نادر المزروقي", "هالة المزروقي") == "family"
    assert way("نادر المزروقي", "نادر الدالي") == "first name"
    assert way("نادر المزروقي", "هالة الدالي") == "none"


def test_names_that_differ_by_a_letter_are_two() -> None:
    assert two_names(fold("محمد").text, fold("محمود").text)
    assert not two_names(fold("باراباشكين").text, fold("باراباشكن").text)
    assert bones("سيرغي") == bones("سيرجي")


def test_namesakes_whom_one_report_keeps_apart_are_not_joined() -> None:
    one, two = entity("نادر المزروقي"), entity("نادر سعد المزروقي")
    third = entity("نادر المزروقي", "r2")
    made = groups([one, two, third], link([one, two, third]))
    for group in made:
        assert len({member.report for member in group.members}) == len(group.members)


def test_doubtful_links_are_listed_with_both_and_join_neither() -> None:
    one, other = entity("سعيد الزهراني"), entity("سعيد الزهراني", "r2")
    doubt = Edge(one.id, other.id, "same-entity", None, 0.4, ("theme",))
    made = groups([one, other], [doubt])
    assert [group.doubts for group in made] == [(doubt,), (doubt,)]
    sure = replace(doubt, judgement="same", score=0.9)
    (joined,) = groups([one, other], [sure])
    assert joined.doubts == ()
    assert joined.members == tuple(sorted((one, other), key=lambda known: known.key))


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


@given(CROWDS)
def test_the_order_of_arrival_changes_nothing(crowd: list[tuple[str, str]]) -> None:
    everybody = [entity(name, report) for name, report in crowd]
    edges = link(everybody)
    turned = list(reversed(everybody))
    assert link(turned) == edges
    assert groups(turned, reversed(edges)) == groups(everybody, edges)
    assert sum(len(group.members) for group in groups(everybody, edges)) == len(everybody)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_are_weighed(one: str, other: str) -> None:
    left, right = entity(one), entity(other, "r2")
    found = weigh(left, right)
    assert 0.0 <= found.score <= 1.0
    assert features(left, right) == features(right, left)


def test_what_a_reading_knows() -> None:
    text = (
        "وزير النقل يزور الميناء\n"
        "قال وزير النقل نادر المزروقي إن الأشغال تبدأ غداً. "
        "وأضاف المزروقي أن رئيس الميناء سامي العنبري وافق على الخطة."
    )
    reading = read(read_text(text, Source(published="2024-05-17")), ReadOptions(engine="grammar"))
    found = {one.names[0]: one for one in known(reading)}
    minister = found["نادر المزروقي"]
    assert minister.report == reading.report.version
    assert "وزير" in minister.roles
    assert minister.mentions >= 2
