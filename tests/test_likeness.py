"""How likely two are one: spellings are near, names differ, reports around them count, kinds keep apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musnad.lang.people import people
from musnad.likeness import SURE, Likeness, comparable, features, shape_of, telling, two_names, weigh
from musnad.model import Entity, EntityKind, Span
from musnad.profiles import Known, head_before, key_of, of_entity
from musnad.spelling import bones, own_words
from musnad.text import fold

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


def test_a_noun_of_kind_tells_bodies_of_one_name_apart() -> None:
    club = replace(entity("الدالية", kind="organisation"), heads=frozenset({"نادي"}))
    other = replace(club, report="r2", entity="e2")
    paper = replace(other, heads=frozenset({"صحيفه"}))
    assert weigh(club, other).score > weigh(club, paper).score
    text = "فاز نادي الدالية على نادي العنبر."
    assert head_before(text, Span(9, 16)) == {"نادي"}
    assert head_before(text, Span(4, 8)) == frozenset()


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


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("جمعية النجاة الخيرية", "جمعية العنبر الخيرية", "organisation"),
        ("السلطات التركية", "السلطات الفرنسية", "organisation"),
        ("سانا", "سنة", "medium"),
    ],
)
def test_names_keep_apart_whatever_the_reports_share(one: str, other: str, kind: EntityKind) -> None:
    company = frozenset({("سامي", "العنبري"), ("زياد", "الميداني"), ("هانس", "غروندبرغ"), ("سعد", "مراد")})
    left = replace(entity(one, kind=kind), company=company)
    right = replace(entity(other, "r2", kind), company=company)
    assert weigh(left, right) == Likeness(0.0, ("apart",))


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        (("نادر المزروقي", "person"), ("المزروقي", "person"), True),
        (("نادر المزروقي", "person"), ("سامي العنبري", "person"), False),
        (("الدالية", "place"), ("الدالية", "state"), True),
        (("الدالية", "place"), ("مستشفى الدالية", "organisation"), False),
        (("نادر المزروقي", "person"), ("نادر", "organisation"), False),
        (("نادر المزروقي", "person"), ("المزروقي", "organisation"), True),
    ],
)
def test_kinds_and_words_shared_are_the_ground_for_weighing(
    one: tuple[str, EntityKind], other: tuple[str, EntityKind], ground: bool
) -> None:
    left, right = entity(one[0], kind=one[1]).traits, entity(other[0], "r2", other[1]).traits
    assert comparable(left, right) == comparable(right, left) == ground


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_are_weighed(one: str, other: str) -> None:
    left, right = entity(one), entity(other, "r2")
    found = weigh(left, right)
    assert 0.0 <= found.score <= 1.0
    assert features(left, right) == features(right, left)
